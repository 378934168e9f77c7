"""Whatever comes, in whatever order: the engine keeps its head."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tekstari.domain.automations.definition import After, Automation
from tekstari.domain.effects import Ask, CloseQuestion, EndRun, SendText, StartTimer
from tekstari.domain.flows import places
from tekstari.domain.flows.definition import AskStep, Branch, Call, End, Playbook, Send, ToPerson, Wait
from tekstari.domain.flows.engine import Replied, Silent, State, Waited, advance, begin
from tekstari.domain.flows.wording import Setting
from tekstari.domain.people import Purpose
from tekstari.domain.replies.questions import Kind, Question
from tekstari.domain.replies.reading import Reading
from tekstari.domain.schedules.hours import read_hours
from tekstari.domain.schedules.spans import Span

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OPEN = Setting("Koivuniemi", "fi", HELSINKI, read_hours({"fri": "8-17"}, HELSINKI))
NEVER_OPEN = Setting("Koivuniemi", "fi", HELSINKI, read_hours({}, HELSINKI))
TEXTS = {"hello": {"fi": "Hei!"}, "promise": {"fi": "Soitamme viimeistään {deadline}."}}


def playbook(steps) -> Playbook:
    rule = Automation(After("x"), None, (), None, "", Span(days=1))
    return Playbook("X", Purpose.SURVEY, rule, TEXTS, {}, tuple(steps))


def asking(branches, otherwise, silent) -> AskStep:
    found = tuple(Branch(str(n), (), tuple(steps), n, n) for n, steps in enumerate(branches))
    question = Question(Kind.SCALE, 0, 2)
    return AskStep("hello", "q", question, found, tuple(otherwise), Span(days=1), tuple(silent), None)


simple = st.sampled_from(
    [Send("hello"), Send("promise"), Call("Huolto", "call.request", Span(open_hours=2)), ToPerson("x")]
    + [Wait(Span(days=1)), End("enough")]
)
steps = st.recursive(
    st.lists(simple, max_size=3),
    lambda inner: st.lists(
        simple | st.builds(asking, st.lists(inner, min_size=1, max_size=2), inner, inner), max_size=3
    ),
    max_leaves=6,
)


def every_place(steps, head=""):
    for number, step in enumerate(steps):
        path = f"{head}{number}"
        yield path
        if isinstance(step, AskStep):
            for name in [*(b.name for b in step.branches), places.OTHERWISE, places.SILENT]:
                yield from every_place(places.inside(step, name), f"{path}/{name}/")


@given(steps)
def test_following_the_steps_visits_each_of_a_row_once(steps):
    seen, at = [], places.first(tuple(steps))
    while at is not None:
        seen.append(at)
        at = places.next_after(tuple(steps), at)
    assert seen == [str(number) for number in range(len(steps))]


@given(steps)
def test_every_place_leads_back_to_its_step_and_on_to_a_later_place(steps):
    everywhere = list(every_place(steps))
    assert len(set(everywhere)) == len(everywhere)
    for path in everywhere:
        assert places.step_at(tuple(steps), path) is not None
        following = places.next_after(tuple(steps), path)
        if following is not None:
            assert everywhere.index(following) > everywhere.index(path)


happenings = st.lists(
    st.tuples(st.sampled_from(["reply", "silence", "wait", "else"]), st.integers(0, 2)), max_size=8
)


@given(steps, happenings, st.sampled_from([OPEN, NEVER_OPEN]))
def test_nothing_is_sent_after_the_end(steps, happenings, setting):
    book = playbook(steps)
    step = begin(book, {}, setting, NOW)
    for what, value in happenings:
        before = step.state
        step = advance(book, before, happening(what, value, before), setting, NOW + timedelta(days=1))
        if before.at is None:
            assert (step.state, step.effects) == (before, ())
        elif step.state.at is None:
            assert [type(effect) for effect in step.effects].count(EndRun) == 1
            assert isinstance(step.effects[-1], EndRun)
        if step.state.at is not None:
            assert not any(isinstance(effect, EndRun) for effect in step.effects)
            waits = places.step_at(book.steps, step.state.at)
            assert isinstance(waits, AskStep | Wait)


def happening(what: str, value: int, state: State):
    at = state.at or "0"
    step = at if what != "else" else f"{at}9"
    if what == "reply":
        return Replied(step, Reading(Kind.SCALE, value, True, "scale.digits"), str(value))
    return Silent(step) if what == "silence" else Waited(step)


def test_a_reminder_leaves_its_question_open():
    book = playbook([asking([[Send("hello")]], [], [Send("hello")])])
    asked = begin(book, {}, OPEN, NOW)
    reminded = advance(book, asked.state, Silent("0"), OPEN, NOW)
    assert [type(effect) for effect in reminded.effects] == [SendText]
    assert reminded.state.at == "0"
    answered = advance(book, reminded.state, happening("reply", 0, reminded.state), OPEN, NOW)
    assert answered.state.at is None
    assert CloseQuestion("0", "answered") in answered.effects


def test_asked_again_either_question_may_be_answered():
    book = playbook([asking([[]], [], [asking([[]], [], [])])])
    asked = begin(book, {}, OPEN, NOW)
    again = advance(book, asked.state, Silent("0"), OPEN, NOW)
    assert (again.state.at, [type(effect) for effect in again.effects]) == ("0/silence/0", [SendText, Ask])
    for step in ("0", "0/silence/0"):
        reply = Replied(step, Reading(Kind.SCALE, 0, True, "scale.digits"), "0")
        answered = advance(book, again.state, reply, OPEN, NOW)
        closed = {effect.step for effect in answered.effects if isinstance(effect, CloseQuestion)}
        assert closed == {"0", "0/silence/0"}
        assert answered.state.at is None


def test_a_promise_that_cannot_be_counted_is_not_texted():
    book = playbook([Call("Huolto", "call.request", Span(open_hours=2)), Send("promise")])
    step = begin(book, {}, NEVER_OPEN, NOW)
    assert not any(isinstance(effect, SendText) for effect in step.effects)
    assert step.effects[-1] == EndRun("failed")


def test_a_wait_starts_one_timer():
    step = begin(playbook([Wait(Span(days=1)), Send("hello")]), {}, OPEN, NOW)
    assert step.effects == (StartTimer("wait:0", NOW + timedelta(days=1)),)
    gone_on = advance(playbook([Wait(Span(days=1)), Send("hello")]), step.state, Waited("0"), OPEN, NOW)
    assert [type(effect) for effect in gone_on.effects] == [SendText, EndRun]
