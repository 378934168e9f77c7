"""The whole product as a machine meets it: one application, a key, and nothing mocked."""

import asyncio
import warnings
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
import pytest

from tekstari.actions import keys
from tekstari.data import clock
from tekstari.data.models import WorkspaceClock


@pytest.fixture
def key(workspace: UUID) -> str:
    return keys.add(workspace, name="ERP", now=clock.real_now())


@pytest.fixture(scope="session")
def application(database: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pages' static files are gathered at a real start only
        from tekstari.config.asgi import application
    return application


@pytest.fixture
def ask(application: Any, key: str) -> Callable[..., httpx.Response]:
    """`ask("GET", "contacts", key=…)`: one request; without a key when `key` is empty."""

    def ask(method: str, path: str, *, key: str = key, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        headers |= more.pop("headers", {})

        async def one() -> httpx.Response:
            transport = httpx.ASGITransport(application)
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as it:
                return await it.request(method, f"/api/v1/{path}", headers=headers, **more)

        return asyncio.run(one())

    return ask


@pytest.fixture
def moving_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock gets to its target at once, as with a worker that has nothing to do on the way."""
    from tekstari.api.v1 import simulator

    def arrive(holder: keys.Holder) -> None:
        row = WorkspaceClock.objects.get(pk=holder.workspace_id)
        assert row.target_at is not None
        row.offset, row.target_at = row.target_at - clock.real_now(), None
        row.save()

    monkeypatch.setattr(simulator, "_wait_until_moved", arrive)
