"""Quiet hours: texts wait, none is dropped."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tekstari.domain.people import Purpose
from tekstari.domain.schedules.wall import instant, local

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` to `end` every night (or day) no text of these purposes leaves."""

    zone: ZoneInfo
    start: time
    end: time
    purposes: frozenset[Purpose]


def held_until(at: datetime, purpose: Purpose, quiet: QuietHours | None) -> datetime:
    """`at` itself when a text may leave then, else the end of the quiet hours (UTC).

    >>> helsinki = ZoneInfo("Europe/Helsinki")
    >>> quiet = QuietHours(helsinki, time(21), time(8), frozenset({Purpose.MARKETING}))
    >>> evening = datetime(2027, 3, 27, 22, 15, tzinfo=helsinki)
    >>> str(held_until(evening, Purpose.MARKETING, quiet).astimezone(helsinki))
    '2027-03-28 08:00:00+03:00'
    >>> held_until(evening, Purpose.ORDER, quiet) == evening
    True
    """
    if quiet is None or purpose not in quiet.purposes or quiet.start == quiet.end:
        return at
    today = local(at, quiet.zone).date()
    for day in (today - DAY, today):
        last = day if quiet.end > quiet.start else day + DAY
        begins = instant(datetime.combine(day, quiet.start), quiet.zone)
        # An hour that comes twice is quiet both times.
        ends = instant(datetime.combine(last, quiet.end), quiet.zone, fold=1)
        if begins <= at < ends:
            return ends
    return at
