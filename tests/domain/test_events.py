"""What an event may say, and what is refused by the name of its field."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tekstari.domain.events import (
    Event,
    contact_from_json,
    contact_to_json,
    read_event,
    record_from_json,
    record_to_json,
)
from tekstari.domain.said import UNKEEPABLE, Refusal

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ORDER = {
    "source": "verkkokauppa",
    "id": "10042-placed",
    "type": "order.placed",
    "time": "2026-11-20T10:30:00+02:00",
    "subject": "order/10042",
    "contact": {"phone": "040 123 4567", "name": "Väinö Åkerlund", "language": "fi-FI"},
    "record": {"kind": "order", "key": 10042, "fields": {"product": "Kesärenkaat", "sum": 412.5}},
    "data": {"lines": [{"product": "A", "n": 4}]},
}


def read(said: Any) -> Event | Refusal:
    return read_event(said, now=NOW, country="FI")


def refusal(said: Any) -> tuple[str, str]:
    found = read(said)
    assert isinstance(found, Refusal), found
    return found.field, found.reason


def test_an_event_is_read_whole():
    event = read(ORDER)
    assert isinstance(event, Event)
    assert event.time == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert event.contact is not None
    assert event.contact.phone == "+358401234567"
    assert event.contact.language == "fi"
    assert event.record is not None
    assert (event.record.kind, event.record.key) == ("order", "10042")
    assert event.data == {"lines": [{"product": "A", "n": 4}]}


def test_what_was_said_survives_being_stored():
    event = read(ORDER)
    assert isinstance(event, Event)
    assert contact_from_json(contact_to_json(event.contact)) == event.contact
    assert record_from_json(record_to_json(event.record)) == event.record


def test_an_event_without_a_time_happens_now():
    event = read({k: v for k, v in ORDER.items() if k != "time"})
    assert isinstance(event, Event)
    assert event.time == NOW


def test_a_swedish_number_is_read_as_its_country_writes_it():
    event = read_event(ORDER | {"contact": {"phone": "070-123 45 67"}}, now=NOW, country="SE")
    assert isinstance(event, Event)
    assert event.contact is not None
    assert event.contact.phone == "+46701234567"


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"source": None}, "source", "field.missing"),
        ({"id": "  "}, "id", "text.empty"),
        ({"id": "x" * 201}, "id", "text.too_long"),
        ({"id": True}, "id", "text.expected"),
        ({"type": "order placed!"}, "type", "type.form"),
        ({"time": "2026-11-20T10:30:00"}, "time", "time.zone"),
        ({"time": "20.11.2026"}, "time", "time.form"),
        ({"time": "2026-02-30T10:30:00Z"}, "time", "time.form"),
        ({"time": "0001-01-01T00:00:00+14:00"}, "time", "time.form"),
        ({"time": "2026-11-21T09:00:01Z"}, "time", "time.future"),
        ({"time": 1763629200}, "time", "time.form"),
        ({"tiem": "2026-11-20T10:30:00Z"}, "tiem", "field.unknown"),
        ({"contact": {}}, "contact", "contact.nobody"),
        ({"contact": "Väinö"}, "contact", "object.expected"),
        ({"contact": {"phone": "040 12"}}, "contact.phone", "phone.too_short"),
        ({"contact": {"phone": 401234567}}, "contact.phone", "text.expected"),
        ({"contact": {"key": "7", "lang": "fi"}}, "contact.lang", "field.unknown"),
        ({"contact": {"key": "7", "language": "suomi"}}, "contact.language", "language.form"),
        ({"contact": {"key": "7", "groups": "VIP"}}, "contact.groups", "list.expected"),
        ({"contact": {"key": "7", "fields": {"a": [1]}}}, "contact.fields.a", "scalar.expected"),
        ({"record": {"key": "1"}}, "record.kind", "field.missing"),
        ({"data": [1]}, "data", "object.expected"),
        ({"data": {"a": "x\x00"}}, "data.a", "text.bad_character"),
        ({"data": {"a": ["\ud800"]}}, "data.a.1", "text.bad_character"),
        ({"data": {"\ud800": 1}}, "data", "text.bad_character"),
        ({"data": {"a": float("nan")}}, "data.a", "number.not_finite"),
        ({"data": {"a": 10**31}}, "data.a", "number.too_large"),
        ({"data": {"a": "x" * 2001}}, "data.a", "text.too_long"),
        ({"data": {str(n): n for n in range(65)}}, "data", "fields.too_many"),
        ({"data": {"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}}, "data", "event.too_deep"),
        ({"data": {"a": ["x" * 2000] * 40}}, "", "event.too_large"),
    ],
)
def test_what_is_wrong_is_refused_by_its_field(change, field, reason):
    assert refusal(ORDER | change) == (field, reason)


def test_a_time_within_a_day_ahead_is_a_clock_that_is_a_little_wrong():
    soon = (NOW + timedelta(hours=23)).isoformat()
    assert isinstance(read(ORDER | {"time": soon}), Event)


CLOUDEVENT = {
    "specversion": "1.0",
    "source": "urn:erp",
    "id": "1",
    "type": "fi.example.order.placed",
    "traceparent": "00-af-b7-01",
    "data": {"contact": {"phone": "0401234567"}, "record": {"kind": "order", "key": "1"}, "sum": 1},
}


def test_a_strict_cloudevent_has_contact_and_record_inside_its_data():
    event = read(CLOUDEVENT)
    assert isinstance(event, Event)
    assert event.contact is not None
    assert event.contact.phone == "+358401234567"
    assert event.record is not None
    assert event.data == {"sum": 1}


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"specversion": "0.3"}, "specversion", "cloudevents.version"),
        ({"data_base64": "AA=="}, "data_base64", "cloudevents.binary_data"),
        ({"datacontenttype": "text/xml"}, "datacontenttype", "cloudevents.not_json"),
        ({"contact": {"key": "1"}}, "contact", "cloudevents.inside_data"),
        ({"data": "text"}, "data", "object.expected"),
    ],
)
def test_what_is_wrong_in_a_cloudevent(change, field, reason):
    assert refusal(CLOUDEVENT | change) == (field, reason)


@pytest.mark.parametrize("said", [None, 1, "x", [], [ORDER], True])
def test_what_is_no_object_is_no_event(said):
    assert refusal(said) == ("", "object.expected")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(
    st.fixed_dictionaries({}, optional={name: json_values | st.just(said) for name, said in ORDER.items()})
)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_whatever_is_said_the_answer_is_an_event_or_a_refusal_that_can_be_told(said):
    found = read(said)
    if isinstance(found, Refusal):
        found.field.encode()
    else:
        assert 0 < len(found.source) <= 200
        assert found.time.tzinfo is UTC
        assert not UNKEEPABLE.search(f"{found.source}{found.id}{found.subject}{found.data}")
