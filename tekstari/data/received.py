"""Texts from people, kept before they are acknowledged. Runs as the `gateway` role.

A text belongs to the workspace whose number it was sent to; one for a number nobody has is kept apart.
The same delivery twice is one text; the same words written twice are two.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from tekstari.data.ids import new_id

#: Nobody writes the same words twice this fast; a far end that missed our answer does send them again.
AGAIN = timedelta(seconds=30)
SAME_SEQUENCE = timedelta(minutes=15)
PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """A whole text as it came."""

    phone: str
    sender: str
    text: str
    fingerprint: str
    sequence: int
    is_incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a long text, as octets: they are joined before they are read."""

    phone: str
    sender: str
    reference: int
    total: int
    number: int
    octets: bytes
    alphabet: str


@contextmanager
def keeping() -> Iterator[Any]:
    """One transaction of the gateway: what is kept in it is acknowledged after it, or not at all."""
    with transaction.atomic(using="gateway"), connections["gateway"].cursor() as cursor:
        yield cursor


def fingerprint(*words: object) -> str:
    """What is the same when the far end delivers the same thing again."""
    return hashlib.sha256("\x1f".join(map(str, words)).encode("utf-8", "replace")).hexdigest()


def keep_texts(cursor: Any, channel_id: UUID, texts: Sequence[ReceivedText], now: datetime) -> None:
    """Store texts in the caller's transaction, each delivery once."""
    for text in texts:
        if _is_known(cursor, text, now):
            continue
        cursor.execute(
            "SELECT workspace_id FROM sender WHERE channel_id = %s AND value = %s LIMIT 2",
            [channel_id, text.sender],
        )
        owners = cursor.fetchall()
        if len(owners) == 1:
            _into_workspace(cursor, channel_id, owners[0][0], text, now)
        else:
            _into_quarantine(cursor, channel_id, text, now)


def _is_known(cursor: Any, text: ReceivedText, now: datetime) -> bool:
    cursor.execute(
        "SELECT 1 FROM inbound WHERE fingerprint = %s"
        " AND (received_at > %s OR (sequence = %s AND received_at > %s)) LIMIT 1",
        [text.fingerprint, now - AGAIN, text.sequence, now - SAME_SEQUENCE],
    )
    return cursor.fetchone() is not None


def _into_workspace(
    cursor: Any, channel_id: UUID, workspace_id: UUID, text: ReceivedText, now: datetime
) -> None:
    cursor.execute(
        "INSERT INTO inbound (id, workspace_id, channel_id, phone, sender, text, fingerprint, sequence,"
        " is_incomplete, received_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            new_id(),
            workspace_id,
            channel_id,
            text.phone[:20],
            text.sender[:20],
            text.text,
            text.fingerprint,
            text.sequence,
            text.is_incomplete,
            now,
        ],
    )


def _into_quarantine(cursor: Any, channel_id: UUID, text: ReceivedText, now: datetime) -> None:
    told = [channel_id, text.phone[:30], text.sender[:30], text.text]
    cursor.execute(
        "INSERT INTO stray (id, channel_id, phone, sender, text, received_at)"
        " SELECT %s, %s, %s, %s, %s, %s WHERE NOT EXISTS (SELECT 1 FROM stray WHERE channel_id = %s"
        " AND phone = %s AND sender = %s AND text = %s AND received_at > %s)",
        [new_id(), *told, now, *told, now - AGAIN],
    )


def join(cursor: Any, channel_id: UUID, piece: Piece, now: datetime) -> list[list[Piece]]:
    """Keep a part. Gives the texts that are now as whole as they will be, their parts in order.

    The parts of a whole text stay for a while, so that one that is delivered again is known. A part
    that cannot be of the same text begins another, and what there was of the first is given.
    """
    parts = _parts(cursor, channel_id, piece)
    before = [part for part, _ in parts]
    ended = []
    if before and not _is_of(piece, parts, now):
        _forget(cursor, channel_id, piece)
        ended = [before] if len(before) < before[0].total else []
        before = []
    if any(part.number == piece.number for part in before):
        return ended
    cursor.execute(
        "INSERT INTO received_part (id, channel_id, phone, sender, reference, total, number, octets,"
        " alphabet, received_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            new_id(),
            *_key(channel_id, piece),
            piece.total,
            piece.number,
            piece.octets,
            piece.alphabet,
            now,
        ],
    )
    whole = sorted([*before, piece], key=lambda part: part.number)
    return [*ended, whole] if len(whole) == piece.total else ended


def _key(channel_id: UUID, piece: Piece) -> list[Any]:
    return [channel_id, piece.phone[:30], piece.sender[:30], piece.reference]


def _parts(cursor: Any, channel_id: UUID, piece: Piece) -> list[tuple[Piece, datetime]]:
    """What there is under the reference of this part, in order, and when each came."""
    cursor.execute(
        "SELECT number, total, octets, alphabet, received_at FROM received_part"
        " WHERE channel_id = %s AND phone = %s AND sender = %s AND reference = %s ORDER BY number",
        _key(channel_id, piece),
    )
    return [
        (_piece(piece.phone, piece.sender, piece.reference, row[:4]), row[4]) for row in cursor.fetchall()
    ]


def _is_of(piece: Piece, parts: Sequence[tuple[Piece, datetime]], now: datetime) -> bool:
    """Whether a part belongs to these: references come round soon, and then all is another text."""
    same_total = all(part.total == piece.total for part, _ in parts)
    clashes = any(part.number == piece.number and part.octets != piece.octets for part, _ in parts)
    return same_total and not clashes and max(at for _, at in parts) > now - PATIENCE


def _forget(cursor: Any, channel_id: UUID, piece: Piece) -> None:
    cursor.execute(
        "DELETE FROM received_part WHERE channel_id = %s AND phone = %s AND sender = %s AND reference = %s",
        _key(channel_id, piece),
    )


def overdue(cursor: Any, channel_id: UUID, now: datetime) -> list[list[Piece]]:
    """Long texts whose other parts did not come in time, taken out with what came."""
    cursor.execute(
        "DELETE FROM received_part p USING (SELECT phone, sender, reference FROM received_part"
        "   WHERE channel_id = %(channel)s GROUP BY phone, sender, reference"
        "   HAVING max(received_at) < %(before)s) AS old"
        " WHERE p.channel_id = %(channel)s AND p.phone = old.phone AND p.sender = old.sender"
        "   AND p.reference = old.reference"
        " RETURNING p.phone, p.sender, p.reference, p.number, p.total, p.octets, p.alphabet",
        {"channel": channel_id, "before": now - PATIENCE},
    )
    texts: dict[tuple[str, str, int], list[Piece]] = {}
    for phone, sender, reference, *part in cursor.fetchall():
        piece = _piece(phone, sender, reference, tuple(part))
        texts.setdefault((phone, sender, reference), []).append(piece)
    found = [sorted(pieces, key=lambda piece: piece.number) for pieces in texts.values()]
    return [pieces for pieces in found if len(pieces) < pieces[0].total]


def _piece(phone: str, sender: str, reference: int, row: tuple[int, int, bytes, str]) -> Piece:
    number, total, octets, alphabet = row
    return Piece(phone, sender, reference, total, number, bytes(octets), alphabet)
