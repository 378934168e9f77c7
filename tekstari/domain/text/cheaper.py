"""Which characters make a text dear, and a cheaper text that says the same, always as a preview.

One character outside GSM-7 more than halves what fits in a part. Most of them are typography that a
word processor put in: quotes, dashes, spaces. Those can go without losing anything. Letters are
another matter: a name is somebody's, Sámi is a language, and Cyrillic is not changed at all.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import category, combining, normalize

from tekstari.domain.text.gsm import is_gsm
from tekstari.domain.text.parts import Parts, parts_needed, prepared


class Kind(StrEnum):
    """What a dear character is, to be told in the reader's own words."""

    QUOTE = "quote"
    DASH = "dash"
    ELLIPSIS = "ellipsis"
    SPACE = "space"
    BULLET = "bullet"
    MARK = "mark"
    """An accent written apart from its letter."""
    LETTER = "letter"
    EMOJI = "emoji"
    SIGN = "sign"


SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u02bc\u00b4`"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
UNSEEN = "\u00ad\u200b\u2060\ufeff"
BULLETS = "\u2022\u2023\u2043\u25aa\u25cf\u25e6"

# Nothing is lost by these.
SAFE = (
    dict.fromkeys(SINGLE_QUOTES, "'")
    | dict.fromkeys(DOUBLE_QUOTES, '"')
    | dict.fromkeys(DASHES, "-")
    | dict.fromkeys(SPACES, " ")
    | dict.fromkeys(UNSEEN, "")
    | dict.fromkeys(BULLETS, "-")
    | {"\u2026": "..."}
)
KINDS = (
    dict.fromkeys(SINGLE_QUOTES + DOUBLE_QUOTES, Kind.QUOTE)
    | dict.fromkeys(DASHES, Kind.DASH)
    | dict.fromkeys(SPACES + UNSEEN, Kind.SPACE)
    | dict.fromkeys(BULLETS, Kind.BULLET)
    | {"\u2026": Kind.ELLIPSIS}
)

# Letters that Sámi has and no other language written here: with one of them no letter is touched.
SAMI = frozenset("đŋŧʒǯǥǧǩʹĐŊŦƷǮǤǦǨ")


@dataclass(frozen=True, slots=True)
class Dear:
    """A character that no GSM-7 text can hold, its place, and what could safely stand there."""

    char: str
    at: int
    kind: Kind
    instead: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The text that would be sent, with what is changed in it; `dear` is what stays dear."""

    text: str
    before: Parts
    after: Parts
    changes: tuple[Dear, ...]
    dear: tuple[Dear, ...]


def costly(text: str) -> tuple[Dear, ...]:
    """Every character that makes the text dear, as it is given (see `prepared` for as it leaves).

    >>> [(found.char, found.at, found.kind.value) for found in costly("”Tuli” – Žaneta")]
    [('”', 0, 'quote'), ('”', 5, 'quote'), ('–', 7, 'dash'), ('Ž', 9, 'letter')]
    """
    return tuple(
        Dear(char, at, _kind(char), SAFE.get(char)) for at, char in enumerate(text) if not is_gsm(char)
    )


def cheaper(text: str, *, strong: bool = False, keep: Collection[str] = ()) -> Preview:
    """A text that says the same in GSM-7, if there is one that takes no more parts; else the text
    as it leaves, unchanged. `strong` also takes the accents off letters; `keep` are words, such
    as names, in which not a letter is touched. Places are those of the prepared text.

    >>> found = cheaper("”Tervetuloa” klo 9–16…")
    >>> found.text, found.before.alphabet, found.after.alphabet
    ('"Tervetuloa" klo 9-16...', 'UCS-2', 'GSM-7')
    >>> cheaper("Žaneta – tervetuloa!").text  # a name is never changed silently
    'Žaneta – tervetuloa!'
    >>> cheaper("Žaneta – tervetuloa!", strong=True).text
    'Zaneta - tervetuloa!'
    """
    ready = prepared(text)
    before = parts_needed(ready)
    found = [_with_letter(dear, ready) if strong else dear for dear in costly(ready)]
    kept = _places_of(keep, ready)
    changes = tuple(dear for dear in found if dear.instead is not None and dear.at not in kept)
    changed = _changed(ready, changes)
    after = parts_needed(changed)
    if after.alphabet == "GSM-7" and after.count <= before.count:
        return Preview(changed, before, after, changes, ())
    return Preview(ready, before, before, (), costly(ready))


def _kind(char: str) -> Kind:
    if char in KINDS:
        return KINDS[char]
    if combining(char):
        return Kind.MARK
    if category(char)[0] == "L":
        return Kind.LETTER
    return Kind.EMOJI if _is_emoji(char) else Kind.SIGN


def _is_emoji(char: str) -> bool:
    """Pictures, the joiner between them and the sign that colours them."""
    return ord(char) >= 0x1F000 or 0x2600 <= ord(char) <= 0x27BF or char in "\u200d\ufe0f"


def _with_letter(dear: Dear, text: str) -> Dear:
    """The letter without its accent, unless the text is Sámi."""
    if dear.kind is not Kind.LETTER or SAMI & set(text):
        return dear
    base = normalize("NFD", dear.char)[0]
    can = base.isascii() and base.isalpha() and len(normalize("NFD", dear.char)) > 1
    return Dear(dear.char, dear.at, dear.kind, base if can else None)


def _places_of(words: Collection[str], text: str) -> set[int]:
    places: set[int] = set()
    for word in filter(None, map(prepared, words)):
        begins = text.find(word)
        while begins >= 0:
            places.update(range(begins, begins + len(word)))
            begins = text.find(word, begins + 1)
    return places


def _changed(text: str, changes: Collection[Dear]) -> str:
    instead = {dear.at: dear.instead or "" for dear in changes}
    return "".join(instead.get(at, char) for at, char in enumerate(text))
