"""One bind, without I/O: bytes in, events out.

    session = Session(config, now)
    session.connected(now)                    the connection stands: the bind is asked for
    session.receive(data, now) -> events      call it with whatever came, in any pieces
    session.tick(now) -> events               call it at `next_deadline`, or more often
    session.disconnected(now) -> events       the connection is gone
    session.bytes_to_send()                   call it after any of these, and send all of it

`now` is seconds of a clock that never jumps (`loop.time()`): nothing here depends on the date, so
the nights when the clock is turned change nothing. When `is_over`, send what is left and close.
No method but `submit`, `accept`, `refuse` and `unbind` raises, whatever comes in.
"""

from collections.abc import Callable
from typing import Any

from tekstari.channels.smpp import states
from tekstari.channels.smpp.config import SessionConfig
from tekstari.channels.smpp.deliveries import Deliveries, NotWaiting, answer_to
from tekstari.channels.smpp.events import (
    FATES,
    Alerted,
    Answered,
    BindRefused,
    Bound,
    Delivered,
    Event,
    Fate,
    LinkLost,
    Loss,
    Malformed,
    Nacked,
    SubmitId,
    TimedOut,
    Unbound,
    Unexpected,
)
from tekstari.channels.smpp.pdu import BadPdu, Framer, encode, refusal
from tekstari.channels.smpp.states import BOUND, MAY_SUBMIT, Signal, State
from tekstari.channels.smpp.window import Waiting, Window
from tekstari.channels.smpp.wire import commands, statuses
from tekstari.channels.smpp.wire.commands import RESPONSE, Pdu, response_to
from tekstari.channels.smpp.wire.tlvs import Tag, number

Request = commands.SubmitSm | commands.DataSm | commands.QuerySm | commands.CancelSm


class NotNow(Exception):
    """Not bound for it, or the window is full: `room` said so."""


