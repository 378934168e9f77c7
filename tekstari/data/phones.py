"""Whose phone is whose."""

from collections.abc import Iterable
from uuid import UUID

from tekstari.data.models import Contact, ContactPhone


def phones_of(contacts: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Every contact's phones, the first one first."""
    found: dict[UUID, list[str]] = {}
    rows = ContactPhone.objects.filter(contact_id__in=set(contacts)).order_by("position", "id")
    for contact_id, phone in rows.values_list("contact_id", "phone"):
        found.setdefault(contact_id, []).append(phone)
    return {contact_id: tuple(phones) for contact_id, phones in found.items()}


def only_contact(phone: str) -> Contact | None:
    """Whose phone it is, when it is one person's only."""
    ids = ContactPhone.objects.filter(phone=phone).values_list("contact_id", flat=True)[:2]
    return Contact.objects.get(pk=ids[0]) if len(ids) == 1 else None
