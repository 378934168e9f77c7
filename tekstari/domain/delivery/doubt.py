"""What happens to a text that may have been sent: the link broke before the operator answered.

SMPP cannot be asked whether it arrived: the name to ask by was in the answer. So a text is sent
again only where twice is better than never, and a receipt that comes later may still tell whose it
is: by the operator's name, by our own reference, or because it fits exactly one text.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from tekstari.domain.delivery.ids import IdRule, same_id
from tekstari.domain.people import Purpose

SKEW = timedelta(minutes=10)
"""How far the operator's clock may be from ours."""
LATEST = timedelta(days=14)
"""How late a receipt may come."""
ENOUGH = 6
"""Letters of a text that must be the same; a shorter text must be the same whole."""


class Course(StrEnum):
    """What is done with a text in doubt that no receipt has explained."""

    NEVER_AGAIN = "never_again"
    HOLD = "hold"
    """It waits until a person decides."""
    RESEND = "resend"
    """It is sent again by itself, and may arrive twice."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A course, and the reason id that tells a person why."""

    course: Course
    reason: str


# A second code would make the first one fail in the person's hand; nobody misses an advertisement.
CHOICES: Mapping[Purpose, Mapping[Course, Choice]] = {
    Purpose.CODE: {Course.NEVER_AGAIN: Choice(Course.NEVER_AGAIN, "doubt.code")},
    Purpose.MARKETING: {Course.NEVER_AGAIN: Choice(Course.NEVER_AGAIN, "doubt.once")},
    Purpose.SURVEY: {Course.NEVER_AGAIN: Choice(Course.NEVER_AGAIN, "doubt.once")},
    Purpose.ORDER: {
        Course.HOLD: Choice(Course.HOLD, "doubt.ask"),
        Course.RESEND: Choice(Course.RESEND, "doubt.resend"),
        Course.NEVER_AGAIN: Choice(Course.NEVER_AGAIN, "doubt.setting"),
    },
    Purpose.SERVICE: {
        Course.HOLD: Choice(Course.HOLD, "doubt.ask"),
        Course.RESEND: Choice(Course.RESEND, "doubt.resend"),
        Course.NEVER_AGAIN: Choice(Course.NEVER_AGAIN, "doubt.setting"),
    },
}


def course(purpose: Purpose, setting: Course | None = None) -> Choice:
    """What to do with a text in doubt; a setting counts only where the purpose leaves a choice.

    >>> course(Purpose.ORDER)
    Choice(course=<Course.HOLD: 'hold'>, reason='doubt.ask')
    >>> course(Purpose.MARKETING, Course.RESEND).course
    <Course.NEVER_AGAIN: 'never_again'>
    """
    choices = CHOICES[purpose]
    usual = next(iter(choices.values()))
    return choices.get(setting, usual) if setting else usual


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A part that was written to a channel; `provider_id` is empty while no answer has come."""

    attempt: str
    sender: str
    phone: str
    text: str
    written_at: datetime
    provider_id: str = ""
    reference: int | None = None


@dataclass(frozen=True, slots=True)
class Clues:
    """What a receipt tells of the text it is about. `sent_at` is the submit date, where it is
    known in which zone; `at` is when we got the receipt."""

    at: datetime
    ids: tuple[str, ...] = ()
    reference: int | None = None
    sender: str = ""
    phone: str = ""
    text: str = ""
    sent_at: datetime | None = None


class Found(StrEnum):
    """How the text of a receipt was found, or why it was not."""

    BY_ID = "by_id"
    BY_REFERENCE = "by_reference"
    BY_ONLY_CANDIDATE = "by_only_candidate"
    NONE_FITS = "none_fits"
    SEVERAL_FIT = "several_fit"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The attempt a receipt is about, or None; `found` is the evidence either way."""

    attempt: str | None
    found: Found


def resolve(
    clues: Clues, written: Iterable[Doubtful], rule: IdRule = IdRule.PLAIN, skew: timedelta = SKEW
) -> Resolution:
    """Whose receipt this is, among everything this channel has written and nothing has ended.

    Give also what is on its way at this moment, not only what is in doubt: a receipt may overtake
    its answer, and a text left out cannot stop another from being the only one that fits.
    """
    texts = list(written)
    ways: tuple[tuple[Found, Callable[[Doubtful], bool]], ...] = (
        (Found.BY_ID, lambda text: _same_name(clues, text, rule)),
        (Found.BY_REFERENCE, lambda text: _same_reference(clues, text)),
        (Found.BY_ONLY_CANDIDATE, lambda text: _fits(clues, text, skew)),
    )
    for found, fits in ways:
        fitting = [text for text in texts if fits(text)]
        if len(fitting) > 1:  # names and references are used again: by another person, then
            fitting = [text for text in fitting if _same_people(clues, text)] or fitting
        if len(fitting) == 1:
            return Resolution(fitting[0].attempt, found)
        if fitting:
            return Resolution(None, Found.SEVERAL_FIT)
    return Resolution(None, Found.NONE_FITS)


def _same_name(clues: Clues, text: Doubtful, rule: IdRule) -> bool:
    return any(same_id(text.provider_id, id, rule) for id in clues.ids)


def _same_reference(clues: Clues, text: Doubtful) -> bool:
    """The same reference, which has 16 bits and comes round: so to the same phone, in its time."""
    if clues.reference is None or clues.reference != text.reference:
        return False
    return bool(clues.phone) and _number(clues.phone) == _number(text.phone) and _is_after(clues, text, SKEW)


def _fits(clues: Clues, text: Doubtful, skew: timedelta) -> bool:
    """All that a receipt without a name tells: both numbers, the time and how the text begins."""
    contradicted = clues.reference is not None and text.reference is not None
    if text.provider_id or contradicted or not clues.phone or not clues.sender:
        return False
    then = _is_after(clues, text, skew) and _is_sent_then(clues, text, skew)
    return then and _same_people(clues, text) and _begins_alike(clues.text, text.text)


def _same_people(clues: Clues, text: Doubtful) -> bool:
    senders = (_number(clues.sender), _number(text.sender))
    return _number(clues.phone) == _number(text.phone) and senders[0] == senders[1]


def _is_after(clues: Clues, text: Doubtful, skew: timedelta) -> bool:
    written_at = text.written_at.astimezone(UTC)  # times of one zone are compared by its wall
    return written_at - skew <= clues.at.astimezone(UTC) <= written_at + LATEST


def _is_sent_then(clues: Clues, text: Doubtful, skew: timedelta) -> bool:
    if clues.sent_at is None:
        return True
    return abs(clues.sent_at.astimezone(UTC) - text.written_at.astimezone(UTC)) <= skew


def _begins_alike(beginning: str, text: str) -> bool:
    """Compared over plain letters and digits: operators garble the others in receipts."""
    pairs = zip(beginning.strip(), text.strip(), strict=False)
    sure = [(one, other) for one, other in pairs if _is_sure(one) and _is_sure(other)]
    if any(one != other for one, other in sure) or len(beginning.strip()) > len(text.strip()):
        return False
    return len(sure) >= ENOUGH or bool(sure and beginning.strip() == text.strip())


def _is_sure(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _number(written: str) -> str:
    """A number without the signs that operators leave out; a name in one case."""
    return written.strip().removeprefix("+").removeprefix("00").casefold()
