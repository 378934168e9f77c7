"""The API's description as a page to read, made of the same description machines get."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; }
tr { border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
th { font-weight: 600; white-space: nowrap; }
pre { padding: .75rem 1rem; overflow-x: auto; border-radius: .5rem;
  background: color-mix(in srgb, currentColor 7%, transparent); }
"""
POLICY = (
    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)
EXAMPLE = """curl {address}events \\
  -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
  -d '{{"source": "shop", "id": "10042-placed", "type": "order.placed",
       "contact": {{"phone": "040 123 4567"}}, "record": {{"kind": "order", "key": "10042"}}}}'"""


def page(request: HttpRequest, schema: Mapping[str, Any]) -> HttpResponse:
    operations = [
        (method.upper(), path, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    body = format_html(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} API</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>{style}</style></head><body><h1>{title} API</h1><p>{about}</p>"
        "<pre><code>{example}</code></pre>"
        '<p><a href="openapi.json">openapi.json</a></p>{operations}</body></html>',
        title=schema["info"]["title"],
        about=schema["info"]["description"],
        style=SafeString(STYLE),
        example=EXAMPLE.format(address=request.build_absolute_uri("./")),
        operations=_joined(_operation(schema, *one) for one in operations),
    )
    response = HttpResponse(body)
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _operation(schema: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]) -> SafeString:
    rows = [(one["name"], _kind(one["schema"]), one.get("description", "")) for one in _asked(operation)]
    return format_html(
        "<section><h2><code>{} {}</code></h2><p>{}</p>{}{}<table>{}</table></section>",
        method,
        path,
        operation.get("description") or operation["summary"],
        _table(rows),
        _joined(_body(schema, kind, one["schema"]) for kind, one in _content(operation)),
        _joined(_row(status, one["description"]) for status, one in operation["responses"].items()),
    )


def _asked(operation: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return operation.get("parameters", [])


def _content(operation: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    return operation.get("requestBody", {}).get("content", {}).items()


def _body(schema: Mapping[str, Any], kind: str, said: Mapping[str, Any]) -> SafeString:
    fields = _resolved(schema, said).get("properties", {})
    rows = [(name, _kind(one), one.get("description", "")) for name, one in fields.items()]
    return format_html("<p>Content: <code>{}</code></p>{}", kind, _table(rows))


def _resolved(schema: Mapping[str, Any], said: Mapping[str, Any]) -> Mapping[str, Any]:
    """The shape behind a reference; of several, the first."""
    said = next(iter(said.get("anyOf", [said])))
    name = said.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = schema["components"]["schemas"][name] if name else said
    return found


def _kind(said: Mapping[str, Any]) -> str:
    kinds = said.get("anyOf", [said])
    names = [one.get("format") or one.get("type") or "" for one in kinds]
    return " or ".join(str(name) for name in names if name)


def _table(rows: list[tuple[str, str, str]]) -> SafeString:
    if not rows:
        return SafeString("")
    cells = _joined(
        format_html("<tr><th><code>{}</code></th><td>{}</td><td>{}</td></tr>", *row) for row in rows
    )
    return format_html("<table>{}</table>", cells)


def _row(name: object, told: str) -> SafeString:
    return format_html("<tr><th>{}</th><td>{}</td></tr>", name, told)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
