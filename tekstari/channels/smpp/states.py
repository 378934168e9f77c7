"""The life of one bind, as a table (SMPP 3.4, 2.2), and which PDUs each state may hear.

    closed -> binding -> bound -> leaving -> unbinding -> over
                              `-> parting ------------> over

Leaving: we want to go and wait for the answers that are still out. Parting: the far end told us to
go, we have agreed, and take what still comes before the line is cut. A session lives once; the next
connection is a new one.
"""

from enum import StrEnum

from tekstari.channels.smpp.wire.commands import (
    AlertNotification,
    BindReceiver,
    BindReceiverResp,
    BindTransceiver,
    BindTransceiverResp,
    BindTransmitter,
    BindTransmitterResp,
    CancelSmResp,
    DataSm,
    DataSmResp,
    DeliverSm,
    EnquireLink,
    EnquireLinkResp,
    GenericNack,
    Pdu,
    QuerySmResp,
    SubmitSmResp,
    Unbind,
    UnbindResp,
)


class Mode(StrEnum):
    """What a bind is for."""

    TRANSCEIVER = "transceiver"
    TRANSMITTER = "transmitter"
    RECEIVER = "receiver"


class State(StrEnum):
    CLOSED = "closed"
    BINDING = "binding"
    BOUND_TRX = "bound_trx"
    BOUND_TX = "bound_tx"
    BOUND_RX = "bound_rx"
    LEAVING = "leaving"
    UNBINDING = "unbinding"
    PARTING = "parting"
    OVER = "over"


class Signal(StrEnum):
    """What moves a bind from one state to another."""

    CONNECTED = "connected"
    TAKEN_TRX = "taken_trx"
    TAKEN_TX = "taken_tx"
    TAKEN_RX = "taken_rx"
    REFUSED = "refused"
    LEAVE = "leave"
    """We want to unbind."""
    TOLD_TO_LEAVE = "told_to_leave"
    """The far end sent unbind, and we agreed."""
    DRAINED = "drained"
    """Nothing is waiting any more, or we have waited long enough."""
    UNBOUND = "unbound"
    """The far end agreed to our unbind."""
    LOST = "lost"


_WHEN_BOUND = {
    Signal.LEAVE: State.LEAVING,
    Signal.TOLD_TO_LEAVE: State.PARTING,
    Signal.LOST: State.OVER,
}

NEXT: dict[State, dict[Signal, State]] = {
    State.CLOSED: {
        Signal.CONNECTED: State.BINDING,
        Signal.LEAVE: State.OVER,
        Signal.LOST: State.OVER,
    },
    State.BINDING: {
        Signal.TAKEN_TRX: State.BOUND_TRX,
        Signal.TAKEN_TX: State.BOUND_TX,
        Signal.TAKEN_RX: State.BOUND_RX,
        Signal.REFUSED: State.OVER,
        Signal.LEAVE: State.OVER,
        Signal.TOLD_TO_LEAVE: State.PARTING,
        Signal.LOST: State.OVER,
    },
    State.BOUND_TRX: _WHEN_BOUND,
    State.BOUND_TX: _WHEN_BOUND,
    State.BOUND_RX: _WHEN_BOUND,
    State.LEAVING: {
        Signal.DRAINED: State.UNBINDING,
        Signal.TOLD_TO_LEAVE: State.PARTING,
        Signal.LOST: State.OVER,
    },
    # Both sides unbind at once: the far end's wish is agreed to and there is nothing to wait for.
    State.UNBINDING: {
        Signal.UNBOUND: State.OVER,
        Signal.TOLD_TO_LEAVE: State.PARTING,
        Signal.LOST: State.OVER,
    },
    State.PARTING: {
        Signal.DRAINED: State.OVER,
        Signal.UNBOUND: State.OVER,
        Signal.LOST: State.OVER,
    },
    State.OVER: {},
}

TAKEN = {
    Mode.TRANSCEIVER: Signal.TAKEN_TRX,
    Mode.TRANSMITTER: Signal.TAKEN_TX,
    Mode.RECEIVER: Signal.TAKEN_RX,
}
BINDS: dict[Mode, type[BindTransceiver | BindTransmitter | BindReceiver]] = {
    Mode.TRANSCEIVER: BindTransceiver,
    Mode.TRANSMITTER: BindTransmitter,
    Mode.RECEIVER: BindReceiver,
}
BIND_ANSWERS = {BindTransceiverResp, BindTransmitterResp, BindReceiverResp}

BOUND = frozenset({State.BOUND_TRX, State.BOUND_TX, State.BOUND_RX})
MAY_SUBMIT = frozenset({State.BOUND_TRX, State.BOUND_TX})

_ALWAYS: frozenset[type[Pdu]] = frozenset({EnquireLink, EnquireLinkResp, GenericNack, Unbind})
_ANSWERS: frozenset[type[Pdu]] = frozenset({SubmitSmResp, DataSmResp, QuerySmResp, CancelSmResp})
# Some far ends send receipts to a transmitter too. To refuse them would lose them.
_FROM_PHONES: frozenset[type[Pdu]] = frozenset({DeliverSm, DataSm, AlertNotification})
_TALK = _ALWAYS | _ANSWERS | _FROM_PHONES

HEARS: dict[State, frozenset[type[Pdu]]] = {
    State.CLOSED: frozenset(),
    State.BINDING: _ALWAYS | BIND_ANSWERS,
    State.BOUND_TRX: _TALK,
    State.BOUND_TX: _TALK,
    State.BOUND_RX: _TALK,
    State.LEAVING: _TALK,
    State.UNBINDING: _TALK | {UnbindResp},
    State.PARTING: _TALK | {UnbindResp},
    State.OVER: frozenset(),
}


class Impossible(Exception):
    """A signal that cannot come in this state: a fault of ours, never of the far end."""


def after(state: State, signal: Signal) -> State:
    """The state a signal leads to.

    >>> after(State.BOUND_TRX, Signal.TOLD_TO_LEAVE)
    <State.PARTING: 'parting'>
    """
    try:
        return NEXT[state][signal]
    except KeyError:
        raise Impossible(f"{signal} in {state}") from None
