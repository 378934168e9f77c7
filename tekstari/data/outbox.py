"""The gateway's view of the traffic: texts claimed in batches across all workspaces, attempts, receipts.

Runs as the `gateway` role, which sees these tables and nothing else. A claim is a lease with a fencing
number: a worker that slept through its lease cannot speak for the text any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from tekstari.data.ids import new_id

LEASE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One text that this worker may hand over now, and only until `fence` changes."""

    message_id: UUID
    workspace_id: UUID
    channel_id: UUID
    kind: str
    sender: str
    phone: str
    text: str
    fence: int


@dataclass(frozen=True, slots=True)
class Handing:
    """One part of a claimed text on its way out; `part` counts from 1."""

    text: Claimed
    part: int = 1
    parts: int = 1
    reference: int = 0


#: Texts that may be taken up now. One with an attempt that was never answered is taken again only where
#: handing it over twice is harmless, and a pause of the sending (data/pauses.py) holds all but the
#: practice phones.
FREE = """
    o.due_at <= %(now)s
    AND (o.lease_until IS NULL OR o.lease_until < %(now)s)
    AND (%(workspace)s::uuid IS NULL OR o.workspace_id = %(workspace)s)
    AND CASE WHEN %(channel)s::uuid IS NULL THEN c.kind = 'simulator'
             ELSE o.channel_id = %(channel)s END
    AND (%(workspace)s::uuid IS NOT NULL OR NOT EXISTS (
          SELECT 1 FROM workspace_clock k
          WHERE k.workspace_id = o.workspace_id AND k.target_at IS NOT NULL))
    AND (c.kind = 'simulator' OR NOT EXISTS (
          SELECT 1 FROM attempt a
          WHERE a.workspace_id = o.workspace_id AND a.message_id = o.id AND a.outcome = ''))
    AND (c.kind = 'simulator' OR NOT EXISTS (
          SELECT 1 FROM sending_pause p
          WHERE p.workspace_id IS NULL OR p.workspace_id = o.workspace_id))
"""
#: Whether a STOP covers the text: `domain.delivery.suppression.COVERED` in the database's words.
STOPPED = """
    NOT o.must_leave AND EXISTS (
        SELECT 1 FROM suppression s
        WHERE s.workspace_id = o.workspace_id AND s.phone = o.phone
          AND (s.scope = 'number'
               OR (s.scope = 'all' AND o.purpose <> 'code')
               OR (s.scope = 'marketing' AND o.purpose IN ('marketing', 'survey'))))
"""
#: Nothing that a STOP covers is claimed, whatever was decided when it was queued.
CLAIM = f"""
WITH free AS (
    SELECT o.id FROM outbox o
    JOIN channel c ON c.id = o.channel_id
    WHERE {FREE} AND NOT ({STOPPED})
    ORDER BY o.due_at, o.id
    LIMIT %(limit)s
    FOR UPDATE OF o SKIP LOCKED
)
UPDATE outbox o
SET worker = %(worker)s, fence = o.fence + 1, lease_until = %(lease)s
FROM free, channel c
WHERE o.id = free.id AND c.id = o.channel_id
RETURNING o.id, o.workspace_id, o.channel_id, c.kind, o.sender, o.phone, o.text, o.fence, o.due_at
"""
LEFT_STANDING = f"""
SELECT o.workspace_id, o.id FROM outbox o
JOIN channel c ON c.id = o.channel_id
WHERE {FREE} AND {STOPPED}
LIMIT %(limit)s
"""

#: Written before the bytes go, so that a crash leaves "may have been sent" and not "not sent".
ATTEMPT = """
INSERT INTO attempt (id, workspace_id, message_id, channel_id, fence, part, parts, reference, sender,
                     phone, beginning, began_at, outcome, provider_id, report, is_told)
SELECT id, workspace_id, message_id, channel_id, fence, part, parts, reference, sender, phone, beginning,
       %s, '', '', '', false
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::bigint[], %s::int[], %s::int[],
            %s::int[], %s::text[], %s::text[], %s::text[])
     AS t(id, workspace_id, message_id, channel_id, fence, part, parts, reference, sender, phone, beginning)
ON CONFLICT DO NOTHING
"""

#: A late answer still tells the truth about an attempt that was in doubt; nothing else is answered twice.
FINISH = """
UPDATE attempt a
SET outcome = t.outcome, provider_id = t.provider_id, ended_at = %s, is_told = false
FROM unnest(%s::uuid[], %s::bigint[], %s::int[], %s::text[], %s::text[])
     AS t(message_id, fence, part, outcome, provider_id)
WHERE a.message_id = t.message_id AND a.fence = t.fence AND a.part = t.part
  AND a.outcome IN ('', 'doubt')
"""


def claim(
    worker: UUID,
    *,
    now: datetime,
    limit: int,
    workspace_id: UUID | None = None,
    channel_id: UUID | None = None,
    lease: timedelta = LEASE,
) -> list[Claimed]:
    """Texts that are due, oldest first: of the practice phones, or of one channel. `now` is real time.

    With a workspace only its texts are claimed, also while its clock is being moved. Attempts are
    written by `begin`, before any bytes go.
    """
    with transaction.atomic(using="gateway"), connections["gateway"].cursor() as cursor:
        cursor.execute(
            CLAIM,
            {
                "now": now,
                "workspace": workspace_id,
                "channel": channel_id,
                "worker": worker,
                "lease": now + lease,
                "limit": limit,
            },
        )
        rows = sorted(cursor.fetchall(), key=lambda row: (row[8], row[0]))
        claimed = [Claimed(*row[:8]) for row in rows]
        if channel_id is None:
            _begin(cursor, [Handing(text) for text in claimed], now)
    return claimed


