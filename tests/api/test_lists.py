"""What machines read: lists in pages, one thing by its id, and never another company's."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from tekstari.actions import keys, workspaces
from tekstari.data import clock
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id, shown
from tekstari.data.models import (
    Answer,
    Automation,
    AutomationVersion,
    CallList,
    CallTask,
    Contact,
    ContactPhone,
    Conversation,
    Event,
    Group,
    GroupMember,
    Message,
    Nearly,
    Occurrence,
    Run,
    Sender,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PHONE = "+358401234567"


def furnish(workspace: UUID) -> SimpleNamespace:
    """One of everything, about one person."""
    own = {"workspace_id": workspace}
    with in_workspace(workspace):
        contact = Contact.objects.create(
            **own, key="7", name="Väinö", language="fi", fields={"city": "Pori"}, created_at=NOW
        )
        for position, phone in enumerate((PHONE, "+358501112222")):
            ContactPhone.objects.create(**own, contact=contact, phone=phone, position=position)
        group = Group.objects.create(**own, name="Kanta-asiakkaat")
        GroupMember.objects.create(**own, group=group, contact=contact)
        sender = Sender.objects.get(workspace_id=workspace)
        talk = Conversation.objects.create(**own, sender=sender, phone=PHONE, contact=contact, last_at=NOW)
        common = {**own, "conversation": talk, "contact": contact, "sender": "18100"}
        question = Message.objects.create(
            **common, phone=PHONE, direction="out", text="Soitammeko?", state="delivered", at=NOW
        )
        reply = Message.objects.create(
            **common,
            phone=PHONE,
            direction="in",
            text="K klo 15",
            state="received",
            at=NOW + timedelta(minutes=1),
        )
        task = CallTask.objects.create(
            **own,
            call_list=CallList.objects.get(),
            contact=contact,
            phone=PHONE,
            reasons=[{"reason": "call.request", "values": {"text": "K klo 15"}}],
            reply="K klo 15",
            created_at=NOW,
        )
        automation = Automation.objects.create(
            **own, slug="nps", name="NPS", text="tekstari: 1", created_at=NOW
        )
        version = AutomationVersion.objects.create(
            **own, automation=automation, number=3, text="tekstari: 1", created_at=NOW
        )
        Automation.objects.filter(pk=automation.pk).update(version=version)
        run = Run.objects.create(
            **own,
            automation=automation,
            version=version,
            contact=contact,
            phone=PHONE,
            created_at=NOW,
        )
        Answer.objects.create(
            **own,
            run=run,
            automation=automation,
            contact=contact,
            step="1",
            question="nps",
            kind="nps",
            value="9",
            rest="kiitos",
            message=reply,
            at=NOW,
        )
        trace = [{"reason": "fired", "values": {"n": "1"}, "holds": True}]
        Occurrence.objects.create(
            **own,
            automation=automation,
            version=version,
            key="10042",
            state="fired",
            contact=contact,
            trace=trace,
            at=NOW,
        )
        Nearly.objects.create(**own, automation=automation, key="10043", contact=contact, trace=trace, at=NOW)
        Event.objects.create(
            **own,
            source="shop",
            external_id="1",
            type="order.placed",
            time=NOW,
            received_at=NOW,
            contact=contact,
        )
    return SimpleNamespace(
        contact=shown("con", contact.id),
        automation=shown("aut", automation.id),
        message=shown("msg", question.id),
        task=shown("cal", task.id),
    )


@pytest.fixture
def made(workspace: UUID) -> SimpleNamespace:
    return furnish(workspace)


@pytest.mark.parametrize("written", ["040 123 4567", "+358 (0)40 123 4567", "00358401234567"])
def test_texts_of_a_phone_however_it_is_written(ask, made, written):
    told = ask("GET", "messages", params={"phone": written}).json()
    assert told["next"] is None
    came, went = told["items"]
    assert (came["direction"], came["from"], came["to"]) == ("in", PHONE, "18100")
    assert (went["direction"], went["from"], went["to"]) == ("out", "18100", PHONE)
    assert went["state"] == "delivered"
    assert went["parts"] == 1
    assert went["created_at"] == "2026-11-20T09:00:00Z"
    assert went["contact"]["phones"] == [PHONE, "+358501112222"]


def test_a_contact_by_phone_and_by_key(ask, made):
    by_phone = ask("GET", "contacts", params={"phone": "050 111 2222"}).json()["items"]
    by_key = ask("GET", "contacts", params={"key": "7"}).json()["items"]
    assert by_phone == by_key
    assert by_key[0]["groups"] == ["Kanta-asiakkaat"]
    assert by_key[0]["fields"] == {"city": "Pori"}
    assert ask("GET", "contacts", params={"key": "8"}).json() == {"items": [], "next": None}


def test_call_tasks_of_a_list_in_a_state(ask, made):
    asked = {"list": "Soitot", "state": "open"}
    (task,) = ask("GET", "call-tasks", params=asked).json()["items"]
    assert (task["list"], task["state"], task["reply"]) == ("Soitot", "open", "K klo 15")
    assert task["reasons"][0]["values"] == {"text": "K klo 15"}
    assert ask("GET", "call-tasks", params={"state": "done"}).json()["items"] == []


def test_decisions_tell_what_fired_and_what_nearly_did(ask, made):
    asked = {"contact": made.contact, "automation": "nps"}
    found = ask("GET", "decisions", params=asked).json()["items"]
    assert {(one["key"], one["state"]) for one in found} == {
        ("10042", "fired"),
        ("10043", "nearly"),
    }
    assert found[0]["trace"] == [{"reason": "fired", "values": {"n": "1"}, "holds": True}]


def test_automations_answers_and_events(ask, made):
    (automation,) = ask("GET", "automations").json()["items"]
    assert (automation["slug"], automation["version"], automation["is_on"]) == ("nps", 3, False)
    (answer,) = ask("GET", "answers", params={"automation": made.automation}).json()["items"]
    assert (answer["value"], answer["rest"]) == ("9", "kiitos")
    (event,) = ask("GET", "events", params={"type": "order.placed"}).json()["items"]
    assert (event["source"], event["source_id"]) == ("shop", "1")
    assert event["contact"] == made.contact


def test_pages_give_every_row_once_although_new_ones_come(ask, workspace):
    def add(numbers: range) -> None:
        with in_workspace(workspace):
            for n in numbers:  # in pairs at the same instant
                at = NOW + timedelta(seconds=n // 2)
                Contact.objects.create(workspace_id=workspace, key=str(n), created_at=at)

    add(range(7))
    seen, cursor = [], ""
    while cursor is not None:
        told = ask("GET", "contacts", params={"limit": 3, "cursor": cursor}).json()
        seen += [one["key"] for one in told["items"]]
        cursor = told["next"]
        if len(seen) == 3:
            add(range(100, 102))
    assert sorted(seen) == [str(n) for n in range(7)]


ADDRESSES = [
    "messages/{message}",
    "messages?contact={contact}",
    "contacts/{contact}",
    "call-tasks/{task}",
    "answers?contact={contact}",
    "answers?automation={automation}",
    "decisions?contact={contact}",
    "decisions?automation={automation}",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_another_companys_id_is_not_found(ask, made, address):
    address = address.format(**vars(made))
    assert ask("GET", address).status_code == 200
    slug = f"t{new_id().hex[-12:]}"
    other = workspaces.create(name="Toinen", slug=slug, is_simulated=True, now=clock.real_now())
    answer = ask("GET", address, key=keys.add(other.id, name="x", now=clock.real_now()))
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize(
    "list", ["messages", "contacts", "call-tasks", "automations", "answers", "decisions", "events"]
)
def test_another_companys_rows_are_in_no_list(ask, made, list):
    assert ask("GET", list).json()["items"]
    slug = f"t{new_id().hex[-12:]}"
    other = workspaces.create(name="Toinen", slug=slug, now=clock.real_now())
    other_key = keys.add(other.id, name="x", now=clock.real_now())
    assert ask("GET", list, key=other_key).json() == {"items": [], "next": None}
