"""What the far end answers to a text, or does not: each fault leads to one state and never to two texts."""

import time
from collections import Counter
from contextlib import contextmanager
from itertools import pairwise

import pytest
from django.db import OperationalError

from tekstari.data import outbox
from tekstari.data.access import in_workspace
from tekstari.data.models import Attempt, Outbox, Sender
from tests.actions.playbooks import playbook
from tests.channels.smpp.far_end import AskToLeave, Nack, Reset, Say, Silence, Take, Twice
from tests.faults.processes import until
from tests.worker.operator import OURS, Connected, Operator, connected, delivery, operator

MAIJA, VILLE = "+358405550001", "+358405550002"
LONG = "Huollon jälkeen auto on noudettavissa pihalta milloin vain. " * 6
THROTTLED, QUEUE_FULL, SYSTEM_ERROR = 0x58, 0x14, 0x08


@pytest.fixture(autouse=True)
def _database(database: str) -> str:
    return database


@contextmanager
def shop(plan=None, *, purpose="order", text="Hei {name}!", always=None, seconds=0.0, **settings):
    with operator(plan, seconds, always=always) as there, connected(there, **settings) as company:
        company.turn_on_text(
            "heti", playbook("event: visit.ended", "- send: own", purpose=purpose, text_own=text)
        )
        yield company, there


def outcomes(company: Connected) -> list[str]:
    with in_workspace(company.id):
        return list(Attempt.objects.order_by("began_at", "fence", "part").values_list("outcome", flat=True))


def people(count: int) -> list[str]:
    return [f"+3584055{n:05}" for n in range(count)]


def all_sent(company: Connected, phones: list[str]) -> None:
    for phone in phones:
        company.becomes(phone, "sent")


def reached(there: Operator) -> list[str]:
    return [f"+{pdu.destination_addr}" for pdu in there.far_end.submits]


def test_an_answer_that_never_comes_leaves_doubt_and_a_free_place_in_the_window():
    with shop({1: Silence()}, response_timeout=0.2, window=1) as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "in_doubt")
        company.greets(VILLE)
        company.becomes(VILLE, "sent")
        assert reached(there) == [MAIJA, VILLE]
        assert len(there.far_end.talks) == 1, "the link is not blamed"


def test_an_answer_that_comes_too_late_ends_the_doubt_without_another_text():
    with shop({1: Silence()}, response_timeout=0.2) as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "in_doubt")
        there.do(there.far_end.release)
        company.becomes(MAIJA, "sent")
        assert outcomes(company) == ["accepted"]
        assert reached(there) == [MAIJA]
        there.delivers(there.report(1))
        company.becomes(MAIJA, "delivered")


def test_answers_in_reverse_each_find_their_text():
    phones = people(4)
    with shop(always=Silence(), window=4) as (company, there):
        company.greets(*phones)
        until(lambda: len(there.texts()) == 4)
        there.do(lambda: there.far_end.release(lambda kept: kept[::-1]))
        all_sent(company, phones)
        number = reached(there).index(phones[2]) + 1
        there.delivers(there.report(number))
        company.becomes(phones[2], "delivered")


def test_two_answers_to_one_text_are_one():
    with shop({1: Twice()}) as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        company.greets(VILLE)
        company.becomes(VILLE, "sent")
        assert outcomes(company) == ["accepted", "accepted"]
        assert len(there.far_end.talks) == 1


@pytest.mark.parametrize("times", [1, 10])
def test_throttled_a_text_is_tried_again_until_it_is_taken_once(times):
    with shop({n: Say(THROTTLED) for n in range(1, times + 1)}) as (company, there):
        company.greets(MAIJA)
        for tries in range(1, times + 1):
            until(lambda tries=tries: outcomes(company).count("try_later:1:operator.throttled") == tries)
            company.hurries()
        company.becomes(MAIJA, "sent")
        assert len(there.texts()) == times + 1
        assert sum(there.far_end.taken.values()) == 1


def test_one_full_queue_holds_back_no_other_number():
    with shop({1: Say(QUEUE_FULL)}, window=1) as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "retrying")
        company.greets(*people(9)[2:])
        all_sent(company, people(9)[2:])
        assert company.becomes(MAIJA, "retrying")[0].reason == "operator.queue_full"
        company.hurries()
        company.becomes(MAIJA, "sent")


def test_throttled_on_one_part_of_three_only_that_part_goes_again_with_its_reference():
    with shop({2: Say(THROTTLED)}, text=LONG.strip()) as (company, there):
        company.greets(MAIJA)
        until(lambda: len(there.texts()) == 3)
        until(lambda: "try_later:1:operator.throttled" in outcomes(company))
        company.hurries()
        company.becomes(MAIJA, "sent")
        assert there.texts()[3:] == there.texts()[1:2]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (0x0B, "operator.number_malformed"),
        (0x0A, "operator.sender_refused"),
        (0x01, "operator.too_long"),
        (0x410, "operator.code"),
        (0x411, "operator.code"),
        (0x412, "operator.code"),
    ],
)
def test_what_is_refused_for_good_fails_at_once_and_is_not_tried_again(status, reason):
    with shop({1: Say(status)}) as (company, there):
        company.greets(MAIJA)
        assert company.becomes(MAIJA, "failed")[0].reason == reason
        company.greets(VILLE)
        company.becomes(VILLE, "sent")
        assert reached(there) == [MAIJA, VILLE]
        with in_workspace(company.id):
            assert not Outbox.objects.exists()


