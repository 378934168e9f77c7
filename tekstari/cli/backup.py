"""`tekstari backup`: the whole installation in one file, also while it works."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from tekstari.cli import dumps
from tekstari.cli.installation import add_home, existing, use_django
from tekstari.cli.programs import CannotStart
from tekstari.cli.whole_file import size, written_whole


def add(commands: Any) -> None:
    parser = commands.add_parser("backup", help="write everything into one file")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--force", action="store_true", help="replace a file that exists")
    add_home(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    with (
        existing(arguments.home) as installation,
        written_whole(arguments.file.absolute(), force=arguments.force) as out,
    ):
        use_django(installation)
        from tekstari.data import upkeep

        workspaces = upkeep.workspaces(installation.owner_url)
        if workspaces is None:
            raise CannotStart("There is nothing to back up: the database has no tables of Tekstari.")
        dumps.dump(installation.owner_url, out.name)
    print(f"{arguments.file}: {size(arguments.file)}, {count(workspaces)}.")
    print("It holds everything, also texts, numbers and the channels' secrets: keep it closed.")
    return 0


def count(workspaces: int) -> str:
    """
    >>> count(1), count(3)
    ('1 workspace', '3 workspaces')
    """
    return f"{workspaces} workspace{'' if workspaces == 1 else 's'}"
