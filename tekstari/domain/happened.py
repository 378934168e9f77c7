"""What the rules look at: things that happened, the person, and the values found in them by name.

A name is looked up the way a person would: `order` is the key of a record of kind order, or the data's or
the record's field `order`; `contact.name` is the person's; `service.completed.time` belongs to that event.
A value that is not there is None, and whatever needs it "cannot tell".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

Value = str | datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """One stored event with its contact and record as they are known now. Ids are opaque strings."""

    id: str
    type: str
    time: datetime
    contact: str | None = None
    record: str | None = None
    kind: str = ""
    key: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)

    def value(self, name: str) -> Value | None:
        """The value of a name in this event.

        >>> from datetime import UTC
        >>> at = datetime(2026, 11, 20, tzinfo=UTC)
        >>> order = Happened("1", "order.placed", at, kind="order", key="10042", fields={"product": "Lamp"})
        >>> order.value("order"), order.value("product"), order.value("colour")
        ('10042', 'Lamp', None)
        """
        if name == "time":
            return self.time
        if name == "record.key":
            return self.key or None
        if name == "record.kind":
            return self.kind or None
        if name.startswith("data."):
            return _written(_deep(self.data, name[5:]))
        if self.kind == name and self.key:
            return self.key
        for place in (self.data, self.fields):
            if (found := _written(_deep(place, name))) is not None:
                return found
        return None


@dataclass(frozen=True, slots=True)
class Person:
    """A contact as texts and conditions see it."""

    id: str
    name: str = ""
    language: str = ""
    phones: tuple[str, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict)

    def value(self, name: str) -> Value | None:
        if name == "name":
            return self.name or None
        if name == "first_name":
            return next(iter(self.name.split()), None)
        if name == "language":
            return self.language or None
        return _written(self.fields.get(name))


@dataclass(frozen=True, slots=True)
class Situation:
    """The events that made a match, the hub first, and whom they are about."""

    members: tuple[Happened, ...]
    person: Person | None

    def value(self, name: str) -> Value | None:
        for prefix, rest in _splits(name):
            if prefix == "contact":
                return self.person.value(rest) if self.person else None
            if member := next((m for m in self.members if m.type == prefix), None):
                return member.value(rest)
        found = next((v for m in self.members if (v := m.value(name)) is not None), None)
        if found is None and self.person:
            found = self.person.value(name)
        return found


def same(value: Value | None) -> str | None:
    """The form in which values of two systems are compared: '  Abc-123 ' meets 'ABC-123'."""
    if value is None:
        return None
    text = value.isoformat() if isinstance(value, datetime) else " ".join(value.split())
    return text.casefold()[:200] or None


def _splits(name: str) -> Iterable[tuple[str, str]]:
    """Every way to cut a dotted name in two, the longest head first."""
    words = name.split(".")
    for cut in range(len(words) - 1, 0, -1):
        yield ".".join(words[:cut]), ".".join(words[cut:])


def _deep(place: Mapping[str, object], name: str) -> object:
    if name in place:
        return place[name]
    found: object = place
    for word in name.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(word)
    return found


def _written(value: object) -> Value | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        return value.strip() or None
    return None
