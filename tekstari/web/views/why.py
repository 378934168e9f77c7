"""Why this person got, or did not get, a text: the deciding fact first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tekstari.data.ids import read_id
from tekstari.data.readers import automations as reader
from tekstari.web.here import Here, page


@page
def why(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    found = None
    if key := read_id("occ", id):
        found = reader.decision(here.workspace.id, key)
    elif key := read_id("msg", id):
        found = reader.of_message(here.workspace.id, key)
    if found is None:
        raise Http404
    return render(request, "tekstari/why.html", {"section": "why", "decision": found})
