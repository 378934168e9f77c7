"""Event streams: ``/stream?workspace=<slug>`` tells an open page which of its parts to ask for anew.

On plain ASGI, because under Django every open stream would hold a thread. A stream carries names
and ids, never a text; the page's own request for the part is checked like every other.
"""

import asyncio
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.signals import user_logged_out
from django.db.utils import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import HttpRequest

from tekstari.data import live
from tekstari.data.readers.listing import workspace_of_member
from tekstari.doors.http import Problem, Receive, Request, Scope, Send, answer_problem
from tekstari.doors.hub import Hub, Stream
from tekstari.doors.threads import in_thread

QUIET = 20.0  # seconds after which a comment keeps the connection alive
RECHECK = 60.0  # seconds between two looks at the reader's rights
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class StreamDoor:
    """Sends each page what is new in its workspace."""

    def __init__(self) -> None:
        self.hub = Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        session, slug = session_key(request), request.asked("workspace")
        try:
            workspace = await in_thread(readable_workspace, session, slug)
        except Problem as found:
            return await answer_problem(send, found, request.language)
        except (OperationalError, InterfaceError):
            return await answer_problem(send, Problem(503, "database.away"), request.language)
        stream = Stream(workspace, live.session_hash(session))
        gone = asyncio.create_task(_until_gone(receive, stream))
        self.hub.join(stream)
        try:
            await self._send(send, stream, session, slug)
        finally:
            self.hub.leave(stream)
            gone.cancel()

    async def _send(self, send: Send, stream: Stream, session: str, slug: str) -> None:
        now = asyncio.get_running_loop().time
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
        checked = now()
        while not stream.is_ended:
            news = await stream.news(QUIET)
            if now() - checked > RECHECK:
                if not await _may_still_read(session, slug):
                    break
                checked = now()
            said = "".join(f"event: {name}\ndata: {id}\n\n" for name, id in news) or ": quiet\n\n"
            body = {"type": "http.response.body", "body": said.encode(), "more_body": True}
            await send(body)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def session_key(request: Request) -> str:
    """The session in the browser's cookie, or nothing."""
    with suppress(CookieError):
        found = SimpleCookie(request.headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
        return found.value if found else ""
    return ""


def readable_workspace(session: str, slug: str) -> str:
    """The id of the workspace that the session's user belongs to; raises a Problem when there is none."""
    request: Any = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session or None)
    user = get_user(request)
    if not user.is_authenticated:
        raise Problem(401, "session.none")
    found = workspace_of_member(user.pk, slug)
    if found is None:
        raise Problem(404, "not_found")
    return str(found)


@receiver(user_logged_out, dispatch_uid="tekstari.doors.streams")
def end_streams(request: HttpRequest, **_: object) -> None:
    if key := request.session.session_key:
        live.end_session(key)


async def _may_still_read(session: str, slug: str) -> bool:
    try:
        await in_thread(readable_workspace, session, slug)
    except (Problem, OperationalError, InterfaceError):
        return False  # the page opens a new stream when it may
    return True


async def _until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()
