"""A text that may have been sent waits for a person, who may send it once more or leave it."""

from uuid import UUID

import pytest

from tekstari.actions import doubts, messages, sending, users
from tekstari.actions.refusals import Refused
from tekstari.data import outbox
from tekstari.data.access import in_workspace
from tekstari.data.clock import real_now
from tekstari.data.ids import new_id, shown
from tekstari.data.models import Attempt, Conversation, Message, MessageChange, Outbox, User, Workspace
from tekstari.data.outbox import Handing
from tekstari.domain.roles import Role
from tekstari.worker.clock import moment_in
from tests.actions.company import Company

PHONE = "+358403330002"


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


@pytest.fixture
def told(company: Company, mervi: User) -> UUID:
    """A text of Mervi's whose link broke before the answer."""
    company.writes(PHONE, "Onko auto valmis?")
    return doubtful(company, mervi, "Auto on valmis.")


def doubtful(company: Company, by: User, text: str, outcomes: tuple[str, ...] = ("doubt",)) -> UUID:
    with in_workspace(company.id):
        conversation = Conversation.objects.get(phone=PHONE)
        seen = Message.objects.order_by("-at", "-id").values_list("id", flat=True)[0]
    message = messages.write(company.id, conversation.id, text=text, by=by, seen=seen, now=company.now)
    answer(company, *outcomes)
    return message.id


def answer(company: Company, *outcomes: str) -> list[Handing]:
    """What the far end said of the parts of the one text that waits."""
    (text,) = outbox.claim(new_id(), now=real_now(), limit=9, workspace_id=company.id)
    handings = [Handing(text, number, len(outcomes)) for number, _ in enumerate(outcomes, 1)]
    with in_workspace(company.id):
        Attempt.objects.filter(message_id=text.message_id, fence=text.fence).delete()
    outbox.begin(handings, now=real_now())
    outbox.finish([(h, outcome, "") for h, outcome in zip(handings, outcomes, strict=True)], real_now())
    tell(company)
    return handings


def tell(company: Company) -> None:
    moment = moment_in(company.id)
    sending.tell_attempts(company.id, now=moment.now, offset=moment.offset)


def state(company: Company, id: UUID) -> tuple[str, str]:
    with in_workspace(company.id):
        return Message.objects.values_list("state", "reason").get(id=id)


def waiting(company: Company) -> list[int]:
    with in_workspace(company.id):
        return list(Outbox.objects.values_list("fence", flat=True))


def set_message(company: Company, id: UUID, **values: str) -> None:
    with in_workspace(company.id):
        Message.objects.filter(id=id).update(**values)


def test_a_person_sends_it_again_once_and_is_named(company: Company, mervi: User, told: UUID) -> None:
    assert company.conversation(PHONE).needs == "doubt.ask"
    doubts.resend(company.id, told, by=mervi, now=company.now)
    assert state(company, told) == ("queued", "")
    assert company.conversation(PHONE).needs == ""
    company.work()
    assert company.texts(PHONE, "delivered") == ["Auto on valmis."]
    with in_workspace(company.id):
        fences = Attempt.objects.filter(message_id=told).order_by("fence").values_list("fence", "outcome")
        assert list(fences) == [(1, "doubt"), (2, "arrived")]
        changes = MessageChange.objects.filter(message_id=told).order_by("at", "id")
        assert [change.state for change in changes] == ["queued", "in_doubt", "queued", "delivered"]
        assert changes[2].evidence["by"] == shown("usr", mervi.pk)


def test_the_second_of_two_hurried_clicks_is_refused(company: Company, mervi: User, told: UUID) -> None:
    doubts.resend(company.id, told, by=mervi, now=company.now)
    with pytest.raises(Refused, match=r"doubt\.over"):
        doubts.resend(company.id, told, by=mervi, now=company.now)
    assert len(waiting(company)) == 1


def test_in_doubt_once_more_it_is_asked_once_more(company: Company, mervi: User, told: UUID) -> None:
    doubts.resend(company.id, told, by=mervi, now=company.now)
    answer(company, "doubt")
    assert state(company, told)[0] == "in_doubt"
    assert company.conversation(PHONE).needs == "doubt.ask"
    assert waiting(company) == []


def test_a_late_answer_takes_back_what_has_not_left_again(company: Company, mervi: User) -> None:
    company.writes(PHONE, "Onko auto valmis?")
    id = doubtful(company, mervi, "Auto on valmis.")
    doubts.resend(company.id, id, by=mervi, now=company.now)
    late(company, id, "accepted")
    assert state(company, id)[0] == "sent"
    assert waiting(company) == []


