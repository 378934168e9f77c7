"""The practice phones: write as a customer, make something happen, move the clock."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from tekstari.actions import simulator
from tekstari.actions.refusals import Refused
from tekstari.data import clock as clocks
from tekstari.data.access import in_workspace
from tekstari.data.readers import phones as reader
from tekstari.domain.roles import Deed
from tekstari.web import reasons, status
from tekstari.web.forms import written
from tekstari.web.here import Here, deed, page, page_and_deed

STEPS = (
    {"code": "1h", "text": gettext_lazy("+1 h"), "by": timedelta(hours=1)},
    {"code": "2h", "text": gettext_lazy("+2 h"), "by": timedelta(hours=2)},
    {"code": "1d", "text": gettext_lazy("+1 day"), "by": timedelta(days=1)},
)
PHONE = re.compile(r"\+\d{6,15}")
SAMPLES = (
    {"id": "order.placed", "text": gettext_lazy("An order is placed")},
    {"id": "stock.arrived", "text": gettext_lazy("The product arrives")},
    {"id": "service.completed", "text": gettext_lazy("A service is completed")},
    {"id": "call.received", "text": gettext_lazy("The customer calls")},
)


def _practice(here: Here) -> None:
    if not here.workspace.is_simulated:
        raise Http404


@page
def phones(request: HttpRequest, here: Here) -> HttpResponse:
    _practice(here)
    known = {
        "section": "phones",
        "phones": reader.phones(here.workspace.id),
        "samples": SAMPLES,
    }
    return render(request, "tekstari/phones.html", known | _clock(here))


@page_and_deed(Deed.ANSWER)
def phone(request: HttpRequest, here: Here, number: str) -> HttpResponse:
    """GET: what the phone shows. POST: its owner writes a text."""
    _practice(here)
    with in_workspace(here.workspace.id):
        if not PHONE.fullmatch(number) or not reader.is_practice(here.workspace.id, number):
            raise Http404
    if request.method == "POST":
        return _write(request, here, number)
    return _phone(request, here, number)


def _write(request: HttpRequest, here: Here, number: str) -> HttpResponse:
    """Back to all phones; a page that stays where it is only gets this phone's texts."""
    text, is_done = written(request, "text"), True
    if text:
        is_done = _try(
            request,
            lambda: simulator.write(
                here.workspace.id, phone=number, text=text, to=None, real_now=clocks.real_now()
            ),
        )
    if not request.htmx or request.htmx.boosted:
        return redirect("phones", here.workspace.slug)
    if not is_done:
        return HttpResponseClientRedirect(reverse("phones", args=[here.workspace.slug]))
    with in_workspace(here.workspace.id):
        return _phone(request, here, number)


def _phone(request: HttpRequest, here: Here, number: str) -> HttpResponse:
    items = reader.texts(here.workspace.id, number)
    return render(request, "tekstari/parts/phone.html", {"items": items})


@page_and_deed(Deed.ANSWER)
def clock(request: HttpRequest, here: Here) -> HttpResponse:
    """GET: the example's time. POST: it is moved on, and what falls due on the way is done."""
    _practice(here)
    if request.method != "POST":
        return render(request, "tekstari/parts/clock.html", _clock(here))
    step = next((step for step in STEPS if step["code"] == request.POST.get("by")), None)
    if step:
        _try(
            request,
            lambda: simulator.move_clock(here.workspace.id, advance=step["by"], real_now=clocks.real_now()),
        )
    return redirect("phones", here.workspace.slug)


@deed(Deed.ANSWER)
def happen(request: HttpRequest, here: Here) -> HttpResponse:
    """One of the example's events, as if the company's system had told it."""
    _practice(here)
    kind = request.POST.get("sample", "")
    sample = next((known for known in SAMPLES if known["id"] == kind), None)
    with in_workspace(here.workspace.id):
        found = reader.phones(here.workspace.id)
    if sample is None or not found:
        raise Http404
    chosen = next((p for p in found if p.number == request.POST.get("phone")), found[0])
    _try(
        request,
        lambda: simulator.tell(here.workspace.id, kind, chosen.contact_id, here.now, clocks.real_now()),
        said=_("{what}: {name}").format(what=sample["text"], name=chosen.name),
    )
    return redirect("phones", here.workspace.slug)


def _try(request: HttpRequest, act: Callable[[], object], said: str = "") -> bool:
    """Do it and say so, or say why not."""
    is_done = True
    try:
        act()
    except Refused as refused:
        said, is_done = reasons.refusal(refused, get_language()), False
    if said:
        status.say(request, said)
    return is_done


def _clock(here: Here) -> dict[str, Any]:
    return {
        "clock": clocks.now_in(here.workspace.id),
        "is_moving": simulator.clock_is_moving(here.workspace.id),
        "steps": STEPS,
    }
