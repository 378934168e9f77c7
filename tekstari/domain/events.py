"""Events: what a company's system says happened, to whom, about which thing.

`read_event` is the only way in. Whatever it lets through, the database can keep and every later
step can trust; whatever it refuses, it refuses by the name of the field, with a reason id.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tekstari.domain import people
from tekstari.domain.said import (
    Refusal,
    Refused,
    as_object,
    check_values,
    only,
    text,
    text_or_none,
    trimmed,
)

type_form = re.compile(r"\w[\w.:/-]*")
time_form = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?P<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
language_form = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9_-]{1,20})?")

LONGEST = 200  # of a source, an id, a subject, a key, a name
LONGEST_TYPE = 100
LONGEST_KIND = 60
LONGEST_GROUP = 80
MOST_GROUPS = 20
FUTURE = timedelta(days=1)  # a clock that is wrong, or a plan: neither has happened

OWN_FIELDS = frozenset({"source", "id", "type", "time", "subject", "contact", "record", "data"})
CONTACT_FIELDS = frozenset({"phone", "key", "name", "language", "groups", "fields"})
RECORD_FIELDS = frozenset({"kind", "key", "fields"})

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class SaidContact:
    """The person as the event names them: a phone, the company's own key, or both."""

    phone: str | None = None
    key: str | None = None
    name: str | None = None
    language: str | None = None
    groups: tuple[str, ...] = ()
    fields: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SaidRecord:
    """The thing as the event names it: vehicle ABC-123."""

    kind: str
    key: str
    fields: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `source` and `id` together name it once and for all."""

    source: str
    id: str
    type: str
    time: datetime
    subject: str = ""
    contact: SaidContact | None = None
    record: SaidRecord | None = None
    data: Mapping[str, object] = field(default_factory=dict)


def read_event(raw: object, *, now: datetime, country: str) -> Event | Refusal:
    """The event in parsed JSON, or why there is none. Without a time it happens `now`.

    >>> now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    >>> said = {"source": "shop", "id": "1", "type": "order.placed"}
    >>> said |= {"contact": {"phone": "040 123 4567"}}
    >>> read_event(said, now=now, country="FI").contact.phone
    '+358401234567'
    >>> read_event(said | {"tme": "2026-11-20"}, now=now, country="FI")
    Refusal(field='tme', reason='field.unknown', values={})
    """
    try:
        said = as_object(raw, "")
        check_values(said)
        said = _unwrapped(said) if "specversion" in said else only(said, OWN_FIELDS, "")
        return Event(
            source=text(said, "source", "", LONGEST),
            id=text(said, "id", "", LONGEST),
            type=_type(said),
            time=_time(said.get("time"), now),
            subject=text_or_none(said, "subject", "", LONGEST) or "",
            contact=_contact(said.get("contact"), country),
            record=_record(said.get("record")),
            data=as_object(said["data"], "data") if said.get("data") is not None else {},
        )
    except Refused as refused:
        return refused.refusal


def contact_to_json(contact: SaidContact | None) -> dict[str, object] | None:
    """As it is stored beside its event: only what was said."""
    if contact is None:
        return None
    said = {name: getattr(contact, name) for name in ("phone", "key", "name", "language")}
    lists = {"groups": list(contact.groups), "fields": dict(contact.fields)}
    return {name: value for name, value in {**said, **lists}.items() if value}


def record_to_json(record: SaidRecord | None) -> dict[str, object] | None:
    if record is None:
        return None
    return {"kind": record.kind, "key": record.key, "fields": dict(record.fields)}


def contact_from_json(stored: Mapping[str, Any] | None) -> SaidContact | None:
    """What `contact_to_json` stored.

    >>> contact = SaidContact(phone="+358401234567", groups=("Kanta-asiakkaat",))
    >>> contact_from_json(contact_to_json(contact)) == contact
    True
    """
    if stored is None:
        return None
    return SaidContact(**{**stored, "groups": tuple(stored.get("groups", ()))})


def record_from_json(stored: Mapping[str, Any] | None) -> SaidRecord | None:
    return None if stored is None else SaidRecord(**stored)


def _unwrapped(said: dict[str, Any]) -> dict[str, Any]:
    """A CloudEvent in our own form. Attributes that others added to it are let be."""
    if said["specversion"] != "1.0":
        raise Refused("specversion", "cloudevents.version")
    if "data_base64" in said:
        raise Refused("data_base64", "cloudevents.binary_data")
    content = said.get("datacontenttype")
    if content is not None and not _is_json(content):
        raise Refused("datacontenttype", "cloudevents.not_json")
    for name in ("contact", "record"):
        if name in said:
            raise Refused(name, "cloudevents.inside_data")
    data = dict(as_object(said["data"], "data")) if said.get("data") is not None else {}
    inside = {name: data.pop(name, None) for name in ("contact", "record")}
    return {**said, **inside, "data": data}


def _is_json(content: object) -> bool:
    media = content.partition(";")[0].strip().lower() if isinstance(content, str) else ""
    return media.endswith(("/json", "+json"))


def _type(said: dict[str, Any]) -> str:
    name = text(said, "type", "", LONGEST_TYPE)
    if not type_form.fullmatch(name):
        raise Refused("type", "type.form")
    return name


def _time(value: object, now: datetime) -> datetime:
    if value is None:
        return now.astimezone(UTC)
    found = time_form.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Refused("time", "time.form")
    if found["zone"] is None:
        raise Refused("time", "time.zone")
    try:
        time = datetime.fromisoformat(found.group().upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused("time", "time.form") from None
    if time > now + FUTURE:
        raise Refused("time", "time.future")
    return time


def _contact(value: object, country: str) -> SaidContact | None:
    if value is None:
        return None
    said = only(as_object(value, "contact"), CONTACT_FIELDS, "contact.")
    contact = SaidContact(
        phone=_phone(said.get("phone"), country),
        key=text_or_none(said, "key", "contact.", LONGEST),
        name=text_or_none(said, "name", "contact.", LONGEST),
        language=_language(said.get("language")),
        groups=_groups(said.get("groups")),
        fields=_fields(said.get("fields"), "contact.fields"),
    )
    if contact.phone is None and contact.key is None:
        raise Refused("contact", "contact.nobody")
    return contact


def _phone(value: object, country: str) -> str | None:
    """A number as text only: a number typed as JSON's has lost its zeros."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Refused("contact.phone", "text.expected")
    try:
        return people.phone(value, country)
    except people.BadPhone as bad:
        raise Refused("contact.phone", bad.reason) from None


def _language(value: object) -> str | None:
    if value is None or value == "":
        return None
    found = language_form.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Refused("contact.language", "language.form")
    return found[1].lower()


def _groups(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Refused("contact.groups", "list.expected")
    if len(value) > MOST_GROUPS:
        raise Refused("contact.groups", "fields.too_many", most=MOST_GROUPS)
    names = (trimmed(name, "contact.groups", LONGEST_GROUP) for name in value)
    return tuple(name for name in names if name)


def _record(value: object) -> SaidRecord | None:
    if value is None:
        return None
    said = only(as_object(value, "record"), RECORD_FIELDS, "record.")
    return SaidRecord(
        kind=text(said, "kind", "record.", LONGEST_KIND),
        key=text(said, "key", "record.", LONGEST),
        fields=_fields(said.get("fields"), "record.fields"),
    )


def _fields(value: object, path: str) -> dict[str, Scalar]:
    if value is None:
        return {}
    fields = as_object(value, path)
    for name, inner in fields.items():
        if isinstance(inner, dict | list):
            raise Refused(f"{path}.{name}", "scalar.expected")
    return fields
