"""The times of a receipt: ten, twelve, fourteen or sixteen digits on the operator's wall."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import lru_cache

DIGITS = re.compile(r"[0-9]{10,16}")
# SMPP 3.4, 7.1.1.1: tenths of a second, quarters of an hour from UTC, and on which side.
ABSOLUTE = re.compile(r"([0-9]{12})[0-9]([0-9]{2})([+-])")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?\S{0,13}")


class TwelveDigits(StrEnum):
    """What twelve digits mean on a channel; 200101010030 could be either."""

    GUESS = "guess"
    SECONDS = "seconds"
    """YYMMDDhhmmss"""
    CENTURY = "century"
    """YYYYMMDDhhmm"""


@dataclass(frozen=True, slots=True)
class WallTime:
    """A time as the operator's clock showed it; aware only where the receipt or channel says where.

    The hour that comes twice in an autumn night cannot be told apart: it is taken as the first.
    """

    at: datetime
    has_seconds: bool

    def iso(self) -> str:
        """The time as written, never converted, no finer than it was given.

        >>> WallTime(datetime(2026, 11, 21, 9, 5), has_seconds=False).iso()
        '2026-11-21T09:05'
        """
        return self.at.isoformat(timespec="seconds" if self.has_seconds else "minutes")


@lru_cache(maxsize=4096)  # a burst of receipts is of the same few minutes
def wall_time(
    written: str, zone: tzinfo | None = None, twelve: TwelveDigits = TwelveDigits.GUESS
) -> WallTime | None:
    """What the digits say; None for zeros, nonsense, and twelve digits that could mean two times.

    >>> wall_time("1007291049").iso(), wall_time("110206193110").iso()
    ('2010-07-29T10:49', '2011-02-06T19:31:10')
    >>> wall_time("201506201641").iso()  # as a day of 2020 it would be in month 15
    '2015-06-20T16:41'
    >>> wall_time("0000000000"), wall_time("200101010030"), wall_time("soon")
    (None, None, None)
    """
    given = written.strip().strip("\0")
    if found := ABSOLUTE.fullmatch(given):
        return _absolute(found[1], int(found[2]), found[3])
    if ISO.fullmatch(given):
        return _iso(given, zone)
    if not DIGITS.fullmatch(given) or not given.strip("0"):
        return None
    readings = _readings(given, zone, twelve)
    return readings[0] if len(readings) == 1 else None


def _readings(digits: str, zone: tzinfo | None, twelve: TwelveDigits) -> list[WallTime]:
    """Every time these digits can be."""
    read: list[WallTime | None] = []
    if len(digits) == 10 or (len(digits) == 12 and twelve is not TwelveDigits.CENTURY):
        read.append(_digits("20" + digits, zone))
    if len(digits) in (14, 16) or (len(digits) == 12 and twelve is not TwelveDigits.SECONDS):
        read.append(_digits(digits[:14], zone))
    return [time for time in read if time is not None]


def _digits(digits: str, zone: tzinfo | None) -> WallTime | None:
    year, rest = int(digits[:4]), digits[4:]
    if not 1990 <= year < 2100:
        return None
    month, day, hour, minute, second = (int(rest[at : at + 2] or 0) for at in range(0, 10, 2))
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
    return WallTime(at, has_seconds=len(rest) == 10)


def _absolute(digits: str, quarters: int, side: str) -> WallTime | None:
    if quarters > 48:
        return None
    offset = timedelta(minutes=15 * quarters)
    return _digits("20" + digits, timezone(-offset if side == "-" else offset))


def _iso(written: str, zone: tzinfo | None) -> WallTime | None:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return WallTime(at if at.tzinfo else at.replace(tzinfo=zone), written.count(":") > 1)
