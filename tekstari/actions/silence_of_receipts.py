"""Texts that the operator took and never reported on: after a set time nobody waits for them any more.

A receipt that comes later still tells what became of its text.
"""

from datetime import datetime, timedelta
from uuid import UUID

from tekstari.data import live
from tekstari.data.access import in_workspace
from tekstari.data.ids import shown
from tekstari.data.models import Message, MessageChange, Workspace
from tekstari.data.writing import update_rows
from tekstari.domain.delivery.states import Report, State, after

#: Hours a receipt is waited for, where a workspace does not say (`receipt_hours`).
USUAL_HOURS = 72


def end_silence(workspace_id: UUID, *, now: datetime, limit: int = 1000) -> int:
    """Texts whose receipt did not come in time become unknown. Returns how many.

    `now` is the workspace's own time.
    """
    settings = Workspace.objects.values_list("settings", flat=True).get(pk=workspace_id)
    hours = settings.get("receipt_hours", USUAL_HOURS)
    with in_workspace(workspace_id):
        silent = list(
            Message.objects.select_for_update(no_key=True, skip_locked=True)
            .filter(direction="out", state=State.SENT.value, sent_at__lt=now - timedelta(hours=hours))
            .order_by("id")[:limit]
        )
        for message in silent:
            message.state = after(State(message.state), Report.NO_RECEIPT).value
        update_rows(silent, ["state"])
        MessageChange.objects.bulk_create([_change(message, hours, now) for message in silent])
        if silent:
            live.mark(workspace_id, "inbox", "conversation", "phones")
    return len(silent)


def _change(message: Message, hours: float, now: datetime) -> MessageChange:
    return MessageChange(
        workspace_id=message.workspace_id,
        message=message,
        state=message.state,
        reason=message.reason,
        evidence={
            "message": shown("msg", message.id),
            "report": Report.NO_RECEIPT.value,
            "hours": hours,
        },
        at=now,
    )
