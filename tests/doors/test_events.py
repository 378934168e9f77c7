"""The event door: what systems send, in which forms, and what they are answered."""

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from tekstari.actions import keys, workspaces
from tekstari.data import clock
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id
from tekstari.data.models import DueEvent, Event
from tests.doors.conftest import with_client

LINES = "application/x-ndjson"


def order(id: str, **more: object) -> dict[str, object]:
    said = {"source": "shop", "id": id, "type": "order.placed", "contact": {"phone": "0401234567"}}
    return said | more


def stored(workspace: UUID) -> list[str]:
    with in_workspace(workspace):
        return sorted(Event.objects.values_list("external_id", flat=True))


def waiting(workspace: UUID) -> int:
    with in_workspace(workspace):
        return DueEvent.objects.count()


def test_one_event_is_stored_with_a_row_that_waits_to_be_judged(ask, workspace):
    answer = ask(json.dumps(order("1", data={"sum": 12.5})))
    assert answer.json() == {"taken": 1, "known": 0, "refused": []}
    with in_workspace(workspace):
        event = Event.objects.get()
        assert event.said_contact == {"phone": "+358401234567"}
        assert event.data == {"sum": 12.5}
        assert DueEvent.objects.get().id == event.id


def test_the_same_event_again_is_known(ask, workspace):
    ask(json.dumps(order("1")))
    answer = ask(json.dumps(order("1")))
    assert answer.status_code == 200
    assert answer.json() == {"taken": 0, "known": 1, "refused": []}
    assert waiting(workspace) == 1


def test_an_array_with_a_bad_item_keeps_the_good_ones(ask, workspace):
    answer = ask(json.dumps([order("1"), order("2", tiem="x"), order("1"), order("3")]))
    assert answer.status_code == 200
    assert answer.json()["taken"] == 2
    assert answer.json()["known"] == 1
    refused = answer.json()["refused"]
    assert [(r["line"], r["field"], r["code"]) for r in refused] == [(2, "tiem", "field.unknown")]
    assert stored(workspace) == ["1", "3"]


def test_lines_are_answered_by_their_number(ask, workspace):
    lines = [json.dumps(order("1")), "", "{broken", json.dumps(order("2"))]
    answer = ask("\r\n".join(lines) + "\r\n", LINES)
    assert answer.json()["taken"] == 2
    assert [r["line"] for r in answer.json()["refused"]] == [3]
    assert stored(workspace) == ["1", "2"]


def test_a_thousand_lines_and_more_go_in_several_batches(ask, workspace):
    lines = "\n".join(json.dumps(order(str(n))) for n in range(2500))
    assert ask(lines, LINES).json() == {"taken": 2500, "known": 0, "refused": []}
    assert waiting(workspace) == 2500


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("fi", "Tieto puuttuu."), ("sv-FI", "Uppgiften saknas."), ("en", "This is missing.")],
)
def test_the_reason_is_told_in_the_asked_language(ask, language, sentence):
    answer = ask(json.dumps({"source": "x", "id": "1"}), accept_language=language)
    assert answer.status_code == 422
    assert answer.json()["refused"][0]["reason"] == sentence
    assert answer.headers["content-language"] == language[:2]


def test_a_lone_surrogate_and_a_nul_are_refused_by_field_and_line(ask):
    content = '[{"source":"x","id":"\\u0000","type":"a"},{"source":"\\ud800","id":"1","type":"a"}]'
    refused = ask(content).json()["refused"]
    assert [(r["line"], r["field"], r["code"]) for r in refused] == [
        (1, "id", "text.bad_character"),
        (2, "source", "text.bad_character"),
    ]


def test_a_line_that_is_not_utf8_does_not_refuse_its_neighbours(ask, workspace):
    content = json.dumps(order("1")).encode() + b'\n{"source":"\xff"}\n'
    answer = ask(content, LINES)
    assert answer.json()["refused"][0]["code"] == "text.not_utf8"
    assert stored(workspace) == ["1"]


def test_a_line_of_a_megabyte_is_refused_and_the_next_is_taken(ask, workspace):
    content = b"x" * 1_000_000 + b"\n" + json.dumps(order("1")).encode()
    answer = ask(content, LINES)
    assert [(r["line"], r["code"]) for r in answer.json()["refused"]] == [(1, "event.too_large")]
    assert stored(workspace) == ["1"]


CLOUDEVENT = {
    "specversion": "1.0",
    "source": "urn:erp",
    "id": "1",
    "type": "order.placed",
    "data": {"contact": {"phone": "0401234567"}, "sum": 1},
}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (CLOUDEVENT, "application/cloudevents+json; charset=UTF-8"),
        ([CLOUDEVENT], "application/cloudevents-batch+json"),
        (CLOUDEVENT, "application/json"),
    ],
)
def test_cloudevents_come_in_their_own_forms(ask, workspace, content, kind):
    assert ask(json.dumps(content), kind).json()["taken"] == 1
    with in_workspace(workspace):
        event = Event.objects.get()
        assert event.said_contact == {"phone": "+358401234567"}
        assert event.data == {"sum": 1}


