"""How the network cuts a text into parts, which is what the customer pays for.

A part carries 140 bytes: 160 septets of GSM-7 or 70 units of UCS-2. A text of several parts gives
6 bytes of each to the header that joins them again: 153 septets or 67 units are left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias
from unicodedata import category, normalize

from tekstari.domain.text.gsm import SEPTETS, is_gsm

Alphabet: TypeAlias = Literal["GSM-7", "UCS-2"]

WHOLE = {"GSM-7": 160, "UCS-2": 70}
JOINED = {"GSM-7": 153, "UCS-2": 67}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a text costs. `costly` names the characters that made it UCS-2, each once, in order."""

    count: int
    alphabet: Alphabet
    units: int
    limit: int
    costly: tuple[str, ...] = ()


def prepared(text: str) -> str:
    """The text as it leaves: composed (ä is one character), with no control but the newline.

    A tab becomes a space; what cannot be written in UTF-8 is left out.

    >>> prepared("a\\u0308iti\\tsoitti\\r\\n\\x07")
    'äiti soitti\\n'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # `is_gsm` first: nearly every text is, and then there is little to look for.
    if is_gsm(lines) and "\f" not in lines:
        return lines
    return normalize("NFC", "".join(map(_kept, lines)))


def parts_needed(text: str) -> Parts:
    """Count the parts of a text, exactly, as it will be cut when it has been `prepared`.

    One character outside GSM-7 makes the whole text UCS-2. `units` of `limit` are used in `count`
    parts; a pair that does not fit at the end of a part moves to the next and leaves a hole.

    >>> parts_needed("a" * 160)
    Parts(count=1, alphabet='GSM-7', units=160, limit=160, costly=())
    >>> parts_needed("a" * 161)
    Parts(count=2, alphabet='GSM-7', units=161, limit=306, costly=())
    >>> parts_needed("Hyvää päivää, Žaneta!")
    Parts(count=1, alphabet='UCS-2', units=21, limit=70, costly=('Ž',))
    """
    return parts_as_given(prepared(text))


def parts_as_given(text: str) -> Parts:
    """The same count of a text that is sent as it stands, whatever is in it.

    >>> parts_needed("a\u0308iti").alphabet, parts_as_given("a\u0308iti").alphabet
    ('GSM-7', 'UCS-2')
    """
    alphabet, width = _measure(text)
    units = sum(map(width, text))
    count = len(_cut(text))
    limit = WHOLE[alphabet] if count == 1 else count * JOINED[alphabet]
    costly = () if alphabet == "GSM-7" else tuple(dict.fromkeys(c for c in text if not is_gsm(c)))
    return Parts(count, alphabet, units, limit, costly)


def cut(text: str) -> tuple[str, ...]:
    """The parts of a text, in order; an escaped character or a surrogate pair stays whole.

    >>> [len(part) for part in cut("a" * 152 + "€" + "b" * 10)]
    [152, 11]
    """
    return _cut(prepared(text))


def _cut(ready: str) -> tuple[str, ...]:
    alphabet, width = _measure(ready)
    widths = [width(char) for char in ready]
    if sum(widths) <= WHOLE[alphabet]:
        return (ready,)
    edges, room = [0], JOINED[alphabet]
    for place, needed in enumerate(widths):
        if needed > room:
            edges.append(place)
            room = JOINED[alphabet]
        room -= needed
    ends = [*edges[1:], len(ready)]
    return tuple(ready[start:end] for start, end in zip(edges, ends, strict=True))


def _measure(text: str) -> tuple[Alphabet, Callable[[str], int]]:
    if is_gsm(text):
        return "GSM-7", SEPTETS.__getitem__
    return "UCS-2", _utf16_units


def _utf16_units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1


def _kept(char: str) -> str:
    if char == "\n" or char in "\u2028\u2029":
        return "\n"
    if char == "\t":
        return " "
    return "" if category(char) in ("Cc", "Cs") else char
