"""Move one run one step: (playbook, state, what happened, now) -> Step.

Nothing here sends, saves, waits or looks at a clock. Silence is not a reply: it is its own happening.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from tekstari.domain.decision import Because, Trace
from tekstari.domain.effects import (
    AddCallTask,
    Ask,
    CannotSend,
    CloseQuestion,
    Effect,
    EndRun,
    GiveToPerson,
    KeepAnswer,
    SendText,
    StartTimer,
)
from tekstari.domain.flows import places
from tekstari.domain.flows.definition import AskStep, Call, End, Playbook, Send, ToPerson, Wait
from tekstari.domain.flows.wording import Setting, worded
from tekstari.domain.happened import Value
from tekstari.domain.replies.reading import Reading
from tekstari.domain.schedules.hours import NeverOpen
from tekstari.domain.schedules.spans import Span, later
from tekstari.domain.text.merge import MissingValue


@dataclass(frozen=True, slots=True)
class State:
    """Where the run is. `at` is the step it waits at; None when it has ended."""

    at: str | None
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replied:
    """A reply that was read clearly as the answer to the question at `step`."""

    step: str
    reading: Reading
    text: str


@dataclass(frozen=True, slots=True)
class Silent:
    step: str


@dataclass(frozen=True, slots=True)
class Waited:
    step: str


Happening = Replied | Silent | Waited


@dataclass(frozen=True, slots=True)
class Step:
    state: State
    effects: tuple[Effect, ...]
    trace: Trace


class _Walk:
    """One sprint through the steps, from where the run stood to where it waits again."""

    def __init__(
        self, playbook: Playbook, values: Mapping[str, Value], setting: Setting, now: datetime
    ) -> None:
        self.playbook = playbook
        self.values = dict(values)
        self.setting = setting
        self.now = now
        self.reply = ""
        self.effects: list[Effect] = []
        self.trace: list[Because] = []

    def run(self, at: str | None) -> Step:
        waits = False
        while at is not None and not waits:
            waits, at = self.enter(at)
        return self.stop(at)

    def go_on(self, at: str) -> Step:
        """Leave the step behind."""
        waits, following = self.after(at)
        return self.stop(following) if waits else self.run(following)

    def stop(self, at: str | None) -> Step:
        if at is None and not any(isinstance(effect, EndRun) for effect in self.effects):
            self.effects.append(EndRun("done"))
        return Step(State(at, self.values), tuple(self.effects), tuple(self.trace))

    def enter(self, at: str) -> tuple[bool, str | None]:
        """Carry out the step; whether the run now waits, and where it waits or goes on."""
        steps = self.playbook.steps
        match places.step_at(steps, at):
            case Send(text):
                if not self.send(text):
                    return False, None
            case AskStep() as ask:
                return (True, at) if self.ask(at, ask) else (False, None)
            case Call() as call:
                self.call(call)
            case ToPerson(reason):
                self.effects.append(GiveToPerson(reason))
            case Wait(span):
                return (True, at) if self.wait(at, span) else (False, None)
            case End(result):
                self.effects.append(EndRun(result))
                return False, None
            case _ as never:
                assert_never(never)
        return self.after(at)

    def after(self, at: str) -> tuple[bool, str | None]:
        """Whether a question goes on waiting when this step is done, or the place that follows."""
        if question := places.still_asked(self.playbook.steps, at):
            return True, question
        return False, places.next_after(self.playbook.steps, at)

    def send(self, name: str) -> bool:
        purpose = self.playbook.purpose_of(name)
        try:
            text, language = worded(self.playbook, name, self.values, self.setting)
        except MissingValue as missing:
            field = missing.field
            self.effects.append(CannotSend(name, "missing_value", field, purpose))
            self.effects.append(EndRun("failed"))
            self.trace.append(Because("text.missing_value", {"text": name, "field": field}, False))
            return False
        self.effects.append(SendText(name, text, language, purpose))
        return True

    def ask(self, at: str, step: AskStep) -> bool:
        if not self.send(step.text):
            return False
        language = worded(self.playbook, step.text, self.values, self.setting)[1]
        self.effects.append(Ask(at, step.name, step.question, language, step.expires, step.silence))
        return True

    def wait(self, at: str, span: Span) -> bool:
        due = self.later(span)
        self.effects.append(StartTimer(f"wait:{at}", due) if due else EndRun("failed"))
        return due is not None

    def call(self, step: Call) -> None:
        """A promise that cannot be counted is not made, and a text that tells it is not sent."""
        self.values.pop("deadline", None)
        promised = self.later(step.within) if step.within else None
        if promised:
            self.values["deadline"] = promised
        self.effects.append(AddCallTask(step.call_list, step.reason, self.reply, promised))

    def later(self, span: Span) -> datetime | None:
        """When so much time has passed; None when it never does, since we are never open."""
        try:
            return later(self.now, span, self.setting.zone, self.setting.hours)
        except NeverOpen:
            self.trace.append(Because("never_open", {}, None))
            return None


def begin(playbook: Playbook, values: Mapping[str, Value], setting: Setting, now: datetime) -> Step:
    """Enter the first step of the flow."""
    return _Walk(playbook, values, setting, now).run(places.first(playbook.steps))


def advance(playbook: Playbook, state: State, happening: Happening, setting: Setting, now: datetime) -> Step:
    """Apply one happening. One that no longer concerns where the run stands changes nothing."""
    walk = _Walk(playbook, state.values, setting, now)
    if not _concerns(state, happening):
        return _gone_on(state, happening)
    at = happening.step
    match places.step_at(playbook.steps, at), happening:
        case Wait(), Waited():
            return walk.go_on(at)
        case AskStep() as step, Silent():
            walk.trace.append(Because("answer.silence", {"question": step.name}, False))
            return _into(walk, at, step, places.SILENT)
        case AskStep() as step, Replied(_, reading, text):
            _close_others(walk, state.at, at)
            return _answered(walk, at, step, reading, text)
    return _gone_on(state, happening)


def _gone_on(state: State, happening: Happening) -> Step:
    return Step(state, (), (Because("run.gone_on", {"step": happening.step}, False),))


def _concerns(state: State, happening: Happening) -> bool:
    """Whether the run stands there, or is acting on the silence of the question that was answered."""
    at = state.at
    while at is not None:
        if at == happening.step:
            return True
        at = places.asked_before(at) if isinstance(happening, Replied) else None
    return False


def _close_others(walk: _Walk, at: str | None, answered: str) -> None:
    """Of a question and what was asked again about its silence, one answer is enough."""
    while at is not None and at != answered:
        if isinstance(places.step_at(walk.playbook.steps, at), AskStep):
            walk.effects.append(CloseQuestion(at, "answered"))
        at = places.asked_before(at)
    while question := places.asked_before(answered):
        walk.effects.append(CloseQuestion(question, "answered"))
        answered = question


def _answered(walk: _Walk, at: str, step: AskStep, reading: Reading, text: str) -> Step:
    value = str(reading.value)
    walk.reply = text
    walk.effects.append(CloseQuestion(at, "answered"))
    walk.effects.append(KeepAnswer(at, step.name, str(reading.kind), value, reading.rest, reading.rule))
    said = {"question": step.name, "value": value, "rule": reading.rule}
    walk.trace.append(Because("answer.read", said))
    branch = next((b.name for b in step.branches if b.takes(reading.value)), places.OTHERWISE)
    return _into(walk, at, step, branch)


def _into(walk: _Walk, at: str, step: AskStep, branch: str) -> Step:
    if places.inside(step, branch):
        return walk.run(f"{at}/{branch}/0")
    if branch == places.SILENT:  # nothing to do about it: the question stays open
        return Step(State(at, walk.values), tuple(walk.effects), tuple(walk.trace))
    return walk.go_on(at)
