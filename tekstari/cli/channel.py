"""`tekstari channel add`: a link to an operator, and the sender that speaks through it."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from tekstari.channels.smpp import settings as smpp
from tekstari.cli.installation import add_home, at_work
from tekstari.cli.programs import CannotStart
from tekstari.cli.workspace import workspace_called


def add(commands: Any) -> None:
    parser = commands.add_parser("channel", help="add a channel")
    more = parser.add_subparsers(metavar="add", required=True).add_parser("add")
    more.add_argument("name")
    more.add_argument("--kind", required=True, help="simulator, smpp, http …")
    more.add_argument("--settings", type=Path, metavar="FILE", help="a JSON object, with secrets")
    more.add_argument("--workspace", metavar="SLUG", help="whose sender --sender is")
    more.add_argument("--sender", help="a number, a short number or a name")
    more.add_argument("--sender-kind", choices=("number", "short", "name"), default="number")
    add_home(more)
    more.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    if bool(arguments.sender) != bool(arguments.workspace):
        raise CannotStart("--sender and --workspace belong together.")
    settings = read_settings(arguments.settings)
    _check(arguments.kind, settings)
    with at_work(arguments.home):
        from django.db import transaction

        from tekstari.actions import channels, workspaces

        with transaction.atomic():
            channel = channels.add(name=arguments.name, kind=arguments.kind, settings=settings)
            if arguments.sender:
                workspaces.add_sender(
                    workspace_called(arguments.workspace),
                    channel=channel,
                    value=arguments.sender,
                    kind=arguments.sender_kind,
                )
        print(f"Channel {arguments.name} is ready.")
    return 0


def _check(kind: str, settings: dict[str, Any]) -> None:
    """Settings that cannot be are told here, by name, and not in a log at night."""
    if kind != "smpp":
        return
    try:
        smpp.read_settings(settings)
    except smpp.BadSetting as bad:
        known = f" It can be: {bad.known}." if bad.known else ""
        raise CannotStart(f"The setting {bad.name} is missing or cannot be.{known}") from None


def read_settings(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotStart(f"{file} cannot be read as JSON.") from error
    if not isinstance(read, dict):
        raise CannotStart(f"{file} must hold one JSON object.")
    return read
