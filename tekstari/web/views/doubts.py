"""A text that may have been sent: a person sends it again or leaves it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tekstari.actions import doubts
from tekstari.actions.refusals import Refused
from tekstari.data.ids import read_id
from tekstari.domain.roles import Deed
from tekstari.web.here import Here, deed
from tekstari.web.views.inbox import head_of, refused


@deed(Deed.ANSWER)
def resend(request: HttpRequest, here: Here, id: str, text: str) -> HttpResponse:
    head_of(here, id)
    try:
        doubts.resend(here.workspace.id, _key(text), by=here.user, now=here.now)
    except Refused as no:
        return refused(request, here, id, "", no)
    return redirect("conversation", here.workspace.slug, id)


@deed(Deed.ANSWER)
def leave(request: HttpRequest, here: Here, id: str, text: str) -> HttpResponse:
    head_of(here, id)
    try:
        doubts.settle(here.workspace.id, _key(text), arrived=False, by=here.user, now=here.now)
    except Refused as no:
        return refused(request, here, id, "", no)
    return redirect("conversation", here.workspace.slug, id)


def _key(id: str) -> UUID:
    found = read_id("msg", id)
    if found is None:
        raise Http404
    return found
