"""Taking back what has not left yet."""

from collections.abc import Iterable
from datetime import datetime

from tekstari.data import live
from tekstari.data.models import Message, MessageChange, Occurrence, OpenQuestion, Outbox, Run, Timer
from tekstari.data.writing import update_rows
from tekstari.domain.decision import Because
from tekstari.domain.delivery.states import State


def withdraw(occurrence: Occurrence, reason: str, why: Because, now: datetime) -> bool:
    """Stop an occurrence whose text still waits. False when it had left already: nothing is changed."""
    waiting = list(
        Outbox.objects.select_for_update(skip_locked=True)
        .filter(id__in=Message.objects.filter(run__occurrence=occurrence).values("id"), worker=None)
        .values_list("id", flat=True)
    )
    if not waiting:
        return False
    suppress_waiting(Message.objects.filter(id__in=waiting), reason, why, now)
    runs = Run.objects.filter(occurrence=occurrence, is_open=True)
    OpenQuestion.objects.filter(run__in=runs, closed_at=None).update(closed_at=now, closed_by="withdrawn")
    Timer.objects.filter(run__in=runs).delete()
    runs.update(is_open=False, result=reason, ended_at=now)
    return True


def suppress_waiting(messages: Iterable[Message], reason: str, why: Because, now: datetime) -> int:
    """Messages that wait in the outbox are not sent, each with its reason."""
    found = list(messages)
    Outbox.objects.filter(id__in=[message.id for message in found]).delete()
    for message in found:
        message.state, message.reason = State.SUPPRESSED.value, reason
        message.ended_at = now
        message.trace = [why.to_json(), *message.trace]
    update_rows(found, ["state", "reason", "ended_at", "trace"])
    MessageChange.objects.bulk_create(
        MessageChange(
            workspace_id=message.workspace_id,
            message=message,
            state=message.state,
            reason=reason,
            evidence={"trace": [why.to_json()]},
            at=now,
        )
        for message in found
    )
    if found:
        live.mark(found[0].workspace_id, "inbox", "conversation", "automations")
    return len(found)
