"""What a delivery carries: from whom to whom, which part, which octets, and the text they are.

Octets are joined before they are read as text: a surrogate pair, or an escape and its character, may
be cut between two parts. Nothing here fails, whatever was sent; the PDU itself is the evidence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tekstari.channels.smpp.text import addresses, headers, septets
from tekstari.channels.smpp.text.addresses import Address
from tekstari.channels.smpp.text.dialect import Alphabet, Dialect
from tekstari.channels.smpp.text.headers import Element, Part
from tekstari.channels.smpp.wire.commands import DataSm, DeliverSm
from tekstari.channels.smpp.wire.tlvs import Tag, find, number

UDHI = 0x40

CODECS = {
    Alphabet.ASCII: "latin-1",  # what is not ASCII is most often this
    Alphabet.LATIN1: "latin-1",
    Alphabet.LATIN9: "iso8859-15",
    Alphabet.CYRILLIC: "iso8859-5",
    Alphabet.HEBREW: "iso8859-8",
    Alphabet.UTF8: "utf-8",
    Alphabet.SHIFT_JIS: "shift_jis",
    Alphabet.KOREAN: "euc_kr",
}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Heard:
    """One delivery, read. `octets` are without the header, and septets one in each octet.

    `elements` are the header's, known or not; `is_headed` is False also when a header was promised
    and its length lied.
    """

    source: str
    destination: str
    octets: bytes
    alphabet: Alphabet
    part: Part | None
    elements: tuple[Element, ...]
    is_headed: bool


def read(pdu: DeliverSm | DataSm, dialect: Dialect) -> Heard:
    """Read one delivery; whether it is a receipt is for `domain.delivery` to say."""
    payload = find(pdu.tlvs, Tag.MESSAGE_PAYLOAD) or b""
    octets = pdu.short_message or payload if isinstance(pdu, DeliverSm) else payload
    elements, start = headers.split(octets) if pdu.esm_class & UDHI else ((), 0)
    alphabet = dialect.meaning(pdu.data_coding)
    octets = octets[start:]
    if alphabet is Alphabet.GSM7_PACKED:
        octets, alphabet = septets.unpack(octets, after=start), Alphabet.GSM7
    return Heard(
        addresses.read(Address(pdu.source_addr_ton, pdu.source_addr_npi, pdu.source_addr)),
        addresses.read(Address(pdu.dest_addr_ton, pdu.dest_addr_npi, pdu.destination_addr)),
        octets,
        alphabet,
        headers.part_of(elements) or _sar_part(pdu),
        elements,
        start > 0,
    )


def text_of(parts: Sequence[Heard]) -> str | None:
    """The text of parts in their order; None when it is no text but data.

    What cannot be read shows as U+FFFD, also NUL, which no database keeps in a text.
    """
    if not parts or any(part.alphabet is Alphabet.BINARY for part in parts):
        return None
    if len({_way(part) for part in parts}) == 1:
        text = _decode(b"".join(part.octets for part in parts), parts[0])
    else:
        text = "".join(_decode(part.octets, part) for part in parts)
    return _LONE_SURROGATE.sub("\ufffd", text).replace("\0", "\ufffd")


def _way(part: Heard) -> tuple[Alphabet, int, int]:
    return part.alphabet, _shift(part, headers.LOCKING_SHIFT), _shift(part, headers.SINGLE_SHIFT)


def _decode(octets: bytes, part: Heard) -> str:
    alphabet, locking, single = _way(part)
    if alphabet is Alphabet.GSM7:
        return septets.read(octets, locking=locking, single=single)
    if alphabet in (Alphabet.UCS2, Alphabet.UCS2_LITTLE):
        return _decode_ucs2(octets, little=alphabet is Alphabet.UCS2_LITTLE)
    return octets.decode(CODECS[alphabet], "replace")


def _decode_ucs2(octets: bytes, *, little: bool) -> str:
    """UTF-16 in truth. A mark of byte order is believed; half a character at the end shows."""
    if octets[:2] in (b"\xff\xfe", b"\xfe\xff"):
        little, octets = octets[0] == 0xFF, octets[2:]
    half = "\ufffd" if len(octets) % 2 else ""
    codec = "utf-16-le" if little else "utf-16-be"
    return octets[: len(octets) & ~1].decode(codec, "surrogatepass") + half


def _shift(part: Heard, element_id: int) -> int:
    return next((e.value[0] for e in part.elements if e.id == element_id and e.value), 0)


def _sar_part(pdu: DeliverSm | DataSm) -> Part | None:
    reference = number(pdu.tlvs, Tag.SAR_MSG_REF_NUM)
    total = number(pdu.tlvs, Tag.SAR_TOTAL_SEGMENTS)
    at = number(pdu.tlvs, Tag.SAR_SEGMENT_SEQNUM)
    if reference is None or total is None or at is None:
        return None
    return headers.sound(Part(reference & 0xFFFF, 16, at, total))
