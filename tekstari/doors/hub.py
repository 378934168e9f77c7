"""One listening connection for each web process; what it hears goes to the streams of that workspace."""

import asyncio
import logging
from collections import defaultdict
from typing import Any

import psycopg

from tekstari.data import live

log = logging.getLogger(__name__)

#: Everything a page can show.
NAMES = ("inbox", "conversation", "calls", "phones", "clock", "automations")
PATIENCE = 2.0  # seconds before listening is tried again


class Stream:
    """What one page has not been told yet. The same news twice is told once."""

    def __init__(self, workspace: str, session: str) -> None:
        self.workspace = workspace
        self.session = session
        self.is_ended = False
        self._news: dict[tuple[str, str], None] = {}
        self._has_news = asyncio.Event()

    def tell(self, name: str, id: str) -> None:
        self._news[name, id] = None
        self._has_news.set()

    def tell_all(self) -> None:
        """Something may have been missed, so everything is worth a look."""
        for name in NAMES:
            self.tell(name, "")

    def end(self) -> None:
        self.is_ended = True
        self._has_news.set()

    async def news(self, patience: float) -> list[tuple[str, str]]:
        """What is new; nothing when there is nothing for so many seconds."""
        try:
            await asyncio.wait_for(self._has_news.wait(), patience)
        except TimeoutError:
            return []
        told = list(self._news)
        self._news.clear()
        self._has_news.clear()
        return told


class Hub:
    """Hears for everybody. Begins with the first stream."""

    def __init__(self) -> None:
        self._streams: dict[str, set[Stream]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None
        self._is_hearing = False
        self._is_closed = False

    def join(self, stream: Stream) -> None:
        """From now on the stream misses nothing; first it is told to look at everything once."""
        self._streams[stream.workspace].add(stream)
        if self._is_closed:
            stream.end()
        elif self._is_hearing:
            stream.tell_all()
        elif self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())

    def leave(self, stream: Stream) -> None:
        streams = self._streams[stream.workspace]
        streams.discard(stream)
        if not streams:
            del self._streams[stream.workspace]

    def close(self) -> None:
        """End every stream at once; the process is stopping."""
        self._is_closed = True
        for stream in self._all():
            stream.end()
        if self._listening is not None:
            self._listening.cancel()

    async def _listen(self) -> None:
        while True:
            self._is_hearing = False
            try:
                async for told in live.listen():
                    self._hear(told)
            except (psycopg.Error, OSError) as error:
                log.warning("event streams hear nothing: %s", type(error).__qualname__)
            await asyncio.sleep(PATIENCE)

    def _hear(self, told: dict[str, Any]) -> None:
        if not told:  # listening has begun, perhaps again
            self._is_hearing = True
            for stream in self._all():
                stream.tell_all()
        for stream in tuple(self._streams.get(told.get("w", ""), ())):
            for name, id in told["n"]:
                stream.tell(name, id)
        if "s" in told:
            self._end_session(told["s"])

    def _end_session(self, session: str) -> None:
        for stream in self._all():
            if stream.session == session:
                stream.end()

    def _all(self) -> list[Stream]:
        return [stream for streams in self._streams.values() for stream in streams]
