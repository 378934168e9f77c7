"""Putting somebody on a call list: one entry for a person, with every reason on it."""

from typing import Any

from tekstari.actions.batch import Batch
from tekstari.data.ids import shown
from tekstari.data.models import CallList, CallTask, Run
from tekstari.data.models.calls import UNDONE
from tekstari.domain.effects import AddCallTask


def add(batch: Batch, effect: AddCallTask, run: Run) -> None:
    """A new entry, or one more reason on the entry that waits; the earliest promise is kept."""
    call_list, _ = CallList.objects.get_or_create(workspace=batch.workspace, name=effect.call_list)
    line: dict[str, Any] = {
        "reason": effect.reason,
        "values": {"text": effect.reply},
        "automation": shown("aut", run.automation_id),
        "message": shown("msg", batch.reply.id) if batch.reply else None,
        "at": batch.now.isoformat(),
    }
    task = (
        CallTask.objects.select_for_update()
        .filter(call_list=call_list, contact_id=run.contact_id, state__in=UNDONE)
        .first()
    )
    if task is None:
        task = CallTask(
            workspace=batch.workspace,
            call_list=call_list,
            contact_id=run.contact_id,
            phone=run.phone,
            created_at=batch.now,
        )
    task.reasons = [line, *task.reasons]
    task.reply = effect.reply or task.reply
    promises = [at for at in (task.promised_at, effect.promised_at) if at]
    task.promised_at = min(promises, default=None)
    task.save(force_insert=task._state.adding)
    batch.marks.add("calls")
