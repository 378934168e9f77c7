"""One press of a button on the practice phones: what the company's system would tell."""

from datetime import datetime
from uuid import UUID

from tekstari.actions.refusals import Refused
from tekstari.data import event_store, models
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id
from tekstari.data.models import Contact, ContactPhone, Record, Workspace
from tekstari.domain.events import Event, SaidContact, SaidRecord

KINDS = ("order.placed", "stock.arrived", "service.completed", "call.received")
PRODUCTS = {"fi": "Talvirengassarja", "sv": "Vinterdäck", "en": "Set of winter tyres"}


def tell(workspace_id: UUID, kind: str, contact_id: UUID, *, now: datetime, real_now: datetime) -> None:
    """An event of this kind happens to a practice customer. `now` is the example's own time."""
    if not Workspace.objects.filter(pk=workspace_id, is_simulated=True).exists():
        raise Refused("simulator.none")
    if kind not in KINDS:
        raise Refused("simulator.event", kind=kind[:40])
    with in_workspace(workspace_id):
        contact = Contact.objects.filter(pk=contact_id, is_example=True).first()
        if contact is None:
            raise Refused("simulator.none")
        phone = ContactPhone.objects.filter(contact=contact).order_by("position", "id").first()
        record = _record(kind, contact)
    said = SaidContact(phone=phone.phone if phone else None, key=contact.key)
    event = Event(
        source="practice phone",
        id=str(new_id()),
        type=kind,
        time=now,
        contact=None if kind == "stock.arrived" else said,
        record=record,
        data={},
    )
    event_store.store(workspace_id, [event], real_now=real_now)


def _record(kind: str, contact: Contact) -> SaidRecord | None:
    """A new order, the order that waits, or the customer's car."""
    if kind == "call.received":
        return None
    if kind == "order.placed":
        product = PRODUCTS.get(contact.language, PRODUCTS["fi"])
        return SaidRecord("order", _next_order(), {"product": product})
    wanted = "order" if kind == "stock.arrived" else "vehicle"
    known = Record.objects.filter(contact=contact, kind=wanted).order_by("-created_at").first()
    if known is None:
        raise Refused("simulator.event", kind=kind)
    return SaidRecord(wanted, known.key, {})


def _next_order() -> str:
    known = models.Event.objects.filter(type="order.placed").count()
    return str(10040 + known)
