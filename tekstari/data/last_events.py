"""When each thing last happened to a record or a contact, and which absences fall due in a window."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from tekstari.data.ids import new_id
from tekstari.data.models import Event, LastEvent
from tekstari.domain.happened import Happened

NOTE = """
INSERT INTO last_event (id, workspace_id, type, about, about_id, event_id, time)
SELECT id, %s, type, about, about_id, event_id, time
FROM (
    SELECT DISTINCT ON (about, about_id, type) *
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::uuid[], %s::timestamptz[])
         AS told (id, type, about, about_id, event_id, time)
    ORDER BY about, about_id, type, time DESC
) AS newest
ON CONFLICT (workspace_id, about, about_id, type) DO UPDATE
SET event_id = excluded.event_id, time = excluded.time
WHERE excluded.time >= last_event.time
"""


def note(workspace_id: UUID, events: Iterable[Event]) -> None:
    """Keep the newest event of each type about each record and contact."""
    rows = [
        (new_id(), event.type, about, about_id, event.id, event.time)
        for event in events
        for about, about_id in (("record", event.record_id), ("contact", event.contact_id))
        if about_id is not None
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(NOTE, [workspace_id, *map(list, zip(*rows, strict=True))])


def is_last(event: Happened, by: str) -> bool:
    """Whether nothing newer of its type has happened to the same record (or contact)."""
    about = "contact" if by == "contact" else "record"
    about_id = event.contact if by == "contact" else event.record
    return LastEvent.objects.filter(
        about=about, about_id=about_id, type=event.type, event_id=event.id
    ).exists()


def between(type: str, about: str, start: datetime, end: datetime, limit: int) -> list[LastEvent]:
    """The last events of a type in (start, end], oldest first: an index range, whatever the table's size."""
    found = LastEvent.objects.filter(about=about, type=type, time__gt=start, time__lte=end)
    return list(found.order_by("time")[:limit])


def since(
    members: Sequence[tuple[str, str | None, str | None, datetime]], types: Sequence[str]
) -> dict[str, list[Event]]:
    """For each (key, contact, record, time): the events of these types about either since then."""
    if not types or not members:
        return {}
    keys, contacts, records, times = map(list, zip(*members, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.key, e.id, e.contact_id = m.contact_id AS about_contact FROM"
            " unnest(%s::text[], %s::uuid[], %s::uuid[], %s::timestamptz[])"
            "   AS m(key, contact_id, record_id, time)"
            " JOIN event e ON e.workspace_id ="
            "   NULLIF(current_setting('tekstari.workspace', true), '')::uuid"
            " AND e.type = ANY(%s) AND e.time > m.time"
            " AND (e.contact_id = m.contact_id OR e.record_id = m.record_id)",
            [keys, contacts, records, times, list(types)],
        )
        rows = cursor.fetchall()
    events = Event.objects.filter(id__in={row[1] for row in rows}).select_related("record").in_bulk()
    found: dict[str, list[Event]] = {}
    for key, event_id, _ in rows:
        found.setdefault(key, []).append(events[event_id])
    return found
