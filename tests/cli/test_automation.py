"""`tekstari automation`: a playbook comes in by a command, or every fault of it is told by its line."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_backup import run

BAD = "tekstari: 1\nname: X\npurpose: ordr\nwhen:\n  evnt: a\nthen:\n  - snd: b\n"


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="tekstari-automation-"))
    made.chmod(0o711)
    run("migrate", "--home", made)
    run("workspace", "create", "Putki Oy", "--home", made)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def test_a_recipe_is_added_turned_on_listed_and_turned_off(home: Path) -> None:
    here = ("--workspace", "putki-oy", "--home", home)
    assert "is kept and on" in run("automation", "add", "huoltomuistutus", "--on", *here)
    assert run("automation", "list", *here).split()[:2] == ["on", "huoltomuistutus"]
    run("automation", "off", "huoltomuistutus", *here)
    assert run("automation", "list", *here).split()[:2] == ["off", "huoltomuistutus"]


def test_a_playbook_with_faults_is_refused_with_every_line(home: Path) -> None:
    file = home / "bad.yaml"
    file.write_text(BAD)
    told = run("automation", "add", file, "--workspace", "putki-oy", "--home", home, code=1)
    for line in ("Line 3: purpose cannot be ordr", "Line 5: evnt is not known", "Line 7: snd is not known"):
        assert line in told
