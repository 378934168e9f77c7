"""The worker reads the clock, so nobody below has to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tekstari.data.clock import offset_of, real_now


@dataclass(frozen=True, slots=True)
class Moment:
    """One reading: the workspace's own time, and what it is ahead of real time."""

    now: datetime
    offset: timedelta

    @property
    def real(self) -> datetime:
        return self.now - self.offset


def moment_in(workspace_id: UUID) -> Moment:
    offset = offset_of(workspace_id)
    return Moment(real_now() + offset, offset)
