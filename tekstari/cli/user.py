"""`tekstari user add` and `password`: a person, and what they may do in one workspace."""

import getpass
import os
import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tekstari.cli.installation import add_home, at_work
from tekstari.cli.programs import CannotStart
from tekstari.cli.workspace import workspace_called
from tekstari.domain.roles import Role


def add(commands: Any) -> None:
    parser = commands.add_parser("user", help="add a user to a workspace, or give a new password")
    kinds = parser.add_subparsers(metavar="add|password", required=True)
    asked = "The password is asked for, or read from TEKSTARI_PASSWORD."
    again = kinds.add_parser("password", help="a new password for somebody known", epilog=asked)
    again.add_argument("email")
    again.add_argument("--password-file", type=Path, metavar="FILE", help="its first line")
    add_home(again)
    again.set_defaults(run=renew)
    more = kinds.add_parser("add", help="a person, and their role in a workspace", epilog=asked)
    more.add_argument("email")
    more.add_argument("--name", default="")
    more.add_argument("--workspace", required=True, metavar="SLUG")
    more.add_argument("--role", required=True, choices=[role.value for role in Role])
    more.add_argument("--team")
    more.add_argument("--password-file", type=Path, metavar="FILE", help="its first line")
    add_home(more)
    more.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    secret = password(arguments.password_file)
    with at_work(arguments.home):
        from tekstari.actions import users

        users.add(
            email=arguments.email,
            name=arguments.name,
            password=secret,
            workspace_id=workspace_called(arguments.workspace).id,
            role=Role(arguments.role),
            team=arguments.team,
            now=datetime.now(UTC),
        )
        print(f"{arguments.email} can log in to {arguments.workspace}.")
    return 0


def renew(arguments: Namespace) -> int:
    secret = password(arguments.password_file)
    with at_work(arguments.home):
        from tekstari.actions import users

        users.renew_password(email=arguments.email, password=secret)
        print(f"{arguments.email} has a new password. Sessions that were open have ended.")
    return 0


def password(file: Path | None) -> str:
    """Never from the command line, where every user of the machine could read it."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").partition("\n")[0]
        except OSError as error:
            raise CannotStart(f"The password file cannot be read: {error.strerror}.") from error
    if given := os.environ.get("TEKSTARI_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        raise CannotStart("No password: use --password-file or TEKSTARI_PASSWORD.")
    return getpass.getpass("Password: ")
