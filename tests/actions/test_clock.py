"""The clock of a simulated company: ahead, in order, never back, and never twice at once."""

from datetime import timedelta

import pytest

from tekstari.actions import simulator
from tekstari.actions.refusals import Refused
from tekstari.data.clock import real_now
from tekstari.data.models import WorkspaceClock
from tekstari.worker.gateway import Gateway
from tekstari.worker.moving import move_clock
from tests.actions.company import NEVER, helsinki, on_the_wall
from tests.actions.playbooks import playbook

MAIJA = "+358401112233"
CHAIN = "- send: hello\n- wait: 1 hour\n- send: more"


def stamps(company):
    return [on_the_wall(message.at)[11:16] for message in company.messages(MAIJA)]


@pytest.fixture
def garage(company):
    company.turn_on_text("ketju", playbook("event: visit.ended\nafter: 2 hours", CHAIN))
    company.happens("visit.ended", contact={"phone": MAIJA, "name": "Maija"})
    return company


def test_what_becomes_due_on_the_way_happens_at_its_own_time(garage):
    garage.passes(hours=5)
    assert garage.texts(MAIJA) == ["Hei Maija!", "Kerro lisää."]
    assert stamps(garage) == ["12:00", "13:00"], "and not at 15, where the clock went"
    assert on_the_wall(garage.now)[11:16] == "15:00"


def test_what_is_due_now_is_done_before_the_clock_moves(company):
    company.turn_on_text("heti", playbook("event: visit.ended"))
    company.store(company.event("visit.ended", contact={"phone": MAIJA, "name": "Maija"}))
    company.passes(hours=5)
    assert stamps(company) == ["10:00"]


def test_what_a_customer_wrote_is_read_at_the_time_it_was_written(garage):
    simulator.write(garage.id, phone=MAIJA, text="STOP KAIKKI", real_now=real_now())
    garage.passes(hours=5)
    assert [on_the_wall(m.at)[11:16] for m in garage.replies(MAIJA)] == ["10:00"]
    assert [m.state for m in garage.messages(MAIJA)] == ["delivered", "suppressed", "suppressed"]


def test_it_runs_on_from_where_it_was_moved_to(garage):
    for _ in range(3):
        garage.passes(minutes=50)
    assert stamps(garage) == ["12:00"]
    garage.passes(minutes=30)
    assert stamps(garage) == ["12:00", "13:00"]


def test_it_never_goes_back(garage):
    before = garage.now
    for to in (before - timedelta(hours=1), helsinki("2026-11-17 10:00")):
        with pytest.raises(Refused) as refused:
            simulator.move_clock(garage.id, to=to, real_now=real_now())
        assert refused.value.reason == "clock.back"
    with pytest.raises(Refused, match="clock.back"):
        simulator.move_clock(garage.id, advance=timedelta(hours=-1), real_now=real_now())
    assert garage.now >= before
    assert not simulator.clock_is_moving(garage.id)


def test_a_clock_on_its_way_is_not_sent_elsewhere(garage):
    target = simulator.move_clock(garage.id, advance=timedelta(hours=1), real_now=real_now())
    with pytest.raises(Refused, match="clock.moving"):
        simulator.move_clock(garage.id, advance=timedelta(hours=9), real_now=real_now())
    assert move_clock(garage.id, garage.gateway, NEVER)
    assert timedelta(0) <= garage.now - target < timedelta(seconds=30)


def test_a_company_that_is_not_simulated_has_the_worlds_clock(database):
    from tekstari.actions import workspaces
    from tekstari.data.ids import new_id

    made = workspaces.create(name="Oikea", slug=f"r{new_id().hex[-12:]}", now=real_now())
    with pytest.raises(Refused, match="simulator.none"):
        simulator.move_clock(made.id, advance=timedelta(hours=1), real_now=real_now())


def test_another_worker_takes_over_where_one_was_killed(garage):
    """The first moved as far as the first text. Its lease runs out; the next goes on from there."""
    simulator.move_clock(garage.id, advance=timedelta(hours=5), real_now=real_now())
    killed = Gateway()
    assert move_clock(garage.id, killed, after_some_texts(garage, 1)) is False
    assert stamps(garage) == ["12:00"]
    assert simulator.clock_is_moving(garage.id)
    next_one = Gateway()
    assert move_clock(garage.id, next_one, NEVER) is False, "as long as the first may be at it"
    WorkspaceClock.objects.filter(pk=garage.id).update(lease_until=real_now() - timedelta(seconds=1))
    assert move_clock(garage.id, next_one, NEVER) is True
    assert stamps(garage) == ["12:00", "13:00"]
    assert on_the_wall(garage.now)[11:16] == "15:00"
    assert not simulator.clock_is_moving(garage.id)


def after_some_texts(company, count):
    return lambda: len(company.messages(MAIJA)) >= count


def test_a_worker_told_to_end_leaves_nothing_behind_the_clock(garage):
    """It ends before what was due at the old time is done: the clock does not pass it by."""
    simulator.write(garage.id, phone=MAIJA, text="Moi", real_now=real_now())
    simulator.move_clock(garage.id, advance=timedelta(hours=1), real_now=real_now())
    asked = iter([False])
    move_clock(garage.id, Gateway(), lambda: next(asked, True))
    WorkspaceClock.objects.filter(pk=garage.id).update(lease_until=real_now() - timedelta(seconds=1))
    assert move_clock(garage.id, garage.gateway, NEVER)
    assert [on_the_wall(m.at)[11:16] for m in garage.replies(MAIJA)] == ["10:00"]
