"""What happens around every page: its language, and what a browser may load into it."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_request

from tekstari.web.words import LANGUAGES

Answer = Callable[[HttpRequest], HttpResponse]

#: Everything a page loads is its own; no inline script or style, so no text can become either.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def chosen_language(request: HttpRequest) -> str:
    """`?lang=`, else the person's choice, else what the browser asks for."""
    asked = request.GET.get("lang") or _language_of_page(request)
    if asked in LANGUAGES:
        return asked
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.language in LANGUAGES:
        return str(user.language)
    return get_language_from_request(request)[:2]


def _language_of_page(request: HttpRequest) -> str:
    """A piece of a page speaks the language of the page that asks for it."""
    if "HX-Boosted" in request.headers:
        return ""
    address = urlsplit(request.headers.get("HX-Current-URL", ""))
    return parse_qs(address.query).get("lang", [""])[-1]


def language(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        with translation.override(chosen_language(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response

    return answer


def content_security(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            # A shared computer's Back button must not show a company's messages after log-out.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer
