"""What became of texts that were handed over: told to their messages, each with its evidence.

The gateway keeps what the far end answered and what receipts said, part by part. Here a message hears of
it: its parts are rolled up to one state, it leaves the outbox or waits to be tried again, and a question
that was sent begins to count its silence.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tekstari.data import convert, live
from tekstari.data.access import in_workspace
from tekstari.data.ids import shown
from tekstari.data.models import (
    Attempt,
    Conversation,
    Message,
    MessageChange,
    OpenQuestion,
    Outbox,
    Timer,
    Workspace,
)
from tekstari.data.writing import update_rows
from tekstari.domain.delivery.doubt import Course, course
from tekstari.domain.delivery.rollup import rolled_up
from tekstari.domain.delivery.states import FINAL, State
from tekstari.domain.delivery.tries import Try, state_of
from tekstari.domain.people import Purpose
from tekstari.domain.schedules.spans import later

#: Seconds a text waits after the first, second, … "try later", when the far end does not say.
PAUSES = (5, 30, 120, 600, 1800)
LEFT = (State.SENT, State.DELIVERED, State.PARTLY_DELIVERED)
WAITS = (State.QUEUED, State.RETRYING)
#: What a person has said of a text in doubt (actions/doubts.py).
SETTLED = frozenset({"doubt.left", "doubt.arrived"})


@dataclass
class Telling:
    """One message and all its attempts, while it hears of them."""

    message: Message
    attempts: list[Attempt]
    now: datetime
    offset: timedelta
    doubt: Course | None

    def states(self) -> list[State]:
        """Where each part is, in their order; a part nobody tried yet waits."""
        tries: dict[int, list[Try]] = defaultdict(list)
        for attempt in sorted(self.attempts, key=lambda one: one.fence):
            tries[attempt.part].append(Try(attempt.outcome, attempt.report))
        count = max(attempt.parts for attempt in self.attempts)
        return [state_of(tries[number]) for number in range(1, count + 1)]

    def tell(self) -> MessageChange | None:
        """Bring the message to where its parts are; the change with its evidence, if there is one."""
        states = self.states()
        state = rolled_up(State(self.message.state), states).state
        if state is State.IN_DOUBT and self._is_resent():
            state = State.QUEUED
        self._keep_or_leave(state, states)
        if state.value == self.message.state:
            return None
        self.message.state = state.value
        self.message.reason = self._reason() or self.message.reason
        if state in LEFT and self.message.sent_at is None:
            self.message.sent_at = self.now
        if state in FINAL:
            self.message.ended_at = self.now
        return MessageChange(
            workspace_id=self.message.workspace_id,
            message=self.message,
            state=state.value,
            reason=self.message.reason,
            evidence={"message": shown("msg", self.message.id), "attempts": self._evidence()},
            at=self.now,
        )

    def _is_resent(self) -> bool:
        return course(Purpose(self.message.purpose), self.doubt).course is Course.RESEND

    def _keep_or_leave(self, state: State, states: Sequence[State]) -> None:
        """Out of the outbox when nothing of it waits; a text claimed again since is not touched."""
        if any(not attempt.outcome for attempt in self.attempts):
            return  # still in somebody's hands
        fence = max(attempt.fence for attempt in self.attempts)
        row = Outbox.objects.filter(id=self.message.id, fence=fence)
        if state in WAITS and (state is State.QUEUED or any(one in WAITS for one in states)):
            due = self.now - self.offset + timedelta(seconds=self._pause(fence))
            row.update(worker=None, lease_until=None, due_at=due)
        else:
            row.delete()

    def _pause(self, fence: int) -> int:
        said = [Try(a.outcome).pause for a in self.attempts if a.fence == fence]
        usual = PAUSES[min(fence, len(PAUSES)) - 1]
        return max((seconds for seconds in said if seconds is not None), default=usual)

    def _reason(self) -> str:
        newest = sorted(self.attempts, key=lambda one: one.fence, reverse=True)
        return next((r for a in newest if (r := Try(a.outcome, a.report).reason)), "")

    def _evidence(self) -> list[dict[str, Any]]:
        return [
            {
                "attempt": str(one.id),
                "part": one.part,
                "provider": one.provider_id,
                "outcome": one.outcome,
                "report": one.report,
            }
            for one in self.attempts
        ]


def tell_attempts(workspace_id: UUID, *, now: datetime, offset: timedelta, limit: int = 2000) -> int:
    """Tell messages what their attempts and receipts came to. `now` is the workspace's own time."""
    with in_workspace(workspace_id):
        untold = list(
            Attempt.objects.select_for_update(skip_locked=True)
            .filter(is_told=False)
            .exclude(outcome="")
            .order_by("began_at", "id")[:limit]
        )
        if not untold:
            return 0
        messages = _locked([attempt.message_id for attempt in untold])
        tellings = _tellings(messages, now, offset, workspace_id)
        changes = [change for telling in tellings if (change := telling.tell()) is not None]
        for attempt in untold:
            attempt.is_told = True
        update_rows(untold, ["is_told"])
        update_rows(messages.values(), ["state", "reason", "sent_at", "ended_at"])
        MessageChange.objects.bulk_create(changes, batch_size=1000)
        _ask_people(tellings)
        _count_silence(workspace_id, [m for m in messages.values() if m.sent_at == now], now, offset)
        live.mark(workspace_id, "inbox", "conversation", "phones")
    return len(untold)


def _tellings(
    messages: dict[UUID, Message], now: datetime, offset: timedelta, workspace_id: UUID
) -> list[Telling]:
    settings = Workspace.objects.values_list("settings", flat=True).get(pk=workspace_id)
    doubt = Course(settings["in_doubt"]) if settings.get("in_doubt") else None
    attempts: dict[UUID, list[Attempt]] = defaultdict(list)
    for attempt in Attempt.objects.filter(message__in=messages).order_by("fence", "part"):
        attempts[attempt.message_id].append(attempt)
    return [Telling(messages[id], found, now, offset, doubt) for id, found in attempts.items()]


def _locked(ids: Sequence[UUID]) -> dict[UUID, Message]:
    """Messages that nobody else changes meanwhile: an answer and a receipt may be told side by side."""
    found = Message.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id")
    return {message.id: message for message in found}


def _ask_people(tellings: Sequence[Telling]) -> None:
    """A text that may or may not have arrived is put before a person, where that is its course.

    One that a person has settled already is not asked about again.
    """
    doubtful = [
        telling.message.conversation_id
        for telling in tellings
        if telling.message.state == State.IN_DOUBT.value
        and telling.message.reason not in SETTLED
        and course(Purpose(telling.message.purpose), telling.doubt).course is Course.HOLD
    ]
    if doubtful:
        Conversation.objects.filter(id__in=doubtful).update(needs="doubt.ask", is_done=False)


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
