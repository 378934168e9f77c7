"""Event streams: who may listen, what is told, and when a stream ends."""

import asyncio
from collections.abc import Coroutine
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from tekstari.actions import users
from tekstari.data import clock, live
from tekstari.data.access import in_workspace
from tekstari.data.ids import new_id
from tekstari.data.models import Membership, User, Workspace
from tekstari.domain.roles import Role
from tekstari.doors import streams
from tekstari.doors.streams import StreamDoor

PATIENCE = 10


class Page:
    """A browser's page that listens."""

    def __init__(self, door: StreamDoor, slug: str, session: str) -> None:
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}".encode()
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/stream",
            "query_string": f"workspace={slug}".encode(),
            "headers": [(b"cookie", cookie)],
        }
        self.status = 0
        self.heard = ""
        self.is_left = asyncio.Event()
        self._changed = asyncio.Condition()
        self.task = asyncio.create_task(door(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.is_left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        async with self._changed:
            self.status = message.get("status", self.status)
            self.heard += message.get("body", b"").decode()
            self._changed.notify_all()

    async def hears(self, what: str) -> None:
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(lambda: what in self.heard), timeout=PATIENCE)

    async def ends(self) -> None:
        await asyncio.wait_for(self.task, PATIENCE)


@pytest.fixture
def anna(workspace: UUID) -> SimpleNamespace:
    """An agent who is logged in."""
    user = users.add(
        email=f"{new_id().hex}@example.fi",
        name="Anna",
        password="pitkä salasana 9",
        workspace_id=workspace,
        role=Role.AGENT,
        now=clock.real_now(),
    )
    return SimpleNamespace(user=user, session=log_in(user), slug=slug_of(workspace))


def log_in(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def slug_of(workspace: UUID) -> str:
    return Workspace.objects.get(pk=workspace).slug


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_a_page_hears_what_changed_in_its_own_workspace_only(anna, workspace, database):
    async def story() -> None:
        page = Page(StreamDoor(), anna.slug, anna.session)
        await page.hears("event: inbox\ndata: \n\n")  # it begins by asking for everything
        await asyncio.to_thread(live.mark, new_id(), "calls", id="cal_other")
        await asyncio.to_thread(live.mark, workspace, "calls", id="cal_1")
        await page.hears("event: calls\ndata: cal_1\n\n")
        assert "cal_other" not in page.heard
        page.is_left.set()
        await page.ends()

    run(story())


def test_what_a_transaction_takes_back_is_never_told(anna, workspace):
    def take_back() -> None:
        with in_workspace(workspace):
            live.mark(workspace, "calls", id="cal_never")
            transaction.set_rollback(True)
        live.mark(workspace, "calls", id="cal_after")

    async def story() -> None:
        page = Page(StreamDoor(), anna.slug, anna.session)
        await page.hears("event: inbox")
        await asyncio.to_thread(take_back)
        await page.hears("cal_after")
        assert "cal_never" not in page.heard
        page.is_left.set()
        await page.ends()

    run(story())


def test_many_changes_are_told_in_few_words(anna, workspace):
    def change_much() -> None:
        for n in range(1000):
            live.mark(workspace, "conversation", id=f"cnv_{n}")
        live.mark(workspace, "clock", id="last")

    async def story() -> None:
        page = Page(StreamDoor(), anna.slug, anna.session)
        await page.hears("event: automations")
        page.heard = ""
        await asyncio.to_thread(change_much)
        await page.hears("data: last")
        assert page.heard.count("event: conversation") <= live.MOST_IDS + 1
        page.is_left.set()
        await page.ends()

    run(story())


@pytest.mark.parametrize(
    ("session", "slug", "status"), [("", "mine", 401), ("forged", "mine", 401), (None, "other", 404)]
)
def test_a_stranger_hears_nothing(anna, database, session, slug, status):
    async def story() -> None:
        wanted = anna.slug if slug == "mine" else slug
        page = Page(StreamDoor(), wanted, anna.session if session is None else session)
        await page.ends()
        assert page.status == status
        assert "event:" not in page.heard

    run(story())


def test_a_stream_ends_at_log_out(anna):
    async def story() -> None:
        page = Page(StreamDoor(), anna.slug, anna.session)
        await page.hears("event: inbox")
        request = SimpleNamespace(session=SimpleNamespace(session_key=anna.session))
        await asyncio.to_thread(streams.end_streams, request=request)
        await page.ends()

    run(story())


def test_a_stream_ends_when_the_user_no_longer_belongs_here(anna, workspace, monkeypatch):
    monkeypatch.setattr(streams, "QUIET", 0.05)
    monkeypatch.setattr(streams, "RECHECK", 0.0)
    leave = Membership.objects.filter(user=anna.user, workspace_id=workspace).delete

    async def story() -> None:
        page = Page(StreamDoor(), anna.slug, anna.session)
        await page.hears(": quiet")
        await asyncio.to_thread(leave)
        await page.ends()

    run(story())


def test_streams_end_at_once_when_the_process_stops(anna):
    async def story() -> None:
        door = StreamDoor()
        pages = [Page(door, anna.slug, anna.session) for _ in range(5)]
        for page in pages:
            await page.hears("event: inbox")
        door.hub.close()
        for page in pages:
            await page.ends()

    run(story())
