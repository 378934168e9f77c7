"""The codec: one frame to one PDU and back, and a stream of bytes to frames.

A frame with a wrong body is a fault of that PDU alone: the next begins where its length says. A
length that cannot be right loses the place of everything after it, and only then must the link
close.
"""

from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from struct import Struct
from struct import error as StructError
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

from tekstari.channels.smpp.wire import statuses, tlvs
from tekstari.channels.smpp.wire.commands import BY_ID, RESPONSE, GenericNack, Pdu
from tekstari.channels.smpp.wire.fields import BadField, Fault, Octet, Octets

HEADER = Struct(">IIII")
SHORTEST = HEADER.size
# A message_payload of 64 KiB, and room for all that may stand around it.
LONGEST = 0x10000 + 0x400


class BadPdu(Exception):
    """A PDU that cannot be read. `status` is what to answer; `frame` is the evidence, kept whole."""

    def __init__(
        self, reason: Fault, frame: bytes, *, status: int = statuses.RINVCMDLEN, field: str = ""
    ) -> None:
        head = frame[:SHORTEST].ljust(SHORTEST, b"\0")
        self.reason, self.frame, self.status, self.field = reason, frame, status, field
        _, self.command_id, self.command_status, self.sequence_number = HEADER.unpack(head)
        super().__init__(f"{reason} {field} in command 0x{self.command_id:08X}")

    @property
    def loses_framing(self) -> bool:
        return self.reason is Fault.FRAMING_LOST

    @property
    def is_response(self) -> bool:
        return bool(self.command_id & RESPONSE)

    def without_body(self) -> Pdu | None:
        """What the header alone says: an answer's status counts even when its body does not."""
        kind = BY_ID.get(self.command_id)
        return kind(self.sequence_number, self.command_status) if kind else None


class _Step(NamedTuple):
    """One field, or a run of single octets, which are most of a message and cheap together."""

    names: tuple[str, ...]
    get: Callable[[Pdu], Any]
    write: Callable[[Any], bytes]
    read: Callable[[bytes, int], tuple[Any, int]]


NOTHING = _Step((), id, bytes, lambda frame, at: (None, at))


def _layout(kind: type[Pdu]) -> tuple[_Step, ...]:
    hints = get_type_hints(kind, include_extras=True)
    wired = {n: get_args(h)[1] for n, h in hints.items() if get_origin(h) is Annotated}
    names = (name for name in kind.__dataclass_fields__ if name in wired)
    steps = []
    for is_octet, run in groupby(names, lambda name: isinstance(wired[name], Octet)):
        group = tuple(run)
        if is_octet and len(group) > 1:
            octets = Octets(len(group))
            steps.append(_Step(group, attrgetter(*group), octets.write, octets.read))
        else:
            steps += [_Step((name,), attrgetter(name), wired[name].write, wired[name].read) for name in group]
    return tuple(steps)


LAYOUTS = {kind: _layout(kind) for kind in BY_ID.values()}


def encode(pdu: Pdu, *, sequence: int | None = None) -> bytes:
    """The PDU as a frame, numbered `sequence` when given. Raises BadField, naming the field.

    >>> from tekstari.channels.smpp.wire.commands import EnquireLink
    >>> encode(EnquireLink(), sequence=7).hex(" ", 4)
    '00000010 00000015 00000000 00000007'
    """
    layout = LAYOUTS[type(pdu)]
    try:
        pieces = [write(get(pdu)) for _, get, write, _ in layout]
    except BadField as bad:
        raise BadField(bad.fault, bad.status, _culprit(pdu)) from None
    if pdu.tlvs:
        if layout and not any(pieces):
            raise BadField(Fault.LENGTH, field="tlvs")  # nothing can follow a missing body
        pieces.append(tlvs.write(pdu.tlvs))
    number = pdu.sequence if sequence is None else sequence
    body = b"".join(pieces)
    try:
        return HEADER.pack(SHORTEST + len(body), pdu.command_id, pdu.status, number) + body
    except StructError:
        raise BadField(Fault.OUT_OF_RANGE, field="header") from None


def _culprit(pdu: Pdu) -> str:
    for step in LAYOUTS[type(pdu)]:
        try:
            step.write(step.get(pdu))
        except BadField:
            return " ".join(step.names)
    return ""


def decode(frame: bytes) -> Pdu:
    """Exactly one PDU. Raises BadPdu, and nothing else."""
    if len(frame) < SHORTEST or int.from_bytes(frame[:4], "big") != len(frame):
        raise BadPdu(Fault.LENGTH, frame)
    return _read(frame)


def _read(frame: bytes) -> Pdu:
    _, command_id, status, sequence = HEADER.unpack_from(frame)
    kind = BY_ID.get(command_id)
    if kind is None:
        raise BadPdu(Fault.UNKNOWN_COMMAND, frame, status=statuses.RINVCMDID)
    if len(frame) == SHORTEST and command_id & RESPONSE:
        # An error's answer has no body (4.4.2), and some send none with a success either.
        return kind(sequence, status)
    values: list[Any] = []
    at, step = SHORTEST, NOTHING
    try:
        for step in LAYOUTS[kind]:
            value, at = step.read(frame, at)
            if len(step.names) > 1:
                values += value
            else:
                values.append(value)
        rest = tlvs.read(frame, at) if at < len(frame) else ()
    except BadField as bad:
        field = bad.field or " ".join(step.names)
        raise BadPdu(bad.fault, frame, status=bad.status, field=field) from None
    return kind(sequence, status, rest, *values)


class Framer:
    """Cuts a stream into PDUs, however the network cut it. After a lost framing it hears no more."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._waiting = bytearray()
        self.is_lost = False

    def receive(self, data: bytes) -> list[Pdu | BadPdu]:
        """What is whole by now, in order. Never raises."""
        found: list[Pdu | BadPdu] = []
        if self.is_lost:
            return found
        self._waiting += data
        stream, at = self._waiting, 0
        while len(stream) - at >= 4:
            length = int.from_bytes(stream[at : at + 4], "big")
            if not SHORTEST <= length <= self._longest:
                self.is_lost = True
                found.append(BadPdu(Fault.FRAMING_LOST, bytes(stream[at : at + SHORTEST])))
                at = len(stream)
                break
            if len(stream) - at < length:
                break
            found.append(_read_or_fault(bytes(stream[at : at + length])))
            at += length
        del stream[:at]
        return found


def _read_or_fault(frame: bytes) -> Pdu | BadPdu:
    try:
        return _read(frame)
    except BadPdu as bad:
        return bad


def refusal(bad: BadPdu) -> Pdu | None:
    """What the specification answers to a PDU that cannot be read (3.2, 4.3); nothing to an answer.

    >>> refusal(BadPdu(Fault.UNKNOWN_COMMAND, HEADER.pack(16, 0x99, 0, 5), status=3))
    GenericNack(sequence=5, status=3, tlvs=())
    """
    if bad.loses_framing:
        return GenericNack(0, statuses.RINVCMDLEN)
    if bad.is_response:
        return None
    answer = BY_ID.get(bad.command_id | RESPONSE, GenericNack)
    if answer is GenericNack or bad.command_id not in BY_ID:
        return GenericNack(bad.sequence_number, bad.status)
    return answer(bad.sequence_number, bad.status)
