"""What the far end delivered and we have not acknowledged yet."""

from collections import deque

from tekstari.channels.smpp.wire import statuses
from tekstari.channels.smpp.wire.commands import DataSm, DeliverSm, Pdu, response_to


class NotWaiting(LookupError):
    """No delivery with this sequence number waits for an answer on this bind."""


class Deliveries:
    """Kept by sequence number, and more than one under the same: some far ends never count."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: dict[int, deque[type[Pdu]]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def is_full(self) -> bool:
        return self._count >= self._most

    def add(self, pdu: DeliverSm | DataSm) -> None:
        self._waiting.setdefault(pdu.sequence, deque()).append(type(pdu))
        self._count += 1

    def answer(self, sequence: int, status: int) -> Pdu:
        """The acknowledgement to send. Raises NotWaiting."""
        waiting = self._waiting.get(sequence)
        if not waiting:
            raise NotWaiting(sequence)
        kind = waiting.popleft()
        if not waiting:
            del self._waiting[sequence]
        self._count -= 1
        return answer_to(kind, status)


def answer_to(kind: type[Pdu], status: int) -> Pdu:
    """An answer of success has the NUL of an empty id, one of an error has no body (4.6.2)."""
    answer = response_to(kind)
    assert answer is not None
    body = ("",) if status == statuses.ROK else ()
    return answer(0, status, (), *body)
