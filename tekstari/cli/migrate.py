"""`tekstari migrate`: the roles, the tables and the rights of this release."""

import json
import secrets
import sys
from argparse import SUPPRESS, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tekstari.cli.home import write_private
from tekstari.cli.installation import (
    LOCAL_URL,
    Installation,
    add_home,
    opened,
    own_database,
    use_django,
)
from tekstari.cli.lifeline import end_with_parent
from tekstari.cli.serving import demo_file


def add(commands: Any) -> None:
    parser = commands.add_parser("migrate", help="bring the database up to date")
    add_home(parser)
    parser.add_argument("--public-url", default=LOCAL_URL, help=SUPPRESS)
    parser.add_argument("--setup-link", action="store_true", help=SUPPRESS)
    parser.add_argument("--example", action="store_true", help=SUPPRESS)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    end_with_parent()
    with opened(arguments.home, own_database()) as installation:
        bring_up_to_date(installation, public_url=arguments.public_url)
        if arguments.setup_link:
            _tell_setup_link(arguments.public_url)
        if arguments.example:
            _make_example(demo_file(arguments.home), arguments.public_url)
    return 0


def bring_up_to_date(installation: Installation, *, public_url: str = LOCAL_URL) -> None:
    use_django(installation, public_url=public_url, as_owner=True)
    from django.core.management import call_command

    from tekstari.data import roles

    roles.prepare(installation.owner_url, *installation.role_passwords)
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    roles.grant(installation.owner_url)
    call_command("collectstatic", interactive=False, verbosity=0)


def _tell_setup_link(public_url: str) -> None:
    """Printed for as long as nobody can log in; each start makes a new link."""
    from tekstari.actions import users

    secret = users.setup_link(now=datetime.now(UTC))
    if secret is not None:
        print(f"Open this link once to make the first user: {public_url}/setup/{secret}")
        sys.stdout.flush()


def _make_example(file: Path, url: str) -> None:
    demo = json.loads(file.read_text(encoding="utf-8")) if file.exists() else _built()
    write_private(file, json.dumps({**demo, "url": url}, indent=2, ensure_ascii=False))


def _built() -> dict[str, str]:
    from tekstari.actions import example
    from tekstari.worker import rehearsal

    password = secrets.token_urlsafe(12)
    built = example.build(password=password, now=datetime.now(UTC))
    rehearsal.play(built.workspace_id, built.script, until=datetime.now(UTC))
    return {
        "user": built.user,
        "password": password,
        "api_key": built.api_key,
        "workspace": built.workspace,
    }
