"""STOP from the first day: the table of docs/words.md 4, as far as it is the actions that decide."""

import pytest

from tekstari.data.access import in_workspace
from tekstari.data.clock import real_now
from tekstari.data.models import Consent, OpenQuestion, Outbox, Run, Suppression
from tekstari.worker.gateway import Gateway
from tests.actions.company import helsinki
from tests.actions.playbooks import playbook

MAIJA, PEKKA = "+358401112233", "+358401112244"
PURPOSES = ("order", "service", "survey", "marketing", "code")
LAST_WORD = "Et saa enää markkinointia tai kyselyjä"


@pytest.fixture
def garage(company):
    """One automation for each purpose, all at one event; and a service visit that brings a question."""
    for purpose in PURPOSES:
        company.turn_on_text(purpose, playbook("event: all.of.it", purpose=purpose, text_hello=purpose))
    company.turn_on("nps-huollon-jalkeen")
    company.happens("customer.known", contact={"phone": MAIJA, "name": "Maija"})
    return company


def everything(company, phone=MAIJA):
    """What gets through when one text of every purpose is due."""
    before = len(company.texts(phone))
    company.happens("all.of.it", contact={"phone": phone})
    return sorted(company.texts(phone)[before:])


def asked(company):
    """A question stands open on Maija's phone."""
    company.happens(
        "service.completed",
        at=helsinki("2026-11-18 07:00"),
        contact={"phone": MAIJA},
        record={"kind": "vehicle", "key": "ABC-123"},
    )
    assert len(company.texts(MAIJA)) == 1


def said_by(company, phone=MAIJA):
    """What a person sees beside the conversation."""
    return company.conversation(phone).needs


@pytest.mark.parametrize("word", ["STOP", "Stop kiitos!", "lopeta", "Sluta", "OPT OUT", "stpo", "S T O P"])
def test_a_sure_word_stops_marketing_and_surveys_and_nothing_else(garage, word):
    garage.writes(MAIJA, word)
    assert garage.stopped(MAIJA) == {"marketing"}
    assert LAST_WORD in garage.texts(MAIJA)[-1]
    assert everything(garage) == ["code", "order", "service"]
    assert said_by(garage) == "", "no person need read it"


@pytest.mark.parametrize("word", ["STOP KAIKKI", "stop allt", "STOPALL", "ei mitään viestejä"])
def test_stop_all_stops_everything_but_a_code_that_was_asked_for(garage, word):
    garage.writes(MAIJA, word)
    assert garage.stopped(MAIJA) == {"all"}
    assert "Et saa enää mitään viestejä" in garage.texts(MAIJA)[-1]
    assert everything(garage) == ["code"]


@pytest.mark.parametrize(
    "text", ["Älkää lähettäkö enää viestejä minulle, olen muuttanut", "please remove me from this list, Anna"]
)
def test_a_sure_phrase_in_a_longer_text_stops_and_a_person_sees_it(garage, text):
    garage.writes(MAIJA, text)
    assert garage.stopped(MAIJA) == {"marketing"}
    assert said_by(garage) == "control.stop"
    assert not garage.conversation(MAIJA).is_done


def test_it_is_answered_once(garage):
    for _ in range(3):
        garage.writes(MAIJA, "STOP")
    assert len([text for text in garage.texts(MAIJA) if LAST_WORD in text]) == 1


def test_stop_all_after_stop_is_answered_and_stop_after_stop_all_is_not(garage):
    for word in ("STOP", "STOP KAIKKI", "STOP", "STOP KAIKKI"):
        garage.writes(MAIJA, word)
    assert len(garage.texts(MAIJA)) == 2
    assert everything(garage) == ["code"]


def test_another_phone_goes_on(garage):
    garage.writes(MAIJA, "STOP KAIKKI")
    assert everything(garage, PEKKA) == sorted(PURPOSES)


def test_what_is_stopped_is_written_down_with_the_text_that_said_it(garage):
    garage.writes(MAIJA, "STOP")
    garage.writes(MAIJA, "START")
    (stop, start) = garage.replies(MAIJA)
    with in_workspace(garage.id):
        rows = list(
            Consent.objects.order_by("at", "id").values_list("purpose", "change", "evidence__message")
        )
    assert rows == [
        ("marketing", "withdrawn", f"msg_{stop.id.hex}"),
        ("all", "given", f"msg_{start.id.hex}"),
    ]


def test_what_was_not_sent_says_why(garage):
    garage.writes(MAIJA, "STOP")
    everything(garage)
    reasons = {m.purpose: (m.state, m.reason) for m in garage.messages(MAIJA) if m.state == "suppressed"}
    assert reasons == dict.fromkeys(("survey", "marketing"), ("suppressed", "opted_out"))
    assert {("all.of.it" in key or "event:" in key, s, r) for key, s, r in garage.occurrences() if r} == {
        (True, "suppressed", "opted_out")
    }


