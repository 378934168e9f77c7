"""What a conversation says of a text's delivery, and what a person may do when nobody knows."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from tekstari.actions import workspaces
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id, shown
from tekstari.data.models import Attempt, Conversation, Message, Outbox
from tekstari.domain.delivery import sentences as delivery
from tekstari.domain.roles import Role
from tekstari.web import reasons
from tekstari.web.templatetags import tekstari as said
from tests.web.conftest import Company, member
from tests.web.test_look import LOOK

playwright = pytest.importorskip("playwright.sync_api")


def text(company: Company, state: str, *outcomes: str, **known: str) -> UUID:
    """An outgoing text in this state, with what was answered of its parts."""
    with in_workspace(company.id):
        conversation = Conversation.objects.get()
        message = Message.objects.create(
            workspace_id=company.id,
            conversation=conversation,
            direction="out",
            sender="18100",
            phone=company.phone,
            text="Auto on valmis.",
            state=state,
            at=company.now + timedelta(seconds=1),
            **{"purpose": "service", **known},
        )
        channel = conversation.sender.channel
        for number, outcome in enumerate(outcomes, 1):
            outcome, _, report = outcome.partition("|")
            Attempt.objects.create(
                workspace_id=company.id,
                message=message,
                channel=channel,
                fence=1,
                part=number,
                parts=len(outcomes),
                began_at=company.now,
                outcome=outcome,
                report=report,
                is_told=True,
            )
        if state == "in_doubt" and message.purpose in ("service", "order"):
            Conversation.objects.update(needs="doubt.ask")
    return message.id


def conversation(company: Company, client: Client, language: str = "fi") -> str:
    path = company.path(f"messages/{company.conversation}?lang={language}")
    return client.get(path).content.decode()


def deed(company: Company, id: UUID, name: str) -> str:
    return company.path(f"messages/{company.conversation}/texts/{shown('msg', id)}/{name}")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("reason", sorted(delivery.SENTENCES))
def test_what_operators_say_is_said_in_words(reason: str, language: str) -> None:
    values = {"code": "0x0000000B", "parts": "2, 3", "at": "4"}
    source = getattr(delivery.SENTENCES[reason], language)
    assert reasons.sentence(reason, values, language) == source.format(**values)
    untold = {name: "–" for name in values}
    assert reasons.of_text(reason, language) == source.format(**untold)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "Ei mennyt perille: numero ei ole käytössä<"),
        ("sv", "Nådde inte fram: numret är inte i bruk<"),
        ("en", "Not delivered: the number is not in use<"),
    ],
)
def test_a_bubble_says_why_a_text_did_not_arrive(client, company, language, words):
    text(company, "failed", "refused:operator.number_not_in_use", reason="operator.number_not_in_use")
    assert words in conversation(company, client, language)


def test_two_sentences_keep_their_full_stops_and_a_name_its_capital():
    assert said.label("Puhelin oli varattu.") == "Puhelin oli varattu"
    assert said.label("Muisti on täynnä. Yritä uudelleen.") == "Muisti on täynnä. Yritä uudelleen."


def test_the_parts_that_did_not_arrive_are_numbered(client, company):
    outcomes = ("accepted|arrived", "accepted|not_arrived:operator.not_delivered", "accepted|arrived")
    text(company, "partly_delivered", *outcomes, reason="operator.not_delivered")
    html = conversation(company, client)
    assert "Osittain perillä: operaattori ei saanut viestiä perille<" in html
    assert "Ei mennyt perille: osa 2<" in html


def test_what_once_was_in_the_way_is_not_said_of_what_arrived(client, company):
    text(company, "delivered", "accepted|arrived", reason="operator.throttled")
    assert "hitaammin" not in conversation(company, client)


def test_the_inbox_marks_the_conversation_and_says_what_to_decide(client, company):
    text(company, "in_doubt", "doubt")
    html = client.get(company.path("messages")).content.decode()
    assert "Viesti on ehkä jo lähetetty. Päätä, lähetetäänkö se uudelleen." in html


def test_an_advertisement_in_doubt_says_why_it_is_not_sent_again(client, company):
    text(company, "in_doubt", "doubt", purpose="marketing")
    html = conversation(company, client)
    assert "Markkinointia ja kyselyjä ei lähetetä toista kertaa." in html
    assert "Lähetä uudelleen" not in html


@pytest.mark.parametrize("name", ["resend", "leave"])
def test_only_those_who_answer_may_decide(company, name):
    id = text(company, "in_doubt", "doubt")
    viewer, stranger = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    viewer.force_login(member(company.id, Role.VIEWER))
    other = workspaces.create(name="Toinen", slug=f"o{new_id().hex[-12:]}", now=company.now)
    stranger.force_login(member(other.id, Role.OWNER))
    assert viewer.post(deed(company, id, name)).status_code == 403
    assert stranger.post(deed(company, id, name)).status_code == 404
    assert "/resend" not in conversation(company, viewer)
    with in_workspace(company.id):
        assert Message.objects.values_list("state", "reason").get(id=id) == ("in_doubt", "")


def test_looking_decides_nothing(client, company):
    id = text(company, "in_doubt", "doubt")
    assert client.get(deed(company, id, "resend")).status_code == 405
    assert client.post(deed(company, id, "resend").replace("msg_", "x")).status_code == 404


def test_what_is_decided_already_is_said_and_nothing_is_sent(client, company):
    id = text(company, "sent", "accepted")
    answer = client.post(deed(company, id, "resend"))
    assert answer.status_code == 409
    assert "Viesti ei enää odota päätöstä. Mitään ei lähetetty." in answer.content.decode()
    with in_workspace(company.id):
        assert not Outbox.objects.filter(id=id).exists()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_person_sends_a_text_in_doubt_again_with_the_keyboard(open_page, company, width, scheme):
    id = text(company, "in_doubt", "accepted", "doubt")
    page = open_page(width, scheme)
    page.goto(company.path(f"messages/{company.conversation}"))
    log = page.get_by_role("log")
    log.get_by_text("Ehkä lähetetty: osa 2").wait_for()
    assert page.evaluate(LOOK) == []
    again = log.get_by_role("button", name="Lähetä uudelleen")
    assert "kahdesti" in page.locator("#" + again.get_attribute("aria-describedby")).inner_text()
    log.focus()
    reach(page, again)
    page.keyboard.press("Enter")
    log.get_by_text("Lähetysjonossa").wait_for()
    playwright.expect(again).to_have_count(0)
    with in_workspace(company.id):
        assert Outbox.objects.get(id=id).fence == 1
        assert Conversation.objects.get().needs == ""


def test_a_person_leaves_a_text_in_doubt_as_it_is(open_page, company):
    text(company, "in_doubt", "doubt")
    page = open_page(390)
    page.goto(company.path(f"messages/{company.conversation}"))
    page.get_by_role("button", name="Jätä näin").click()
    page.get_by_text("Ehkä lähetetty: jätetty näin").wait_for()
    playwright.expect(page.get_by_role("button", name="Lähetä uudelleen")).to_have_count(0)
    with in_workspace(company.id):
        assert not Outbox.objects.exists()


def reach(page, control) -> None:
    """Step on with Tab until the control has the focus."""
    for _ in range(20):
        if control.evaluate("(element) => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not reach it")
