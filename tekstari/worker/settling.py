"""Doing everything that is due in one workspace, in order, until nothing is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from tekstari.actions.judging import judge_events
from tekstari.actions.replies import receive_replies
from tekstari.actions.scanning import scan_absences
from tekstari.actions.sending import tell_attempts
from tekstari.actions.timers import fire_timers
from tekstari.worker.clock import Moment


class Duty(Protocol):
    def __call__(self, workspace_id: UUID, *, now: datetime, offset: timedelta) -> int: ...


#: Facts first, then what people wrote, then the clock: a late fact can still undo what a timer would do.
DUTIES: tuple[Duty, ...] = (judge_events, receive_replies, tell_attempts, fire_timers, scan_absences)


def settle(
    workspace_id: UUID, moment: Callable[[], Moment], is_ending: Callable[[], bool] = lambda: False
) -> int:
    """Everything due now. Returns how much was done; `moment` is read anew for each batch."""
    done = 0
    while not is_ending():
        then = moment()
        count = sum(duty(workspace_id, now=then.now, offset=then.offset) for duty in DUTIES)
        done += count
        if count == 0:
            return done
    return done
