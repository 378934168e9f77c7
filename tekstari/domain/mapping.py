"""Rows of a table as events, by a mapping that people write: columns to fields, date forms, constants.

Every value is a pattern: `{order_id}` is that column of the row, `order-{order_id}` has words around it,
and a pattern without braces is a constant. One row may give several events; one whose time is empty in
the row has not happened, and gives none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import cycle
from zoneinfo import ZoneInfo

from tekstari.domain.events import Event, read_event
from tekstari.domain.said import Refusal
from tekstari.domain.schedules.wall import instant

COLUMN = re.compile(r"\{([^{}]+)\}")
TOP = {"source", "events", "zone", "date", "contact", "record", "data"}
ONE = {"type", "id", "time", "zone", "date", "contact", "record", "data"}
CONTACT = {"key", "phone", "name", "language", "fields"}
RECORD = {"kind", "key", "fields"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, where: a place in the mapping, or a row and its column."""

    place: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


class BadMapping(Exception):
    """The mapping cannot be used; `faults` say why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].reason)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Pattern:
    """A constant, or words with columns among them."""

    text: str

    def columns(self) -> tuple[str, ...]:
        return tuple(COLUMN.findall(self.text))

    def of(self, row: Mapping[str, str]) -> str:
        """The value in a row; empty when none of its columns has one.

        >>> Pattern("order-{id}").of({"id": " 7 "}), Pattern("order-{id}").of({"id": ""})
        ('order-7', '')
        """
        values = [row.get(column, "").strip() for column in self.columns()]
        if values and not any(values):
            return ""
        return COLUMN.sub(lambda found: row.get(found[1], "").strip(), self.text)


@dataclass(frozen=True, slots=True)
class Digits:
    """A phone made of an anonymous id: the same id always gives the same number."""

    column: str
    form: str

    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def of(self, row: Mapping[str, str]) -> str:
        """The form with each # a digit.

        >>> Digits("id", "+35840#######").of({"id": "9ef432"})
        '+358403929876'
        """
        id = row.get(self.column, "").strip()
        digits = cycle(str(int(sha256(id.encode()).hexdigest(), 16))[-40:])
        return "".join(next(digits) if char == "#" else char for char in self.form) if id else ""


Value = Pattern | Digits
Fields = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class EventMapping:
    """How one sort of event is read from a row. Names are dotted: contact.phone, data.total."""

    time: str  # a column
    date: str
    zone: ZoneInfo
    fields: Fields


@dataclass(frozen=True, slots=True)
class TableMapping:
    events: tuple[EventMapping, ...]

    def columns(self) -> set[str]:
        """Every column the mapping speaks of."""
        named = {column for event in self.events for v in event.fields.values() for column in v.columns()}
        return named | {event.time for event in self.events}


def read_mapping(raw: object) -> TableMapping:
    """The mapping in a tree of mappings, lists and strings. Raises BadMapping with every fault."""
    reading = _Reading()
    top = reading.mapping(raw, "mapping", TOP)
    items = top.get("events")
    if not isinstance(items, list) or not items:
        reading.wrong("events", "mapping.missing")
        items = []
    events = tuple(reading.event(top, item, f"events {number}") for number, item in enumerate(items, 1))
    if reading.faults:
        raise BadMapping(reading.faults)
    return TableMapping(events)


def events_in(
    mapping: TableMapping, row: Mapping[str, str], number: int, country: str = "FI"
) -> tuple[list[Event], list[Fault]]:
    """The events one row gives, and what in it could not be read. One bad event spoils no other."""
    events: list[Event] = []
    faults: list[Fault] = []
    for mapped in mapping.events:
        written = row.get(mapped.time, "").strip()
        if not written:
            continue
        time = _time(written, mapped)
        if time is None:
            values = {"value": written[:40], "date": mapped.date}
            faults.append(Fault(mapped.time, "row.time", values, number))
            continue
        found = read_event(_said(mapped, row, time), now=time, country=country)
        if isinstance(found, Refusal):
            faults.append(Fault(_columns_of(mapped, found.field), found.reason, found.values, number))
        else:
            events.append(found)
    return events, faults


class _Reading:
    """Takes a mapping apart and notes every fault on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def wrong(self, place: str, reason: str, **values: str) -> None:
        self.faults.append(Fault(place, reason, values))

    def mapping(self, raw: object, place: str, known: set[str] | None) -> dict[str, object]:
        if not isinstance(raw, dict):
            self.wrong(place, "mapping.not_mapping")
            return {}
        for name in raw:
            if known is not None and name not in known:
                self.wrong(f"{place}: {name}", "mapping.unknown", known=", ".join(sorted(known)))
        return raw

    def word(self, raw: object, place: str) -> str:
        if not isinstance(raw, str) or not raw.strip():
            self.wrong(place, "mapping.missing" if raw in (None, "") else "mapping.not_word")
            return ""
        return raw.strip()

    def event(self, top: dict[str, object], raw: object, place: str) -> EventMapping:
        """One event; what it does not say itself, the top says for all."""
        own = self.mapping(raw, place, ONE)
        said = {**{name: top[name] for name in ONE & top.keys()}, **own}
        fields: dict[str, Value] = {
            "source": self.value(top.get("source"), "source"),
            "type": self.value(said.get("type"), f"{place}: type"),
            "id": self.value(said.get("id"), f"{place}: id"),
        }
        for name, known in (("contact", CONTACT), ("record", RECORD), ("data", None)):
            if name in said:
                self.values(said[name], f"{place}: {name}", name, known, fields)
        return EventMapping(
            self.word(said.get("time"), f"{place}: time"),
            self.word(said.get("date"), f"{place}: date"),
            self.zone(said.get("zone", "Europe/Helsinki"), f"{place}: zone"),
            fields,
        )

    def values(
        self, raw: object, place: str, name: str, known: set[str] | None, fields: dict[str, Value]
    ) -> None:
        for inner, value in self.mapping(raw, place, known).items():
            if inner == "fields" and known:
                self.values(value, f"{place}: fields", f"{name}.fields", None, fields)
            else:
                fields[f"{name}.{inner}"] = self.value(value, f"{place}: {inner}")

    def value(self, raw: object, place: str) -> Value:
        if isinstance(raw, dict):
            said = self.mapping(raw, place, {"digits_of", "form"})
            column = self.word(said.get("digits_of"), f"{place}: digits_of")
            return Digits(column, self.word(said.get("form"), f"{place}: form"))
        return Pattern(self.word(raw, place))

    def zone(self, raw: object, place: str) -> ZoneInfo:
        name = self.word(raw, place)
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            self.wrong(place, "mapping.zone", value=name)
            return ZoneInfo("UTC")


