"""A text that may have been sent, before a person: once more, or left as it is.

Only a person may risk that a text arrives twice, and only where twice does no harm. What a person says of
its arrival is kept, but it is no receipt: the text stays in doubt, and a late receipt still decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tekstari.actions.refusals import Refused
from tekstari.actions.sending import SETTLED, Telling
from tekstari.data import live
from tekstari.data.access import alone_in_workspace, in_workspace
from tekstari.data.clock import offset_of
from tekstari.data.ids import shown
from tekstari.data.models import (
    Attempt,
    Conversation,
    Message,
    MessageChange,
    Outbox,
    Suppression,
    User,
    Workspace,
)
from tekstari.domain.delivery.doubt import Choice, Course, course
from tekstari.domain.delivery.rollup import rolled_up
from tekstari.domain.delivery.states import Report, State, after
from tekstari.domain.delivery.suppression import Scope, reason_not_to_send
from tekstari.domain.people import Purpose

LEFT, ARRIVED = "doubt.left", "doubt.arrived"
IN_PARTS = (State.IN_DOUBT.value, State.PARTLY_DELIVERED.value)


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to say of an outgoing text besides its state."""

    parts: Mapping[str, Any] | None = None
    """The reason id and the numbers of the parts that decided; None where all parts are alike."""
    choice: str = ""
    """Why it will not be sent again; empty where it may be, and where a person has decided."""
    is_asked: bool = False
    """A person is to decide."""


def resend(workspace_id: UUID, message_id: UUID, *, by: User, now: datetime) -> None:
    """Send it once more: a person's risk. Refused where twice is worse than never, where the person has
    stopped such texts since, and when there is nothing to decide any more."""
    with alone_in_workspace(workspace_id):
        message, attempts = _doubtful(message_id)
        choice = _choice(message, _setting(workspace_id))
        if choice.course is Course.NEVER_AGAIN:
            raise Refused(choice.reason)
        scopes = Suppression.objects.filter(phone=message.phone).values_list("scope", flat=True)
        if why := reason_not_to_send(Purpose(message.purpose), frozenset(map(Scope, scopes))):
            raise Refused("text.stopped", why=why)
        _change(message, after(State.IN_DOUBT, Report.RESENT), "", by, now)
        Outbox.objects.create(
            id=message.id,
            workspace_id=workspace_id,
            channel=message.conversation.sender.channel,
            sender=message.sender,
            phone=message.phone,
            text=message.text,
            purpose=message.purpose,
            due_at=now - offset_of(workspace_id),
            # The claim adds one, so the new attempts are after every old one. Until then the row goes by
            # the old number: an answer or a receipt that comes late still takes it away unsent.
            fence=max((attempt.fence for attempt in attempts), default=0),
        )
        _answered(message)


def settle(workspace_id: UUID, message_id: UUID, *, arrived: bool, by: User, now: datetime) -> None:
    """Not again: somebody has told that it arrived, or nobody needs it twice. Its state stays, since no
    evidence of the network leads out of it; the question is answered."""
    with alone_in_workspace(workspace_id):
        message, _ = _doubtful(message_id)
        _change(message, State.IN_DOUBT, ARRIVED if arrived else LEFT, by, now)
        _answered(message)


def standings(workspace_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """Of these texts, those that have more to say than their state."""
    with in_workspace(workspace_id):
        messages = list(Message.objects.filter(id__in=ids, direction="out", state__in=IN_PARTS))
        if not messages:
            return {}
        setting = _setting(workspace_id)
        attempts: dict[UUID, list[Attempt]] = {message.id: [] for message in messages}
        for attempt in Attempt.objects.filter(message__in=messages):
            attempts[attempt.message_id].append(attempt)
    return {message.id: _standing(message, attempts[message.id], setting) for message in messages}


def _standing(message: Message, attempts: list[Attempt], setting: Course | None) -> Standing:
    parts = _parts(message, attempts)
    if message.state != State.IN_DOUBT or message.reason in SETTLED:
        return Standing(parts)
    choice = _choice(message, setting)
    if choice.course is Course.NEVER_AGAIN:
        return Standing(parts, choice=choice.reason)
    return Standing(parts, is_asked=True)


def _parts(message: Message, attempts: list[Attempt]) -> dict[str, Any] | None:
    if not attempts:
        return None
    states = _states(message, attempts)
    rollup = rolled_up(State.QUEUED, states)
    if rollup.state.value != message.state or len(rollup.parts) == len(states):
        return None
    return {"reason": rollup.reason, "values": {"parts": ", ".join(map(str, rollup.parts))}}


def _states(message: Message, attempts: list[Attempt]) -> list[State]:
    return Telling(message, attempts, now=message.at, offset=timedelta(), doubt=None).states()


def _doubtful(message_id: UUID) -> tuple[Message, list[Attempt]]:
    """The message, held, with its attempts. An answer or a receipt that has come but is not told to it
    yet counts already: nothing is sent twice because somebody was quick."""
    found = Message.objects.select_for_update(no_key=True, of=("self",)).filter(id=message_id)
    message = found.select_related("conversation__sender__channel").first()
    if message is None or message.state != State.IN_DOUBT or message.reason in SETTLED:
        raise Refused("doubt.over")
    attempts = list(Attempt.objects.filter(message=message))
    if attempts and rolled_up(State.QUEUED, _states(message, attempts)).state is not State.IN_DOUBT:
        raise Refused("doubt.over")
    return message, attempts


def _setting(workspace_id: UUID) -> Course | None:
    said = Workspace.objects.values_list("settings", flat=True).get(pk=workspace_id).get("in_doubt")
    return Course(said) if said else None


def _choice(message: Message, setting: Course | None = None) -> Choice:
    return course(Purpose(message.purpose or Purpose.SERVICE), setting)


def _change(message: Message, state: State, reason: str, by: User, now: datetime) -> None:
    message.state, message.reason = state.value, reason
    message.save(update_fields=["state", "reason"])
    MessageChange.objects.create(
        workspace_id=message.workspace_id,
        message=message,
        state=state.value,
        reason=reason,
        evidence={"message": shown("msg", message.id), "by": shown("usr", by.pk)},
        at=now,
    )


def _answered(message: Message) -> None:
    """Nothing is asked in the conversation any more, unless another of its texts is in doubt too."""
    others = Message.objects.filter(conversation_id=message.conversation_id, state=State.IN_DOUBT.value)
    others = others.exclude(id=message.id).exclude(reason__in=SETTLED)
    if not any(_choice(other).course is Course.HOLD for other in others):
        asked = Conversation.objects.filter(id=message.conversation_id, needs="doubt.ask")
        asked.update(needs="")
    live.mark(message.workspace_id, "inbox", "conversation")
