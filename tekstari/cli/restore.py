"""`tekstari restore`: an installation out of a backup. It starts with its sending paused.

What waited at the time of the backup may have left since, so nothing leaves before somebody has
looked: `tekstari release`. What became due meanwhile is decided here and now, so that every text in
doubt is older than the pause and `release --discard` can tell it from a new one.
"""

from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import Any

from tekstari.cli import dumps
from tekstari.cli.backup import count
from tekstari.cli.installation import Installation, add_home, opened, own_database, use_django
from tekstari.cli.migrate import bring_up_to_date
from tekstari.cli.programs import CannotStart


def add(commands: Any) -> None:
    parser = commands.add_parser("restore", help="read a backup; its sending starts paused")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="also where there are workspaces")
    add_home(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    applied = _migrations(arguments.file)
    with opened(arguments.home, own_database()) as installation:
        use_django(installation, as_owner=True)
        from tekstari.data import roles, upkeep

        if not applied <= upkeep.known_migrations():
            raise CannotStart(f"{arguments.file} was made by a newer release of Tekstari than this one.")
        _refuse_where_there_is_work(installation, replace=arguments.replace)
        roles.prepare(installation.owner_url, *installation.role_passwords)
        dumps.restore(
            arguments.file,
            installation.owner_url,
            before=upkeep.before_restoring(),
            after=upkeep.after_restoring(),
        )
        bring_up_to_date(installation)
        _decide_what_is_due()
        restored = count(upkeep.workspaces(installation.owner_url) or 0)
    print(
        f"{restored} restored. The sending is paused: texts that wait may have left since the backup.\n"
        "Start Tekstari, look, then let them leave with `tekstari release`,\n"
        "or drop those that may have left with `tekstari release --discard`."
    )
    return 0


def _migrations(file: Path) -> set[tuple[str, str]]:
    if not file.is_file():
        raise CannotStart(f"There is no file {file}.")
    found = dumps.migrations(file)
    if ("data", "0001_initial") not in found:
        raise CannotStart(f"{file} is not a backup made by `tekstari backup`, or it is damaged.")
    return found


def _refuse_where_there_is_work(installation: Installation, *, replace: bool) -> None:
    from tekstari.data import upkeep

    there = upkeep.workspaces(installation.owner_url)
    if there and not replace:
        raise CannotStart(
            f"There {'is' if there == 1 else 'are'} {count(there)} here already. "
            "Add --replace to put the backup in their place: what is here now is then gone."
        )
    if upkeep.is_in_use(installation.owner_url):
        raise CannotStart("Tekstari is running on this database. Stop it first.")


def _decide_what_is_due() -> None:
    from tekstari.actions import pausing
    from tekstari.data import outbox
    from tekstari.data.clock import real_now
    from tekstari.worker.clock import moment_in
    from tekstari.worker.settling import settle

    for workspace_id in outbox.waiting(real_now()):
        settle(workspace_id, partial(moment_in, workspace_id))
    pausing.pause(None, reason=pausing.RESTORED, now=real_now())
