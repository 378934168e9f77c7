"""What `tekstari doctor` asks of the database: counts and times, never a text or a number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db.migrations.recorder import MigrationRecorder

from tekstari.data import roles, upkeep


@dataclass(frozen=True, slots=True)
class Traffic:
    """What waits, and since when the oldest of it should have been done."""

    texts: int
    oldest_text: datetime | None
    oldest_event: datetime | None
    oldest_timer: datetime | None
    oldest_reply: datetime | None
    untold: int
    oldest_untold: datetime | None
    in_doubt: int


@dataclass(frozen=True, slots=True)
class Facts:
    """The database as it was found. `traffic` is None where tables are missing."""

    version: int
    now: datetime
    is_answering: bool
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    mighty: tuple[str, ...]
    open_tables: tuple[str, ...]
    pauses: tuple[tuple[str, str, datetime], ...] = ()
    traffic: Traffic | None = None


#: Texts, events and timers whose time has come, with the moment of the oldest. What one company's moving
#: clock holds, and what is paused, is not late.
TRAFFIC = """
WITH moving AS (SELECT workspace_id FROM workspace_clock WHERE target_at IS NOT NULL),
due_text AS (
    SELECT o.due_at FROM outbox o JOIN channel c ON c.id = o.channel_id
    WHERE o.due_at <= now() AND o.workspace_id NOT IN (SELECT workspace_id FROM moving)
      AND (c.kind = 'simulator' OR NOT EXISTS (
        SELECT 1 FROM sending_pause p WHERE p.workspace_id IS NULL OR p.workspace_id = o.workspace_id))
      AND NOT EXISTS (
        SELECT 1 FROM attempt a
        WHERE a.workspace_id = o.workspace_id AND a.message_id = o.id AND a.outcome = '')
)
SELECT
    (SELECT count(*) FROM outbox),
    (SELECT min(due_at) FROM due_text),
    (SELECT min(due_at) FROM due_event WHERE workspace_id NOT IN (SELECT workspace_id FROM moving)),
    (SELECT min(due_at) FROM (SELECT workspace_id, due_at FROM timer UNION ALL
                              SELECT workspace_id, due_at FROM scan) t
      WHERE workspace_id NOT IN (SELECT workspace_id FROM moving)),
    (SELECT min(received_at) FROM inbound WHERE handled_at IS NULL
      AND workspace_id NOT IN (SELECT workspace_id FROM moving)),
    (SELECT count(*) FROM attempt WHERE NOT is_told AND outcome <> ''),
    (SELECT min(began_at) FROM attempt WHERE NOT is_told AND outcome <> ''),
    (SELECT count(*) FROM message WHERE state = 'in_doubt')
      + (SELECT count(*) FROM attempt a JOIN channel c ON c.id = a.channel_id
         WHERE NOT a.is_told AND a.outcome = '' AND c.kind <> 'simulator'
           AND a.began_at < now() - interval '90 seconds')
"""
PAUSES = """
SELECT coalesce(w.slug, ''), p.reason, p.since FROM sending_pause p
LEFT JOIN workspace w ON w.id = p.workspace_id ORDER BY p.since
"""
#: A role of the running product must not be above the policies, nor own what they protect.
MIGHTY = """
SELECT rolname FROM pg_roles r WHERE rolname = ANY(%s)
  AND (rolsuper OR rolbypassrls OR rolcreaterole
       OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid)
       OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid))
"""
CLOSED = """
SELECT c.relname FROM pg_class c
JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'own_workspace'
WHERE c.relrowsecurity AND c.relnamespace = 'public'::regnamespace
"""


def look(owner_url: str, app_url: str, gateway_url: str) -> Facts:
    """Ask everything once. Raises psycopg.OperationalError when the database does not answer."""
    with roles.connect(owner_url) as connection:
        version, now = _one(
            connection, "SELECT current_setting('server_version_num')::int, clock_timestamp()"
        )
        applied = _applied(connection)
        known = upkeep.known_migrations()
        missing = tuple(sorted(".".join(name) for name in known - applied))
        closed = _column(connection, CLOSED)
        is_complete = not any(app == "data" for app, _ in known - applied)
        return Facts(
            version=version,
            now=now,
            is_answering=_answers(app_url) and _answers(gateway_url),
            missing=missing,
            unknown=tuple(sorted(".".join(name) for name in applied - known if name[0] == "data")),
            mighty=_column(connection, MIGHTY, [[roles.APP, roles.GATEWAY]]),
            open_tables=tuple(sorted(set(roles.workspace_tables()) - set(closed))),
            pauses=tuple(connection.execute(PAUSES).fetchall()) if is_complete else (),
            traffic=Traffic(*_one(connection, TRAFFIC)) if is_complete else None,
        )


def _applied(connection: psycopg.Connection) -> set[tuple[str, str]]:
    table = MigrationRecorder.Migration._meta.db_table
    if _one(connection, "SELECT to_regclass(%s)", [f"public.{table}"]) == (None,):
        return set()
    return {(app, name) for app, name in connection.execute(f"SELECT app, name FROM {table}")}


def _answers(url: str) -> bool:
    """Whether this log-in is let in."""
    try:
        roles.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def _one(connection: psycopg.Connection, query: str, values: list[Any] | None = None) -> tuple[Any, ...]:
    found = connection.execute(query, values).fetchone()
    assert found is not None
    return found


def _column(connection: psycopg.Connection, query: str, values: list[Any] | None = None) -> tuple[str, ...]:
    return tuple(row[0] for row in connection.execute(query, values))
