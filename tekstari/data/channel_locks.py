"""One worker holds the link of a channel; the database lets go of it when that worker dies."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import psycopg
from django.db import connections


class Hold(StrEnum):
    """What is known of a hold."""

    KEPT = "kept"
    AWAY = "away"
    """The database cannot be asked; it has let go of the hold, and perhaps nobody has taken it."""
    LOST = "lost"
    """Another worker holds the channel."""


class Held:
    """The hold on one channel, for as long as its connection lives."""

    def __init__(self, channel_id: UUID) -> None:
        self._channel_id = channel_id
        self._connection: psycopg.Connection | None = None

    def look(self) -> Hold:
        """Whether the hold is ours; one that went with its connection is taken again when it can be."""
        try:
            if self._connection is not None:
                self._connection.execute("SELECT 1")
                return Hold.KEPT
            return Hold.KEPT if self._take() else Hold.LOST
        except psycopg.Error:
            self.let_go()
            return Hold.AWAY

    def let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _take(self) -> bool:
        told = connections["gateway"].get_connection_params()
        address = {k: told[k] for k in ("dbname", "user", "password", "host", "port") if k in told}
        self._connection = psycopg.connect(**address, autocommit=True)
        row = self._connection.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 11))", [str(self._channel_id)]
        ).fetchone()
        if row and row[0]:
            return True
        self.let_go()
        return False


@contextmanager
def hold(channel_id: UUID) -> Iterator[Held | None]:
    """Hold a channel; None when another worker does, or the database cannot be asked."""
    held = Held(channel_id)
    try:
        yield held if held.look() is Hold.KEPT else None
    finally:
        held.let_go()


def free_unoffered(channel_id: UUID, in_hand: Sequence[UUID], now: datetime) -> int:
    """Attempts whose commit we never heard of, so that nothing of them left us: they go again.

    `in_hand` are the messages that the holder of the channel knows to be on their way.
    """
    with connections["gateway"].cursor() as cursor:
        cursor.execute(
            "UPDATE attempt SET outcome = 'try_later:1:operator.not_connected', ended_at = %s,"
            " is_told = false WHERE channel_id = %s AND outcome = '' AND NOT message_id = ANY(%s::uuid[])",
            [now, channel_id, list(in_hand)],
        )
        return int(cursor.rowcount)


def channels(kind: str) -> list[tuple[UUID, dict[str, object]]]:
    """The channels of a kind, with their settings."""
    with connections["gateway"].cursor() as cursor:
        cursor.execute("SELECT id, settings FROM channel WHERE kind = %s ORDER BY id", [kind])
        return [
            (id, json.loads(settings) if isinstance(settings, str) else settings)
            for id, settings in cursor.fetchall()
        ]
