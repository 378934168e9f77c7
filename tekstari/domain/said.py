"""Parsed JSON that somebody else wrote: checked before anything is believed.

Whatever these let through, the database can keep. They refuse by raising `Refused`, which names the
field and a reason id.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")  # no database column holds these
LONGEST_FIELD_NAME = 100
LONGEST_VALUE = 2000
MOST_FIELDS = 64
DEEPEST = 6
LARGEST = 64_000  # characters of one whole, all together
WIDEST_NUMBER = 10**30


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not taken: the field, a reason id and the values of its sentence."""

    field: str
    reason: str
    values: Mapping[str, str]


class Refused(Exception):
    """Raised where the fault is seen; `refusal` is what is told."""

    def __init__(self, field: str, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.refusal = Refusal(_nameable(field), reason, {k: str(v) for k, v in values.items()})


def check_values(said: dict[str, Any]) -> None:
    """Every text, number and depth in the whole, whichever field it is in."""
    size = 0
    waiting: list[tuple[str, Any, int]] = [("", said, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        if isinstance(value, str):
            size += len(value)
            _check_text(path, value)
        elif isinstance(value, dict):
            size += _check_names(path, value)
            waiting += [(f"{path}.{k}" if path else k, v, depth + 1) for k, v in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}.{n}", v, depth + 1) for n, v in enumerate(value, 1)]
        else:
            _check_scalar(path, value)
        size += 4
        if depth > DEEPEST:
            raise Refused(path.split(".")[0], "event.too_deep", deepest=DEEPEST)
        if size + len(waiting) > LARGEST:
            raise Refused("", "event.too_large", largest=LARGEST)


def _check_text(path: str, text: str) -> None:
    if len(text) > LONGEST_VALUE:
        raise Refused(path, "text.too_long", longest=LONGEST_VALUE)
    if UNKEEPABLE.search(text):
        raise Refused(path, "text.bad_character")


def _check_names(path: str, names: Mapping[object, object]) -> int:
    if path and len(names) > MOST_FIELDS:
        raise Refused(path, "fields.too_many", most=MOST_FIELDS)
    for name in names:
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_FIELD_NAME:
            raise Refused(path, "field.name_length", longest=LONGEST_FIELD_NAME)
        if UNKEEPABLE.search(name):
            raise Refused(path, "text.bad_character")
    return sum(map(len, names))  # type: ignore[arg-type]  # they are texts by now


def _check_scalar(path: str, value: object) -> None:
    if isinstance(value, float) and not isfinite(value):
        raise Refused(path, "number.not_finite")
    if isinstance(value, int | float) and abs(value) > WIDEST_NUMBER:
        raise Refused(path, "number.too_large")


def as_object(value: object, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refused(path, "object.expected")
    return value


def only(said: dict[str, Any], known: frozenset[str], path: str) -> dict[str, Any]:
    """A field nobody knows is a typing error that must be seen, not data to drop in silence."""
    for name in said:
        if name not in known:
            raise Refused(path + name, "field.unknown")
    return said


def text(said: dict[str, Any], name: str, path: str, longest: int) -> str:
    """A text that must be there. A whole number is taken as one: systems number their orders."""
    found = text_or_none(said, name, path, longest)
    if found is None:
        raise Refused(path + name, "text.empty" if said.get(name) else "field.missing")
    return found


def text_or_none(said: dict[str, Any], name: str, path: str, longest: int) -> str | None:
    value = said.get(name)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return trimmed(value, path + name, longest)


def trimmed(value: object, path: str, longest: int) -> str | None:
    """The text without the space around it, or None when nothing is left."""
    if not isinstance(value, str):
        raise Refused(path, "text.expected")
    visible = value.strip()
    if len(visible) > longest:
        raise Refused(path, "text.too_long", longest=longest)
    return visible or None


def _nameable(field: str) -> str:
    """A field's name as an answer can carry it."""
    return UNKEEPABLE.sub("\ufffd", field)[:LONGEST_FIELD_NAME]