def test_a_binary_cloudevent_has_its_attributes_in_the_headers(ask, workspace):
    attributes = {"ce_specversion": "1.0", "ce_id": "%E2%82%AC1", "ce_type": "order.placed"}
    answer = ask(json.dumps(CLOUDEVENT["data"]), **attributes, ce_source="urn:erp", ce_tenant="x")
    assert answer.json()["taken"] == 1
    assert stored(workspace) == ["€1"]


def test_what_calls_itself_a_cloudevent_must_be_one(ask):
    answer = ask(json.dumps(order("1")), "application/cloudevents+json")
    assert answer.status_code == 422
    assert answer.json()["refused"][0]["code"] == "cloudevents.version"


@pytest.mark.parametrize(
    ("content", "kind", "status", "code"),
    [
        ("", "application/json", 400, "body.empty"),
        ("{broken", "application/json", 400, "json.broken"),
        ('[{"source": "x"},', "application/json", 400, "json.broken"),
        ('"text"', "application/json", 400, "json.shape"),
        ("[]", "application/cloudevents+json", 400, "json.shape"),
        ("[" * 5000, "application/json", 400, "json.broken"),
        (b'{"source":"\xff"}', "application/json", 400, "json.broken"),
        ("a;b", "text/csv", 415, "body.type"),
        ("{}", "application/json; charset=latin-1", 415, "body.encoding"),
    ],
)
def test_what_cannot_be_read_at_all(ask, content, kind, status, code):
    answer = ask(content, kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_no_events_are_no_error(ask):
    assert ask("[]").json() == ask("", LINES).json() == {"taken": 0, "known": 0, "refused": []}


async def endless(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1_000_000):
        yield b" " * 1_000_000


def test_a_body_of_200_megabytes_is_refused_before_it_has_come(ask):
    announced = ask("{}", content_length="200000000")
    assert announced.status_code == 413
    come = 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal come
        async for chunk in endless(200_000_000):
            come += len(chunk)
            yield chunk

    assert ask(counted()).json()["code"] == "body.too_large"
    assert come <= 66_000_000


@pytest.mark.parametrize(
    ("headers", "address", "status", "code"),
    [
        ({}, "/api/v1/events", 401, "key.missing"),
        ({"authorization": "Basic abc"}, "/api/v1/events", 401, "key.missing"),
        ({"authorization": "Bearer tk_x"}, "/api/v1/events", 401, "key.unknown"),
        ({"authorization": f"Bearer tk_abcdef_{'0' * 40}"}, "/api/v1/events", 401, "key.unknown"),
        ({}, f"/api/v1/events?key=tk_abcdef_{'0' * 40}", 400, "key.in_address"),
    ],
)
def test_without_a_right_key_nothing_is_read(database, headers, address, status, code):
    answer = with_client(lambda client: client.post(address, json=order("1"), headers=headers))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("www-authenticate" in answer.headers) == (status == 401)


def test_a_revoked_key_opens_nothing(ask, key, workspace):
    assert ask(json.dumps(order("1"))).status_code == 200
    from tekstari.data.models import ApiKey

    with in_workspace(workspace):
        kept = ApiKey.objects.get()
    assert key not in (kept.hash, kept.hint)
    keys.revoke(workspace, kept.id, now=clock.real_now())
    assert ask(json.dumps(order("2"))).status_code == 401


def test_a_hundred_equal_events_at_the_same_instant_are_one(key, workspace):
    async def hundred(client):
        headers = {"authorization": f"Bearer {key}"}
        said = order("1")
        posts = [client.post("/api/v1/events", json=said, headers=headers) for _ in range(100)]
        return [answer.json() for answer in await asyncio.gather(*posts)]

    answers = with_client(hundred)
    assert sum(answer["taken"] for answer in answers) == 1
    assert sum(answer["known"] for answer in answers) == 99
    assert waiting(workspace) == 1


def test_two_companies_may_use_the_same_source_and_id(key, workspace):
    slug = f"t{new_id().hex[-12:]}"
    other = workspaces.create(name="Toinen", slug=slug, now=clock.real_now())
    other_key = keys.add(other.id, name="ERP", now=clock.real_now())

    async def both(client):
        posts = [
            client.post("/api/v1/events", json=order(id), headers={"authorization": f"Bearer {one}"})
            for one, id in ((key, "1"), (other_key, "1"), (other_key, "2"), (key, "3"))
        ]
        return [answer.json()["taken"] for answer in await asyncio.gather(*posts)]

    assert with_client(both) == [1, 1, 1, 1]
    assert stored(workspace) == ["1", "3"]
    assert stored(other.id) == ["1", "2"]


def test_an_example_lives_by_its_own_clock(ask, workspace):
    from datetime import timedelta

    from tekstari.data.models import WorkspaceClock

    WorkspaceClock.objects.filter(pk=workspace).update(offset=timedelta(days=30))
    ahead = (clock.real_now() + timedelta(days=30)).isoformat()
    assert ask(json.dumps(order("1", time=ahead))).json()["taken"] == 1
    with in_workspace(workspace):
        event = Event.objects.get()
    assert event.time - event.received_at > timedelta(days=29)
