"""Texts from people as far ends deliver them: whole, once, to the right company, whatever they hold."""

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from tekstari.channels.smpp.settings import read_settings
from tekstari.data.clock import real_now
from tekstari.worker.hearing import Hearing
from tests.faults.processes import until
from tests.worker.operator import OURS, Connected, Operator, connected, delivery, operator

MAIJA, VILLE = "+358405550001", "+358405550002"


@pytest.fixture(scope="module")
def link(database: str):
    with operator() as there, connected(there) as company:
        yield company, there


@pytest.fixture
def shop(link, database: str):
    """The link stands from test to test; what came before is forgotten."""
    company, there = link
    with psycopg.connect(database, autocommit=True) as owner:
        for table in ("inbound", "received_part", "stray"):
            owner.execute(f"DELETE FROM {table} WHERE channel_id = %s", [company.channel_id])
        there.far_end.talks[-1].heard[:] = []
        yield company, there, owner


def part(sequence, number, total, words, *, reference=7, phone=MAIJA, data_coding=0):
    head = bytes([5, 0, 3, reference, total, number])
    return delivery(sequence, head + words, phone=phone, esm_class=0x40, data_coding=data_coding)


def come(there: Operator, *pdus) -> None:
    """Delivered one by one, each acknowledged."""
    for pdu in pdus:
        before = len(there.answers())
        there.delivers(pdu)
        until(lambda before=before: len(there.answers()) > before)
    assert set(there.answers().values()) == {0}


def kept(owner, company: Connected) -> list[tuple[str, str, bool]]:
    return owner.execute(
        "SELECT phone, text, is_incomplete FROM inbound WHERE channel_id = %s ORDER BY received_at, id",
        [company.channel_id],
    ).fetchall()


def ages(owner, company: Connected, table: str, **span: float) -> None:
    owner.execute(
        f"UPDATE {table} SET received_at = received_at - %s WHERE channel_id = %s",
        [timedelta(**span), company.channel_id],
    )


def gives_up(company: Connected) -> None:
    settings = read_settings({"host": "127.0.0.1", "system_id": "tekstari"})
    Hearing(company.channel_id, settings).give_up_waiting(real_now())


def test_parts_in_any_order_and_one_of_them_twice(shop):
    company, there, owner = shop
    come(there, part(1, 3, 3, b"ja kotiin"), part(2, 1, 3, b"Ensin "), part(3, 1, 3, b"Ensin "))
    assert kept(owner, company) == []
    come(there, part(4, 2, 3, b"kauppaan "))
    assert kept(owner, company) == [(MAIJA, "Ensin kauppaan ja kotiin", False)]


def test_a_last_part_that_is_delivered_again_makes_no_second_text(shop):
    company, there, owner = shop
    come(there, part(1, 1, 2, b"Hei "), part(2, 2, 2, b"vaan"), part(3, 2, 2, b"vaan"))
    ages(owner, company, "received_part", minutes=11)
    gives_up(company)
    assert kept(owner, company) == [(MAIJA, "Hei vaan", False)]


def test_a_part_that_never_comes_is_waited_for_ten_minutes(shop):
    company, there, owner = shop
    come(there, part(1, 1, 3, b"Alku "), part(2, 3, 3, b"loppu"))
    gives_up(company)
    assert kept(owner, company) == []
    ages(owner, company, "received_part", minutes=11)
    gives_up(company)
    assert kept(owner, company) == [(MAIJA, "Alku loppu", True)]


def test_a_reference_used_again_begins_another_text_and_loses_nothing(shop):
    company, there, owner = shop
    come(there, part(1, 1, 2, b"Vanha "), part(2, 1, 2, b"Uusi "), part(3, 2, 2, b"viesti"))
    assert kept(owner, company) == [(MAIJA, "Vanha ", True), (MAIJA, "Uusi viesti", False)]


def test_another_total_is_another_text(shop):
    company, there, owner = shop
    come(there, part(1, 1, 3, b"Kolme "), part(2, 1, 2, b"Kaksi "), part(3, 2, 2, b"osaa"))
    assert kept(owner, company) == [(MAIJA, "Kolme ", True), (MAIJA, "Kaksi osaa", False)]


def test_a_whole_text_and_the_next_one_under_the_same_reference(shop):
    company, there, owner = shop
    come(there, part(1, 1, 2, b"A"), part(2, 2, 2, b"B"), part(3, 1, 2, b"C"), part(4, 2, 2, b"D"))
    assert [text for _, text, _ in kept(owner, company)] == ["AB", "CD"]


@pytest.mark.parametrize(("number", "total"), [(0, 2), (3, 2), (1, 1), (1, 0)])
def test_a_part_that_cannot_be_is_a_text_of_its_own(shop, number, total):
    company, there, owner = shop
    come(there, part(1, number, total, b"Hei"))
    assert kept(owner, company) == [(MAIJA, "Hei", False)]


