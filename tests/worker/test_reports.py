"""Receipts as far ends send them, each to the right text of the right company and to no other."""

from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest

from tekstari.actions import workspaces
from tekstari.actions.silence_of_receipts import end_silence
from tekstari.channels.smpp.wire.tlvs import Tag, Tlv
from tekstari.data.access import in_workspace
from tekstari.data.clock import real_now
from tekstari.data.ids import new_id
from tekstari.data.models import Channel, Message, MessageChange, Workspace
from tests.actions.playbooks import playbook
from tests.channels.smpp.far_end import Silence, Take
from tests.faults.processes import until
from tests.worker.operator import Connected, connected, delivery, operator

MAIJA, VILLE = "+358405550001", "+358405550002"
ENROUTE, DELIVERED, EXPIRED, ACCEPTED = 1, 2, 3, 6


@contextmanager
def shop(plan=None, **settings):
    with operator(plan) as there, connected(there, **settings) as company:
        company.turn_on_text("heti", playbook("event: visit.ended"))
        yield company, there


@pytest.fixture
def owner(database: str):
    with psycopg.connect(database, autocommit=True) as owner:
        yield owner


def report(sequence: int, name: str, stat: str = "DELIVRD", phone: str = MAIJA, tlvs=()):
    words = f"id:{name} sub:001 dlvrd:001 submit date:2611201100 done date:2611201101 stat:{stat} err:000"
    return delivery(sequence, words.encode(), phone=phone, esm_class=4, tlvs=tlvs)


def test_a_receipt_that_overtakes_the_answer_waits_for_it(owner):
    with shop({1: Silence()}) as (company, there):
        company.greets(MAIJA)
        until(there.texts)
        there.delivers(there.report(1))
        until(lambda: there.answers() == {901: 0})
        there.do(there.far_end.release)
        company.becomes(MAIJA, "delivered")


def test_a_receipt_thirteen_days_late_still_counts(owner):
    with shop() as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        owner.execute("UPDATE attempt SET began_at = began_at - interval '13 days'")
        there.delivers(there.report(1))
        company.becomes(MAIJA, "delivered")


@pytest.mark.parametrize(
    ("states", "ends"),
    [
        ([DELIVERED, EXPIRED], "delivered"),
        ([DELIVERED, ENROUTE], "delivered"),
        ([ENROUTE, DELIVERED], "delivered"),
        ([EXPIRED], "failed"),
        ([ACCEPTED], "sent"),
    ],
)
def test_a_last_word_stays_and_a_first_one_is_none(owner, states, ends):
    with shop() as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        for place, state in enumerate(states, 1):
            there.delivers(there.report(1, state, sequence=900 + 10 * place))
            until(lambda place=place: len(there.answers()) == place)
        company.work()
        company.becomes(MAIJA, ends)


def test_a_parameter_is_believed_before_the_words(owner):
    with shop() as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        told = (Tlv(Tag.RECEIPTED_MESSAGE_ID, b"m1\0"), Tlv(Tag.MESSAGE_STATE, bytes([DELIVERED])))
        there.delivers(report(1, "m1", "UNDELIV", tlvs=told))
        company.becomes(MAIJA, "delivered")


@pytest.mark.parametrize(
    ("rule", "answered", "reported"),
    [
        ("plain", "0038601FA", "38601fa"),
        ("plain", "AB-1", "ab-1"),
        ("answer_hex", "38601FA", "0059113978"),
        ("answer_decimal", "59113978", "38601FA"),
        ("either", "0059113978", "38601fa"),
        ("answer_hex", "FFFFFFFFFFFFFFFFF", str(16**17 - 1)),
        ("exact", "Ab1", "Ab1"),
    ],
)
def test_a_name_is_known_in_the_other_form(owner, rule, answered, reported):
    with shop({1: Take(answered)}, id_rule=rule) as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        there.delivers(report(1, reported))
        company.becomes(MAIJA, "delivered")


def test_an_exact_name_in_other_letters_is_another_name(owner):
    with shop({1: Take("Ab1")}, id_rule="exact") as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        there.delivers(report(1, "aB1"))
        until(lambda: there.answers() == {1: 0})
        company.work()
        company.becomes(MAIJA, "sent")


