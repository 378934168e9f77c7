"""What a stored moment does when it comes: a flow begins, goes on, or is told that nobody answered."""

from datetime import datetime, timedelta
from uuid import UUID

from tekstari.actions.firing import Firing
from tekstari.data import convert
from tekstari.data.access import alone_in_workspace
from tekstari.data.live_automations import LiveAutomation, playbook_of
from tekstari.data.models import Automation, Event, OccurrenceMember, OpenQuestion, Run, Timer, Workspace
from tekstari.data.writing import update_rows
from tekstari.domain.decision import Because, when
from tekstari.domain.flows.engine import Happening, Silent, Waited, advance

BATCH = 200


def fire_timers(workspace_id: UUID, *, now: datetime, offset: timedelta) -> int:
    """Act on the timers that are due, oldest first. Returns how many there were."""
    with alone_in_workspace(workspace_id):
        due = list(
            Timer.objects.select_related("run", "run__occurrence")
            .filter(due_at__lte=now - offset)
            .order_by("due_at", "id")[:BATCH]
        )
        if not due:
            return 0
        workspace = Workspace.objects.get(pk=workspace_id)
        firing = Firing(workspace, convert.setting_of(workspace), now, offset)
        firing.carrier.prepare(timer.run.phone for timer in due)
        for timer in due:
            _fire(timer, firing)
        Timer.objects.filter(id__in=[timer.id for timer in due]).delete()
        update_rows(
            {timer.run_id: timer.run for timer in due}.values(),
            ["state", "is_open", "result", "ended_at"],
        )
        firing.save()
    return len(due)


def _fire(timer: Timer, firing: Firing) -> None:
    """Later activity makes an old timer harmless: the run has gone on, and nothing happens."""
    run = timer.run
    if not run.is_open:
        return
    kind, _, step = timer.name.partition(":")
    if kind == "start":
        _start(run, timer.at, firing)
        return
    happening: Happening = Silent(step) if kind == "silence" else Waited(step)
    if kind == "silence" and not _is_still_open(run, step):
        return
    state = convert.state_from_json(run.state)
    moved = advance(playbook_of(run.version_id), state, happening, firing.setting, firing.now)
    run.state = convert.state_to_json(moved.state)
    firing.carrier.carry(moved.effects, run, moved.trace)


def _is_still_open(run: Run, step: str) -> bool:
    return OpenQuestion.objects.filter(run=run, step=step, closed_at=None).exists()


def _start(run: Run, at: datetime, firing: Firing) -> None:
    """The moment a match waited for has come; `if` and `unless` are judged now.

    An automation that was turned off meanwhile begins nothing.
    """
    assert run.occurrence is not None
    if not Automation.objects.filter(pk=run.automation_id, is_on=True).exists():
        firing.drop(run, run.occurrence)
        return
    members = OccurrenceMember.objects.filter(occurrence=run.occurrence).values("event_id")
    events = Event.objects.filter(id__in=members).select_related("record").order_by("time")
    happened = tuple(convert.happened(event) for event in events)
    live = LiveAutomation(run.automation_id, run.version_id, playbook_of(run.version_id))
    line = Because("waited", {"at": when(at)})
    came = tuple(Because(**said) for said in run.occurrence.trace)
    firing.start(live, happened, run.occurrence, (line, *came), run)
