"""Texts out of the outbox, through their channels, and what the far end says back.

The world is spoken to after the commit: a text is here only because its row was committed, its attempt is
written before the bytes go, and its answer is kept before anything is told.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tekstari.actions.sending import tell_attempts
from tekstari.actions.withdrawing import suppress_stopped
from tekstari.channels.base import Accepted, Answer, Channel, Outgoing
from tekstari.channels.registry import KINDS
from tekstari.data import outbox
from tekstari.data.clock import real_now
from tekstari.data.ids import new_id
from tekstari.data.outbox import Claimed, Handing
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
        heard = {h.provider_id: h.report for c in self.channels.values() for h in c.hear()}
        results = [(Handing(t), *_outcome(answers[str(t.message_id)], heard)) for t in claimed]
        outbox.finish(results, real_now())
        self._tell({text.workspace_id for text in claimed})
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

    def _tell(self, workspaces: Iterable[UUID]) -> None:
        """Messages hear of their attempts, workspace by workspace; the engine tells what we cannot."""
        for workspace_id in workspaces:
            then = moment_in(workspace_id)
            tell_attempts(workspace_id, now=then.now, offset=then.offset)


def _outgoing(texts: Sequence[Claimed]) -> list[Outgoing]:
    return [Outgoing(str(t.message_id), t.sender, t.phone, t.text) for t in texts]


def _outcome(answer: Answer, heard: Mapping[str, Report]) -> tuple[str, str]:
    """The outcome and the provider's id, as they are kept. A receipt that came with the answer is kept
    in the same row: a worker that is killed now leaves no text "sent" that is at the phone."""
    if isinstance(answer, Accepted):
        has_arrived = heard.get(answer.provider_id) is Report.ARRIVED
        return ("arrived" if has_arrived else "accepted"), answer.provider_id
    return (f"try_later::{answer.reason}" if answer.retry else f"refused:{answer.reason}"), ""
