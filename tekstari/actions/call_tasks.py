"""Putting somebody on a call list: one entry for a person, with every reason on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tekstari.data.ids import shown
from tekstari.data.models import CallList, CallTask, Run
from tekstari.data.models.calls import UNDONE
from tekstari.domain.effects import AddCallTask

if TYPE_CHECKING:
    from tekstari.actions.carrying import Carrier


def add(carrier: Carrier, effect: AddCallTask, run: Run) -> None:
    """A new entry, or one more reason on the entry that waits; the earliest promise is kept."""
    call_list, _ = CallList.objects.get_or_create(workspace=carrier.workspace, name=effect.call_list)
    line: dict[str, Any] = {
        "reason": effect.reason,
        "values": {"text": effect.reply},
        "automation": shown("aut", run.automation_id),
        "message": shown("msg", carrier.reply.id) if carrier.reply else None,
        "at": carrier.now.isoformat(),
    }
    task = (
        CallTask.objects.select_for_update()
        .filter(call_list=call_list, contact_id=run.contact_id, state__in=UNDONE)
        .first()
    )
    if task is None:
        task = CallTask(
            workspace=carrier.workspace,
            call_list=call_list,
            contact_id=run.contact_id,
            phone=run.phone,
            created_at=carrier.now,
        )
    task.reasons = [line, *task.reasons]
    task.reply = effect.reply or task.reply
    promises = [at for at in (task.promised_at, effect.promised_at) if at]
    task.promised_at = min(promises, default=None)
    task.save(force_insert=task._state.adding)
    carrier.marks.add("calls")
