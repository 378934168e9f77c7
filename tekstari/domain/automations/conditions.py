"""Conditions with three answers: yes, no, and "cannot tell".

A value that is missing or cannot be compared is no False: guessing would hide a fault for years. "Cannot
tell" is shown with its reason to whoever wrote the automation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from tekstari.domain.decision import Because, Trace
from tekstari.domain.happened import Situation, Value, same


@dataclass(frozen=True, slots=True)
class Compare:
    """One value against a word: is, is_not, over, under, at_least, at_most, contains, known."""

    name: str
    how: str
    to: str


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


Condition = Compare | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Verdict:
    holds: bool | None
    trace: Trace


def judge(condition: Condition, situation: Situation) -> Verdict:
    """Whether it holds, with every value that was looked at; the deciding line first."""
    match condition:
        case Compare():
            return _compare(condition, situation)
        case Not(part):
            inner = judge(part, situation)
            return Verdict(None if inner.holds is None else not inner.holds, inner.trace)
        case AllOf(parts):
            return _joined([judge(part, situation) for part in parts], decisive=False)
        case AnyOf(parts):
            return _joined([judge(part, situation) for part in parts], decisive=True)


def _joined(verdicts: list[Verdict], *, decisive: bool) -> Verdict:
    """One decisive part settles it; else "cannot tell" beats the rest."""
    for wanted in (decisive, None):
        for verdict in verdicts:
            if verdict.holds is wanted:
                others = [line for v in verdicts if v is not verdict for line in v.trace]
                return Verdict(wanted, (*verdict.trace, *others))
    return Verdict(not decisive, tuple(line for v in verdicts for line in v.trace))


def _compare(condition: Compare, situation: Situation) -> Verdict:
    seen = situation.value(condition.name)
    holds = COMPARISONS[condition.how](seen, condition.to)
    values = {
        "field": condition.name,
        "how": condition.how,
        "to": condition.to,
        "seen": "" if seen is None else seen.isoformat() if isinstance(seen, datetime) else seen,
    }
    return Verdict(holds, (Because("condition", values, holds),))


def _is(seen: Value | None, to: str) -> bool | None:
    if seen is None:
        return None
    ours, theirs = _number(same(seen)), _number(to)
    if ours is not None and theirs is not None:
        return ours == theirs
    return same(seen) == same(to)


def _is_not(seen: Value | None, to: str) -> bool | None:
    holds = _is(seen, to)
    return None if holds is None else not holds


def _ordered(
    good: Callable[[Decimal, Decimal], bool],
) -> Callable[[Value | None, str], bool | None]:
    def compare(seen: Value | None, to: str) -> bool | None:
        ours, theirs = _number(same(seen)), _number(to)
        return None if ours is None or theirs is None else good(ours, theirs)

    return compare


def _contains(seen: Value | None, to: str) -> bool | None:
    ours, theirs = same(seen), same(to)
    return None if ours is None or theirs is None else theirs in ours


def _known(seen: Value | None, to: str) -> bool | None:
    return (seen is not None) == (same(to) != "no")


COMPARISONS: Mapping[str, Callable[[Value | None, str], bool | None]] = {
    "is": _is,
    "is_not": _is_not,
    "over": _ordered(lambda a, b: a > b),
    "under": _ordered(lambda a, b: a < b),
    "at_least": _ordered(lambda a, b: a >= b),
    "at_most": _ordered(lambda a, b: a <= b),
    "contains": _contains,
    "known": _known,
}


def _number(text: str | None) -> Decimal | None:
    """A number as a system or a Finn writes it: 1 250,50 is 1250.50."""
    if text is None:
        return None
    try:
        found = Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
