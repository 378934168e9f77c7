"""One SMPP channel at work: texts out while the window has room, answers kept, deliveries acknowledged.

The order is what makes the promise: an attempt is written before its bytes go, an answer is kept before
its message hears of it, a delivery is stored before it is acknowledged. What a dead worker left without
an answer is in doubt, and said to be.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connections

from tekstari.actions import silence_of_receipts
from tekstari.channels.smpp.client import SmppLink, Told
from tekstari.channels.smpp.events import Delivered
from tekstari.channels.smpp.settings import SmppSettings
from tekstari.channels.smpp.wire.commands import SubmitSm
from tekstari.channels.smpp.wire.fields import BadField
from tekstari.data import channel_locks, outbox, receipts
from tekstari.data.channel_locks import Held, Hold
from tekstari.data.clock import real_now
from tekstari.data.ids import new_id
from tekstari.data.outbox import Handing
from tekstari.worker.answers import UNSENT, Answers, Result
from tekstari.worker.clock import moment_in
from tekstari.worker.hearing import Hearing
from tekstari.worker.rows import AWAY, Rows
from tekstari.worker.taking import Taking, why_unwritten

log = logging.getLogger("tekstari.smpp")
Task = asyncio.Task[None]
IDLE = 0.05
LOOK = 5.0  # seconds between two looks at the hold
AGAIN = 0.5  # seconds between two tries while the database is away
PATIENCE = 60.0  # seconds between two looks for what never came whole
SILENCE = 600.0  # seconds between two looks for receipts that never came


@dataclass
class SmppWorker:
    """Keeps one channel going until `is_ending`, or until another worker holds it."""

    channel_id: UUID
    settings: SmppSettings
    held: Held
    is_ending: Callable[[], bool]
    worker: UUID = field(default_factory=new_id)
    _is_leaving: bool = False
    _allowed_at: float = 0.0

    def run(self) -> None:
        """Blocks. What was left unanswered before is put in doubt first."""
        outbox.doubt(self.channel_id, real_now())
        connections.close_all()  # the loop has threads of its own for the rows
        try:
            asyncio.run(self._work())
        finally:
            connections.close_all()

    async def _work(self) -> None:
        self.link = SmppLink(self.settings.link)
        self.hearing = Hearing(self.channel_id, self.settings)
        self.taking = Taking(self.channel_id, self.settings, self.worker)
        self.outward, self.inward = Rows(), Rows()
        self.answers = Answers(self.channel_id, self.settings.id_rule)
        self._saving = asyncio.Lock()
        running, hearing, sending, looking = map(
            asyncio.create_task,
            (self.link.run(), self._hear(), self._send(), self._look_after()),
        )
        try:
            tasks = (running, hearing, sending, looking)
            while not self.is_ending() and not any(task.done() for task in tasks):
                await asyncio.sleep(0.1)
        finally:
            await self._leave(running, hearing, sending, looking)

    async def _leave(self, running: Task, hearing: Task, sending: Task, looking: Task) -> None:
        """What is begun is offered or given back, what is out is waited for, and then we unbind."""
        self._is_leaving = True
        await asyncio.wait({sending}, timeout=2)
        looking.cancel()
        await self.link.stop()
        await asyncio.wait({running, hearing}, timeout=8)
        await self._keep()
        for task in (running, hearing, sending):
            task.cancel()
        ended = await asyncio.gather(running, hearing, sending, looking, return_exceptions=True)
        self.outward.close()
        self.inward.close()
        for fault in ended:
            if isinstance(fault, Exception):
                raise fault

    async def _look_after(self) -> None:
        """Everything that has its time and no event; ends when another worker holds the channel."""
        looks: list[tuple[float, Callable[[], Awaitable[Any]]]] = [
            (AGAIN, self._keep),
            (PATIENCE, lambda: self.inward.do(self._give_up_waiting)),
            (SILENCE, lambda: self.inward.do(self._end_silence)),
        ]
        due = [0.0] * len(looks)
        held_until = time.monotonic() + LOOK
        while True:
            await asyncio.sleep(0.2)
            now = time.monotonic()
            if now >= held_until:
                held_until = now + LOOK
                if await self.outward.do(self.held.look) is Hold.LOST:
                    log.warning("channel %s: another worker holds it", self.channel_id)
                    return
            for place, (pause, look) in enumerate(looks):
                if now >= due[place]:
                    due[place] = now + pause
                    await self._quietly(look())

    async def _quietly(self, work: Awaitable[Any]) -> None:
        """What can be done later as well does not end the link."""
        try:
            await work
        except Exception as error:
            log.warning("channel %s: later, %s", self.channel_id, type(error).__name__)

    def _give_up_waiting(self) -> None:
        self.hearing.give_up_waiting(real_now())
        self._match()

    def _end_silence(self) -> None:
        for workspace_id in receipts.workspaces(self.channel_id):
            silence_of_receipts.end_silence(workspace_id, now=moment_in(workspace_id).now)

    # Out

    async def _send(self) -> None:
        while not self._is_leaving:
            room = self.link.room
            if not room:
                await self._wait(self.link.room_made(), 0.5)
                continue
            try:
                going = await self.outward.do(self.taking.take, room)
            except AWAY as error:
                log.warning("channel %s: sending waits, %s", self.channel_id, type(error).__name__)
                if not await self._is_held_again():
                    return
                continue
            if not going:
                await asyncio.sleep(IDLE)
            for handing, pdu in going:
                await self._offer(handing, pdu)

    async def _is_held_again(self) -> bool:
        """Wait until the database is back; False when another worker was quicker."""
        while not self._is_leaving:
            await asyncio.sleep(AGAIN)
            hold = await self.outward.do(self.held.look)
            if hold is Hold.LOST:
                return False
            if hold is Hold.KEPT:
                await self._keep()
                try:
                    await self.outward.do(
                        channel_locks.free_unoffered, self.channel_id, self.answers.in_hand, real_now()
                    )
                    return True
                except AWAY:
                    continue
        return False

    async def _offer(self, handing: Handing, pdu: SubmitSm) -> None:
        await self._pace()
        name, outcome = new_id(), UNSENT
        while not self._is_leaving:
            self.answers.waiting[name] = handing
            try:
                if self.link.offer(name, pdu):
                    return
            except BadField as bad:
                outcome = f"refused:{why_unwritten(bad)}"
            del self.answers.waiting[name]
            if outcome is not UNSENT or not self.link.bound:
                break
            await self._wait(self.link.room_made(), 0.5)
        await self._keep([(handing, outcome, "")])

    async def _pace(self) -> None:
        """So many parts a second, each its time after the last one left, and no burst after a pause."""
        if self.settings.rate is None:
            return
        pause = self._allowed_at - time.monotonic()
        if pause > 0 and not self._is_leaving:
            await asyncio.sleep(pause)
        self._allowed_at = time.monotonic() + 1 / self.settings.rate

    # In

    async def _hear(self) -> None:
        async for told in self.link.events():
            await self._keep([result for one in told for result in self.answers.of(one)])
            await self._acknowledge([one for one in told if isinstance(one.event, Delivered)])

    async def _keep(self, results: Sequence[Result] = ()) -> None:
        """Save answers; while the database is away they wait in memory, and the link is not blocked."""
        self.answers.unsaved += results
        async with self._saving:
            batch = list(self.answers.unsaved)
            if not batch:
                return
            try:
                await self.inward.do(self.answers.save, batch)
            except Exception as error:
                log.warning("channel %s: answers wait, %s", self.channel_id, type(error).__name__)
                return
            del self.answers.unsaved[: len(batch)]

    async def _acknowledge(self, told: Sequence[Told]) -> None:
        """Stored first, then acknowledged; what cannot be stored is asked for again later."""
        if not told:
            return
        delivered = [one.event for one in told if isinstance(one.event, Delivered)]
        try:
            has_receipts = await self.inward.do(self.hearing.keep, delivered, real_now())
        except Exception as error:
            log.warning("channel %s: not stored, %s", self.channel_id, type(error).__name__)
            if len(told) > 1 and not isinstance(error, AWAY):
                for one in told:  # one that cannot be kept does not keep the others out
                    await self._acknowledge([one])
                return
            for one, event in zip(told, delivered, strict=True):
                self.link.refuse(one.connection, event.sequence)
            return
        for one, event in zip(told, delivered, strict=True):
            self.link.accept(one.connection, event.sequence)
        if has_receipts:
            await self._quietly(self.inward.do(self._match))

    def _match(self) -> None:
        receipts.match(self.channel_id, rule=self.settings.id_rule, now=real_now())

    async def _wait(self, work: object, seconds: float) -> None:
        """Wait for the work, but not for ever."""
        task = asyncio.ensure_future(work)  # type: ignore[call-overload]
        await asyncio.wait({task}, timeout=seconds)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
