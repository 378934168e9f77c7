"""Every reason as a sentence, in the language of whoever reads it.

The domain and the actions give an id with typed values; only here it becomes words. The English
sentence is the source; Finnish and Swedish stand in the catalogues.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N

from tekstari.actions.refusals import Refused
from tekstari.data import sentences
from tekstari.domain import people
from tekstari.domain.delivery import sentences as delivery
from tekstari.web import times, words

#: Why a text was not sent, by the codes of `Message.reason` and `Occurrence.reason`.
NOT_SENT: Final = {
    "opted_out_all": N("Has stopped all texts"),
    "opted_out": N("Has refused marketing"),
    "no_consent": N("No marketing permission"),
    "blocked": N("On the block list"),
    "cap": N("Message limit full"),
    "survey_rest": N("Asked recently"),
    "already_sent": N("Already sent"),
    "too_late": N("Its moment has passed"),
    "changed": N("No longer true"),
    "called": N("The customer has called"),
    "no_number": N("No usable number"),
    "wrong_number": N("Wrong person's number"),
    "country": N("Country not allowed"),
    "sender": N("Sender ID not approved"),
    "missing_value": N("Data missing"),
    "loop": N("Answering machine suspected"),
    "spending": N("Spending limit reached"),
    "left_out": N("Left out by hand"),
    "cannot_tell": N("A condition cannot be told"),
    "condition": N("A condition does not hold"),
}

#: Lines of a trace: what was looked at, and what was seen.
SEEN: Final = {
    "member.came": N("{event}: {at}"),
    "member.missing": N("Has not happened yet: {event}"),
    "unless.came": N("Happened since: {event}, {at}"),
    "unless.not_come": N("Has not happened since: {event}"),
    "condition.is": N("{field} should be {to}, it was {seen}"),
    "condition.is_not": N("{field} should not be {to}, it was {seen}"),
    "condition.over": N("{field} should be over {to}, it was {seen}"),
    "condition.under": N("{field} should be under {to}, it was {seen}"),
    "condition.at_least": N("{field} should be at least {to}, it was {seen}"),
    "condition.at_most": N("{field} should be at most {to}, it was {seen}"),
    "condition.contains": N("{field} should contain {to}, it was {seen}"),
    "condition.known": N("{field} should be known, it was {seen}"),
    "text.missing_value": N("Data missing: {field}"),
    "run.gone_on": N("The dialogue had already gone on"),
    "answer.silence": N("No answer to the question {question}"),
    "answer.read": N("Read as: {value}"),
    "absent.due": N("{event}: {at}. The moment came: {due}"),
    "waited": N("The wait ended: {at}"),
    "never_open": N("The company has no opening hours"),
    "held": N("Waits until {until}. Purpose: {purpose}"),
    "already_sent": N("Already sent: {key}"),
    "suppressed": N("{reason}. Purpose: {purpose}"),
}

#: Why a call waits, or why a person must look at a conversation.
WANTED: Final = {
    "call.request": N("Asked to be called"),
    "nps.detractor": N("Gave a low score"),
    "reading.unclear": N("The answer is unclear"),
    "reading.several": N("Could answer several questions"),
    "reading.no_question": N("Wrote without being asked"),
    "reading.clear": N("The answer is clear"),
    "control.stop": N("Stopped marketing and surveys"),
    "control.stop_all": N("Stopped all texts"),
    "control.help": N("Asked who is writing"),
    "control.start": N("Lets texts come again"),
    "control.urgent": N("Asked for help at once"),
    "control.wrong_number": N("Says the number is wrong"),
    "control.no_call": N("Does not want to be called"),
    "control.contract": N("Writes about ending a contract"),
    "control.keep": N("Wants the texts to go on"),
    "control.ending": N("May want the texts to stop"),
    "control.cancel": N("May want to cancel something"),
    "flow.person": N("Passed on to a person"),
}

#: What a person decided of a text that may have been sent.
DECIDED: Final = {
    "doubt.left": N("Left as it is"),
    "doubt.arrived": N("Said to have arrived"),
}

#: What an action says when it does not do what was asked.
REFUSED: Final = {
    "text.empty": N("The text is empty. Write something first."),
    "text.long": N("The text is too long. Make it shorter."),
    "text.stopped": N("The text was not sent: {why}"),
    "conversation.unseen": N(
        "Something came that you have not seen. Your text was not sent. Read it and send again."
    ),
    "conversation.gone": N("The conversation is not here any more."),
    "doubt.over": N("The message no longer waits for a decision. Nothing was sent."),
    "sender.one_way": N("Not sent: the sender {sender} cannot be answered. Choose a number."),
    "sender.unknown": N("The sender is not known. Check the number."),
    "call.taken": N("On the phone: {by}. Take another call."),
    "call.gone": N("This call is already done."),
    "call.not_yours": N("Take the call first."),
    "call.outcome": N("Choose what happened."),
    "call.when": N("Choose a time that is still ahead."),
    "clock.back": N("The clock goes only forward."),
    "clock.far": N("The clock cannot go that far at once."),
    "clock.moving": N("The clock is already moving. Wait a moment."),
    "simulator.none": N("Practice phones are only in an example."),
    "simulator.event": N("The example has no such event: {kind}"),
    "automation.gone": N("The automation is not here any more."),
    "automation.slug": N("The short name may have small letters, numbers and hyphens only: {slug}"),
    "workspace.slug": N("The short name may have small letters, numbers and hyphens only: {slug}"),
    "workspace.taken": N("The short name is already in use: {slug}"),
    "workspace.name": N("Write the name of the company."),
    "channel.kind": N("This kind of channel is not known: {kind}. Known ones: {known}"),
    "channel.taken": N("The channel already exists: {name}"),
    "user.email": N("The e-mail address is not right. Write it like this: aino@example.com."),
    "user.unknown": N("Nobody logs in with this address: {email}"),
    "user.password": N("The password is too easy to guess. Use at least 10 characters."),
    "setup.used": N("This link has been used. Ask for a new one."),
}

SENTENCES: Final[dict[str, str]] = {
    **{f"reason.{code}": text for code, text in NOT_SENT.items()},
    **SEEN,
    **WANTED,
    **DECIDED,
    **REFUSED,
}


def sentence(reason: str, values: Mapping[str, object], language: str | None) -> str:
    """The reason in words; an id without words is shown as it is rather than hidden."""
    code = (language or "en")[:2]
    source = _source(reason, values)
    if source is None:
        return _in_three_languages(reason, values, code)
    with translation.override(code):
        shown = {name: value_in_words(name, value, code) for name, value in values.items()}
        return _(source).format_map(_Shown(shown))


def _in_three_languages(reason: str, values: Mapping[str, object], language: str) -> str:
    """What operators say stands in a table of its own. And some actions are asked by people and machines
    alike: theirs are the doors' sentences."""
    told = _Shown({name: str(value) for name, value in values.items()})
    if reason in delivery.SENTENCES:
        said = delivery.SENTENCES[reason]._asdict()
        return str(said.get(language, said["en"])).format_map(told)
    return sentences.sentence(reason, language, told) if reason in sentences.SENTENCES else reason