def _time(written: str, mapped: EventMapping) -> datetime | None:
    try:
        read = datetime.strptime(written, mapped.date)  # noqa: DTZ007 - a wall clock until its zone is known
        return read.astimezone(UTC) if read.tzinfo else instant(read, mapped.zone)
    except (ValueError, OverflowError, re.error):
        return None


def _said(mapped: EventMapping, row: Mapping[str, str], time: datetime) -> dict[str, object]:
    """The event as a system would have said it; what is empty in the row is not said."""
    said: dict[str, object] = {"time": time.isoformat()}
    for path, value in mapped.fields.items():
        written = value.of(row)
        if not written:
            continue
        place, *names = path.split(".", 2 if path.startswith(("contact.fields", "record.fields")) else 1)
        inner = said
        for name in names:
            inner = _inside(inner, place)
            place = name
        inner[place] = written
    return said


def _inside(place: dict[str, object], name: str) -> dict[str, object]:
    found = place.setdefault(name, {})
    assert isinstance(found, dict)
    return found


def _columns_of(mapped: EventMapping, path: str) -> str:
    """The columns a refused field was read from; the field's own name when it has none."""
    values = [v for name, v in mapped.fields.items() if name == path or name.startswith(f"{path}.")]
    columns = dict.fromkeys(column for value in values for column in value.columns())
    return ", ".join(columns) or path
