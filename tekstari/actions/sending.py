"""What became of texts that were handed over: told to their messages, each with its evidence."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from tekstari.data import convert, live
from tekstari.data.access import in_workspace
from tekstari.data.ids import shown
from tekstari.data.models import (
    Attempt,
    Message,
    MessageChange,
    OpenQuestion,
    Outbox,
    Timer,
    Workspace,
)
from tekstari.data.writing import update_rows
from tekstari.domain.delivery.states import FINAL, Report, State, after
from tekstari.domain.schedules.spans import later

ACCEPTED, ARRIVED, REFUSED, TRY_LATER = "accepted", "arrived", "refused", "try_later"
REPORTS = {
    ACCEPTED: Report.ACCEPTED,
    ARRIVED: Report.ACCEPTED,
    REFUSED: Report.REFUSED,
    TRY_LATER: Report.TRY_LATER,
}
#: How long a text waits after the first, second, … "try later".
PAUSES = (5, 30, 120, 600, 1800)


def tell_attempts(workspace_id: UUID, *, now: datetime, offset: timedelta, limit: int = 2000) -> int:
    """Tell messages what their attempts came to. `now` is the workspace's own time."""
    with in_workspace(workspace_id):
        attempts = list(
            Attempt.objects.select_for_update(skip_locked=True)
            .filter(is_told=False)
            .exclude(outcome="")
            .order_by("began_at")[:limit]
        )
        if not attempts:
            return 0
        messages = _locked([attempt.message_id for attempt in attempts])
        changes = []
        for attempt in attempts:
            changes += _told(messages[attempt.message_id], attempt, now, offset)
            attempt.is_told = True
        _leave_outbox([a for a in attempts if not a.outcome.startswith(TRY_LATER)])
        update_rows(attempts, ["is_told"])
        update_rows(messages.values(), ["state", "reason", "sent_at", "ended_at"])
        MessageChange.objects.bulk_create(changes, batch_size=1000)
        _count_silence(workspace_id, [m for m in messages.values() if m.sent_at == now], now, offset)
        live.mark(workspace_id, "inbox", "conversation", "phones")
    return len(attempts)


def tell_receipts(workspace_id: UUID, reports: Sequence[tuple[str, Report]], *, now: datetime) -> None:
    """Apply receipts to the messages the far end named; one that does not apply changes nothing."""
    with in_workspace(workspace_id):
        named = dict(reports)
        attempts = list(Attempt.objects.filter(provider_id__in=named))
        known = _locked([attempt.message_id for attempt in attempts])
        messages, changes = [], []
        for attempt in attempts:
            message, report = known[attempt.message_id], named[attempt.provider_id]
            if change := _change(message, report, {"attempt": str(attempt.id)}, now):
                changes.append(change)
                messages.append(message)
        update_rows(messages, ["state", "reason", "ended_at"])
        MessageChange.objects.bulk_create(changes, batch_size=1000)
        if messages:
            live.mark(workspace_id, "inbox", "conversation", "phones")


def _told(message: Message, attempt: Attempt, now: datetime, offset: timedelta) -> list[MessageChange]:
    """Apply one attempt; a text that is to be tried again waits a little longer each time."""
    outcome, _, reason = attempt.outcome.partition(":")
    report = REPORTS[outcome]
    evidence = {"attempt": str(attempt.id), "provider": attempt.provider_id}
    changes = [_change(message, report, evidence, now)]
    if outcome == ARRIVED:
        changes.append(_change(message, Report.ARRIVED, evidence, now))
    if report is Report.TRY_LATER:
        pause = PAUSES[min(attempt.fence, len(PAUSES)) - 1]
        outbox = Outbox.objects.filter(id=message.id, fence=attempt.fence)
        outbox.update(worker=None, lease_until=None, due_at=now - offset + timedelta(seconds=pause))
    else:
        message.reason = reason or message.reason
    if report is Report.ACCEPTED and message.sent_at is None:
        message.sent_at = now
    return [change for change in changes if change]


def _locked(ids: Sequence[UUID]) -> dict[UUID, Message]:
    """Messages that nobody else changes meanwhile: an answer and a receipt may be told side by side."""
    found = Message.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id")
    return {message.id: message for message in found}


def _leave_outbox(attempts: Sequence[Attempt]) -> None:
    """What was answered for good waits no more; a text that somebody else claimed since stays."""
    fences = {attempt.message_id: attempt.fence for attempt in attempts}
    rows = Outbox.objects.filter(id__in=fences).values_list("id", "fence")
    Outbox.objects.filter(id__in=[id for id, fence in rows if fence == fences[id]]).delete()


def _change(
    message: Message, report: Report, evidence: dict[str, str], now: datetime
) -> MessageChange | None:
    before = State(message.state)
    # The claim itself is a step of the table; the row remembers it in the outbox, not in the message.
    claimed = after(before, Report.CLAIMED) if report in REPORTS.values() else before
    state = after(claimed, report)
    if state is before:
        return None
    message.state = state.value
    if state in FINAL:
        message.ended_at = now
    return MessageChange(
        workspace_id=message.workspace_id,
        message=message,
        state=state.value,
        evidence={"report": report.value, "message": shown("msg", message.id), **evidence},
        at=now,
    )


def _count_silence(workspace_id: UUID, sent: Sequence[Message], now: datetime, offset: timedelta) -> None:
    """A question's silence is counted from the moment its text was actually sent."""
    questions = list(OpenQuestion.objects.filter(message__in=sent, closed_at=None))
    if not questions:
        return
    zone = convert.setting_of(Workspace.objects.get(pk=workspace_id)).zone
    timers = []
    for question in questions:
        question.asked_at = now
        span = convert.span_from_json(question.silence)
        if span is None:
            continue
        at = later(now, span, zone)
        timers.append(
            Timer(
                workspace_id=workspace_id,
                run_id=question.run_id,
                name=f"silence:{question.step}",
                at=at,
                due_at=at - offset,
            )
        )
    update_rows(questions, ["asked_at"])
    Timer.objects.bulk_create(timers, batch_size=1000, ignore_conflicts=True)
