"""Who sees what: log-in, roles, other companies, languages, and what a browser may load."""

import re

import pytest
from django.db import OperationalError
from django.test import Client

from tekstari.actions import workspaces
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id
from tekstari.data.models import Message
from tekstari.domain.roles import Role
from tekstari.web import here
from tests.web.conftest import PASSWORD, Company, member

PAGES = ["messages", "messages/{conversation}", "calls", "calls/{call}", "phones", "automations"]
DEEDS = [
    "messages/{conversation}/reply",
    "messages/{conversation}/done",
    "messages/{conversation}/take",
    "calls/next",
    "calls/{call}/take",
    "calls/{call}/outcome",
    "phones/happen",
]


def address(company: Company, path: str) -> str:
    return company.path(path.format(conversation=company.conversation, call=company.call))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_for_a_member_and_asks_a_stranger_to_log_in(client, company, path):
    assert client.get(address(company, path)).status_code == 200
    answer = Client(HTTP_HOST="127.0.0.1").get(address(company, path))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login")


@pytest.mark.parametrize("path", [*PAGES, *DEEDS])
def test_another_company_is_not_there_at_all(company, path):
    other = workspaces.create(name="Toinen", slug=f"o{new_id().hex[-12:]}", now=company.now)
    stranger = Client(HTTP_HOST="127.0.0.1")
    stranger.force_login(member(other.id, Role.OWNER))
    act = stranger.post if path in DEEDS else stranger.get
    assert act(address(company, path)).status_code == 404
    # And its ids are not there inside one's own company either.
    if "{" in path:
        rest = path.format(conversation=company.conversation, call=company.call)
        assert act(f"/w/{other.slug}/{rest}").status_code == 404


@pytest.mark.parametrize("path", DEEDS)
def test_a_viewer_may_look_but_not_act(company, path):
    viewer = Client(HTTP_HOST="127.0.0.1", headers={"accept-language": "fi"})
    viewer.force_login(member(company.id, Role.VIEWER))
    answer = viewer.post(address(company, path))
    assert answer.status_code == 403
    assert "Roolisi ei salli tätä" in answer.content.decode()
    assert viewer.get(company.path("messages")).status_code == 200


@pytest.mark.parametrize("path", DEEDS)
def test_a_get_does_no_deed(client, company, path):
    assert client.get(address(company, path)).status_code == 405


def test_a_page_from_elsewhere_cannot_act_in_ones_name(company):
    strict = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    strict.force_login(company.user)
    answer = strict.post(address(company, DEEDS[0]), {"text": "Hei"})
    assert answer.status_code == 403


def test_a_wrong_password_tells_nothing_and_keeps_the_address(company):
    said = {}
    for email in (company.email, "nobody@example.com"):
        answer = Client(HTTP_HOST="127.0.0.1").post("/login?lang=fi", {"email": email, "password": "x" * 12})
        assert answer.status_code == 422
        assert email in answer.content.decode()
        said[email] = re.findall(r'role="alert".*?</div>', answer.content.decode(), re.S)
    assert said[company.email] == said["nobody@example.com"] != []


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_log_in_leads_nowhere_else(company, onward):
    answer = Client(HTTP_HOST="127.0.0.1").post(
        f"/login?next={onward}", {"email": company.email, "password": PASSWORD}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_page_loads_only_its_own_and_runs_no_inline_code(client, company):
    answer = client.get(company.path("messages"))
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    html = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r'\s(style|on\w+)="', html)
    assert not re.search(r'(src|href)="(https?:)?//', html)


@pytest.mark.parametrize(
    ("language", "word"), [("fi", "Soittolista"), ("sv", "Ringlista"), ("en", "Call list")]
)
def test_the_language_is_the_asked_one_then_the_persons_then_the_browsers(client, company, language, word):
    asked = client.get(company.path("messages"), {"lang": language})
    assert word in asked.content.decode()
    assert f'<html lang="{language}"' in asked.content.decode()
    client.post("/language", {"language": language, "next": company.path("messages?lang=en")})
    chosen = client.get(company.path("messages"))
    assert word in chosen.content.decode()


def test_what_a_customer_writes_is_text_and_never_markup(client, company):
    with in_workspace(company.id):
        Message.objects.filter(direction="in").update(text="<script>alert(1)</script>")
    html = client.get(address(company, "messages/{conversation}")).content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


def test_what_no_database_can_keep_breaks_no_page(client, company):
    odd = "Hei\x00 \u202e😀"
    deeds = {
        "messages/{conversation}/reply": {"text": odd, "seen": "\x00"},
        "calls/{call}/release": {"note": odd},
        "calls/{call}/outcome": {"outcome": odd, "note": odd, "at": odd},
        "phones/happen": {"sample": odd, "phone": odd},
        "phones/clock": {"by": odd},
        "phones/%2B35850%00": {"text": odd},
    }
    for path, form in deeds.items():
        assert client.post(address(company, path), form).status_code < 500, path
    assert client.get(company.path("messages?before=%00&view=%00")).status_code == 200


def test_a_database_that_is_away_is_said_in_words(company, monkeypatch):
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(here, "find", away)
    browser = Client(HTTP_HOST="127.0.0.1", headers={"accept-language": "fi"}, raise_request_exception=False)
    browser.force_login(company.user)
    answer = browser.get(company.path("messages"))
    assert answer.status_code == 503
    assert "Mitään ei ole kadonnut" in answer.content.decode()


def test_an_id_that_is_no_id_is_not_found(client, company):
    for path in ("messages/cnv_x", "calls/1", "why/occ_" + "0" * 32, "automations/none"):
        assert client.get(company.path(path)).status_code == 404
