"""Ids of rows: UUIDs of version 7, so that new rows lie together in an index, shown with a prefix.

The prefix tells a person which kind of thing an id names: ``msg_0197…`` is a message.
"""

import os
import threading
import time
from uuid import UUID

PREFIXES = {
    "wsp": "workspace",
    "usr": "user",
    "con": "contact",
    "rec": "record",
    "evt": "event",
    "aut": "automation",
    "ver": "version",
    "occ": "occurrence",
    "run": "run",
    "msg": "message",
    "cnv": "conversation",
    "cal": "call task",
    "ans": "answer",
    "key": "API key",
    "chn": "channel",
    "snd": "sender",
}


_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A fresh id: milliseconds since 1970, then 74 random bits (RFC 9562, 5.7).

    Those of one process stand in the order they were made, also within a millisecond and when the
    machine's clock is set back: what is served "in turn" goes by it when the times are equal.
    """
    global _last
    with _lock:
        _last = max(_fresh(), _last + 1)
        return UUID(int=_last)


def _fresh() -> int:
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds << 80) | random
    value = (value & ~(0xF << 76)) | (7 << 76)
    return (value & ~(0x3 << 62)) | (2 << 62)


def shown(prefix: str, id: UUID) -> str:
    """The id as people and machines see it.

    >>> shown("msg", UUID(int=7))
    'msg_00000000000000000000000000000007'
    """
    return f"{prefix}_{id.hex}"


def read_id(prefix: str, text: str) -> UUID | None:
    """The id behind its shown form, or None when it is not one of this kind.

    >>> read_id("msg", "msg_00000000000000000000000000000007")
    UUID('00000000-0000-0000-0000-000000000007')
    >>> read_id("msg", "con_00000000000000000000000000000007") is None
    True
    """
    head, _, tail = text.partition("_")
    if head != prefix or len(tail) != 32:
        return None
    try:
        return UUID(hex=tail)
    except ValueError:
        return None
