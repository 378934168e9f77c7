"""A simulated workspace's clock: where it was asked to go, who moves it, and the rows that wait in real time.

Due rows are kept in real time, so that one index serves every workspace. When the clock of one jumps
ahead, the real moments of its own due rows move back by as much.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, connections

from tekstari.data.access import in_workspace
from tekstari.data.models import WorkspaceClock

DUE_TABLES = ("timer", "scan", "outbox")


def asked() -> list[UUID]:
    """Workspaces whose clock was asked to move."""
    with connections["gateway"].cursor() as cursor:
        cursor.execute("SELECT workspace_id FROM workspace_clock WHERE target_at IS NOT NULL")
        return [row[0] for row in cursor.fetchall()]


def lease(workspace_id: UUID, mover: UUID, *, now: datetime, until: datetime) -> bool:
    """Take, or keep, the right to move this clock. False when another worker has it."""
    with connections["gateway"].cursor() as cursor:
        cursor.execute(
            "UPDATE workspace_clock SET mover = %(mover)s, lease_until = %(until)s"
            " WHERE workspace_id = %(id)s AND target_at IS NOT NULL"
            " AND (mover IS NULL OR mover = %(mover)s OR lease_until < %(now)s)",
            {"mover": mover, "until": until, "id": workspace_id, "now": now},
        )
        return cursor.rowcount == 1


def jump(workspace_id: UUID, by: timedelta) -> None:
    """Move the clock ahead, and the real moments of everything that waits back by as much."""
    if by <= timedelta(0):
        return
    with in_workspace(workspace_id), connection.cursor() as cursor:
        clock = WorkspaceClock.objects.select_for_update().get(pk=workspace_id)
        clock.offset += by
        clock.save(update_fields=["offset"])
        for table in DUE_TABLES:
            cursor.execute(
                f"UPDATE {table} SET due_at = due_at - %s WHERE workspace_id = %s", [by, workspace_id]
            )


def arrived(workspace_id: UUID) -> None:
    """The clock is where it was asked to go; the others may work in this workspace again."""
    WorkspaceClock.objects.filter(pk=workspace_id).update(target_at=None, mover=None, lease_until=None)
