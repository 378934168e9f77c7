"""The practice phones of an example, and what has reached them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Window
from django.db.models.functions import RowNumber
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
    shown = _texts(workspace_id, list(numbers.values()))
    return tuple(
        Phone(contact.name, number, contact.id, tuple(shown[number]))
        for contact in first
        if (number := numbers.get(contact.id))
    )


def texts(workspace_id: UUID, phone: str) -> tuple[Text, ...]:
    """What one phone shows, oldest first."""
    return tuple(_texts(workspace_id, [phone])[phone])


def _texts(workspace_id: UUID, phones: list[str]) -> dict[str, list[Text]]:
    """The newest of each phone, asked at once."""
    turn = Window(RowNumber(), partition_by="phone", order_by=["-at", "-id"])
    found = Message.objects.filter(
        workspace_id=workspace_id, phone__in=phones, state__in=(*ARRIVED, "received")
    )
    newest = found.annotate(turn=turn).filter(turn__lte=MOST_TEXTS).order_by("at", "id")
    shown: dict[str, list[Text]] = {phone: [] for phone in phones}
    for row in newest:
        is_own = row.direction == "in"
        shown[row.phone].append(Text(row.text, row.at, is_own, row.parts, row.language, row.sender))
    return shown


def is_practice(workspace_id: UUID, phone: str) -> bool:
    """Whether this is the phone of one of the example's people."""
    return ContactPhone.objects.filter(
        workspace_id=workspace_id, phone=phone, contact__is_example=True
    ).exists()
