"""The user data header in front of a message (3GPP TS 23.040, 9.2.3.24): length, then elements.

It is written by strangers, so its lengths may lie. A header longer than the message is no header; an
element that does not fit keeps the rest of the header as one element that is known by nobody.
"""

from typing import NamedTuple

JOIN8, JOIN16 = 0x00, 0x08
SINGLE_SHIFT, LOCKING_SHIFT = 0x24, 0x25
UNREADABLE = -1


class Element(NamedTuple):
    id: int
    value: bytes


class Part(NamedTuple):
    """Which part of how many. Parts join when sender, receiver, reference, bits and total agree."""

    reference: int
    bits: int
    number: int
    total: int


def header(part: Part) -> bytes:
    """The header of one part of a long text.

    >>> header(Part(0xA5, 8, 1, 2)).hex(" "), header(Part(0xA5, 16, 1, 2)).hex(" ")
    ('05 00 03 a5 02 01', '06 08 04 00 a5 02 01')
    """
    reference = part.reference.to_bytes(part.bits // 8, "big")
    value = reference + bytes((part.total, part.number))
    element = bytes((JOIN8 if part.bits == 8 else JOIN16, len(value))) + value
    return bytes((len(element),)) + element


def split(data: bytes) -> tuple[tuple[Element, ...], int]:
    """The elements, and where the message begins; no elements and 0 when there is no header.

    >>> split(bytes.fromhex("050003a50201") + b"Hei")
    ((Element(id=0, value=b'\\xa5\\x02\\x01'),), 6)
    >>> split(b"\\xffHei")
    ((), 0)
    """
    if not data or 1 + data[0] > len(data):
        return (), 0
    at, end = 1, 1 + data[0]
    found = []
    while at < end:
        after = at + 2 + data[at + 1] if at + 2 <= end else end + 1
        if after > end:
            found.append(Element(UNREADABLE, data[at:end]))
            break
        found.append(Element(data[at], data[at + 2 : after]))
        at = after
    return tuple(found), end


def part_of(elements: tuple[Element, ...]) -> Part | None:
    """Which part this is; the last such element counts (23.040, 9.2.3.24.1)."""
    found = None
    for element in elements:
        bits = {(JOIN8, 3): 8, (JOIN16, 4): 16}.get((element.id, len(element.value)))
        if bits:
            *reference, total, number = element.value
            found = sound(Part(int.from_bytes(bytes(reference), "big"), bits, number, total))
    return found


def sound(part: Part) -> Part | None:
    """None for a part 0, a part beyond the total, and the only part: it is whole as it is.

    >>> sound(Part(1, 8, 3, 2)), sound(Part(1, 8, 2, 2))
    (None, Part(reference=1, bits=8, number=2, total=2))
    """
    return part if 1 <= part.number <= part.total and part.total > 1 else None
