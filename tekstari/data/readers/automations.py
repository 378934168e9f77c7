"""What automations did: their figures, their decisions, and why each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from tekstari.data.ids import shown as shown_id
from tekstari.data.models import Automation, Conversation, Message, Nearly, Occurrence
from tekstari.domain import people

PERIOD = timedelta(days=30)
MOST_DECISIONS = 25


@dataclass(frozen=True, slots=True)
class Row:
    slug: str
    name: str
    text: str
    is_on: bool
    sent: int
    held: int
    suppressed: int
    nearly: int


@dataclass(frozen=True, slots=True)
class Whole:
    id: UUID
    slug: str
    name: str
    text: str
    is_on: bool
    version: int | None
    live_text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one key, with its reasons; the deciding one first."""

    id: str
    verdict: str
    reason: str
    subject: str
    name: str
    automation: str
    automation_slug: str
    at: datetime
    trace: tuple[dict[str, Any], ...]
    conversation_id: str = ""
    text: str = ""
    language: str = ""


def rows(workspace_id: UUID, *, now: datetime) -> list[Row]:
    since = now - PERIOD
    figures = {
        found.pop("automation_id"): found
        for found in Occurrence.objects.filter(workspace_id=workspace_id, at__gte=since)
        .values("automation_id")
        .annotate(
            sent=Count("id", filter=Q(state="fired")),
            held=Count("id", filter=Q(state="waiting")),
            suppressed=Count("id", filter=Q(state__in=("suppressed", "failed", "changed"))),
        )
    }
    nearly = dict(
        Nearly.objects.filter(workspace_id=workspace_id, at__gte=since)
        .values("automation_id")
        .annotate(n=Count("id"))
        .values_list("automation_id", "n")
    )
    none = {"sent": 0, "held": 0, "suppressed": 0}
    return [
        Row(
            slug=row.slug,
            name=row.name,
            text=row.text,
            is_on=row.is_on,
            nearly=nearly.get(row.id, 0),
            **figures.get(row.id, none),
        )
        for row in Automation.objects.filter(workspace_id=workspace_id).order_by("name")
    ]


def automation(workspace_id: UUID, slug: str) -> Whole | None:
    found = Automation.objects.filter(workspace_id=workspace_id, slug=slug)
    row = found.select_related("version").first()
    if row is None:
        return None
    version = row.version if row.version_id else None
    return Whole(
        id=row.id,
        slug=row.slug,
        name=row.name,
        text=row.text,
        is_on=row.is_on,
        version=version.number if version else None,
        live_text=version.text if version else row.text,
    )


def decisions(workspace_id: UUID, automation_id: UUID) -> list[Decision]:
    """The last matches and near misses, newest first."""
    about = {"workspace_id": workspace_id, "automation_id": automation_id}
    related = ("contact", "record", "automation")
    matches = Occurrence.objects.filter(**about).select_related(*related).order_by("-at")
    misses = Nearly.objects.filter(**about).select_related(*related).order_by("-at")
    found = [_match(row) for row in matches[:MOST_DECISIONS]]
    found += [_miss(row) for row in misses[:MOST_DECISIONS]]
    return sorted(found, key=lambda decision: decision.at, reverse=True)[:MOST_DECISIONS]


def decision(workspace_id: UUID, id: UUID) -> Decision | None:
    """A match or a near miss by its id."""
    related = ("contact", "record", "automation")
    about = {"workspace_id": workspace_id, "id": id}
    if row := Occurrence.objects.filter(**about).select_related(*related).first():
        text = Message.objects.filter(workspace_id=workspace_id, run__occurrence_id=id)
        first = text.filter(direction="out").order_by("at").first()
        return _match(row, first, _conversation(workspace_id, row.contact_id))
    if row := Nearly.objects.filter(**about).select_related(*related).first():
        return _miss(row, _conversation(workspace_id, row.contact_id))
    return None


def of_message(workspace_id: UUID, id: UUID) -> Decision | None:
    """Why one text left or did not."""
    found = Message.objects.filter(workspace_id=workspace_id, id=id, direction="out")
    row = found.select_related("contact", "automation").first()
    if row is None:
        return None
    name = row.contact.name if row.contact_id else ""
    name = name or people.shown(row.phone)
    return Decision(
        id=shown_id("msg", row.id),
        verdict=row.state,
        reason=row.reason,
        subject=name,
        name=name,
        automation=row.automation.name if row.automation_id else "",
        automation_slug=row.automation.slug if row.automation_id else "",
        at=row.at,
        trace=tuple(row.trace),
        conversation_id=shown_id("cnv", row.conversation_id),
        text=row.text,
        language=row.language,
    )


def _conversation(workspace_id: UUID, contact_id: UUID | None) -> str:
    if contact_id is None:
        return ""
    found = Conversation.objects.filter(workspace_id=workspace_id, contact_id=contact_id)
    newest = found.order_by("-last_at").values_list("id", flat=True).first()
    return shown_id("cnv", newest) if newest else ""


def _about(row: Occurrence | Nearly) -> dict[str, Any]:
    name = row.contact.name if row.contact_id else ""
    thing = row.record.key if row.record_id else ""
    return {
        "id": shown_id("occ", row.id),
        "subject": " · ".join(part for part in (name, thing) if part) or row.key,
        "name": name,
        "automation": row.automation.name,
        "automation_slug": row.automation.slug,
        "at": row.at,
        "trace": tuple(row.trace),
    }


def _match(row: Occurrence, text: Message | None = None, conversation_id: str = "") -> Decision:
    return Decision(
        verdict=row.state,
        reason=row.reason,
        conversation_id=shown_id("cnv", text.conversation_id) if text else conversation_id,
        text=text.text if text else "",
        language=text.language if text else "",
        **_about(row),
    )


def _miss(row: Nearly, conversation_id: str = "") -> Decision:
    return Decision(verdict="nearly", reason="", conversation_id=conversation_id, **_about(row))
