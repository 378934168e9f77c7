"""A client that asks the doors the way a company's system does."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar
from uuid import UUID

import httpx
import pytest

from tekstari.actions import keys
from tekstari.data import clock

T = TypeVar("T")


@pytest.fixture
def key(workspace: UUID) -> str:
    return keys.add(workspace, name="ERP", now=clock.real_now())


@pytest.fixture
def ask(key: str) -> Callable[..., httpx.Response]:
    """`ask(content, type)`: one request with the workspace's key."""

    def ask(content: Any, kind: str = "application/json", **headers: str) -> httpx.Response:
        said = {"authorization": f"Bearer {key}", "content-type": kind} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }

        async def one(client: httpx.AsyncClient) -> httpx.Response:
            return await client.post("/api/v1/events", content=content, headers=said)

        return with_client(one)

    return ask


def with_client(ask: Callable[[httpx.AsyncClient], Coroutine[Any, Any, T]]) -> T:
    """Run `ask` with a client of a fresh door."""
    from tekstari.doors.events import EventDoor

    async def run() -> T:
        transport = httpx.ASGITransport(EventDoor())  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await ask(client)

    return asyncio.run(run())
