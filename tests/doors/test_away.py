"""What happens when the database is away, refuses something, or cannot keep up."""

import asyncio
import json
import threading

import pytest
from django.db import connections
from django.db.utils import DataError

from tekstari.data import event_store
from tekstari.doors import taking
from tekstari.doors.collector import MOST_WAITING, Collector, Full


def order(id):
    return {"source": "shop", "id": id, "type": "order.placed"}


@pytest.fixture
def nowhere(monkeypatch):
    """The database of new connections does not exist."""
    for alias in ("default", "gateway"):
        connections[alias].close()
        monkeypatch.setitem(connections.settings[alias], "NAME", "no_such_database")
    yield
    for alias in ("default", "gateway"):
        connections[alias].close()


def test_without_its_database_the_door_asks_to_come_again(ask, nowhere):
    answer = ask(json.dumps(order("1")))
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert answer.json()["code"] == "database.away"


def test_one_event_the_database_refuses_does_not_refuse_the_others(ask, monkeypatch):
    def store(workspace_id, events, *, real_now):
        if any(event.id == "13" for event in events):
            raise DataError("no")
        return event_store.store(workspace_id, events, real_now=real_now)

    monkeypatch.setattr(taking, "store", store)
    answer = ask(json.dumps([order(str(n)) for n in range(1, 41)]))
    assert answer.json()["taken"] == 39
    assert [(r["line"], r["code"]) for r in answer.json()["refused"]] == [(13, "event.unkeepable")]


def test_more_than_can_wait_is_turned_away_and_the_rest_is_taken():
    may_go_on = threading.Event()

    def take(items):
        may_go_on.wait(10)
        return items

    async def crowd():
        collector = Collector(take)
        first = [asyncio.create_task(collector.put([n] * 1000)) for n in range(2)]
        await asyncio.sleep(0)  # both are in work
        while len(collector._runners) < 2:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        waiting = [asyncio.create_task(collector.put([n])) for n in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(Full):
            await collector.put([1])
        may_go_on.set()
        await asyncio.gather(*first)
        return await asyncio.gather(*waiting)

    assert asyncio.run(crowd()) == [[n] for n in range(MOST_WAITING)]


def test_a_failure_reaches_everybody_who_was_in_the_batch_and_nobody_else():
    def take(items):
        if "bad" in items:
            raise RuntimeError
        return items

    async def three():
        collector = Collector(take)
        bad = asyncio.create_task(collector.put(["bad"]))
        with pytest.raises(RuntimeError):
            await bad
        return await collector.put(["good"])

    assert asyncio.run(three()) == ["good"]
