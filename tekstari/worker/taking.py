"""Texts taken up for one link: claimed, cut into parts, and their attempts written, all or nothing."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from tekstari.channels.smpp.settings import SmppSettings
from tekstari.channels.smpp.text.references import References
from tekstari.channels.smpp.text.writing import Letter, TooLong, submits
from tekstari.channels.smpp.wire.commands import SubmitSm
from tekstari.channels.smpp.wire.fields import BadField
from tekstari.data import outbox
from tekstari.data.clock import real_now
from tekstari.data.outbox import Claimed, Handing
from tekstari.worker.answers import Result

LEASE = timedelta(hours=1)  # the channel's lock says who is alive; this is only for the worst
Going = list[tuple[Handing, SubmitSm]]


@dataclass(frozen=True, slots=True)
class Taking:
    """The hand of one channel that takes from the outbox."""

    channel_id: UUID
    settings: SmppSettings
    worker: UUID
    references: References = field(default_factory=lambda: References(random.randrange))

    def take(self, room: int) -> Going:
        """The parts that may be offered now. A worker that dies before this ends has taken nothing."""
        with transaction.atomic(using="gateway"):
            claimed = outbox.claim(
                self.worker,
                now=real_now(),
                limit=self._most(room),
                channel_id=self.channel_id,
                lease=LEASE,
            )
            return self._begin(claimed) if claimed else []

    def _most(self, room: int) -> int:
        """No more than leave within a second: what is taken up counts as perhaps sent."""
        return room if self.settings.rate is None else min(room, max(1, int(self.settings.rate)))

    def _begin(self, claimed: Sequence[Claimed]) -> Going:
        """Cut the texts, write the attempts of the parts still to go, and give what is to be offered."""
        taken = outbox.taken_parts([text.message_id for text in claimed])
        going: Going = []
        bad: list[Result] = []
        for text in claimed:
            done, reference = taken.get(text.message_id, (set(), self.references.next_for(text.phone)))
            try:
                pdus = submits(Letter(text.sender, text.phone, text.text, reference), self.settings.dialect)
            except (TooLong, BadField) as fault:
                bad.append((Handing(text), f"refused:{why_unwritten(fault)}", ""))
                continue
            for number, pdu in enumerate(pdus, 1):
                if number not in done:
                    going.append((Handing(text, number, len(pdus), reference), pdu))
        now = real_now()
        outbox.begin([handing for handing, _ in going] + [handing for handing, _, _ in bad], now=now)
        outbox.finish(bad, now)
        return going


def why_unwritten(fault: TooLong | BadField) -> str:
    """The reason id of a text that SMPP cannot carry."""
    if isinstance(fault, TooLong):
        return "operator.too_long"
    return "operator.sender_refused" if fault.field == "source_addr" else "operator.number_malformed"
