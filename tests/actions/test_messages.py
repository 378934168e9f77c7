"""A person writes to a customer: nothing unseen is talked over, and what is refused says why."""

from uuid import UUID

import pytest

from tekstari.actions import conversations, messages, users
from tekstari.actions.refusals import Refused
from tekstari.data.access import in_workspace
from tekstari.data.models import Conversation, Message, User
from tekstari.domain.roles import Role
from tests.actions.company import Company

PHONE = "+358403330001"


@pytest.fixture(autouse=True)
def _question(company: Company) -> None:
    company.writes(PHONE, "Voitteko soittaa?")


@pytest.fixture
def mervi(company: Company) -> User:
    return users.add(
        email=f"mervi-{company.id.hex[-8:]}@example.com",
        name="Mervi",
        password="correct horse battery",
        workspace_id=company.id,
        role=Role.AGENT,
        now=company.now,
    )


def conversation(company: Company) -> Conversation:
    with in_workspace(company.id):
        return Conversation.objects.get(phone=PHONE)


def newest(company: Company) -> UUID:
    with in_workspace(company.id):
        return Message.objects.order_by("-at", "-id").values_list("id", flat=True)[0]


def test_an_answer_leaves_and_the_conversation_needs_nobody_any_more(company: Company, mervi: User) -> None:
    assert conversation(company).needs == "reading.no_question"
    messages.write(
        company.id,
        conversation(company).id,
        text="  Soitamme pian.\x00 ",
        by=mervi,
        seen=newest(company),
        now=company.now,
    )
    company.work()
    assert company.texts(PHONE, "delivered") == ["Soitamme pian."]
    assert conversation(company).needs == ""


def test_what_came_unseen_stops_the_answer(company: Company, mervi: User) -> None:
    seen = newest(company)
    company.writes(PHONE, "Ei tarvitse enää, kiitos")
    with pytest.raises(Refused, match="conversation.unseen"):
        messages.write(
            company.id, conversation(company).id, text="Soitan", by=mervi, seen=seen, now=company.now
        )
    company.work()
    assert company.texts(PHONE) == []


@pytest.mark.parametrize(("text", "reason"), [(" \n ", "text.empty"), ("ä" * 1600, "text.long")])
def test_a_text_that_cannot_be_sent_is_refused(company: Company, mervi: User, text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        messages.write(
            company.id,
            conversation(company).id,
            text=text,
            by=mervi,
            seen=newest(company),
            now=company.now,
        )


def test_nobody_writes_to_a_person_who_stopped_everything(company: Company, mervi: User) -> None:
    company.writes(PHONE, "STOP KAIKKI")
    with pytest.raises(Refused, match="text.stopped"):
        messages.write(
            company.id,
            conversation(company).id,
            text="Hei",
            by=mervi,
            seen=newest(company),
            now=company.now,
        )


def test_done_is_everybodys_and_a_new_text_opens_it_again(company: Company, mervi: User) -> None:
    conversations.mark_done(company.id, conversation(company).id, by=mervi, now=company.now)
    assert conversation(company).is_done
    company.writes(PHONE, "Vielä yksi asia")
    assert not conversation(company).is_done
    assert not conversation(company).is_read
