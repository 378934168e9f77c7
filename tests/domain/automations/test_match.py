"""Combinations: the same whatever the order, and no supply handed out twice."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.automations.at_hand import AtHand
from tekstari.domain.automations.definition import Automation, Combination, Member, UnlessEvent
from tekstari.domain.automations.match import arrival, decide, meetings
from tekstari.domain.happened import Happened, Situation
from tekstari.domain.schedules.spans import Span

HELSINKI = ZoneInfo("Europe/Helsinki")
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
MEMBERS = (Member("order.placed", needs="quantity"), Member("stock.arrived", serves="quantity"))


def automation(within: Span | None = None, *more: Member) -> Automation:
    when = Combination((*MEMBERS, *more), ("order", "product"), within)
    return Automation(when, None, (), None, "order", Span(days=1))


def order(number: int, hours: int, **data: object) -> Happened:
    at = START + timedelta(hours=hours)
    return Happened(
        f"o{number}", "order.placed", at, f"c{number}", f"r{number}", "order", str(number), data=data
    )


def goods(number: int, hours: int, **data: object) -> Happened:
    return Happened(f"g{number}", "stock.arrived", START + timedelta(hours=hours), data=data)


def told(matches):
    return {match.key: tuple(member.id for member in match.members) for match in matches}


def one_by_one(rule: Automation, events) -> tuple[list, AtHand]:
    at_hand = AtHand(rule, rule.when, {}, HELSINKI)
    return [match for event in events for match in arrival(at_hand, event)[0]], at_hand


products = st.sampled_from(["lamp", "Lamp ", "rug"])
numbers = st.integers(0, 4)
hours = st.integers(0, 100)
orders = st.builds(
    lambda rows: [order(n, h, product=p, quantity=q) for n, (h, p, q) in enumerate(rows)],
    st.lists(st.tuples(hours, products, numbers), max_size=8),
)
arrivals = st.builds(
    lambda rows: [goods(n, h, product=p, quantity=q) for n, (h, p, q) in enumerate(rows)],
    st.lists(st.tuples(hours, products, numbers), max_size=8),
)


@given(
    st.permutations(
        [order(n, n, product="lamp") for n in range(4)] + [goods(n, n, order=n) for n in range(5)]
    )
)
def test_by_order_number_any_order_of_coming_gives_the_same(events):
    matches, _ = one_by_one(automation(), events)
    assert told(matches) == {f"order:{n}": (f"o{n}", f"g{n}") for n in range(4)}


@given(orders, arrivals, st.randoms(use_true_random=False))
def test_all_at_once_the_order_of_the_list_does_not_matter(orders, arrivals, random):
    events = orders + arrivals
    shuffled = random.sample(events, len(events))
    assert meetings(automation(), shuffled, {}, HELSINKI) == meetings(automation(), events, {}, HELSINKI)


@given(orders, arrivals, st.booleans(), st.randoms(use_true_random=False))
def test_no_supply_serves_more_than_it_has(orders, arrivals, one_at_a_time, random):
    events = random.sample(orders + arrivals, len(orders + arrivals))
    rule = automation(Span(days=2))
    matches = one_by_one(rule, events)[0] if one_at_a_time else meetings(rule, events, {}, HELSINKI)[0]
    taken: Counter[str] = Counter()
    for match in matches:
        got = sum(match.used)
        assert got == int(match.members[0].data["quantity"])
        for member, used in zip(match.members, match.used, strict=True):
            taken[member.id] += used
    for arrived in arrivals:
        assert taken[arrived.id] <= int(arrived.data["quantity"])
    assert len({match.members[0].id for match in matches}) == len(matches)


@given(orders, arrivals)
def test_nobody_is_passed_by_a_younger_one_for_the_same_goods(orders, arrivals):
    matches, misses = meetings(automation(), orders + arrivals, {}, HELSINKI)
    waiting = [miss.members[0] for miss in misses]
    for match in matches:
        hub = match.members[0]
        if sum(match.used):
            assert not any(
                (older.time, older.id) < (hub.time, hub.id)
                and older.value("product").casefold() == hub.value("product").casefold()
                for older in waiting
            )


def test_one_order_may_be_served_by_two_loads():
    events = [order(1, 0, product="lamp", quantity=3), goods(1, 1, product="lamp", quantity=2)]
    assert meetings(automation(), events, {}, HELSINKI)[0] == []
    matches, _ = meetings(automation(), [*events, goods(2, 2, product="lamp", quantity=2)], {}, HELSINKI)
    assert [match.used for match in matches] == [(0, 2, 1)]


def test_what_was_used_before_is_gone():
    events = [order(2, 0, product="lamp"), goods(1, 1, product="lamp", quantity=1)]
    assert meetings(automation(), events, {"g1": 1}, HELSINKI)[0] == []
    assert len(meetings(automation(), events, {"g1": 0}, HELSINKI)[0]) == 1


def test_an_order_too_old_to_be_served_blocks_nobody():
    old, young = order(1, 0, product="lamp"), order(2, 24 * 200, product="lamp")
    matches, misses = meetings(
        automation(Span(days=180)), [old, young, goods(1, 24 * 201, product="lamp")], {}, HELSINKI
    )
    assert told(matches) == {"order:2": ("o2", "g1")}
    assert [miss.key for miss in misses] == ["order:1"]


def test_goods_for_one_order_are_not_given_to_another():
    events = [order(1, 0, product="lamp"), goods(1, 1, product="lamp", order="2")]
    assert meetings(automation(), events, {}, HELSINKI)[0] == []


def test_the_missing_member_is_named_first():
    rule = automation(None, Member("payment.received"))
    _, (miss,) = meetings(rule, [order(1, 0), goods(1, 1, order=1)], {}, HELSINKI)
    assert [(line.reason, line.values["event"]) for line in miss.trace] == [
        ("member.missing", "payment.received"),
        ("member.came", "order.placed"),
        ("member.came", "stock.arrived"),
    ]


@pytest.mark.parametrize("count", [3000])
def test_thousands_at_the_same_instant_meet_each_its_own(count):
    events = [order(n, 0) for n in range(count)] + [goods(n, 0, order=n) for n in range(count)]
    matches, misses = meetings(automation(), events, {}, HELSINKI)
    assert (len(matches), misses) == (count, [])
    assert all(match.members[0].key == str(match.members[1].data["order"]) for match in matches)


@pytest.mark.parametrize(
    ("same", "contact", "record", "state"),
    [
        ("record", "c9", "r1", "suppressed"),
        ("record", "c1", "r9", "fired"),
        ("contact", "c1", "r9", "suppressed"),
        ("contact", "c9", "r1", "fired"),
    ],
)
def test_unless_looks_at_the_same_record_or_contact_only(same, contact, record, state):
    rule = Automation(
        automation().when, None, (UnlessEvent("order.cancelled", same),), None, "", Span(days=1)
    )
    came = Happened("x", "order.cancelled", START + timedelta(hours=1), contact, record)
    assert decide(rule, Situation((order(1, 0),), None), [came]).state == state
