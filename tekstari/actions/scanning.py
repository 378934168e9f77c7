"""Absence: asking, when its moment comes, what has not happened.

No timer waits for each car: the last events that fall due in the window since the last look are read by
index, and the next look is set to when the next one falls due. Editing an automation moves no rows.
"""

from datetime import datetime, timedelta
from uuid import UUID

from tekstari.actions.firing import Firing
from tekstari.data import last_events
from tekstari.data.access import alone_in_workspace
from tekstari.data.convert import happened, setting_of
from tekstari.data.live_automations import LiveAutomation, live_automations
from tekstari.data.models import Event, LastEvent, Scan, Workspace
from tekstari.domain.automations.absence import absence_match, due_at, window
from tekstari.domain.automations.conditions import judge
from tekstari.domain.automations.definition import Absence
from tekstari.domain.automations.match import is_too_late
from tekstari.domain.happened import Happened, Situation

BATCH = 500
FAR = timedelta(days=30)  # look again at the latest after this


def scan_absences(workspace_id: UUID, *, now: datetime, offset: timedelta) -> int:
    """Look once at every absence automation that is due. Returns how many windows were read."""
    with alone_in_workspace(workspace_id):
        due = set(Scan.objects.filter(due_at__lte=now - offset).values_list("id", flat=True))
        if not due:
            return 0
        workspace = Workspace.objects.get(pk=workspace_id)
        firing = Firing(workspace, setting_of(workspace), now, offset)
        for automation in live_automations():
            if automation.id in due:
                _scan(automation, firing)
        Scan.objects.filter(id__in=due, due_at__lte=now - offset).update(due_at=now - offset + FAR)
        firing.save()
    return len(due)


def begin_scan(automation: LiveAutomation, workspace_id: UUID, now: datetime, offset: timedelta) -> None:
    """An absence automation that is turned on looks from now on, and at once for what is due."""
    rule = automation.playbook.automation
    if isinstance(rule.when, Absence):
        Scan.objects.update_or_create(
            id=automation.id,
            defaults={"workspace_id": workspace_id, "scanned_until": now, "due_at": now - offset},
        )


def _scan(automation: LiveAutomation, firing: Firing) -> None:
    rule = automation.playbook.automation
    absence, zone = rule.when, firing.setting.zone
    if not isinstance(absence, Absence):
        return
    scan = Scan.objects.select_for_update().get(pk=automation.id)
    about = "contact" if absence.by == "contact" else "record"
    start, end = window(absence, scan.scanned_until, firing.now, zone)
    while rows := last_events.between(absence.event, about, start, end, BATCH):
        for row, event in _events(rows):
            due = due_at(absence, row.time, zone)
            if scan.scanned_until < due <= firing.now and _counts(absence, event):
                match = absence_match(absence, event, due)
                if is_too_late(due, firing.now, rule, zone):
                    firing.too_late(automation, match, due)
                else:
                    firing.fire(automation, [match])
        start = rows[-1].time
        if len(rows) < BATCH:
            break
    scan.scanned_until = firing.now
    scan.due_at = _next(absence, about, firing) - firing.offset
    scan.save(update_fields=["scanned_until", "due_at"])


def _next(absence: Absence, about: str, firing: Firing) -> datetime:
    """When the next last event falls due, or the end of what we look ahead."""
    start, end = window(absence, firing.now, firing.now + FAR, firing.setting.zone)
    rows = last_events.between(absence.event, about, start, end, 2 * BATCH)
    dues = (due_at(absence, row.time, firing.setting.zone) for row in rows)
    return min((due for due in dues if due > firing.now), default=firing.now + FAR)


def _events(rows: list[LastEvent]) -> list[tuple[LastEvent, Happened]]:
    events = Event.objects.filter(id__in=[row.event_id for row in rows]).select_related("record").in_bulk()
    return [(row, happened(events[row.event_id])) for row in rows]


def _counts(absence: Absence, event: Happened) -> bool:
    if absence.by != "contact" and event.kind != absence.by:
        return False
    return absence.where is None or judge(absence.where, Situation((event,), None)).holds is True
