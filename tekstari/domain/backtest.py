"""A playbook run over events on a virtual clock: who would have got which text, when, and why not.

The matching, the conditions and the engine are those that run live; only the store is this one, in
memory. Stories use the same world: in it people also answer, and time passes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from tekstari.domain.automations.absence import absence_match, counts_by, due_at
from tekstari.domain.automations.at_hand import AtHand, is_wanted
from tekstari.domain.automations.conditions import judge
from tekstari.domain.automations.definition import Absence, After, Combination, Member
from tekstari.domain.automations.match import (
    Match,
    NearMiss,
    arrival,
    decide,
    is_too_late,
    lone_match,
    person_of,
    speaks_against,
)
from tekstari.domain.decision import Because, Trace, when
from tekstari.domain.delivery.suppression import Scope
from tekstari.domain.events import Event
from tekstari.domain.flows.definition import Playbook
from tekstari.domain.flows.engine import State
from tekstari.domain.flows.wording import Setting
from tekstari.domain.happened import Happened, Person, Situation
from tekstari.domain.past.clock import VirtualClock
from tekstari.domain.past.known import Known
from tekstari.domain.past.rows import Outcome, Row
from tekstari.domain.past.runs import Runs, Told
from tekstari.domain.schedules.spans import later


def _as_it_is(state: State) -> State:
    return state


class Backtest:
    """Feed it events in the order of their times, then read `rows`.

    An event whose time has passed already came late, and is treated as such. `suppressions` are those
    of phones before the first event. `keep` is how a run's state is stored between two steps.
    """

    def __init__(
        self,
        playbook: Playbook,
        setting: Setting,
        suppressions: Mapping[str, frozenset[Scope]] | None = None,
        keep: Callable[[State], State] = _as_it_is,
    ) -> None:
        self.automation = playbook.automation
        self.setting = setting
        self.clock = VirtualClock()
        self.known = Known()
        self.runs = Runs(playbook, setting, self.clock, self._come_since, keep)
        self.runs.stopped.update(suppressions or {})
        self._seen: set[tuple[str, str]] = set()
        self._fired: set[tuple[str, str]] = set()
        self._nearly: dict[str, NearMiss] = {}
        self._last: dict[str, Happened] = {}
        self._unless: dict[str, list[Happened]] = defaultdict(list)
        rule = self.automation.when
        self._at_hand = (
            AtHand(self.automation, rule, {}, setting.zone) if isinstance(rule, Combination) else None
        )

    @property
    def rows(self) -> list[Row]:
        """Every text and every reason why there was none, in order; those who nearly got one last."""
        return [*self.runs.rows, *map(self._nearly_row, self._nearly.values())]

    @property
    def told(self) -> list[Told]:
        """What became true for whom, in order."""
        return self.runs.told

    def feed(self, event: Event) -> bool:
        """Let time pass to the event, and show it. False when it was known before."""
        if (event.source, event.id) in self._seen:
            return False
        self._seen.add((event.source, event.id))
        self.until(event.time)
        self._show(self.known.place(event))
        return True

    def until(self, at: datetime) -> None:
        """Let time pass: what falls due on the way happens."""
        self.clock.until(at)

    def finish(self) -> None:
        """Let time pass until nothing is planned any more."""
        while (last := self.clock.last()) > self.clock.now:
            self.until(last)

    def reply(self, phone: str, text: str) -> None:
        """A text comes from a phone, now."""
        self.runs.reply(phone, text)

    def _show(self, event: Happened) -> None:
        if any(clause.event == event.type for clause in self.automation.unless_events):
            for about in filter(None, (event.contact, event.record)):
                self._unless[about].append(event)
        match self.automation.when:
            case Combination():
                self._combine(event)
            case After() as after:
                self._follow(after, event)
            case Absence() as absence:
                self._await(absence, event)

    def _combine(self, event: Happened) -> None:
        if self._at_hand is None or event.type not in self.automation.listens_to():
            return
        matches, misses = arrival(self._at_hand, event)
        for miss in misses:
            self._nearly[miss.key] = miss
        for match in matches:
            self._fire(match)

    def _follow(self, after: After, event: Happened) -> None:
        if not is_wanted(Member(after.event, after.where), event):
            return
        due = event.time
        if after.delay:
            due = later(due, after.delay, self.setting.zone, self.setting.hours)
        self._plan(lone_match(self.automation, event), due)

    def _await(self, absence: Absence, event: Happened) -> None:
        whose = counts_by(absence, event)
        if whose is None:
            return
        last = self._last.get(whose)
        if last is None or last.time <= event.time:
            self._last[whose] = event
            due = due_at(absence, event.time, self.setting.zone)
            self._plan(absence_match(absence, event, due), due, partial(self._is_last, whose, event))

    def _is_last(self, whose: str, event: Happened) -> bool:
        where = self.automation.when.where if isinstance(self.automation.when, Absence) else None
        is_meant = where is None or judge(where, Situation((event,), None)).holds is True
        return is_meant and self._last[whose] is event

    def _plan(self, match: Match, due: datetime, if_: Callable[[], bool] = lambda: True) -> None:
        """The match acts when its moment comes; a moment long past is not made up for."""
        if is_too_late(due, self.clock.now, self.automation, self.setting.zone):
            line = Because("too_late", {"due": when(due)}, False)
            self._record(match, "too_late", "too_late", (line, *match.trace))
        elif due > self.clock.now:
            self.clock.plan(due, lambda: self._fire(match) if if_() else None)
        elif if_():
            self._fire(match)

    def _fire(self, match: Match) -> None:
        """Begin the flow of a match that is new and that nothing speaks against."""
        self._nearly.pop(match.key, None)
        occurrence = (match.key, match.occurrence)
        if occurrence in self._fired:
            line = Because("already_sent", {"key": match.key}, False)
            self._record(match, "suppressed", "already_sent", (line, *match.trace))
            return
        self._fired.add(occurrence)
        person = self._person(match.members)
        situation = Situation(match.members, person)
        outcome = decide(self.automation, situation, self._since(match.members))
        trace = (*outcome.trace, *match.trace)
        if outcome.state != "fired":
            self._record(match, "suppressed", outcome.reason, trace)
        elif person is None or not person.phones:
            line = Because("no_number", {}, False)
            self._record(match, "suppressed", "no_number", (line, *trace))
        else:
            self.runs.begin(person.phones[0], match.key, situation, trace)

    def _since(self, members: tuple[Happened, ...]) -> list[Happened]:
        """What `unless` speaks of and what has come since the event that waits (or began it all)."""
        if not self._unless:
            return []
        about = {person_of(members), *(member.record for member in members)} - {None}
        found = {event.id: event for one in about for event in self._unless.get(one or "", ())}
        return [event for event in found.values() if event.time > members[0].time]

    def _come_since(self, situation: Situation) -> Because | None:
        """What has come meanwhile and undoes a text that still waits to leave."""
        for event in self._since(situation.members):
            for clause in self.automation.unless_events:
                if speaks_against(clause, event, situation):
                    return Because("unless.came", {"event": event.type, "at": when(event.time)}, False)
        return None

    def _record(self, match: Match, state: Outcome, reason: str, trace: Trace) -> None:
        person = self._person(match.members)
        self.runs.rows.append(
            Row(
                at=self.clock.now,
                state=state,
                who=_phone(person),
                name=person.name if person else "",
                key=match.key,
                reason=reason,
                trace=trace,
            )
        )

    def _nearly_row(self, miss: NearMiss) -> Row:
        person = self._person(miss.members)
        missing = tuple(line.values["event"] for line in miss.trace if line.reason == "member.missing")
        return Row(
            at=max(member.time for member in miss.members),
            state="nearly",
            who=_phone(person),
            name=person.name if person else "",
            key=miss.key,
            missing=missing,
            trace=miss.trace,
        )

    def _person(self, members: Iterable[Happened]) -> Person | None:
        return self.known.person(person_of(members))


def _phone(person: Person | None) -> str:
    return person.phones[0] if person and person.phones else ""
