"""A backtest as people read it: a page in the terminal, and a table for a spreadsheet."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

from tekstari.domain.flows.definition import Playbook
from tekstari.domain.flows.wording import Setting
from tekstari.domain.past.rows import Row, texts_by_person
from tekstari.domain.people import shown as shown_phone
from tekstari.domain.schedules.hours import shown as shown_hours

WIDTH = 40

REASONS: Mapping[str, str] = {
    "opted_out_all": "has stopped all texts",
    "opted_out": "has refused marketing",
    "wrong_number": "wrong person's number",
    "too_late": "its moment had passed",
    "changed": "no longer true",
    "called": "the customer had called",
    "no_number": "no usable number",
    "missing_value": "data missing",
    "already_sent": "already sent",
    "condition": "a condition did not hold",
    "cannot_tell": "a condition could not be told",
}
COLUMNS = (
    "time",
    "state",
    "leaves",
    "reason",
    "missing",
    "phone",
    "name",
    "key",
    "text",
    "language",
    "parts",
    "words",
)


@dataclass(frozen=True, slots=True)
class Played:
    """A backtest that has been run."""

    playbook: Playbook
    setting: Setting
    rows: tuple[Row, ...]
    row_count: int
    event_count: int
    span: tuple[datetime, datetime] | None


def report(played: Played) -> Iterator[str]:
    """The page, line by line."""
    rows, zone = played.rows, played.setting.zone
    texts = [row for row in rows if row.leaves]
    people = texts_by_person(rows)
    yield played.playbook.name
    yield f"{_count(played.row_count, 'row')}, {_count(played.event_count, 'event')}{_days(played)}"
    hours = shown_hours(played.setting.hours, "en")
    yield f"Open {hours}; quiet 21-8 for marketing and surveys"
    yield ""
    parts = sum(row.parts for row in texts)
    yield _line("Would have been sent", len(texts), f"in {_count(parts, 'part')} to {_people(len(people))}")
    held = sum(row.state == "held" for row in rows)
    yield _line("  after quiet hours", held, "held until the morning") if held else _line("  held", 0, "")
    yield from _why_not(rows)
    yield from _nearly(rows)
    yield from _most(people)
    yield from _months(texts, zone)


def _why_not(rows: Iterable[Row]) -> Iterator[str]:
    reasons = Counter(row.reason for row in rows if row.state in ("suppressed", "too_late", "failed"))
    yield _line("Not sent", reasons.total(), "")
    for reason, count in reasons.most_common():
        yield _line(f"  {REASONS.get(reason, reason)}", count, "")


def _nearly(rows: Iterable[Row]) -> Iterator[str]:
    missing = Counter(" and ".join(row.missing) for row in rows if row.state == "nearly")
    yield _line("Nearly", missing.total(), "")
    for events, count in missing.most_common():
        yield _line(f"  {events} missing", count, "")


def _most(people: Counter[str]) -> Iterator[str]:
    several = [(phone, count) for phone, count in people.most_common() if count > 1]
    yield _line("Two texts or more", len(several), "people" if len(several) != 1 else "person")
    for phone, count in several[:10]:
        yield _line(f"  {shown_phone(phone)}", count, "texts")


def _months(texts: Iterable[Row], zone: ZoneInfo) -> Iterator[str]:
    months = Counter((row.until or row.at).astimezone(zone).strftime("%Y-%m") for row in texts)
    if not months:
        return
    most = max(months.values())
    yield ""
    for month in _every_month(min(months), max(months)):
        count = months[month]
        bar = "█" * max(1 if count else 0, round(count / most * WIDTH))
        yield f"{month}  {bar:<{WIDTH}} {count:>6,}".rstrip()


def _every_month(first: str, last: str) -> Iterator[str]:
    year, month = int(first[:4]), int(first[5:])
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _days(played: Played) -> str:
    if played.span is None:
        return ""
    first, last = (at.astimezone(played.setting.zone) for at in played.span)
    return f", {first.day} {first:%b %Y} to {last.day} {last:%b %Y}"


def _line(what: str, count: int, rest: str) -> str:
    return f"{what:<34} {count:>8,}  {rest}".rstrip()


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def write_csv(file: TextIO, rows: Iterable[Row], zone: ZoneInfo) -> None:
    """A line for each row. No cell can be taken for a formula."""
    table = csv.writer(file)
    table.writerow(COLUMNS)
    for row in rows:
        cells = (
            _moment(row.at, zone),
            row.state,
            _moment(row.until, zone),
            row.reason,
            ", ".join(row.missing),
            row.who,
            row.name,
            row.key,
            row.text,
            row.language,
            str(row.parts),
            row.words,
        )
        table.writerow(map(as_text, cells))


def as_text(cell: str) -> str:
    """A cell that a spreadsheet shows as it stands.

    >>> as_text("=1+1"), as_text("Hei!")
    ("'=1+1", 'Hei!')
    """
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(" ", "minutes") if at else ""
