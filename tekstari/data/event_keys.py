"""By which values events meet: written for the automations that are on, read by value, never by table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from tekstari.data.convert import happened
from tekstari.data.live_automations import LiveAutomation
from tekstari.data.models import Event, EventKey, Occurrence, OccurrenceMember
from tekstari.domain.automations.at_hand import meets_by
from tekstari.domain.automations.definition import Combination
from tekstari.domain.happened import Happened


def index(workspace_id: UUID, live: Iterable[LiveAutomation], events: Sequence[Happened]) -> None:
    """Note the values of these events that some automation matches by."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for automation in live:
        rule = automation.playbook.automation.when
        if isinstance(rule, Combination):
            for member in rule.members:
                wanted[member.event].update(rule.same)
    EventKey.objects.bulk_create(
        [
            EventKey(
                workspace_id=workspace_id,
                type=event.type,
                name=name,
                value=value,
                time=event.time,
                event_id=UUID(event.id),
            )
            for event in events
            for name, value in meets_by(event, tuple(sorted(wanted.get(event.type, ())))).items()
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )


def meeting(types: Sequence[str], values: set[tuple[str, str]]) -> list[Happened]:
    """Every event of these types that has one of the (name, value) pairs."""
    if not values:
        return []
    names, wanted = zip(*sorted(values), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT k.event_id FROM unnest(%s::text[]) AS t(type)"
            " CROSS JOIN unnest(%s::text[], %s::text[]) AS w(name, value)"
            " JOIN event_key k ON k.workspace_id ="
            "   NULLIF(current_setting('tekstari.workspace', true), '')::uuid"
            " AND k.type = t.type AND k.name = w.name AND k.value = w.value",
            [list(types), list(names), list(wanted)],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return [happened(event) for event in Event.objects.filter(id__in=ids).select_related("record")]


def taken(automation_id: UUID, events: Sequence[str]) -> tuple[set[str], dict[str, int]]:
    """Which of these events an occurrence has used, and how much of each."""
    rows = (
        OccurrenceMember.objects.filter(automation_id=automation_id, event_id__in=map(UUID, events))
        .values("event_id")
        .annotate(total=Sum("used"))
    )
    used = {str(row["event_id"]): row["total"] for row in rows}
    return set(used), used


def counted(automation_id: UUID, keys: set[str]) -> set[str]:
    """Which of these keys have had their occurrence: nobody waits for them any more."""
    rows = Occurrence.objects.filter(automation_id=automation_id, key__in=keys, occurrence="")
    return set(rows.values_list("key", flat=True))


def backfill(workspace_id: UUID, live: LiveAutomation, batch: int = 2000) -> int:
    """Index past events for an automation that is being turned on, so that it can meet them."""
    rule = live.playbook.automation.when
    if not isinstance(rule, Combination):
        return 0
    types = [member.event for member in rule.members]
    rows = Event.objects.filter(type__in=types)
    done = 0
    chunk: list[Happened] = []
    for event in rows.select_related("record").order_by("id").iterator(chunk_size=batch):
        chunk.append(happened(event))
        if len(chunk) >= batch:
            index(workspace_id, [live], chunk)
            done += len(chunk)
            chunk = []
    index(workspace_id, [live], chunk)
    return done + len(chunk)
