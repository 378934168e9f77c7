"""The event door: ``POST /api/v1/events``, on plain ASGI because every other way is many times slower.

Whoever holds a workspace's key says what happened. The answer comes after the commit: what was
acknowledged is not lost.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass, field

from django.db.utils import InterfaceError, OperationalError

from tekstari.actions import keys
from tekstari.actions.keys import Holder
from tekstari.data.sentences import sentence
from tekstari.domain.said import Refusal
from tekstari.doors.collector import Collector, Full
from tekstari.doors.forms import batches
from tekstari.doors.http import Gone, Problem, Receive, Request, Scope, Send, answer, answer_problem
from tekstari.doors.taking import Fate, Outcome, Told, take
from tekstari.doors.threads import in_thread

log = logging.getLogger(__name__)


@dataclass
class Tally:
    """What has become of the events of one request so far."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[int, Refusal]] = field(default_factory=list)

    def add(self, line: int, outcome: Outcome) -> None:
        if outcome is Fate.AWAY:
            raise Problem(503, "database.away")
        if isinstance(outcome, Refusal):
            self.refused.append((line, outcome))
        elif outcome is Fate.TAKEN:
            self.taken += 1
        else:
            self.known += 1

    @property
    def status(self) -> int:
        return 422 if self.refused and not self.taken and not self.known else 200

    def told(self, language: str) -> dict[str, object]:
        refused = [
            {
                "line": line,
                "field": refusal.field,
                "reason": sentence(refusal.reason, language, refusal.values),
                "code": refusal.reason,
            }
            for line, refusal in self.refused
        ]
        return {"taken": self.taken, "known": self.known, "refused": refused}


class EventDoor:
    """Takes events from all senders at once and stores them in common batches."""

    def __init__(self) -> None:
        self._collector: Collector[Told, Outcome] = Collector(take)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        with suppress(Gone):
            try:
                tally = await self._take(request)
            except Problem as found:
                await answer_problem(send, found, request.language)
            except Full:
                await answer_problem(send, Problem(503, "door.full"), request.language)
            except (OperationalError, InterfaceError):
                await answer_problem(send, Problem(503, "database.away"), request.language)
            except Exception as error:
                # The kind only: an error's message could quote a phone number or a text.
                log.error("the event door failed: %s", type(error).__qualname__)
                await answer_problem(send, Problem(500, "server.error"), request.language)
            else:
                headers = {"content-language": request.language}
                await answer(send, tally.status, tally.told(request.language), headers)

    async def _take(self, request: Request) -> Tally:
        holder = await _holder(request)
        tally = Tally()
        async for batch in batches(request, holder):
            outcomes = await self._collector.put([told for _, told in batch])
            for (line, _), outcome in zip(batch, outcomes, strict=True):
                tally.add(line, outcome)
        return tally


async def _holder(request: Request) -> Holder:
    if keys.is_in_address(request.query):
        raise Problem(400, "key.in_address")
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise Problem(401, "key.missing")
    is_fresh, holder = keys.remembered(key.strip())
    if not is_fresh:
        holder = await in_thread(keys.holder_of, key.strip())
    if holder is None:
        raise Problem(401, "key.unknown")
    return holder
