"""What the inbox asks: the list, one conversation, and what is known of its person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from tekstari.data.ids import shown as shown_id
from tekstari.data.models import CallTask, Conversation, Message
from tekstari.data.models.calls import UNDONE
from tekstari.domain import people

PAGE = 50
LONGEST_THREAD = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in the list."""

    id: str
    name: str
    phone: str
    last_text: str
    last_at: datetime
    is_unread: bool
    needs: str
    on_call_list: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The conversation that is open."""

    id: str
    pk: UUID
    name: str
    has_name: bool
    phone: str
    contact_id: UUID | None
    is_done: bool
    is_read: bool
    needs: str
    assignee: str


@dataclass(frozen=True, slots=True)
class Item:
    """One text of a conversation."""

    id: str
    kind: str  # in, out
    text: str
    language: str
    at: datetime
    state: str
    state_until: datetime | None
    reason: str
    author: str
    automation: str
    decision_id: str
    reading: Mapping[str, Any]

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()


def _name(conversation: Conversation) -> str:
    known = conversation.contact.name if conversation.contact_id else ""
    return known or people.shown(conversation.phone)


def _in_view(view: str, user_id: UUID) -> QuerySet[Conversation]:
    found = Conversation.objects.filter(is_done=view == "handled")
    if view == "mine":
        return found.filter(assignee_id=user_id)
    if view == "person":
        return found.exclude(needs="")
    return found


def rows(
    workspace_id: UUID, *, view: str, user_id: UUID, before: datetime | None = None
) -> tuple[list[Row], datetime | None]:
    """The newest conversations of a view, and where the older ones begin."""
    calls = CallTask.objects.filter(workspace_id=workspace_id, phone=OuterRef("phone"), state__in=UNDONE)
    found = _in_view(view, user_id).filter(workspace_id=workspace_id)
    if before:
        found = found.filter(last_at__lt=before)
    found = found.select_related("contact").annotate(on_call_list=Exists(calls))
    page = list(found.order_by("-last_at")[: PAGE + 1])
    shown = [_row(conversation) for conversation in page[:PAGE]]
    return shown, shown[-1].last_at if len(page) > PAGE else None


def _row(conversation: Conversation) -> Row:
    return Row(
        id=shown_id("cnv", conversation.id),
        name=_name(conversation),
        phone=conversation.phone,
        last_text=conversation.last_text,
        last_at=conversation.last_at,
        is_unread=not conversation.is_read,
        needs=conversation.needs,
        on_call_list=conversation.on_call_list,
    )


def head(workspace_id: UUID, conversation_id: UUID) -> Head | None:
    found = Conversation.objects.filter(workspace_id=workspace_id, id=conversation_id)
    conversation = found.select_related("contact", "assignee").first()
    if conversation is None:
        return None
    return Head(
        id=shown_id("cnv", conversation.id),
        pk=conversation.id,
        name=_name(conversation),
        has_name=bool(conversation.contact_id and conversation.contact.name),
        phone=conversation.phone,
        contact_id=conversation.contact_id,
        is_done=conversation.is_done,
        is_read=conversation.is_read,
        needs=conversation.needs,
        assignee=conversation.assignee.name if conversation.assignee_id else "",
    )


def thread(workspace_id: UUID, conversation_id: UUID) -> list[Item]:
    """The texts, oldest first; of a very long conversation the newest."""
    found = Message.objects.filter(workspace_id=workspace_id, conversation_id=conversation_id)
    found = found.select_related("automation", "author", "run")
    newest = found.order_by("-at", "-id")[:LONGEST_THREAD]
    return [_item(message) for message in reversed(newest)]


def _item(message: Message) -> Item:
    is_waiting = message.state in ("scheduled", "held", "retrying")
    return Item(
        id=shown_id("msg", message.id),
        kind=message.direction,
        text=message.text,
        language=message.language,
        at=message.at,
        state=message.state,
        state_until=message.leaves_at if is_waiting else None,
        reason=message.reason,
        author=message.author.name if message.author_id else "",
        automation=message.automation.name if message.automation_id else "",
        decision_id=_decision(message),
        reading=message.reading or {},
    )


def _decision(message: Message) -> str:
    """What the link Why? of a text opens: the match it came from, else the text's own reasons."""
    if message.run_id and message.run.occurrence_id:
        return shown_id("occ", message.run.occurrence_id)
    return shown_id("msg", message.id) if message.trace else ""
