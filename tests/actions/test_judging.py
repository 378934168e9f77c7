"""What happens when judging itself fails, or is no longer wanted."""

import pytest

from tekstari.actions import automations
from tekstari.actions.placing import Placing
from tekstari.data.access import in_workspace
from tekstari.data.models import Automation, DueEvent, Event
from tests.actions.company import Company

PEKKA = "+358401114444"


@pytest.fixture
def shop(company: Company) -> Company:
    company.turn_on("tilaus-saapui")
    return company


def order(company: Company, number: int) -> list[object]:
    record = {"kind": "order", "key": str(number), "fields": {"product": f"Tuote {number}"}}
    contact = {"phone": f"+35840777{number:04}", "name": "Aino"}
    return [
        company.event("order.placed", contact=contact, record=record),
        company.event("stock.arrived", record={"kind": "order", "key": str(number)}),
    ]


def test_one_event_that_cannot_be_judged_holds_up_nobody_else(
    shop: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Placing.place

    def placed(self: Placing, event: Event) -> None:
        if event.said_record and event.said_record["key"] == "13" and event.type == "order.placed":
            raise ZeroDivisionError
        place(self, event)

    monkeypatch.setattr(Placing, "place", placed)
    shop.store(*(event for number in range(20) for event in order(shop, number)))
    shop.work()
    texted = [number for number in range(20) if shop.texts(f"+35840777{number:04}")]
    assert texted == [number for number in range(20) if number != 13]
    with in_workspace(shop.id):
        assert not DueEvent.objects.exists()
        problems = Event.objects.exclude(problem="").values_list("type", "problem")
        assert list(problems) == [("order.placed", "failed:ZeroDivisionError")]


def test_a_fault_of_the_moment_is_tried_again_and_leaves_nothing_twice(
    shop: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, faults = Placing.place, [RuntimeError(), RuntimeError()]

    def placed(self: Placing, event: Event) -> None:
        place(self, event)
        if faults:
            raise faults.pop()

    monkeypatch.setattr(Placing, "place", placed)
    shop.store(*order(shop, 1))
    shop.work()
    assert len(shop.texts("+358407770001")) == 1
    with in_workspace(shop.id):
        assert not Event.objects.exclude(problem="").exists()


def test_what_waits_is_not_begun_when_the_automation_was_turned_off(company: Company) -> None:
    company.turn_on("nps-huollon-jalkeen")
    company.happens("service.completed", contact={"phone": PEKKA}, record={"kind": "vehicle", "key": "ABC-1"})
    with in_workspace(company.id):
        automation = Automation.objects.get()
    automations.turn_off(company.id, automation.id, now=company.now)
    company.passes(hours=3)
    assert company.texts(PEKKA) == []
    assert company.occurrences() == [("vehicle:abc-1", "changed", "changed")]
