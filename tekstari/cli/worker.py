"""`tekstari worker`: workers alone, beside another `tekstari serve` on the same database."""

from argparse import Namespace
from typing import Any

from tekstari.cli import serving
from tekstari.cli.installation import LOCAL_URL, add_home, opened, own_database
from tekstari.cli.supervisor import Supervisor


def add(commands: Any) -> None:
    parser = commands.add_parser("worker", help="run more workers on the same database")
    add_home(parser)
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="worker processes")
    parser.add_argument("--public-url", default=LOCAL_URL, metavar="URL")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    with opened(arguments.home, own_database()) as installation:
        programs = serving.worker_programs(arguments.workers)
        Supervisor(programs, installation.environment(arguments.public_url)).run()
    return 0
