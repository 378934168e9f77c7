"""The one contract between Tekstari and every link to phones.

A channel knows no Django and no tables. It is given texts and answers for each; what it hears by itself,
receipts and texts from people, it hands over in `hear`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tekstari.domain.delivery.states import Report


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One text to hand over. `id` is opaque to the channel; the answer carries it back."""

    id: str
    sender: str
    phone: str
    text: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """The far end took the text and named it."""

    id: str
    provider_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The far end said no, and nothing was sent. `code` is its own word, for the log."""

    id: str
    reason: str
    code: str
    retry: bool


Answer = Accepted | Refused


@dataclass(frozen=True, slots=True)
class Heard:
    """A receipt: what became of a text that was taken."""

    provider_id: str
    report: Report
    raw: str


class Channel(Protocol):
    """`repeats`: handing the same text over twice shows it twice to nobody (practice phones)."""

    repeats: bool

    async def submit(self, texts: Sequence[Outgoing]) -> Sequence[Answer]: ...

    def hear(self) -> Sequence[Heard]: ...
