"""Texts through a real SMPP link to a scripted operator, on real rows."""

from collections.abc import Iterator

import psycopg
import pytest

from tekstari.data.access import in_workspace
from tekstari.data.models import Attempt, Conversation, Message, MessageChange, Outbox, Workspace
from tests.channels.smpp.far_end import Reset, Say, Silence
from tests.faults.processes import until
from tests.worker.operator import OURS, Connected, connected, delivery, operator

PHONE = "+358405550001"
LONG = "Kattoboksi ja sen asennussarja, " * 8
UNDELIVERABLE = 5


@pytest.fixture(autouse=True)
def _database(database: str) -> str:
    return database


def order(company: Connected, key: str, product: str = "Kattoboksi", phone: str = PHONE) -> None:
    company.happens(
        "order.placed",
        contact={"phone": phone, "name": "Aino"},
        record={"kind": "order", "key": key, "fields": {"product": product}},
    )
    company.happens("stock.arrived", record={"kind": "order", "key": key})


@pytest.fixture
def shop() -> Iterator[tuple]:
    with operator() as there, connected(there) as company:
        company.turn_on("tilaus-saapui")
        yield company, there


def test_a_text_leaves_and_its_receipt_says_it_arrived(shop):
    company, there = shop
    order(company, "1")
    company.becomes(PHONE, "sent")
    there.delivers(there.report(1))
    company.becomes(PHONE, "delivered")
    assert len(there.texts()) == 1
    until(lambda: there.answers().get(901) == 0)
    with in_workspace(company.id):
        assert list(MessageChange.objects.order_by("at").values_list("state", flat=True)) == [
            "queued",
            "sent",
            "delivered",
        ]
        assert not Outbox.objects.exists()


def test_a_long_text_has_arrived_when_all_its_parts_have(shop):
    company, there = shop
    order(company, "1", LONG)
    message = company.becomes(PHONE, "sent")[0]
    assert message.parts == len(there.texts()) == 3
    there.delivers(there.report(1), there.report(3))
    until(lambda: len(there.answers()) == 2)
    company.work()
    assert company.becomes(PHONE, "sent")
    there.delivers(there.report(2))
    company.becomes(PHONE, "delivered")


def test_one_lost_part_makes_a_text_partly_delivered(shop):
    company, there = shop
    order(company, "1", LONG)
    company.becomes(PHONE, "sent")
    there.delivers(there.report(1), there.report(2, UNDELIVERABLE), there.report(3))
    assert company.becomes(PHONE, "partly_delivered")[0].reason == "operator.not_delivered"


def test_a_receipt_five_times_and_a_later_other_one_change_nothing(shop):
    company, there = shop
    order(company, "1")
    company.becomes(PHONE, "sent")
    there.delivers(*(there.report(1, sequence=900 + 10 * n) for n in range(5)))
    company.becomes(PHONE, "delivered")
    there.delivers(there.report(1, UNDELIVERABLE, sequence=980))
    until(lambda: len(there.answers()) == 6)
    company.work()
    assert company.becomes(PHONE, "delivered")


def test_a_refused_text_fails_at_once_with_its_reason_and_is_not_tried_again():
    with operator({1: Say(0x0B)}) as there, connected(there) as company:
        company.turn_on("tilaus-saapui")
        order(company, "1")
        assert company.becomes(PHONE, "failed")[0].reason == "operator.number_malformed"
        assert len(there.texts()) == 1


def test_throttled_in_the_middle_only_that_part_goes_again():
    with operator({2: Say(0x58)}) as there, connected(there) as company:
        company.turn_on("tilaus-saapui")
        order(company, "1", LONG)
        company.becomes(PHONE, "sent")
        texts = there.texts()
        assert len(texts) == 4
        assert texts[3] == texts[1]  # the same part with the same reference


def test_a_link_cut_before_the_answer_leaves_an_order_in_doubt_before_a_person():
    with operator({1: Reset()}) as there, connected(there) as company:
        company.turn_on("tilaus-saapui")
        order(company, "1")
        message = company.becomes(PHONE, "in_doubt")[0]
        order(company, "2", "Lumiharja", phone="+358405550002")
        company.becomes("+358405550002", "sent")
        with in_workspace(company.id):
            assert Conversation.objects.get(phone=PHONE).needs == "doubt.ask"
            assert not Outbox.objects.filter(id=message.id).exists()
        assert len(there.texts()) == 2