class Session:
    def __init__(self, config: SessionConfig, now: float, *, first_sequence: int = 1) -> None:
        self.config = config
        self.state = State.CLOSED
        self._window = Window(config.window, first_sequence=first_sequence)
        self._framer = Framer()
        self._out: list[bytes] = []
        self._events: list[Event] = []
        self._deliveries = Deliveries(config.deliveries_held)
        self._heard_at = now
        self._asked_at: float | None = None
        self._state_until: float | None = None
        self._quiet_until: float | None = None
        self._timeouts = 0

    # What a caller does

    def connected(self, now: float) -> None:
        self._move(Signal.CONNECTED)
        self._heard_at = now
        self._state_until = now + self.config.bind_timeout.total_seconds()
        self._send(self.config.bind(), self._window.next_sequence())

    def room(self, now: float) -> int:
        """How many submits fit right now."""
        if self.state not in MAY_SUBMIT or self._is_quiet(now):
            return 0
        return self._window.room

    def submit(self, submit: SubmitId, pdu: Request, now: float) -> int:
        """Put one request into the window; gives its sequence number.

        Raises NotNow, or BadField for a PDU that cannot be written; then nothing was sent.
        """
        if not self.room(now):
            raise NotNow(self.state)
        answer = response_to(type(pdu))
        assert answer is not None
        sequence = self._window.next_sequence()
        self._send(pdu, sequence)
        self._window.add(sequence, Waiting(submit, now, answer))
        return sequence

    def accept(self, sequence: int) -> None:
        """Acknowledge a delivery: call it once what was delivered is stored. Raises NotWaiting."""
        self.answer_delivery(sequence, statuses.ROK)

    def refuse(self, sequence: int, status: int = statuses.RX_T_APPN) -> None:
        """Send a delivery back; 0x64 asks the far end to try again later. Raises NotWaiting."""
        self.answer_delivery(sequence, status)

    def answer_delivery(self, sequence: int, status: int) -> None:
        """Accept or refuse by status. Raises NotWaiting."""
        if self.is_over:
            raise NotWaiting(sequence)
        self._send(self._deliveries.answer(sequence, status), sequence)

    def unbind(self, now: float) -> list[Event]:
        """Leave politely: no more submits, the answers still out are waited for, then unbind."""
        if self.state in (State.LEAVING, State.UNBINDING, State.PARTING, State.OVER):
            return []
        self._move(Signal.LEAVE)
        if self.state is State.OVER:
            self._end(Unbound, by_far_end=False)
        else:
            self._state_until = now + self.config.drain_timeout.total_seconds()
            self._drain(now)
        return self._told()

    def bytes_to_send(self) -> bytes:
        """Everything to be written, once. What it gives counts as written."""
        data = b"".join(self._out)
        self._out.clear()
        self._window.written()
        return data

    # What happens to it

    def receive(self, data: bytes, now: float) -> list[Event]:
        heard = self._framer.receive(data)
        if heard:
            # Any sign of life will do: an answer may stand behind a thousand receipts.
            self._heard_at, self._asked_at = now, None
        for pdu in heard:
            if self.state is State.OVER:
                break
            if isinstance(pdu, BadPdu):
                self._hear_bad(pdu, now)
            elif type(pdu) in states.HEARS[self.state]:
                HEARERS[type(pdu)](self, pdu, now)
            else:
                self._hear_misplaced(pdu)
        self._drain(now)
        return self._told()

    def disconnected(self, now: float) -> list[Event]:
        """The connection is gone, whoever cut it."""
        if self.state in (State.UNBINDING, State.PARTING):
            by_far_end = self.state is State.PARTING
            self._move(Signal.LOST)
            self._end(Unbound, by_far_end=by_far_end)
        elif self.state is not State.OVER:
            self._lose(Loss.CLOSED)
        return self._told()

    def stalled(self) -> list[Event]:
        """The far end does not read what we write."""
        if self.state is not State.OVER:
            self._lose(Loss.STALLED)
        return self._told()

    def tick(self, now: float) -> list[Event]:
        """Act on every deadline that has come."""
        if self.state in (State.CLOSED, State.OVER):
            return []
        self._give_up(now)
        if not self._is_quiet(now):
            self._quiet_until = None
        if self._state_until is not None and now >= self._state_until:
            self._waited_enough(now)
        if self.state is not State.OVER:
            self._mind_silence(now)
        self._drain(now)
        return self._told()

    @property
    def is_over(self) -> bool:
        return self.state is State.OVER

    @property
    def in_flight(self) -> int:
        return len(self._window)

    @property
    def unsent(self) -> int:
        """How many bytes wait to be written."""
        return sum(map(len, self._out))

    @property
    def unanswered_deliveries(self) -> int:
        return len(self._deliveries)

    @property
    def next_deadline(self) -> float | None:
        """When `tick` has something to do; None when the session is not alive."""
        if self.state in (State.CLOSED, State.OVER):
            return None
        deadlines = [self._silent_at()] if self.state in BOUND else []
        if (oldest := self._window.oldest) is not None:
            deadlines.append(oldest + self.config.response_timeout.total_seconds())
        deadlines += [at for at in (self._state_until, self._quiet_until) if at is not None]
        return min(deadlines, default=None)

    # What is heard

    def _hear_bind_answer(self, pdu: commands.BindTransceiverResp, now: float) -> None:
        if type(pdu) is not response_to(states.BINDS[self.config.mode]):
            self._hear_misplaced(pdu)
        elif pdu.status != statuses.ROK:
            self._refused(pdu.status)
        else:
            self._move(states.TAKEN[self.config.mode])
            self._state_until = None
            version = number(pdu.tlvs, Tag.SC_INTERFACE_VERSION)
            self._events.append(Bound(self.config.mode, pdu.system_id or "", version))

    def _hear_answer(self, pdu: Pdu, now: float) -> None:
        found = self._window.answered(pdu.sequence, type(pdu))
        if found is None:
            self._hear_misplaced(pdu)
        else:
            self._tell_fate(*found, pdu, now)

    def _hear_nack(self, pdu: commands.GenericNack, now: float) -> None:
        found = self._window.answered(pdu.sequence, None)
        if found is not None:
            self._tell_fate(*found, pdu, now)
        elif self.state is State.BINDING:
            self._refused(pdu.status)
        else:
            self._events.append(Nacked(pdu.status, pdu.sequence))

    def _hear_delivery(self, pdu: commands.DeliverSm | commands.DataSm, now: float) -> None:
        if self._deliveries.is_full:
            self._send(answer_to(type(pdu), statuses.RX_T_APPN), pdu.sequence)
            return
        self._deliveries.add(pdu)
        self._events.append(Delivered(pdu.sequence, pdu))

    def _hear_alert(self, pdu: commands.AlertNotification, now: float) -> None:
        self._events.append(Alerted(pdu))

    def _hear_enquiry(self, pdu: commands.EnquireLink, now: float) -> None:
        self._send(commands.EnquireLinkResp(), pdu.sequence)

    def _hear_life(self, pdu: commands.EnquireLinkResp, now: float) -> None:
        """That it came is all it says."""

    def _hear_unbind(self, pdu: commands.Unbind, now: float) -> None:
        self._send(commands.UnbindResp(), pdu.sequence)
        if self.state is not State.PARTING:
            self._move(Signal.TOLD_TO_LEAVE)
            self._state_until = now + self.config.drain_timeout.total_seconds()

    def _hear_unbind_answer(self, pdu: commands.UnbindResp, now: float) -> None:
        by_far_end = self.state is State.PARTING
        self._move(Signal.UNBOUND)
        self._end(Unbound, by_far_end=by_far_end)

    def _hear_misplaced(self, pdu: Pdu) -> None:
        """An answer nobody waits for is told and ignored; a request is answered that it is wrong."""
        self._events.append(Unexpected(pdu.command_id, pdu.sequence, pdu.status))
        if pdu.command_id & RESPONSE:
            return
        if isinstance(pdu, commands.DeliverSm | commands.DataSm):
            self._send(answer_to(type(pdu), statuses.RINVBNDSTS), pdu.sequence)
        elif response_to(type(pdu)) is not None:
            self._send(commands.GenericNack(0, statuses.RINVCMDID), pdu.sequence)

    def _hear_bad(self, bad: BadPdu, now: float) -> None:
        self._events.append(Malformed(bad))
        if bad.loses_framing:
            self._lose(Loss.FRAMING)
        if (answer := refusal(bad)) is not None:
            self._send(answer)
        elif (header := bad.without_body()) and type(header) in states.HEARS[self.state]:
            # The body is lost, but the header says what became of the request.
            HEARERS[type(header)](self, header, now)

    # What follows

    def _tell_fate(self, waiting: Waiting, is_late: bool, pdu: Pdu, now: float) -> None:
        fate = FATES.get(pdu.status, Fate.REFUSED)
        if isinstance(pdu, commands.GenericNack) and fate is Fate.TAKEN:
            fate = Fate.REFUSED  # a nack of status 0 is still a nack
        if fate is Fate.THROTTLED:
            self._quiet_until = now + self.config.throttle_pause.total_seconds()
        self._timeouts = 0
        message_id = getattr(pdu, "message_id", None)
        self._events.append(
            Answered(waiting.submit, fate, pdu.status, message_id, now - waiting.at, is_late, pdu)
        )

    def _is_quiet(self, now: float) -> bool:
        return self._quiet_until is not None and now < self._quiet_until

    def _give_up(self, now: float) -> None:
        given_up = self._window.give_up(now - self.config.response_timeout.total_seconds())
        self._events += map(TimedOut, given_up)
        self._timeouts += len(given_up)
        limit = self.config.timeouts_to_recycle
        if limit and self._timeouts >= limit:
            self._lose(Loss.STALLED)

    def _waited_enough(self, now: float) -> None:
        if self.state is State.BINDING:
            self._lose(Loss.NO_BIND_ANSWER)
        elif self.state is State.LEAVING:
            self._say_unbind(now)
        elif self.state in (State.UNBINDING, State.PARTING):
            self._end_drained()

    def _drain(self, now: float) -> None:
        if len(self._window) or len(self._deliveries):
            return
        if self.state is State.LEAVING:
            self._say_unbind(now)
        elif self.state is State.PARTING:
            self._end_drained()

    def _say_unbind(self, now: float) -> None:
        self._move(Signal.DRAINED)
        self._state_until = now + self.config.drain_timeout.total_seconds()
        self._send(commands.Unbind(), self._window.next_sequence())

    def _end_drained(self) -> None:
        by_far_end = self.state is State.PARTING
        self._move(Signal.DRAINED if by_far_end else Signal.LOST)
        self._end(Unbound, by_far_end=by_far_end)

    def _silent_at(self) -> float:
        if self._asked_at is not None:
            return self._asked_at + self.config.link_timeout.total_seconds()
        return self._heard_at + self.config.enquire_after.total_seconds()

    def _mind_silence(self, now: float) -> None:
        if now < self._silent_at() or self.state not in BOUND:
            return
        if self._asked_at is None:
            self._asked_at = now
            self._send(commands.EnquireLink(), self._window.next_sequence())
        else:
            self._lose(Loss.SILENT)

    def _refused(self, status: int) -> None:
        self._move(Signal.REFUSED)
        self._state_until = None
        self._events.append(BindRefused(status))

    def _lose(self, loss: Loss) -> None:
        if self.state is not State.OVER:
            self._move(Signal.LOST)
            self._end(LinkLost, loss=loss)

    def _end(self, ending: type[Unbound] | type[LinkLost], **why: Any) -> None:
        in_flight, unwritten = self._window.empty()
        if unwritten or ending is LinkLost:
            self._out.clear()  # they are told as never written, so they never must be
        self._state_until = None
        self._events.append(ending(in_flight=in_flight, unwritten=unwritten, **why))

    def _send(self, pdu: Pdu, sequence: int | None = None) -> None:
        self._out.append(encode(pdu, sequence=sequence))

    def _move(self, signal: Signal) -> None:
        self.state = states.after(self.state, signal)

    def _told(self) -> list[Event]:
        told, self._events = self._events, []
        return told


HEARERS: dict[type[Pdu], Callable[[Session, Any, float], None]] = {
    commands.BindTransceiverResp: Session._hear_bind_answer,
    commands.BindTransmitterResp: Session._hear_bind_answer,
    commands.BindReceiverResp: Session._hear_bind_answer,
    commands.SubmitSmResp: Session._hear_answer,
    commands.DataSmResp: Session._hear_answer,
    commands.QuerySmResp: Session._hear_answer,
    commands.CancelSmResp: Session._hear_answer,
    commands.GenericNack: Session._hear_nack,
    commands.DeliverSm: Session._hear_delivery,
    commands.DataSm: Session._hear_delivery,
    commands.AlertNotification: Session._hear_alert,
    commands.EnquireLink: Session._hear_enquiry,
    commands.EnquireLinkResp: Session._hear_life,
    commands.Unbind: Session._hear_unbind,
    commands.UnbindResp: Session._hear_unbind_answer,
}
