"""PostgreSQL's own programs for writing a database into a file and reading it back.

The log-in goes by the environment: on a command line every user of the machine could read it.
"""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import IO

from psycopg.pq import Conninfo

from tekstari.cli import programs
from tekstari.cli.programs import CannotStart

FLAGS = ("--no-owner", "--no-privileges")  # the roles and their rights are the installation's own
#: Programs of 17 and newer say this to servers that do not know it yet.
TOO_NEW = b"SET transaction_timeout = 0;\n"
HEAD = 65_536


def dump(url: str, file: str) -> None:
    """The whole database, in PostgreSQL's compressed format, as it stands at one moment.

    pg_dump opens the file itself: given one as its output it adds the table of contents a second
    time, at the end.
    """
    done = subprocess.run(
        [_program("pg_dump"), "--format=custom", f"--file={file}", *FLAGS],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=_environment(url),
    )
    if done.returncode:
        raise CannotStart(_why(done.stderr, "The backup was not made"))


def migrations(file: Path) -> set[tuple[str, str]]:
    """(app, name) of the migrations the backup's tables have had; empty when it is no backup of ours."""
    told = subprocess.run(
        [_program("pg_restore"), "--data-only", "--table=django_migrations", "--file=-", str(file)],
        capture_output=True,
        env=_environment(),
    )
    rows = [line.split("\t") for line in told.stdout.decode(errors="replace").splitlines()]
    return {(row[1], row[2]) for row in rows if len(row) == 4}


def restore(file: Path, url: str, *, before: str, after: str) -> None:
    """Read a backup into the database between two pieces of SQL that make it one transaction.

    Only when the file was read to its end is `after`, which commits, said at all.
    """
    with _reader(file) as reader, _writer(url) as writer:
        is_whole = False
        with suppress(BrokenPipeError):  # psql has ended with a reason, which is read below
            is_whole = _pass_on(reader, _pipe(writer.stdin), before, after)
        with suppress(BrokenPipeError):
            _pipe(writer.stdin).close()
        said = _pipe(writer.stderr).read()
        reader.kill()
    if writer.returncode:
        raise CannotStart(_why(said, "Nothing was restored"))
    if not is_whole:
        raise CannotStart(f"{file} is damaged or not whole. Nothing was restored.")


def _reader(file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [_program("pg_restore"), *FLAGS, "--file=-", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )


def _writer(url: str) -> subprocess.Popen[bytes]:
    quietly = ("--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=terse")
    return subprocess.Popen(
        [_program("psql"), *quietly],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(url),
    )


def _pass_on(reader: subprocess.Popen[bytes], into: IO[bytes], before: str, after: str) -> bool:
    """Whether the backup was read to its end, and so `after` was said."""
    told = _pipe(reader.stdout)
    into.write(before.encode())
    into.write(told.read(HEAD).replace(TOO_NEW, b""))
    shutil.copyfileobj(told, into)
    is_whole = reader.wait() == 0
    if is_whole:
        into.write(after.encode())
        into.flush()
    return is_whole


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _program(name: str) -> str:
    """Beside those that run the server, else from the PATH."""
    beside = programs.find_programs() / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise CannotStart(f"PostgreSQL's program {name} was not found on this machine.")
    return found


def _environment(url: str | None = None) -> dict[str, str]:
    """Our surroundings with this log-in in them, as PostgreSQL's programs read it."""
    given = Conninfo.parse(url.encode()) if url else []
    named = {o.envvar.decode(): o.val.decode() for o in given if o.envvar and o.val is not None}
    return {**os.environ, **named, "LC_ALL": "C"}


def _why(said: bytes, what: str) -> str:
    """The first reason the program gave. Further lines may quote a row, so they are not shown."""
    lines = said.decode(errors="replace").splitlines()
    if any("No space left on device" in line for line in lines):
        return f"{what}: the disk is full."
    reason = next((line for line in lines if "error:" in line.lower()), lines[0] if lines else "")
    return f"{what}. {reason}".strip()
