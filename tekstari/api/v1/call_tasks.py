"""Whom to call, why and by when."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

from tekstari.api.openapi import says
from tekstari.api.pages import Paging, page, rows_after
from tekstari.api.v1 import shapes
from tekstari.api.v1.contacts import short
from tekstari.api.v1.parameters import Word, existing
from tekstari.data.access import in_workspace
from tekstari.data.ids import shown
from tekstari.data.models import CallTask
from tekstari.data.readers import listing

router = Router(tags=["call tasks"])


class Asked(Paging):
    list: Word = ""
    state: Literal["", "open", "claimed", "in_call", "scheduled", "done", "cancelled"] = ""


@router.get("", response=shapes.Page[shapes.CallTask], openapi_extra=says(422))
def list_call_tasks(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Calls to make and calls made, newest first; of one call list by its name, in one state."""
    with in_workspace(request.auth.workspace_id):
        rows = listing.call_tasks()
        if asked.list:
            rows = rows.filter(call_list__name=asked.list)
        if asked.state:
            rows = rows.filter(state=asked.state)
        found = rows_after(rows, asked.cursor, "created_at", asked.limit + 1)
        return page(found, asked, "created_at", shape)


@router.get("/{id}", response=shapes.CallTask, openapi_extra=says(404))
def one_call_task(request: HttpRequest, id: str) -> Any:
    """One call to make, with every reason on it."""
    with in_workspace(request.auth.workspace_id):
        return shape(existing(listing.call_tasks(), "cal", id))


def shape(task: CallTask) -> dict[str, Any]:
    return {
        "id": shown("cal", task.id),
        "list": task.call_list.name,
        "contact": short(task.contact),
        "phone": task.phone,
        "state": task.state,
        "reasons": task.reasons,
        "reply": task.reply,
        "promised_at": task.promised_at,
        "outcome": task.outcome,
        "created_at": task.created_at,
        "done_at": task.done_at,
    }