def begin(handings: Sequence[Handing], *, now: datetime) -> None:
    """Write down what is about to leave: after this it may have been sent."""
    with transaction.atomic(using="gateway"), connections["gateway"].cursor() as cursor:
        _begin(cursor, handings, now)


def _begin(cursor: Any, handings: Sequence[Handing], now: datetime) -> None:
    if not handings:
        return
    rows = [
        (
            new_id(),
            handing.text.workspace_id,
            handing.text.message_id,
            handing.text.channel_id,
            handing.text.fence,
            handing.part,
            handing.parts,
            handing.reference,
            handing.text.sender[:20],
            handing.text.phone[:20],
            handing.text.text[:20],
        )
        for handing in handings
    ]
    cursor.execute(ATTEMPT, [now, *map(list, zip(*rows, strict=True))])


def finish(results: Sequence[tuple[Handing, str, str]], now: datetime) -> None:
    """Keep what the far end answered: (part, outcome, provider's id), before anything is told."""
    if not results:
        return
    with transaction.atomic(using="gateway"), connections["gateway"].cursor() as cursor:
        cursor.execute(
            FINISH,
            [
                now,
                [handing.text.message_id for handing, _, _ in results],
                [handing.text.fence for handing, _, _ in results],
                [handing.part for handing, _, _ in results],
                [outcome for _, outcome, _ in results],
                [provider_id for _, _, provider_id in results],
            ],
        )


def taken_parts(messages: Sequence[UUID]) -> dict[UUID, tuple[set[int], int]]:
    """Which parts of these texts the far end has taken already, and under which reference."""
    found: dict[UUID, tuple[set[int], int]] = {}
    with connections["gateway"].cursor() as cursor:
        cursor.execute(
            "SELECT message_id, part, reference FROM attempt"
            " WHERE message_id = ANY(%s) AND outcome IN ('accepted', 'arrived')",
            [list(messages)],
        )
        for message_id, part, reference in cursor.fetchall():
            found.setdefault(message_id, (set(), reference))[0].add(part)
    return found


def give_back(texts: Sequence[Claimed]) -> None:
    """Texts that were claimed and not touched may be claimed by anybody."""
    with connections["gateway"].cursor() as cursor:
        cursor.execute(
            "UPDATE outbox o SET worker = NULL, lease_until = NULL"
            " FROM unnest(%s::uuid[], %s::bigint[]) AS t(id, fence)"
            " WHERE o.id = t.id AND o.fence = t.fence",
            [[text.message_id for text in texts], [text.fence for text in texts]],
        )


def doubt(channel_id: UUID, now: datetime) -> int:
    """Attempts of a channel that a dead worker left without an answer: they may have been sent."""
    with connections["gateway"].cursor() as cursor:
        cursor.execute(
            "UPDATE attempt SET outcome = 'doubt', ended_at = %s, is_told = false"
            " WHERE channel_id = %s AND outcome = ''",
            [now, channel_id],
        )
        return int(cursor.rowcount)


def stopped(*, now: datetime, limit: int, workspace_id: UUID | None = None) -> dict[UUID, list[UUID]]:
    """Texts that are due and never claimed, because a STOP came after they were queued; by workspace."""
    found: dict[UUID, list[UUID]] = {}
    with connections["gateway"].cursor() as cursor:
        cursor.execute(
            LEFT_STANDING, {"now": now, "workspace": workspace_id, "channel": None, "limit": limit}
        )
        for owner, id in cursor.fetchall():
            found.setdefault(owner, []).append(id)
    return found


def let_claims_end() -> None:
    """Returns when every claim that began before this call is committed, so that a pause is seen by all."""
    with transaction.atomic(using="gateway"), connections["gateway"].cursor() as cursor:
        cursor.execute("LOCK TABLE outbox IN SHARE MODE")


def waiting(now: datetime) -> set[UUID]:
    """Workspaces in which something is due for the engine: events, timers, texts, absences, receipts."""
    with connections["gateway"].cursor() as cursor:
        cursor.execute(
            "SELECT workspace_id FROM due_event WHERE due_at <= %(now)s"
            " UNION SELECT workspace_id FROM timer WHERE due_at <= %(now)s"
            " UNION SELECT workspace_id FROM inbound WHERE handled_at IS NULL"
            " UNION SELECT workspace_id FROM scan WHERE due_at <= %(now)s"
            " UNION SELECT workspace_id FROM attempt WHERE NOT is_told AND outcome <> ''"
            " EXCEPT SELECT workspace_id FROM workspace_clock WHERE target_at IS NOT NULL",
            {"now": now},
        )
        return {row[0] for row in cursor.fetchall()}


def next_due(workspace_id: UUID) -> datetime | None:
    """The first real moment at which anything of this workspace is due; None when nothing is."""
    with connections["gateway"].cursor() as cursor:
        cursor.execute(
            "SELECT least("
            " (SELECT min(due_at) FROM due_event WHERE workspace_id = %(id)s),"
            " (SELECT min(due_at) FROM timer WHERE workspace_id = %(id)s),"
            " (SELECT min(due_at) FROM scan WHERE workspace_id = %(id)s),"
            " (SELECT min(due_at) FROM outbox WHERE workspace_id = %(id)s))",
            {"id": workspace_id},
        )
        found: datetime | None = cursor.fetchone()[0]
        return found
