"""Where a request stands: which company, in which role, at what time. The gate of every page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tekstari.data import clock
from tekstari.data.access import in_workspace
from tekstari.data.models import User, Workspace
from tekstari.data.readers import companies
from tekstari.domain.roles import Deed, Role, may

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Here:
    """The company a page is about, and the person who looks at it."""

    workspace: Workspace
    user: User
    role: Role
    now: datetime

    def may(self, deed: Deed) -> bool:
        return may(self.role, deed)


def find(request: HttpRequest, slug: str) -> Here:
    """A company the person does not belong to is not there at all."""
    found = companies.membership(request.user.pk, slug)
    if found is None:
        raise Http404
    workspace, role = found
    now = clock.now_in(workspace.id) if workspace.is_simulated else clock.real_now()
    return Here(workspace, request.user, role, now)


def _view(answer: View, methods: list[str], get_deed: Deed, post_deed: Deed) -> View:
    @wraps(answer)
    def view(request: HttpRequest, slug: str, **rest: Any) -> HttpResponse:
        here = find(request, slug)
        request.here = here
        if not here.may(post_deed if request.method == "POST" else get_deed):
            raise PermissionDenied
        if request.session.get("workspace") != slug:
            request.session["workspace"] = slug
        with timezone.override(ZoneInfo(here.workspace.zone)):
            if request.method == "POST":
                return answer(request, here, **rest)
            with in_workspace(here.workspace.id):
                return answer(request, here, **rest)

    return login_required(require_http_methods(methods)(view))


def page(answer: View) -> View:
    """A page that is only read: GET, inside the company's rows."""
    return _view(answer, ["GET", "HEAD"], Deed.READ, Deed.READ)


def deed(needed: Deed) -> Callable[[View], View]:
    """Something a person does: POST only, and only with the right to it."""
    return lambda answer: _view(answer, ["POST"], needed, needed)


def page_and_deed(needed: Deed) -> Callable[[View], View]:
    """A page whose form comes back to the same address."""
    return lambda answer: _view(answer, ["GET", "HEAD", "POST"], Deed.READ, needed)