def test_a_name_used_yesterday_is_todays_text(owner):
    with shop({1: Take("77"), 2: Take("77")}) as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        owner.execute("UPDATE attempt SET began_at = began_at - interval '1 day'")
        company.greets(VILLE)
        company.becomes(VILLE, "sent")
        there.delivers(report(1, "77", phone=VILLE))
        company.becomes(VILLE, "delivered")
        company.becomes(MAIJA, "sent")


def test_a_name_used_yesterday_waits_for_the_answer_it_overtook(owner):
    with shop({1: Take("77"), 2: Silence()}) as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        owner.execute(
            "UPDATE attempt SET began_at = began_at - interval '1 day', provider_id = 'm2'"
            " WHERE provider_id = '77'"
        )
        company.greets(VILLE)
        until(lambda: len(there.texts()) == 2)
        there.delivers(there.report(2, phone=VILLE))
        until(lambda: there.answers() == {902: 0})
        there.do(there.far_end.release)
        company.becomes(VILLE, "delivered")
        company.becomes(MAIJA, "sent")


def test_a_receipt_comes_on_the_next_connection(owner):
    with shop() as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        there.do(there.far_end.talks[0].reset)
        until(lambda: len(there.far_end.talks) == 2 and there.is_bound())
        there.delivers(there.report(1))
        company.becomes(MAIJA, "delivered")


def test_two_companies_on_one_channel_hear_each_of_its_own(owner):
    with shop() as (company, there):
        made = workspaces.create(
            name="Parturi Oy", slug=f"p{new_id().hex[-12:]}", settings={"quiet": None}, now=real_now()
        )
        channel = Channel.objects.get(pk=company.channel_id)
        workspaces.add_sender(made, channel=channel, value="18200", kind="short")
        other = Connected(made.id)
        other.turn_on_text("heti", playbook("event: visit.ended"))
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        other.greets(MAIJA)
        other.becomes(MAIJA, "sent")
        there.delivers(there.report(2, phone=MAIJA), delivery(5, b"Kiitos", phone=MAIJA, to="18200"))
        other.becomes(MAIJA, "delivered")
        company.becomes(MAIJA, "sent")
        until(lambda: other.work() or other.replies(MAIJA))
        assert company.replies(MAIJA) == []


def test_a_storm_of_receipts_is_kept_before_each_is_acknowledged(owner):
    with shop() as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        storm = [report(n, f"x{n}") for n in range(1, 1000)]
        there.delivers(*storm, there.report(1, sequence=5000))
        until(lambda: len(there.answers()) == 1000)
        assert set(there.answers().values()) == {0}
        kept = owner.execute(
            "SELECT count(*) FROM receipt WHERE channel_id = %s", [company.channel_id]
        ).fetchone()
        assert kept == (1000,)
        company.becomes(MAIJA, "delivered")


@pytest.mark.parametrize("words", [b"", b"\0\0", b"id:\0 stat:\0", b"\xff\xfe\x80", b"id:" + b"9" * 200])
def test_a_receipt_nobody_can_read_is_kept_and_acknowledged(owner, words):
    with shop() as (company, there):
        name = Tlv(Tag.RECEIPTED_MESSAGE_ID, b"\0\xff\0x")
        there.delivers(
            delivery(1, words, phone=MAIJA, esm_class=4),
            delivery(2, words, phone=MAIJA, esm_class=4, tlvs=(name,)),
        )
        until(lambda: there.answers() == {1: 0, 2: 0})
        count = "SELECT count(*) FROM receipt WHERE channel_id = %s"
        assert owner.execute(count, [company.channel_id]).fetchone() == (2,)


def test_no_receipt_in_the_time_of_the_company_is_not_known_until_one_comes(owner):
    with shop() as (company, there):
        Workspace.objects.filter(pk=company.id).update(settings={"quiet": None, "receipt_hours": 24})
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        assert end_silence(company.id, now=company.now + timedelta(hours=23)) == 0
        assert end_silence(company.id, now=company.now + timedelta(hours=25)) == 1
        assert end_silence(company.id, now=company.now + timedelta(hours=26)) == 0
        with in_workspace(company.id):
            assert Message.objects.get(phone=MAIJA).state == "unknown"
            change = MessageChange.objects.get(state="unknown")
            assert (change.evidence["report"], change.evidence["hours"]) == ("no_receipt", 24)
        there.delivers(there.report(1))
        company.becomes(MAIJA, "delivered")
