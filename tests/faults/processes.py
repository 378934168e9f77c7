"""Real worker processes, and waiting for what they do."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKER = "from tekstari.cli.main import main; raise SystemExit(main(['run-worker']))"


def start(program: str = WORKER, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """A Python process of its own. End it yourself."""
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(process: subprocess.Popen[str]) -> None:
    """As the kernel does it when memory runs out: it can do nothing more."""
    process.kill()
    process.communicate()


def ended(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=10)


def until(is_so: Callable[[], object], patience: float = 40) -> None:
    """Returns as soon as it is so; fails when it does not become so in time."""
    deadline = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.02)
