"""What a machine is told when something is wrong."""

import pytest
from django.db import connections

import tekstari


def test_health_needs_no_key(ask):
    answer = ask("GET", "health", key="")
    assert answer.json() == {"status": "ok", "version": tekstari.__version__}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("contacts/con_1", 404, "not_found"),
        ("contacts/msg_00000000000000000000000000000007", 404, "not_found"),
        ("nothing/here", 404, "not_found"),
        ("contacts?limit=0", 422, "input.wrong"),
        ("contacts?limit=many", 422, "input.wrong"),
        ("contacts?cursor=zzz", 422, "input.wrong"),
        ("contacts?phone=12", 422, "input.wrong"),
        ("contacts?key=%00", 422, "input.wrong"),
        ("contacts?state=typo", 200, None),
        ("call-tasks?state=typo", 422, "input.wrong"),
        (f"contacts?key=tk_abcdef_{'0' * 40}", 400, "key.in_address"),
    ],
)
def test_every_error_is_a_problem_with_its_code(ask, path, status, code):
    answer = ask("GET", path)
    assert answer.status_code == status
    if code:
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.json()["code"], answer.json()["status"]) == (code, status)


def test_the_wrong_field_is_named_in_the_asked_language(ask):
    answer = ask("GET", "messages?phone=12&lang=sv", headers={"accept-language": "fi"})
    assert answer.json()["errors"] == [
        {"field": "phone", "reason": "Telefonnumret är för kort.", "code": "phone.too_short"}
    ]
    assert answer.headers["content-language"] == "sv"


def test_a_method_that_is_not_there(ask):
    answer = ask("DELETE", "contacts")
    assert (answer.status_code, answer.json()["code"]) == (405, "method.unknown")
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize("key", ["", "tk_x", f"tk_abcdef_{'0' * 40}"])
def test_no_key_no_answer(ask, key):
    answer = ask("GET", "contacts", key=key)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_without_its_database_it_says_come_again(ask, monkeypatch):
    for alias in ("default", "gateway"):
        connections[alias].close()
        monkeypatch.setitem(connections.settings[alias], "NAME", "no_such_database")
    for path in ("health", "contacts"):
        answer = ask("GET", path)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "2"
        assert answer.json()["code"] == "database.away"
