"""Serviced eleven months ago, not since, and nobody called: what did not happen brings the text."""

import pytest

from tekstari.actions import automations
from tekstari.data.access import in_workspace
from tekstari.data.models import Automation, Scan
from tests.actions.company import helsinki, on_the_wall
from tests.actions.playbooks import playbook

MAIJA, PEKKA = "+358401112233", "+358401112244"


@pytest.fixture
def garage(company):
    company.turn_on("huoltomuistutus")
    return company


def serviced(company, plate, phone, at):
    company.happens(
        "service.completed",
        at=at,
        contact={"phone": phone},
        record={"kind": "vehicle", "key": plate},
    )


def absent(span, clock, **parts):
    return playbook(
        f'absent: service.completed\nfor: {span}\nby: vehicle\nat: "{clock}"',
        text_hello="Auto {vehicle}",
        **parts,
    )


def reminded(company, *phones):
    return [len(company.texts(phone)) for phone in phones]


def test_a_car_is_reminded_of_when_its_moment_comes_and_not_before(garage):
    serviced(garage, "ABC-123", MAIJA, at=helsinki("2026-01-14 15:20"))
    garage.passes_to(helsinki("2026-12-14 09:59"))
    assert reminded(garage, MAIJA) == [0]
    garage.passes_to(helsinki("2026-12-14 10:01"))
    (text,) = garage.texts(MAIJA)
    assert "Auto ABC-123 on viimeksi huollettu 14.1.2026" in text
    garage.passes(days=400)
    assert reminded(garage, MAIJA) == [1], "once for each service"


def test_a_car_serviced_again_is_not_due_until_eleven_months_from_then(garage):
    serviced(garage, "ABC-123", MAIJA, at=helsinki("2026-01-14 15:20"))
    serviced(garage, "ABC-123", MAIJA, at=helsinki("2026-10-01 12:00"))
    garage.passes_to(helsinki("2027-08-31 12:00"))
    assert reminded(garage, MAIJA) == [0]
    garage.passes_to(helsinki("2027-09-01 10:01"))
    assert reminded(garage, MAIJA) == [1]


def test_services_told_in_the_wrong_order_count_by_when_they_were(garage):
    serviced(garage, "ABC-123", MAIJA, at=helsinki("2026-10-01 12:00"))
    serviced(garage, "ABC-123", MAIJA, at=helsinki("2026-01-14 15:20"))
    garage.passes_to(helsinki("2027-08-31 12:00"))
    assert reminded(garage, MAIJA) == [0]


def test_another_car_of_the_same_owner_is_another_matter(garage):
    serviced(garage, "ABC-123", MAIJA, at=helsinki("2026-01-14 15:20"))
    serviced(garage, "XYZ-999", MAIJA, at=helsinki("2026-10-01 12:00"))
    garage.passes_to(helsinki("2026-12-15 12:00"))
    assert reminded(garage, MAIJA) == [1]


def test_nobody_who_has_called_since_is_asked_to_call(garage):
    serviced(garage, "ABC-123", MAIJA, at=helsinki("2026-01-14 15:20"))
    serviced(garage, "XYZ-999", PEKKA, at=helsinki("2026-01-14 15:20"))
    garage.happens("call.received", at=helsinki("2026-05-02 09:00"), contact={"phone": MAIJA})
    garage.happens("call.received", at=helsinki("2026-01-13 09:00"), contact={"phone": PEKKA})
    garage.passes_to(helsinki("2026-12-15 12:00"))
    assert reminded(garage, MAIJA, PEKKA) == [0, 1], "a call before the service says nothing"
    assert ("vehicle:abc-123", "suppressed", "called") in garage.occurrences()


def test_a_call_told_late_takes_back_a_text_that_waits_for_the_morning(company):
    company.turn_on_text(
        "ilta",
        absent("11 months", "22:00", purpose="marketing", unless="[{event: call.received, same: contact}]"),
    )
    serviced(company, "ABC-123", MAIJA, at=helsinki("2026-01-14 15:20"))
    serviced(company, "XYZ-999", PEKKA, at=helsinki("2026-01-14 15:20"))
    company.passes_to(helsinki("2026-12-14 23:00"))
    assert [m.state for m in company.messages(MAIJA)] == ["held"]
    company.happens("call.received", at=helsinki("2026-12-13 09:00"), contact={"phone": MAIJA})
    (message,) = company.messages(MAIJA)
    assert (message.state, message.reason) == ("suppressed", "called")
    company.passes_to(helsinki("2026-12-15 08:01"))
    assert reminded(company, MAIJA, PEKKA) == [0, 1]
    assert sorted(company.occurrences())[0] == ("vehicle:abc-123", "changed", "called")


