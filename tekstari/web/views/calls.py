"""The call list: whom to call now, why, and what came of it."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tekstari.actions import calls as actions
from tekstari.actions.refusals import Refused
from tekstari.data import convert
from tekstari.data.access import in_workspace
from tekstari.data.ids import read_id, shown
from tekstari.data.readers import calls as reader
from tekstari.domain.calls.outcomes import TRIES, Outcome, follows
from tekstari.domain.roles import Deed
from tekstari.web import reasons, status, times, words
from tekstari.web.forms import written
from tekstari.web.here import Here, deed, page

#: The five outcomes of the keys 1-5, each with what it sets off.
OUTCOMES = {
    "reached": gettext_lazy("Leaves the list."),
    "no_answer": gettext_lazy("Comes back to the list later."),
    "callback": gettext_lazy("Comes back at the time you choose."),
    "wrong_number": gettext_lazy("Texts to this number stop."),
    "do_not_call": gettext_lazy("Leaves the list. Is not called again."),
}


@page
def calls(request: HttpRequest, here: Here) -> HttpResponse:
    return render(request, "tekstari/calls.html", _list(here))


@page
def queue(request: HttpRequest, here: Here) -> HttpResponse:
    known = _list(here) | {"call": {"id": request.GET.get("opened", "")}}
    return render(request, "tekstari/parts/queue.html", known)


@page
def call(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    return render(request, "tekstari/calls.html", _opened(here, id))


@deed(Deed.ANSWER)
def take_next(request: HttpRequest, here: Here) -> HttpResponse:
    """The best one that can still be called, chosen at this moment."""
    task = actions.claim_next(here.workspace.id, by=here.user, now=here.now)
    if task is None:
        status.say(request, _("Nobody waits for a call now."))
        return redirect("calls", here.workspace.slug)
    return redirect("call", here.workspace.slug, shown("cal", task.id))


@deed(Deed.ANSWER)
def take(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    try:
        actions.claim(here.workspace.id, _key(here, id), by=here.user, now=here.now)
    except Refused as refused:
        status.say(request, reasons.refusal(refused, get_language()))
    return redirect("call", here.workspace.slug, id)


@deed(Deed.ANSWER)
def dial(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    """Told beside the call link: others see that somebody is on the phone."""
    try:
        actions.begin_call(here.workspace.id, _key(here, id), by=here.user, now=here.now)
    except Refused:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@deed(Deed.ANSWER)
def outcome(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    chosen = request.POST.get("outcome", "")
    note = written(request, "note")
    at = _moment(request.POST.get("at", ""), here)
    try:
        actions.finish(
            here.workspace.id,
            _key(here, id),
            outcome=chosen,
            note=note,
            callback_at=at if chosen == "callback" else None,
            by=here.user,
            now=here.now,
        )
    except Refused as refused:
        return _refused(request, here, id, refused)
    status.say(request, _("Saved: {outcome}").format(outcome=_word(chosen)))
    return take_next(request, slug=here.workspace.slug)


@deed(Deed.ANSWER)
def release(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    note = written(request, "note")
    try:
        actions.give_back(here.workspace.id, _key(here, id), note=note, by=here.user, now=here.now)
    except Refused as refused:
        status.say(request, reasons.refusal(refused, get_language()))
    return redirect("calls", here.workspace.slug)


def _refused(request: HttpRequest, here: Here, id: str, refused: Refused) -> HttpResponse:
    with in_workspace(here.workspace.id):
        known = _opened(here, id) | {
            "refused": reasons.refusal(refused, get_language()),
            "chosen": request.POST.get("outcome", ""),
            "note": written(request, "note"),
        }
        response = render(request, "tekstari/calls.html", known, status=409)
    response["HX-Push-Url"] = "false"  # a reload must come back to the call
    return response


def _word(outcome: str) -> str:
    return str(words.word(words.OUTCOMES, outcome).text)


def _key(here: Here, id: str) -> UUID:
    found = read_id("cal", id)
    with in_workspace(here.workspace.id):
        if found is None or not reader.is_known(here.workspace.id, found):
            raise Http404
    return found


def _moment(text: str, here: Here) -> datetime | None:
    """What a `datetime-local` field says, in the company's zone."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None:
        return None
    return found.replace(tzinfo=ZoneInfo(here.workspace.zone))


def _list(here: Here) -> dict[str, Any]:
    found = reader.queue(here.workspace.id, user_id=here.user.pk, now=here.now)
    return {"section": "calls", "queue": found}


def _opened(here: Here, id: str) -> dict[str, Any]:
    found = read_id("cal", id)
    task = found and reader.call(here.workspace.id, found, user_id=here.user.pk, now=here.now)
    if not task:
        raise Http404
    return _list(here) | {"call": task, "outcomes": _outcomes(here, task.tries + 1)}


def _outcomes(here: Here, tries: int) -> list[dict[str, str]]:
    """Each outcome with its consequence in words, before it is chosen."""
    found = [{"code": code, "then": str(then)} for code, then in OUTCOMES.items()]
    found[1]["then"] = _after_no_answer(here, tries)
    return found


def _after_no_answer(here: Here, tries: int) -> str:
    hours = convert.setting_of(here.workspace).hours
    then = follows(Outcome.NO_ANSWER, tries=tries, callback_at=None, hours=hours, now=here.now)
    if then.not_before is None:
        return _("Leaves the list: not reached in {n} tries.").format(n=tries)
    zone = ZoneInfo(here.workspace.zone)
    at = times.moment(then.not_before, zone, (get_language() or "en")[:2], here.now)
    return _("Comes back: {at}. Tries: {n}/{most}").format(at=at, n=tries, most=TRIES)
