"""Rows to the domain's values and back. Short, or wrong."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tekstari.data.models import Contact, Event, Workspace
from tekstari.domain.flows.engine import State
from tekstari.domain.flows.wording import Setting
from tekstari.domain.happened import Happened, Person, Value
from tekstari.domain.people import Purpose
from tekstari.domain.replies.questions import Kind, Question
from tekstari.domain.schedules.hours import read_hours
from tekstari.domain.schedules.quiet import QuietHours
from tekstari.domain.schedules.spans import Span


def setting_of(workspace: Workspace) -> Setting:
    """What the company has said about itself."""
    zone = ZoneInfo(workspace.zone)
    said = workspace.settings
    closed = frozenset(date.fromisoformat(day) for day in said.get("closed_on", ()))
    return Setting(
        company=workspace.name,
        language=workspace.language,
        zone=zone,
        hours=read_hours(said.get("hours", {}), zone, closed),
        phone=said.get("phone", ""),
        country=workspace.country,
        quiet=_quiet(said.get("quiet"), zone),
    )


def _quiet(said: Mapping[str, Any] | None, zone: ZoneInfo) -> QuietHours | None:
    if not said:
        return None
    purposes = frozenset(Purpose(purpose) for purpose in said["purposes"])
    start, end = time.fromisoformat(said["start"]), time.fromisoformat(said["end"])
    return QuietHours(zone, start, end, purposes)


def happened(event: Event) -> Happened:
    """A stored event, with its record as it is known now. Needs `event.record` loaded."""
    record = event.record
    said = event.said_record or {}
    fields = {**(record.fields if record else {}), **said.get("fields", {})}
    return Happened(
        id=str(event.id),
        type=event.type,
        time=event.time,
        contact=str(event.contact_id) if event.contact_id else None,
        record=str(event.record_id) if event.record_id else None,
        kind=record.kind if record else "",
        key=record.key if record else "",
        fields=fields,
        data=event.data,
    )


def person(contact: Contact, phones: tuple[str, ...]) -> Person:
    return Person(str(contact.id), contact.name, contact.language, phones, contact.fields)


def values_to_json(values: Mapping[str, Value]) -> dict[str, Any]:
    return {
        name: {"at": value.isoformat()} if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def values_from_json(stored: Mapping[str, Any]) -> dict[str, Value]:
    return {
        name: datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
        for name, value in stored.items()
    }


def state_to_json(state: State) -> dict[str, Any]:
    return {"at": state.at, "values": values_to_json(state.values)}


def state_from_json(stored: Mapping[str, Any]) -> State:
    return State(stored["at"], values_from_json(stored["values"]))


def question_to_json(question: Question) -> dict[str, Any]:
    return {
        "kind": question.kind.value,
        "low": question.low,
        "high": question.high,
        "keywords": list(question.keywords),
        "is_request": question.is_request,
    }


def question_from_json(stored: Mapping[str, Any]) -> Question:
    return Question(
        Kind(stored["kind"]),
        stored["low"],
        stored["high"],
        tuple(stored["keywords"]),
        stored["is_request"],
    )


def span_to_json(span: Span | None) -> dict[str, int] | None:
    if span is None:
        return None
    return {
        "months": span.months,
        "days": span.days,
        "seconds": span.seconds,
        "open_hours": span.open_hours,
    }


def span_from_json(stored: Mapping[str, int] | None) -> Span | None:
    return Span(**stored) if stored else None
