"""A text as the submits that carry it, cut where the network would count it.

The text is written as given: composing and replacing characters is the domain's, before. A pair of
an escape and its character, and a pair of surrogates, are never cut apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from tekstari.channels.smpp.text import septets
from tekstari.channels.smpp.text.addresses import written
from tekstari.channels.smpp.text.dialect import Alphabet, Dialect, Joining
from tekstari.channels.smpp.text.headers import Part, header
from tekstari.channels.smpp.wire.commands import SubmitSm
from tekstari.channels.smpp.wire.tlvs import Tag, Tlv
from tekstari.domain.text.gsm import SEPTETS, is_gsm

UDHI = 0x40
MOST_PARTS = 255
UCS2_CODING = 8


class TooLong(ValueError):
    """No header can count so many parts."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One text, from whom to whom.

    `reference` joins its parts. `validity` is the string of SMPP 7.1.1, from `domain.text.validity`.
    `user_reference`, of 16 bits, names the text in its receipt where the far end echoes it.
    """

    sender: str
    phone: str
    text: str
    reference: int = 0
    validity: str = ""
    user_reference: int | None = None


class _Way(NamedTuple):
    """One way to write characters: how much of a part each takes, in units of so many bits."""

    data_coding: int
    unit_bits: int
    width: Callable[[str], int]
    write: Callable[[str], bytes]
    octets_per_unit: int = 0
    """0 where the far end writes it anew, and only its characters can be counted."""
    is_packed: bool = False

    def room(self, header_octets: int) -> int:
        """140 octets for the header and the text together (23.040, 9.2.3.24.1)."""
        return (140 - header_octets) * 8 // self.unit_bits

    def units(self, text: str, octets: bytes) -> int:
        if self.octets_per_unit:
            return len(octets) // self.octets_per_unit
        return sum(map(self.width, text))

    def packed(self, octets: bytes, header_octets: int = 0) -> bytes:
        return septets.pack(octets, after=header_octets) if self.is_packed else octets


def submits(letter: Letter, dialect: Dialect) -> tuple[SubmitSm, ...]:
    """The parts in their order, not numbered: the session does that. Raises TooLong.

    >>> parts = submits(Letter("18100", "+358401234567", "Hei! " * 40, 7), Dialect())
    >>> [(len(part.short_message), part.esm_class) for part in parts]
    [(159, 64), (53, 64)]
    """
    way, told = _way(letter.text, dialect), _told(letter, dialect)
    empty = partial(_envelope(letter, dialect), data_coding=way.data_coding)
    octets = way.write(letter.text)
    if way.units(letter.text, octets) <= way.room(0):
        return (empty(tlvs=told, short_message=way.packed(octets)),)
    if dialect.joining is Joining.PAYLOAD:
        return (empty(tlvs=(*told, Tlv(Tag.MESSAGE_PAYLOAD, way.packed(octets)))),)
    parts = _parts(letter, dialect.joining, way)
    if dialect.joining is Joining.SAR:
        return tuple(
            empty(tlvs=(*_sar(part), *told), short_message=way.packed(octets)) for part, octets in parts
        )
    return tuple(
        empty(esm_class=UDHI, tlvs=told, short_message=head + way.packed(octets, len(head)))
        for head, octets in ((header(part), octets) for part, octets in parts)
    )


def _parts(letter: Letter, joining: Joining, way: _Way) -> list[tuple[Part, bytes]]:
    """A far end that is given parameters writes the shorter header, if the reference fits in it."""
    bits = 16 if joining is Joining.UDH16 else 8
    pieces = _cut(letter.text, way, way.room(5 + bits // 8))
    total, reference = len(pieces), letter.reference % (1 << bits)
    if total > MOST_PARTS:
        raise TooLong(total)
    return [
        (Part(reference, bits, number, total), way.write(piece))
        for number, piece in zip(range(1, total + 1), pieces, strict=True)
    ]


def _envelope(letter: Letter, dialect: Dialect) -> Callable[..., SubmitSm]:
    source, dest = written(letter.sender, dialect.kinds), written(letter.phone, dialect.kinds)
    return partial(
        SubmitSm,
        service_type=dialect.service_type,
        source_addr_ton=source.ton,
        source_addr_npi=source.npi,
        source_addr=source.digits,
        dest_addr_ton=dest.ton,
        dest_addr_npi=dest.npi,
        destination_addr=dest.digits,
        validity_period=letter.validity,
        registered_delivery=dialect.registered_delivery,
    )


def _told(letter: Letter, dialect: Dialect) -> tuple[Tlv, ...]:
    if letter.user_reference is None or not dialect.echoes_reference:
        return ()
    return (Tlv(Tag.USER_MESSAGE_REFERENCE, letter.user_reference.to_bytes(2, "big")),)


def _sar(part: Part) -> tuple[Tlv, ...]:
    return (
        Tlv(Tag.SAR_MSG_REF_NUM, part.reference.to_bytes(2, "big")),
        Tlv(Tag.SAR_TOTAL_SEGMENTS, bytes((part.total,))),
        Tlv(Tag.SAR_SEGMENT_SEQNUM, bytes((part.number,))),
    )


def _way(text: str, dialect: Dialect) -> _Way:
    """The default alphabet when it can say the text, else UCS-2.

    A far end whose default is another set than GSM turns it into GSM itself, so the text must be
    in both, and is counted in septets all the same.
    """
    default = dialect.meaning(0)
    if is_gsm(text):
        if default in (Alphabet.GSM7, Alphabet.GSM7_PACKED):
            packed = default is Alphabet.GSM7_PACKED
            return _Way(0, 7, SEPTETS.__getitem__, septets.write, 1, packed)
        own = DEFAULT_CODECS.get(default)
        if own is not None and _can_say(own, text):
            return _Way(0, 7, SEPTETS.__getitem__, partial(_encoded, codec=own))
    little = dialect.meaning(UCS2_CODING) is Alphabet.UCS2_LITTLE
    codec = "utf-16-le" if little else "utf-16-be"
    return _Way(UCS2_CODING, 16, _utf16_units, partial(_encoded, codec=codec), 2)


def _encoded(text: str, codec: str) -> bytes:
    return text.encode(codec, "surrogatepass")


# UTF-8 by its ASCII alone: 160 characters of two octets do not fit in a short message.
DEFAULT_CODECS = {
    Alphabet.ASCII: "ascii",
    Alphabet.LATIN1: "latin-1",
    Alphabet.LATIN9: "iso8859-15",
    Alphabet.UTF8: "ascii",
}


def _can_say(codec: str, text: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _utf16_units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1


def _cut(text: str, way: _Way, room: int) -> list[str]:
    edges, left = [0], room
    for place, needed in enumerate(map(way.width, text)):
        if needed > left:
            edges.append(place)
            left = room
        left -= needed
    return [text[start:end] for start, end in zip(edges, [*edges[1:], len(text)], strict=True)]
