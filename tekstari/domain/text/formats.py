"""Dates and times in the words of a text: short, without inflection, inside GSM-7."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a language writes days and clocks."""

    days: tuple[str, ...]
    date: str
    long_date: str
    at: str
    dot: str
    also: str
    closed: str


FINNISH = Habits(
    days=("ma", "ti", "ke", "to", "pe", "la", "su"),
    date="{weekday} {day}.{month}.",
    long_date="{day}.{month}.{year}",
    at="klo ",
    dot=".",
    also="ja",
    closed="suljettu",
)
SWEDISH = Habits(
    days=("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    date="{weekday} {day}.{month}",
    long_date="{day}.{month}.{year}",
    at="kl. ",
    dot=".",
    also="och",
    closed="stängt",
)
ENGLISH = Habits(
    days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    date="{weekday} {day} {name}",
    long_date="{day} {name} {year}",
    at="",
    dot=":",
    also="and",
    closed="closed",
)
HABITS = {"fi": FINNISH, "sv": SWEDISH, "en": ENGLISH}


def habits(language: str) -> Habits:
    """The habits of a language ("sv-FI" is Swedish); English for one we do not write."""
    return HABITS.get(language[:2].lower(), ENGLISH)


def date_words(at: date | datetime, language: str, zone: ZoneInfo) -> str:
    """A day this year.

    >>> at = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
    >>> [date_words(at, language, at.tzinfo) for language in ("fi", "sv", "en")]
    ['ti 24.11.', 'tis 24.11', 'Tue 24 Nov']
    """
    return _written(habits(language).date, at, language, zone)


def long_date_words(at: date | datetime, language: str, zone: ZoneInfo) -> str:
    """A day of any year.

    >>> at = date(2026, 11, 24)
    >>> helsinki = ZoneInfo("Europe/Helsinki")
    >>> [long_date_words(at, language, helsinki) for language in ("fi", "sv", "en")]
    ['24.11.2026', '24.11.2026', '24 Nov 2026']
    """
    return _written(habits(language).long_date, at, language, zone)


def clock_words(at: datetime, language: str, zone: ZoneInfo) -> str:
    """A time of day.

    >>> at = datetime(2026, 11, 24, 9, 5, tzinfo=ZoneInfo("Europe/Helsinki"))
    >>> [clock_words(at, language, at.tzinfo) for language in ("fi", "sv", "en")]
    ['klo 9.05', 'kl. 9.05', '9:05']
    """
    way = habits(language)
    return f"{way.at}{_clock(at.astimezone(zone), way)}"


def datetime_words(at: datetime, language: str, zone: ZoneInfo) -> str:
    """A day this year and a time.

    >>> at = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
    >>> [datetime_words(at, language, at.tzinfo) for language in ("fi", "sv", "en")]
    ['ti 24.11. klo 14.30', 'tis 24.11 kl. 14.30', 'Tue 24 Nov 14:30']
    """
    return f"{date_words(at, language, zone)} {clock_words(at, language, zone)}"


def window_words(start: datetime, end: datetime, language: str, zone: ZoneInfo) -> str:
    """From one time to another on the same day.

    >>> start = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
    >>> window_words(start, start.replace(hour=16), "fi", start.tzinfo)
    'klo 14.30-16.30'
    """
    way = habits(language)
    return f"{clock_words(start, language, zone)}-{_clock(end.astimezone(zone), way)}"


def _clock(there: datetime, way: Habits) -> str:
    return f"{there.hour}{way.dot}{there.minute:02}"


def _written(pattern: str, at: date | datetime, language: str, zone: ZoneInfo) -> str:
    day = at.astimezone(zone).date() if isinstance(at, datetime) else at
    return pattern.format(
        weekday=habits(language).days[day.weekday()],
        day=day.day,
        month=day.month,
        name=MONTHS[day.month - 1],
        year=day.year,
    )
