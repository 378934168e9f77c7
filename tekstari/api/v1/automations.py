"""Automations, and what they decided for whom and why."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router

from tekstari.api.openapi import says
from tekstari.api.pages import Paging, page, rows_after
from tekstari.api.v1 import shapes
from tekstari.api.v1.contacts import short
from tekstari.api.v1.parameters import Word, existing
from tekstari.data.access import in_workspace
from tekstari.data.ids import shown
from tekstari.data.models import Answer, Automation, Nearly, Occurrence
from tekstari.data.readers import listing

router = Router(tags=["automations"])


class Asked(Paging):
    contact: Word = ""
    automation: Word = ""


@router.get("/automations", response=shapes.Page[shapes.Automation], openapi_extra=says(422))
def list_automations(request: HttpRequest, asked: Query[Paging]) -> Any:
    """Automations, newest first."""
    with in_workspace(request.auth.workspace_id):
        rows = listing.automations()
        found = rows_after(rows, asked.cursor, "created_at", asked.limit + 1)
        return page(found, asked, "created_at", automation_shape)


@router.get("/answers", response=shapes.Page[shapes.Answer], openapi_extra=says(404, 422))
def list_answers(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Answers as they were read, newest first; of a contact, of an automation by its slug."""
    with in_workspace(request.auth.workspace_id):
        found = rows_after(_of(listing.answers(), asked), asked.cursor, "at", asked.limit + 1)
        return page(found, asked, "at", answer_shape)


@router.get("/decisions", response=shapes.Page[shapes.Decision], openapi_extra=says(404, 422))
def list_decisions(request: HttpRequest, asked: Query[Asked]) -> Any:
    """What automations decided and what they nearly did (one condition missing), and why."""
    most = asked.limit + 1
    with in_workspace(request.auth.workspace_id):
        found: list[Any] = []
        for rows in (listing.occurrences(), listing.nearly()):
            found += rows_after(_of(rows, asked), asked.cursor, "at", most)
        found.sort(key=lambda row: (row.at, row.id), reverse=True)
        return page(found[:most], asked, "at", decision_shape)


def _of(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    if asked.contact:
        rows = rows.filter(contact=existing(listing.contacts(), "con", asked.contact))
    if asked.automation.startswith("aut_"):
        return rows.filter(automation=existing(listing.automations(), "aut", asked.automation))
    return rows.filter(automation__slug=asked.automation) if asked.automation else rows


def automation_shape(automation: Automation) -> dict[str, Any]:
    return {
        "id": shown("aut", automation.id),
        "slug": automation.slug,
        "name": automation.name,
        "is_on": automation.is_on,
        "on_since": automation.on_since,
        "version": automation.version.number if automation.version else None,
    }


def answer_shape(answer: Answer) -> dict[str, Any]:
    return {
        "id": shown("ans", answer.id),
        "automation": answer.automation.slug,
        "contact": short(answer.contact),
        "question": answer.question,
        "kind": answer.kind,
        "value": answer.value,
        "rest": answer.rest,
        "message": shown("msg", answer.message_id) if answer.message_id else None,
        "at": answer.at,
    }


def decision_shape(decision: Occurrence | Nearly) -> dict[str, Any]:
    return {
        "id": shown("occ", decision.id),
        "automation": decision.automation.slug,
        "key": decision.key,
        "state": getattr(decision, "state", "nearly"),
        "reason": getattr(decision, "reason", ""),
        "contact": short(decision.contact),
        "trace": decision.trace,
        "at": decision.at,
    }
