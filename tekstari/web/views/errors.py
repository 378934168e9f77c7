"""What a person is told when a page cannot be shown: what happened, then what to do."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from tekstari.web.middleware import chosen_language

log = logging.getLogger("tekstari.web")


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "tekstari/error.html", {"title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: object = None) -> HttpResponse:
    text = _("The address or the form was not understood. Go back and try again.")
    return _page(request, 400, _("Not understood"), text)


def forbidden(request: HttpRequest, exception: object = None) -> HttpResponse:
    text = _("Your role does not allow this. Ask an administrator for help.")
    return _page(request, 403, _("Not allowed for your role"), text)


def not_found(request: HttpRequest, exception: object = None) -> HttpResponse:
    text = _("The page is not here, or you may not see it. Check the address.")
    return _page(request, 404, _("Not found"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    with override(_safe_language(request)):
        text = _("Tekstari could not show this page. Your data is safe. Try again in a moment.")
        return _page(request, 500, _("This did not work"), text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _("The page had been open for too long. Go back, load it again and try once more.")
    return _page(request, 403, _("Load the page again"), text)


def _safe_language(request: HttpRequest) -> Any:
    """The person's language, or English when even asking for it fails (the database is gone)."""
    try:
        return chosen_language(request)
    except Exception:
        log.warning("the language of an error page could not be asked")
        return "en"