def of_text(code: str, language: str | None) -> str:
    """`Message.reason` in words: ours are bare codes, those with a dot came with the delivery."""
    return sentence(code if "." in code else f"reason.{code}", {}, language)


def _source(reason: str, values: Mapping[str, object]) -> str | None:
    """A comparison has one sentence for each way to compare."""
    if reason == "condition":
        reason = f"condition.{values.get('how', '')}"
    return SENTENCES.get(reason) or SENTENCES.get(f"reason.{reason}")


def refusal(refused: Refused, language: str | None) -> str:
    return sentence(refused.reason, refused.values, language)


def value_in_words(name: str, value: object, language: str) -> str:
    """A value as people write it: moments, phones and events; anything else as it is."""
    text = "" if value is None else str(value)
    if name in ("reason", "why") and text in NOT_SENT:
        return _(NOT_SENT[text])
    if name == "purpose" and text in words.PURPOSES:
        return str(words.PURPOSES[text].text)
    if text.startswith("+") and text[1:].isdigit():
        return people.shown(text)
    if len(text) >= 16 and text[4:5] == "-" and (at := _moment(text)):
        return times.moment(at, timezone.get_current_timezone(), language, timezone.now())
    if text in words.EVENTS:
        return str(words.EVENTS[text].text)
    return text


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None


class _Shown(dict[str, str]):
    """A sentence whose value is missing says so with a dash instead of failing the page."""

    def __missing__(self, key: str) -> str:
        return "–"
