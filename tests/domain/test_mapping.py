"""Rows of a table as events: good ones go on, and a bad one is named by row and column."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.mapping import BadMapping, Digits, Fault, events_in, read_mapping
from tekstari.domain.people import phone

TREE = {
    "source": "shop",
    "zone": "Europe/Helsinki",
    "date": "%d.%m.%Y %H:%M",
    "contact": {"phone": "{Puhelin}", "name": "{Etunimi} {Sukunimi}", "language": "fi"},
    "record": {"kind": "order", "key": "{Tilaus}", "fields": {"product": "{Tuote}"}},
    "data": {"quantity": "{Määrä}"},
    "events": [
        {"type": "order.placed", "id": "{Tilaus}/placed", "time": "Tilattu"},
        {"type": "order.sent", "id": "{Tilaus}/sent", "time": "Lähetetty"},
    ],
}
ROW = {
    "Tilaus": "10042",
    "Tuote": "Lamppu",
    "Määrä": "2",
    "Puhelin": "040 123 4567",
    "Etunimi": "Aino",
    "Sukunimi": "Virta",
    "Tilattu": "31.10.2027 03:30",
    "Lähetetty": "",
}


def test_a_row_gives_the_events_that_have_happened():
    (event,), faults = events_in(read_mapping(TREE), ROW, 2)
    assert faults == []
    assert (event.source, event.id, event.type) == ("shop", "10042/placed", "order.placed")
    assert event.time == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)  # the first 3.30 of the two
    assert (event.contact.phone, event.contact.name, event.contact.language) == (
        "+358401234567",
        "Aino Virta",
        "fi",
    )
    assert (event.record.kind, event.record.key, event.record.fields) == (
        "order",
        "10042",
        {"product": "Lamppu"},
    )
    assert event.data == {"quantity": "2"}


def test_empty_cells_are_not_said():
    row = ROW | {"Tuote": " ", "Määrä": "", "Etunimi": "", "Sukunimi": ""}
    (event,), _ = events_in(read_mapping(TREE), row, 2)
    assert (event.record.fields, event.data, event.contact.name) == ({}, {}, None)


def test_an_event_may_say_its_own_instead():
    own = {
        **TREE["events"][1],
        "date": "%Y-%m-%d %H:%M:%S",
        "zone": "America/Sao_Paulo",
        "data": {"by": "Posti"},
    }
    mapping = read_mapping({**TREE, "events": [own]})
    (event,), faults = events_in(mapping, ROW | {"Lähetetty": "2027-07-01 12:00:00"}, 2)
    assert (event.time, event.data, faults) == (datetime(2027, 7, 1, 15, tzinfo=UTC), {"by": "Posti"}, [])


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"Tilattu": "2027-10-31"}, "Tilattu", "row.time"),
        ({"Tilattu": "31.02.2027 10:00"}, "Tilattu", "row.time"),
        ({"Puhelin": "040 12"}, "Puhelin", "phone.too_short"),
        ({"Tilaus": ""}, "Tilaus", "field.missing"),
        ({"Tuote": "\x00"}, "Tuote", "text.bad_character"),
    ],
)
def test_a_bad_cell_is_named_and_spoils_no_other_event(change, column, reason):
    row = {"Lähetetty": "1.11.2027 10:00", **ROW, **change}
    events, faults = events_in(read_mapping(TREE), row, 7)
    assert (7, column, reason) in [(fault.row, fault.place, fault.reason) for fault in faults]
    assert len(events) + len(faults) <= 2


def test_a_bad_time_leaves_the_other_event():
    row = ROW | {"Tilattu": "eilen", "Lähetetty": "1.11.2027 10:00"}
    events, faults = events_in(read_mapping(TREE), row, 7)
    assert [event.type for event in events] == ["order.sent"]
    assert faults == [Fault("Tilattu", "row.time", {"value": "eilen", "date": "%d.%m.%Y %H:%M"}, 7)]


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        ({"events": []}, "events", "mapping.missing"),
        ({"source": ""}, "source", "mapping.missing"),
        ({"colour": "red"}, "mapping: colour", "mapping.unknown"),
        ({"zone": "Lahti"}, "events 1: zone", "mapping.zone"),
        ({"contact": {"phnoe": "{Puhelin}"}}, "events 1: contact: phnoe", "mapping.unknown"),
        ({"contact": {"phone": {"digits_of": "id"}}}, "events 1: contact: phone: form", "mapping.missing"),
        ({"record": "order"}, "events 1: record", "mapping.not_mapping"),
        ({"events": [{"type": "x", "id": "1"}]}, "events 1: time", "mapping.missing"),
    ],
)
def test_a_fault_in_the_mapping_names_its_place(change, place, reason):
    with pytest.raises(BadMapping) as bad:
        read_mapping({**TREE, **change})
    assert (place, reason) in [(fault.place, fault.reason) for fault in bad.value.faults]


def test_the_same_id_gives_the_same_number_and_one_that_could_exist():
    digits = Digits("id", "+35840#######")
    numbers = {digits.of({"id": f"id{n}"}) for n in range(500)}
    assert len(numbers) > 490
    assert {phone(number) for number in numbers} == numbers
    assert digits.of({"id": "id7"}) == digits.of({"id": " id7 "})
    assert digits.of({"id": ""}) == ""


trees = st.recursive(
    st.text(max_size=8) | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*TREE, "type", "id", "time", "phone", "digits_of", "form", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)
cells = st.dictionaries(st.sampled_from(list(ROW)), st.text(max_size=30))


@given(trees, st.sampled_from(list(TREE)))
def test_any_tree_reads_or_is_refused(tree, name):
    try:
        found = read_mapping({**TREE, name: tree}).columns()
    except BadMapping as bad:
        found = {fault.place for fault in bad.faults}
    assert found
    assert all(found)


@given(cells)
def test_any_row_gives_events_or_faults(row):
    events, faults = events_in(read_mapping(TREE), ROW | row, 3)
    assert len(events) + len(faults) == sum(
        bool((ROW | row)[name].strip()) for name in ("Tilattu", "Lähetetty")
    )
    assert all(fault.row == 3 and fault.place for fault in faults)
