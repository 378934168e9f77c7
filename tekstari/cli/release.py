"""`tekstari release`: ends the pause of the sending that a restore or a move began."""

from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from tekstari.cli.installation import add_home, existing, use_django
from tekstari.cli.workspace import workspace_called


def add(commands: Any) -> None:
    parser = commands.add_parser("release", help="let texts leave again after a restore or an export")
    parser.add_argument("--workspace", metavar="SLUG", help="the one that was exported")
    parser.add_argument(
        "--discard",
        action="store_true",
        help="texts that may have left elsewhere do not leave; they are shown as too late",
    )
    add_home(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    with existing(arguments.home) as installation:
        use_django(installation)
        from tekstari.actions import pausing

        workspace_id = workspace_called(arguments.workspace).id if arguments.workspace else None
        dropped = pausing.release(workspace_id, discard=arguments.discard, now=datetime.now(UTC))
    if dropped is None:
        print("The sending was not paused.")
    else:
        print(f"Texts leave again. Dropped: {dropped}." if arguments.discard else "Texts leave again.")
    return 0
