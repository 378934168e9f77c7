"""The practice phones of an example, and what has reached them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from tekstari.data.models import Contact, ContactPhone, Message

MOST_PHONES = 4
MOST_TEXTS = 60
#: A text is on the phone once the network has it; before that the phone knows nothing of it.
ARRIVED = ("sent", "delivered", "partly_delivered", "unknown")


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    at: datetime
    is_own: bool
    parts: int
    language: str
    sender: str

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()


@dataclass(frozen=True, slots=True)
class Phone:
    name: str
    number: str
    contact_id: UUID
    items: tuple[Text, ...]


def phones(workspace_id: UUID) -> tuple[Phone, ...]:
    contacts = Contact.objects.filter(workspace_id=workspace_id, is_example=True)
    first = list(contacts.order_by("created_at", "id")[:MOST_PHONES])
    numbers = dict(
        ContactPhone.objects.filter(workspace_id=workspace_id, contact__in=first)
        .order_by("-position")
        .values_list("contact_id", "phone")
    )
    return tuple(
        Phone(
            contact.name, numbers[contact.id], contact.id, texts(workspace_id, numbers[contact.id])
        )
        for contact in first
        if contact.id in numbers
    )


def texts(workspace_id: UUID, phone: str) -> tuple[Text, ...]:
    """What the phone shows, oldest first."""
    found = Message.objects.filter(workspace_id=workspace_id, phone=phone)
    found = found.filter(state__in=(*ARRIVED, "received")).order_by("-at", "-id")[:MOST_TEXTS]
    return tuple(
        Text(row.text, row.at, row.direction == "in", row.parts, row.language, row.sender)
        for row in reversed(found)
    )


def is_practice(workspace_id: UUID, phone: str) -> bool:
    """Whether this is the phone of one of the example's people."""
    return ContactPhone.objects.filter(
        workspace_id=workspace_id, phone=phone, contact__is_example=True
    ).exists()
