"""Practice phones, and the clock of a simulated workspace."""

from datetime import datetime, timedelta
from uuid import UUID

from tekstari.actions import example_events
from tekstari.actions.refusals import Refused
from tekstari.data import live
from tekstari.data.access import in_workspace
from tekstari.data.clock import offset_of
from tekstari.data.ids import new_id
from tekstari.data.models import Conversation, Inbound, Sender, Workspace, WorkspaceClock

LONGEST_JUMP = timedelta(days=3660)
LONGEST_TEXT = 1530  # ten parts, as long as a phone lets one write


def write(workspace_id: UUID, *, phone: str, text: str, to: str | None = None, real_now: datetime) -> UUID:
    """A customer writes on a practice phone. `to` may be left out: the sender they know."""
    _simulated(workspace_id)
    if not text.strip():
        raise Refused("text.empty")
    if len(text) > LONGEST_TEXT:
        raise Refused("text.long", most=str(LONGEST_TEXT))
    sender = _sender(workspace_id, phone, to)
    with in_workspace(workspace_id):
        row = Inbound.objects.create(
            id=new_id(),
            workspace_id=workspace_id,
            channel_id=sender.channel_id,
            phone=phone,
            sender=sender.value,
            text=text,
            received_at=real_now,
        )
    return row.id


def move_clock(
    workspace_id: UUID,
    *,
    to: datetime | None = None,
    advance: timedelta | None = None,
    real_now: datetime,
) -> datetime:
    """Ask the clock to go ahead, never back. The worker moves it; the target is returned."""
    _simulated(workspace_id)
    clock = WorkspaceClock.objects.get(pk=workspace_id)
    now = real_now + clock.offset
    target = to if to is not None else now + (advance or timedelta(0))
    if target < now - timedelta(seconds=1):
        raise Refused("clock.back")
    if target - now > LONGEST_JUMP:
        raise Refused("clock.far")
    asked = WorkspaceClock.objects.filter(pk=workspace_id, target_at=None)
    if not asked.update(target_at=max(target, now)):
        raise Refused("clock.moving")
    live.mark(workspace_id, "clock")
    return target


def clock_is_moving(workspace_id: UUID) -> bool:
    return WorkspaceClock.objects.filter(pk=workspace_id, target_at__isnull=False).exists()


def clock_now(workspace_id: UUID, *, real_now: datetime) -> datetime:
    return real_now + offset_of(workspace_id)


def _simulated(workspace_id: UUID) -> Workspace:
    workspace = Workspace.objects.filter(pk=workspace_id, is_simulated=True).first()
    if workspace is None:
        raise Refused("simulator.none")
    return workspace


def _sender(workspace_id: UUID, phone: str, to: str | None) -> Sender:
    senders = Sender.objects.filter(workspace_id=workspace_id).select_related("channel")
    if to:
        found = senders.filter(value=to).first()
        if found is None:
            raise Refused("sender.unknown")
        return found
    with in_workspace(workspace_id):
        known = Conversation.objects.filter(phone=phone).order_by("-last_at").first()
    return senders.get(pk=known.sender_id) if known else senders.get(is_default=True)


def tell(workspace_id: UUID, kind: str, contact_id: UUID, now: datetime, real_now: datetime) -> None:
    """An example event happens to a practice customer."""
    example_events.tell(workspace_id, kind, contact_id, now=now, real_now=real_now)
