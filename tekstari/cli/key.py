"""`tekstari key add`: a company's system's way in."""

from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from tekstari.cli.installation import add_home, at_work
from tekstari.cli.workspace import workspace_called


def add(commands: Any) -> None:
    parser = commands.add_parser("key", help="make an API key")
    more = parser.add_subparsers(metavar="add", required=True).add_parser("add")
    more.add_argument("name", help="the system that will use it")
    more.add_argument("--workspace", required=True, metavar="SLUG")
    add_home(more)
    more.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    with at_work(arguments.home):
        from tekstari.actions import keys

        workspace = workspace_called(arguments.workspace)
        secret = keys.add(workspace.id, name=arguments.name, now=datetime.now(UTC))
        print("The API key, shown this once:")
        print(secret)
    return 0
