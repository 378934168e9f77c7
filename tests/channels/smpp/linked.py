"""A link and a far end in one event loop, with a clock that the test moves."""

import asyncio
import heapq
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from tekstari.channels.smpp.client import LinkConfig, Pausing, SmppLink, Told
from tekstari.channels.smpp.config import SessionConfig
from tekstari.channels.smpp.events import Bound
from tekstari.channels.smpp.pauses import PauseConfig
from tekstari.channels.smpp.wire.commands import SubmitSm
from tests.channels.smpp.far_end import FarEnd

PATIENCE = 10.0
BIND = SessionConfig(
    "tekstari",
    "salasana",
    response_timeout=timedelta(seconds=20),
    enquire_after=timedelta(seconds=30),
    link_timeout=timedelta(seconds=10),
    drain_timeout=timedelta(seconds=3),
)


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def within() -> None:
        async with asyncio.timeout(PATIENCE):
            await test()

    asyncio.run(within())


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._order), woken))
        await woken

    async def advance(self, seconds: float) -> None:
        """So much time passes; whoever wakes in it acts at its own moment."""
        await _turns()
        until = self.now + seconds
        while self._sleepers and self._sleepers[0][0] <= until:
            at, _, woken = heapq.heappop(self._sleepers)
            self.now = max(self.now, at)
            if not woken.done():
                woken.set_result(None)
            await _turns()
        self.now = until


class Linked:
    """A running link; `told` is everything it has told so far."""

    def __init__(self, link: SmppLink, clock: Clock, far_end: FarEnd) -> None:
        self.link, self.clock, self.far_end = link, clock, far_end
        self.told: list[Told] = []
        self.running = asyncio.create_task(link.run())
        self.listen()

    def listen(self) -> None:
        self._listening = asyncio.create_task(self._listen())

    def stop_listening(self) -> None:
        self._listening.cancel()

    async def _listen(self) -> None:
        async for batch in self.link.events():
            self.told += batch

    def of(self, kind: type) -> list[Any]:
        return [event for _, event in self.told if isinstance(event, kind)]

    async def bound(self, times: int = 1) -> None:
        await until(lambda: self.link.bound >= times)

    async def bound_again(self, times: int = 2) -> None:
        """The pause after a loss passes, and the bind stands once more."""
        await until(lambda: len(self.of(Pausing)) == times - 1)
        await self.clock.advance(self.of(Pausing)[-1].seconds)
        await until(lambda: len(self.of(Bound)) == times)

    async def submit(self, *names: str) -> None:
        for name in names:
            while not self.link.offer(name, hello(name)):
                await self.link.room_made()

    async def end(self) -> None:
        await self.link.stop()
        while not self.running.done():
            await self.clock.advance(0.5)
            await asyncio.sleep(0.001)
        await self.running
        await self._listening


async def _turns() -> None:
    """Whoever was woken gets to its next sleep."""
    for _ in range(4):
        await asyncio.sleep(0)


def hello(name: str) -> SubmitSm:
    return SubmitSm(source_addr="18100", destination_addr="358401234567", short_message=name.encode())


async def until(is_so: Callable[[], object]) -> None:
    """Wait for something to become true; `run` ends a test that waits too long."""
    while not is_so():
        await asyncio.sleep(0.001)


@asynccontextmanager
async def linked(
    far_end: FarEnd, *, clock: Clock | None = None, chance: float = 1.0, **config: Any
) -> AsyncIterator[Linked]:
    session = replace(BIND, **{k: config.pop(k) for k in list(config) if k in BIND.__dataclass_fields__})
    clock = clock or Clock()
    config = {"host": "127.0.0.1", "port": far_end.port, "pauses": PauseConfig(), **config}
    link = SmppLink(
        LinkConfig(session=session, **config), clock=clock, sleep=clock.sleep, chance=lambda: chance
    )
    both = Linked(link, clock, far_end)
    try:
        yield both
    finally:
        await both.end()
