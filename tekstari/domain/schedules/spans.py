"""Lengths of time as people say them: 11 months, 2 hours, 4 open hours.

Months and days belong to the calendar: they keep the time on the wall clock. Hours and minutes
are measured: two hours are always 7200 seconds. Open hours run only while people answer.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tekstari.domain.schedules.hours import OpeningHours
from tekstari.domain.schedules.wall import instant, local

LONGEST = {"months": 1_200, "days": 36_600, "seconds": 3_200_000_000, "open_hours": 10_000}
UNITS = {
    ("seconds", 1): "s sec secs second seconds sek sekunti sekuntia sekund sekunder",
    ("seconds", 60): "min mins minute minutes minuutti minuuttia minut minuter",
    ("seconds", 3600): "h hr hrs hour hours t tunti tuntia tim timme timmar",
    ("days", 1): "d day days pv päivä päivää vrk dag dagar dygn",
    ("days", 7): "w week weeks vk vko viikko viikkoa vecka veckor",
    ("months", 1): "month months kk kuukausi kuukautta mån månad månader",
    ("months", 12): "y year years v vuosi vuotta år",
    ("open_hours", 1): "aukiotunti aukiotuntia öppettimme öppettimmar",
}
UNIT = {word: unit for unit, words in UNITS.items() for word in words.split()} | {
    "open hour": ("open_hours", 1),
    "open hours": ("open_hours", 1),
    "öppna timmar": ("open_hours", 1),
}
STEP = re.compile(r"(?:(?:and|ja|och) )?(\d{1,10}) ?((?:open |öppna )?[a-zåäö]+)(?: |$)")
ISO = re.compile(
    r"P(?=[\dT])(?:(\d{1,10})Y)?(?:(\d{1,10})M)?(?:(\d{1,10})W)?(?:(\d{1,10})D)?"
    r"(?:T(?=\d)(?:(\d{1,10})H)?(?:(\d{1,10})M)?(?:(\d{1,10})S)?)?",
    re.ASCII,
)
ISO_UNITS = [UNIT[word] for word in ("year", "month", "week", "day", "hour", "minute", "second")]


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time; its calendar part is taken first, then the measured, then open hours."""

    months: int = 0
    days: int = 0
    seconds: int = 0
    open_hours: int = 0


def read_span(text: str) -> Span | None:
    """The length a text says, in English, Finnish, Swedish or ISO 8601; None when it says none.

    >>> read_span("11 kuukautta") == read_span("P11M") == Span(months=11)
    True
    >>> read_span("4 open hours")
    Span(months=0, days=0, seconds=0, open_hours=4)
    >>> read_span("soon")
    """
    words = " ".join(text[:200].split())
    if iso := ISO.fullmatch(words.upper()):
        found = zip(iso.groups(default="0"), ISO_UNITS, strict=True)
        return _sum([(int(number), unit) for number, unit in found])
    steps = []
    rest = words.casefold()
    while step := STEP.match(rest):
        unit = UNIT.get(step[2])
        if unit is None:
            return None
        steps.append((int(step[1]), unit))
        rest = rest[step.end() :]
    return _sum(steps) if steps and not rest else None


def later(at: datetime, span: Span, zone: ZoneInfo, hours: OpeningHours | None = None) -> datetime:
    """`span` after `at`, in UTC. Open hours need the opening hours they run in.

    A day later is the same time on the wall, also when that day has 23 or 25 hours; an hour later
    is an hour later. A day that the month does not have is its last day.

    >>> helsinki = ZoneInfo("Europe/Helsinki")
    >>> evening = datetime(2027, 3, 27, 18, 0, tzinfo=helsinki)
    >>> str(later(evening, Span(days=1), helsinki).astimezone(helsinki))
    '2027-03-28 18:00:00+03:00'
    >>> str(later(evening, Span(seconds=24 * 3600), helsinki).astimezone(helsinki))
    '2027-03-28 19:00:00+03:00'
    >>> evening = datetime(2027, 10, 30, 18, 0, tzinfo=helsinki)
    >>> str(later(evening, Span(days=1), helsinki).astimezone(helsinki))
    '2027-10-31 18:00:00+02:00'
    >>> str(later(datetime(2027, 3, 31, 9, 0, tzinfo=helsinki), Span(months=11), helsinki))
    '2028-02-29 07:00:00+00:00'
    """
    then = _moved(at, span, zone, 1)
    if not span.open_hours:
        return then
    if hours is None:
        raise ValueError("open hours are counted in opening hours, and none were given")
    return hours.add_open(then, span.open_hours)


def earlier(at: datetime, span: Span, zone: ZoneInfo) -> datetime:
    """`span` before `at`, in UTC: where a window of that length begins.

    >>> helsinki = ZoneInfo("Europe/Helsinki")
    >>> str(earlier(datetime(2027, 3, 31, 12, 0, tzinfo=helsinki), Span(months=1), helsinki))
    '2027-02-28 10:00:00+00:00'
    """
    if span.open_hours:
        raise ValueError("open hours are only counted forward")
    return _moved(at, span, zone, -1)


def _moved(at: datetime, span: Span, zone: ZoneInfo, sign: int) -> datetime:
    then = at.astimezone(UTC)
    if span.months or span.days:  # else the second 3:30 of an autumn night would become the first
        wall = _months_on(local(at, zone), sign * span.months) + timedelta(sign * span.days)
        then = instant(wall, zone)
    return then + timedelta(seconds=sign * span.seconds)


def _months_on(wall: datetime, months: int) -> datetime:
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return wall.replace(year=year, month=month + 1, day=min(wall.day, last))


def _sum(steps: list[tuple[int, tuple[str, int]]]) -> Span | None:
    total = dict.fromkeys(LONGEST, 0)
    for number, (unit, size) in steps:
        total[unit] += number * size
    if any(total[unit] > most for unit, most in LONGEST.items()):
        return None
    return Span(**total)
