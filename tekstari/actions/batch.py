"""The rows of one transaction, collected while it is decided and written together at its end.

Nothing is sent here. A text becomes a message and, when it may leave, a row of the outbox that the
gateway takes after the commit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from tekstari.data import live
from tekstari.data.ids import new_id
from tekstari.data.models import (
    Answer,
    Conversation,
    Message,
    MessageChange,
    OpenQuestion,
    Outbox,
    Run,
    Sender,
    Suppression,
    Timer,
    Workspace,
)
from tekstari.data.writing import update_rows
from tekstari.domain.decision import Because, Trace
from tekstari.domain.delivery.states import State
from tekstari.domain.delivery.suppression import Scope, reason_not_to_send
from tekstari.domain.effects import (
    CannotSend,
)
from tekstari.domain.flows.wording import Setting
from tekstari.domain.people import Purpose
from tekstari.domain.schedules.quiet import held_until
from tekstari.domain.text.parts import parts_needed, prepared


@dataclass
class Batch:
    """One transaction's worth of rows; `save` writes them.

    `now` is the workspace's own time; `offset` what it is ahead of real time.
    """

    workspace: Workspace
    setting: Setting
    now: datetime
    offset: timedelta
    messages: list[Message] = field(default_factory=list)
    changes: list[MessageChange] = field(default_factory=list)
    outbox: list[Outbox] = field(default_factory=list)
    questions: list[OpenQuestion] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    suppressed: dict[str, frozenset[Scope]] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    reply: Message | None = None  # the text whose understanding asks for these effects
    _sender: Sender | None = None
    _moments: int = 0

    @property
    def sender(self) -> Sender:
        if self._sender is None:
            self._sender = Sender.objects.select_related("channel").get(
                workspace=self.workspace, is_default=True
            )
        return self._sender

    def prepare(self, phones: Iterable[str]) -> None:
        """Load what texts to these phones will need, in two queries."""
        wanted = {phone for phone in phones if phone not in self.suppressed}
        if not wanted:
            return
        scopes: dict[str, set[Scope]] = {phone: set() for phone in wanted}
        for phone, scope in Suppression.objects.filter(phone__in=wanted).values_list("phone", "scope"):
            scopes[phone].add(Scope(scope))
        self.suppressed |= {phone: frozenset(found) for phone, found in scopes.items()}
        known = Conversation.objects.filter(phone__in=wanted, sender=self.sender)
        self.conversations |= {conversation.phone: conversation for conversation in known}

    def conversation(self, phone: str, contact_id: UUID | None) -> Conversation:
        found = self.conversations.get(phone)
        if found is None:
            found = Conversation(
                workspace=self.workspace,
                sender=self.sender,
                phone=phone,
                contact_id=contact_id,
                is_done=True,
                last_at=self.now,
            )
            self.conversations[phone] = found
        if contact_id and found.contact_id is None:
            found.contact_id = contact_id
        return found

    def send(
        self,
        text: str,
        *,
        purpose: Purpose,
        language: str,
        phone: str,
        contact_id: UUID | None,
        run: Run | None = None,
        author_id: UUID | None = None,
        trace: Trace = (),
        must_leave: bool = False,
    ) -> Message:
        """A text on its way, held, or suppressed with its reason.

        `must_leave`: the last word to somebody who says STOP; the gateway lets it pass by its purpose.
        """
        text = prepared(text)
        conversation = self.conversation(phone, contact_id)
        scopes = frozenset() if must_leave else self.suppressed.get(phone, frozenset())
        reason = reason_not_to_send(purpose, scopes)
        leaves = held_until(self.now, purpose, self.setting.quiet) if author_id is None else self.now
        state = State.SUPPRESSED if reason else State.HELD if leaves > self.now else State.QUEUED
        lines = trace
        if reason:
            lines = (Because("suppressed", {"reason": reason, "purpose": purpose.value}, False), *trace)
        message = Message(
            id=new_id(),
            workspace=self.workspace,
            conversation=conversation,
            contact_id=contact_id,
            direction="out",
            sender=self.sender.value,
            phone=phone,
            text=text,
            language=language,
            purpose=purpose.value,
            state=state.value,
            reason=reason or "",
            parts=parts_needed(text).count,
            run=run,
            automation_id=run.automation_id if run else None,
            author_id=author_id,
            trace=[line.to_json() for line in lines],
            at=self.next_moment(),
            leaves_at=leaves,
            ended_at=self.now if reason else None,
        )
        self.messages.append(message)
        self.changes.append(self._change(message, lines))
        if not reason:
            self.outbox.append(self._outbox(message, leaves, must_leave))
            conversation.last_text = text[:160]
            conversation.last_at = message.at
        self.marks |= {"inbox", "conversation", "phones", "automations"}
        return message

    def start_timer(self, run: Run, name: str, at: datetime) -> None:
        self.timers.append(
            Timer(
                workspace=self.workspace,
                run=run,
                name=name,
                at=at,
                due_at=at - self.offset,
            )
        )

    def save(self) -> None:
        """Write everything, and tell open browsers after the commit."""
        fresh = [c for c in self.conversations.values() if c._state.adding]
        known = [c for c in self.conversations.values() if not c._state.adding]
        Conversation.objects.bulk_create(fresh, batch_size=1000)
        update_rows(
            known,
            ["contact", "is_done", "is_read", "needs", "last_text", "last_at", "last_in_at"],
        )
        Run.objects.bulk_create(self.runs, batch_size=1000)
        Message.objects.bulk_create(self.messages, batch_size=1000)
        MessageChange.objects.bulk_create(self.changes, batch_size=1000)
        Outbox.objects.bulk_create(self.outbox, batch_size=1000)
        OpenQuestion.objects.bulk_create(self.questions, batch_size=1000)
        Answer.objects.bulk_create(self.answers, batch_size=1000)
        Timer.objects.bulk_create(self.timers, batch_size=1000, ignore_conflicts=True)
        if self.marks:
            live.mark(self.workspace.id, *sorted(self.marks))

    def next_moment(self) -> datetime:
        """Now, and a little later each time: texts of one batch keep their order in the thread."""
        self._moments += 1
        return self.now + timedelta(microseconds=self._moments)

    def _change(self, message: Message, trace: Trace) -> MessageChange:
        return MessageChange(
            workspace=self.workspace,
            message=message,
            state=message.state,
            reason=message.reason,
            evidence={"trace": [line.to_json() for line in trace]},
            at=self.now,
        )

    def _outbox(self, message: Message, leaves: datetime, must_leave: bool) -> Outbox:
        return Outbox(
            id=message.id,
            workspace=self.workspace,
            channel=self.sender.channel,
            sender=message.sender,
            phone=message.phone,
            text=message.text,
            purpose=message.purpose,
            must_leave=must_leave,
            due_at=leaves - self.offset,
        )

    def cannot_send(self, effect: CannotSend, run: Run) -> None:
        line = Because("text.missing_value", {"text": effect.name, "field": effect.field}, False)
        message = Message(
            id=new_id(),
            workspace=self.workspace,
            conversation=self.conversation(run.phone, run.contact_id),
            contact_id=run.contact_id,
            direction="out",
            sender=self.sender.value,
            phone=run.phone,
            text="",
            purpose=effect.purpose.value,
            state=State.SUPPRESSED.value,
            reason=effect.reason,
            parts=0,
            run=run,
            automation_id=run.automation_id,
            trace=[line.to_json()],
            at=self.next_moment(),
            ended_at=self.now,
        )
        self.messages.append(message)
        self.changes.append(self._change(message, (line,)))
        self.marks |= {"inbox", "automations"}
