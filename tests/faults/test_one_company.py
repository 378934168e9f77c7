"""What is broken in one company stops no other: neither its judging nor its clock."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from tekstari.actions import simulator, workspaces
from tekstari.data.access import in_workspace
from tekstari.data.clock import real_now
from tekstari.data.ids import new_id
from tekstari.data.models import Run
from tekstari.worker.apart import Apart
from tests.actions.company import Company
from tests.actions.playbooks import playbook
from tests.faults.processes import ended, start, until

MAIJA = "+358401112233"
CHAIN = "- send: hello\n- wait: 1 hour\n- send: more"


def company_with(then):
    made = workspaces.create(name="Y", slug=f"o{new_id().hex[-12:]}", is_simulated=True, now=real_now())
    company = Company(made.id)
    company.turn_on_text("ketju", playbook("event: visit.ended", then))
    return company


@pytest.fixture
def broken(database):
    """Companies whose runs cannot be read and fall due; two of them have asked their clock to move."""
    companies = [company_with(CHAIN) for _ in range(4)]
    for number, company in enumerate(companies):
        company.happens("visit.ended", contact={"phone": MAIJA, "name": "Maija"})
        with in_workspace(company.id):
            Run.objects.update(state={})
        if number < 2:
            simulator.move_clock(company.id, advance=timedelta(hours=2), real_now=real_now())
        else:
            company.moves_to(company.now + timedelta(hours=2))
    yield companies
    for company in companies:
        with in_workspace(company.id):
            Run.objects.update(is_open=False)


def test_the_others_get_their_texts_and_their_clocks_move(broken):
    whole = company_with(CHAIN)
    whole.store(whole.event("visit.ended", contact={"phone": MAIJA, "name": "Maija"}))
    worker = start()
    try:
        until(lambda: whole.texts(MAIJA) == ["Hei Maija!"])
        simulator.move_clock(whole.id, advance=timedelta(hours=2), real_now=real_now())
        until(lambda: whole.texts(MAIJA) == ["Hei Maija!", "Kerro lisää."])
        until(lambda: not simulator.clock_is_moving(whole.id))
    finally:
        ended(worker)
    assert [company.texts(MAIJA) for company in broken] == [["Hei Maija!"]] * len(broken)


def test_a_company_that_failed_rests_and_a_database_that_is_away_is_everybodys_fault():
    said: list[Exception] = []
    apart = Apart(said.append)
    ill, well = new_id(), new_id()
    seen = []

    def work(id):
        seen.append(id)
        if id == ill:
            raise KeyError
        return 3

    assert apart.each([ill, well], work) == 3
    assert apart.each([ill, well], work) == 3
    assert (seen, len(said)) == ([ill, well, well], 1), "the one that failed was left alone the second time"

    def away(id):
        raise OperationalError

    with pytest.raises(OperationalError):
        apart.each([well], away)
