"""GSM 7-bit text as octets (3GPP TS 23.038): one septet in each octet, or eight in seven.

Reading never fails. An unknown second septet shows the letter of the first table (6.2.1.1); an
escape of an escape, and one at the very end, show a space.
"""

from tekstari.channels.smpp.text import national
from tekstari.domain.text.gsm import BASIC, ESCAPE, EXTENSION

_TO_OCTETS = {ord(char): chr(code) for code, char in enumerate(BASIC) if char != ESCAPE} | {
    ord(char): chr(0x1B) + chr(code) for char, code in EXTENSION.items()
}
_FROM_ESCAPED = {code: char for char, code in EXTENSION.items()}
_ESCAPE = 0x1B
_CR = 0x0D


def write(text: str) -> bytes:
    """Text of the alphabet, one septet in each octet.

    >>> write("Hyvää 5 €").hex(" ")
    '48 79 76 7b 7b 20 35 20 1b 65'
    """
    return text.translate(_TO_OCTETS).encode("latin-1")


def read(octets: bytes, *, locking: int = 0, single: int = 0) -> str:
    """Text from one septet in each octet; the language ids choose national tables.

    >>> read(b"5 \\x1b\\x65 \\x1bA \\x1b\\x1b.\\x1b")
    '5 € A  . '
    """
    if _ESCAPE not in octets and not locking:
        return "".join(map(BASIC.__getitem__, octets.translate(_LOWER)))
    basic = national.LOCKING.get(locking, {})
    escaped = _FROM_ESCAPED | national.SINGLE.get(single, {})
    found, is_escaped = [], False
    for octet in octets.translate(_LOWER):
        if is_escaped:
            plain = basic.get(octet, BASIC[octet])
            found.append(" " if octet == _ESCAPE else escaped.get(octet, plain))
            is_escaped = False
        elif octet == _ESCAPE:
            is_escaped = True
        else:
            found.append(basic.get(octet, BASIC[octet]))
    return "".join(found) + (" " if is_escaped else "")


# The eighth bit means nothing here; some far ends set it.
_LOWER = bytes(octet & 0x7F for octet in range(256))


def pack(octets: bytes, *, after: int = 0) -> bytes:
    """Eight septets in seven octets, behind a header of `after` octets (23.040, 9.2.3.24).

    Seven spare bits would read as one more @, so they carry a CR (23.038, 6.1.2.3.1).

    >>> pack(write("hellohello")).hex(" ")
    'e8 32 9b fd 46 97 d9 ec 37'
    """
    fill = -after * 8 % 7
    if (fill + len(octets) * 7) % 8 == 1:
        octets += bytes((_CR,))
    bits = sum(octet << fill + 7 * place for place, octet in enumerate(octets))
    return bits.to_bytes((fill + len(octets) * 7 + 7) // 8, "little")


def unpack(packed: bytes, *, after: int = 0) -> bytes:
    """The opposite: one septet in each octet, without the CR of spare bits.

    >>> read(unpack(pack(write("Kiitos!!"))))
    'Kiitos!!'
    """
    fill = -after * 8 % 7
    bits = int.from_bytes(packed, "little") >> fill
    count = max(0, len(packed) * 8 - fill) // 7
    septets = bytes(bits >> 7 * place & 0x7F for place in range(count))
    spare = len(packed) * 8 - fill - count * 7
    return septets[:-1] if spare == 0 and septets.endswith(bytes((_CR,))) else septets
