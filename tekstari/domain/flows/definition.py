"""A dialogue as data: steps, questions, and what follows each answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tekstari.domain.automations.definition import Automation
from tekstari.domain.people import Purpose
from tekstari.domain.replies.questions import Question
from tekstari.domain.schedules.spans import Span


@dataclass(frozen=True, slots=True)
class Send:
    text: str


@dataclass(frozen=True, slots=True)
class Branch:
    """What follows an answer: a range of numbers, or one of some values."""

    name: str
    values: tuple[str, ...]
    steps: "Steps"
    low: int | None = None
    high: int | None = None

    def takes(self, value: int | str | None) -> bool:
        if isinstance(value, int) and self.low is not None and self.high is not None:
            return self.low <= value <= self.high
        return str(value).casefold() in self.values


@dataclass(frozen=True, slots=True)
class AskStep:
    """Send the text and wait for its answer. `silence` is told once, counted from the actual send."""

    text: str
    name: str
    question: Question
    branches: tuple[Branch, ...]
    otherwise: "Steps"
    silence: Span | None
    silent: "Steps"
    expires: Span | None


@dataclass(frozen=True, slots=True)
class Call:
    """Put the person on a call list, with a promise when one is made."""

    call_list: str
    reason: str
    within: Span | None


@dataclass(frozen=True, slots=True)
class ToPerson:
    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    span: Span


@dataclass(frozen=True, slots=True)
class End:
    result: str


FlowStep = Send | AskStep | Call | ToPerson | Wait | End
Steps = tuple[FlowStep, ...]


@dataclass(frozen=True, slots=True)
class Playbook:
    """An automation and its flow, as read from one text.

    `texts`: name -> language -> template. `values`: what a text's variable is called in the events.
    `purposes`: the texts that are sent for another reason than the rest.
    """

    name: str
    purpose: Purpose
    automation: Automation
    texts: Mapping[str, Mapping[str, str]]
    values: Mapping[str, str]
    steps: Steps
    purposes: Mapping[str, Purpose] = field(default_factory=dict)

    def purpose_of(self, text: str) -> Purpose:
        """Why this text is sent."""
        return self.purposes.get(text, self.purpose)
