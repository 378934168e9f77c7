import pytest

from tekstari.actions import workspaces
from tekstari.data.ids import new_id
from tests.actions.company import Company, helsinki

MORNING = helsinki("2026-11-18 10:00")  # a Wednesday, people are at work


@pytest.fixture
def company(database: str) -> Company:
    """Autokorjaamo Virtanen on a Wednesday morning, with nothing turned on."""
    made = workspaces.create(
        name="Autokorjaamo Virtanen",
        slug=f"a{new_id().hex[-12:]}",
        is_simulated=True,
        settings={"phone": "+358912345678"},
        now=MORNING,
    )
    company = Company(made.id)
    company.begins(MORNING)
    return company
