"""A link is cut, a person decides, and exactly one more text leaves."""

import pytest

from tekstari.actions import doubts, users
from tekstari.data.access import in_workspace
from tekstari.data.models import Conversation, MessageChange, Outbox, User
from tekstari.domain.roles import Role
from tests.channels.smpp.far_end import Reset
from tests.faults.processes import until
from tests.worker.operator import Connected, connected, operator

PHONE = "+358405550021"
OTHER = "+358405550022"


@pytest.fixture(autouse=True)
def _database(database: str) -> str:
    return database


def order(company: Connected, key: str, phone: str) -> None:
    company.happens(
        "order.placed",
        contact={"phone": phone, "name": "Aino"},
        record={"kind": "order", "key": key, "fields": {"product": "Kattoboksi"}},
    )
    company.happens("stock.arrived", record={"kind": "order", "key": key})


def mervi(company: Connected) -> User:
    return users.add(
        email=f"mervi-{company.id.hex[-8:]}@example.com",
        name="Mervi",
        password="correct horse battery",
        workspace_id=company.id,
        role=Role.AGENT,
        now=company.now,
    )


def test_a_person_sends_it_again_and_it_arrives():
    with operator({1: Reset()}) as there, connected(there) as company:
        company.turn_on("tilaus-saapui")
        order(company, "1", PHONE)
        message = company.becomes(PHONE, "in_doubt")[0]
        doubts.resend(company.id, message.id, by=mervi(company), now=company.now)
        company.becomes(PHONE, "sent")
        assert there.texts() == [there.texts()[0]] * 2
        there.delivers(there.report(2))
        company.becomes(PHONE, "delivered")
        order(company, "2", OTHER)  # whatever waited would have left before this
        company.becomes(OTHER, "sent")
        assert len(there.texts()) == 3
        with in_workspace(company.id):
            assert Conversation.objects.get(phone=PHONE).needs == ""
            changes = MessageChange.objects.filter(message_id=message.id).order_by("at", "id")
            states = list(changes.values_list("state", flat=True))
            assert states == ["queued", "in_doubt", "queued", "sent", "delivered"]
            assert not Outbox.objects.exists()


def test_left_as_it_is_nothing_more_leaves():
    with operator({1: Reset()}) as there, connected(there) as company:
        company.turn_on("tilaus-saapui")
        order(company, "1", PHONE)
        message = company.becomes(PHONE, "in_doubt")[0]
        doubts.settle(company.id, message.id, arrived=False, by=mervi(company), now=company.now)
        order(company, "2", OTHER)
        company.becomes(OTHER, "sent")
        until(lambda: len(there.texts()) == 2)
        assert company.becomes(PHONE, "in_doubt")[0].reason == "doubt.left"
