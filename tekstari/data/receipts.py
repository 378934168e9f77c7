"""Receipts kept as they came, and the texts they are about. Runs as the `gateway` role.

A receipt may come before the answer that names its text, days late, five times, or with no name at all.
It is stored first; whose it is, is found when it can be.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from tekstari.data.ids import new_id
from tekstari.domain.delivery.doubt import Clues, Doubtful, resolve
from tekstari.domain.delivery.ids import IdRule

REMEMBERED = timedelta(days=15)
FRESH = timedelta(days=1)  # how long the text of a receipt without a known name is looked for

KEEP = """
INSERT INTO receipt (id, channel_id, names, clues, report, raw, received_at)
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::jsonb[], %s::jsonb[], %s::text[], %s::text[],
                     %s::timestamptz[])
"""
#: The newest text of the name: far ends use their names again after a while. So a receipt that names
#: another phone than its text waits a minute: it may have come before the answer of its own text.
BY_NAME = """
SELECT DISTINCT ON (r.id) r.id, a.id, r.report
FROM receipt r
CROSS JOIN LATERAL jsonb_array_elements_text(r.names) AS n(name)
JOIN attempt a ON a.channel_id = r.channel_id AND a.provider_id = n.name AND a.provider_id <> ''
WHERE r.channel_id = %(channel)s AND r.attempt_id IS NULL AND r.received_at > %(since)s
  AND a.began_at > %(since)s AND a.began_at < r.received_at + interval '1 minute'
  AND (coalesce(r.clues ->> 'phone', '') IN ('', a.phone, substr(a.phone, 2))
       OR r.received_at < %(now)s - interval '1 minute')
ORDER BY r.id, a.began_at DESC
"""
#: A final report stays, but a part that was said to be lost may still turn up.
REPORT = """
UPDATE attempt a SET report = t.report, reported_at = %s, is_told = false
FROM unnest(%s::uuid[], %s::text[]) AS t(id, report)
WHERE a.id = t.id AND t.report <> ''
  AND (a.report = '' OR (a.report LIKE 'not_arrived%%' AND t.report = 'arrived'))
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """One receipt to keep: every form its name may have, and what else tells whose it is."""

    names: tuple[str, ...]
    report: str
    raw: str
    clues: dict[str, Any] = field(default_factory=dict)


def keep(cursor: Any, channel_id: UUID, receipts: Sequence[Kept], now: datetime) -> None:
    """Store receipts, in the caller's transaction. Matching is another step."""
    if not receipts:
        return
    rows = [
        (
            new_id(),
            channel_id,
            json.dumps(list(receipt.names)),
            json.dumps(receipt.clues),
            receipt.report,
            receipt.raw,
            now,
        )
        for receipt in receipts
    ]
    cursor.execute(KEEP, list(map(list, zip(*rows, strict=True))))


def match(channel_id: UUID, *, rule: IdRule, now: datetime) -> int:
    """Find the texts of receipts that wait, by name, else by the only text they fit."""
    since = now - REMEMBERED
    with transaction.atomic(using="gateway"), connections["gateway"].cursor() as cursor:
        cursor.execute(BY_NAME, {"channel": channel_id, "since": since, "now": now})
        found = cursor.fetchall()
        found += _by_clues(cursor, channel_id, {row[0] for row in found}, now, rule)
        if found:
            _write(cursor, found, now)
    return len(found)


def _write(cursor: Any, found: Sequence[tuple[UUID, UUID, str]], now: datetime) -> None:
    reports: dict[UUID, str] = {}
    for _, attempt_id, report in found:
        if report and reports.get(attempt_id) != "arrived":
            reports[attempt_id] = report
    cursor.execute(REPORT, [now, list(reports), list(reports.values())])
    cursor.execute(
        "UPDATE receipt r SET attempt_id = t.attempt_id"
        " FROM unnest(%s::uuid[], %s::uuid[]) AS t(id, attempt_id) WHERE r.id = t.id",
        [[row[0] for row in found], [row[1] for row in found]],
    )


def _by_clues(
    cursor: Any, channel_id: UUID, named: set[UUID], now: datetime, rule: IdRule
) -> list[tuple[UUID, UUID, str]]:
    """Receipts whose name nobody knows, for texts that never got one: exactly one must fit."""
    cursor.execute(
        "SELECT id, names, clues, report, received_at FROM receipt"
        " WHERE channel_id = %s AND attempt_id IS NULL AND received_at > %s AND clues <> '{}'",
        [channel_id, now - FRESH],
    )
    waiting = [row for row in cursor.fetchall() if row[0] not in named]
    if not waiting:
        return []
    phones = list({_said(row[2])["phone"] for row in waiting})
    cursor.execute(
        "SELECT id, sender, phone, beginning, began_at, reference FROM attempt"
        " WHERE channel_id = %s AND provider_id = '' AND phone = ANY(%s) AND began_at > %s"
        " AND outcome IN ('', 'doubt', 'accepted')",  # some far ends take a text and name nothing
        [channel_id, phones, now - REMEMBERED],
    )
    written = [
        Doubtful(str(id), sender, phone, beginning, began_at)
        for id, sender, phone, beginning, began_at, _ in cursor.fetchall()
    ]
    found = []
    for id, _, clues, report, received_at in waiting:
        said = _said(clues)
        told = Clues(received_at, (), None, said["sender"], said["phone"], said["text"])
        resolution = resolve(told, written, rule)
        if resolution.attempt is not None:
            found.append((id, UUID(resolution.attempt), report))
    return found


def workspaces(channel_id: UUID) -> list[UUID]:
    """Those whose texts leave through this channel."""
    with connections["gateway"].cursor() as cursor:
        cursor.execute("SELECT DISTINCT workspace_id FROM sender WHERE channel_id = %s", [channel_id])
        return [row[0] for row in cursor.fetchall()]


def _said(clues: Any) -> dict[str, Any]:
    """Raw cursors give JSON as text."""
    found: dict[str, Any] = json.loads(clues) if isinstance(clues, str) else clues
    return found
