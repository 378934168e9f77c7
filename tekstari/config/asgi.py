"""Who answers which request: the doors what is fast or long, Django everything else."""

import asyncio
import os
import signal
import threading
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tekstari.config.settings")

from django.core.asgi import get_asgi_application

django = get_asgi_application()

from django.db import connections  # noqa: E402  (after Django's set-up)

from tekstari.data.roles import assert_lowly  # noqa: E402
from tekstari.doors.events import EventDoor  # noqa: E402
from tekstari.doors.http import Receive, Scope, Send  # noqa: E402
from tekstari.doors.streams import StreamDoor  # noqa: E402
from tekstari.doors.threads import in_thread  # noqa: E402

events = EventDoor()
streams = StreamDoor()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["path"] == "/api/v1/events" and scope["method"] == "POST":
        await events(scope, receive, send)
    elif scope["path"] == "/stream" and scope["method"] == "GET":
        await streams(scope, receive, send)
    else:
        await django(scope, receive, send)


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    try:
        await in_thread(_check_roles)
    except SystemExit as refused:
        await send({"type": "lifespan.startup.failed", "message": str(refused)})
        return
    _end_streams_when_asked_to_stop()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    streams.hub.close()
    await send({"type": "lifespan.shutdown.complete"})


def _check_roles() -> None:
    for alias in ("default", "gateway"):
        assert_lowly(connections[alias])


def _end_streams_when_asked_to_stop() -> None:
    """The server waits for open responses before it says shutdown, so streams must hear it first."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def stop(signum: int, frame: Any, before: Any = before) -> None:
            loop.call_soon_threadsafe(streams.hub.close)
            if callable(before):
                before(signum, frame)

        signal.signal(number, stop)
