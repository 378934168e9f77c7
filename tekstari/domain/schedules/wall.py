"""Wall clocks: which instant a local time means on the nights the clocks move."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock on the wall shows then, without a zone."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def instant(wall: datetime, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """The instant (UTC) when the wall clock shows this.

    A time the clock jumps over is the first instant after the jump. A time it shows twice is the
    first of the two; `fold=1` asks for the second.

    >>> helsinki = ZoneInfo("Europe/Helsinki")
    >>> str(instant(datetime(2027, 3, 28, 3, 30), helsinki).astimezone(helsinki))
    '2027-03-28 04:00:00+03:00'
    >>> str(instant(datetime(2027, 10, 31, 3, 30), helsinki).astimezone(helsinki))
    '2027-10-31 03:30:00+03:00'
    """
    at = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    if local(at, zone) == wall:
        return at
    return _end_of_gap(wall, zone)


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The jump lies between the two readings of a time that is not there: close in on it."""
    before = wall.replace(microsecond=0, tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(microsecond=0, tzinfo=zone, fold=0).astimezone(UTC)
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        if local(middle, zone) < wall:
            before = middle
        else:
            after = middle
    return after
