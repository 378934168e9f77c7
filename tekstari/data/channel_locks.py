"""One worker holds the link of a channel; the database lets go of it when that worker dies."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
from django.db import connections


class Held:
    """The hold on one channel, for as long as its connection lives."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def is_kept(self) -> bool:
        """Whether the database still knows us; if not, somebody else may hold the channel now."""
        try:
            self._connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True


@contextmanager
def hold(channel_id: UUID) -> Iterator[Held | None]:
    """Hold a channel; None when another worker does."""
    told = connections["gateway"].get_connection_params()
    address = {k: told[k] for k in ("dbname", "user", "password", "host", "port") if k in told}
    with psycopg.connect(**address, autocommit=True) as connection:
        row = connection.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 11))", [str(channel_id)]
        ).fetchone()
        yield Held(connection) if row and row[0] else None


def channels(kind: str) -> list[tuple[UUID, dict[str, object]]]:
    """The channels of a kind, with their settings."""
    with connections["gateway"].cursor() as cursor:
        cursor.execute("SELECT id, settings FROM channel WHERE kind = %s ORDER BY id", [kind])
        return [
            (id, json.loads(settings) if isinstance(settings, str) else settings)
            for id, settings in cursor.fetchall()
        ]
