"""As much of HTTP as a door needs, on plain ASGI."""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import msgspec

from tekstari.data.sentences import asked_language, problem

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 64_000_000
RETRY_AFTER = "2"  # seconds


class Problem(Exception):
    """The request as a whole gets this answer and no other."""

    def __init__(self, status: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}


class Gone(Exception):
    """The client went away in the middle of its request."""


class Request:
    """Headers, query and content of one request."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        self.query = scope.get("query_string", b"").decode("latin-1")
        self._receive = receive

    @property
    def language(self) -> str:
        chosen = self.asked("lang")
        return asked_language(chosen, self.headers.get("accept-language", ""))

    def asked(self, name: str) -> str:
        """The value of a query parameter, or nothing."""
        return parse_qs(self.query).get(name, [""])[-1]

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        _, _, parameters = self.headers.get("content-type", "").lower().partition("charset=")
        return parameters.partition(";")[0].strip(' "') or "utf-8"

    async def content(self) -> AsyncIterator[bytes]:
        """The content as it comes; never more of it than `MOST_BYTES`."""
        announced = self.headers.get("content-length", "")
        size = int(announced) if announced.isdecimal() else 0
        self._check(size)
        size, is_more = 0, True
        while is_more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Gone
            chunk = message.get("body", b"")
            size += len(chunk)
            self._check(size)
            if chunk:
                yield chunk
            is_more = message.get("more_body", False)

    def _check(self, size: int) -> None:
        if size > MOST_BYTES:
            raise Problem(413, "body.too_large", most=MOST_BYTES // 1_000_000)


async def answer(send: Send, status: int, body: object, headers: dict[str, str]) -> None:
    """Send `body` as JSON."""
    content = msgspec.json.encode(body)
    said = {"content-type": "application/json", "content-length": str(len(content)), **headers}
    raw = [(name.encode(), value.encode()) for name, value in said.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": content})


async def answer_problem(send: Send, found: Problem, language: str) -> None:
    """Send the problem in the asked language, with the headers its status calls for."""
    headers = {"content-type": "application/problem+json", "content-language": language}
    if found.status == 401:
        headers["www-authenticate"] = "Bearer"
    if found.status == 503:
        headers["retry-after"] = RETRY_AFTER
    if found.status in (400, 401, 413, 415):
        headers["connection"] = "close"  # the rest of the content is not waited for
    body = problem(found.status, found.code, language, found.values)
    await answer(send, found.status, body, headers)
