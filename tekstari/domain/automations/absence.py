"""When an absence falls due, and which last events can be due in a window."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tekstari.domain.automations.definition import Absence
from tekstari.domain.automations.match import Match
from tekstari.domain.decision import Because, when
from tekstari.domain.happened import Happened, same
from tekstari.domain.schedules.spans import earlier, later
from tekstari.domain.schedules.wall import instant, local

#: Months differ in length and the clock of the day moves a moment: a window is read this much wider.
SLACK = timedelta(days=4)


def due_at(absence: Absence, since: datetime, zone: ZoneInfo) -> datetime:
    """The moment an event of `since` has not been repeated for the whole span (UTC).

    >>> from datetime import UTC, time
    >>> from tekstari.domain.schedules.spans import Span
    >>> rule = Absence("service.completed", Span(months=11), "vehicle", time(10))
    >>> helsinki = ZoneInfo("Europe/Helsinki")
    >>> str(due_at(rule, datetime(2026, 4, 28, 13, 5, tzinfo=UTC), helsinki).astimezone(helsinki))
    '2027-03-28 10:00:00+03:00'
    """
    day = local(later(since, absence.span, zone), zone).date()
    return instant(datetime.combine(day, absence.clock), zone)


def absence_match(absence: Absence, event: Happened, due: datetime) -> Match:
    """The occurrence of an absence: once for each last event."""
    key = f"{event.kind}:{same(event.key)}" if absence.by != "contact" else f"contact:{event.contact}"
    said = {"event": event.type, "at": when(event.time), "due": when(due)}
    return Match(key, event.id, (event,), (0,), (Because("absent.due", said),))


def counts_by(absence: Absence, event: Happened) -> str | None:
    """Whose clock this event starts anew; None when the absence does not count it."""
    if event.type != absence.event:
        return None
    if absence.by == "contact":
        return event.contact
    return same(event.key) if event.kind == absence.by else None


def window(absence: Absence, after: datetime, until: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Between which times a last event can lie that falls due in (after, until]; a little wide."""
    return (
        earlier(after, absence.span, zone) - SLACK,
        earlier(until, absence.span, zone) + SLACK,
    )
