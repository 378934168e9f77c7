"""An order AND its product: one text, in whatever order the two were told and however far apart."""

import pytest

from tests.actions.company import on_the_wall

MAIJA, PEKKA, ANNE = "+358401112233", "+358401112244", "+358401112255"


@pytest.fixture
def shop(company):
    company.turn_on("tilaus-saapui")
    return company


def order(key, phone, product="Talvirengas", quantity=None, **contact):
    """What a web shop says of an order."""
    fields = {"product": product} | ({"quantity": quantity} if quantity else {})
    return {
        "contact": {"phone": phone, "name": "Maija", **contact},
        "record": {"kind": "order", "key": key, "fields": fields},
    }


def goods(product="Talvirengas", quantity=1):
    """A goods receipt: it knows no customer."""
    return {"data": {"product": product, "quantity": quantity}}


def arrived(company, *phones):
    """How many arrival texts each phone has."""
    return [len(company.texts(phone)) for phone in phones]


def test_an_order_and_then_its_arrival_by_its_number_is_one_text(shop):
    shop.happens("order.placed", **order("10042", MAIJA))
    assert shop.texts(MAIJA) == []
    shop.happens("stock.arrived", record={"kind": "order", "key": "10042"})
    (text,) = shop.texts(MAIJA)
    assert text.startswith("Hei Maija! Tilauksesi on noudettavissa: Talvirengas. Olemme avoinna")
    assert shop.occurrences() == [("order:10042", "fired", "")]


def test_the_arrival_may_be_told_before_the_order(shop):
    shop.happens("stock.arrived", record={"kind": "order", "key": "10042"})
    assert shop.occurrences() == []
    shop.happens("order.placed", **order("10042", MAIJA))
    assert arrived(shop, MAIJA) == [1]


def test_numbers_meet_however_the_two_systems_write_them(shop):
    shop.happens("order.placed", **order(" AB-7 ", MAIJA))
    shop.happens("stock.arrived", data={"order": "ab-7"})
    assert arrived(shop, MAIJA) == [1]


@pytest.mark.parametrize("first", ["order.placed", "stock.arrived"])
def test_weeks_may_lie_between_the_two(shop, first):
    told = {"order.placed": order("10042", MAIJA), "stock.arrived": goods()}
    shop.happens(first, **told.pop(first))
    shop.passes(days=100)
    ((second, said),) = told.items()
    shop.happens(second, **said)
    assert arrived(shop, MAIJA) == [1]


def test_two_that_lie_further_apart_than_said_do_not_meet(shop):
    shop.happens("order.placed", **order("10042", MAIJA))
    shop.passes(days=181)
    shop.happens("stock.arrived", record={"kind": "order", "key": "10042"})
    assert arrived(shop, MAIJA) == [0]


def test_an_event_told_late_is_judged_by_when_it_happened(shop):
    """The order of half a year ago came only now; its goods arrived the day after it was placed."""
    long_ago = shop.now
    shop.passes(days=200)
    shop.happens("stock.arrived", at=shop.now, record={"kind": "order", "key": "1"})
    shop.happens("order.placed", at=long_ago, **order("1", MAIJA))
    assert arrived(shop, MAIJA) == [0]
    shop.happens("stock.arrived", at=long_ago, record={"kind": "order", "key": "2"})
    shop.happens("order.placed", at=long_ago, **order("2", PEKKA))
    assert arrived(shop, PEKKA) == [1]


def test_an_order_that_has_been_told_of_is_not_told_of_again(shop):
    shop.happens("order.placed", **order("10042", MAIJA))
    for _ in range(3):
        shop.happens("stock.arrived", record={"kind": "order", "key": "10042"})
    shop.happens("order.placed", **order("10042", MAIJA))
    assert arrived(shop, MAIJA) == [1]


def test_one_piece_serves_the_order_that_waited_longest(shop):
    shop.happens("order.placed", **order("1", MAIJA))
    shop.happens("order.placed", **order("2", PEKKA, "talvirengas"))
    shop.happens("stock.arrived", **goods("TALVIRENGAS"))
    assert arrived(shop, MAIJA, PEKKA) == [1, 0]
    shop.happens("stock.arrived", **goods())
    assert arrived(shop, MAIJA, PEKKA) == [1, 1]


def test_three_pieces_serve_three_orders_and_the_fourth_waits(shop):
    for number, phone in enumerate((MAIJA, PEKKA, ANNE, MAIJA)):
        shop.happens("order.placed", **order(str(number), phone))
    shop.happens("stock.arrived", **goods(quantity=3))
    assert arrived(shop, MAIJA, PEKKA, ANNE) == [1, 1, 1]
    assert [key for key, *_ in shop.occurrences()] == ["order:0", "order:1", "order:2"]


