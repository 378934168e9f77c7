"""How one operator's SMPP differs from the next one's: what a channel must be told about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Alphabet(StrEnum):
    """What the octets of a message are."""

    GSM7 = "gsm7"
    """One septet in each octet, as nearly everyone means by "default"."""
    GSM7_PACKED = "gsm7_packed"
    ASCII = "ascii"
    LATIN1 = "latin1"
    LATIN9 = "latin9"
    CYRILLIC = "cyrillic"
    HEBREW = "hebrew"
    UTF8 = "utf8"
    UCS2 = "ucs2"
    UCS2_LITTLE = "ucs2_little"
    SHIFT_JIS = "shift_jis"
    KOREAN = "korean"
    BINARY = "binary"


# SMPP 3.4, 5.2.19. Zero is the far end's own default, so every channel may mean another thing.
STANDARD: Mapping[int, Alphabet] = {
    0: Alphabet.GSM7,
    1: Alphabet.ASCII,
    2: Alphabet.BINARY,
    3: Alphabet.LATIN1,
    4: Alphabet.BINARY,
    5: Alphabet.SHIFT_JIS,
    6: Alphabet.CYRILLIC,
    7: Alphabet.HEBREW,
    8: Alphabet.UCS2,
    14: Alphabet.KOREAN,
}
_BY_GSM_BITS = (0, None, 8, 0)


class Joining(StrEnum):
    """How the parts of a long text say that they belong together."""

    UDH8 = "udh8"
    UDH16 = "udh16"
    SAR = "sar"
    PAYLOAD = "payload"
    """One message_payload of any length; the far end cuts it."""


@dataclass(frozen=True, slots=True)
class Dialect:
    meanings: Mapping[int, Alphabet] = field(default_factory=dict)
    """What a data_coding means here when it is not what the specification says."""
    joining: Joining = Joining.UDH8
    service_type: str = ""
    registered_delivery: int = 1
    """1 asks for a receipt of every part, whatever becomes of it."""
    echoes_reference: bool = False
    """Whether to send user_message_reference: the far end repeats it in the receipt."""
    kinds: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Other TON and NPI for `international`, `short` or `name` than the usual."""

    def meaning(self, data_coding: int) -> Alphabet:
        """What the octets are. Classes and waiting indications of GSM (23.038, 4) count too.

        >>> Dialect().meaning(0xF5), Dialect({0: Alphabet.LATIN1}).meaning(0x00)
        (<Alphabet.BINARY: 'binary'>, <Alphabet.LATIN1: 'latin1'>)
        """
        known = self._known(data_coding)
        if known is not None:
            return known
        base: int | None = None
        if data_coding >= 0xC0:
            is_ucs2 = data_coding & 0xF0 == 0xE0
            is_binary = data_coding >= 0xF0 and data_coding & 0x04
            base = None if is_binary else 8 if is_ucs2 else 0
        elif 0x10 <= data_coding < 0x40:
            base = _BY_GSM_BITS[data_coding >> 2 & 0x03]
        return Alphabet.BINARY if base is None else self._known(base) or Alphabet.BINARY

    def _known(self, data_coding: int) -> Alphabet | None:
        return self.meanings.get(data_coding) or STANDARD.get(data_coding)
