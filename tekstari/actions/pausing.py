"""Holding what waits to leave, until a person says that it may: after a restore, after a move."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tekstari.data import live
from tekstari.data.access import in_workspace
from tekstari.data.clock import offset_of
from tekstari.data.models import Attempt, Message, MessageChange, Outbox, SendingPause, Workspace
from tekstari.domain.delivery.states import Report, State, after

RESTORED, MOVED = "restored", "moved"


def pause(workspace_id: UUID | None, *, reason: str, now: datetime) -> bool:
    """Let nothing leave from this workspace (None: from any). False when it was paused already.

    Pausing again moves `since`, up to which texts may have left elsewhere. `now` is real time.
    """
    _, is_new = SendingPause.objects.update_or_create(
        workspace_id=workspace_id, defaults={"reason": reason, "since": now}
    )
    return is_new


@transaction.atomic
def release(workspace_id: UUID | None, *, discard: bool, now: datetime) -> int | None:
    """End a pause. With `discard` the texts that may have left elsewhere expire; returns how many.

    Those are the texts whose moment had come when the pause began: one that is to leave later
    cannot have left, and leaves at its time. None when nothing was paused. `now` is real time.
    """
    found = SendingPause.objects.select_for_update().filter(workspace_id=workspace_id).first()
    if found is None:
        return None
    ids = [workspace_id] if workspace_id else list(Workspace.objects.values_list("id", flat=True))
    expired = sum(_expire(id, found.since, now) for id in ids) if discard else 0
    found.delete()
    return expired


def _expire(workspace_id: UUID, since: datetime, now: datetime) -> int:
    with in_workspace(workspace_id):
        at = now + offset_of(workspace_id)
        old = Outbox.objects.filter(due_at__lte=since).exclude(channel__kind="simulator")
        # A text whose handing over was never answered is in doubt already; it does not leave again.
        unanswered = Attempt.objects.filter(outcome="").values("message_id")
        ids = list(
            old.exclude(id__in=unanswered).select_for_update(of=("self",)).values_list("id", flat=True)
        )
        messages = list(Message.objects.filter(id__in=ids))
        for message in messages:
            message.state = after(State(message.state), Report.TOO_LATE).value
            message.ended_at = at
        Message.objects.bulk_update(messages, ["state", "ended_at"], batch_size=500)
        MessageChange.objects.bulk_create([_change(message, at) for message in messages], batch_size=1000)
        Outbox.objects.filter(id__in=ids).delete()
        live.mark(workspace_id, "inbox", "conversation")
    return len(ids)


def _change(message: Message, at: datetime) -> MessageChange:
    return MessageChange(
        workspace_id=message.workspace_id,
        message=message,
        state=message.state,
        evidence={"report": Report.TOO_LATE.value},
        at=at,
    )