@pytest.mark.parametrize(("word", "left"), [("STOP", {"order"}), ("STOP KAIKKI", set())])
def test_what_waits_and_is_covered_is_taken_back(company, word, left):
    """At night everything here waits for the morning, the order too in this company."""
    with in_workspace(company.id):
        from tekstari.data.models import Workspace

        quiet = {"start": "21:00", "end": "08:00", "purposes": ["marketing", "survey", "order"]}
        workspace = Workspace.objects.get(pk=company.id)
        workspace.settings["quiet"] = quiet
        workspace.save()
    for purpose in ("order", "survey", "marketing"):
        company.turn_on_text(purpose, playbook("event: all.of.it", purpose=purpose, text_hello=purpose))
    company.passes_to(helsinki("2026-11-18 23:00"))
    company.happens("all.of.it", contact={"phone": MAIJA})
    assert {m.state for m in company.messages(MAIJA)} == {"held"}
    company.writes(MAIJA, word)
    company.passes_to(helsinki("2026-11-19 08:01"))
    assert set(company.texts(MAIJA)) & {"order", "survey", "marketing"} == left
    assert len(company.texts(MAIJA)) == len(left) + 1, "and the last word"


def test_a_question_that_was_taken_back_is_not_open(company):
    """Nobody can answer what never came: a 9 the next day is about something else."""
    company.turn_on("nps-huollon-jalkeen")
    company.passes_to(helsinki("2026-11-18 21:30"))
    company.happens(
        "service.completed",
        at=helsinki("2026-11-18 19:00"),
        contact={"phone": MAIJA},
        record={"kind": "vehicle", "key": "ABC-123"},
    )
    assert [m.state for m in company.messages(MAIJA)] == ["held"]
    company.writes(MAIJA, "STOP")
    company.passes_to(helsinki("2026-11-19 09:00"))
    with in_workspace(company.id):
        assert not OpenQuestion.objects.filter(closed_at=None).exists()
        assert not Run.objects.filter(is_open=True).exists()
    company.writes(MAIJA, "9")
    assert company.replies(MAIJA)[-1].reading["is_clear"] is False
    assert said_by(company) == "reading.no_question"


@pytest.mark.parametrize("word", ["ALOITA", "Starta", "UNSTOP"])
def test_start_gives_the_permission_back(garage, word):
    garage.writes(MAIJA, "STOP KAIKKI")
    garage.writes(MAIJA, word)
    assert garage.stopped(MAIJA) == set()
    assert "Saat taas viestejä" in garage.texts(MAIJA)[-1]
    assert everything(garage) == sorted(PURPOSES)
    garage.writes(MAIJA, "STOP")
    assert LAST_WORD in garage.texts(MAIJA)[-1], "and is answered again when it is taken away again"


def test_start_without_a_stop_is_answered_with_nothing(garage):
    garage.writes(MAIJA, "START")
    assert garage.texts(MAIJA) == []


@pytest.mark.parametrize("word", ["KYLLÄ", "K", "Jatka", "JA", "yes", "continue", "TILAA"])
def test_a_yes_never_gives_a_permission_back(garage, word):
    garage.writes(MAIJA, "STOP")
    garage.writes(MAIJA, word)
    assert garage.stopped(MAIJA) == {"marketing"}


@pytest.mark.parametrize("word", ["EI", "E", "nej tack", "NO", "EI KIITOS"])
def test_a_no_to_nothing_stops_nothing_and_a_person_looks(garage, word):
    garage.writes(MAIJA, word)
    assert garage.stopped(MAIJA) == set()
    assert said_by(garage) == "reading.no_question"


@pytest.mark.parametrize("word", ["PERU", "avboka", "CANCEL", "loppu", "RIITTÄÄ", "slut", "REMOVE"])
def test_an_ending_word_with_no_question_stops_marketing_and_a_person_sees_it(garage, word):
    garage.writes(MAIJA, word)
    assert garage.stopped(MAIJA) == {"marketing"}
    assert said_by(garage) in ("control.cancel", "control.ending")


@pytest.mark.parametrize("word", ["loppu", "RIITTÄÄ", "REMOVE", "PERU"])
def test_an_ending_word_beside_a_question_stops_nothing_and_a_person_looks(garage, word):
    asked(garage)
    garage.writes(MAIJA, word)
    assert garage.stopped(MAIJA) == set()
    assert said_by(garage)
    assert len(garage.texts(MAIJA)) == 1, "nothing was answered by itself"


def test_stop_beside_an_answer_does_both(garage):
    asked(garage)
    garage.writes(MAIJA, "3 stop")
    assert garage.stopped(MAIJA) == {"marketing"}
    assert [task.reasons[0]["reason"] for task in garage.calls()] == ["nps.detractor"]
    sent = garage.texts(MAIJA)
    assert LAST_WORD in " ".join(sent)
    assert not [m for m in garage.messages(MAIJA) if m.purpose == "survey" and m.state == "queued"]


