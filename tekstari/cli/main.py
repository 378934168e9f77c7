"""`tekstari`: one small file per command, gathered here."""

import signal
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from tekstari.actions.refusals import Refused
from tekstari.cli.programs import CannotStart
from tekstari.cli.refusals import sentence

COMMANDS = (
    "demo",
    "serve",
    "worker",
    "migrate",
    "workspace",
    "user",
    "key",
    "channel",
    "automation",
    "backup",
    "restore",
    "release",
    "doctor",
    "backtest",
    "explain",
    "rows",
    "run_web",
    "run_worker",
)


def main(arguments: Sequence[str] | None = None) -> int:
    parsed = _parser().parse_args(arguments)
    # Ends by SystemExit, so that a private server started by this process is stopped too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        code: int = parsed.run(parsed)
    except CannotStart as why:
        print(f"tekstari: {why}", file=sys.stderr)
        return why.exit_code
    except Refused as refused:
        print(f"tekstari: {sentence(refused)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return code


def _parser() -> ArgumentParser:
    parser = ArgumentParser("tekstari", description="Automatic and two-way SMS for companies.")
    commands = parser.add_subparsers(metavar="command", required=True)
    for name in COMMANDS:
        if find_spec(f"tekstari.cli.{name}"):
            import_module(f"tekstari.cli.{name}").add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
