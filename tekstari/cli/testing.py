"""`tekstari-test`: every check of the house with one command, the same here and in CI."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tekstari.cli.testing_plugin import Skips

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
INSTALL_BROWSER = (
    ("apt-get", "update", "-qq"),
    ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-inter"),
)
CHECKS = {
    "ruff check": ("-m", "ruff", "check"),
    "ruff format": ("-m", "ruff", "format", "--check"),
    "mypy": ("-m", "mypy"),
    "lint-imports": (str(Path(sys.executable).with_name("lint-imports")),),
}


def main() -> int:
    """Stops at the first check that fails; the last line says which. Arguments are pytest's."""
    if not (ROOT / "pyproject.toml").exists():
        return _last_line("tekstari-test runs in a checkout of the source only", 2)
    os.chdir(ROOT)
    _fetch_browser()
    for name, command in CHECKS.items():
        print(f"== {name}", flush=True)
        program = command if command[0] != "-m" else (sys.executable, *command)
        if subprocess.run(program).returncode:
            return _last_line(f"FAILED: {name}", 1)
    print("== pytest", flush=True)
    skips = Skips()
    if code := _run_pytest(skips):
        return _last_line("FAILED: pytest", code)
    if skips:
        in_ci = os.environ.get("CI") == "true"
        told = skips.told()
        return _last_line(f"FAILED: {told}" if in_ci else f"passed, but {told}", int(in_ci))
    return _last_line("passed: everything", 0)


def _run_pytest(skips: Skips) -> int:
    import pytest

    arguments = ["-n", "2", "--dist", "loadfile", *sys.argv[1:]]
    return int(pytest.main(arguments, plugins=[skips]))


def _fetch_browser() -> None:
    """Where it cannot be had, the browser tests skip and the last line says so."""
    known = os.environ.get("CHROMIUM") or any(map(shutil.which, BROWSERS))
    if known or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("== installing Chromium for the browser tests", flush=True)
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in INSTALL_BROWSER:
        if subprocess.run(command, env=surroundings, stdout=subprocess.DEVNULL).returncode:
            return


def _last_line(text: str, code: int) -> int:
    sys.stderr.flush()
    print(f"tekstari-test {text}", flush=True)
    return code
