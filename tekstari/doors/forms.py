"""The forms in which events may come, each read into rows: JSON, lines of JSON, CloudEvents."""

import json
from collections.abc import AsyncIterator
from enum import Enum
from urllib.parse import unquote

import msgspec

from tekstari.actions.keys import Holder
from tekstari.domain.said import LARGEST, Refusal
from tekstari.doors.http import Problem, Request
from tekstari.doors.taking import LONGEST_LINE, Told, parsed
from tekstari.doors.threads import in_thread

ROWS = 1000  # lines in one batch
BYTES = 4_000_000  # or this much
MOST_ROWS = 1_000_000
BOM = b"\xef\xbb\xbf"  # what some editors put in front


class Form(Enum):
    JSON = ("application/json",)
    LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl")
    CLOUDEVENT = ("application/cloudevents+json",)
    CLOUDEVENTS = ("application/cloudevents-batch+json",)
    BINARY = ()  # a CloudEvent whose attributes are headers


def form_of(request: Request) -> Form:
    """In which form the events come; a Problem when in none that we read."""
    if request.charset not in ("utf-8", "utf8"):
        raise Problem(415, "body.encoding")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "body.encoding")
    found = next((form for form in Form if request.media_type in form.value), None)
    is_json = found is Form.JSON or request.media_type.endswith("+json")
    is_bare = not request.media_type
    if "ce-specversion" in request.headers and (is_bare or (is_json and found in (None, Form.JSON))):
        return Form.BINARY
    if found is None:
        known = ", ".join(kind for form in Form for kind in form.value)
        raise Problem(415, "body.type", known=known)
    return found


async def batches(request: Request, holder: Holder) -> AsyncIterator[list[tuple[int, Told]]]:
    """The events of the request with their line numbers, a batch at a time, as they come."""
    form = form_of(request)
    if form is Form.LINES:
        async for batch in _lines(request, holder):
            yield batch
        return
    content = b"".join([chunk async for chunk in request.content()])
    content = content.removeprefix(BOM).strip()
    if form is Form.BINARY:
        yield [(1, Told(holder, _from_headers(request, content), is_cloudevent=True))]
        return
    if not content:
        raise Problem(400, "body.empty")
    told = [Told(holder, said, form is not Form.JSON) for said in await _whole(content, form)]
    for start in range(0, len(told), ROWS):
        yield list(enumerate(told[start : start + ROWS], start + 1))


async def _whole(content: bytes, form: Form) -> list[object]:
    is_list = content.startswith(b"[")
    if is_list and form is not Form.CLOUDEVENT:
        return await in_thread(_items, content)
    if form is Form.CLOUDEVENTS or not content.startswith(b"{"):
        raise Problem(400, "json.shape" if _is_whole(parsed(content)) else "json.broken")
    said = parsed(content)
    if not _is_whole(said):
        raise Problem(400, "json.broken")
    return [said]


def _is_whole(said: object) -> bool:
    return not isinstance(said, Refusal) or said.reason not in ("json.broken", "text.not_utf8")


def _items(content: bytes) -> list[object]:
    """The array's items, unread where possible: what is wrong inside one is that item's own."""
    items: list[object]
    try:
        items = [bytes(item) for item in msgspec.json.decode(content, type=list[msgspec.Raw])]
    except (msgspec.DecodeError, RecursionError):
        try:
            items = json.loads(content.decode())
        except (ValueError, RecursionError):
            raise Problem(400, "json.broken") from None
    if len(items) > MOST_ROWS:
        raise Problem(413, "body.too_many", most=MOST_ROWS)
    return items


def _from_headers(request: Request, content: bytes) -> object:
    attributes: dict[str, object] = {
        name.removeprefix("ce-"): unquote(value, errors="surrogateescape")
        for name, value in request.headers.items()
        if name.startswith("ce-")
    }
    if not content:
        return attributes
    data = parsed(content)
    if not _is_whole(data):
        raise Problem(400, "json.broken")
    return data if isinstance(data, Refusal) else {**attributes, "data": data}


async def _lines(request: Request, holder: Holder) -> AsyncIterator[list[tuple[int, Told]]]:
    """Lines in batches. A line too long to be an event is dropped as it comes, and refused."""
    batch: list[tuple[int, Told]] = []
    size = number = 0
    async for line in _split(request):
        number += 1
        if number > MOST_ROWS:
            raise Problem(413, "body.too_many", most=MOST_ROWS)
        if isinstance(line, bytes) and not line:
            continue
        batch.append((number, Told(holder, line)))
        size += len(line) if isinstance(line, bytes) else 0
        if len(batch) == ROWS or size > BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


async def _split(request: Request) -> AsyncIterator[bytes | Refusal]:
    rest, is_dropping = b"", False
    async for chunk in request.content():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield _line(line, is_dropping)
            is_dropping = False
        if len(rest) > LONGEST_LINE:
            rest, is_dropping = b"", True
    if rest or is_dropping:
        yield _line(rest, is_dropping)


def _line(line: bytes, is_dropped: bool) -> bytes | Refusal:
    if is_dropped:
        return Refusal("", "event.too_large", {"largest": str(LARGEST)})
    return line.removeprefix(BOM).strip()
