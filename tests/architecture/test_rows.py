"""tests/rows.yaml: every row is there, and what is said to prove it exists."""

import re
from pathlib import Path

import pytest

from tekstari.cli.rows import read_rows

ROOT = Path(__file__).parents[2]
PER_ROOM = {"A": 5, "B": 6, "C": 6, "D": 5, "E": 2, "F": 1, "G": 1, "H": 2, "I": 5, "J": 6}
ROWS = read_rows()


def fault(named: str) -> str | None:
    """What is wrong with a test's name, or None."""
    file, _, name = named.partition("::")
    path = ROOT / file
    if not path.is_file():
        return f"{file} does not exist"
    if not name:
        return f"{named} names no test"
    function = re.escape(name.rpartition("::")[2].partition("[")[0])
    if not re.search(rf"^\s*def {function}\(", path.read_text(encoding="utf-8"), re.MULTILINE):
        return f"{file} has no test {name}"
    return None


def test_the_list_has_every_row_once():
    assert list(ROWS) == [f"{room}{n}" for room, last in PER_ROOM.items() for n in range(1, last + 1)]
    assert len(ROWS) == 39


@pytest.mark.parametrize("row", [row for row, tests in ROWS.items() if tests] or ["none"])
def test_what_proves_the_row_exists(row):
    faults = [found for named in ROWS.get(row, []) if (found := fault(named))]
    assert not faults


def test_a_name_without_its_test_is_found():
    here = "tests/architecture/test_rows.py"
    assert fault(f"{here}::test_the_list_has_every_row_once") is None
    assert fault(f"{here}::test_of_nothing") == f"{here} has no test test_of_nothing"
    assert fault("tests/nowhere.py::test_x") == "tests/nowhere.py does not exist"
    assert fault(here) == f"{here} names no test"
