"""Automations: what happens by itself, readable aloud, and what they decided."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tekstari.actions import automations as actions
from tekstari.actions.refusals import Refused
from tekstari.data.access import in_workspace
from tekstari.data.readers import automations as reader
from tekstari.domain.roles import Deed
from tekstari.web import reasons, sentences, status
from tekstari.web.here import Here, deed, page


@page
def automations(request: HttpRequest, here: Here) -> HttpResponse:
    is_part = request.htmx and not request.htmx.boosted
    template = "tekstari/parts/automations.html" if is_part else "tekstari/automations.html"
    rows = [
        {"row": row, "about": sentences.about(row.text)}
        for row in reader.rows(here.workspace.id, now=here.now)
    ]
    return render(request, template, {"section": "automations", "rows": rows})


@page
def automation(request: HttpRequest, here: Here, name: str) -> HttpResponse:
    found = _find(here, name)
    known = {
        "section": "automations",
        "automation": found,
        "sentence": sentences.parts(found.text),
        "texts": sentences.texts(found.text, get_language() or "fi"),
        "decisions": reader.decisions(here.workspace.id, found.id),
    }
    return render(request, "tekstari/automation.html", known)


@page
def decisions(request: HttpRequest, here: Here, name: str) -> HttpResponse:
    found = reader.decisions(here.workspace.id, _find(here, name).id)
    return render(request, "tekstari/parts/decisions.html", {"decisions": found})


@deed(Deed.AUTOMATE)
def switch(request: HttpRequest, here: Here, name: str) -> HttpResponse:
    with in_workspace(here.workspace.id):
        found = _find(here, name)
    turns_on = request.POST.get("on") == "yes"
    act = actions.turn_on if turns_on else actions.turn_off
    try:
        act(here.workspace.id, found.id, by=here.user, now=here.now)
    except Refused as refused:
        status.say(request, reasons.refusal(refused, get_language()))
    else:
        said = _("On: {name}") if turns_on else _("Off: {name}")
        status.say(request, said.format(name=found.name))
    return redirect("automation", here.workspace.slug, name)


def _find(here: Here, name: str) -> reader.Whole:
    found = reader.automation(here.workspace.id, name)
    if found is None:
        raise Http404
    return found
