"""The API's own description: every status that every operation gives, the event door's included."""

from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI

from tekstari.api.v1 import shapes

PROBLEM = "application/problem+json"
MEANS = {
    400: "The request cannot be read, or a key stands in its address.",
    401: "The key is missing, unknown or revoked.",
    404: "There is no such thing in this workspace.",
    409: "It cannot be done as things are.",
    413: "The request is too large.",
    415: "The type of the content is not known.",
    422: "Something in the request is wrong; the fields are named.",
    503: "The database is away or too much is going on: come again after Retry-After.",
}
ALWAYS = (400, 401, 503)

LANGUAGE = {
    "name": "lang",
    "in": "query",
    "description": "The language of sentences, before Accept-Language.",
    "schema": {"type": "string", "examples": ["fi", "sv", "en"]},
}


def says(*statuses: int, is_open: bool = False) -> dict[str, Any]:
    """What an operation can answer beside its own; `is_open` when it asks for no key."""
    given = sorted({*statuses, *(() if is_open else ALWAYS)})
    return {"responses": {status: _problem(status) for status in given}, "parameters": [LANGUAGE]}


def described(api: NinjaAPI, prefix: str) -> dict[str, Any]:
    """The whole description, OpenAPI 3.1."""
    schema: dict[str, Any] = dict(NinjaAPI.get_openapi_schema(api, path_prefix=prefix))
    parts = schema["components"]["schemas"]
    for shape in (shapes.Problem, shapes.Taken):
        found = shape.model_json_schema(ref_template="#/components/schemas/{model}")
        parts |= found.pop("$defs", {})
        parts[shape.__name__] = found
    parts |= EVENT_SHAPES
    schema["paths"].setdefault(f"{prefix}events", {})["post"] = EVENT_DOOR
    return schema


def _problem(status: int) -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": MEANS.get(status, HTTPStatus(status).phrase), "content": content}


def _taken(description: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Taken"}}}
    return {"description": description, "content": content}


def _text(most: int, **more: Any) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": r"^[^\x00]*\S", **more}


SCALARS = {
    "type": "object",
    "maxProperties": 64,
    "additionalProperties": {"type": ["string", "number", "boolean", "null"], "maxLength": 2000},
}
EVENT_SHAPES: dict[str, Any] = {
    "EventIn": {
        "type": "object",
        "title": "Something that happened",
        "required": ["source", "id", "type"],
        "properties": {
            "source": _text(200, description="The system that tells it."),
            "id": _text(200, description="Source and id together name the event once."),
            "type": _text(100, examples=["order.placed"]),
            "time": {"type": "string", "format": "date-time", "description": "When; now if absent."},
            "subject": {"type": "string", "maxLength": 200},
            "contact": {
                "type": "object",
                "description": "To whom: a phone, the company's own key, or both.",
                "properties": {
                    "phone": {"type": "string", "examples": ["040 123 4567"]},
                    "key": {"type": "string", "maxLength": 200},
                    "name": {"type": "string", "maxLength": 200},
                    "language": {"type": "string", "examples": ["fi", "sv", "en"]},
                    "groups": {"type": "array", "maxItems": 20, "items": _text(80)},
                    "fields": SCALARS,
                },
                "additionalProperties": False,
            },
            "record": {
                "type": "object",
                "description": "About which thing: vehicle ABC-123.",
                "required": ["kind", "key"],
                "properties": {"kind": _text(60), "key": _text(200), "fields": SCALARS},
                "additionalProperties": False,
            },
            "data": {"type": "object", "description": "Anything else.", "maxProperties": 64},
        },
        "additionalProperties": False,
    },
    "CloudEvent": {
        "type": "object",
        "title": "A CloudEvent; contact and record are inside its data",
        "required": ["specversion", "source", "id", "type"],
        "properties": {
            "specversion": {"const": "1.0"},
            "source": _text(200),
            "id": _text(200),
            "type": _text(100),
            "time": {"type": "string", "format": "date-time"},
            "subject": _text(200),
            "datacontenttype": {"type": "string", "examples": ["application/json"]},
            "data": {"type": "object"},
        },
    },
}
ONE = {"$ref": "#/components/schemas/EventIn"}
CLOUD = {"$ref": "#/components/schemas/CloudEvent"}
EVENT_DOOR: dict[str, Any] = {
    "operationId": "take_events",
    "summary": "Tell what happened",
    "description": (
        "One event, an array, or lines of JSON (100 000 and more); also CloudEvents, structured,"
        " batched or binary (the header ce-specversion with the others, the data as content). The"
        " same source and id is one event. Bad lines are answered by their number and the good ones"
        " are kept. Acknowledged events are committed."
    ),
    "tags": ["events"],
    "parameters": [LANGUAGE],
    "security": [{"KeyHolder": []}],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"anyOf": [ONE, {"type": "array", "items": ONE}]}},
            "application/x-ndjson": {"schema": {"type": "string"}},
            "application/cloudevents+json": {"schema": CLOUD},
            "application/cloudevents-batch+json": {"schema": {"type": "array", "items": CLOUD}},
        },
    },
    "responses": {
        "200": _taken("What became of the events, also when all were known."),
        "422": _taken("Every event was refused."),
        **{str(status): _problem(status) for status in (400, 401, 413, 415, 503)},
    },
}
