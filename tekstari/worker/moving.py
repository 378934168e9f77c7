"""Moving a simulated clock: first what is due at the old time, then what becomes due, in order."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tekstari.data import clock_moves, live, outbox
from tekstari.data.clock import real_now
from tekstari.data.models import WorkspaceClock
from tekstari.worker.clock import moment_in
from tekstari.worker.gateway import Gateway
from tekstari.worker.settling import settle

LEASE = timedelta(seconds=20)


def move_clock(workspace_id: UUID, gateway: Gateway, is_ending: Callable[[], bool]) -> bool:
    """Bring the clock to its target. A worker that is stopped on the way leaves it to the next one."""
    while not is_ending():
        now = real_now()
        if not clock_moves.lease(workspace_id, gateway.worker, now=now, until=now + LEASE):
            return False
        work_off(workspace_id, gateway, is_ending)
        if is_ending():
            break  # perhaps not all is done at this time: the clock does not pass it by
        clock = WorkspaceClock.objects.get(pk=workspace_id)
        if clock.target_at is None:
            return True
        left = clock.target_at - (real_now() + clock.offset)
        due = outbox.next_due(workspace_id)
        if due is None or due - real_now() > left:
            clock_moves.jump(workspace_id, left)
            work_off(workspace_id, gateway, is_ending)
            clock_moves.arrived(workspace_id)
            live.mark(workspace_id, "clock", "phones", "inbox")
            return True
        clock_moves.jump(workspace_id, due - real_now())
        live.mark(workspace_id, "clock")
    return False


def work_off(workspace_id: UUID, gateway: Gateway, is_ending: Callable[[], bool]) -> None:
    """Everything due in this workspace at its present time, texts sent and told."""
    while not is_ending():
        done = settle(workspace_id, lambda: moment_in(workspace_id), is_ending)
        done += gateway.flush(workspace_id)
        if done == 0:
            return
