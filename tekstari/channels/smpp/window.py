"""What has been submitted and not answered yet, and the numbers it went out under.

Sequence numbers run from 1 to 0x7FFFFFFF and begin again, and never one that is still out. What
was given up on is remembered for a while, so that a late answer can still name its submit.
"""

from typing import NamedTuple

from tekstari.channels.smpp.events import SubmitId
from tekstari.channels.smpp.wire.commands import Pdu

LAST_SEQUENCE = 0x7FFFFFFF
REMEMBERED = 10_000


class Waiting(NamedTuple):
    submit: SubmitId
    at: float
    answer: type[Pdu]


class Window:
    def __init__(self, size: int, *, first_sequence: int = 1) -> None:
        self.size = size
        self._next = first_sequence
        self._waiting: dict[int, Waiting] = {}  # in the order of their times
        self._given_up: dict[int, Waiting] = {}
        self._unwritten: dict[int, SubmitId] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def room(self) -> int:
        return max(0, self.size - len(self._waiting))

    @property
    def oldest(self) -> float | None:
        """When the one that has waited longest went out."""
        return next((w.at for w in self._waiting.values()), None)

    def next_sequence(self) -> int:
        while self._next in self._waiting or self._next in self._given_up:
            self._step()
        number = self._next
        self._step()
        return number

    def _step(self) -> None:
        self._next = 1 if self._next >= LAST_SEQUENCE else self._next + 1

    def add(self, sequence: int, waiting: Waiting) -> None:
        self._waiting[sequence] = waiting
        self._unwritten[sequence] = waiting.submit

    def written(self) -> None:
        """Everything added so far was handed to the network."""
        self._unwritten.clear()

    def answered(self, sequence: int, answer: type[Pdu] | None) -> tuple[Waiting, bool] | None:
        """Who waited for this answer, and whether too long; None when nobody does.

        `answer` None fits any request: a generic_nack.
        """
        for place, is_late in ((self._waiting, False), (self._given_up, True)):
            found = place.get(sequence)
            if found is not None and answer in (None, found.answer):
                del place[sequence]
                self._unwritten.pop(sequence, None)
                return found, is_late
        return None

    def give_up(self, sent_before: float) -> list[SubmitId]:
        """Those that went out at or before this moment leave the window."""
        due = []
        for sequence, waiting in self._waiting.items():
            if waiting.at > sent_before:
                break
            due.append((sequence, waiting))
        for sequence, _ in due:
            self._given_up[sequence] = self._waiting.pop(sequence)
            self._unwritten.pop(sequence, None)
        while len(self._given_up) > REMEMBERED:
            del self._given_up[next(iter(self._given_up))]
        return [waiting.submit for _, waiting in due]

    def empty(self) -> tuple[tuple[SubmitId, ...], tuple[SubmitId, ...]]:
        """Everyone still waiting: those the network may have carried, and those it never got."""
        unwritten = tuple(self._unwritten.values())
        in_flight = tuple(w.submit for number, w in self._waiting.items() if number not in self._unwritten)
        self._waiting.clear()
        self._unwritten.clear()
        return in_flight, unwritten
