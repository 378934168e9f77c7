"""How one field is written (SMPP 3.4, 3.1): octets, C-octet strings and the short message.

What we write keeps the specification's limits to the octet. What we read does too, except the
message id of an answer: it is the only key to the receipt, so it is read however it comes.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from tekstari.channels.smpp.wire import statuses


class Fault(StrEnum):
    """What is wrong with a PDU."""

    FRAMING_LOST = "framing_lost"
    LENGTH = "length"
    UNKNOWN_COMMAND = "unknown_command"
    CUT_SHORT = "cut_short"
    NOT_TERMINATED = "not_terminated"
    TOO_LONG = "too_long"
    CHARACTER = "character"
    OUT_OF_RANGE = "out_of_range"
    TLV_CUT_SHORT = "tlv_cut_short"


class BadField(ValueError):
    """A field cannot be written or read. Names the field, never its value."""

    def __init__(self, fault: Fault, status: int = statuses.RINVCMDLEN, field: str = "") -> None:
        super().__init__(f"{fault} {field}".strip())
        self.fault, self.status, self.field = fault, status, field


class Field(Protocol):
    """`read` gives the value and where the next field begins."""

    def write(self, value: Any) -> bytes: ...

    def read(self, frame: bytes, at: int) -> tuple[Any, int]: ...


@dataclass(frozen=True, slots=True)
class Octet:
    """One unsigned octet.

    >>> Octet().write(8), Octet().read(bytes([7, 8]), 1)
    (b'\\x08', (8, 2))
    """

    def write(self, value: int) -> bytes:
        if not 0 <= value <= 255:
            raise BadField(Fault.OUT_OF_RANGE)
        return OCTETS[value]

    def read(self, frame: bytes, at: int) -> tuple[int, int]:
        if at >= len(frame):
            raise BadField(Fault.CUT_SHORT)
        return frame[at], at + 1


@dataclass(frozen=True, slots=True)
class Octets:
    """Several octets that stand side by side, as one run."""

    count: int

    def write(self, values: tuple[int, ...]) -> bytes:
        try:
            return bytes(values)
        except ValueError:
            raise BadField(Fault.OUT_OF_RANGE) from None

    def read(self, frame: bytes, at: int) -> tuple[bytes, int]:
        end = at + self.count
        if end > len(frame):
            raise BadField(Fault.CUT_SHORT)
        return frame[at:end], end


OCTETS = tuple(bytes((value,)) for value in range(256))


@dataclass(frozen=True, slots=True)
class CString:
    """Octets ended by NUL, at most `size` with it. `status` is the answer to a wrong one.

    Kept as Latin-1, so that any octets come back as they were.
    """

    size: int
    status: int = statuses.RINVCMDLEN

    def write(self, value: str) -> bytes:
        if not value:
            return b"\0"
        if len(value) >= self.size:
            raise BadField(Fault.TOO_LONG, self.status)
        try:
            raw = value.encode("latin-1")
        except UnicodeEncodeError:
            raise BadField(Fault.CHARACTER, self.status) from None
        if 0 in raw:
            raise BadField(Fault.CHARACTER, self.status)
        return raw + b"\0"

    def read(self, frame: bytes, at: int) -> tuple[str, int]:
        end = frame.find(0, at)
        if end == at:
            return "", at + 1
        if end < 0:
            late = len(frame) - at >= self.size
            raise BadField(Fault.TOO_LONG if late else Fault.NOT_TERMINATED, self.status)
        if end - at >= self.size:
            raise BadField(Fault.TOO_LONG, self.status)
        return frame[at:end].decode("latin-1"), end + 1


@dataclass(frozen=True, slots=True)
class Moment(CString):
    """A time: empty, or sixteen characters and NUL (7.1.1)."""

    size: int = 17

    def write(self, value: str) -> bytes:
        if len(value) not in (0, self.size - 1):
            raise BadField(Fault.LENGTH, self.status)
        return CString.write(self, value)


@dataclass(frozen=True, slots=True)
class MessageId(CString):
    """The far end's name for a message, in its answer. `None`: the answer had no body at all."""

    size: int = 65
    status: int = statuses.RINVMSGID

    def write(self, value: str | None) -> bytes:
        return b"" if value is None else CString.write(self, value)

    def read(self, frame: bytes, at: int) -> tuple[str, int]:
        end = frame.find(0, at)
        if end < 0:
            end = len(frame)
        return frame[at:end].decode("latin-1"), end + 1


@dataclass(frozen=True, slots=True)
class Short:
    """The length octet and as many octets of message, at most 254."""

    def write(self, value: bytes) -> bytes:
        if len(value) > 254:
            raise BadField(Fault.TOO_LONG, statuses.RINVMSGLEN)
        return OCTETS[len(value)] + value

    def read(self, frame: bytes, at: int) -> tuple[bytes, int]:
        if at >= len(frame):
            raise BadField(Fault.CUT_SHORT, statuses.RINVMSGLEN)
        end = at + 1 + frame[at]
        if end > len(frame):
            raise BadField(Fault.CUT_SHORT, statuses.RINVMSGLEN)
        return frame[at + 1 : end], end
