"""The folder where an installation keeps what is its own: the data and the secrets."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self


def default_home() -> Path:
    if os.geteuid() == 0:
        return Path("/var/lib/tekstari")
    return Path.home() / ".local" / "share" / "tekstari"


def write_private(path: Path, text: str) -> None:
    """Nobody else reads it, and nobody ever reads half of it."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    unfinished.unlink(missing_ok=True)
    opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(opened, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Made once, at the first start. Another machine of the same installation needs a copy."""

    secret_key: str
    app_password: str
    gateway_password: str

    @classmethod
    def of(cls, home: Path) -> Self:
        path = home / "secrets.json"
        if not path.exists():
            made = {name: secrets.token_urlsafe(40) for name in cls.__slots__}
            _write_unless_there(path, json.dumps(made, indent=2))
        return cls(**json.loads(path.read_text(encoding="utf-8")))


def _write_unless_there(path: Path, text: str) -> None:
    """Of two processes that start at once, both use the first one's secrets."""
    ours = path.with_name(f"{path.name}.{os.getpid()}")
    write_private(ours, text)
    try:
        os.link(ours, path)
    except FileExistsError:
        pass
    finally:
        ours.unlink()
