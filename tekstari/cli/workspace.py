"""`tekstari workspace create`, `export` and `import`: a company comes, goes, and comes from elsewhere."""

import re
import unicodedata
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tekstari.actions.refusals import Refused
from tekstari.cli.installation import add_home, at_work, existing, use_django
from tekstari.cli.programs import CannotStart
from tekstari.cli.whole_file import size, written_whole

if TYPE_CHECKING:  # models exist only after Django's set-up
    from tekstari.data.models import Workspace


def add(commands: Any) -> None:
    parser = commands.add_parser("workspace", help="create, export or import a workspace")
    more = parser.add_subparsers(metavar="create|export|import", required=True)
    _add_create(more.add_parser("create"))
    out = more.add_parser("export", epilog="The workspace sends nothing here from then on.")
    out.add_argument("slug", metavar="SLUG")
    out.add_argument("file", type=Path, metavar="FILE")
    out.add_argument("--force", action="store_true", help="replace a file that exists")
    add_home(out)
    out.set_defaults(run=move_out)
    into = more.add_parser("import", epilog="Channels are found by name, users by e-mail.")
    into.add_argument("file", type=Path, metavar="FILE")
    into.add_argument("--slug", help="its short name here")
    add_home(into)
    into.set_defaults(run=move_in)


def _add_create(create: ArgumentParser) -> None:
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


def move_out(arguments: Namespace) -> int:
    with existing(arguments.home) as installation:
        use_django(installation)
        from tekstari.actions import moves

        workspace = workspace_called(arguments.slug)
        with written_whole(arguments.file.absolute(), force=arguments.force) as out:
            rows = moves.move_out(workspace, out, now=datetime.now(UTC))
    print(f"{arguments.file}: {rows} rows, {size(arguments.file)}.")
    if not workspace.is_simulated:
        print(f"{arguments.slug} sends nothing here any more. If it stays after all:")
        print(f"tekstari release --workspace {arguments.slug}")
    return 0


def move_in(arguments: Namespace) -> int:
    try:
        file = arguments.file.open("rb")
    except OSError as error:
        raise CannotStart(f"{arguments.file} cannot be read: {error.strerror}.") from error
    with file, at_work(arguments.home):
        from tekstari.actions import moves

        workspace = moves.move_in(file, slug=arguments.slug)
        print(f"Workspace {workspace.slug} is here, and sends.")
        print("Users who are new here have no password yet.")
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
