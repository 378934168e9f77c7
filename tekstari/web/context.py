"""What every page knows besides its own."""

from typing import Any

from django.http import HttpRequest

from tekstari.data.access import in_workspace
from tekstari.data.models import Membership
from tekstari.data.readers import counts
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


def _companies(here: Here) -> list[tuple[str, str]]:
    """The companies one may go to; none when this is the only one."""
    found = Membership.objects.filter(user=here.user).order_by("workspace__name")
    names = list(found.values_list("workspace__slug", "workspace__name"))
    return names if len(names) > 1 else []
