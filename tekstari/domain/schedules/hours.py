"""When people answer: opening hours by weekday, with the days that are closed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TypeAlias
from zoneinfo import ZoneInfo

from tekstari.domain.schedules.wall import instant, local
from tekstari.domain.text.formats import habits

Interval: TypeAlias = tuple[time, time]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
GIVE_UP = 400  # days without one open minute


class NeverOpen(ValueError):
    """These hours do not open within a year."""


class BadHours(ValueError):
    """Opening hours that cannot be read; `reason` says why, `day` where."""

    def __init__(self, reason: str, day: str) -> None:
        super().__init__(f"{reason} ({day})")
        self.reason = reason
        self.day = day


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Seven days, Monday first. An interval that ends at or before its start ends the next day."""

    zone: ZoneInfo
    week: tuple[tuple[Interval, ...], ...]
    closed_on: frozenset[date] = frozenset()

    def is_open(self, at: datetime) -> bool:
        """Whether somebody answers at this moment; the closing moment itself is closed."""
        day = local(at, self.zone).date()
        return any(opens <= at < closes for then in (day - DAY, day) for opens, closes in self._on(then))

    def next_opening(self, at: datetime) -> datetime:
        """`at` itself when open, else the first moment after it when we are (UTC).

        >>> helsinki = ZoneInfo("Europe/Helsinki")
        >>> shop = read_hours({"mon": "8-17", "fri": "8-17"}, helsinki)
        >>> str(shop.next_opening(datetime(2027, 3, 27, 12, 0, tzinfo=helsinki)))
        '2027-03-29 05:00:00+00:00'
        """
        return next(self._openings(at))[0]

    def add_open(self, at: datetime, hours: int | timedelta) -> datetime:
        """When so much open time has passed since `at` (UTC): the deadline of a promise.

        >>> helsinki = ZoneInfo("Europe/Helsinki")
        >>> shop = read_hours({"thu": "8-17", "fri": "8-17", "mon": "8-17"}, helsinki)
        >>> friday = datetime(2027, 3, 26, 15, 30, tzinfo=helsinki)
        >>> str(shop.add_open(friday, 4).astimezone(helsinki))
        '2027-03-29 10:30:00+03:00'
        """
        left = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
        if left < timedelta(0):
            raise ValueError("open time is only added")
        for opens, closes in self._openings(at):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise NeverOpen

    def _openings(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open stretches from `at` on, in order, no moment twice."""
        cursor = at.astimezone(UTC)
        day = local(at, self.zone).date() - DAY
        idle = 0
        while idle < GIVE_UP:
            idle += 1
            for opens, closes in self._on(day):
                if closes > cursor:
                    yield max(opens, cursor), closes
                    cursor, idle = closes, 0
            day += DAY
        raise NeverOpen

    def _on(self, day: date) -> list[tuple[datetime, datetime]]:
        """The intervals that begin on a day; one that a spring night swallows is left out."""
        if day in self.closed_on:
            return []
        found = []
        for opens, closes in self.week[day.weekday()]:
            last = day if closes > opens else day + DAY
            start = instant(datetime.combine(day, opens), self.zone)
            end = instant(datetime.combine(last, closes), self.zone, fold=1)
            if start < end:
                found.append((start, end))
        return sorted(found)


def read_hours(
    mapping: Mapping[str, str], zone: ZoneInfo, closed_on: frozenset[date] = frozenset()
) -> OpeningHours:
    """Hours by weekday as people write them; days left out are closed.

    >>> hours = read_hours({"mon": "8:30-12, 13-17"}, ZoneInfo("Europe/Helsinki"))
    >>> shown(hours, "fi")
    'ma 8.30-12 ja 13-17'
    """
    for day in mapping:
        if day not in DAYS:
            raise BadHours("hours.day_unknown", day)
    week = tuple(_read_day(mapping.get(day, ""), day) for day in DAYS)
    return OpeningHours(zone, week, closed_on)


def shown(hours: OpeningHours, language: str) -> str:
    """The week in a few words that need no ending and no character outside GSM-7.

    >>> week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "8-17") | {"sat": "9-14"}
    >>> hours = read_hours(week, ZoneInfo("Europe/Helsinki"))
    >>> shown(hours, "fi"), shown(hours, "sv"), shown(hours, "en")
    ('ma-pe 8-17, la 9-14', 'mån-fre 8-17, lör 9-14', 'Mon-Fri 8-17, Sat 9-14')
    """
    way = habits(language)
    groups = []
    for intervals, run in groupby(range(7), key=hours.week.__getitem__):
        days = list(run)
        if not intervals:
            continue
        names = [way.days[day] for day in dict.fromkeys((days[0], days[-1]))]
        times = [f"{_hour(opens, way.dot)}-{_hour(closes, way.dot, end=True)}" for opens, closes in intervals]
        groups.append(f"{'-'.join(names)} {f' {way.also} '.join(times)}")
    return ", ".join(groups) or way.closed


def _hour(clock: time, dot: str, *, end: bool = False) -> str:
    if end and clock == time(0):
        return "24"
    return f"{clock.hour}{dot}{clock.minute:02}" if clock.minute else str(clock.hour)


def _read_day(text: str, day: str) -> tuple[Interval, ...]:
    words = text.strip()
    if words.casefold() in ("", "-", "closed"):
        return ()
    intervals = sorted(_read_interval(piece, day) for piece in words.split(","))
    for (_, closes), (opens, _) in zip(intervals, intervals[1:], strict=False):
        if closes > opens or closes == time(0):
            raise BadHours("hours.overlap", day)
    if any(closes <= opens for opens, closes in intervals[:-1]):
        raise BadHours("hours.overlap", day)
    return tuple(intervals)


def _read_interval(text: str, day: str) -> Interval:
    ends = text.replace("\u2013", "-").split("-")
    if len(ends) != 2:
        raise BadHours("hours.not_read", day)
    opens, closes = _read_clock(ends[0], day), _read_clock(ends[1], day)
    if opens == closes != time(0):  # 8-8 may be a slip or a whole day: nobody can tell
        raise BadHours("hours.not_read", day)
    return opens, closes


def _read_clock(text: str, day: str) -> time:
    hour, _, minute = text.strip().replace(".", ":").partition(":")
    if not (hour + minute).isascii() or not (hour.isdigit() and (minute or "0").isdigit()):
        raise BadHours("hours.not_read", day)
    if (int(hour), int(minute or 0)) == (24, 0):
        return time(0)
    if int(hour) > 23 or int(minute or 0) > 59:
        raise BadHours("hours.not_read", day)
    return time(int(hour), int(minute or 0))
