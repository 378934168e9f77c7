"""A worker that is killed at any moment: nothing lost, nothing judged twice, no text shown twice."""

from collections import Counter

import psycopg
import pytest

from tekstari.actions import workspaces
from tekstari.data.access import in_workspace
from tekstari.data.clock import real_now
from tekstari.data.ids import new_id
from tekstari.data.models import Attempt, DueEvent, Message, MessageChange, Occurrence, Outbox
from tests.actions.company import Company
from tests.actions.playbooks import playbook
from tests.faults.processes import ended, killed, start, until

EVENTS = 2000
MAIJA = "+358401112233"
HANGS = """
import asyncio
from tekstari.channels.simulator import Simulator

async def hang(self, texts):
    await asyncio.sleep(600)

Simulator.submit = hang
from tekstari.cli.main import main
main(["run-worker"])
"""


@pytest.fixture
def company(database):
    made = workspaces.create(name="Y", slug=f"f{new_id().hex[-12:]}", is_simulated=True, now=real_now())
    company = Company(made.id)
    company.turn_on_text("heti", playbook("event: visit.ended"))
    return company


def ends_leases(database, company):
    """What the killed worker had in hand is anybody's again; in life this takes half a minute."""
    with psycopg.connect(database, autocommit=True) as owner:
        owner.execute(
            "UPDATE outbox SET lease_until = now() - interval '1 second'"
            " WHERE workspace_id = %s AND worker IS NOT NULL",
            [company.id],
        )


def counted(company, model, **said):
    with in_workspace(company.id):
        return model.objects.filter(**said).count()


def test_killed_in_the_middle_of_two_thousand_events_nothing_is_lost_or_doubled(database, company):
    people = [{"phone": f"+3584055{n:05}", "name": "Maija"} for n in range(200)]
    events = [company.event("visit.ended", contact=people[n % len(people)]) for n in range(EVENTS)]
    company.store(*events)
    for share in (1, EVENTS // 2):  # once at the first texts, once in the middle
        worker = start()
        try:
            until(lambda share=share: counted(company, Occurrence) >= share)
        finally:
            killed(worker)
        assert counted(company, DueEvent) > 0, "it was killed too late to show anything"
        ends_leases(database, company)
    worker = start()
    try:
        until(lambda: counted(company, DueEvent) + counted(company, Outbox) == 0)
        until(lambda: counted(company, Attempt, is_told=False, outcome__gt="") == 0)
    finally:
        ended(worker)
    with in_workspace(company.id):
        judged = Counter(Occurrence.objects.values_list("event__external_id", flat=True))
        texts = Message.objects.values_list("run__occurrence__event__external_id", "state")
        delivered = MessageChange.objects.filter(state="delivered").values_list("message_id", flat=True)
        assert judged == Counter({event.id: 1 for event in events})
        assert Counter(texts) == Counter({(event.id, "delivered"): 1 for event in events})
        assert max(Counter(delivered).values()) == 1, "each arrived once"


def test_killed_between_taking_a_text_and_its_answer_the_text_still_comes_once(database, company):
    company.store(company.event("visit.ended", contact={"phone": MAIJA, "name": "Maija"}))
    worker = start(HANGS)
    try:
        until(lambda: counted(company, Attempt))
    finally:
        killed(worker)
    company.work()
    assert company.texts(MAIJA) == [], "the dead worker's lease still runs"
    ends_leases(database, company)
    company.work()
    assert company.texts(MAIJA) == ["Hei Maija!"]
    company.work()
    with in_workspace(company.id):
        assert sorted(Attempt.objects.values_list("fence", "outcome")) == [(1, ""), (2, "arrived")]
        states = MessageChange.objects.order_by("at", "id").values_list("state", flat=True)
        assert list(states) == ["queued", "delivered"]


def test_killed_after_the_answer_and_before_anybody_was_told_the_next_worker_tells(company, monkeypatch):
    company.store(company.event("visit.ended", contact={"phone": MAIJA, "name": "Maija"}))

    class Killed(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(type(company.gateway), "_tell", dies)
    with pytest.raises(Killed):
        company.work()
    monkeypatch.undo()
    assert [m.state for m in company.messages(MAIJA)] == ["queued"]
    company.work()
    assert [m.state for m in company.messages(MAIJA)] == ["delivered"]
    assert counted(company, Attempt) == 1, "it was not handed over again"
