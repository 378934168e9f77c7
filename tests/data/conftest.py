from uuid import UUID

import pytest

from tekstari.data import roles
from tekstari.data.ids import new_id
from tests.data.rows import NOW, Rows


def _company() -> UUID:
    from tekstari.actions import workspaces

    return workspaces.create(name="Yritys", slug=f"d{new_id().hex[-12:]}", is_simulated=True, now=NOW).id


@pytest.fixture(scope="session")
def ours(database: str) -> Rows:
    """A company with a row in every table."""
    return _filled()


@pytest.fixture(scope="session")
def theirs(database: str) -> Rows:
    """Another company with a row in every table."""
    return _filled()


def _filled() -> Rows:
    rows = Rows(_company())
    for model in roles.workspace_models():
        rows.one(model)
    return rows
