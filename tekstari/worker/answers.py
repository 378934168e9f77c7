"""What far ends answered: whose answer it is, and kept in memory until it is on the disk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tekstari.channels.smpp.client import Told
from tekstari.channels.smpp.events import Answered, Fate, LinkLost, SubmitId, TimedOut, Unbound
from tekstari.data import outbox, receipts
from tekstari.data.clock import real_now
from tekstari.data.outbox import Handing
from tekstari.domain.delivery.ids import IdRule, plain
from tekstari.domain.delivery.reasons import cause

Result = tuple[Handing, str, str]
#: Nothing of it left us, so it may go again.
UNSENT = "try_later:1:operator.not_connected"
DOUBT = "doubt"


@dataclass
class Answers:
    """The parts of one channel that are on their way, and the answers that are not saved yet."""

    channel_id: UUID
    rule: IdRule
    waiting: dict[SubmitId, Handing] = field(default_factory=dict)
    unsaved: list[Result] = field(default_factory=list)

    def of(self, told: Told) -> list[Result]:
        """What an event says of what was offered."""
        match told.event:
            case Answered() as answer:
                handing = self.waiting.pop(answer.submit, None)
                return [] if handing is None else [(handing, *self._outcome(answer))]
            case TimedOut(submit):  # a late answer may still come
                handing = self.waiting.get(submit)
                return [] if handing is None else [(handing, DOUBT, "")]
            case LinkLost() | Unbound() as ending:
                return self._ended(ending.in_flight, DOUBT) + self._ended(ending.unwritten, UNSENT)
            case _:
                return []

    @property
    def in_hand(self) -> list[UUID]:
        """The messages that something is known of which the rows do not know yet."""
        known = [*self.waiting.values(), *(handing for handing, _, _ in self.unsaved)]
        return list({handing.text.message_id for handing in known})

    def save(self, batch: Sequence[Result]) -> None:
        """Keep answers, and the receipts that came before them."""
        # A part that was given up on and answered after all is in the batch twice: the last word holds.
        last = {
            (handing.text.message_id, handing.text.fence, handing.part): result
            for result in batch
            for handing in (result[0],)
        }
        outbox.finish(list(last.values()), real_now())
        receipts.match(self.channel_id, rule=self.rule, now=real_now())

    def _ended(self, submits: Sequence[SubmitId], outcome: str) -> list[Result]:
        found = [self.waiting.pop(submit, None) for submit in submits]
        return [(handing, outcome, "") for handing in found if handing is not None]

    def _outcome(self, answer: Answered) -> tuple[str, str]:
        if answer.fate is Fate.TAKEN:
            name = answer.message_id or ""
            return "accepted", (name if self.rule is IdRule.EXACT else plain(name))[:80]
        why = cause(answer.status)
        if why.again_after is None:
            return f"refused:{why.reason}"[:60], ""
        return f"try_later:{int(why.again_after.total_seconds())}:{why.reason}"[:60], ""
