"""What a person is told when a page cannot be shown: what happened, then what to do."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _


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
    """Drawn without the database, which may be what is gone."""
    is_away = isinstance(sys.exc_info()[1], OperationalError)
    with override(get_language_from_request(request)[:2]):
        if is_away:
            text = _("The database cannot be reached. Nothing is lost. Try again in a moment.")
        else:
            text = _("Tekstari could not show this page. Your data is safe. Try again in a moment.")
        known = {"title": _("This did not work"), "text": text}
        page = render_to_string("tekstari/error.html", known)
    return HttpResponse(page, status=503 if is_away else 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _("The page had been open for too long. Go back, load it again and try once more.")
    return _page(request, 403, _("Load the page again"), text)
