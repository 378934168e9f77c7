"""One SMPP channel at work: texts out while the window has room, answers kept, deliveries acknowledged.

The order is what makes the promise: an attempt is written before its bytes go, an answer is kept before
its message hears of it, a delivery is stored before it is acknowledged. What a dead worker left without
an answer is in doubt, and said to be.
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import connections

from tekstari.channels.smpp.client import SmppLink, Told
from tekstari.channels.smpp.events import Answered, Delivered, Fate, LinkLost, TimedOut, Unbound
from tekstari.channels.smpp.settings import SmppSettings
from tekstari.channels.smpp.text.references import References
from tekstari.channels.smpp.text.writing import Letter, TooLong, submits
from tekstari.channels.smpp.wire.commands import SubmitSm
from tekstari.channels.smpp.wire.fields import BadField
from tekstari.data import outbox, receipts
from tekstari.data.channel_locks import Held
from tekstari.data.clock import real_now
from tekstari.data.ids import new_id
from tekstari.data.outbox import Claimed, Handing
from tekstari.domain.delivery.ids import IdRule, plain
from tekstari.domain.delivery.reasons import cause
from tekstari.worker.hearing import Hearing

log = logging.getLogger("tekstari.smpp")
LEASE = timedelta(hours=1)  # the channel's lock says who is alive; this is only for the worst
IDLE = 0.05
PATIENCE = 60.0  # seconds between two looks for long texts that stay incomplete
Result = tuple[Handing, str, str]


@dataclass
class SmppWorker:
    """Keeps one channel going until `is_ending`, or until its hold is lost."""

    channel_id: UUID
    settings: SmppSettings
    held: Held
    is_ending: Callable[[], bool]
    worker: UUID = field(default_factory=new_id)
    waiting: dict[UUID, Handing] = field(default_factory=dict)
    unsaved: list[Result] = field(default_factory=list)
    _allowed_at: float = 0.0

    def run(self) -> None:
        """Blocks. What was left unanswered before is put in doubt first."""
        outbox.doubt(self.channel_id, real_now())
        try:
            asyncio.run(self._work())
        finally:
            connections.close_all()

    async def _work(self) -> None:
        self.link = SmppLink(self.settings.link)
        self.hearing = Hearing(self.channel_id, self.settings)
        self.references = References(random.randrange)
        running = asyncio.create_task(self.link.run())
        hearing = asyncio.create_task(self._hear())
        sending = asyncio.create_task(self._send())
        try:
            await self._until_over(running, hearing, sending)
        finally:
            sending.cancel()
            await self.link.stop()
            await asyncio.wait({running, hearing}, timeout=8)
            for task in (running, hearing):
                task.cancel()
            await asyncio.gather(running, hearing, sending, return_exceptions=True)

    async def _until_over(self, *tasks: asyncio.Task[None]) -> None:
        last = time.monotonic()
        while not self.is_ending() and not any(task.done() for task in tasks):
            await asyncio.sleep(0.2)
            if time.monotonic() - last > 5:
                last = time.monotonic()
                if not await asyncio.to_thread(self.held.is_kept):
                    log.warning("channel %s: the hold was lost", self.channel_id)
                    return

    # Out

    async def _send(self) -> None:
        while True:
            room = self.link.room
            if not room:
                await self._wait(self.link.room_made(), 0.5)
                continue
            claimed = await asyncio.to_thread(self._claim, room)
            if not claimed:
                await asyncio.sleep(IDLE)
                continue
            for handing, pdu in await asyncio.to_thread(self._begin, claimed):
                await self._offer(handing, pdu)

    def _claim(self, room: int) -> list[Claimed]:
        return outbox.claim(self.worker, now=real_now(), limit=room, channel_id=self.channel_id, lease=LEASE)

    def _begin(self, claimed: Sequence[Claimed]) -> list[tuple[Handing, SubmitSm]]:
        """Cut the texts, write the attempts of the parts still to go, and give what is to be offered."""
        taken = outbox.taken_parts([text.message_id for text in claimed])
        going: list[tuple[Handing, SubmitSm]] = []
        bad: list[Result] = []
        for text in claimed:
            done, reference = taken.get(text.message_id, (set(), self.references.next_for(text.phone)))
            try:
                pdus = submits(Letter(text.sender, text.phone, text.text, reference), self.settings.dialect)
            except (TooLong, BadField) as fault:
                bad.append((Handing(text), f"refused:{_why(fault)}", ""))
                continue
            for number, pdu in enumerate(pdus, 1):
                if number not in done:
                    going.append((Handing(text, number, len(pdus), reference), pdu))
        now = real_now()
        outbox.begin([handing for handing, _ in going] + [handing for handing, _, _ in bad], now=now)
        outbox.finish(bad, now)
        return going

    async def _offer(self, handing: Handing, pdu: SubmitSm) -> None:
        name = new_id()
        await self._pace()
        while True:
            self.waiting[name] = handing
            if self.link.offer(name, pdu):
                return
            del self.waiting[name]
            if not self.link.bound:  # nothing of it left us: it may go again
                await self._keep([(handing, "try_later:1:operator.not_connected", "")])
                return
            await self._wait(self.link.room_made(), 0.5)

    async def _pace(self) -> None:
        """So many parts a second, and no burst after a pause."""
        if self.settings.rate is None:
            return
        now = time.monotonic()
        self._allowed_at = max(now, self._allowed_at) + 1 / self.settings.rate
        if self._allowed_at - now > 1 / self.settings.rate:
            await asyncio.sleep(self._allowed_at - now - 1 / self.settings.rate)

    # In

    async def _hear(self) -> None:
        checked = time.monotonic()
        async for told in self.link.events():
            results = [result for one in told for result in self._results(one)]
            await self._keep(results)
            await self._acknowledge([one for one in told if isinstance(one.event, Delivered)])
            if time.monotonic() - checked > PATIENCE:
                checked = time.monotonic()
                await asyncio.to_thread(self.hearing.give_up_waiting, real_now())

    def _results(self, told: Told) -> list[Result]:
        """What an event says of what was offered."""
        match told.event:
            case Answered() as answer:
                handing = self.waiting.pop(answer.submit, None)  # type: ignore[call-overload]
                return [] if handing is None else [(handing, *self._outcome(answer))]
            case TimedOut(submit):
                return self._all([submit], "doubt", forget=False)
            case LinkLost() | Unbound() as ending:
                lost = self._all(ending.in_flight, "doubt", forget=True)
                return lost + self._all(ending.unwritten, "try_later:1:operator.not_connected", forget=True)
            case _:
                return []

    def _all(self, submits: Sequence[object], outcome: str, *, forget: bool) -> list[Result]:
        found = [(name, self.waiting.get(name)) for name in submits]  # type: ignore[call-overload]
        if forget:
            for name in submits:
                self.waiting.pop(name, None)  # type: ignore[call-overload]
        return [(handing, outcome, "") for _, handing in found if handing is not None]

    def _outcome(self, answer: Answered) -> tuple[str, str]:
        if answer.fate is Fate.TAKEN:
            name = answer.message_id or ""
            return "accepted", (name if self.settings.id_rule is IdRule.EXACT else plain(name))[:80]
        why = cause(answer.status)
        if why.again_after is None:
            return f"refused:{why.reason}"[:60], ""
        return f"try_later:{int(why.again_after.total_seconds())}:{why.reason}"[:60], ""

    async def _keep(self, results: Sequence[Result]) -> None:
        """Keep answers; while the database is away they wait here, and the link is not blocked."""
        self.unsaved += results
        if not self.unsaved:
            return
        batch = list(self.unsaved)
        try:
            await asyncio.to_thread(self._save, batch)
        except Exception as error:
            log.warning("channel %s: answers wait, %s", self.channel_id, type(error).__name__)
            return
        del self.unsaved[: len(batch)]

    def _save(self, batch: Sequence[Result]) -> None:
        outbox.finish(batch, real_now())
        receipts.match(self.channel_id, rule=self.settings.id_rule, now=real_now())

    async def _acknowledge(self, told: Sequence[Told]) -> None:
        """Stored first, then acknowledged; what cannot be stored is asked for again later."""
        if not told:
            return
        delivered = [one.event for one in told if isinstance(one.event, Delivered)]
        try:
            has_receipts = await asyncio.to_thread(self.hearing.keep, delivered, real_now())
        except Exception as error:
            log.warning("channel %s: not stored, %s", self.channel_id, type(error).__name__)
            for one, event in zip(told, delivered, strict=True):
                self.link.refuse(one.connection, event.sequence)
            return
        for one, event in zip(told, delivered, strict=True):
            self.link.accept(one.connection, event.sequence)
        if has_receipts:
            await asyncio.to_thread(self._match)

    def _match(self) -> None:
        receipts.match(self.channel_id, rule=self.settings.id_rule, now=real_now())

    async def _wait(self, work: object, seconds: float) -> None:
        """Wait for the work, but not for ever."""
        task = asyncio.ensure_future(work)  # type: ignore[call-overload]
        await asyncio.wait({task}, timeout=seconds)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _why(fault: Exception) -> str:
    return "operator.too_long" if isinstance(fault, TooLong) else "operator.number_malformed"
