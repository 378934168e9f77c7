"""How long to wait before the next bind. Pure: the clock and chance are arguments.

A link that stood steady and broke is opened again at once, or nearly; one that ends young waits
longer each time; a refused name or password waits long from the first, because an operator locks
those who hammer. Over everything there is a cap on binds per hour.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tekstari.channels.smpp.wire import statuses

HOUR = 3600.0


class Ending(StrEnum):
    """How the last connection ended."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    LOCKED_OUT = "locked_out"
    """Refused in a way that trying again will not mend."""
    LOST = "lost"
    UNBOUND = "unbound"
    """The far end asked us to leave, as operators do when they patch."""


LOCKING_OUT = {
    statuses.RALYBND,
    statuses.RBINDFAIL,
    statuses.RINVPASWD,
    statuses.RINVSYSID,
    statuses.RINVSYSTYP,
}


def ending_of_refusal(status: int) -> Ending:
    return Ending.LOCKED_OUT if status in LOCKING_OUT else Ending.REFUSED


@dataclass(frozen=True, slots=True)
class PauseConfig:
    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(minutes=1)
    first_locked_out: timedelta = timedelta(minutes=1)
    longest_locked_out: timedelta = timedelta(minutes=30)
    steady: timedelta = timedelta(minutes=1)
    """A bind that stood this long was sound; what ended it begins the pauses anew."""
    binds_per_hour: int = 120


class BindCap:
    """So many binds in any hour, over all the links to one far end."""

    def __init__(self, per_hour: int) -> None:
        self._per_hour = per_hour
        self._taken: deque[float] = deque()

    def take(self, now: float) -> None:
        self._taken.append(now)

    def wait(self, now: float) -> float:
        """Seconds until one more bind is allowed."""
        while self._taken and self._taken[0] <= now - HOUR:
            self._taken.popleft()
        if len(self._taken) < self._per_hour:
            return 0.0
        return self._taken[-self._per_hour] + HOUR - now


class Pauses:
    """The pauses of one link. `chance` gives numbers from 0 to 1."""

    def __init__(self, config: PauseConfig, cap: BindCap, chance: Callable[[], float]) -> None:
        self._config, self._cap, self._chance = config, cap, chance
        self._young = 0

    def after(self, ending: Ending, stood: float, now: float) -> float:
        """Seconds to wait, when the last bind stood for `stood` seconds."""
        if stood >= self._config.steady.total_seconds():
            self._young = 0
        pause = self._growing(ending)
        self._young += 1
        return max(pause, self._cap.wait(now))

    def _growing(self, ending: Ending) -> float:
        if ending is Ending.UNBOUND and self._young == 0:
            return 0.0
        first, longest = self._config.first, self._config.longest
        if ending is Ending.LOCKED_OUT:
            first, longest = self._config.first_locked_out, self._config.longest_locked_out
        # The exponent is held where the longest pause has long been reached: no number overflows.
        grown = min(longest, first * 2.0 ** min(self._young, 20)).total_seconds()
        return grown * (0.5 + self._chance() / 2)