def test_a_service_told_late_takes_it_back_too(company):
    """The second service was yesterday, its system told it only after the reminder was made."""
    company.turn_on_text("ilta", absent("11 months", "22:00", purpose="marketing"))
    serviced(company, "ABC-123", MAIJA, at=helsinki("2026-01-14 15:20"))
    serviced(company, "XYZ-999", PEKKA, at=helsinki("2026-01-14 15:20"))
    company.passes_to(helsinki("2026-12-14 23:00"))
    serviced(company, "ABC-123", MAIJA, at=helsinki("2026-12-13 16:00"))
    serviced(company, "XYZ-999", PEKKA, at=helsinki("2025-12-13 16:00"))
    company.passes_to(helsinki("2026-12-15 08:01"))
    assert reminded(company, MAIJA, PEKKA) == [0, 1], "an older service undoes nothing"
    (message,) = company.messages(MAIJA)
    assert (message.state, message.reason) == ("suppressed", "changed")


def test_a_late_fact_undoes_only_what_it_speaks_against(company):
    unless = "[{event: call.received, same: contact, where: {field: answered, is: 'yes'}}]"
    company.turn_on_text("ilta", absent("11 months", "22:00", purpose="marketing", unless=unless))
    serviced(company, "ABC-123", MAIJA, at=helsinki("2026-01-14 15:20"))
    company.passes_to(helsinki("2026-12-14 23:00"))
    company.happens("call.received", contact={"phone": MAIJA}, data={"answered": "no"})
    company.happens("call.received", contact={"phone": PEKKA}, data={"answered": "yes"})
    assert [m.state for m in company.messages(MAIJA)] == ["held"]
    company.happens("call.received", contact={"phone": MAIJA}, data={"answered": "yes"})
    assert [m.state for m in company.messages(MAIJA)] == ["suppressed"]


def test_a_moment_that_passed_a_little_ago_is_made_up_for_and_a_long_past_one_is_not(garage):
    """The recipe says: 14 days late at most."""
    serviced(garage, "ABC-123", MAIJA, at=helsinki("2025-12-10 12:00"))  # due 10.11., eight days ago
    serviced(garage, "XYZ-999", PEKKA, at=helsinki("2025-12-01 12:00"))  # due 1.11.
    assert reminded(garage, MAIJA, PEKKA) == [1, 0]
    assert ("vehicle:xyz-999", "suppressed", "too_late") in garage.occurrences()


def test_nothing_is_forgotten_while_it_is_turned_off_and_on_again(garage):
    serviced(garage, "ABC-123", MAIJA, at=helsinki("2026-01-14 15:20"))
    with in_workspace(garage.id):
        automation = Automation.objects.get()
    automations.turn_off(garage.id, automation.id, now=garage.now)
    serviced(garage, "XYZ-999", PEKKA, at=helsinki("2026-01-14 15:20"))
    garage.passes(days=3)
    with in_workspace(garage.id):
        assert not Scan.objects.exists()
    automations.turn_on(garage.id, automation.id, now=garage.now)
    garage.passes_to(helsinki("2026-12-14 10:01"))
    assert reminded(garage, MAIJA, PEKKA) == [1, 1]


def test_nothing_comes_while_it_is_off(garage):
    serviced(garage, "ABC-123", MAIJA, at=helsinki("2026-01-14 15:20"))
    with in_workspace(garage.id):
        automation = Automation.objects.get()
    automations.turn_off(garage.id, automation.id, now=garage.now)
    garage.passes_to(helsinki("2026-12-20 12:00"))
    assert garage.messages(MAIJA) == []


@pytest.mark.parametrize(
    ("serviced_at", "clock", "due"),
    [
        ("2026-05-28 15:00", "10:00", "2027-03-28 10:00+03:00"),
        ("2026-05-27 15:00", "10:00", "2027-03-27 10:00+02:00"),
        ("2026-05-28 15:00", "03:30", "2027-03-28 04:00+03:00"),  # that night has no 3:30
        ("2026-12-31 15:00", "03:30", "2027-10-31 03:30+03:00"),  # that night has two: the first
        ("2026-12-31 15:00", "10:00", "2027-10-31 10:00+02:00"),
    ],
)
def test_the_clock_of_the_day_holds_on_the_nights_when_clocks_are_turned(company, serviced_at, clock, due):
    company.begins(helsinki("2027-01-04 10:00"))
    company.turn_on_text("auto", absent("10 months", clock))
    serviced(company, "ABC-123", MAIJA, at=helsinki(serviced_at))
    company.passes(days=360)
    (message,) = company.messages(MAIJA)
    assert on_the_wall(message.at) == due
