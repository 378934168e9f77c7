"""What the call list asks: who waits, and everything about the one who is called now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from tekstari.data.ids import shown as shown_id
from tekstari.data.models import CallAttempt, CallTask, Conversation, Record
from tekstari.data.models.calls import UNDONE
from tekstari.data.readers.details import Thing
from tekstari.domain import people

PAGE = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One person who waits for a call."""

    id: str
    name: str
    phone: str
    reply: str
    reason: Mapping[str, Any]
    promised_at: datetime | None
    not_before: datetime | None
    is_late: bool
    is_mine: bool
    taken_by: str
    tries: int


@dataclass(frozen=True, slots=True)
class Queue:
    rows: tuple[Row, ...]
    waiting: int
    late: int
    mine: int


@dataclass(frozen=True, slots=True)
class Attempt:
    outcome: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """One person to call, with every reason and all that was tried."""

    id: str
    list: str
    name: str
    phone: str
    language: str
    state: str
    outcome: str
    reply: str
    reasons: tuple[Mapping[str, Any], ...]
    promised_at: datetime | None
    not_before: datetime | None
    is_late: bool
    is_mine: bool
    taken_by: str
    tries: int
    conversation_id: str
    records: tuple[Thing, ...]
    attempts: tuple[Attempt, ...]

    @property
    def is_done(self) -> bool:
        return self.state not in UNDONE


def queue(workspace_id: UUID, *, user_id: UUID, now: datetime) -> Queue:
    """Promised ones first, the longest waiting after them."""
    found = CallTask.objects.filter(workspace_id=workspace_id, state__in=UNDONE)
    found = found.select_related("contact", "claimed_by")
    found = found.order_by(F("promised_at").asc(nulls_last=True), "created_at")[:PAGE]
    rows = tuple(_row(task, user_id, now) for task in found)
    return Queue(
        rows=rows,
        waiting=sum(not row.taken_by for row in rows),
        late=sum(row.is_late for row in rows),
        mine=sum(row.is_mine for row in rows),
    )


def _is_late(task: CallTask, now: datetime) -> bool:
    return task.promised_at is not None and task.promised_at < now and task.state in UNDONE


def _row(task: CallTask, user_id: UUID, now: datetime) -> Row:
    return Row(
        id=shown_id("cal", task.id),
        name=task.contact.name or people.shown(task.phone),
        phone=task.phone,
        reply=task.reply,
        reason=task.reasons[0] if task.reasons else {},
        promised_at=task.promised_at,
        not_before=task.not_before,
        is_late=_is_late(task, now),
        is_mine=task.claimed_by_id == user_id,
        taken_by=task.claimed_by.name if task.claimed_by_id else "",
        tries=task.tries,
    )


def call(workspace_id: UUID, task_id: UUID, *, user_id: UUID, now: datetime) -> Call | None:
    found = CallTask.objects.filter(workspace_id=workspace_id, id=task_id)
    task = found.select_related("contact", "claimed_by", "call_list").first()
    if task is None:
        return None
    about = {"workspace_id": workspace_id, "contact_id": task.contact_id}
    records = Record.objects.filter(**about).order_by("-created_at")[:3]
    conversation = (
        Conversation.objects.filter(workspace_id=workspace_id, phone=task.phone).order_by("-last_at").first()
    )
    row = _row(task, user_id, now)
    return Call(
        id=row.id,
        list=task.call_list.name,
        name=row.name,
        phone=row.phone,
        language=task.contact.language,
        state=task.state,
        outcome=task.outcome,
        reply=task.reply,
        reasons=tuple(task.reasons),
        promised_at=task.promised_at,
        not_before=task.not_before,
        is_late=row.is_late,
        is_mine=row.is_mine and task.state in UNDONE,
        taken_by=row.taken_by,
        tries=task.tries,
        conversation_id=shown_id("cnv", conversation.id) if conversation else "",
        records=tuple(Thing(record.kind, record.key) for record in records),
        attempts=_attempts(workspace_id, task_id),
    )


def _attempts(workspace_id: UUID, task_id: UUID) -> tuple[Attempt, ...]:
    found = CallAttempt.objects.filter(workspace_id=workspace_id, task_id=task_id)
    return tuple(
        Attempt(row.outcome, row.note, row.user.name if row.user_id else "", row.at)
        for row in found.select_related("user").order_by("-at")
    )


def is_known(workspace_id: UUID, task_id: UUID) -> bool:
    return CallTask.objects.filter(workspace_id=workspace_id, id=task_id).exists()
