"""Both events of 3000 orders told at the same instant, by several systems, to several judges.

Judged in the transaction that stores them, two members that arrive together do not see each other:
27 of 3000 texts were made. Judged after the commit, none is missed and none is made twice.
"""

import threading
from collections import Counter
from collections.abc import Sequence

import pytest
from django.db import DatabaseError

from tekstari.actions import judging
from tekstari.data import event_store
from tekstari.data.access import in_workspace
from tekstari.data.clock import real_now
from tekstari.data.models import DueEvent, Message, Occurrence
from tekstari.worker.clock import moment_in
from tests.actions.threads import side_by_side

KEYS = 3000
FEW = 400  # where every batch is judged twice over
CHUNK = 250


@pytest.fixture
def shop(company):
    company.turn_on("tilaus-saapui")
    return company


def orders(shop, type, count):
    return [
        shop.event(
            type,
            contact={"key": str(n), "phone": f"+3584055{n:05}", "name": "Maija"},
            record={"kind": "order", "key": str(n), "fields": {"product": f"tuote {n}"}},
        )
        for n in range(count)
    ]


def bare(shop, type, count):
    """The same orders, told of by their number only."""
    return [shop.event(type, record={"kind": "order", "key": str(n)}) for n in range(count)]


def stores(shop, events, told: threading.Event):
    def work() -> None:
        for start in range(0, len(events), CHUNK):
            event_store.store(shop.id, events[start : start + CHUNK], real_now=real_now())
        told.set()

    return work


def judges(shop, told: Sequence[threading.Event], limit: int, faults: Counter | None = None):
    """Judges until both systems have told everything and nothing is due. Without the lock a batch
    may fail on what another judge wrote meanwhile: it is taken again."""

    def batch() -> int:
        then = moment_in(shop.id)
        try:
            return judging.judge_events(shop.id, now=then.now, offset=then.offset, limit=limit)
        except DatabaseError as fault:
            if faults is None:
                raise
            faults[type(fault).__name__] += 1
            return 1

    def work() -> None:
        while batch() or not all(one.is_set() for one in told) or batch():
            pass

    return work


def texts(shop):
    """How many texts each order made, and how many events still wait."""
    with in_workspace(shop.id):
        keys = Message.objects.filter(direction="out").values_list("run__occurrence__key", flat=True)
        return Counter(keys), DueEvent.objects.count()


ALL = Counter({f"order:{n}": 1 for n in range(KEYS)})


def test_every_order_whose_events_come_at_one_instant_is_one_text(shop):
    told = threading.Event(), threading.Event()
    side_by_side(
        stores(shop, orders(shop, "order.placed", KEYS), told[0]),
        stores(shop, bare(shop, "stock.arrived", KEYS), told[1]),
        judges(shop, told, limit=500),
        judges(shop, told, limit=333),
    )
    made, waiting = texts(shop)
    assert waiting == 0
    assert made == ALL


def test_without_the_lock_the_unique_key_still_makes_no_text_twice(shop, monkeypatch):
    """The lock is what keeps one from being missed; that none is doubled rests on the ledger alone."""
    shop.store(*orders(shop, "customer.known", FEW))
    shop.work()
    monkeypatch.setattr(judging, "alone_in_workspace", in_workspace)
    told, faults = (threading.Event(), threading.Event()), Counter()
    side_by_side(
        stores(shop, bare(shop, "order.placed", FEW), told[0]),
        stores(shop, bare(shop, "stock.arrived", FEW), told[1]),
        judges(shop, told, limit=200, faults=faults),
        judges(shop, told, limit=83, faults=faults),
    )
    made, waiting = texts(shop)
    assert waiting == 0
    print("without the lock", len(made), "of", FEW, "made, faults:", dict(faults))
    assert set(made.values()) == {1}
    with in_workspace(shop.id):
        assert Occurrence.objects.count() == len(made) == Occurrence.objects.filter(state="fired").count()
