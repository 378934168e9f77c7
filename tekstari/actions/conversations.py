"""Sorting conversations: read, done, taken."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tekstari.actions.refusals import Refused
from tekstari.data import live
from tekstari.data.access import in_workspace
from tekstari.data.models import Conversation, User


def mark_read(workspace_id: UUID, conversation_id: UUID) -> None:
    with in_workspace(workspace_id):
        if Conversation.objects.filter(pk=conversation_id, is_read=False).update(is_read=True):
            live.mark(workspace_id, "inbox")


def mark_done(workspace_id: UUID, conversation_id: UUID, *, by: User, now: datetime) -> None:
    """Handled for everybody; a new text opens it again."""
    _change(workspace_id, conversation_id, is_done=True, is_read=True, needs="")


def reopen(workspace_id: UUID, conversation_id: UUID, *, by: User, now: datetime) -> None:
    _change(workspace_id, conversation_id, is_done=False)


def take(workspace_id: UUID, conversation_id: UUID, *, by: User) -> None:
    _change(workspace_id, conversation_id, assignee=by)


def release(workspace_id: UUID, conversation_id: UUID, *, by: User | None = None) -> None:
    _change(workspace_id, conversation_id, assignee=None)


def _change(workspace_id: UUID, conversation_id: UUID, **values: Any) -> None:
    with in_workspace(workspace_id):
        if not Conversation.objects.filter(pk=conversation_id).update(**values):
            raise Refused("conversation.gone")
        live.mark(workspace_id, "inbox", "conversation")
