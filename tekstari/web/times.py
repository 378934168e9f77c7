"""Moments as people read them, in the company's zone and the reader's language.

>>> from datetime import datetime
>>> from zoneinfo import ZoneInfo
>>> zone = ZoneInfo("Europe/Helsinki")
>>> at = datetime(2026, 11, 18, 8, 5, tzinfo=ZoneInfo("UTC"))
>>> clock(at, zone, "fi"), clock(at, zone, "en")
('10.05', '10:05')
>>> moment(at, zone, "fi").replace(chr(160), " ")
'ke 18.11. klo 10.05'
>>> moment(at, zone, "sv").replace(chr(160), " ")
'ons 18.11 kl. 10.05'
>>> moment(at, zone, "en").replace(chr(160), " ")
'Wed 18 Nov, 10:05'
"""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

WEEKDAYS: Final = {
    "fi": ("ma", "ti", "ke", "to", "pe", "la", "su"),
    "sv": ("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
LONG_WEEKDAYS: Final = {
    "fi": (
        "maanantai",
        "tiistai",
        "keskiviikko",
        "torstai",
        "perjantai",
        "lauantai",
        "sunnuntai",
    ),
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Final = tuple(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])
NEAR: Final = {
    0: {"fi": "tänään", "sv": "i dag", "en": "today"},
    1: {"fi": "eilen", "sv": "i går", "en": "yesterday"},
}
CLOCK_WORD: Final = {"fi": " klo\xa0", "sv": " kl.\xa0", "en": ", "}


def clock(at: datetime, zone: ZoneInfo, language: str) -> str:
    """9.05 in Finnish and Swedish, 9:05 in English."""
    local = at.astimezone(zone)
    return f"{local.hour}{':' if language == 'en' else '.'}{local.minute:02}"


def date(at: datetime, zone: ZoneInfo, language: str, with_year: bool = False) -> str:
    """18.11. or 18.11.2026; 18.11 in Swedish; 18 Nov in English."""
    local = at.astimezone(zone)
    if language == "en":
        return f"{local.day}\xa0{MONTHS[local.month - 1]}" + (f"\xa0{local.year}" if with_year else "")
    if with_year:
        return f"{local.day}.{local.month}.{local.year}"
    return f"{local.day}.{local.month}" + ("." if language == "fi" else "")


def moment(at: datetime, zone: ZoneInfo, language: str, now: datetime | None = None) -> str:
    """Weekday, date and time; the year too when it is not this one."""
    with_year = now is not None and at.astimezone(zone).year != now.astimezone(zone).year
    weekday = WEEKDAYS[language][at.astimezone(zone).weekday()]
    day = date(at, zone, language, with_year)
    return f"{weekday}\xa0{day}{CLOCK_WORD[language]}{clock(at, zone, language)}"


def short(at: datetime, zone: ZoneInfo, language: str, now: datetime) -> str:
    """The form of lists: 10.42 today, yesterday, Mon this week, 3.2. this year, 3.2.2025."""
    local, here = at.astimezone(zone), now.astimezone(zone)
    days = (here.date() - local.date()).days
    if days == 0:
        return clock(at, zone, language)
    if days == 1:
        return NEAR[1][language]
    if 1 < days < 7:
        return WEEKDAYS[language][local.weekday()]
    return date(at, zone, language, with_year=local.year != here.year)


def day(at: datetime, zone: ZoneInfo, language: str, now: datetime) -> str:
    """The line between two days of a conversation: Today, Tuesday 17.11."""
    local, here = at.astimezone(zone), now.astimezone(zone)
    days = (here.date() - local.date()).days
    if days in NEAR:
        return NEAR[days][language].capitalize()
    weekday = LONG_WEEKDAYS[language][local.weekday()].capitalize()
    return f"{weekday} {date(at, zone, language, with_year=local.year != here.year)}"