def test_two_people_under_one_reference_are_not_mixed(shop):
    company, there, owner = shop
    come(
        there,
        part(1, 1, 2, b"Maija "),
        part(2, 1, 2, b"Ville ", phone=VILLE),
        part(3, 2, 2, b"M"),
        part(4, 2, 2, b"V", phone=VILLE),
    )
    assert kept(owner, company) == [(MAIJA, "Maija M", False), (VILLE, "Ville V", False)]


def test_a_pair_of_surrogates_cut_between_parts_is_one_character(shop):
    company, there, owner = shop
    octets = "Kiitos \N{GRINNING FACE}!".encode("utf-16-be")
    cut = octets.index(b"\xd8\x3d") + 2
    come(there, part(1, 1, 2, octets[:cut], data_coding=8), part(2, 2, 2, octets[cut:], data_coding=8))
    assert kept(owner, company) == [(MAIJA, "Kiitos \N{GRINNING FACE}!", False)]


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (b"\xd8\x3d\x00A", "\ufffdA"),
        (b"\xfe\xff\x00H\x00i", "Hi"),
        (b"\xff\xfeH\x00i\x00", "Hi"),
        (b"\x00H\x00i\x00", "Hi\ufffd"),
        (b"\x00\x00\x00H", "\ufffdH"),
    ],
)
def test_broken_ucs2_shows_what_can_be_read(shop, octets, text):
    company, there, owner = shop
    come(there, delivery(1, octets, phone=MAIJA, data_coding=8))
    assert kept(owner, company) == [(MAIJA, text, False)]


@pytest.mark.parametrize(
    "text",
    ["", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202eolleh", "👩\u200d👩\u200d👧", "9'; --"],
)
def test_whatever_a_person_writes_is_kept_as_it_is(shop, text):
    company, there, owner = shop
    come(there, delivery(1, text.encode("utf-16-be"), phone=MAIJA, data_coding=8))
    assert kept(owner, company) == [(MAIJA, text, False)]
    until(lambda: company.work() or text in [message.text for message in company.replies(MAIJA)])


@pytest.mark.parametrize(
    ("ton", "written", "phone"),
    [
        (1, "358405550001", MAIJA),
        (0, "358405550001", MAIJA),
        (0, "+358405550001", MAIJA),
        (1, "+358405550001", MAIJA),
        (0, "00358405550001", MAIJA),
        (2, "358405550001", MAIJA),
        (5, "Posti", "Posti"),
        (0, "16400", "16400"),
    ],
)
def test_a_sender_is_known_however_the_far_end_writes_it(shop, ton, written, phone):
    company, there, owner = shop
    pdu = delivery(1, b"Hei")
    come(there, replace(pdu, source_addr_ton=ton, source_addr_npi=ton and 1, source_addr=written))
    assert kept(owner, company) == [(phone, "Hei", False)]


def test_a_text_to_nobodys_number_is_in_quarantine_once(shop):
    company, there, owner = shop
    come(there, *(delivery(n, b"Kenelle?", phone=MAIJA, to="19998") for n in (1, 2)))
    strays = "SELECT phone, sender, text FROM stray WHERE channel_id = %s"
    assert owner.execute(strays, [company.channel_id]).fetchall() == [(MAIJA, "19998", "Kenelle?")]
    assert kept(owner, company) == []


def test_the_same_words_a_minute_apart_are_two_and_at_once_one(shop):
    company, there, owner = shop
    come(there, delivery(1, b"9", phone=MAIJA), delivery(2, b"9", phone=MAIJA))
    ages(owner, company, "inbound", minutes=1)
    come(there, delivery(3, b"9", phone=MAIJA))
    assert kept(owner, company) == [(MAIJA, "9", False)] * 2


def test_255_parts_are_one_text(shop):
    company, there, owner = shop
    there.delivers(*(part(n, n, 255, b"%03d" % n) for n in range(1, 256)))
    until(lambda: len(there.answers()) == 255)
    ((phone, text, is_incomplete),) = kept(owner, company)
    assert (phone, is_incomplete) == (MAIJA, False)
    assert text == "".join(f"{n:03}" for n in range(1, 256))


def test_one_text_that_cannot_be_kept_does_not_keep_the_others_out(shop, database: str):
    company, there, owner = shop
    owner.execute("ALTER TABLE inbound ADD CONSTRAINT no_thirteen CHECK (text <> '13')")
    try:
        there.delivers(*(delivery(n, b"%d" % n, phone=MAIJA) for n in (12, 13, 14)))
        until(lambda: there.answers() == {12: 0, 13: 0x64, 14: 0})
    finally:
        owner.execute("ALTER TABLE inbound DROP CONSTRAINT no_thirteen")
    come_again = delivery(13, b"13", phone=MAIJA, to=OURS)
    there.delivers(come_again)
    until(lambda: sorted(text for _, text, _ in kept(owner, company)) == ["12", "13", "14"])
