"""`tekstari automation add|on|off|list`: playbooks into a workspace, and turned on."""

from argparse import Namespace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from tekstari.cli.faults import problem_line
from tekstari.cli.installation import add_home, at_work
from tekstari.cli.programs import CannotStart
from tekstari.cli.workspace import workspace_called

RECIPES = files("tekstari") / "recipes"


def add(commands: Any) -> None:
    parser = commands.add_parser("automation", help="add a playbook to a workspace, turn it on or off")
    kinds = parser.add_subparsers(metavar="add|on|off|list", required=True)
    new = kinds.add_parser("add", help="a playbook's file, or a recipe by its name")
    new.add_argument("playbook", help=f"a file, or one of: {', '.join(recipes())}")
    new.add_argument("--on", action="store_true", help="turn it on at once")
    for name, run in (("add", run_add), ("on", run_turn), ("off", run_turn), ("list", run_list)):
        more = new if name == "add" else kinds.add_parser(name)
        if name in ("on", "off"):
            more.add_argument("slug")
        more.add_argument("--workspace", required=True, metavar="SLUG")
        add_home(more)
        more.set_defaults(run=run, turns_on=name == "on")


def recipes() -> list[str]:
    """The ready playbooks, by name."""
    return sorted(file.name.removesuffix(".yaml") for file in RECIPES.iterdir() if ".yaml" in file.name)


def run_add(arguments: Namespace) -> int:
    slug, text = read_playbook(arguments.playbook)
    with at_work(arguments.home):
        from tekstari.actions import automations

        workspace, now = workspace_called(arguments.workspace), datetime.now(UTC)
        try:
            saved = automations.keep(workspace.id, slug=slug, text=text, now=now)
        except automations.BadPlaybook as bad:
            lines = "\n".join(problem_line(problem) for problem in bad.problems)
            raise CannotStart(f"{arguments.playbook} was not added:\n{lines}") from None
        if arguments.on:
            automations.turn_on(workspace.id, saved.id, now=now)
        print(f"{saved.name} ({slug}) is kept{' and on' if arguments.on else ', not on yet'}.")
    return 0


def run_turn(arguments: Namespace) -> int:
    with at_work(arguments.home):
        from tekstari.actions import automations
        from tekstari.actions.refusals import Refused

        workspace = workspace_called(arguments.workspace)
        found = automations.called(workspace.id, arguments.slug)
        if found is None:
            raise Refused("automation.gone")
        turn = automations.turn_on if arguments.turns_on else automations.turn_off
        turn(workspace.id, found.id, now=datetime.now(UTC))
        print(f"{found.name} is {'on' if arguments.turns_on else 'off'}.")
    return 0


def run_list(arguments: Namespace) -> int:
    with at_work(arguments.home):
        from tekstari.actions import automations

        for one in automations.known(workspace_called(arguments.workspace).id):
            print(f"{'on ' if one.is_on else 'off'}  {one.slug:30} {one.name}")
    return 0


def read_playbook(named: str) -> tuple[str, str]:
    """The slug and the text of a file, or of a recipe."""
    if named in recipes():
        return named, (RECIPES / f"{named}.yaml").read_text(encoding="utf-8")
    file = Path(named)
    try:
        return file.name.partition(".")[0].lower(), file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"{named} cannot be read, and no recipe has that name.") from error
