"""The main job over the API, as a company's system and a customer's phone see it."""

from collections.abc import Iterator

import pytest

from tests.journeys.running import Demo, running_demo

AINO = "050 555 0142"
NAME = "Aino Virtanen"


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with running_demo() as running:
        yield running


#: The example's clock only goes on, so the nights stand in the order of the calendar.
@pytest.mark.parametrize(
    ("start", "two_hours_later"),
    [
        (None, None),
        ("2027-03-28T02:30:00+02:00", "2027-03-28T05:30"),
        ("2027-10-31T03:30:00+03:00", "2027-10-31T04:30"),
        ("2028-10-29T03:30:00+02:00", "2028-10-29T05:30"),
    ],
    ids=["now", "spring night", "first 03:30 of autumn", "second 03:30 of autumn"],
)
def test_an_order_a_reminder_a_survey_and_stop(
    demo: Demo, start: str | None, two_hours_later: str | None
) -> None:
    if start:
        demo.clock(to=start)
        demo.writes(AINO, "ALOITA")
        demo.text(AINO, "Saat taas viestejä")
    order = f"J-{start}"
    demo.happens(
        "order.placed",
        contact={"phone": AINO, "name": NAME},
        record={"kind": "order", "key": order, "fields": {"product": f"Kattoboksi {start}"}},
    )
    demo.happens("stock.arrived", record={"kind": "order", "key": order})
    arrived = demo.text(AINO, f"Kattoboksi {start}")
    assert arrived["text"].startswith(f"Hei {NAME}! Tilauksesi on noudettavissa:")
    assert arrived["parts"] == 1

    if start is None:  # the example's car has just fallen due; the phone shows the reminder
        demo.text(AINO, "Auto ABC-123 on viimeksi huollettu")
        demo.writes(AINO, "K klo 15")
        task = demo.call("Huolto", NAME)
        assert (task["state"], task["reply"]) == ("open", "K klo 15")
        assert task["promised_at"]
        demo.text(AINO, "Kiitos! Soitamme sinulle viimeistään")

    demo.happens("service.completed", contact={"phone": AINO}, record={"kind": "vehicle", "key": "ABC-123"})
    now = demo.clock(advance="PT2H")
    assert two_hours_later is None or now.startswith(two_hours_later)
    demo.text(AINO, "Miten todennäköisesti suosittelisit")
    demo.writes(AINO, "3")
    survey = demo.call("Asiakaspalaute", NAME)
    assert survey["reasons"][0]["reason"] == "nps.detractor"

    demo.writes(AINO, "Stop kiitos!")
    demo.text(AINO, "Et saa enää markkinointia tai kyselyjä")
    demo.happens("service.completed", contact={"phone": AINO}, record={"kind": "vehicle", "key": "ABC-123"})
    demo.clock(advance="PT2H")
    stopped = demo.text(AINO, "Miten todennäköisesti", state="suppressed")
    assert stopped["reason"] == "opted_out"

    demo.writes(AINO, "STOP KAIKKI")
    demo.text(AINO, "Et saa enää mitään viestejä")
    demo.happens(
        "order.placed",
        contact={"phone": AINO},
        record={"kind": "order", "key": f"S-{start}", "fields": {"product": f"Lumiharja {start}"}},
    )
    demo.happens("stock.arrived", record={"kind": "order", "key": f"S-{start}"})
    silent = demo.text(AINO, f"Lumiharja {start}", state="suppressed")
    assert silent["reason"] == "opted_out_all"


def test_the_clock_never_goes_back(demo: Demo) -> None:
    answer = demo.client.post("/api/v1/simulator/clock", json={"to": "2026-01-01T12:00:00+02:00"})
    assert answer.status_code == 409
    assert answer.headers["content-type"].startswith("application/problem+json")
