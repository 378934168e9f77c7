"""What the repository holds: small files, and nothing of the machine it was written on."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 400
#: Files that may be longer, each with the reason.
LONG: dict[str, str] = {}

#: The brackets keep these lines from finding themselves.
FOREIGN = {
    "a path of one machine": r"(?<![\w.\-/])/(?:[w]ork|[f]arm)(?:/|\b(?!-))",
    "a package host": r"[p]ythonhosted\.org|[p]ypi\.org|[n]pmjs\.org|[i]ndex-url|[f]ind-links",
}


def tracked() -> list[Path]:
    """Every file that is, or would be, in the repository."""
    asked = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    if told.returncode:
        pytest.skip("not a checkout")
    return [path for name in told.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def lines_of(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:  # a picture
        return []


@pytest.mark.parametrize(
    ("what", "bad", "good"),
    [
        (
            "a path of one machine",
            ["cd /{}/main".format("work"), "'/{}'".format("farm")],
            ["https://example.fi/{}/1".format("work"), "net/{}".format("work"), "at/workers"],
        ),
        (
            "a package host",
            ["https://{}/simple".format("pypi" + ".org"), "--{}=x".format("index" + "-url")],
            ["pip install uv", "from PyPI", "an index of names"],
        ),
    ],
)
def test_the_search_knows_good_from_bad(what, bad, good):
    assert [line for line in bad if not re.search(FOREIGN[what], line)] == []
    assert [line for line in good if re.search(FOREIGN[what], line)] == []


@pytest.mark.parametrize("what", FOREIGN)
def test_nothing_foreign_is_written_anywhere(what):
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked()
        for number, line in enumerate(lines_of(path), 1)
        if re.search(FOREIGN[what], line)
    ]
    assert not found, f"{what} stands in\n" + "\n".join(found)


def test_files_stay_small():
    long = {
        name: length
        for path in tracked()
        if path.suffix == ".py" and (length := len(lines_of(path))) > LONGEST
        if (name := str(path.relative_to(ROOT))) not in LONG and "/migrations/" not in name
    }
    assert not long, "split by subject, or list with the reason"


def test_the_list_of_long_files_is_not_out_of_date():
    short = [name for name in LONG if len(lines_of(ROOT / name)) <= LONGEST]
    assert not short
