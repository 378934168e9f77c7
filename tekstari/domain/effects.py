"""Everything the rules may ask for. They never send, save or wait: `actions/effects.py` carries these out.

An effect exists only if a person could read its name in a trace.
"""

from dataclasses import dataclass
from datetime import datetime

from tekstari.domain.people import Purpose
from tekstari.domain.replies.questions import Question
from tekstari.domain.schedules.spans import Span


@dataclass(frozen=True, slots=True)
class SendText:
    """Text this person. Already written out in their language."""

    name: str
    text: str
    language: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class CannotSend:
    """A text that must not leave: something it speaks of is not known."""

    name: str
    reason: str
    field: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Ask:
    """The text sent just before opens this question. Silence counts from the actual send."""

    step: str
    name: str
    question: Question
    language: str
    expires: Span | None
    silence: Span | None


@dataclass(frozen=True, slots=True)
class CloseQuestion:
    step: str
    why: str


@dataclass(frozen=True, slots=True)
class KeepAnswer:
    step: str
    question: str
    kind: str
    value: str
    rest: str
    rule: str


@dataclass(frozen=True, slots=True)
class AddCallTask:
    call_list: str
    reason: str
    reply: str
    promised_at: datetime | None


@dataclass(frozen=True, slots=True)
class GiveToPerson:
    """A person must look at the conversation; nothing is guessed."""

    reason: str


@dataclass(frozen=True, slots=True)
class StartTimer:
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EndRun:
    result: str


Effect = (
    SendText
    | CannotSend
    | Ask
    | CloseQuestion
    | KeepAnswer
    | AddCallTask
    | GiveToPerson
    | StartTimer
    | EndRun
)