def test_stop_alone_wins_over_an_open_question_and_answers_none(garage):
    asked(garage)
    garage.writes(MAIJA, "STOP")
    assert garage.calls() == []
    assert garage.replies(MAIJA)[-1].reading["control"] == "stop"


@pytest.mark.parametrize("text", ["väärä numero", "fel nummer", "Wrong number!"])
def test_a_wrong_number_gets_nothing_more_not_even_a_code(garage, text):
    garage.writes(MAIJA, text)
    assert garage.stopped(MAIJA) == {"number"}
    assert said_by(garage) == "control.wrong_number"
    assert everything(garage) == []
    assert {m.reason for m in garage.messages(MAIJA)} == {"wrong_number"}
    garage.writes(MAIJA, "START")
    assert garage.stopped(MAIJA) == {"number"}, "a person puts it right, not the stranger"


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("älä soita", "control.no_call"),
        ("ring inte", "control.no_call"),
        ("do not call", "control.no_call"),
        ("irtisanon sopimuksen", "control.contract"),
        ("cancel my contract", "control.contract"),
        ("älä lopeta", "control.keep"),
        ("do not stop", "control.keep"),
    ],
)
def test_what_only_a_person_may_decide_stops_nothing(garage, text, needs):
    garage.writes(MAIJA, text)
    assert (garage.stopped(MAIJA), said_by(garage)) == (set(), needs)
    assert garage.texts(MAIJA) == []


def test_help_is_answered_and_a_cry_for_help_is_seen_by_a_person_too(garage):
    garage.writes(MAIJA, "OHJE")
    assert "soita 09 1234 5678" in garage.texts(MAIJA)[-1]
    assert said_by(garage) == ""
    garage.writes(MAIJA, "APUA")
    assert said_by(garage) == "control.urgent"
    assert len(garage.texts(MAIJA)) == 2
    assert garage.stopped(MAIJA) == set()


def test_order_texts_go_on_after_stop_and_end_after_stop_all(garage):
    garage.turn_on("tilaus-saapui")
    order = {"record": {"kind": "order", "key": "1", "fields": {"product": "Rengas"}}}
    for key, word in enumerate(("STOP", "STOP KAIKKI")):
        garage.writes(MAIJA, word)
        order["record"]["key"] = str(key)
        garage.happens("order.placed", contact={"phone": MAIJA}, **order)
        garage.happens("stock.arrived", record={"kind": "order", "key": str(key)})
    assert len([text for text in garage.texts(MAIJA) if "noudettavissa" in text]) == 1
    assert ("order:1", "suppressed", "opted_out_all") in garage.occurrences()


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("scope", ["marketing", "all", "number"])
def test_a_stop_between_the_queue_and_the_sending_is_seen_by_the_claim(company, purpose, scope):
    """The suppression came by some other way than a text: nothing took the waiting text back."""
    company.turn_on_text("teksti", playbook("event: all.of.it", purpose=purpose, text_hello="Hei"))
    company.store(company.event("all.of.it", contact={"phone": MAIJA}))
    _judge_only(company)
    with in_workspace(company.id):
        assert Outbox.objects.count() == 1
        Suppression.objects.create(workspace_id=company.id, phone=MAIJA, scope=scope, since=company.now)
    company.work()
    covered = {"marketing": {"survey", "marketing"}, "all": set(PURPOSES) - {"code"}, "number": PURPOSES}
    reason = {"marketing": "opted_out", "all": "opted_out_all", "number": "wrong_number"}[scope]
    (message,) = company.messages(MAIJA)
    if purpose in covered[scope]:
        assert (message.state, message.reason) == ("suppressed", reason)
        with in_workspace(company.id):
            assert not Outbox.objects.exists(), "it does not wait for ever"
    else:
        assert message.state == "delivered"


def test_a_text_in_a_dead_workers_hands_is_taken_back_when_its_lease_ends(company):
    """Claimed, never answered for; then STOP. Nobody sends it, and it does not wait for ever."""
    from tekstari.data import outbox

    company.turn_on_text("mainos", playbook("event: all.of.it", purpose="marketing"))
    company.store(company.event("all.of.it", contact={"phone": MAIJA, "name": "Maija"}))
    _judge_only(company)
    dead = Gateway()
    assert len(outbox.claim(dead.worker, now=real_now(), limit=10, workspace_id=company.id)) == 1
    company.writes(MAIJA, "STOP")
    with in_workspace(company.id):
        Outbox.objects.update(lease_until=real_now())
    company.work()
    (message, last_word) = company.messages(MAIJA)
    assert (message.state, message.reason) == ("suppressed", "opted_out")
    assert LAST_WORD in last_word.text


def _judge_only(company) -> None:
    from tekstari.worker.clock import moment_in
    from tekstari.worker.settling import settle

    settle(company.id, lambda: moment_in(company.id))