def test_goods_that_came_first_are_handed_out_as_orders_come(shop):
    shop.happens("stock.arrived", **goods(quantity=2))
    for number, phone in enumerate((MAIJA, PEKKA, ANNE)):
        shop.happens("order.placed", **order(str(number), phone))
    assert arrived(shop, MAIJA, PEKKA, ANNE) == [1, 1, 0]


def test_an_order_of_four_waits_for_four_gathered_from_several_arrivals(shop):
    shop.happens("order.placed", **order("1", MAIJA, quantity=4))
    shop.happens("stock.arrived", **goods(quantity=3))
    assert arrived(shop, MAIJA) == [0]
    shop.happens("stock.arrived", **goods(quantity=2))
    assert arrived(shop, MAIJA) == [1]
    shop.happens("order.placed", **order("2", PEKKA))
    assert arrived(shop, PEKKA) == [1], "one of the five was left for the next"
    shop.happens("order.placed", **order("3", ANNE))
    assert arrived(shop, ANNE) == [0], "none is left now"


def test_a_younger_order_does_not_take_what_an_older_one_waits_for(shop):
    shop.happens("order.placed", **order("1", MAIJA, quantity=2))
    shop.happens("order.placed", **order("2", PEKKA))
    shop.happens("stock.arrived", **goods(quantity=1))
    assert arrived(shop, MAIJA, PEKKA) == [0, 0]
    shop.happens("stock.arrived", **goods(quantity=2))
    assert arrived(shop, MAIJA, PEKKA) == [1, 1]


def test_goods_for_one_orders_number_do_not_serve_another_order(shop):
    shop.happens("order.placed", **order("1", MAIJA))
    shop.happens("order.placed", **order("2", PEKKA))
    shop.happens("stock.arrived", record={"kind": "order", "key": "2"}, data={"product": "Talvirengas"})
    assert arrived(shop, MAIJA, PEKKA) == [0, 1]


def test_all_in_one_batch_comes_out_as_one_by_one(shop):
    events = [shop.event("order.placed", **order(str(n), f"+35840111{n:04}")) for n in range(10)]
    events.insert(4, shop.event("stock.arrived", **goods(quantity=4)))
    events.append(shop.event("stock.arrived", **goods(quantity=3)))
    shop.store(*events)
    shop.work()
    assert arrived(shop, *(f"+35840111{n:04}" for n in range(10))) == [1] * 7 + [0] * 3


def test_an_order_whose_buyer_nobody_named_is_told_of_to_nobody(shop):
    said = order("10042", MAIJA)
    del said["contact"]
    shop.happens("order.placed", **said)
    shop.happens("stock.arrived", record={"kind": "order", "key": "10042"})
    assert shop.occurrences() == [("order:10042", "suppressed", "no_number")]


def test_the_buyer_may_be_known_from_the_order_itself(shop):
    """The event names no person, but the order it is about belongs to one."""
    shop.happens("order.confirmed", **order("10042", MAIJA))
    said = order("10042", MAIJA)
    del said["contact"]
    shop.happens("order.placed", **said)
    shop.happens("stock.arrived", record={"kind": "order", "key": "10042"})
    assert arrived(shop, MAIJA) == [1]


def test_between_two_people_of_one_phone_nobody_is_guessed(shop):
    shop.happens("customer.known", contact={"key": "1", "phone": MAIJA, "name": "Maija"})
    shop.happens("customer.known", contact={"key": "2", "phone": MAIJA, "name": "Matti"})
    shop.happens("order.placed", **order("10042", MAIJA))
    shop.happens("stock.arrived", record={"kind": "order", "key": "10042"})
    assert shop.texts(MAIJA) == []
    assert shop.occurrences() == [("order:10042", "suppressed", "no_number")]


def test_what_was_told_before_it_was_turned_on_can_still_be_met(company):
    company.happens("order.placed", **order("10042", MAIJA))
    company.turn_on("tilaus-saapui")
    company.happens("stock.arrived", record={"kind": "order", "key": "10042"})
    assert arrived(company, MAIJA) == [1]


def test_the_reasons_name_what_came_and_when(shop):
    from tekstari.data.access import in_workspace
    from tekstari.data.models import Nearly, Occurrence

    shop.happens("order.placed", **order("10042", MAIJA))
    with in_workspace(shop.id):
        nearly = Nearly.objects.get()
    assert (nearly.key, nearly.trace[0]["values"]) == ("order:10042", {"event": "stock.arrived"})
    assert (nearly.trace[0]["reason"], nearly.trace[0]["holds"]) == ("member.missing", False)
    at = shop.now
    shop.happens("stock.arrived", at=at, record={"kind": "order", "key": "10042"})
    with in_workspace(shop.id):
        assert not Nearly.objects.exists(), "it is near no longer"
        trace = Occurrence.objects.get().trace
    came = {
        line["values"]["event"]: line["values"]["at"] for line in trace if line["reason"] == "member.came"
    }
    assert came.keys() == {"order.placed", "stock.arrived"}
    assert on_the_wall(at)[:10] in str(came["stock.arrived"])
