"""Language and appearance."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from tekstari.actions import preferences
from tekstari.web import words


@require_POST
@login_required
def language(request: HttpRequest) -> HttpResponse:
    preferences.choose_language(request.user, request.POST.get("language", ""))
    return _back(request)


@require_POST
@login_required
def theme(request: HttpRequest) -> HttpResponse:
    preferences.choose_theme(request.user, request.POST.get("theme", ""))
    return _back(request)


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every part of the pages in one place, to look at in all languages and both appearances."""
    return render(request, "tekstari/design.html", {"states": words.STATES, "hues": range(12)})


def _back(request: HttpRequest) -> HttpResponse:
    """The page one came from, without `?lang=`, which would win over the new choice."""
    address = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(address, None):
        return HttpResponseRedirect("/")
    parts = urlsplit(address)
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] != "lang"])
    return HttpResponseRedirect(parts._replace(query=query).geturl())
