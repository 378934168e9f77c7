"""How long the operator may try: from the moment after which a text is of no use any more.

A reminder that comes after the appointment is worse than none. The operator is told (SMPP 3.4,
7.1.1), but its clock and its limits are its own, so a text is also let expire here.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(days=14)
MOST_DAYS = timedelta(days=31)


class Form(StrEnum):
    """How a channel wants the time told."""

    RELATIVE = "relative"
    """So long from when the operator takes it: needs no agreement about clocks."""
    ABSOLUTE = "absolute"
    """A moment, in UTC."""


def is_too_late(deadline: datetime | None, now: datetime) -> bool:
    """Whether nothing may be sent any more; a text without a deadline is never too late."""
    return deadline is not None and _left(deadline, now) < timedelta(seconds=1)


def validity(
    deadline: datetime | None,
    now: datetime,
    form: Form = Form.RELATIVE,
    longest: timedelta = LONGEST,
) -> str | None:
    """The validity_period of a text; empty for no deadline, None when it is too late to send.

    Never longer than to the deadline: a fraction of a second is cut off, and a deadline further
    away than the operator takes is brought to `longest`.

    >>> now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    >>> validity(now + timedelta(hours=26, minutes=5), now)
    '000001020500000R'
    >>> validity(now + timedelta(hours=2), now, Form.ABSOLUTE)
    '261121140000000+'
    >>> validity(None, now), validity(now, now)
    ('', None)
    """
    if deadline is None:
        return ""
    if is_too_late(deadline, now):
        return None
    left = min(_left(deadline, now), longest)
    return _relative(left) if form is Form.RELATIVE else _absolute(now.astimezone(UTC) + left)


def _left(deadline: datetime, now: datetime) -> timedelta:
    """Real time: between two times of one zone Python subtracts what the wall shows."""
    return deadline.astimezone(UTC) - now.astimezone(UTC)


def _relative(left: timedelta) -> str:
    """In days and not months: how long a month is, is the operator's opinion."""
    left = min(left, MOST_DAYS)
    minutes, seconds = divmod(left.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"0000{left.days:02}{hours:02}{minutes:02}{seconds:02}000R"


def _absolute(at: datetime) -> str:
    return at.strftime("%y%m%d%H%M%S") + "000+"
