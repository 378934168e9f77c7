"""Texts out of the outbox, through their channels, and what the far end says back.

The world is spoken to after the commit: a text is here only because its row was committed, its attempt is
written before the bytes go, and its answer is kept before anything is told.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tekstari.actions.sending import tell_attempts, tell_receipts
from tekstari.actions.withdrawing import suppress_stopped
from tekstari.channels.base import Accepted, Answer, Channel, Outgoing
from tekstari.channels.registry import KINDS
from tekstari.data import outbox
from tekstari.data.clock import real_now
from tekstari.data.ids import new_id
from tekstari.data.outbox import Claimed
from tekstari.domain.delivery.states import Report
from tekstari.worker.clock import moment_in

BATCH = 500


@dataclass
class Gateway:
    """One worker's links to the networks."""

    worker: UUID = field(default_factory=new_id)
    channels: dict[UUID, Channel] = field(default_factory=dict)

    def flush(self, workspace_id: UUID | None = None) -> int:
        """Hand over what is due (of one workspace, or of all). Returns how many texts."""
        claimed = outbox.claim(self.worker, now=real_now(), limit=BATCH, workspace_id=workspace_id)
        if not claimed:
            return self._drop_stopped(workspace_id)
        answers = asyncio.run(self._submit(claimed))
        results = [(text, *_outcome(answers[str(text.message_id)])) for text in claimed]
        outbox.finish(results, real_now())
        self._tell(claimed)
        return len(claimed)

    def _drop_stopped(self, workspace_id: UUID | None) -> int:
        """What is left when nothing more can be claimed does not wait for ever: a STOP covers it."""
        found = outbox.stopped(now=real_now(), limit=BATCH, workspace_id=workspace_id)
        return sum(suppress_stopped(id, texts, now=moment_in(id).now) for id, texts in found.items())

    async def _submit(self, claimed: Sequence[Claimed]) -> dict[str, Answer]:
        by_channel: dict[UUID, list[Claimed]] = defaultdict(list)
        for text in claimed:
            by_channel[text.channel_id].append(text)
        answers = await asyncio.gather(
            *(self._channel(texts[0]).submit(_outgoing(texts)) for texts in by_channel.values())
        )
        return {answer.id: answer for batch in answers for answer in batch}

    def _channel(self, text: Claimed) -> Channel:
        if text.channel_id not in self.channels:
            self.channels[text.channel_id] = KINDS[text.kind]()
        return self.channels[text.channel_id]

    def _tell(self, claimed: Sequence[Claimed]) -> None:
        """Messages hear of their attempts and receipts, workspace by workspace."""
        heard = {h.provider_id: h.report for c in self.channels.values() for h in c.hear()}
        workspaces: dict[UUID, list[tuple[str, Report]]] = defaultdict(list)
        for text in claimed:
            report = heard.get(str(text.message_id))
            workspaces[text.workspace_id] += [(str(text.message_id), report)] if report else []
        for workspace_id, reports in workspaces.items():
            then = moment_in(workspace_id)
            tell_attempts(workspace_id, now=then.now, offset=then.offset)
            tell_receipts(workspace_id, reports, now=then.now)


def _outgoing(texts: Sequence[Claimed]) -> list[Outgoing]:
    return [Outgoing(str(t.message_id), t.sender, t.phone, t.text) for t in texts]


def _outcome(answer: Answer) -> tuple[str, str]:
    """The outcome and the provider's id, as they are kept."""
    if isinstance(answer, Accepted):
        return "accepted", answer.provider_id
    return ("try_later" if answer.retry else f"refused:{answer.reason}"), ""
