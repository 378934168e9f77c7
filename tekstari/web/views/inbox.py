"""The inbox: who needs an answer, and the conversation with them."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from tekstari.actions import conversations, doubts, messages
from tekstari.actions.refusals import Refused
from tekstari.data import clock
from tekstari.data.access import in_workspace
from tekstari.data.ids import read_id
from tekstari.data.readers import details as reader_of_details
from tekstari.data.readers import inbox as reader
from tekstari.domain.roles import Deed
from tekstari.web import reasons, status
from tekstari.web.forms import written
from tekstari.web.here import Here, deed, page

VIEWS = {
    "open": gettext_lazy("Open"),
    "mine": gettext_lazy("Mine"),
    "person": pgettext_lazy("view", "For a person"),
    "handled": gettext_lazy("Handled"),
}


@page
def inbox(request: HttpRequest, here: Here) -> HttpResponse:
    return render(request, "tekstari/inbox.html", _list(request, here))


@page
def rows(request: HttpRequest, here: Here) -> HttpResponse:
    known = _list(request, here) | {"conversation": {"id": request.GET.get("opened", "")}}
    return render(request, "tekstari/parts/rows.html", known)


@page
def count(request: HttpRequest, here: Here, kind: str) -> HttpResponse:
    return render(request, "tekstari/parts/count_inside.html", {"kind": kind})


@page
def conversation(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    return render(request, "tekstari/inbox.html", _opened(request, here, id))


@page
def thread(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    head = head_of(here, id)
    return render(request, "tekstari/parts/thread.html", {"conversation": head} | _texts(here, head))


@page
def details(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    found = reader_of_details.details(here.workspace.id, head_of(here, id))
    return render(request, "tekstari/parts/details.html", {"details": found})


@deed(Deed.ANSWER)
def reply(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    head = head_of(here, id)
    text = written(request, "text")
    seen = read_id("msg", request.POST.get("seen", ""))
    try:
        if not text:
            raise Refused("text.empty")
        messages.write(here.workspace.id, head.pk, text=text, by=here.user, seen=seen, now=here.now)
    except Refused as no:
        return refused(request, here, id, text, no)
    return redirect("conversation", here.workspace.slug, id)


def refused(request: HttpRequest, here: Here, id: str, text: str, no: Refused) -> HttpResponse:
    """The same page with the reason and the text, so that nothing typed is lost."""
    with in_workspace(here.workspace.id):
        known = _opened(request, here, id)
        known |= {"refused": reasons.refusal(no, get_language()), "draft": text}
        response = render(request, "tekstari/inbox.html", known, status=409)
    response["HX-Push-Url"] = "false"  # a reload must come back to the conversation
    return response


@deed(Deed.READ)
def read(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    """Read by a person of the company: a viewer's look leaves it unread for those who answer."""
    if here.may(Deed.ANSWER):
        conversations.mark_read(here.workspace.id, head_of(here, id).pk)
    return HttpResponse(status=204)


@deed(Deed.ANSWER)
def done(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    """Handled; the next row opens."""
    workspace_id = here.workspace.id
    head = head_of(here, id)
    following = _next(request, here, id)
    conversations.mark_done(workspace_id, head.pk, by=here.user, now=clock.real_now())
    undo = reverse("conversation_reopen", args=[here.workspace.slug, id])
    status.say(request, _("Done: {name}").format(name=head.name), undo)
    if following:
        address = reverse("conversation", args=[here.workspace.slug, following])
    else:
        address = reverse("inbox", args=[here.workspace.slug])
    return redirect(address + _query(request))


@deed(Deed.ANSWER)
def reopen(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    conversations.reopen(here.workspace.id, head_of(here, id).pk, by=here.user, now=clock.real_now())
    return redirect("conversation", here.workspace.slug, id)


@deed(Deed.ANSWER)
def take(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    conversations.take(here.workspace.id, head_of(here, id).pk, by=here.user)
    return redirect("conversation", here.workspace.slug, id)


@deed(Deed.ANSWER)
def release(request: HttpRequest, here: Here, id: str) -> HttpResponse:
    conversations.release(here.workspace.id, head_of(here, id).pk, by=here.user)
    return redirect("conversation", here.workspace.slug, id)


def _key(id: str) -> UUID:
    found = read_id("cnv", id)
    if found is None:
        raise Http404
    return found


def head_of(here: Here, id: str) -> reader.Head:
    with in_workspace(here.workspace.id):
        found = reader.head(here.workspace.id, _key(id))
    if found is None:
        raise Http404
    return found


def _view(request: HttpRequest) -> str:
    asked = request.GET.get("view", "open")
    return asked if asked in VIEWS else "open"


def _query(request: HttpRequest) -> str:
    view = _view(request)
    return "" if view == "open" else "?" + urlencode({"view": view})


def _before(request: HttpRequest) -> datetime | None:
    try:
        found = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _list(request: HttpRequest, here: Here, opened: str = "") -> dict[str, Any]:
    view, before = _view(request), _before(request)
    found, older = reader.rows(here.workspace.id, view=view, user_id=here.user.pk, before=before)
    address = reverse("inbox", args=[here.workspace.slug])
    query = {"view": view, "opened": opened}
    if before:
        query["before"] = before.isoformat()
    return {
        "section": "inbox",
        "rows": found,
        "view_query": _query(request),
        "rows_url": reverse("rows", args=[here.workspace.slug]) + "?" + urlencode(query),
        "more_url": older and f"{address}?{urlencode({'view': view, 'before': older.isoformat()})}",
        "choices": [
            {"url": f"{address}?view={code}", "text": text, "is_chosen": code == view}
            for code, text in VIEWS.items()
        ],
    }


def _opened(request: HttpRequest, here: Here, id: str) -> dict[str, Any]:
    head = head_of(here, id)
    return _list(request, here, id) | {
        "conversation": head,
        **_texts(here, head),
        "details": reader_of_details.details(here.workspace.id, head),
    }


def _texts(here: Here, head: reader.Head) -> dict[str, Any]:
    """The texts, and what there is to say of them besides their states."""
    items = reader.thread(here.workspace.id, head.pk)
    ids = {item.id: key for item in items if (key := read_id("msg", item.id))}
    found = doubts.standings(here.workspace.id, list(ids.values()))
    return {
        "items": [(item, found.get(ids[item.id])) for item in items],
        "seen": items[-1].id if items else "",
    }


def _next(request: HttpRequest, here: Here, id: str) -> str:
    """The row after this one in the list it was opened from."""
    with in_workspace(here.workspace.id):
        found, _older = reader.rows(here.workspace.id, view=_view(request), user_id=here.user.pk, before=None)
    ids = [row.id for row in found]
    if id not in ids:
        return ids[0] if ids else ""
    place = ids.index(id)
    return (ids[place + 1 :] + ids[:place][-1:] + [""])[0]
