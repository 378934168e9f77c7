"""Many small requests, few commits: what comes while a batch is stored goes together in the next."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from tekstari.doors.threads import in_thread

T = TypeVar("T")
R = TypeVar("R")

LARGEST_BATCH = 1000
MOST_WAITING = 20_000
AT_ONCE = 2


class Full(Exception):
    """More is waiting than can be held; nothing of this was kept."""


class Collector(Generic[T, R]):
    """Calls `take` with lists of what was put, in a thread, and gives each its own outcome.

    No timer makes anybody wait: a lone item goes at once.
    """

    def __init__(self, take: Callable[[list[T]], list[R]]) -> None:
        self._take = take
        self._waiting: deque[tuple[list[T], asyncio.Future[list[R]]]] = deque()
        self._size = 0
        self._runners: set[asyncio.Task[None]] = set()

    async def put(self, items: list[T]) -> list[R]:
        """The outcome of each item, after the commit."""
        if self._size + len(items) > MOST_WAITING:
            raise Full
        told: asyncio.Future[list[R]] = asyncio.get_running_loop().create_future()
        self._waiting.append((items, told))
        self._size += len(items)
        if len(self._runners) < AT_ONCE:
            runner = asyncio.create_task(self._run())
            self._runners.add(runner)
            runner.add_done_callback(self._runners.discard)
        return await told

    async def _run(self) -> None:
        while self._waiting:
            batch = self._next_batch()
            try:
                outcomes = await in_thread(self._take, [item for items, _ in batch for item in items])
            except Exception as error:
                for _, told in batch:
                    if not told.done():
                        told.set_exception(error)
                continue
            for items, told in batch:
                mine, outcomes = outcomes[: len(items)], outcomes[len(items) :]
                if not told.done():  # the client may have gone away
                    told.set_result(mine)

    def _next_batch(self) -> list[tuple[list[T], asyncio.Future[list[R]]]]:
        batch, size = [], 0
        while self._waiting and (not batch or size + len(self._waiting[0][0]) <= LARGEST_BATCH):
            batch.append(self._waiting.popleft())
            size += len(batch[-1][0])
        self._size -= size
        return batch
