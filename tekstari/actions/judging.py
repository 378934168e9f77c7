"""Judging what has happened: the second transaction after an event, with a fresh look at everything.

An event is stored and committed first, as a due row. Here a batch of due events is placed (whom, what),
indexed by the values it can meet others by, and shown to every automation that is on. The unique
(automation, key, occurrence) decides who fires.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError

from tekstari.actions.firing import Firing
from tekstari.actions.placing import Placing
from tekstari.data import event_keys, last_events
from tekstari.data.access import alone_in_workspace
from tekstari.data.convert import happened, setting_of
from tekstari.data.live_automations import LiveAutomation, live_automations
from tekstari.data.models import DueEvent, Event, Scan, Workspace
from tekstari.data.writing import update_rows
from tekstari.domain.automations.absence import absence_match, counts_by, due_at
from tekstari.domain.automations.at_hand import meets_by
from tekstari.domain.automations.conditions import judge
from tekstari.domain.automations.definition import Absence, After, Combination
from tekstari.domain.automations.match import Match, is_too_late, key_of, lone_match, meetings
from tekstari.domain.happened import Happened, Situation
from tekstari.domain.schedules.spans import later

log = logging.getLogger("tekstari.judging")


def judge_events(workspace_id: UUID, *, now: datetime, offset: timedelta, limit: int = 500) -> int:
    """Judge the oldest due events of a workspace. Returns how many; 0 when none were due.

    A batch that fails is halved until the event that makes it fail is alone. That one is set aside with
    its problem, so that it holds up nobody else; a fault of the moment is tried once more first.
    """
    tried_alone = False
    while True:
        try:
            return _judge(workspace_id, now, offset, limit)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            if limit == 1 and tried_alone:
                return _set_aside(workspace_id, type(error).__name__)
            tried_alone = limit == 1
            limit = max(1, limit // 2)


def _set_aside(workspace_id: UUID, fault: str) -> int:
    """The oldest due event is not judged any more; it is kept, and says what happened."""
    log.error("an event of workspace %s cannot be judged: %s", workspace_id, fault)
    with alone_in_workspace(workspace_id):
        oldest = DueEvent.objects.order_by("due_at", "id").first()
        if oldest is None:
            return 0
        Event.objects.filter(pk=oldest.pk).update(problem=f"failed:{fault}"[:60])
        oldest.delete()
    return 1


def _judge(workspace_id: UUID, now: datetime, offset: timedelta, limit: int) -> int:
    with alone_in_workspace(workspace_id):
        due = list(DueEvent.objects.order_by("due_at", "id").values_list("id", flat=True)[:limit])
        if not due:
            return 0
        events = sorted(Event.objects.filter(id__in=due), key=lambda e: (e.time, e.id))
        placing = Placing(workspace_id, events, now)
        for event in events:
            placing.place(event)
        placing.save()
        update_rows(events, ["contact", "record", "problem"])
        last_events.note(workspace_id, events)
        _show(workspace_id, [happened(event) for event in events], now, offset)
        DueEvent.objects.filter(id__in=due).delete()
    return len(due)


def _show(workspace_id: UUID, events: Sequence[Happened], now: datetime, offset: timedelta) -> None:
    """Show placed events to every automation that listens, and write what came of it."""
    workspace = Workspace.objects.get(pk=workspace_id)
    firing = Firing(workspace, setting_of(workspace), now, offset)
    live = live_automations()
    event_keys.index(workspace_id, live, events)
    for automation in live:
        heard = [e for e in events if e.type in automation.playbook.automation.listens_to()]
        if not heard:
            continue
        match automation.playbook.automation.when:
            case Combination():
                _combine(automation, heard, firing)
            case After():
                _follow(automation, heard, firing)
            case Absence():
                _await(automation, heard, firing)
    firing.notice(live, events)
    firing.save()


def _combine(automation: LiveAutomation, heard: Sequence[Happened], firing: Firing) -> None:
    """Match the events at hand with all that could meet them, in whatever order they came."""
    rule = automation.playbook.automation
    assert isinstance(rule.when, Combination)
    types = [member.event for member in rule.when.members]
    wanted = _meeting_values(rule.when, heard)
    events = event_keys.meeting(types, wanted)
    hubs = [e for e in events if e.type == rule.when.members[0].event]
    events = event_keys.meeting(types, wanted | _meeting_values(rule.when, hubs))
    fired, used = event_keys.taken(automation.id, [e.id for e in events])
    hub_type = rule.when.members[0].event
    counted = event_keys.counted(automation.id, {key_of(rule, e, (e,)) for e in events if e.type == hub_type})
    waiting = [
        e
        for e in events
        if e.type != hub_type or (e.id not in fired and key_of(rule, e, (e,)) not in counted)
    ]
    matches, misses = meetings(rule, waiting, used, firing.setting.zone)
    firing.fire(automation, matches)
    firing.nearly(automation, misses)


def _meeting_values(when_: Combination, events: Iterable[Happened]) -> set[tuple[str, str]]:
    return {pair for event in events for pair in meets_by(event, when_.same).items()}


def _follow(automation: LiveAutomation, heard: Sequence[Happened], firing: Firing) -> None:
    """One event is enough: at once, or after its delay."""
    rule = automation.playbook.automation
    assert isinstance(rule.when, After)
    zone = firing.setting.zone
    now_due: list[Match] = []
    for event in heard:
        if rule.when.where and judge(rule.when.where, Situation((event,), None)).holds is not True:
            continue
        due = event.time
        if rule.when.delay:
            due = later(event.time, rule.when.delay, zone, firing.setting.hours)
        match = lone_match(rule, event)
        if is_too_late(due, firing.now, rule, zone):
            firing.too_late(automation, match, due)
        elif due > firing.now:
            firing.wait(automation, match, due)
        else:
            now_due.append(match)
    firing.fire(automation, now_due)


def _await(automation: LiveAutomation, heard: Sequence[Happened], firing: Firing) -> None:
    """A new last event starts its clock: the scan looks again when the first of them falls due."""
    rule = automation.playbook.automation
    assert isinstance(rule.when, Absence)
    scan = Scan.objects.get(pk=automation.id)
    soonest = None
    for event in heard:
        due = due_at(rule.when, event.time, firing.setting.zone)
        if due > scan.scanned_until:
            soonest = min(due, soonest or due)
        elif counts_by(rule.when, event) and last_events.is_last(event, rule.when.by):
            match = absence_match(rule.when, event, due)
            if is_too_late(due, firing.now, rule, firing.setting.zone):
                firing.too_late(automation, match, due)
            else:
                firing.fire(automation, [match])
    if soonest and soonest - firing.offset < scan.due_at:
        scan.due_at = soonest - firing.offset
        scan.save(update_fields=["due_at"])
