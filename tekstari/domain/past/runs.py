"""Runs of one playbook in memory: texts leave or wait, questions are asked, answered and forgotten."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from tekstari.domain.decision import Because, Trace, when
from tekstari.domain.delivery.suppression import Scope, reason_not_to_send
from tekstari.domain.effects import (
    Ask,
    CannotSend,
    CloseQuestion,
    Effect,
    EndRun,
    GiveToPerson,
    SendText,
    StartTimer,
)
from tekstari.domain.flows.definition import Playbook
from tekstari.domain.flows.engine import (
    Happening,
    Replied,
    Silent,
    State,
    Step,
    Waited,
    advance,
    begin,
)
from tekstari.domain.flows.wording import Setting, values_for
from tekstari.domain.happened import Situation
from tekstari.domain.past.clock import VirtualClock
from tekstari.domain.past.rows import Row
from tekstari.domain.replies.matching import Asked, Placed, place
from tekstari.domain.replies.stopping import Control, command
from tekstari.domain.schedules.quiet import held_until
from tekstari.domain.schedules.spans import later
from tekstari.domain.text.parts import parts_needed, prepared

STOPS = {
    Control.STOP: Scope.MARKETING,
    Control.STOP_ALL: Scope.ALL,
    Control.WRONG_NUMBER: Scope.NUMBER,
}


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person has stopped texts: no effect of a playbook, but told with them."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class Told:
    """Something that became true for a person, in the order it did."""

    at: datetime
    who: str
    what: Effect | Stopped


@dataclass
class Run:
    """One person on the way through the playbook."""

    who: str
    key: str
    situation: Situation
    state: State
    trace: Trace
    questions: dict[str, tuple[Ask, datetime]] = field(default_factory=dict)
    is_open: bool = True

    @property
    def name(self) -> str:
        return self.situation.person.name if self.situation.person else ""


Speaks = Callable[[Situation], Because | None]


class Runs:
    """Carries out what the engine answers, on a virtual clock.

    `speaks_against` is asked again before a held text leaves; `keep` is how a state is stored.
    """

    def __init__(
        self,
        playbook: Playbook,
        setting: Setting,
        clock: VirtualClock,
        speaks_against: Speaks,
        keep: Callable[[State], State],
    ) -> None:
        self.playbook = playbook
        self.setting = setting
        self.clock = clock
        self.speaks_against = speaks_against
        self.keep = keep
        self.rows: list[Row] = []
        self.told: list[Told] = []
        self.stopped: dict[str, frozenset[Scope]] = {}
        self._runs: dict[str, list[Run]] = {}

    def begin(self, who: str, key: str, situation: Situation, trace: Trace) -> None:
        values = values_for(self.playbook, situation, self.setting.zone)
        step = begin(self.playbook, values, self.setting, self.clock.now)
        run = Run(who, key, situation, step.state, trace)
        self._runs.setdefault(who, []).append(run)
        self._carry(run, step)

    def reply(self, who: str, text: str) -> None:
        """The person writes. STOP comes before every question; what is not plain goes to a person."""
        asked = self._asked(who)
        language = asked[-1].language if asked else self.setting.language
        said = command(text, language=language)
        if said.control in STOPS:
            scope = STOPS[said.control]
            self.stopped[who] = self.stopped.get(who, frozenset()) | {scope}
            self._tell(who, Stopped(scope))
            if said.rest and (placed := place(said.rest, asked)).id:
                self._answer(placed, text, who)
        elif said.control is not Control.NONE:
            self._tell(who, GiveToPerson(f"control.{said.control.value}"))
        elif (placed := place(text, asked)).id:
            self._answer(placed, text, who)
        else:
            self._tell(who, GiveToPerson(placed.reason))

    def _asked(self, who: str) -> list[Asked]:
        """The open questions whose text has left, the oldest first."""
        return [
            Asked(f"{number} {ask.step}", ask.question, ask.language, at, str(number))
            for number, run in enumerate(self._runs.get(who, ()))
            for ask, at in run.questions.values()
            if at <= self.clock.now
        ]

    def _answer(self, placed: Placed, text: str, who: str) -> None:
        number, _, step = (placed.id or "").partition(" ")
        assert placed.reading
        self._advance(self._runs[who][int(number)], Replied(step, placed.reading, text))

    def _advance(self, run: Run, happening: Happening) -> None:
        if run.is_open:
            step = advance(self.playbook, run.state, happening, self.setting, self.clock.now)
            self._carry(run, step)

    def _carry(self, run: Run, step: Step) -> None:
        run.state = self.keep(step.state)
        trace = (*step.trace, *run.trace)
        leaves: datetime | None = None
        for effect in step.effects:
            match effect:
                case SendText():
                    leaves = self._send(run, effect, trace)
                case CannotSend():
                    self._fail(run, effect, trace)
                case Ask():
                    self._ask(run, effect, leaves)
                case _:
                    self._note(run, effect)

    def _note(self, run: Run, effect: Effect) -> None:
        match effect:
            case CloseQuestion(step):
                run.questions.pop(step, None)
            case StartTimer(name, at):
                self.clock.plan(at, partial(self._advance, run, Waited(name.partition(":")[2])))
            case EndRun(result):
                self._end(run, result)
            case _:
                self._tell(run.who, effect)

    def _send(self, run: Run, text: SendText, trace: Trace) -> datetime | None:
        """When the text leaves; None when it does not."""
        now = self.clock.now
        words = prepared(text.text)
        row = Row(
            at=now,
            state="sent",
            who=run.who,
            name=run.name,
            key=run.key,
            text=text.name,
            words=words,
            language=text.language,
            parts=parts_needed(words).count,
            trace=trace,
        )
        reason = reason_not_to_send(text.purpose, self.stopped.get(run.who, frozenset()))
        leaves = held_until(now, text.purpose, self.setting.quiet)
        if reason:
            line = Because("suppressed", {"reason": reason, "purpose": text.purpose.value}, False)
            row = replace(row, state="suppressed", reason=reason, trace=(line, *trace))
            self.rows.append(row)
            return None
        if leaves > now:
            line = Because("held", {"until": when(leaves), "purpose": text.purpose.value})
            row = replace(row, state="held", until=leaves, trace=(line, *trace))
            self.clock.plan(leaves, partial(self._release, run, text, len(self.rows)))
        else:
            self._tell(run.who, text)
        self.rows.append(row)
        return leaves

    def _release(self, run: Run, text: SendText, number: int) -> None:
        """The quiet hours are over: the text leaves, unless something has come in between."""
        reason = reason_not_to_send(text.purpose, self.stopped.get(run.who, frozenset()))
        against = None if reason else self.speaks_against(run.situation)
        if against:
            reason = "called" if against.values["event"].startswith("call.") else "changed"
        if reason is None:
            self._tell(run.who, text)
            return
        row = self.rows[number]
        lines = (against, *row.trace) if against else row.trace
        self.rows[number] = replace(row, state="suppressed", reason=reason, until=None, trace=lines)
        self._end(run, reason)

    def _ask(self, run: Run, ask: Ask, leaves: datetime | None) -> None:
        """A question whose text did not leave is not open, and its run has nothing to wait for."""
        if leaves is None:
            self._end(run, "suppressed")
            return
        run.questions[ask.step] = (ask, leaves)
        zone, hours = self.setting.zone, self.setting.hours
        if ask.silence:
            silence = later(leaves, ask.silence, zone, hours)
            self.clock.plan(silence, partial(self._silent, run, ask))
        if ask.expires:
            expires = later(leaves, ask.expires, zone, hours)
            self.clock.plan(expires, partial(self._expire, run, ask))

    def _silent(self, run: Run, ask: Ask) -> None:
        if run.questions.get(ask.step, (None,))[0] is ask:
            self._advance(run, Silent(ask.step))

    def _expire(self, run: Run, ask: Ask) -> None:
        if run.questions.get(ask.step, (None,))[0] is ask:
            self._end(run, "expired")

    def _end(self, run: Run, result: str) -> None:
        if run.is_open:
            run.is_open = False
            run.questions.clear()
            self._tell(run.who, EndRun(result))

    def _fail(self, run: Run, failed: CannotSend, trace: Trace) -> None:
        self._tell(run.who, failed)
        row = Row(self.clock.now, "failed", run.who, run.name, run.key, failed.name)
        self.rows.append(replace(row, reason=failed.reason, trace=trace))

    def _tell(self, who: str, what: Effect | Stopped) -> None:
        self.told.append(Told(self.clock.now, who, what))
