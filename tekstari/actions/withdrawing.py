"""Taking back what has not left yet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tekstari.data import live
from tekstari.data.access import in_workspace
from tekstari.data.models import (
    Message,
    MessageChange,
    Occurrence,
    OpenQuestion,
    Outbox,
    Run,
    Suppression,
    Timer,
)
from tekstari.data.writing import update_rows
from tekstari.domain.decision import Because
from tekstari.domain.delivery.states import State
from tekstari.domain.delivery.suppression import Scope, reason_not_to_send
from tekstari.domain.people import Purpose


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
    _end(Run.objects.filter(occurrence=occurrence, is_open=True), reason, now)
    return True


def suppress_stopped(workspace_id: UUID, ids: Sequence[UUID], *, now: datetime) -> int:
    """Texts that a STOP reached after they were queued are not sent. Returns how many."""
    with in_workspace(workspace_id):
        waiting = Outbox.objects.select_for_update(skip_locked=True).filter(id__in=ids)
        messages = list(Message.objects.filter(id__in=list(waiting.values_list("id", flat=True))))
        scopes: dict[str, set[Scope]] = {}
        found = Suppression.objects.filter(phone__in={message.phone for message in messages})
        for phone, scope in found.values_list("phone", "scope"):
            scopes.setdefault(phone, set()).add(Scope(scope))
        return suppress_covered(messages, scopes, now)


def suppress_covered(
    messages: Iterable[Message], scopes: Mapping[str, Iterable[Scope]], now: datetime
) -> int:
    """Of messages that wait, those that their phone's scopes cover are not sent."""
    done = 0
    for message in messages:
        reason = reason_not_to_send(Purpose(message.purpose), frozenset(scopes.get(message.phone, ())))
        if reason is not None:
            why = Because("suppressed", {"reason": reason, "purpose": message.purpose}, False)
            done += suppress_waiting([message], reason, why, now)
    return done


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
    asked = OpenQuestion.objects.filter(message__in=found, closed_at=None)
    _end(Run.objects.filter(id__in=list(asked.values_list("run_id", flat=True)), is_open=True), reason, now)
    if found:
        live.mark(found[0].workspace_id, "inbox", "conversation", "automations")
    return len(found)


def _end(runs: QuerySet[Run], reason: str, now: datetime) -> None:
    """A question that was never sent cannot be answered: its run has nothing to wait for."""
    OpenQuestion.objects.filter(run__in=runs, closed_at=None).update(closed_at=now, closed_by="withdrawn")
    Timer.objects.filter(run__in=runs).delete()
    runs.update(is_open=False, result=reason, ended_at=now)
