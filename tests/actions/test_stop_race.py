"""STOP against a text that is just leaving: either it was sent before, and says so, or it never leaves."""

import time

import pytest
from django.db import connections, transaction

from tekstari.actions import simulator
from tekstari.actions.replies import receive_replies
from tekstari.channels.simulator import Simulator
from tekstari.data import outbox
from tekstari.data.access import in_workspace
from tekstari.data.clock import real_now
from tekstari.data.models import Attempt
from tekstari.worker.clock import moment_in
from tekstari.worker.gateway import Gateway
from tekstari.worker.settling import settle
from tests.actions.playbooks import playbook
from tests.actions.threads import side_by_side, until_somebody_waits_for

MAIJA = "+358401112233"
ROUNDS = 40


@pytest.fixture
def shop(company):
    company.turn_on_text("mainos", playbook("event: offer.made", purpose="marketing", text_hello="Mainos"))
    return company


def offered(shop, phone=MAIJA):
    """An offer stands in the queue, and the customer has written STOP; neither has been seen to."""
    shop.store(shop.event("offer.made", contact={"phone": phone}))
    settle(shop.id, lambda: moment_in(shop.id))
    simulator.write(shop.id, phone=phone, text="STOP", real_now=real_now())


def stops(shop):
    then = moment_in(shop.id)
    return receive_replies(shop.id, now=then.now, offset=then.offset)


def claim(shop, gateway):
    return outbox.claim(gateway.worker, now=real_now(), limit=10, workspace_id=shop.id)


def attempts(shop):
    with in_workspace(shop.id):
        return set(Attempt.objects.values_list("message_id", flat=True))


def test_in_a_race_a_text_is_either_sent_and_says_so_or_is_never_taken(shop, monkeypatch):
    handed: list[str] = []
    submit = Simulator.submit

    async def watched(self, texts):
        handed.extend(text.id for text in texts)
        return await submit(self, texts)

    monkeypatch.setattr(Simulator, "submit", watched)
    outcomes = set()
    length = 0.02
    for number in range(ROUNDS):
        phone = f"+3584055500{number:02}"
        offered(shop, phone)
        head_start = 2 * length * number / ROUNDS  # from none to more than a STOP needs

        def leaves(head_start=head_start) -> None:
            time.sleep(head_start)
            Gateway().flush(shop.id)

        began = time.monotonic()
        side_by_side(lambda: stops(shop), leaves)
        length = max(length, time.monotonic() - began - head_start)
        shop.work()
        offer, last_word = shop.messages(phone)
        outcomes.add(offer.state)
        assert offer.state in ("delivered", "suppressed")
        assert (str(offer.id) in handed) is (offer.state == "delivered")
        assert (offer.id in attempts(shop)) is (offer.state == "delivered")
        assert last_word.state == "delivered"
    assert len(handed) == len(set(handed))
    assert outcomes == {"delivered", "suppressed"}, "no race was lost, or none was won"


def test_while_the_stop_is_being_written_the_text_is_not_taken(shop):
    offered(shop)
    with transaction.atomic():
        stops(shop)
        claimed: list[object] = []
        side_by_side(lambda: claimed.extend(claim(shop, Gateway())))
        assert claimed == []
    shop.work()
    assert [m.state for m in shop.messages(MAIJA)] == ["suppressed", "delivered"]


def test_a_stop_waits_for_a_claim_that_came_first_and_the_text_says_it_was_sent(shop):
    offered(shop)
    claimed: list[outbox.Claimed] = []

    def claims() -> None:
        with transaction.atomic(using="gateway"):
            claimed.extend(claim(shop, gateway))
            until_somebody_waits_for("outbox")

    def writes_stop() -> None:
        while not claimed:
            connections["default"].ensure_connection()
        stops(shop)

    gateway = Gateway()
    side_by_side(claims, writes_stop)
    outbox.finish([(outbox.Handing(text), "accepted", str(text.message_id)) for text in claimed], real_now())
    shop.work()
    offer, last_word = shop.messages(MAIJA)
    assert (offer.state, offer.reason) == ("sent", "")
    assert last_word.state == "delivered"
    assert shop.stopped(MAIJA) == {"marketing"}


def test_a_text_decided_beside_the_stop_is_stopped_too(shop):
    """The automation judges while STOP is obeyed: one is first, and no offer goes out after."""
    for number in range(10):
        phone = f"+3584055501{number:02}"
        shop.store(shop.event("offer.made", contact={"phone": phone}))
        simulator.write(shop.id, phone=phone, text="STOP", real_now=real_now())
        side_by_side(
            lambda: stops(shop), lambda: settle(shop.id, lambda: moment_in(shop.id)), lambda: stops(shop)
        )
        shop.work()
        assert [m.state for m in shop.messages(phone) if m.purpose == "marketing"] == ["suppressed"]
        assert len([m for m in shop.messages(phone) if m.purpose == "service"]) == 1, "answered once"
