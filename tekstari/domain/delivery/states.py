"""The life of one outgoing message, as a table.

A message waits, is handed over, and ends. What we are told may come late, twice or in the wrong
order (a receipt can overtake the answer to the sending itself), so a report that does not fit the
state changes nothing, and nothing moves backwards. The one way back is a person's: `RESENT` puts
a message in doubt into the queue again, because only a person may risk that it arrives twice.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a message is; the codes of `message.*` in the words."""

    SCHEDULED = "scheduled"
    HELD = "held"
    APPROVAL = "approval"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    PARTLY_DELIVERED = "partly_delivered"
    RETRYING = "retrying"
    UNKNOWN = "unknown"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPPRESSED = "suppressed"


class Report(StrEnum):
    """What can happen to a message."""

    APPROVED = "approved"
    """A second person agreed."""
    DUE = "due"
    """Its time came, or the quiet hours ended."""
    HELD = "held"
    """Its time fell into quiet hours."""
    CLAIMED = "claimed"
    """The gateway took it to hand it over."""
    RELEASED = "released"
    """The gateway gave it back untouched."""
    ACCEPTED = "accepted"
    """The operator took it."""
    TRY_LATER = "try_later"
    """The operator did not take it now, but may."""
    REFUSED = "refused"
    """The operator will not take it."""
    GAVE_UP = "gave_up"
    """We have tried often enough."""
    LINK_BROKE = "link_broke"
    """The link broke after the handing over and before the answer."""
    ARRIVED = "arrived"
    """Every part reached the phone."""
    PARTLY_ARRIVED = "partly_arrived"
    """All parts are reported, some did not arrive."""
    NOT_ARRIVED = "not_arrived"
    """The operator gave up."""
    NO_RECEIPT = "no_receipt"
    """No delivery report came in time."""
    TOO_LATE = "too_late"
    """Its moment passed before it was handed over."""
    WITHDRAWN = "withdrawn"
    """A person stopped it."""
    SUPPRESSED = "suppressed"
    """A reason not to send appeared while it waited."""
    RESENT = "resent"
    """A person looked and chose to send it again."""


# Every state before the end believes a receipt: it can only be about this message.
RECEIPTS = {
    Report.ARRIVED: State.DELIVERED,
    Report.PARTLY_ARRIVED: State.PARTLY_DELIVERED,
    Report.NOT_ARRIVED: State.FAILED,
}
ENDINGS_OF_WAITING = {
    Report.TOO_LATE: State.EXPIRED,
    Report.WITHDRAWN: State.CANCELLED,
    Report.SUPPRESSED: State.SUPPRESSED,
}
WAITING = {
    Report.HELD: State.HELD,
    Report.DUE: State.QUEUED,
    Report.CLAIMED: State.SENDING,
    **ENDINGS_OF_WAITING,
}

NEXT: dict[State, dict[Report, State]] = {
    State.APPROVAL: {Report.APPROVED: State.SCHEDULED, **ENDINGS_OF_WAITING},
    State.SCHEDULED: WAITING,
    State.HELD: WAITING,
    # A receipt here is for a copy that did leave: the message was sent again in doubt.
    State.QUEUED: {**WAITING, Report.ARRIVED: State.DELIVERED},
    State.RETRYING: {
        Report.HELD: State.HELD,
        Report.CLAIMED: State.SENDING,
        Report.GAVE_UP: State.FAILED,
        Report.ARRIVED: State.DELIVERED,
        **ENDINGS_OF_WAITING,
    },
    State.SENDING: {
        Report.RELEASED: State.QUEUED,
        Report.ACCEPTED: State.SENT,
        Report.TRY_LATER: State.RETRYING,
        Report.REFUSED: State.FAILED,
        Report.GAVE_UP: State.FAILED,
        Report.LINK_BROKE: State.IN_DOUBT,
        **RECEIPTS,
    },
    State.IN_DOUBT: {
        Report.ACCEPTED: State.SENT,
        Report.REFUSED: State.FAILED,
        Report.GAVE_UP: State.FAILED,
        Report.RESENT: State.QUEUED,
        **RECEIPTS,
    },
    State.SENT: {Report.NO_RECEIPT: State.UNKNOWN, **RECEIPTS},
    State.UNKNOWN: RECEIPTS,
    # A part that was reported lost can still turn up.
    State.PARTLY_DELIVERED: {Report.ARRIVED: State.DELIVERED},
    State.DELIVERED: {},
    State.FAILED: {},
    State.EXPIRED: {},
    State.CANCELLED: {},
    State.SUPPRESSED: {},
}

FINAL = frozenset(state for state, reports in NEXT.items() if not reports)
CAN_BE_WITHDRAWN = frozenset(state for state, reports in NEXT.items() if Report.WITHDRAWN in reports)


def after(state: State, report: Report) -> State:
    """The state a report leads to; a report that does not apply changes nothing.

    >>> after(State.SENDING, Report.ARRIVED)  # the receipt overtook the operator's answer
    <State.DELIVERED: 'delivered'>
    >>> after(State.DELIVERED, Report.ACCEPTED)
    <State.DELIVERED: 'delivered'>
    """
    return NEXT[state].get(report, state)
