"""The parts of one message, rolled up to the one state a person sees.

A message is as far as its last part: it is on its way until every part has an end, it is delivered
when every part is, and partly delivered when some are. Like everything here it never moves back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tekstari.domain.delivery.states import FINAL, Report, State, after

NOT_BEGUN = (State.APPROVAL, State.SCHEDULED, State.HELD, State.QUEUED)
WAITING = (*NOT_BEGUN, State.RETRYING, State.SENDING)
BEFORE_THE_END = (*WAITING, State.IN_DOUBT, State.SENT, State.UNKNOWN)
NOT_SENT = (State.EXPIRED, State.CANCELLED, State.SUPPRESSED)
LOST = (State.FAILED, *NOT_SENT)
RANK = (
    dict.fromkeys(WAITING, 0)
    | {State.IN_DOUBT: 1, State.SENT: 2, State.UNKNOWN: 3, State.PARTLY_DELIVERED: 4}
    | dict.fromkeys(FINAL, 5)
)

# Why a message is where it is; the values are the numbers of the parts.
REASONS = (
    dict.fromkeys(WAITING, "parts.waiting")
    | dict.fromkeys(NOT_SENT, "parts.not_sent")
    | {
        State.IN_DOUBT: "parts.in_doubt",
        State.SENT: "parts.sent",
        State.UNKNOWN: "parts.no_receipt",
        State.PARTLY_DELIVERED: "parts.some_missing",
        State.DELIVERED: "parts.all_arrived",
        State.FAILED: "parts.none_arrived",
    }
)


@dataclass(frozen=True, slots=True)
class Rollup:
    """The state of a message, the reason id, and the numbers of the parts that decide it."""

    state: State
    reason: str
    parts: tuple[int, ...]


def part_after(state: State, report: Report) -> State:
    """A part moves as a message does, but one that was reported lost can still turn up.

    >>> part_after(State.FAILED, Report.ARRIVED), part_after(State.DELIVERED, Report.NOT_ARRIVED)
    (<State.DELIVERED: 'delivered'>, <State.DELIVERED: 'delivered'>)
    """
    if state is State.FAILED and report is Report.ARRIVED:
        return State.DELIVERED
    return after(state, report)


def rolled_up(was: State, parts: Sequence[State]) -> Rollup:
    """Where a message is, from where it was and where its parts are, in their order.

    "parts.before" says that the parts alone would tell of an earlier state, or of another end, than
    the message already has: it stays.

    >>> rolled_up(State.SENT, [State.DELIVERED, State.FAILED])
    Rollup(state=<State.PARTLY_DELIVERED: 'partly_delivered'>, reason='parts.some_missing', parts=(2,))
    >>> rolled_up(State.SENDING, [State.DELIVERED, State.SENT, State.DELIVERED]).state
    <State.SENT: 'sent'>
    """
    if not parts:
        return Rollup(was, "parts.before", ())
    state, deciding = _furthest_behind(parts)
    if state is not was and (was in FINAL or RANK[state] < RANK[was]):
        return Rollup(was, "parts.before", _numbers(parts, deciding))
    return Rollup(state, REASONS[state], _numbers(parts, deciding))


def _furthest_behind(parts: Sequence[State]) -> tuple[State, set[State]]:
    """The state of the message by its parts alone, and the states of the parts that decide it."""
    for state in BEFORE_THE_END:
        if state in parts:
            # Half of it has left: it can no longer be withdrawn, as a message in the queue can.
            begun = state in NOT_BEGUN and not set(parts) <= set(NOT_BEGUN)
            return (State.SENDING if begun else state), {state}
    lost = [state for state in LOST if state in parts]
    if not lost:
        return State.DELIVERED, {State.DELIVERED}
    return (lost[0] if set(parts) <= set(LOST) else State.PARTLY_DELIVERED), set(lost)


def _numbers(parts: Sequence[State], states: set[State]) -> tuple[int, ...]:
    return tuple(number for number, state in enumerate(parts, 1) if state in states)
