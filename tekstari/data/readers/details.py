"""What is known of the person one talks with: the right column of a conversation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tekstari.data.ids import shown as shown_id
from tekstari.data.models import (
    CallTask,
    Contact,
    ContactPhone,
    GroupMember,
    OpenQuestion,
    Record,
    Suppression,
    Timer,
)
from tekstari.data.models.calls import UNDONE
from tekstari.data.readers.inbox import Head

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Question:
    """A question the person has not answered yet."""

    automation: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    id: str
    list: str
    promised_at: datetime | None


@dataclass(frozen=True, slots=True)
class Coming:
    """A stored moment at which something will be done."""

    automation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Thing:
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the person has stopped: a scope, and since when."""

    scope: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Details:
    phone: str
    phones: tuple[str, ...] = ()
    language: str = ""
    groups: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    records: tuple[Thing, ...] = ()
    questions: tuple[Question, ...] = ()
    calls: tuple[Call, ...] = ()
    coming: tuple[Coming, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def details(workspace_id: UUID, conversation: Head) -> Details:
    refusals = Suppression.objects.filter(workspace_id=workspace_id, phone=conversation.phone)
    questions = OpenQuestion.objects.filter(
        workspace_id=workspace_id, conversation_id=conversation.pk, closed_at=None
    ).select_related("run__automation")
    known = _contact(workspace_id, conversation.contact_id) if conversation.contact_id else {}
    return Details(
        phone=conversation.phone,
        questions=tuple(Question(q.run.automation.name, q.asked_at) for q in questions),
        refusals=tuple(Refusal(row.scope, row.since) for row in refusals.order_by("since")),
        **known,
    )


def _contact(workspace_id: UUID, contact_id: UUID) -> dict[str, Any]:
    about = {"workspace_id": workspace_id, "contact_id": contact_id}
    contact = Contact.objects.get(workspace_id=workspace_id, id=contact_id)
    phones = ContactPhone.objects.filter(**about).order_by("position")
    groups = GroupMember.objects.filter(**about).select_related("group").order_by("group__name")
    records = Record.objects.filter(**about).order_by("-created_at")[:MOST_SHOWN]
    calls = CallTask.objects.filter(**about, state__in=UNDONE).select_related("call_list")
    timers = Timer.objects.filter(workspace_id=workspace_id, run__contact_id=contact_id)
    timers = timers.select_related("run__automation").order_by("at")[:MOST_SHOWN]
    return {
        "language": contact.language,
        "fields": contact.fields,
        "phones": tuple(row.phone for row in phones),
        "groups": tuple(row.group.name for row in groups),
        "records": tuple(Thing(row.kind, row.key) for row in records),
        "calls": tuple(
            Call(shown_id("cal", task.id), task.call_list.name, task.promised_at) for task in calls
        ),
        "coming": tuple(Coming(timer.run.automation.name, timer.at) for timer in timers),
    }
