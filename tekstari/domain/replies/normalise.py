"""One spelling for the many ways phones write the same text, with a way back to the original.

NFKC alone would hurt: it turns 8½ into 81⁄2 and 10² into 102. So those signs stay as they are.
"""

import re
import unicodedata
from dataclasses import dataclass

_SIGNS = {"🔟": "10", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'"}
_SIGNS |= {"´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "⁄": "/"}
_KEPT = frozenset("½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚¹²³⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉©®™")
# Joiners, variation selectors, the keycap box, skin tones: they colour a sign, they are no sign.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u20e3"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
# Cyrillic, then Greek: small letters whose capitals or shapes pass for Latin ones.
_LOOK_ALIKES = dict(
    zip(
        "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u043a"
        "\u043d\u0432\u043c\u0442\u0456\u0458\u0455\u04bb"
        "\u03b1\u03bf\u03b5\u03c1\u03bd\u03b9\u03ba\u03c4\u03c5\u03c7",
        "aceopxykhbmtijshaoepviktux",
        strict=True,
    )
)
_FOREIGN = re.compile(f"[{''.join(_LOOK_ALIKES)}]")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """The text in lower case and one spelling. `places` holds where each of its characters stood
    in the original; None when nothing moved."""

    text: str
    places: tuple[tuple[int, int], ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start][0], self.places[end - 1][1]


def fold(text: str) -> Folded:
    """The text as it is compared.

    >>> fold("９ KIITOS").text, fold("8½").text, fold("9️⃣").text
    ('9 kiitos', '8½', '9')
    >>> fold("SТОP").text                       # the Т and О are Cyrillic
    'stop'
    """
    if text.isascii():
        return Folded(text.lower(), None)
    chars: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _clusters(text):
        for char in _folded(text[start:end]):
            chars.append(char)
            places.append((start, end))
    return Folded(_latin("".join(chars)), tuple(places))


def _clusters(text: str) -> list[tuple[int, int]]:
    """Each character together with the accents and colours that follow it."""
    found: list[tuple[int, int]] = []
    for at, char in enumerate(text):
        if found and char > "\x7f" and (unicodedata.combining(char) or _UNSEEN.match(char)):
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _folded(cluster: str) -> str:
    if cluster < "\x80" and len(cluster) == 1:
        return cluster.lower()
    seen = _UNSEEN.sub("", cluster)
    if seen in _SIGNS:
        return _SIGNS[seen]
    if not seen or seen[0] in _KEPT:
        return seen
    if seen.isspace():
        return "\n" if seen in "\x85\u2028\u2029" else " "
    plain = unicodedata.normalize("NFKC", seen).lower()
    return plain if len(plain) <= 4 else seen


def _latin(text: str) -> str:
    """Cyrillic and Greek letters that only look Latin become Latin, in words made of such."""
    if not _FOREIGN.search(text):
        return text

    def word(match: re.Match[str]) -> str:
        read = "".join(_LOOK_ALIKES.get(char, char) for char in match[0])
        return read if all(char < "\u0250" for char in read) else match[0]

    return _LETTERS.sub(word, text)
