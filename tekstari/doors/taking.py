"""One batch of events, from their bytes to the committed rows: what the event door does in its thread."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec
from django.db.utils import DataError, IntegrityError, InterfaceError, OperationalError

from tekstari.actions.keys import Holder
from tekstari.data import clock
from tekstari.data.event_store import store
from tekstari.domain.events import Event, read_event
from tekstari.domain.said import LARGEST, Refusal

LONGEST_LINE = 8 * LARGEST  # bytes; a character can be six of them in JSON


class Fate(Enum):
    TAKEN = "taken"
    KNOWN = "known"
    AWAY = "away"  # the database did not answer; the sender must try again


Outcome = Fate | Refusal


@dataclass(frozen=True, slots=True)
class Told:
    """What a key's holder said of one event: JSON unread or read, or already refused."""

    holder: Holder
    said: bytes | object
    is_cloudevent: bool = False


def take(batch: list[Told]) -> list[Outcome]:
    """Store what can be stored, of all workspaces; the outcome of each, in the same order."""
    real_now = clock.real_now()
    nows: dict[UUID, datetime] = {}
    outcomes: list[Outcome] = [Fate.AWAY] * len(batch)
    events: dict[UUID, list[tuple[int, Event]]] = defaultdict(list)
    for place, told in enumerate(batch):
        workspace = told.holder.workspace_id
        try:
            now = nows.get(workspace) or _now(told.holder, real_now)
        except (OperationalError, InterfaceError):
            continue
        nows[workspace] = now
        read = _read(told, now)
        if isinstance(read, Refusal):
            outcomes[place] = read
        else:
            events[workspace].append((place, read))
    for workspace, placed in events.items():
        fates = _stored(workspace, [event for _, event in placed], real_now)
        for (place, _), fate in zip(placed, fates, strict=True):
            outcomes[place] = fate
    return outcomes


def parsed(said: bytes) -> object:
    """The JSON in these bytes, or a Refusal."""
    if len(said) > LONGEST_LINE:
        return Refusal("", "event.too_large", {"largest": str(LARGEST)})
    try:
        return msgspec.json.decode(said)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _parsed_slowly(said)


def _parsed_slowly(said: bytes) -> object:
    """What the fast reader will not read, such as a lone surrogate, so that its field can be named."""
    try:
        return json.loads(said.decode())
    except UnicodeDecodeError:
        return Refusal("", "text.not_utf8", {})
    except RecursionError:
        return Refusal("", "event.too_deep", {})
    except ValueError:
        return Refusal("", "json.broken", {})


def _now(holder: Holder, real_now: datetime) -> datetime:
    return clock.now_in(holder.workspace_id) if holder.is_simulated else real_now


def _read(told: Told, now: datetime) -> Event | Refusal:
    said: Any = parsed(told.said) if isinstance(told.said, bytes) else told.said
    if isinstance(said, Refusal):
        return said
    if told.is_cloudevent and isinstance(said, dict) and "specversion" not in said:
        return Refusal("specversion", "cloudevents.version", {})
    return read_event(said, now=now, country=told.holder.country)


def _stored(workspace_id: UUID, events: list[Event], real_now: datetime) -> list[Outcome]:
    """Store them; if the database refuses, by halves, until the one it refuses is alone."""
    try:
        taken = store(workspace_id, events, real_now=real_now)
    except (OperationalError, InterfaceError):
        return [Fate.AWAY] * len(events)
    except (DataError, IntegrityError, ValueError):
        if len(events) == 1:
            return [Refusal("", "event.unkeepable", {})]
        half = len(events) // 2
        return [
            *_stored(workspace_id, events[:half], real_now),
            *_stored(workspace_id, events[half:], real_now),
        ]
    return [Fate.TAKEN if is_taken else Fate.KNOWN for is_taken in taken]
