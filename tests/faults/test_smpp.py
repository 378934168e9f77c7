"""Real worker processes on a link to an operator, killed and stopped at any moment.

What the far end wrote down is the truth: no text is there twice, none is lost, and what may or may not
have left is in doubt and nothing else.
"""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from tekstari.channels.smpp.wire.commands import Unbind
from tekstari.data.access import in_workspace
from tekstari.data.models import Attempt, Message, Outbox
from tests.actions.playbooks import playbook
from tests.channels.smpp.far_end import Silence
from tests.faults.processes import ended, killed, start, until
from tests.worker.operator import Connected, Operator, company_at, delivery, operator

TEXTS = 300
WINDOW = 10
ANSWER = 0.03  # seconds
PHONE = "+358405550001"
DIES_BEFORE_IT_ANSWERS = """
import os, signal
from tekstari.channels.smpp.client import SmppLink

SmppLink.accept = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from tekstari.cli.main import main
main(["run-worker"])
"""


@pytest.fixture
def there():
    with operator(seconds=ANSWER) as there:
        yield there


@pytest.fixture
def company(there: Operator, database: str) -> Connected:
    company, _ = company_at(there.far_end.port, window=WINDOW)
    company.turn_on_text("heti", playbook("event: visit.ended"))
    return company


def say(company: Connected, count: int) -> None:
    company.store(
        *(
            company.event("visit.ended", contact={"phone": f"+3584055{n:05}", "name": "Maija"})
            for n in range(count)
        )
    )


def phones(there: Operator) -> Counter[str]:
    """How many times each phone's text reached the far end."""
    return Counter(f"+{pdu.destination_addr}" for pdu in there.far_end.submits)


def states(company: Connected) -> dict[str, str]:
    with in_workspace(company.id):
        return dict(Message.objects.filter(direction="out").values_list("phone", "state"))


def all_are_told(company: Connected, count: int) -> bool:
    with in_workspace(company.id):
        told = Message.objects.filter(state__in=["sent", "delivered", "in_doubt"]).count()
        return told == count and not Outbox.objects.exists()


def begins_again(there: Operator, since: float) -> float:
    """Seconds until the next text reached the far end."""
    before = len(there.far_end.submits)
    until(lambda: len(there.far_end.submits) > before, 15)
    return time.monotonic() - since


def test_killed_three_times_in_three_hundred_texts_each_is_at_the_far_end_once(company, there):
    say(company, TEXTS)
    worker, pauses = start(), []
    try:
        for share in (20, 100, 180):
            until(lambda share=share: len(there.far_end.submits) >= share)
            killed(worker)
            at = time.monotonic()
            worker = start()
            pauses.append(begins_again(there, at))
        until(lambda: all_are_told(company, TEXTS))
        there.delivers(*(there.report(n) for n in range(1, 101)))
        until(lambda: Counter(states(company).values())["delivered"] >= 100 - 2 * WINDOW)
    finally:
        ended(worker)
    reached, told = phones(there), states(company)
    certain = {phone for phone, state in told.items() if state != "in_doubt"}
    assert max(reached.values()) == 1, "no text is there twice"
    assert certain <= set(reached), "what is said to be sent is there"
    assert len(told) == TEXTS, "none is lost"
    assert TEXTS - len(certain) <= 3 * 2 * WINDOW, "only what was on its way is in doubt"
    assert max(pauses) < 5, f"seconds until sending again: {pauses}"


def test_killed_before_a_text_is_acknowledged_it_is_kept_once_when_it_comes_again(company, there):
    worker = start(DIES_BEFORE_IT_ANSWERS)
    until(there.is_bound)
    there.delivers(delivery(1, b"Moi", phone=PHONE))
    worker.communicate(timeout=20)
    assert worker.returncode == -signal.SIGKILL
    assert there.answers() == {}
    worker = start()
    try:
        until(lambda: len(there.far_end.talks) == 2 and there.is_bound())
        there.delivers(delivery(1, b"Moi", phone=PHONE), delivery(2, b"Hei", phone=PHONE))
        until(lambda: there.answers() == {1: 0, 2: 0})
        until(lambda: len(company.replies(PHONE)) == 2)
    finally:
        ended(worker)
    assert [message.text for message in company.replies(PHONE)] == ["Moi", "Hei"]


def test_another_worker_takes_over_the_link_of_a_dead_one(company, there):
    holder = start()
    until(there.is_bound)
    other = start()
    try:
        say(company, 150)
        until(lambda: len(there.far_end.submits) >= 30)
        assert len(there.far_end.talks) == 1, "one of them holds the link"
        killed(holder)
        assert begins_again(there, time.monotonic()) < 5
        until(lambda: all_are_told(company, 150))
    finally:
        ended(other)
    assert len(there.far_end.talks) == 2
    assert max(phones(there).values()) == 1
    assert Counter(states(company).values())["in_doubt"] <= 2 * WINDOW


def test_told_to_end_it_unbinds_and_leaves_nothing_in_doubt(there, database):
    """Also what is written down and waits for its moment, because the channel has a rate."""
    company, _ = company_at(there.far_end.port, window=WINDOW, rate=40)
    company.turn_on_text("heti", playbook("event: visit.ended"))
    worker = start()
    say(company, 150)
    until(lambda: len(there.far_end.submits) >= 30)
    ended(worker)
    assert there.far_end.heard_of(Unbind), "it says goodbye"
    with in_workspace(company.id):
        outcomes = Counter(Attempt.objects.values_list("outcome", flat=True))
    assert not {"", "doubt"} & set(outcomes)
    assert outcomes["accepted"] == len(there.far_end.submits) < 150
    assert worker.returncode == 0


@contextmanager
def away(database: str) -> Iterator[None]:
    """The database throws everybody out and takes nobody in."""
    connections.close_all()
    name = conninfo_to_dict(database)["dbname"]
    with psycopg.connect(database, dbname="postgres", autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def test_while_the_database_is_away_answers_wait_in_memory_and_texts_are_asked_for_again(database):
    with operator(always=Silence()) as there:
        company, _ = company_at(there.far_end.port, window=WINDOW)
        company.turn_on_text("heti", playbook("event: visit.ended"))
        worker = start()
        try:
            say(company, 5)
            until(lambda: len(there.far_end.submits) == 5)
            with away(database):
                there.do(there.far_end.release)
                there.delivers(delivery(1, b"Moi", phone=PHONE), there.report(1))
                until(lambda: there.answers() == dict.fromkeys((1, 901), 0x64))
            there.delivers(delivery(2, b"Moi", phone=PHONE), there.report(1, sequence=910))
            until(lambda: all_are_told(company, 5))
            until(lambda: Counter(states(company).values()) == {"delivered": 1, "sent": 4})
            until(lambda: [message.text for message in company.replies(PHONE)] == ["Moi"])
            company.store(company.event("visit.ended", contact={"phone": PHONE, "name": "Aino"}))
            until(lambda: len(there.far_end.submits) == 6)
            there.do(there.far_end.release)
            until(lambda: states(company)[PHONE] == "sent")
        finally:
            ended(worker)
        assert len(there.far_end.talks) == 1, "the link stood all the time"
        assert max(phones(there).values()) == 1
