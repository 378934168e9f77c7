"""Several questions on one phone: the reply lands in the right one, or with a person."""

import pytest

from tekstari.data.access import in_workspace
from tekstari.data.models import Answer, OpenQuestion, Run, Timer
from tests.actions.company import helsinki, on_the_wall
from tests.actions.playbooks import playbook

MAIJA = "+358401112233"
VISIT = {"contact": {"phone": MAIJA, "name": "Maija"}, "record": {"kind": "vehicle", "key": "ABC-123"}}
SILENCE = (
    "- ask: hello\n  question: yes_no\n  answers:\n    yes:\n      - send: thanks\n"
    "  silence:\n    after: 1 hour\n    then:\n      - ask: more\n        question: yes_no"
)


def answers(company):
    with in_workspace(company.id):
        return list(Answer.objects.order_by("at", "id").values_list("question", "value", "rest"))


def open_steps(company):
    with in_workspace(company.id):
        return OpenQuestion.objects.filter(closed_at=None).count()


@pytest.fixture
def two_open(company):
    """The reminder's K and, a day later, the survey's 0-10 stand open on Maija's phone."""
    company.turn_on("huoltomuistutus", "nps-huollon-jalkeen")
    company.happens("service.completed", at=helsinki("2025-12-18 09:00"), **VISIT)
    company.passes(days=1)
    other = {**VISIT, "record": {"kind": "vehicle", "key": "XYZ-999"}}
    company.happens("service.completed", at=company.now, **other)
    company.passes(hours=3)
    assert len(company.texts(MAIJA)) == 2
    assert open_steps(company) == 2
    return company


def test_each_of_two_open_questions_takes_its_own_answer(two_open):
    two_open.writes(MAIJA, "K klo 15")
    two_open.writes(MAIJA, "9")
    assert [(q, v) for q, v, _ in answers(two_open)] == [("service_due", "yes"), ("nps", "9")]
    (task,) = two_open.calls()
    assert (task.call_list.name, task.reply) == ("Huolto", "K klo 15")


def test_they_may_be_answered_in_the_other_order(two_open):
    two_open.writes(MAIJA, "ysi")
    two_open.writes(MAIJA, "k")
    assert [(q, v) for q, v, _ in answers(two_open)] == [("nps", "9"), ("service_due", "yes")]


def test_a_question_that_takes_any_words_does_not_swallow_a_k(two_open):
    """After the 9 we ask for a comment in the person's own words. K belongs to the reminder."""
    two_open.writes(MAIJA, "9")
    two_open.writes(MAIJA, "K")
    assert [task.call_list.name for task in two_open.calls()] == ["Huolto"]
    two_open.writes(MAIJA, "Ystävällinen palvelu, kiitos Antille")
    assert answers(two_open)[-1][:2] == ("comment", "Ystävällinen palvelu, kiitos Antille")


def test_what_fits_none_goes_to_a_person_and_ends_no_question(two_open):
    two_open.writes(MAIJA, "Jäikö takinvyö autoon?")
    assert two_open.conversation(MAIJA).needs == "reading.unclear"
    assert not two_open.conversation(MAIJA).is_done
    assert (answers(two_open), open_steps(two_open)) == ([], 2)


def test_a_person_who_writes_ends_no_question(two_open):
    """A send never ends an open question."""
    two_open.turn_on_text("tieto", playbook("event: told", text_hello="Auto on pesty"))
    two_open.happens("told", contact={"phone": MAIJA})
    assert open_steps(two_open) == 2
    two_open.writes(MAIJA, "10")
    assert answers(two_open)[0][:2] == ("nps", "10")


def test_an_answer_after_the_questions_time_is_for_a_person(company):
    company.turn_on("nps-huollon-jalkeen")
    company.happens("service.completed", **VISIT)
    company.passes(hours=3)
    company.passes(days=8)
    company.writes(MAIJA, "9")
    assert answers(company) == []
    assert company.conversation(MAIJA).needs == "reading.no_question"
    with in_workspace(company.id):
        assert list(OpenQuestion.objects.values_list("closed_by", flat=True)) == ["expired"]
        assert list(Run.objects.values_list("is_open", "result")) == [(False, "expired")]


def test_an_answer_on_the_last_day_is_an_answer(company):
    company.turn_on("nps-huollon-jalkeen")
    company.happens("service.completed", **VISIT)
    company.passes(hours=3)
    company.passes(days=6, hours=22)
    company.writes(MAIJA, "9")
    assert answers(company)[0][:2] == ("nps", "9")


def test_silence_is_counted_from_when_the_text_left_and_not_from_when_it_was_decided(company):
    company.turn_on_text("kysely", playbook("event: asked", SILENCE, purpose="survey"))
    company.passes_to(helsinki("2026-11-18 22:00"))
    company.happens("asked", contact={"phone": MAIJA, "name": "Maija"})
    company.passes_to(helsinki("2026-11-19 07:59"))
    assert company.texts(MAIJA) == [], "it waits for the morning"
    with in_workspace(company.id):
        assert not Timer.objects.exists()
    company.passes_to(helsinki("2026-11-19 08:59"))
    assert company.texts(MAIJA) == ["Hei Maija!"]
    company.passes_to(helsinki("2026-11-19 09:01"))
    assert company.texts(MAIJA) == ["Hei Maija!", "Kerro lisää."]
    assert on_the_wall(company.messages(MAIJA)[1].at) == "2026-11-19 09:00+02:00"


def test_a_timer_of_silence_does_nothing_after_an_answer(company):
    company.turn_on_text("kysely", playbook("event: asked", SILENCE))
    company.happens("asked", contact={"phone": MAIJA, "name": "Maija"})
    with in_workspace(company.id):
        assert Timer.objects.count() == 1
    company.writes(MAIJA, "kyllä")
    company.passes(hours=30)
    assert company.texts(MAIJA) == ["Hei Maija!", "Kiitos!"]
    assert company.occurrences()[0][1] == "fired"


def test_one_answer_is_enough_for_a_question_that_was_asked_again(company):
    company.turn_on_text("kysely", playbook("event: asked", SILENCE))
    company.happens("asked", contact={"phone": MAIJA, "name": "Maija"})
    company.passes(hours=2)
    assert len(company.texts(MAIJA)) == 2
    company.writes(MAIJA, "joo")
    assert (len(answers(company)), open_steps(company)) == (1, 0)


def test_of_two_questions_in_one_dialogue_each_takes_its_own_kind(company):
    """Silence after 0-10 asked whether we may call; the 9 still answers the first, and both are done."""
    asks = SILENCE.replace("question: yes_no\n  answers:\n    yes:", "question: nps\n  answers:\n    0-10:")
    company.turn_on_text("kysely", playbook("event: asked", asks))
    company.happens("asked", contact={"phone": MAIJA, "name": "Maija"})
    company.passes(hours=2)
    company.writes(MAIJA, "9")
    assert [(q, v) for q, v, _ in answers(company)] == [("hello", "9")]
    assert (company.texts(MAIJA)[-1], open_steps(company)) == ("Kiitos!", 0)


def test_a_reply_to_nothing_is_kept_and_goes_to_a_person(company):
    company.writes(MAIJA, "Moi, onko teillä lauantaina auki?")
    (reply,) = company.replies(MAIJA)
    assert (reply.text, reply.state) == ("Moi, onko teillä lauantaina auki?", "received")
    conversation = company.conversation(MAIJA)
    assert (conversation.needs, conversation.is_done) == ("reading.no_question", False)
