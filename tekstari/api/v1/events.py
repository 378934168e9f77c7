"""Events as they were stored. They come in by the event door, `POST` to the same address."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from tekstari.api.openapi import says
from tekstari.api.pages import Paging, page, rows_after
from tekstari.api.v1 import shapes
from tekstari.api.v1.parameters import Word
from tekstari.data.access import in_workspace
from tekstari.data.ids import shown
from tekstari.data.models import Event
from tekstari.data.readers import listing

router = Router(tags=["events"])


class Asked(Paging):
    type: Word = ""


@router.get("", response=shapes.Page[shapes.Event], openapi_extra=says(422))
def list_events(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Events, the latest first; of one type."""
    with in_workspace(request.auth.workspace_id):
        rows = listing.events()
        if asked.type:
            rows = rows.filter(type=asked.type)
        return page(rows_after(rows, asked.cursor, "time", asked.limit + 1), asked, "time", shape)


def shape(event: Event) -> dict[str, Any]:
    return {
        "id": shown("evt", event.id),
        "source": event.source,
        "source_id": event.external_id,
        "type": event.type,
        "time": event.time,
        "received_at": event.received_at,
        "subject": event.subject,
        "contact": shown("con", event.contact_id) if event.contact_id else None,
        "record": shown("rec", event.record_id) if event.record_id else None,
        "data": event.data,
        "problem": event.problem,
    }
