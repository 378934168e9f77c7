"""A text that came: kept, understood, answered, and put before a person when it was not.

Reply, answer, effects and the confirmation's due row commit together: a promise is never sent without
the call on the list. STOP and its family come before every open question.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tekstari.actions.carrying import Carrier
from tekstari.actions.expiring import close_expired
from tekstari.actions.stopping import obey
from tekstari.data import convert
from tekstari.data.access import alone_in_workspace
from tekstari.data.ids import new_id, shown
from tekstari.data.live_automations import playbook_of
from tekstari.data.models import (
    Conversation,
    Inbound,
    Message,
    OpenQuestion,
    Workspace,
)
from tekstari.data.phones import only_contact
from tekstari.domain.decision import Because
from tekstari.domain.flows.engine import Replied, advance
from tekstari.domain.replies.matching import Asked, Placed, place
from tekstari.domain.replies.reading import Reading
from tekstari.domain.replies.stopping import Command, Control, command


@dataclass
class Reply:
    """One reply while it is being understood."""

    message: Message
    conversation: Conversation
    carrier: Carrier
    language: str


def receive_replies(workspace_id: UUID, *, now: datetime, offset: timedelta, limit: int = 50) -> int:
    """Understand the oldest texts that came. Returns how many; each is one transaction."""
    done = 0
    while done < limit and _receive_one(workspace_id, now, offset):
        done += 1
    return done


def _receive_one(workspace_id: UUID, now: datetime, offset: timedelta) -> bool:
    with alone_in_workspace(workspace_id):
        inbound = Inbound.objects.filter(handled_at=None).order_by("received_at", "id").first()
        if inbound is None:
            return False
        workspace = Workspace.objects.get(pk=workspace_id)
        carrier = Carrier(workspace, convert.setting_of(workspace), now, offset)
        carrier.prepare([inbound.phone])
        reply = _kept(inbound, carrier)
        understand(reply)
        reply.message.save(force_insert=True)
        carrier.save()
        inbound.handled_at = now - offset
        inbound.save(update_fields=["handled_at"])
        return True


def _kept(inbound: Inbound, carrier: Carrier) -> Reply:
    """The text in its conversation, unread."""
    contact = only_contact(inbound.phone)
    conversation = carrier.conversation(inbound.phone, contact.id if contact else None)
    conversation.is_done = conversation.is_read = False
    conversation.last_text = inbound.text[:160]
    conversation.last_at = conversation.last_in_at = carrier.now
    language = contact.language if contact and contact.language else carrier.setting.language
    message = Message(
        id=new_id(),
        workspace=carrier.workspace,
        conversation=conversation,
        contact=contact,
        direction="in",
        sender=inbound.sender,
        phone=inbound.phone,
        text=inbound.text,
        language=language,
        state="received",
        at=carrier.next_moment(),
    )
    carrier.marks |= {"inbox", "conversation", "phones"}
    return Reply(message, conversation, carrier, language)


def understand(reply: Reply) -> None:
    """STOP first, then the open questions, then a person."""
    close_expired(reply.conversation.id, reply.carrier.now)
    open_questions = _open_questions(reply)
    language = open_questions[0].language if open_questions else reply.language
    said = command(reply.message.text, language=language)
    if said.control is not Control.NONE:
        _obey(reply, said, open_questions)
        return
    _answer(reply, place(reply.message.text, [_asked(question) for question in open_questions]))


def _obey(reply: Reply, said: Command, open_questions: list[OpenQuestion]) -> None:
    """A command wins over every question. An answer beside it ("9 stop") is kept all the same."""
    obeyed = obey(
        said,
        carrier=reply.carrier,
        message=reply.message,
        conversation=reply.conversation,
        language=reply.language,
        has_question=bool(open_questions),
    )
    if obeyed.goes_on and open_questions:
        text = said.rest if obeyed.has_rest else reply.message.text
        placed = place(text, [_asked(question) for question in open_questions])
        if placed.id is not None:
            _answer(reply, placed)
            return
    if obeyed.needs:
        reply.conversation.needs = reply.conversation.needs or obeyed.needs
    elif not reply.conversation.needs:
        reply.conversation.is_done = True
    reply.message.reading = {"control": said.control.value, "rule": said.rule, "is_clear": True}


def _answer(reply: Reply, placed: Placed) -> None:
    question = OpenQuestion.objects.select_related("run").get(pk=placed.id) if placed.id is not None else None
    reply.message.reading = _reading(placed, question)
    if question is None or placed.reading is None:
        reply.conversation.needs = placed.reason
        reply.message.trace = [Because(placed.reason, {}, None).to_json()]
        return
    reply.conversation.needs = ""
    _advance(reply, question, placed.reading)


def _advance(reply: Reply, question: OpenQuestion, reading: Reading) -> None:
    run, carrier = question.run, reply.carrier
    state = convert.state_from_json(run.state)
    happening = Replied(question.step, reading, reply.message.text)
    moved = advance(playbook_of(run.version_id), state, happening, carrier.setting, carrier.now)
    run.state = convert.state_to_json(moved.state)
    carrier.reply = reply.message
    carrier.carry(moved.effects, run, moved.trace)
    run.save(update_fields=["state", "is_open", "result", "ended_at"])
    reply.message.run, reply.message.automation_id = run, run.automation_id
    reply.message.trace = [line.to_json() for line in moved.trace]
    if not reply.conversation.needs and not reading.rest:
        reply.conversation.is_done = True


def _reading(placed: Placed, question: OpenQuestion | None) -> dict[str, Any]:
    reading = placed.reading
    if reading is None:
        return {"is_clear": False, "rule": placed.reason}
    return {
        "kind": reading.kind.value,
        "value": reading.value,
        "is_clear": reading.is_clear and question is not None,
        "rest": reading.rest,
        "rule": reading.rule,
        "candidates": list(reading.candidates),
        "question": shown("aut", question.run.automation_id) if question else "",
        "clock": reading.clock.isoformat("minutes") if reading.clock else "",
    }


def _open_questions(reply: Reply) -> list[OpenQuestion]:
    """Questions whose text has left, newest first."""
    found = OpenQuestion.objects.filter(
        conversation_id=reply.conversation.id, closed_at=None, asked_at__lte=reply.carrier.now
    )
    return list(found.select_related("run").order_by("-asked_at", "-id"))


def _asked(question: OpenQuestion) -> Asked:
    spec = convert.question_from_json(question.spec)
    return Asked(str(question.id), spec, question.language, question.asked_at, str(question.run_id))
