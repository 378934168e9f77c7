"""What follows each outcome of a call, as a table people can read beside the buttons."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tekstari.domain.schedules.hours import OpeningHours


class Outcome(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    NOT_CONNECTED = "not_connected"
    CALLBACK = "callback"
    WRONG_NUMBER = "wrong_number"
    DO_NOT_CALL = "do_not_call"
    CALLED_IN = "called_in"
    UNREACHED = "unreached"


ENDS = frozenset({Outcome.REACHED, Outcome.WRONG_NUMBER, Outcome.DO_NOT_CALL, Outcome.CALLED_IN})
#: How long to wait after the first, second and third try in vain; the fourth ends it.
LADDER = (timedelta(minutes=30), timedelta(hours=3), timedelta(hours=24))
BUSY = timedelta(minutes=10)
TRIES = len(LADDER) + 1


@dataclass(frozen=True, slots=True)
class Follows:
    """The task's next state; when it comes back, and with which outcome it ended."""

    state: str
    outcome: Outcome
    not_before: datetime | None = None


def follows(
    outcome: Outcome,
    *,
    tries: int,
    callback_at: datetime | None,
    hours: OpeningHours,
    now: datetime,
) -> Follows:
    """What becomes of a task whose `tries`-th try had this outcome.

    A try in vain comes back while people are at work: never before opening.
    """
    if outcome in ENDS:
        return Follows("done", outcome)
    if outcome is Outcome.CALLBACK:
        return Follows("scheduled", outcome, callback_at)
    if tries >= TRIES:
        return Follows("done", Outcome.UNREACHED)
    pause = BUSY if outcome is Outcome.BUSY else LADDER[min(tries, len(LADDER)) - 1]
    return Follows("open", outcome, hours.next_opening(now + pause))
