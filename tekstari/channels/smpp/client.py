"""The link to one far end: keeps its binds up and carries what they say. The only file with a socket.

    link = SmppLink(config)
    running = asyncio.create_task(link.run())
    async for batch in link.events():            # what came since the last look, in order
        for connection, event in batch: ...      # store it, then link.accept(connection, sequence)
    link.offer(submit_id, pdu)                   # False: no room now; `await link.room_made()`
    await link.stop()                            # unbinds politely; `events` then ends

The caller writes its attempt down before `offer`; from then on the events tell its fate, once:
Answered or TimedOut (an Answered that is late may follow), or it stands in the `in_flight` or the
`unwritten` of an ending. Everything runs in one event loop.
"""

import asyncio
import random
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NamedTuple, TypeAlias

from tekstari.channels.smpp.config import SessionConfig
from tekstari.channels.smpp.connection import Connection
from tekstari.channels.smpp.deliveries import NotWaiting
from tekstari.channels.smpp.events import BindRefused, Event, SubmitId, Unbound
from tekstari.channels.smpp.pauses import BindCap, Ending, PauseConfig, Pauses, ending_of_refusal
from tekstari.channels.smpp.session import Request, Session
from tekstari.channels.smpp.states import Mode
from tekstari.channels.smpp.wire import statuses

Sleep: TypeAlias = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class LinkConfig:
    host: str
    port: int
    session: SessionConfig
    modes: tuple[Mode, ...] = (Mode.TRANSCEIVER,)
    """One bind for each: a transceiver, a transmitter and a receiver, or several of a kind."""
    tls: ssl.SSLContext | None = field(default=None, repr=False)
    server_name: str | None = None
    """The name asked for in TLS (SNI) and looked for in the certificate; the host if None."""
    connect_timeout: timedelta = timedelta(seconds=10)
    pauses: PauseConfig = PauseConfig()


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No connection came to be. `error` is the name of what the network said."""

    error: str


@dataclass(frozen=True, slots=True)
class Pausing:
    """The next bind is tried after so many seconds."""

    seconds: float
    why: Ending


class Told(NamedTuple):
    """One event and the connection it is of: sequence numbers mean nothing on another."""

    connection: int
    event: Event | Unreachable | Pausing


class SmppLink:
    """The binds of one channel, as one. Clock, sleep and chance are passed in for tests."""

    def __init__(
        self,
        config: LinkConfig,
        *,
        clock: Callable[[], float] | None = None,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.config = config
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._sleep = sleep
        self._cap = BindCap(config.pauses.binds_per_hour)
        self._lines = [_Line(self, mode, chance) for mode in config.modes]
        self._connections: dict[int, Connection] = {}
        self._count = 0
        self._told: list[Told] = []
        self._news = asyncio.Event()
        self._changed = asyncio.Event()
        self._stopping = asyncio.Event()
        self._is_over = False

    async def run(self) -> None:
        """Keep every bind up until `stop`."""
        try:
            async with asyncio.TaskGroup() as lines:
                for line in self._lines:
                    lines.create_task(line.keep())
        finally:
            self._is_over = True
            self._news.set()
            self._changed.set()

    async def stop(self) -> None:
        """Unbind politely. `run` returns when every bind has ended."""
        self._stopping.set()
        for connection in self._connections.values():
            connection.unbind()

    @property
    def room(self) -> int:
        """How many submits can be offered right now."""
        now = self._clock()
        return sum(c.session.room(now) for c in self._connections.values())

    @property
    def bound(self) -> int:
        """How many of the binds stand."""
        return sum(c.is_bound for c in self._connections.values())

    def offer(self, submit: SubmitId, pdu: Request) -> bool:
        """Hand over one request if a bind has room for it; it leaves with the others of this turn.

        Raises BadField for one that cannot be written.
        """
        now = self._clock()
        roomiest = max(self._connections.values(), key=lambda c: c.session.room(now), default=None)
        if roomiest is None or not roomiest.session.room(now):
            return False
        roomiest.submit(submit, pdu)
        return True

    async def room_made(self) -> None:
        """Returns when there is room, or nothing more will come; look again after it."""
        while not self.room and not self._is_over and not self._stopping.is_set():
            self._changed.clear()
            await self._changed.wait()

    async def events(self) -> AsyncIterator[list[Told]]:
        """Everything told since the last look; ends when the link has stopped."""
        while True:
            await self._news.wait()
            self._news.clear()
            told, self._told = self._told, []
            if told:
                yield told
            if self._is_over and not self._told:
                return

    def accept(self, connection: int, sequence: int) -> bool:
        """Acknowledge what was delivered; False when its connection is gone (it will come again)."""
        return self.refuse(connection, sequence, statuses.ROK)

    def refuse(self, connection: int, sequence: int, status: int = statuses.RX_T_APPN) -> bool:
        """Send a delivery back: 0x64 asks for it again later. False as in `accept`."""
        try:
            self._connections[connection].answer_delivery(sequence, status)
        except (KeyError, NotWaiting):
            return False
        return True

    def _tell(self, connection: int, *events: Event | Unreachable | Pausing) -> None:
        self._changed.set()
        if events:
            self._told += (Told(connection, event) for event in events)
            self._news.set()


class _Line:
    """One bind, opened again whenever it ends."""

    def __init__(self, link: SmppLink, mode: Mode, chance: Callable[[], float]) -> None:
        self._link = link
        self._session = replace(link.config.session, mode=mode)
        self._pauses = Pauses(link.config.pauses, link._cap, chance)

    async def keep(self) -> None:
        link = self._link
        while not link._stopping.is_set():
            link._count += 1
            number = link._count
            ending, stood = await self._once(number)
            if link._stopping.is_set():
                return
            seconds = self._pauses.after(ending, stood, link._clock())
            link._tell(number, Pausing(seconds, ending))
            await self._unless_stopped(link._sleep(seconds))

    async def _once(self, number: int) -> tuple[Ending, float]:
        """One connection, from the call to its end: how it ended and how long it stood bound."""
        link = self._link
        session = Session(self._session, link._clock())
        connection = Connection(session, lambda told: link._tell(number, *told), link._clock)
        link._connections[number] = connection
        try:
            await self._unless_stopped(self._connect(connection))
            if connection.is_open:
                link._cap.take(link._clock())
                await connection.until_over(link._sleep)
        except (OSError, TimeoutError, ssl.SSLError, UnicodeError) as error:
            link._tell(number, Unreachable(type(error).__name__))
            return Ending.UNREACHABLE, 0.0
        finally:
            del link._connections[number]
        return _ending(connection.last), connection.stood(link._clock())

    async def _connect(self, connection: Connection) -> None:
        config = self._link.config
        name = (config.server_name or config.host) if config.tls else None
        async with asyncio.timeout(config.connect_timeout.total_seconds()):
            await asyncio.get_running_loop().create_connection(
                lambda: connection, config.host, config.port, ssl=config.tls, server_hostname=name
            )

    async def _unless_stopped(self, work: Awaitable[None]) -> None:
        """Wait for the work, or until the link is told to stop."""
        working = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._link._stopping.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
        finally:
            working.cancel()
            stopping.cancel()
            await asyncio.gather(working, stopping, return_exceptions=True)


def _ending(last: Event | None) -> Ending:
    if isinstance(last, BindRefused):
        return ending_of_refusal(last.status)
    if isinstance(last, Unbound) and last.by_far_end:
        return Ending.UNBOUND
    return Ending.LOST
