"""Storing events from many connections at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connections

from tekstari.data.access import OutsideWorkspace, in_workspace
from tekstari.data.event_store import store
from tekstari.data.models import DueEvent
from tekstari.data.models import Event as StoredEvent
from tekstari.domain.events import Event

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
EVENTS = [Event("erp", str(n), "order.placed", NOW) for n in range(300)]


def test_eight_systems_telling_the_same_in_different_orders_make_each_event_once(workspace):
    def tell(turn: int) -> int:
        try:
            mine = EVENTS[turn * 37 :] + EVENTS[: turn * 37]
            return sum(store(workspace, mine if turn % 2 else mine[::-1], real_now=NOW))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(tell, range(8)))
    assert sum(taken) == len(EVENTS)
    with in_workspace(workspace):
        assert DueEvent.objects.count() == StoredEvent.objects.count() == len(EVENTS)


def test_the_first_of_two_equal_events_in_a_batch_is_the_one_taken(workspace):
    twice = [EVENTS[0], EVENTS[1], EVENTS[0]]
    assert store(workspace, twice, real_now=NOW) == [True, True, False]


def test_events_are_seen_inside_their_workspace_only(workspace):
    store(workspace, EVENTS[:1], real_now=NOW)
    with pytest.raises(OutsideWorkspace):
        StoredEvent.objects.count()
