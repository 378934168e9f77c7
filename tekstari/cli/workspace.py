"""`tekstari workspace create`: a new company's closed area."""

import re
import unicodedata
from argparse import Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tekstari.actions.refusals import Refused
from tekstari.cli.installation import add_home, at_work

if TYPE_CHECKING:  # models exist only after Django's set-up
    from tekstari.data.models import Workspace


def add(commands: Any) -> None:
    parser = commands.add_parser("workspace", help="create a workspace")
    create = parser.add_subparsers(metavar="create", required=True).add_parser("create")
    create.add_argument("name", help="the company's name, as receivers know it")
    create.add_argument("--slug", help="its short name in addresses (made from the name)")
    create.add_argument("--language", choices=("fi", "sv", "en"), default="fi")
    create.add_argument("--simulated", action="store_true", help="with practice phones only")
    add_home(create)
    create.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    with at_work(arguments.home):
        from tekstari.actions import workspaces

        workspace = workspaces.create(
            name=arguments.name,
            slug=arguments.slug or slug_of(arguments.name),
            language=arguments.language,
            is_simulated=arguments.simulated,
            now=datetime.now(UTC),
        )
        print(f"Workspace {workspace.slug} is ready.")
    return 0


def slug_of(name: str) -> str:
    """A name as it can stand in an address.

    >>> slug_of("Autohuolto Mäkinen & Söner Oy")
    'autohuolto-makinen-soner-oy'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def workspace_called(slug: str) -> "Workspace":
    from tekstari.data.models import Workspace

    found: Workspace | None = Workspace.objects.filter(slug=slug).first()
    if found is None:
        raise Refused("workspace.unknown", slug=slug)
    return found
