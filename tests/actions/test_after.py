"""Two hours after a visit ends: also on the nights when clocks are turned, and when it is told late."""

import pytest

from tests.actions.company import helsinki, on_the_wall
from tests.actions.playbooks import playbook

MAIJA = "+358401112233"
TWO_HOURS = playbook("event: service.completed\nafter: 2 hours", purpose="service")
VISIT = {"contact": {"phone": MAIJA, "name": "Maija"}, "record": {"kind": "vehicle", "key": "ABC-123"}}


@pytest.fixture
def garage(company):
    company.turn_on_text("kysely", TWO_HOURS)
    return company


def test_the_text_comes_two_hours_after_and_not_before(garage):
    garage.happens("service.completed", **VISIT)
    assert garage.occurrences() == [("vehicle:abc-123", "waiting", "")]
    garage.passes(minutes=119)
    assert garage.texts(MAIJA) == []
    garage.passes(minutes=2)
    assert garage.texts(MAIJA) == ["Hei Maija!"]
    assert garage.occurrences() == [("vehicle:abc-123", "fired", "")]


@pytest.mark.parametrize(
    ("ended", "fold", "due"),
    [
        ("2027-03-28 02:30", 0, "2027-03-28 05:30+03:00"),
        ("2027-03-28 01:30", 0, "2027-03-28 04:30+03:00"),
        ("2027-10-31 03:30", 0, "2027-10-31 04:30+02:00"),
        ("2027-10-31 03:30", 1, "2027-10-31 05:30+02:00"),
        ("2027-10-31 02:30", 0, "2027-10-31 03:30+02:00"),
    ],
)
def test_two_hours_are_two_hours_on_the_nights_when_clocks_are_turned(company, ended, fold, due):
    at = helsinki(ended, fold=fold)
    company.begins(at)
    company.turn_on_text("kysely", TWO_HOURS)
    company.happens("service.completed", at=at, **VISIT)
    company.passes(hours=3)
    (message,) = company.messages(MAIJA)
    assert (on_the_wall(message.at), message.state) == (due, "delivered")
    assert on_the_wall(message.sent_at) == due


def test_a_question_of_that_night_waits_for_the_morning(company):
    at = helsinki("2027-03-28 02:30")
    company.begins(at)
    company.turn_on("nps-huollon-jalkeen")
    company.happens("service.completed", at=at, **VISIT)
    company.passes(hours=4)
    (message,) = company.messages(MAIJA)
    assert (message.state, on_the_wall(message.leaves_at)) == ("held", "2027-03-28 08:00+03:00")
    company.passes_to(helsinki("2027-03-28 08:01"))
    (message,) = company.messages(MAIJA)
    assert (message.state, on_the_wall(message.sent_at)) == ("delivered", "2027-03-28 08:00+03:00")


def test_a_visit_told_three_hours_late_is_asked_about_at_once(garage):
    garage.happens("service.completed", at=helsinki("2026-11-18 07:00"), **VISIT)
    assert garage.texts(MAIJA) == ["Hei Maija!"]


def test_a_visit_told_days_late_is_not_asked_about(garage):
    garage.happens("service.completed", at=helsinki("2026-11-16 07:00"), **VISIT)
    garage.passes(hours=3)
    assert garage.texts(MAIJA) == []
    assert garage.occurrences() == [("vehicle:abc-123", "suppressed", "too_late")]


def test_how_late_is_too_late_is_the_playbooks_to_say(company):
    company.turn_on_text("kysely", playbook("event: service.completed\nafter: 2 hours", late="7 days"))
    company.happens("service.completed", at=helsinki("2026-11-16 07:00"), **VISIT)
    assert company.texts(MAIJA) == ["Hei Maija!"]


@pytest.mark.parametrize(("same", "phone", "sent"), [("record", "+358409", 0), ("contact", MAIJA, 0)])
def test_what_came_in_between_speaks_against_it(company, same, phone, sent):
    unless = f"[{{event: service.reopened, same: {same}}}]"
    company.turn_on_text("kysely", playbook("event: service.completed\nafter: 2 hours", unless=unless))
    company.happens("service.completed", **VISIT)
    about = {"contact": {"phone": MAIJA}} if same == "contact" else {"record": VISIT["record"]}
    company.happens("service.reopened", **about)
    company.passes(hours=3)
    assert len(company.texts(MAIJA)) == sent
    assert company.occurrences() == [("vehicle:abc-123", "suppressed", "changed")]


def test_what_happened_before_it_or_to_another_does_not(company):
    unless = "[{event: service.reopened, same: record}]"
    company.turn_on_text("kysely", playbook("event: service.completed\nafter: 2 hours", unless=unless))
    company.happens("service.reopened", at=helsinki("2026-11-17 12:00"), record=VISIT["record"])
    company.happens("service.completed", **VISIT)
    company.happens("service.reopened", record={"kind": "vehicle", "key": "XYZ-999"})
    company.passes(hours=3)
    assert company.texts(MAIJA) == ["Hei Maija!"]


def test_every_visit_is_asked_about_unless_once_is_said(company):
    company.turn_on_text("joka", TWO_HOURS)
    company.turn_on_text("kerran", playbook("event: service.completed", once="vehicle", text_hello="Kerran"))
    for _ in range(2):
        company.happens("service.completed", **VISIT)
        company.passes(hours=3)
    assert sorted(company.texts(MAIJA)) == ["Hei Maija!", "Hei Maija!", "Kerran"]


def test_a_value_that_is_missing_stops_the_text_and_says_which(company):
    company.turn_on_text("vari", playbook("event: service.completed", text_hello="Auto on {colour}."))
    company.happens("service.completed", **VISIT)
    (message,) = company.messages(MAIJA)
    assert (message.state, message.reason, message.text) == ("suppressed", "missing_value", "")
    assert message.trace[0]["values"] == {"text": "hello", "field": "colour"}
    assert company.occurrences() == [("vehicle:abc-123", "failed", "missing_value")]
