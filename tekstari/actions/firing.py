"""From matches to ledger rows, runs and texts. One `Firing` is one batch, written at its end."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from tekstari.actions.carrying import Carrier
from tekstari.actions.withdrawing import withdraw
from tekstari.data import convert, last_events
from tekstari.data.ids import new_id
from tekstari.data.live_automations import LiveAutomation
from tekstari.data.models import Contact, Nearly, Occurrence, OccurrenceMember, Run, Workspace
from tekstari.data.phones import phones_of
from tekstari.data.writing import update_rows
from tekstari.domain.automations.conditions import judge
from tekstari.domain.automations.definition import Absence, Automation, UnlessEvent
from tekstari.domain.automations.match import Match, NearMiss, Outcome, decide, person_of
from tekstari.domain.decision import Because, when
from tekstari.domain.delivery.states import State
from tekstari.domain.flows.engine import State as RunState
from tekstari.domain.flows.engine import Step, begin
from tekstari.domain.flows.wording import Setting, values_for
from tekstari.domain.happened import Happened, Person, Situation

WAITING, FIRED, SUPPRESSED, FAILED, CHANGED = "waiting", "fired", "suppressed", "failed", "changed"


class Firing:
    def __init__(self, workspace: Workspace, setting: Setting, now: datetime, offset: timedelta) -> None:
        self.workspace = workspace
        self.setting = setting
        self.now = now
        self.offset = offset
        self.carrier = Carrier(workspace, setting, now, offset)
        self._known: dict[UUID, Person] = {}
        self._settled: dict[UUID, Occurrence] = {}

    def fire(self, automation: LiveAutomation, matches: Sequence[Match]) -> None:
        """Begin the flow of every match that is new and that nothing speaks against."""
        for match, occurrence in self._recorded(automation, matches, FIRED):
            self.start(automation, match.members, occurrence, match.trace)

    def wait(self, automation: LiveAutomation, match: Match, due: datetime) -> None:
        """The match waits for its moment; conditions are judged then."""
        for _, occurrence in self._recorded(automation, [match], WAITING):
            people = self._people([match])
            person = people.get(person_of(match.members) or "")
            if person is None or not person.phones:
                self._settle(occurrence, SUPPRESSED, "no_number", ())
                continue
            run = self._run(automation, occurrence, person, RunState(None))
            self.carrier.runs.append(run)
            self.carrier.start_timer(run, "start", due)

    def too_late(self, automation: LiveAutomation, match: Match, due: datetime) -> None:
        line = Because("too_late", {"due": when(due)}, False)
        late = replace(match, trace=(line, *match.trace))
        for _, occurrence in self._recorded(automation, [late], SUPPRESSED):
            self._settle(occurrence, SUPPRESSED, "too_late", ())

    def drop(self, run: Run, occurrence: Occurrence) -> None:
        """What waited is not begun: things are no longer as they were."""
        run.is_open, run.result, run.ended_at = False, "changed", self.now
        self._settle(occurrence, CHANGED, "changed", ())

    def start(
        self,
        automation: LiveAutomation,
        members: tuple[Happened, ...],
        occurrence: Occurrence,
        trace: tuple[Because, ...],
        run: Run | None = None,
    ) -> None:
        """Judge `if` and `unless` as things are now, and begin."""
        match = Match(occurrence.key, occurrence.occurrence, members, (), trace)
        person = self._people([match]).get(person_of(members) or "")
        situation = Situation(members, person)
        outcome = decide(automation.playbook.automation, situation, self._since(automation, members))
        if outcome.state == FIRED and (person is None or not person.phones):
            outcome = Outcome(SUPPRESSED, "no_number", (Because("no_number", {}, False),))
        if outcome.state != FIRED or person is None:
            self._settle(occurrence, outcome.state, outcome.reason, (*outcome.trace, *trace))
            if run is not None:
                run.is_open, run.result, run.ended_at = False, outcome.reason, self.now
            return
        self.carrier.prepare([person.phones[0]])
        values = values_for(automation.playbook, situation, self.setting.zone)
        step = begin(automation.playbook, values, self.setting, self.now)
        if run is None:
            run = self._run(automation, occurrence, person, step.state)
            self.carrier.runs.append(run)
        run.state = convert.state_to_json(step.state)
        self._carry(step, run, occurrence, (*trace, *outcome.trace))

    def _carry(self, step: Step, run: Run, occurrence: Occurrence, trace: tuple[Because, ...]) -> None:
        before = len(self.carrier.messages)
        self.carrier.carry(step.effects, run, trace)
        first = next(iter(self.carrier.messages[before:]), None)
        if first is not None and first.state == State.SUPPRESSED.value:
            state = FAILED if first.reason == "missing_value" else SUPPRESSED
            lines = tuple(Because(**line) for line in first.trace[:1])
            self._settle(occurrence, state, first.reason, (*lines, *trace))
        else:
            self._settle(occurrence, FIRED, "", trace)

    def nearly(self, automation: LiveAutomation, misses: Sequence[NearMiss]) -> None:
        """Keep the last near miss of each key."""
        rows = [
            Nearly(
                workspace=self.workspace,
                automation_id=automation.id,
                key=miss.key[:300],
                contact_id=person_of(miss.members),
                record_id=next((m.record for m in miss.members if m.record), None),
                trace=[line.to_json() for line in miss.trace],
                at=self.now,
            )
            for miss in {miss.key: miss for miss in misses}.values()
        ]
        Nearly.objects.bulk_create(
            rows,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["workspace", "automation", "key"],
            update_fields=["contact", "record", "trace", "at"],
        )
        if rows:
            self.carrier.marks.add("automations")

    def notice(self, live: Sequence[LiveAutomation], events: Sequence[Happened]) -> None:
        """A fact that came late undoes what has not left: the text is withdrawn with its reason."""
        for automation in live:
            for clause in _undone_by(automation.playbook.automation):
                for event in events:
                    if event.type == clause.event and _is_meant(clause, event):
                        self._undo(automation, clause, event)

    def save(self) -> None:
        update_rows(self._settled.values(), ["state", "reason", "trace"])
        self.carrier.save()

    def _undo(self, automation: LiveAutomation, clause: UnlessEvent, event: Happened) -> None:
        about = {"contact_id": event.contact} if clause.same == "contact" else {"record_id": event.record}
        if not next(iter(about.values())):
            return
        found = Occurrence.objects.filter(
            automation_id=automation.id, state=FIRED, event__time__lt=event.time, **about
        )
        for occurrence in found:
            line = Because("unless.came", {"event": event.type, "at": when(event.time)}, False)
            reason = "called" if event.type.startswith("call.") else "changed"
            if withdraw(occurrence, reason, line, self.now):
                self._settle(occurrence, CHANGED, reason, (line,))

    def _recorded(
        self, automation: LiveAutomation, matches: Sequence[Match], state: str
    ) -> Iterable[tuple[Match, Occurrence]]:
        """The matches that nobody had recorded before: the unique key decides."""
        unique = {(m.key[:300], m.occurrence[:300]): m for m in matches}
        rows = {pair: self._occurrence(automation, match, state) for pair, match in unique.items()}
        Occurrence.objects.bulk_create(rows.values(), batch_size=1000, ignore_conflicts=True)
        ours = {row.id for row in rows.values()}
        kept = set(Occurrence.objects.filter(id__in=ours).values_list("id", flat=True))
        new = [(unique[pair], row) for pair, row in rows.items() if row.id in kept]
        OccurrenceMember.objects.bulk_create(
            [
                OccurrenceMember(
                    workspace=self.workspace,
                    automation_id=automation.id,
                    occurrence=row,
                    event_id=member.id,
                    used=used,
                )
                for match, row in new
                for member, used in zip(match.members, match.used, strict=True)
            ],
            batch_size=1000,
        )
        Nearly.objects.filter(automation_id=automation.id, key__in=[row.key for _, row in new]).delete()
        if new:
            self.carrier.marks.add("automations")
            people = self._people([match for match, _ in new])
            self.carrier.prepare(p.phones[0] for p in people.values() if p.phones)
        return new

    def _occurrence(self, automation: LiveAutomation, match: Match, state: str) -> Occurrence:
        return Occurrence(
            id=new_id(),
            workspace=self.workspace,
            automation_id=automation.id,
            version_id=automation.version_id,
            key=match.key[:300],
            occurrence=match.occurrence[:300],
            state=state,
            contact_id=person_of(match.members),
            record_id=next((m.record for m in match.members if m.record), None),
            event_id=max(match.members, key=lambda m: m.time).id,
            trace=[line.to_json() for line in match.trace],
            at=self.now,
        )

    def _settle(self, occurrence: Occurrence, state: str, reason: str, trace: tuple[Because, ...]) -> None:
        occurrence.state = state
        occurrence.reason = reason
        if trace:
            occurrence.trace = [line.to_json() for line in trace]
        self._settled[occurrence.id] = occurrence

    def _run(
        self, automation: LiveAutomation, occurrence: Occurrence, person: Person, state: RunState
    ) -> Run:
        return Run(
            id=new_id(),
            workspace=self.workspace,
            automation_id=automation.id,
            version_id=automation.version_id,
            occurrence=occurrence,
            contact_id=UUID(person.id),
            phone=person.phones[0],
            state=convert.state_to_json(state),
            created_at=self.now,
        )

    def _people(self, matches: Sequence[Match]) -> dict[str, Person]:
        ids = {UUID(id) for match in matches if (id := person_of(match.members))}
        missing = ids - self._known.keys()
        if missing:
            phones = phones_of(missing)
            for contact in Contact.objects.filter(id__in=missing):
                self._known[contact.id] = convert.person(contact, phones.get(contact.id, ()))
        return {str(id): self._known[id] for id in ids if id in self._known}

    def _since(self, automation: LiveAutomation, members: tuple[Happened, ...]) -> list[Happened]:
        """What has happened since that `unless` speaks of."""
        clauses = automation.playbook.automation.unless_events
        if not clauses:
            return []
        hub = members[0]
        record = next((member.record for member in members if member.record), None)
        asked = [("", person_of(members), record, hub.time)]
        events = last_events.since(asked, sorted({clause.event for clause in clauses})).get("", [])
        return [convert.happened(event) for event in events]


def _undone_by(rule: Automation) -> Iterable[UnlessEvent]:
    """What `unless` names; and of an absence, that the thing happened after all."""
    yield from rule.unless_events
    if isinstance(rule.when, Absence):
        yield UnlessEvent(
            rule.when.event, "contact" if rule.when.by == "contact" else "record", rule.when.where
        )


def _is_meant(clause: UnlessEvent, event: Happened) -> bool:
    return clause.where is None or judge(clause.where, Situation((event,), None)).holds is True
