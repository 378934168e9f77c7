"""Placeholders: the text of an editor becomes the text of one recipient.

`{product}` is replaced by a value, `{product|the parcel}` has words for when there is none, and
`{{` `}}` are braces. A value is inserted once: braces inside it are only braces. Without a value
nothing is sent, except that an empty `{name}` takes its comma and space with it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from unicodedata import category, normalize

LONGEST_VALUE = 500
READ_OF_VALUE = 4 * LONGEST_VALUE
MAY_BE_EMPTY = frozenset({"name"})
PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
FIELD = re.compile(r"[\w.]+")
SPACE = " \u00a0"
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class MissingValue(Exception):
    """A text needs a field that this recipient does not have."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Piece:
    """Words as they stand, or a field with its default (None: it has none)."""

    words: str = ""
    field: str | None = None
    default: str | None = None


def placeholders(template: str) -> tuple[str, ...]:
    """The fields a text uses, each once, in order.

    >>> placeholders("Hei {name}! {{Tarjous}}: {product|yllätys}. {name}")
    ('name', 'product')
    """
    fields = (piece.field for piece in _pieces(template) if piece.field is not None)
    return tuple(dict.fromkeys(fields))


def bad_placeholders(template: str, known: Collection[str]) -> tuple[str, ...]:
    """What an editor must mend: fields that are not known, and braces that stand alone.

    >>> bad_placeholders("Hei {nmae}! {", {"name"})
    ('nmae', '{')
    """
    unknown = [field or "{}" for field in placeholders(template) if field not in known]
    alone = [found[0] for found in PIECE.finditer(template) if found[0] in ("{", "}")]
    return tuple(dict.fromkeys(unknown + alone))


def render(template: str, values: Mapping[str, str]) -> str:
    """The text for one recipient; raises MissingValue when a field has neither value nor default.

    >>> render("Hei {name}! {product|Tilaus} on perillä.", {"name": "Aino"})
    'Hei Aino! Tilaus on perillä.'
    >>> render("Hei {name}!", {}), render("Kiitos, {name}! Nähdään.", {"name": " "})
    ('Hei!', 'Kiitos! Nähdään.')
    >>> render("{name}, autosi on valmis.", {})
    'Autosi on valmis.'
    """
    done = ""
    opens = False  # the empty name began its sentence: the words after it begin it now
    for piece in _pieces(template):
        words = piece.words if piece.field is None else _value(piece, values)
        if not words:
            opens = opens or _begins_sentence(done)
            done = done if opens else done.rstrip(SPACE + ",")
            continue
        done += _beginning(words) if opens and piece.field is None else words
        opens = False
    return done


def _pieces(template: str) -> Iterator[Piece]:
    place = 0
    for found in PIECE.finditer(template):
        if found.start() > place:
            yield Piece(template[place : found.start()])
        place = found.end()
        if found[1] is None:
            yield Piece(found[0][0])
        else:
            field, bar, default = found[1].partition("|")
            yield Piece(field=field.strip(), default=default if bar else None)
    if place < len(template):
        yield Piece(template[place:])


def _value(piece: Piece, values: Mapping[str, str]) -> str:
    field = piece.field or ""
    value = _clean(values.get(field, "")) if FIELD.fullmatch(field) else ""
    if value:
        return value
    if piece.default is not None:
        return piece.default
    if field in MAY_BE_EMPTY:
        return ""
    raise MissingValue(field)


def _clean(value: str) -> str:
    """One line without surprises: no control characters, no runs of spaces, a sensible length."""
    visible = "".join(map(_visible, value[:READ_OF_VALUE]))
    return normalize("NFC", " ".join(visible.split()))[:LONGEST_VALUE].rstrip()


def _visible(char: str) -> str:
    if char in BIDI:
        return ""
    return {"Cc": " ", "Cs": ""}.get(category(char), char)


def _begins_sentence(done: str) -> bool:
    return done.rstrip(SPACE)[-1:] in ("", ".", "!", "?", ":", "\n")


def _beginning(words: str) -> str:
    rest = words.lstrip(SPACE).lstrip(",!:").lstrip(SPACE)
    return rest[:1].upper() + rest[1:]
