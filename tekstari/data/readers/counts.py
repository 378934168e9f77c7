"""The numbers in the menu: the same questions as the lists they stand for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from tekstari.data.models import CallTask, Conversation
from tekstari.data.models.calls import UNDONE


@dataclass(frozen=True, slots=True)
class Counts:
    inbox: int
    calls: int
    late: int


def counts(workspace_id: UUID, *, now: datetime) -> Counts:
    unread = Conversation.objects.filter(workspace_id=workspace_id, is_done=False, is_read=False)
    calls = CallTask.objects.filter(workspace_id=workspace_id, state__in=UNDONE)
    found = calls.aggregate(calls=Count("id"), late=Count("id", filter=Q(promised_at__lt=now)))
    return Counts(inbox=unread.count(), **found)
