"""`tekstari rows`: how much of the product's list is proven by tests. For the checkout only."""

from argparse import Namespace
from pathlib import Path
from typing import Any

import yaml

from tekstari.cli.programs import CannotStart

ROWS = Path(__file__).parents[2] / "tests" / "rows.yaml"


def add(commands: Any) -> None:
    parser = commands.add_parser("rows", help="how many rows of the product's list are proven")
    parser.add_argument("--list", action="store_true", help="name the rows that are not")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    rows = read_rows()
    missing = [row for row, tests in rows.items() if not tests]
    print(f"{len(rows) - len(missing)} of {len(rows)}")
    if arguments.list:
        print("not yet:", *missing)
    return 0


def read_rows(file: Path = ROWS) -> dict[str, list[str]]:
    """Each row with the tests that prove it; none means not yet."""
    if not file.exists():
        raise CannotStart("The list of rows is in the source only, not in the installed product.")
    read = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {row: [] if told == "not yet" else told.split(", ") for row, told in read.items()}