def test_an_answer_that_came_but_is_not_told_yet_counts(company: Company, mervi: User, told: UUID) -> None:
    late(company, told, "accepted", is_told=True)
    with pytest.raises(Refused, match=r"doubt\.over"):
        doubts.resend(company.id, told, by=mervi, now=company.now)
    tell(company)
    assert state(company, told)[0] == "sent"


def late(company: Company, id: UUID, outcome: str, *, is_told: bool = False) -> None:
    with in_workspace(company.id):
        Attempt.objects.filter(message_id=id).update(outcome=outcome, is_told=False)
    if not is_told:
        tell(company)


@pytest.mark.parametrize(
    ("purpose", "reason"), [("marketing", "doubt.once"), ("survey", "doubt.once"), ("code", "doubt.code")]
)
def test_some_texts_never_go_twice(
    company: Company, mervi: User, told: UUID, purpose: str, reason: str
) -> None:
    set_message(company, told, purpose=purpose)
    with pytest.raises(Refused) as no:
        doubts.resend(company.id, told, by=mervi, now=company.now)
    assert no.value.reason == reason
    assert waiting(company) == []
    assert doubts.standings(company.id, [told])[told].choice == reason


def test_a_company_may_say_that_nothing_goes_twice(company: Company, mervi: User, told: UUID) -> None:
    Workspace.objects.filter(pk=company.id).update(settings={"in_doubt": "never_again"})
    with pytest.raises(Refused, match=r"doubt\.setting"):
        doubts.resend(company.id, told, by=mervi, now=company.now)


def test_nothing_goes_again_to_a_person_who_stopped_meanwhile(
    company: Company, mervi: User, told: UUID
) -> None:
    company.writes(PHONE, "STOP KAIKKI")
    with pytest.raises(Refused) as no:
        doubts.resend(company.id, told, by=mervi, now=company.now)
    assert (no.value.reason, no.value.values) == ("text.stopped", {"why": "opted_out_all"})
    assert state(company, told)[0] == "in_doubt"


@pytest.mark.parametrize(("arrived", "reason"), [(False, "doubt.left"), (True, "doubt.arrived")])
def test_left_as_it_is_it_is_asked_no_more_and_a_receipt_still_decides(
    company: Company, mervi: User, told: UUID, arrived: bool, reason: str
) -> None:
    doubts.settle(company.id, told, arrived=arrived, by=mervi, now=company.now)
    assert state(company, told) == ("in_doubt", reason)
    assert company.conversation(PHONE).needs == ""
    assert not doubts.standings(company.id, [told])[told].is_asked
    with pytest.raises(Refused, match=r"doubt\.over"):
        doubts.resend(company.id, told, by=mervi, now=company.now)
    with in_workspace(company.id):
        Attempt.objects.filter(message_id=told).update(report="arrived", is_told=False)
    tell(company)
    assert state(company, told)[0] == "delivered"


def test_of_two_in_doubt_the_other_is_still_asked(company: Company, mervi: User, told: UUID) -> None:
    other = doubtful(company, mervi, "Avain on tiskillä.")
    doubts.settle(company.id, told, arrived=False, by=mervi, now=company.now)
    assert company.conversation(PHONE).needs == "doubt.ask"
    doubts.settle(company.id, other, arrived=False, by=mervi, now=company.now)
    assert company.conversation(PHONE).needs == ""


def test_another_reason_to_look_outlives_the_decision(company: Company, mervi: User, told: UUID) -> None:
    company.writes(PHONE, "Haloo?")
    needs = company.conversation(PHONE).needs
    assert needs not in ("", "doubt.ask")
    doubts.settle(company.id, told, arrived=True, by=mervi, now=company.now)
    assert company.conversation(PHONE).needs == needs


def test_the_parts_in_doubt_are_named(company: Company, mervi: User) -> None:
    company.writes(PHONE, "Onko auto valmis?")
    id = doubtful(company, mervi, "Auto on valmis. " * 30, ("accepted", "doubt", "doubt", "accepted"))
    standing = doubts.standings(company.id, [id])[id]
    assert standing.parts == {"reason": "parts.in_doubt", "values": {"parts": "2, 3"}}
    assert standing.is_asked


def test_a_text_that_is_not_in_doubt_has_nothing_to_decide(company: Company, mervi: User, told: UUID) -> None:
    doubts.resend(company.id, told, by=mervi, now=company.now)
    company.work()
    for id in (told, new_id()):
        with pytest.raises(Refused, match=r"doubt\.over"):
            doubts.settle(company.id, id, arrived=True, by=mervi, now=company.now)
