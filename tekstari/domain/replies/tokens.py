"""A reply cut into words, numbers and signs, each knowing its clause and its place."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tekstari.domain.replies.normalise import Folded
from tekstari.domain.replies.spelling import known_spelling

_TOKEN = re.compile(
    r"(?P<n>[0-9]+)|(?P<w>[^\W\d_]\w*(?:'[^\W\d_]+)?)|(?P<q>§+)|(?P<end>[.,;:!?\n()\"]+)|(?P<m>[^\s\w])"
)
_TRIPLE = re.compile(r"(.)\1\1")


class Token(NamedTuple):
    """kind: n number, w word, m mark or emoji, q hidden."""

    text: str
    start: int
    end: int
    kind: str
    clause: int


@dataclass(frozen=True)
class Reply:
    """One text, cut up. `ends` holds the punctuation that closed each clause."""

    original: str
    folded: Folded
    tokens: tuple[Token, ...]
    ends: tuple[str, ...]

    @cached_property
    def words(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.kind == "w")

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(token.text for token in self.words)

    def is_asked(self, clause: int) -> bool:
        """Whether that clause ends in a question mark."""
        return clause < len(self.ends) and "?" in self.ends[clause]

    def span(self, first: Token, last: Token | None = None) -> tuple[int, int]:
        """Where the tokens stand in the original text."""
        return self.folded.span(first.start, (last or first).end)


def cut(original: str, folded: Folded, masked: str | None = None) -> Reply:
    """The reply in tokens; `masked` is the folded text with asides hidden, of the same length."""
    tokens: list[Token] = []
    ends: list[str] = []
    for match in _TOKEN.finditer(folded.text if masked is None else masked):
        kind = match.lastgroup or "m"
        if kind == "end":
            ends.append(match[0])
            continue
        word = match[0]
        if kind == "w" and _TRIPLE.search(word):
            word = known_spelling(word)
        tokens.append(Token(word, match.start(), match.end(), kind, len(ends)))
    return Reply(original, folded, tuple(tokens), tuple(ends))
