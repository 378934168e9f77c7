"""What time it is, for the few who may ask. Everybody else is told `now`.

A simulated workspace has a clock of its own: real time plus an offset that only grows.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from tekstari.data.models import WorkspaceClock


def real_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251


def offset_of(workspace_id: UUID) -> timedelta:
    found = WorkspaceClock.objects.filter(pk=workspace_id).values_list("offset", flat=True)
    return next(iter(found), timedelta(0))


def now_in(workspace_id: UUID) -> datetime:
    """The workspace's own time."""
    return real_now() + offset_of(workspace_id)