def test_a_system_error_passes():
    with shop({1: Say(SYSTEM_ERROR)}) as (company, there):
        company.greets(MAIJA)
        assert company.becomes(MAIJA, "retrying")[0].reason == "operator.fault"
        company.hurries()
        company.becomes(MAIJA, "sent")
        assert len(there.texts()) == 2


def test_taken_without_a_name_its_receipt_finds_it_by_the_text():
    with shop({1: Take(None)}) as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        words = b"id: sub:001 dlvrd:001 stat:DELIVRD err:000 text:Hei Maija!"
        there.delivers(delivery(950, words, phone=MAIJA, esm_class=4))
        company.becomes(MAIJA, "delivered")


def test_the_longest_name_that_smpp_can_carry_is_kept_whole():
    name = "0f" + "a1" * 31
    with shop({1: Take(name)}) as (company, there):
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        words = f"id:{name} sub:001 dlvrd:001 stat:DELIVRD err:000 text:".encode()
        there.delivers(delivery(950, words, phone=MAIJA, esm_class=4))
        company.becomes(MAIJA, "delivered")


def test_a_nack_with_a_number_is_an_answer_and_one_without_leaves_the_text_waiting():
    with shop({1: Nack(0x03), 2: Nack(0x03, with_sequence=False)}, response_timeout=0.3) as (company, there):
        company.greets(MAIJA)
        assert company.becomes(MAIJA, "failed")[0].reason == "operator.our_fault"
        company.greets(VILLE)
        company.becomes(VILLE, "in_doubt")
        assert len(there.texts()) == 2


def test_never_more_than_the_window_is_out_also_after_the_link_was_cut():
    phones = people(40)
    with shop({15: Reset()}, seconds=0.01, window=5) as (company, there):
        company.greets(*phones)
        until(lambda: _are_over(company, 40))
        assert len(there.far_end.talks) == 2
        assert max(talk.most_outstanding for talk in there.far_end.talks) <= 5
        assert max(Counter(reached(there)).values()) == 1


def _are_over(company: Connected, count: int) -> bool:
    company.hurries()
    with in_workspace(company.id):
        over = Attempt.objects.filter(outcome__in=["accepted", "doubt"])
        return over.values("message").distinct().count() == count


def test_no_second_has_more_parts_than_the_rate():
    times: list[float] = []
    with shop(rate=20, window=10) as (company, there):
        take = there.far_end._take

        def timed(talk, pdu):
            times.append(time.monotonic())
            take(talk, pdu)

        there.far_end._take = timed
        company.greets(*people(30))
        until(lambda: len(times) == 30)
    assert all(later - earlier > 0.97 for earlier, later in zip(times, times[20:], strict=False))
    assert max(b - a for a, b in pairwise(times)) < 0.5, "and it does not dawdle"


def test_a_far_end_that_leaves_in_the_middle_is_let_go_and_found_again():
    phones = people(12)
    with shop({4: AskToLeave()}, window=3) as (company, there):
        company.greets(*phones)
        until(lambda: _are_over(company, 12))
        all_sent(company, phones)
        assert len(there.far_end.talks) == 2
        assert sorted(reached(there)) == phones


def test_a_slow_far_end_is_waited_for():
    phones = people(10)
    with shop(seconds=0.3, window=5, response_timeout=2) as (company, there):
        company.greets(*phones)
        all_sent(company, phones)
        assert set(outcomes(company)) == {"accepted"}


def test_a_stop_catches_what_is_queued_and_what_is_out_is_recorded_as_sent():
    with shop({1: Silence()}, purpose="marketing", window=1) as (company, there):
        company.greets(MAIJA)
        until(lambda: len(there.texts()) == 1)
        company.greets(MAIJA)
        there.delivers(delivery(1, b"STOP", phone=MAIJA))
        until(lambda: there.answers() == {1: 0})
        company.work()
        there.do(there.far_end.release)
        company.becomes(MAIJA, "sent", 2)  # the first, and the last word about STOP
        stopped = [m for m in company.messages(MAIJA) if m.state in ("suppressed", "cancelled")]
        assert [message.text for message in stopped] == ["Hei Maija!"]
        assert there.texts().count(b"Hei Maija!") == 1


def test_a_sender_that_cannot_be_written_fails_alone_and_the_link_stands():
    with shop() as (company, there):
        sender = Sender.objects.filter(workspace_id=company.id)
        with in_workspace(company.id):
            sender.update(value="Жук")
        company.greets(MAIJA)
        assert company.becomes(MAIJA, "failed")[0].reason == "operator.sender_refused"
        with in_workspace(company.id):
            sender.update(value=OURS)
        company.greets(VILLE)
        company.becomes(VILLE, "sent")
        assert reached(there) == [VILLE]
        assert len(there.far_end.talks) == 1


def test_an_answer_that_could_not_be_saved_is_saved_later_though_nothing_more_comes(monkeypatch):
    failures = iter([OperationalError(), OperationalError()])
    finish = outbox.finish

    def sometimes(results, now):
        for fault in failures if results else ():
            raise fault
        finish(results, now)

    with shop() as (company, there):
        monkeypatch.setattr(outbox, "finish", sometimes)
        company.greets(MAIJA)
        company.becomes(MAIJA, "sent")
        assert len(there.texts()) == len(there.far_end.talks) == 1
