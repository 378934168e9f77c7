"""What every page knows besides its own."""

from typing import Any

from django.http import HttpRequest

from tekstari.data.access import in_workspace
from tekstari.data.readers import companies, counts
from tekstari.domain.roles import Deed
from tekstari.web import status
from tekstari.web.here import Here
from tekstari.web.words import LANGUAGES


def common(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    known: dict[str, Any] = {
        "languages": list(LANGUAGES.items()),
        "theme": getattr(user, "theme", "system"),
        "user": user,
    }
    here = getattr(request, "here", None)
    return known | _workspace(request, here) if here else known


def _workspace(request: HttpRequest, here: Here) -> dict[str, Any]:
    with in_workspace(here.workspace.id):
        numbers = counts.counts(here.workspace.id, now=here.now)
    is_whole = not getattr(request, "htmx", False) or request.htmx.boosted
    return {
        "workspace": here.workspace,
        "role": here.role.value,
        "now": here.now,
        "counts": numbers,
        "may_reply": here.may(Deed.ANSWER),
        "may_call": here.may(Deed.ANSWER),
        "may_edit": here.may(Deed.AUTOMATE),
        "has_phones": here.workspace.is_simulated,
        "companies": _companies(here) if is_whole else [],
        "status": status.shown(request) if is_whole else {},
    }


def _companies(here: Here) -> list[companies.Company]:
    """Where one may go; nothing when this is the only company."""
    found = companies.of_user(here.user.pk)
    return found if len(found) > 1 else []
