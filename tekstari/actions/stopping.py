"""STOP and its family: obeyed in the transaction of the reply itself, whatever else is open."""

from dataclasses import dataclass

from tekstari.actions.carrying import Carrier
from tekstari.actions.withdrawing import suppress_covered
from tekstari.data.ids import shown
from tekstari.data.models import Consent, Conversation, Message, Outbox, Suppression
from tekstari.domain.decision import Because
from tekstari.domain.delivery.suppression import Scope
from tekstari.domain.people import Purpose
from tekstari.domain.people import shown as shown_phone
from tekstari.domain.replies.answers import ANSWERS
from tekstari.domain.replies.stopping import Command, Control
from tekstari.domain.text.merge import render


@dataclass(frozen=True, slots=True)
class Obeyed:
    """What a command asks of the reply's handling.

    `needs`: why a person must look (empty: nobody). `goes_on`: the text may also answer a question;
    `has_rest`: only what stands beside the command may.
    """

    needs: str = ""
    goes_on: bool = False
    has_rest: bool = False


def obey(
    said: Command,
    *,
    carrier: Carrier,
    message: Message,
    conversation: Conversation,
    language: str,
    has_question: bool,
) -> Obeyed:
    """Carry out a command. What it means while a question is open: docs/words.md 4."""
    stop = _Stopping(carrier, message, conversation, language)
    match said.control:
        case Control.STOP:
            stop.suppress(Scope.MARKETING, "stop")
            return Obeyed("" if said.is_exact else "control.stop", goes_on=bool(said.rest), has_rest=True)
        case Control.STOP_ALL:
            stop.suppress(Scope.ALL, "stop_all")
            return Obeyed("" if said.is_exact else "control.stop")
        case Control.START:
            stop.lift()
            return Obeyed()
        case Control.HELP | Control.URGENT:
            stop.answer("help")
            return Obeyed("control.urgent" if said.control is Control.URGENT else "")
        case Control.WRONG_NUMBER:
            stop.suppress(Scope.NUMBER, None)
            return Obeyed("control.wrong_number")
        case Control.ENDING | Control.CANCEL:
            return stop.end_or_ask(said, has_question)
        case _:
            return Obeyed(f"control.{said.control.value}")


class _Stopping:
    def __init__(self, carrier: Carrier, message: Message, conversation: Conversation, language: str) -> None:
        self.carrier = carrier
        self.message = message
        self.conversation = conversation
        self.language = language
        self.phone = message.phone

    def end_or_ask(self, said: Command, has_question: bool) -> Obeyed:
        """With a question open a person decides; with none, marketing stops and a person sees it."""
        if has_question:
            return Obeyed(f"control.{said.control.value}", goes_on=said.control is Control.CANCEL)
        self.suppress(Scope.MARKETING, "stop")
        return Obeyed(f"control.{said.control.value}")

    def suppress(self, scope: Scope, answer: str | None) -> None:
        """Stop this scope now, take back what it covers in the queue, answer once."""
        known = self.carrier.suppressed.get(self.phone, frozenset())
        if scope in known or (scope is Scope.MARKETING and Scope.ALL in known):
            return
        workspace_id = self.carrier.workspace.id
        if answer is not None:
            self.answer(answer)  # before the stop: the last word must be able to leave
        Suppression.objects.get_or_create(
            workspace_id=workspace_id,
            phone=self.phone,
            scope=scope.value,
            defaults={"since": self.carrier.now},
        )
        self._ledger("withdrawn", scope.value)
        self.carrier.suppressed[self.phone] = known | {scope}
        self._take_back(scope)

    def lift(self) -> None:
        """Permission back, by the person's own word; a wrong number stays paused."""
        lifted = Suppression.objects.filter(
            phone=self.phone, scope__in=[Scope.MARKETING.value, Scope.ALL.value]
        )
        if lifted.exists():
            lifted.delete()
            self._ledger("given", "all")
            self.carrier.suppressed[self.phone] = self.carrier.suppressed.get(self.phone, frozenset()) & {
                Scope.NUMBER
            }
            self.answer("start")

    def answer(self, name: str) -> None:
        setting = self.carrier.setting
        if name == "help" and not setting.phone:
            name = "help_without_phone"
        texts = ANSWERS[name]
        language = self.language if self.language in texts else setting.language
        phone = shown_phone(setting.phone, setting.country).replace("\u00a0", " ")
        text = render(texts[language], {"company": setting.company, "phone": phone})
        self.carrier.send(
            text,
            purpose=Purpose.SERVICE,
            language=language,
            phone=self.phone,
            contact_id=self.conversation.contact_id,
            trace=(Because(f"control.{name.split('_')[0]}", {}),),
            must_leave=name.startswith("stop"),
        )

    def _take_back(self, scope: Scope) -> None:
        waiting = Outbox.objects.select_for_update().filter(phone=self.phone, worker=None)
        messages = Message.objects.filter(id__in=list(waiting.values_list("id", flat=True)))
        suppress_covered(messages, {self.phone: [scope]}, self.carrier.now)

    def _ledger(self, change: str, purpose: str) -> None:
        Consent.objects.create(
            workspace_id=self.carrier.workspace.id,
            phone=self.phone,
            purpose=purpose,
            change=change,
            source="reply",
            evidence={"message": shown("msg", self.message.id)},
            at=self.carrier.now,
        )
