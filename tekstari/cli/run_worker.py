"""`run-worker`: one worker process, started by the supervisor."""

import os
from argparse import Namespace
from typing import Any

from tekstari.cli.lifeline import end_with_parent


def add(commands: Any) -> None:
    commands.add_parser("run-worker").set_defaults(run=run)


def run(arguments: Namespace) -> int:
    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tekstari.config.settings")
    import django

    django.setup()
    from tekstari.worker import run as worker

    worker.main()
    return 0
