"""Practice phones and the example's clock, asked by a script."""

from datetime import datetime, timedelta

import pytest

from tekstari.actions import keys, workspaces
from tekstari.api.v1 import simulator
from tekstari.data import clock
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id
from tekstari.data.models import Inbound


def test_a_customer_writes_and_it_waits_to_be_read(ask, workspace):
    said = {"from": "040 123 4567", "text": "K <b>klo 15</b> 😀"}
    answer = ask("POST", "simulator/messages", json=said)
    assert answer.status_code == 202
    with in_workspace(workspace):
        row = Inbound.objects.get()
    assert (row.phone, row.sender, row.text) == ("+358401234567", "18100", said["text"])


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"from": "12"}, "from", "phone.too_short"),
        ({"from": None}, "from", "text.expected"),
        ({"to": "18999"}, "to", "sender.unknown"),
        ({"text": " "}, "text", "text.empty"),
        ({"text": "x" * 10_000}, "text", "text.too_long"),
        ({"text": "\x00"}, "text", "text.bad_character"),
        ({"txt": "K"}, "txt", "field.unknown"),
    ],
)
def test_what_cannot_be_a_text_is_refused_by_its_field(ask, change, field, code):
    answer = ask("POST", "simulator/messages", json={"from": "0401234567", "text": "K"} | change)
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]


def test_a_lone_surrogate_in_a_text(ask):
    content = b'{"from": "0401234567", "text": "\\ud800"}'
    headers = {"content-type": "application/json"}
    answer = ask("POST", "simulator/messages", content=content, headers=headers)
    assert answer.json()["errors"][0]["code"] == "text.bad_character"


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        (b"{broken", "application/json", 400, "json.broken"),
        (b"from=1", "application/x-www-form-urlencoded", 415, "body.type"),
        (b" " * 3_000_000, "application/json", 413, "request.too_large"),
    ],
)
def test_what_cannot_be_read(ask, content, kind, status, code):
    headers = {"content-type": kind}
    answer = ask("POST", "simulator/messages", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_clock_goes_forward_and_tells_the_time_of_its_zone(ask, moving_worker):
    before = datetime.fromisoformat(ask("GET", "simulator/clock").json()["now"])
    after = ask("POST", "simulator/clock", json={"advance": "PT2H"}).json()["now"]
    moved = datetime.fromisoformat(after) - before
    assert timedelta(hours=2) <= moved < timedelta(hours=2, minutes=1)


def test_the_clock_into_the_night_when_summer_time_begins(ask, moving_worker):
    to = {"to": "2027-03-28T02:30:00+02:00"}
    assert ask("POST", "simulator/clock", json=to).json()["now"].startswith("2027-03-28T02:30:0")
    after = ask("POST", "simulator/clock", json={"advance": "PT1H"}).json()["now"]
    assert after.startswith("2027-03-28T04:30:0")
    assert after.endswith("+03:00")


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"to": "2001-01-01T00:00:00+02:00"}, 409, "clock.back"),
        ({"to": "0001-01-01T00:00:00+14:00"}, 409, "clock.back"),
        ({"advance": "-PT2H"}, 409, "clock.back"),
        ({"advance": "P9999D"}, 409, "clock.far"),
        ({"to": "9999-12-31T23:59:59-14:00"}, 409, "clock.far"),
        ({"to": "2027-03-28T02:30:00"}, 422, "time.zone"),
        ({"advance": "2 hours"}, 422, "clock.span"),
        ({"advance": "P"}, 422, "clock.span"),
        ({}, 422, "clock.choose"),
        ({"advance": "PT2H", "to": "2027-03-28T02:30:00Z"}, 422, "clock.choose"),
    ],
)
def test_where_the_clock_cannot_go(ask, said, status, code):
    told = ask("POST", "simulator/clock", json=said).json()
    assert told["status"] == status
    assert (told["errors"][0] if status == 422 else told)["code"] == code


def test_a_clock_that_is_slow_says_that_it_goes_on(ask, monkeypatch):
    monkeypatch.setattr(simulator, "PATIENCE", 0.0)
    told = ask("POST", "simulator/clock", json={"advance": "PT2H"}).json()
    assert (told["status"], told["code"]) == (503, "clock.moving")


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("GET", "simulator/clock", None),
        ("POST", "simulator/clock", {"advance": "PT2H"}),
        ("POST", "simulator/messages", {"from": "0401234567", "text": "K"}),
    ],
)
def test_a_real_company_has_no_simulator(ask, method, path, said):
    slug = f"t{new_id().hex[-12:]}"
    real = workspaces.create(name="Oikea", slug=slug, now=clock.real_now())
    key = keys.add(real.id, name="x", now=clock.real_now())
    assert ask(method, path, key=key, json=said).status_code == 404