def test_where_a_company_says_so_a_text_in_doubt_is_sent_again():
    with operator({1: Reset()}) as there, connected(there) as company:
        Workspace.objects.filter(pk=company.id).update(settings={"quiet": None, "in_doubt": "resend"})
        company.turn_on("tilaus-saapui")
        order(company, "1")
        company.becomes(PHONE, "sent")
        assert len(there.texts()) == 2


def test_a_receipt_without_a_known_name_resolves_the_only_text_it_fits():
    with operator({1: Reset()}) as there, connected(there) as company:
        company.turn_on("tilaus-saapui")
        order(company, "1")
        text = company.becomes(PHONE, "in_doubt")[0].text
        until(lambda: len(there.far_end.talks) == 2 and there.far_end.talks[1].heard)
        words = f"id:77 sub:001 dlvrd:001 stat:DELIVRD err:000 text:{text[:20]}".encode()
        there.delivers(delivery(950, words, phone=PHONE, esm_class=4))
        company.becomes(PHONE, "delivered")


def test_a_text_from_a_person_is_stored_before_it_is_acknowledged_and_answered(shop):
    company, there = shop
    order(company, "1")
    company.becomes(PHONE, "sent")
    there.delivers(delivery(70, b"STOP", phone=PHONE))
    until(lambda: there.answers().get(70) == 0)
    company.work()
    until(lambda: len(there.texts()) == 2)
    assert b"markkinointia" in there.texts()[1]


def test_the_same_delivery_twice_is_one_text_and_the_same_words_later_are_two(shop, database: str):
    company, there = shop
    there.delivers(delivery(71, b"9", phone=PHONE))
    until(lambda: 71 in there.answers())
    there.delivers(delivery(72, b"9", phone=PHONE))
    until(lambda: 72 in there.answers())
    company.work()
    assert received(company) == ["9"]
    with psycopg.connect(database, autocommit=True) as owner:  # a minute goes by
        owner.execute("UPDATE inbound SET received_at = received_at - interval '1 minute'")
    there.delivers(delivery(73, b"9", phone=PHONE))
    until(lambda: 73 in there.answers())
    company.work()
    assert received(company) == ["9", "9"]


def test_parts_of_a_text_come_in_any_order_and_two_people_are_not_mixed(shop):
    company, there = shop
    other = "+358405550009"

    def part(sequence: int, number: int, words: bytes, phone: str):
        return delivery(sequence, bytes([5, 0, 3, 7, 2, number]) + words, phone=phone, esm_class=0x40)

    there.delivers(
        part(1, 2, b"maailma", PHONE),
        part(2, 2, b"kaikki", other),
        part(3, 1, b"Hei ", PHONE),
        part(4, 1, b"Moi ", other),
    )
    until(lambda: len(there.answers()) == 4)
    company.work()
    assert sorted(received(company)) == ["Hei maailma", "Moi kaikki"]


def test_what_looks_like_a_receipt_from_a_handset_is_a_text(shop):
    company, there = shop
    order(company, "1")
    company.becomes(PHONE, "sent")
    there.delivers(delivery(80, b"id:m1 stat:DELIVRD err:000", phone=PHONE))
    until(lambda: 80 in there.answers())
    company.work()
    assert received(company) == ["id:m1 stat:DELIVRD err:000"]
    assert company.becomes(PHONE, "sent")


def test_a_text_for_nobodys_number_is_kept_in_quarantine(shop, database: str):
    company, there = shop
    there.delivers(delivery(81, b"Kenelle?", phone=PHONE, to="19999"))
    until(lambda: there.answers().get(81) == 0)
    with psycopg.connect(database) as owner:
        kept = owner.execute("SELECT text FROM stray WHERE sender = '19999'").fetchall()
    assert kept[-1] == ("Kenelle?",)
    assert received(company) == []


def test_what_a_dead_worker_left_unanswered_is_in_doubt_when_the_next_one_begins():
    with operator({1: Silence()}) as there:
        with connected(there, response_timeout=60) as company:
            company.turn_on("tilaus-saapui")
            order(company, "1")
            until(lambda: there.texts())
        company.becomes(PHONE, "in_doubt")
        with in_workspace(company.id):
            assert [a.outcome for a in Attempt.objects.all()] == ["doubt"]


def received(company: Connected) -> list[str]:
    with in_workspace(company.id):
        found = Message.objects.filter(direction="in").order_by("at")
        assert all(message.sender == OURS for message in found)
        return [message.text for message in found]
