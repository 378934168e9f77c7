"""A clock that moves only when told, and does on the way what falls due, in order."""

from collections.abc import Callable
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count


class VirtualClock:
    """Never goes back. What is planned for the same moment is done in the order it was planned."""

    def __init__(self) -> None:
        self.now = datetime.min.replace(tzinfo=UTC)
        self._planned: list[tuple[datetime, int, Callable[[], None]]] = []
        self._number = count()

    def plan(self, at: datetime, do: Callable[[], None]) -> None:
        heappush(self._planned, (at, next(self._number), do))

    def until(self, at: datetime) -> None:
        """Let time pass to this moment; it is itself included."""
        while self._planned and self._planned[0][0] <= at:
            due, _, do = heappop(self._planned)
            self.now = max(self.now, due)
            do()
        self.now = max(self.now, at)

    def last(self) -> datetime:
        """The latest moment anything is planned for, or now."""
        return max((at for at, _, _ in self._planned), default=self.now)
