"""Contacts, as lists and as they stand on everything else."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from tekstari.api.openapi import says
from tekstari.api.pages import Paging, page, rows_after
from tekstari.api.v1 import shapes
from tekstari.api.v1.parameters import Phone, Word, existing, kept_phone
from tekstari.data.access import in_workspace
from tekstari.data.ids import shown
from tekstari.data.models import Contact
from tekstari.data.readers import listing

router = Router(tags=["contacts"])


class Asked(Paging):
    phone: Phone = ""
    key: Word = ""


@router.get("", response=shapes.Page[shapes.Contact], openapi_extra=says(422))
def list_contacts(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Contacts, newest first; by a phone in any written form, or by the company's own key."""
    holder = request.auth
    with in_workspace(holder.workspace_id):
        rows = listing.contacts()
        if asked.phone:
            rows = rows.filter(phones__phone=kept_phone(asked.phone, holder.country))
        if asked.key:
            rows = rows.filter(key=asked.key)
        found = rows_after(rows, asked.cursor, "created_at", asked.limit + 1)
        groups = listing.group_names(found)
        return page(found, asked, "created_at", lambda one: whole(one, groups))


@router.get("/{id}", response=shapes.Contact, openapi_extra=says(404))
def one_contact(request: HttpRequest, id: str) -> Any:
    """One contact."""
    with in_workspace(request.auth.workspace_id):
        found = existing(listing.contacts(), "con", id)
        return whole(found, listing.group_names([found]))


def short(contact: Contact | None) -> dict[str, Any] | None:
    """A contact as it stands on a message or a task."""
    if contact is None:
        return None
    phones = [one.phone for one in contact.phones.all()]
    return {"id": shown("con", contact.id), "name": contact.name, "phones": phones}


def whole(contact: Contact, groups: dict[Any, list[str]]) -> dict[str, Any]:
    more = {"key": contact.key, "language": contact.language, "fields": contact.fields}
    return {**(short(contact) or {}), **more, "groups": groups.get(contact.id, [])}
