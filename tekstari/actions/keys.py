"""API keys: a machine's way in. Only the hash of a key is kept; the key itself is shown once."""

import hashlib
import re
import secrets
import string
import time
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tekstari.data.access import in_workspace
from tekstari.data.models import ApiKey, Workspace

key_form = re.compile(r"tk_[0-9A-Za-z]{6}_[0-9A-Za-z]{32,64}")
LETTERS = string.ascii_letters + string.digits
SHOWN = 6
SECRET = 40
TRUSTED = 3.0  # seconds a look-up is believed; a revoked key works no longer than this
MOST_TRUSTED = 10_000


@dataclass(frozen=True, slots=True)
class Holder:
    """The workspace a key opens, with what a door must know of it."""

    workspace_id: UUID
    country: str
    zone: str
    is_simulated: bool


def add(workspace_id: UUID, *, name: str, now: datetime) -> str:
    """A new key for this workspace. This is the only time anybody sees it."""
    shown = _random(SHOWN)
    key = f"tk_{shown}_{_random(SECRET)}"
    with in_workspace(workspace_id):
        ApiKey.objects.create(
            workspace_id=workspace_id,
            name=name.strip()[:60] or "API",
            hash=_hash(key),
            hint=f"tk_{shown}",
            created_at=now,
        )
    return key


def revoke(workspace_id: UUID, key_id: UUID, *, now: datetime) -> None:
    """The key opens nothing any more; in other processes within seconds."""
    with in_workspace(workspace_id):
        ApiKey.objects.filter(pk=key_id, revoked_at=None).update(revoked_at=now)
    _trusted.clear()


_trusted: dict[str, tuple[float, Holder | None]] = {}


def remembered(key: str) -> tuple[bool, Holder | None]:
    """Whether the key was looked up just now, and what was found. Asks no database."""
    until, holder = _trusted.get(_hash(key), (0.0, None))
    return until > time.monotonic(), holder


def holder_of(key: str) -> Holder | None:
    """Whom this key lets in, or None."""
    if not key_form.fullmatch(key):
        return None
    is_fresh, holder = remembered(key)
    return holder if is_fresh else _look_up(_hash(key))


def _look_up(hash: str) -> Holder | None:
    keys = ApiKey.objects.using("gateway").filter(hash=hash, revoked_at=None)
    workspace_id = keys.values_list("workspace_id", flat=True).first()
    workspace = Workspace.objects.filter(pk=workspace_id).first() if workspace_id else None
    holder = workspace and Holder(workspace.id, workspace.country, workspace.zone, workspace.is_simulated)
    if len(_trusted) >= MOST_TRUSTED:
        _trusted.clear()
    _trusted[hash] = (time.monotonic() + TRUSTED, holder)
    return holder


def is_in_address(query: str) -> bool:
    """Whether somebody wrote a key into an address, where logs would keep it."""
    return key_form.search(query) is not None


def _random(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
