"""Texts that came and went."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from tekstari.api.openapi import says
from tekstari.api.pages import Paging, page, rows_after
from tekstari.api.v1 import shapes
from tekstari.api.v1.contacts import short
from tekstari.api.v1.parameters import Phone, Word, existing, kept_phone
from tekstari.data.access import in_workspace
from tekstari.data.ids import shown
from tekstari.data.models import Message
from tekstari.data.readers import listing

router = Router(tags=["messages"])


class Asked(Paging):
    phone: Phone = ""
    contact: Word = ""


@router.get("", response=shapes.Page[shapes.Message], by_alias=True, openapi_extra=says(404, 422))
def list_messages(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Texts in and out, newest first; of a phone in any written form, or of a contact."""
    holder = request.auth
    with in_workspace(holder.workspace_id):
        rows = listing.messages()
        if asked.phone:
            rows = rows.filter(phone=kept_phone(asked.phone, holder.country))
        if asked.contact:
            rows = rows.filter(contact=existing(listing.contacts(), "con", asked.contact))
        found = rows_after(rows, asked.cursor, "at", asked.limit + 1)
        return page(found, asked, "at", shape)


@router.get("/{id}", response=shapes.Message, by_alias=True, openapi_extra=says(404))
def one_message(request: HttpRequest, id: str) -> Any:
    """One text."""
    with in_workspace(request.auth.workspace_id):
        return shape(existing(listing.messages(), "msg", id))


def shape(message: Message) -> dict[str, Any]:
    is_in = message.direction == "in"
    return {
        "id": shown("msg", message.id),
        "conversation": shown("cnv", message.conversation_id),
        "contact": short(message.contact),
        "direction": message.direction,
        "from": message.phone if is_in else message.sender,
        "to": message.sender if is_in else message.phone,
        "text": message.text,
        "purpose": message.purpose,
        "state": message.state,
        "reason": message.reason,
        "parts": message.parts,
        "created_at": message.at,
    }
