"""One connection: a session on a transport.

Reading and writing take turns by the event loop: each turn takes at most what one read gives, and
everything to be written leaves in one piece at the end of the turn, so a flood of receipts never
holds back the submits. While the network takes nothing, what is to be sent waits in the session,
where it can still be told apart as never written.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from tekstari.channels.smpp.events import ENDINGS, Bound, Event, SubmitId
from tekstari.channels.smpp.session import Request, Session
from tekstari.channels.smpp.states import BOUND

# So much unread by the far end means that it no longer reads.
MOST_UNREAD = 4 * 1024 * 1024
LONGEST_BEAT = 1.0


class Connection(asyncio.Protocol):
    def __init__(
        self,
        session: Session,
        tell: Callable[[Sequence[Event]], None],
        clock: Callable[[], float],
    ) -> None:
        self.session = session
        self.last: Event | None = None
        self._tell, self._clock = tell, clock
        self._transport: asyncio.Transport | None = None
        self._bound_at: float | None = None
        self._is_paused = False
        self._is_flushing = False
        self._over = asyncio.Event()

    @property
    def is_bound(self) -> bool:
        return self.session.state in BOUND

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    def stood(self, now: float) -> float:
        """For how many seconds it has been, or was, bound."""
        return 0.0 if self._bound_at is None else now - self._bound_at

    def submit(self, submit: SubmitId, pdu: Request) -> None:
        self.session.submit(submit, pdu, self._clock())
        self._flush_soon()

    def answer_delivery(self, sequence: int, status: int) -> None:
        self.session.refuse(sequence, status)
        # The last answer may be what an ending was waiting for.
        self._hear(() if self.is_bound else self.session.tick(self._clock()))

    def unbind(self) -> None:
        self._hear(self.session.unbind(self._clock()))

    async def until_over(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Keep the session's time until it ends and the connection is closed."""
        beating = asyncio.ensure_future(self._beat(sleep))
        try:
            await self._over.wait()
        finally:
            beating.cancel()
            if self._transport is not None:
                self._transport.abort()

    async def _beat(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        # A deadline may come nearer while this sleeps, so it never sleeps long.
        config = self.session.config
        lengths = (config.response_timeout, config.enquire_after, config.link_timeout)
        longest = min(LONGEST_BEAT, *(length.total_seconds() / 4 for length in lengths))
        while not self.session.is_over:
            now = self._clock()
            self._hear(self.session.tick(now))
            if self.session.room(now):
                self._tell(())  # a pause after throttling ends without an event
            deadline = self.session.next_deadline
            await sleep(longest if deadline is None else min(longest, max(0.0, deadline - now)))
        await sleep(LONGEST_BEAT)
        if self._transport is not None:
            self._transport.abort()  # our last words are not taken: the far end is gone

    # What the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self.session.is_over:
            transport.abort()  # stopped while calling
            return
        self.session.connected(self._clock())
        self._flush_soon()

    def data_received(self, data: bytes) -> None:
        self._hear(self.session.receive(data, self._clock()))

    def pause_writing(self) -> None:
        self._is_paused = True

    def resume_writing(self) -> None:
        self._is_paused = False
        self._flush_soon()

    def connection_lost(self, exc: Exception | None) -> None:
        self._hear(self.session.disconnected(self._clock()))
        self._over.set()

    # What follows

    def _hear(self, events: Sequence[Event]) -> None:
        for event in events:
            if isinstance(event, Bound):
                self._bound_at = self._clock()
            elif isinstance(event, ENDINGS):
                self.last = event
        if events:
            self._tell(events)
        self._flush_soon()

    def _flush_soon(self) -> None:
        if not self._is_flushing:
            self._is_flushing = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        self._is_flushing = False
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        if self._is_paused and not self.session.is_over:
            if self.session.unsent > MOST_UNREAD:
                self._hear(self.session.stalled())
            return
        if data := self.session.bytes_to_send():
            transport.write(data)
        if self.session.is_over:
            transport.close()
