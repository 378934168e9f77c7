"""The call list: taking the next call, and what came of it. Nobody is called by two people."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from tekstari.actions.refusals import Refused
from tekstari.data import convert, live
from tekstari.data.access import alone_in_workspace, in_workspace
from tekstari.data.models import (
    CallAttempt,
    CallListMember,
    CallTask,
    Suppression,
    TeamMember,
    User,
    Workspace,
)
from tekstari.data.models.calls import UNDONE
from tekstari.domain.calls.outcomes import Outcome, follows
from tekstari.domain.delivery.suppression import Scope

HELD = timedelta(minutes=15)  # a taken call that nobody touches goes back
IN_CALL = timedelta(minutes=60)


def claim_next(
    workspace_id: UUID, *, by: User, call_list_id: UUID | None = None, now: datetime
) -> CallTask | None:
    """The most urgent call this user may take: the earliest promise, then the oldest."""
    with in_workspace(workspace_id):
        _give_back_forgotten(now)
        tasks = _callable(by, now)
        if call_list_id is not None:
            tasks = tasks.filter(call_list_id=call_list_id)
        order = (F("promised_at").asc(nulls_last=True), "created_at", "id")
        task = tasks.order_by(*order).select_for_update(skip_locked=True).first()
        return _claimed(task, by, now) if task else None


def claim(workspace_id: UUID, task_id: UUID, *, by: User, now: datetime) -> CallTask:
    """Take this very call."""
    with in_workspace(workspace_id):
        _give_back_forgotten(now)
        task = _task(task_id)
        if task.state in ("claimed", "in_call") and task.claimed_by_id != by.id:
            raise Refused("call.taken", by=task.claimed_by.name if task.claimed_by else "")
        if task.state not in UNDONE:
            raise Refused("call.gone")
        return _claimed(task, by, now)


def begin_call(workspace_id: UUID, task_id: UUID, *, by: User, now: datetime) -> CallTask:
    """The user is on the phone with this person now."""
    with in_workspace(workspace_id):
        task = _own(task_id, by)
        task.state, task.claimed_at = "in_call", now
        task.save(update_fields=["state", "claimed_at"])
        live.mark(workspace_id, "calls")
        return task


def finish(
    workspace_id: UUID,
    task_id: UUID,
    *,
    outcome: str,
    note: str,
    callback_at: datetime | None = None,
    by: User,
    now: datetime,
) -> CallTask:
    """Keep what happened; the outcome says what becomes of the task."""
    if outcome not in {known.value for known in Outcome} - {"unreached", "called_in"}:
        raise Refused("call.outcome", outcome=outcome[:20])
    if outcome == Outcome.CALLBACK and (callback_at is None or callback_at <= now):
        raise Refused("call.when")
    with alone_in_workspace(workspace_id):
        workspace = Workspace.objects.get(pk=workspace_id)
        task = _own(task_id, by)
        task.tries += 1
        _keep_attempt(task, by, outcome, note, now)
        then = follows(
            Outcome(outcome),
            tries=task.tries,
            callback_at=callback_at,
            hours=convert.setting_of(workspace).hours,
            now=now,
        )
        task.state, task.outcome, task.not_before = then.state, then.outcome.value, then.not_before
        task.done_at = now if then.state == "done" else None
        task.claimed_by = task.claimed_at = None
        task.save()
        if outcome == Outcome.WRONG_NUMBER:
            Suppression.objects.get_or_create(
                workspace_id=workspace_id,
                phone=task.phone,
                scope=Scope.NUMBER.value,
                defaults={"since": now},
            )
        live.mark(workspace_id, "calls")
        return task


def give_back(workspace_id: UUID, task_id: UUID, *, note: str, by: User, now: datetime) -> CallTask:
    """Let somebody else take it; the note is kept."""
    with in_workspace(workspace_id):
        task = _own(task_id, by)
        if note.strip():
            _keep_attempt(task, by, "given_back", note, now)
        task.state, task.claimed_by, task.claimed_at = "open", None, None
        task.save(update_fields=["state", "claimed_by", "claimed_at"])
        live.mark(workspace_id, "calls")
        return task


def lists_of(user: User) -> QuerySet[CallListMember]:
    """Memberships by which a user serves lists, by name or through a team."""
    teams = TeamMember.objects.filter(user=user).values("team")
    return CallListMember.objects.filter(Q(user=user) | Q(team__in=teams))


def _callable(by: User, now: datetime) -> QuerySet[CallTask]:
    """Undone, untaken, due now, on a list this user serves (or one that everybody serves)."""
    served = lists_of(by).values("call_list")
    named = CallListMember.objects.values("call_list")
    return CallTask.objects.filter(
        Q(call_list__in=served) | ~Q(call_list__in=named),
        Q(not_before=None) | Q(not_before__lte=now),
        state__in=("open", "scheduled"),
    )


def _claimed(task: CallTask, by: User, now: datetime) -> CallTask:
    task.state, task.claimed_by, task.claimed_at = "claimed", by, now
    task.save(update_fields=["state", "claimed_by", "claimed_at"])
    live.mark(task.workspace_id, "calls")
    return task


def _give_back_forgotten(now: datetime) -> None:
    stale = Q(state="claimed", claimed_at__lt=now - HELD) | Q(state="in_call", claimed_at__lt=now - IN_CALL)
    CallTask.objects.filter(stale).update(state="open", claimed_by=None, claimed_at=None)


def _task(task_id: UUID) -> CallTask:
    task = CallTask.objects.select_for_update(of=("self",)).filter(pk=task_id).first()
    if task is None:
        raise Refused("call.gone")
    return task


def _own(task_id: UUID, by: User) -> CallTask:
    task = _task(task_id)
    if task.claimed_by_id != by.id or task.state not in ("claimed", "in_call"):
        raise Refused("call.not_yours")
    return task


def _keep_attempt(task: CallTask, by: User, outcome: str, note: str, now: datetime) -> None:
    CallAttempt.objects.create(
        workspace_id=task.workspace_id,
        task=task,
        user=by,
        outcome=outcome,
        note=note.strip()[:4000],
        at=now,
    )
