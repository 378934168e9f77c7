"""Events enter here, in batches: stored and committed, each with a due row. Judging comes later."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection

from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id
from tekstari.domain.events import Event, contact_to_json, record_to_json

# Under row-level security nothing can be copied straight into a table, so rows come through a
# temporary one. The order keeps two batches with the same events from waiting for each other.
TABLE = """
CREATE TEMPORARY TABLE IF NOT EXISTS coming_event (
    id uuid, source text, external_id text, type text, time timestamptz, subject text,
    said_contact jsonb, said_record jsonb, data jsonb
) ON COMMIT DELETE ROWS
"""
COPY = "COPY coming_event FROM STDIN"
STORE = """
WITH taken AS (
    INSERT INTO event (id, workspace_id, received_at, problem, source, external_id, type, time,
                       subject, said_contact, said_record, data)
    SELECT id, %(workspace)s, %(now)s, '', source, external_id, type, time,
           subject, said_contact, said_record, data
    FROM coming_event ORDER BY source, external_id, id
    ON CONFLICT (workspace_id, source, external_id) DO NOTHING
    RETURNING id
), waiting AS (
    INSERT INTO due_event (id, workspace_id, due_at) SELECT id, %(workspace)s, %(now)s FROM taken
)
SELECT id FROM taken
"""


def store(workspace_id: UUID, events: list[Event], *, real_now: datetime) -> list[bool]:
    """Keep each event once; which were taken, and which (False) were known before.

    All in one transaction: when this returns they are committed, each with a due row that waits to
    be judged; when it raises, none is.
    """
    ids = [new_id() for _ in events]
    with in_workspace(workspace_id), connection.cursor() as cursor:
        cursor.execute("SET LOCAL client_min_messages = warning")
        cursor.execute(TABLE)
        with cursor.copy(COPY) as copy:
            for row in _rows(ids, events):
                copy.write_row(row)
        cursor.execute(STORE, {"workspace": workspace_id, "now": real_now})
        taken = {id for (id,) in cursor.fetchall()}
    return [id in taken for id in ids]


def _rows(ids: Iterable[UUID], events: Iterable[Event]) -> Iterator[tuple[object, ...]]:
    for id, event in zip(ids, events, strict=True):
        yield (
            id,
            event.source,
            event.id,
            event.type,
            event.time,
            event.subject,
            _json(contact_to_json(event.contact)),
            _json(record_to_json(event.record)),
            _json(dict(event.data)),
        )


def _json(value: dict[str, object] | None) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
