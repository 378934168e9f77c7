"""A file that is either there whole or not at all, and that nobody else can read."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tekstari.cli.programs import CannotStart


@contextmanager
def written_whole(file: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """Write under another name, then give the file its own. A fault leaves what was there before.

    A program can write it too: its name meanwhile is the `name` of what is yielded.
    """
    if file.exists() and not force:
        raise CannotStart(f"{file} exists already. Choose another name, or add --force to replace it.")
    if not file.parent.is_dir():
        raise CannotStart(f"There is no folder {file.parent}.")
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        with open(part, "xb", opener=_closed_to_others) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
        _keep_the_name(file.parent)
    except OSError as error:
        raise CannotStart(_sentence(file, error)) from error
    finally:
        part.unlink(missing_ok=True)


def _closed_to_others(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _keep_the_name(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _sentence(file: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: {file} was not written."
    return f"{file} cannot be written: {error.strerror or error}."


def size(file: Path) -> str:
    """How large a file is, for people.

    >>> spoken(1_640_000)
    '1.6 MB'
    """
    return spoken(file.stat().st_size)


def spoken(length: float) -> str:
    """A length in bytes, for people.

    >>> spoken(900), spoken(48_000), spoken(12_300_000_000)
    ('900 B', '48.0 kB', '12.3 GB')
    """
    for unit in ("B", "kB", "MB"):
        if length < 1000:
            return f"{length:.0f} B" if unit == "B" else f"{length:.1f} {unit}"
        length /= 1000
    return f"{length:.1f} GB"
