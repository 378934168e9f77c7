"""What an automation waits for, as data. `playbooks/read.py` makes it from text."""

from dataclasses import dataclass
from datetime import time

from tekstari.domain.automations.conditions import Condition
from tekstari.domain.schedules.spans import Span


@dataclass(frozen=True, slots=True)
class Member:
    """One event that a combination waits for.

    `serves` names the quantity that one such event can serve, `needs` how much one takes of it; an
    event that does not say its quantity counts as one.
    """

    event: str
    where: Condition | None = None
    serves: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Combination:
    """All of several events, in any order, that agree on a value.

    Two events meet by the first name of `same` for which both have a value. The first member is the one
    that waits: the order, not the goods.
    """

    members: tuple[Member, ...]
    same: tuple[str, ...]
    within: Span | None = None


@dataclass(frozen=True, slots=True)
class After:
    """One event, and a time after it (none: at once)."""

    event: str
    delay: Span | None = None
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """An event happened to a record or a contact, and then not again for so long.

    It falls due on the day the span ends, at `clock` of the company's zone.
    """

    event: str
    span: Span
    by: str  # a kind of record, or "contact"
    clock: time
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class UnlessEvent:
    """...unless this happened since, to the same record or the same contact."""

    event: str
    same: str  # "record" or "contact"
    where: Condition | None = None


When = Combination | After | Absence


@dataclass(frozen=True, slots=True)
class Automation:
    when: When
    only_if: Condition | None
    unless_events: tuple[UnlessEvent, ...]
    unless: Condition | None
    once: str  # the name whose value an occurrence is counted by; empty: the record, else the event
    late: Span  # a moment that passed longer ago than this is not made up for

    def listens_to(self) -> frozenset[str]:
        """The event types that can make it true."""
        match self.when:
            case Combination(members):
                return frozenset(member.event for member in members)
            case After() | Absence():
                return frozenset({self.when.event})
