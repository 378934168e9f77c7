from collections.abc import Iterator
from uuid import UUID

import pytest

from tekstari.data import roles
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id
from tekstari.data.models import Attempt, DueEvent, Inbound, Outbox, Scan, Timer
from tests.data.rows import NOW, Rows


def _company() -> UUID:
    from tekstari.actions import workspaces

    return workspaces.create(name="Yritys", slug=f"d{new_id().hex[-12:]}", is_simulated=True, now=NOW).id


@pytest.fixture(scope="module")
def ours(database: str) -> Iterator[Rows]:
    """A company with a row in every table."""
    yield from _filled()


@pytest.fixture(scope="module")
def theirs(database: str) -> Iterator[Rows]:
    """Another company with a row in every table."""
    yield from _filled()


def _filled() -> Iterator[Rows]:
    """Nothing that is due outlives it: the rows mean nothing, and a worker of another test would act."""
    rows = Rows(_company())
    for model in roles.workspace_models():
        rows.one(model)
    yield rows
    with in_workspace(rows.workspace_id):
        for model in (DueEvent, Timer, Scan, Inbound, Outbox, Attempt):
            model.objects.all().delete()
