"""A playbook over past events: the same answers however many there are, and quickly."""

import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.data.playbook_text import read_text
from tekstari.domain.automations.match import meetings
from tekstari.domain.backtest import Backtest
from tekstari.domain.delivery.suppression import Scope
from tekstari.domain.events import Event, SaidContact, SaidRecord
from tekstari.domain.flows.wording import Setting
from tekstari.domain.past.known import Known
from tekstari.domain.past.rows import texts_by_person
from tekstari.domain.people import Purpose
from tekstari.domain.schedules.hours import read_hours
from tekstari.domain.schedules.quiet import QuietHours

HELSINKI = ZoneInfo("Europe/Helsinki")
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
NIGHT = QuietHours(HELSINKI, clock_time(21), clock_time(8), frozenset({Purpose.MARKETING}))
SETTING = Setting("Koivuniemi", "fi", HELSINKI, read_hours({"fri": "8-17"}, HELSINKI), quiet=NIGHT)
ARRIVED = """\
tekstari: 1
name: Tilaus saapui
purpose: order
when:
  all: [{event: order.placed, needs: quantity}, {event: stock.arrived, serves: quantity}]
  same: [order, product]
once: order
texts: {ready: {fi: "Hei {name}! {product} on noudettavissa."}}
then: [send: ready]
"""
OFFER = """\
tekstari: 1
name: Tarjous
purpose: marketing
when: {event: offer.made}
texts: {offer: {fi: "Tarjous odottaa."}}
then: [send: offer]
"""


def world(text: str, **stopped: frozenset[Scope]) -> Backtest:
    playbook, problems = read_text(text)
    assert playbook, problems
    return Backtest(playbook, SETTING, stopped)


def phone(number: int) -> str:
    return f"+35840{number:07}"


def order(number: int, minutes: int, **data: object) -> Event:
    at = START + timedelta(minutes=minutes)
    contact = SaidContact(phone(number), name=f"Asiakas {number}")
    return Event(
        "shop", f"o{number}", "order.placed", at, "", contact, SaidRecord("order", str(number)), data
    )


def goods(number: int, minutes: int, **data: object) -> Event:
    return Event("store", f"g{number}", "stock.arrived", START + timedelta(minutes=minutes), data=data)


def offer(number: int, at: datetime) -> Event:
    return Event("shop", str(number), "offer.made", at, contact=SaidContact(phone(number)))


rows = st.lists(
    st.tuples(st.booleans(), st.integers(0, 99), st.sampled_from("ab"), st.integers(1, 3)), max_size=10
)


@given(rows)
def test_one_by_one_in_time_ends_as_all_at_once(rows):
    """While goods come after the orders, taking turns as they come is taking turns at the end."""
    events = [
        order(n, minutes, product=p, quantity=q)
        if is_order
        else goods(n, 100 + minutes, product=p, quantity=q)
        for n, (is_order, minutes, p, q) in enumerate(rows)
    ]
    ran = world(ARRIVED)
    for event in sorted(events, key=lambda event: (event.time, event.id)):
        ran.feed(event)
    known = Known()
    placed = [known.place(event) for event in events]
    matches, misses = meetings(ran.automation, placed, {}, HELSINKI)
    assert sorted(row.key for row in ran.rows if row.leaves) == sorted(match.key for match in matches)
    assert sorted(row.key for row in ran.rows if row.state == "nearly") == sorted(miss.key for miss in misses)


def test_a_known_event_is_not_taken_again():
    ran = world(OFFER)
    assert [ran.feed(offer(1, START)), ran.feed(offer(1, START))] == [True, False]
    assert len(ran.rows) == 1


def test_quiet_hours_hold_and_drop_nothing():
    ran = world(OFFER)
    ran.feed(offer(1, START + timedelta(hours=12)))
    (row,) = ran.rows
    assert (row.state, row.until) == ("held", datetime(2026, 11, 21, 6, tzinfo=UTC))
    assert ran.told[-1].at < row.until
    ran.until(row.until)
    assert ran.told[-1].at == row.until
    assert texts_by_person(ran.rows) == {phone(1): 1}


def test_who_stopped_is_told_with_the_reason():
    ran = world(OFFER, **{phone(1): frozenset({Scope.MARKETING})})
    ran.feed(offer(1, START))
    (row,) = ran.rows
    assert (row.state, row.reason, row.trace[0].reason) == ("suppressed", "opted_out", "suppressed")


def test_stop_while_the_text_waits_stops_it():
    ran = world(OFFER)
    ran.feed(offer(1, START + timedelta(hours=12)))
    ran.reply(phone(1), "STOP")
    ran.finish()
    (row,) = ran.rows
    assert (row.state, row.reason, row.until) == ("suppressed", "opted_out", None)


def test_a_field_nobody_knows_fails_that_text_only():
    ran = world(ARRIVED)
    for event in (order(1, 0), goods(1, 1, order="1"), order(2, 2, product="lamp"), goods(2, 3, order="2")):
        ran.feed(event)
    assert [(row.state, row.reason) for row in ran.rows] == [("failed", "missing_value"), ("sent", "")]


def test_one_who_has_no_number():
    ran = world(OFFER)
    ran.feed(Event("shop", "1", "offer.made", START, contact=SaidContact(key="A1")))
    assert [(row.state, row.reason) for row in ran.rows] == [("suppressed", "no_number")]


def test_two_texts_to_one_person_are_counted():
    ran = world(ARRIVED)
    for number in (1, 2):
        event = order(number, number, product="lamp")
        ran.feed(
            Event(
                "shop", event.id, event.type, event.time, "", SaidContact(phone(9)), event.record, event.data
            )
        )
        ran.feed(goods(number, number, product="lamp"))
    assert texts_by_person(ran.rows) == {phone(9): 2}


@pytest.mark.parametrize("products", [1, 5000])
def test_ten_thousand_events_take_seconds(products):
    """Also when every order waits for the same goods."""
    ran = world(ARRIVED)
    begun = time.process_time()
    for number in range(5000):
        ran.feed(order(number, number, product=f"p{number % products}"))
    for number in range(5000):
        ran.feed(goods(number, 5000 + number, product=f"p{number % products}"))
    assert time.process_time() - begun < 15
    assert texts_by_person(ran.rows) == {phone(number): 1 for number in range(5000)}


def test_more_goods_than_orders_take_seconds_too():
    ran = world(ARRIVED)
    begun = time.process_time()
    for number in range(5000):
        ran.feed(goods(number, number, product="lamp"))
    for number in range(5000):
        ran.feed(order(number, 5000 + number, product="lamp"))
    assert time.process_time() - begun < 15
    assert len(ran.rows) == 5000
