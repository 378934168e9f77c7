"""Errors as RFC 9457 tells them, in the asked language."""

import logging
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db.utils import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tekstari.actions.refusals import Refused
from tekstari.data.sentences import SENTENCES, asked_language, problem, sentence

log = logging.getLogger(__name__)

RETRY_AFTER = "2"  # seconds

#: What the checks of a field are called by the library, and by us.
CHECKS = {
    "missing": "field.missing",
    "string_type": "text.expected",
    "string_unicode": "text.bad_character",
    "string_pattern_mismatch": "text.bad_character",
    "string_too_long": "text.too_long",
    "string_too_short": "text.empty",
    "extra_forbidden": "field.unknown",
    "model_attributes_type": "object.expected",
    "model_type": "object.expected",
    "dict_type": "object.expected",
}


class Problem(Exception):
    """The request gets this answer; `wrong` names fields with their reason ids and values."""

    def __init__(self, status: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
        self.wrong: list[tuple[str, str, Mapping[str, str]]] = []


def wrong_field(field: str, code: str, **values: object) -> Problem:
    """A 422 about one field."""
    found = Problem(422, "input.wrong")
    found.wrong.append((field, code, {name: str(value) for name, value in values.items()}))
    return found


def answer(request: HttpRequest, found: Problem) -> HttpResponse:
    language = language_of(request)
    body = problem(found.status, found.code, language, found.values)
    if found.wrong:
        body["errors"] = [
            {"field": field, "reason": sentence(code, language, values), "code": code}
            for field, code, values in found.wrong
        ]
    response = JsonResponse(body, status=found.status, content_type="application/problem+json")
    response.headers["Content-Language"] = language
    if found.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if found.status == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def language_of(request: HttpRequest) -> str:
    return asked_language(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""))


def explain_all(api: NinjaAPI) -> None:
    """Give every exception that can leave an operation its answer."""
    kinds: list[type[Exception]] = [Exception, Problem, Http404, HttpError, ValidationError]
    kinds += [AuthenticationError, RequestDataTooBig, OperationalError, InterfaceError, Refused]
    for kind in kinds:
        api.add_exception_handler(kind, lambda request, error: answer(request, explain(error)))


def explain(error: Exception) -> Problem:
    """The problem behind an exception."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HttpError) and isinstance(error.__cause__, Problem):
        return error.__cause__
    if isinstance(error, ValidationError):
        return _explain_fields(error)
    if isinstance(error, Refused):
        code = error.reason if error.reason in SENTENCES else "not_now"
        return Problem(409, code, **error.values)
    for kind, status, code in KINDS:
        if isinstance(error, kind):
            return Problem(status, code)
    # The kind only: an error's message could quote a phone number or a text.
    log.error("the API failed: %s", type(error).__qualname__)
    return Problem(500, "server.error")


KINDS: list[tuple[type[Exception], int, str]] = [
    (AuthenticationError, 401, "key.missing"),
    (Http404, 404, "not_found"),
    (RequestDataTooBig, 413, "request.too_large"),
    (OperationalError, 503, "database.away"),
    (InterfaceError, 503, "database.away"),
    (HttpError, 400, "json.broken"),
]


def _explain_fields(error: ValidationError) -> Problem:
    found = Problem(422, "input.wrong")
    for one in error.errors:
        code = CHECKS.get(one["type"], one["type"])
        context: dict[str, Any] = one.get("ctx", {})
        values = {"longest": str(context.get("max_length", "")), **_texts(context)}
        field = ".".join(str(part) for part in one["loc"][2 if one["loc"][0] == "body" else 1 :])
        found.wrong.append((field, code if code in SENTENCES else "value.wrong", values))
    return found


def _texts(context: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in context.items() if isinstance(value, str | int)}
