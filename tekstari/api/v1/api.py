"""The API for machines, version 1: its operations, errors, description and readable pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.parser import Parser

from tekstari.api import docs, openapi
from tekstari.api.auth import KeyHolder
from tekstari.api.problems import Problem, answer, explain_all
from tekstari.api.v1 import automations, call_tasks, contacts, events, health, messages, simulator

PREFIX = "/api/v1/"


class JsonParser(Parser):
    """Reads JSON only, and only what says it is JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Problem(415, "body.type", known="application/json")
        return super().parse_body(request)


class Api(NinjaAPI):
    """Every answer, also to what does not exist, is JSON in the asked language."""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        own = [path("openapi.json", description), path("docs", readable)]
        last = path("<path:rest>", csrf_exempt(nothing_here))
        routers = [url for router in self._get_bound_routers() for url in router.urls_paths(router.prefix)]
        return [*own, *map(_explained, routers), last]


def _explained(url: Any) -> URLPattern:
    """The same address; a method it does not have is answered like every error."""
    view: Callable[..., HttpResponseBase] = url.callback

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        told = answer(request, Problem(405, "method.unknown"))
        told.headers["Allow"] = response.headers["Allow"]
        return told

    url.callback = asked
    return url


def description(request: HttpRequest) -> HttpResponse:
    return JsonResponse(openapi.described(api, PREFIX))


def readable(request: HttpRequest) -> HttpResponse:
    return docs.page(request, openapi.described(api, PREFIX))


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    return answer(request, Problem(404, "not_found"))


api = Api(
    title="Tekstari",
    version="1",
    description="Say what happened, read what was sent and answered. All times have a zone.",
    auth=KeyHolder(),
    parser=JsonParser(),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
explain_all(api)
api.add_router("", health.router)
api.add_router("events", events.router)
api.add_router("contacts", contacts.router)
api.add_router("messages", messages.router)
api.add_router("call-tasks", call_tasks.router)
api.add_router("", automations.router)
api.add_router("simulator", simulator.router)
