"""A person writes to a person."""

from datetime import datetime, timedelta
from uuid import UUID

from tekstari.actions.carrying import Carrier
from tekstari.actions.refusals import Refused
from tekstari.data.access import alone_in_workspace
from tekstari.data.clock import offset_of
from tekstari.data.convert import setting_of
from tekstari.data.models import Conversation, Message, User, Workspace
from tekstari.domain.delivery.suppression import reason_not_to_send
from tekstari.domain.people import Purpose
from tekstari.domain.text.parts import parts_needed, prepared

MOST_PARTS = 10


def write(
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    text: str,
    by: User,
    seen: UUID | None,
    now: datetime,
) -> Message:
    """Send a person's text. Refused when something came that the writer had not seen: `seen` is the id
    of the last message they had on the screen."""
    text = prepared(text).strip()
    if not text:
        raise Refused("text.empty")
    if parts_needed(text).count > MOST_PARTS:
        raise Refused("text.long", most=str(MOST_PARTS))
    with alone_in_workspace(workspace_id):
        conversation = Conversation.objects.select_related("sender").filter(pk=conversation_id).first()
        if conversation is None:
            raise Refused("conversation.gone")
        if conversation.sender.kind == "name":
            raise Refused("sender.one_way", sender=conversation.sender.value)
        newest = Message.objects.filter(conversation=conversation).order_by("-at", "-id").first()
        if newest is not None and newest.id != seen:
            raise Refused("conversation.unseen")
        carrier = _carrier(workspace_id, now)
        carrier.prepare([conversation.phone])
        if reason := reason_not_to_send(Purpose.SERVICE, carrier.suppressed[conversation.phone]):
            raise Refused("text.stopped", why=reason)
        message = carrier.send(
            text,
            purpose=Purpose.SERVICE,
            language="",
            phone=conversation.phone,
            contact_id=conversation.contact_id,
            author_id=by.id,
        )
        ours = carrier.conversation(conversation.phone, conversation.contact_id)
        ours.needs, ours.is_read = "", True
        carrier.save()
    return message


def _carrier(workspace_id: UUID, now: datetime) -> Carrier:
    workspace = Workspace.objects.get(pk=workspace_id)
    offset: timedelta = offset_of(workspace_id)
    return Carrier(workspace, setting_of(workspace), now, offset)
