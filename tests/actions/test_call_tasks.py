"""One entry for a person on a list, with every reason on it, however many things want the call at once."""

from tekstari.actions import simulator
from tekstari.actions.judging import judge_events
from tekstari.actions.replies import receive_replies
from tekstari.data.clock import real_now
from tekstari.worker.clock import moment_in
from tests.actions.company import helsinki, on_the_wall
from tests.actions.playbooks import playbook
from tests.actions.threads import side_by_side

MAIJA, PEKKA = "+358401112233", "+358401112244"
ASKS = (
    "- ask: hello\n  question: request\n  keywords: [K]\n  answers:\n    yes:\n"
    "      - call: Soitot\n        within: 4 open hours"
)

COMPLAINT = "- call: Soitot\n  reason: nps.detractor\n- send: thanks"


def reasons(task):
    return [line["reason"] for line in task.reasons]


def test_two_reasons_are_one_call_and_the_earlier_promise_holds(company):
    company.turn_on_text("kysy", playbook("event: asked", ASKS))
    company.turn_on_text("valitus", playbook("event: complained", COMPLAINT))
    company.happens("asked", contact={"phone": MAIJA, "name": "Maija"})
    company.writes(MAIJA, "K, mielellään iltapäivällä")
    company.happens("complained", contact={"phone": MAIJA})
    (task,) = company.calls()
    assert reasons(task) == ["nps.detractor", "call.request"]
    assert task.reply == "K, mielellään iltapäivällä"
    assert on_the_wall(task.promised_at) == "2026-11-18 14:00+02:00"


def test_another_person_or_another_list_is_another_call(company):
    company.turn_on_text("yksi", playbook("event: one", "- call: Soitot\n- send: thanks"))
    company.turn_on_text("kaksi", playbook("event: two", "- call: Huolto\n- send: thanks"))
    for phone in (MAIJA, PEKKA):
        company.happens("one", contact={"phone": phone})
    company.happens("two", contact={"phone": MAIJA})
    assert sorted((t.call_list.name, t.phone) for t in company.calls()) == [
        ("Huolto", MAIJA),
        ("Soitot", MAIJA),
        ("Soitot", PEKKA),
    ]


def test_a_reply_and_an_event_at_one_moment_are_one_call_with_both_reasons(company):
    company.turn_on_text("kysy", playbook("event: asked", ASKS))
    company.turn_on_text("valitus", playbook("event: complained", COMPLAINT))

    def replies() -> None:
        then = moment_in(company.id)
        receive_replies(company.id, now=then.now, offset=then.offset)

    def judges() -> None:
        then = moment_in(company.id)
        judge_events(company.id, now=then.now, offset=then.offset)

    phones = [f"+3584055502{number:02}" for number in range(10)]
    for phone in phones:
        company.happens("asked", contact={"phone": phone, "name": "Maija"})
        simulator.write(company.id, phone=phone, text="K", real_now=real_now())
        company.store(company.event("complained", contact={"phone": phone}))
        side_by_side(replies, judges, replies, judges)
    tasks = company.calls()
    assert sorted(task.phone for task in tasks) == phones
    assert {tuple(sorted(reasons(task))) for task in tasks} == {("call.request", "nps.detractor")}


def test_the_promise_counts_open_hours_over_the_weekend(company):
    company.begins(helsinki("2026-11-20 15:00"))  # a Friday; people answer until 17
    company.turn_on_text("kysy", playbook("event: asked", ASKS))
    company.happens("asked", contact={"phone": MAIJA, "name": "Maija"})
    company.writes(MAIJA, "K")
    (task,) = company.calls()
    assert on_the_wall(task.promised_at) == "2026-11-23 10:00+02:00"
