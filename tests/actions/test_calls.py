"""The call list on real rows: who gets which call, and what follows an outcome."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections

from tekstari.actions import calls, users
from tekstari.actions.refusals import Refused
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id
from tekstari.data.models import CallAttempt, CallList, CallListMember, CallTask, Suppression, Team, User
from tekstari.domain.roles import Role
from tests.actions.company import Company

REMINDED = "+358401110001"


@pytest.fixture(autouse=True)
def _surveys(company: Company) -> None:
    company.turn_on("nps-huollon-jalkeen")


def agent(company: Company, name: str, team: str | None = None) -> User:
    return users.add(
        email=f"{name}-{new_id().hex[-8:]}@example.com",
        name=name,
        password="correct horse battery",
        workspace_id=company.id,
        role=Role.AGENT,
        team=team,
        now=company.now,
    )


def unhappy(company: Company, number: int) -> str:
    """A customer who answers 3 and is put on the list Asiakaspalaute."""
    phone = f"+35840222{number:04}"
    company.happens(
        "service.completed",
        at=company.now - timedelta(hours=2),
        contact={"phone": phone, "name": f"Asiakas {number}"},
        record={"kind": "vehicle", "key": f"V-{number}"},
    )
    company.writes(phone, "3")
    return phone


def test_two_people_who_press_next_at_once_get_different_calls(company: Company) -> None:
    for number in range(6):
        unhappy(company, number)
    people = [agent(company, f"Soittaja{number}") for number in range(6)]

    def press(user: User) -> UUID | None:
        try:
            task = calls.claim_next(company.id, by=user, now=company.now)
            return task.id if task else None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        got = list(pool.map(press, people))
    assert None not in got
    assert len(set(got)) == 6


def test_the_earliest_promise_comes_first_and_an_empty_list_gives_nothing(company: Company) -> None:
    unhappy(company, 1)
    unhappy(company, 2)
    with in_workspace(company.id):
        late = CallTask.objects.get(phone="+358402220002")
        late.promised_at = company.now - timedelta(hours=1)
        late.save()
    user = agent(company, "Mervi")
    first = calls.claim_next(company.id, by=user, now=company.now)
    assert first is not None
    assert first.id == late.id
    assert calls.claim_next(company.id, by=user, now=company.now) is not None
    assert calls.claim_next(company.id, by=user, now=company.now) is None


def test_a_list_with_members_is_called_by_them_only(company: Company) -> None:
    unhappy(company, 1)
    inside, outside = agent(company, "Mervi", team="Huolto"), agent(company, "Timo")
    with in_workspace(company.id):
        call_list = CallList.objects.get(name="Asiakaspalaute")
        team = Team.objects.get(name="Huolto")
        CallListMember.objects.create(workspace_id=company.id, call_list=call_list, team=team)
    assert calls.claim_next(company.id, by=outside, now=company.now) is None
    assert calls.claim_next(company.id, by=inside, now=company.now) is not None


def test_no_answer_comes_back_in_open_hours_and_the_fourth_try_ends_it(company: Company) -> None:
    unhappy(company, 1)
    user = agent(company, "Mervi")
    at = company.now
    for tries in range(1, 5):
        task = calls.claim_next(company.id, by=user, now=at)
        assert task is not None
        task = calls.finish(company.id, task.id, outcome="no_answer", note=f"yritys {tries}", by=user, now=at)
        if tries < 4:
            assert task.state == "open"
            assert task.not_before is not None
            assert calls.claim_next(company.id, by=user, now=at) is None
            at = task.not_before
    assert (task.state, task.outcome, task.tries) == ("done", "unreached", 4)
    with in_workspace(company.id):
        assert CallAttempt.objects.filter(task=task).count() == 4


def test_a_wrong_number_stops_texts_to_it(company: Company) -> None:
    phone = unhappy(company, 1)
    user = agent(company, "Mervi")
    task = calls.claim_next(company.id, by=user, now=company.now)
    assert task is not None
    calls.finish(company.id, task.id, outcome="wrong_number", note="", by=user, now=company.now)
    with in_workspace(company.id):
        assert Suppression.objects.filter(phone=phone, scope="number").exists()


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [("moon", "call.outcome"), ("unreached", "call.outcome"), ("callback", "call.when")],
)
def test_an_outcome_that_cannot_be_is_refused_and_changes_nothing(
    company: Company, outcome: str, reason: str
) -> None:
    unhappy(company, 1)
    user = agent(company, "Mervi")
    task = calls.claim_next(company.id, by=user, now=company.now)
    assert task is not None
    with pytest.raises(Refused) as refused:
        calls.finish(company.id, task.id, outcome=outcome, note="", by=user, now=company.now)
    assert refused.value.reason == reason
    assert company.calls()[0].state == "claimed"


def test_only_the_one_who_has_it_may_finish_it_and_a_forgotten_call_goes_back(company: Company) -> None:
    unhappy(company, 1)
    mervi, timo = agent(company, "Mervi"), agent(company, "Timo")
    task = calls.claim_next(company.id, by=mervi, now=company.now)
    assert task is not None
    with pytest.raises(Refused, match="call.not_yours"):
        calls.finish(company.id, task.id, outcome="reached", note="", by=timo, now=company.now)
    with pytest.raises(Refused, match="call.taken"):
        calls.claim(company.id, task.id, by=timo, now=company.now)
    later = company.now + timedelta(minutes=16)
    assert calls.claim(company.id, task.id, by=timo, now=later).claimed_by_id == timo.id
