"""What a bind tells: events as data. None of them has the password, and no text is in a repr."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from tekstari.channels.smpp.pdu import BadPdu
from tekstari.channels.smpp.states import Mode
from tekstari.channels.smpp.wire import statuses
from tekstari.channels.smpp.wire.commands import AlertNotification, DataSm, DeliverSm, Pdu

SubmitId: TypeAlias = Hashable
"""The caller's own name for one submit; it comes back in the event that tells its fate."""


class Fate(StrEnum):
    """What the far end did with one submit."""

    TAKEN = "taken"
    THROTTLED = "throttled"
    """Not taken: we are too fast. Holds for the whole bind."""
    QUEUE_FULL = "queue_full"
    """Not taken: too many wait for this number. Other numbers go on."""
    REFUSED = "refused"
    """Not taken; the status says why."""


FATES = {
    statuses.ROK: Fate.TAKEN,
    statuses.RTHROTTLED: Fate.THROTTLED,
    statuses.RMSGQFUL: Fate.QUEUE_FULL,
}


class Loss(StrEnum):
    """How a link ended that nobody ended politely."""

    CLOSED = "closed"
    """The connection was cut."""
    SILENT = "silent"
    """Nothing was heard, not even an answer to enquire_link."""
    FRAMING = "framing"
    """What was heard can no longer be cut into PDUs."""
    NO_BIND_ANSWER = "no_bind_answer"
    STALLED = "stalled"
    """The far end answers nothing that is submitted, or reads nothing we write."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Ready. `interface_version` is None when the far end did not say."""

    mode: Mode
    system_id: str
    interface_version: int | None


@dataclass(frozen=True, slots=True)
class BindRefused:
    status: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The far end answered one submit. Refused, throttled or full: nothing was sent.

    `is_late`: it had been told as TimedOut before; the answer still holds. `message_id` is None or
    empty when the far end gave no name.
    """

    submit: SubmitId
    fate: Fate
    status: int
    message_id: str | None
    seconds: float
    is_late: bool = False
    pdu: Pdu | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class TimedOut:
    """No answer in time: it may have been sent. Its place in the window is free again."""

    submit: SubmitId


@dataclass(frozen=True, slots=True)
class Delivered:
    """A receipt or a text from a person; not acknowledged until `accept` or `refuse`."""

    sequence: int
    pdu: DeliverSm | DataSm = field(repr=False)


@dataclass(frozen=True, slots=True)
class Alerted:
    """A phone that was away can be reached again."""

    pdu: AlertNotification = field(repr=False)


@dataclass(frozen=True, slots=True)
class Nacked:
    """The far end could not read something that is not among our submits."""

    status: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Unexpected:
    """A PDU that has no place here: an answer nobody waits for, or a request in the wrong state."""

    command_id: int
    sequence: int
    status: int


@dataclass(frozen=True, slots=True)
class Malformed:
    """A PDU that could not be read; it was answered as the specification says."""

    fault: BadPdu = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unbound:
    """The bind ended politely. `in_flight` were written and never answered."""

    by_far_end: bool
    in_flight: tuple[SubmitId, ...] = ()
    unwritten: tuple[SubmitId, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkLost:
    """The bind ended otherwise. `in_flight` may have been sent; `unwritten` never left us."""

    loss: Loss
    in_flight: tuple[SubmitId, ...] = ()
    unwritten: tuple[SubmitId, ...] = ()


Event: TypeAlias = (
    Bound
    | BindRefused
    | Answered
    | TimedOut
    | Delivered
    | Alerted
    | Nacked
    | Unexpected
    | Malformed
    | Unbound
    | LinkLost
)
ENDINGS = (BindRefused, Unbound, LinkLost)
