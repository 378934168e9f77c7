"""What part a number plays in a reply: the answer, a count beside it, taken back, or doubtful."""

import re
from collections.abc import Sequence
from enum import Enum

from tekstari.domain.replies.asides import LABELS, UNITS
from tekstari.domain.replies.numbers import Number
from tekstari.domain.replies.score_words import (
    AFTER,
    CUES,
    DENIES_THROUGH,
    EARLIER,
    NEGATIONS,
    NOT_PLURAL,
    PRAISE,
    ROUGHLY,
    STARS,
    UNREAL,
)
from tekstari.domain.replies.tokens import Reply, Token
from tekstari.domain.replies.vocabulary import ASKING_PAIRS, QUESTION_WORDS, SOFT, is_asking

_UNREAL = re.compile(UNREAL)
_IFS = frozenset({"jos", "if", "ifall", "mikäli"})
_WOULD_BE = frozenset({"olisi", "olis", "vois", "voisi", "vore"})
_BUTS = frozenset({"mutta", "mut", "men", "but"})
_CONDITIONAL = frozenset({"antaisin", "antasin", "olisi", "olis", "would", "i'd", "skulle"})
_PARTITIVE = ("aa", "ää", "ia", "iä", "ua", "yä", "oa", "öä", "ta", "tä", "ja", "jä", "ea", "eä")
_NONE_OF = frozenset(
    {
        "complaints",
        "problems",
        "issues",
        "problem",
        "klagomål",
        "fel",
        "issue",
        "complaint",
    }
)


class Standing(Enum):
    """How a number counts."""

    ANSWER = "answer"
    ASIDE = "aside"
    DENIED = "denied"
    DOUBTFUL = "doubtful"
    BLOCKED = "blocked"


class Surroundings:
    """The words of the number's clause to its left and to its right."""

    def __init__(self, reply: Reply, number: Number) -> None:
        tokens, clause = reply.tokens, reply.tokens[number.at].clause
        first, last = number.at, number.to
        while first and tokens[first - 1].clause == clause:
            first -= 1
        while last + 1 < len(tokens) and tokens[last + 1].clause == clause:
            last += 1
        self.left: Sequence[Token] = tokens[max(first, number.at - 12) : number.at]
        self.right: Sequence[Token] = tokens[number.to + 1 : min(last + 1, number.to + 5)]
        self.before = self.left[-1] if self.left else None
        self.after = self.right[0] if self.right else None
        self.is_first = number.at == 0
        self.is_asked = reply.is_asked(clause) or _opens_a_question(tokens[first : first + 2])
        self.start = tokens[first].start


def standing_of(number: Number, reply: Reply, *, language: str, high: int) -> Standing:
    """The part this number plays."""
    around = Surroundings(reply, number)
    if _is_aside(number, around):
        return Standing.ASIDE
    if around.before and around.before.text in LABELS:  # "huone 9" is a room, or a mark for one
        return Standing.DOUBTFUL if high <= 100 else Standing.ASIDE
    if _is_stars(number, around, high) or number.value is None:
        return Standing.BLOCKED
    if _is_denied(number, reply, around, language):
        return Standing.DENIED
    if around.is_asked or _is_rough(around) or _is_conditional(reply, around):
        return Standing.DOUBTFUL
    if number.how in ("digit", "out_of"):
        return _digit(number, around)
    return _word(number, reply, around)


def _opens_a_question(opening: Sequence[Token]) -> bool:
    texts = [token.text for token in opening]
    if not texts:
        return False
    return texts[0] in QUESTION_WORDS or is_asking(texts[0]) or " ".join(texts) in ASKING_PAIRS


def _is_aside(number: Number, around: Surroundings) -> bool:
    if number.how in ("scale", "of", "ordinal", "long"):
        return True
    before, after = around.before, around.after
    if before and before.text == "#":
        return True
    if after is None:
        return False
    if after.text == "-":
        return _is_compound(around)
    return after.text in UNITS or (number.value == 0 and after.text in _NONE_OF)


def _is_compound(around: Surroundings) -> bool:
    """ "10-vuotias" is one word, "10 - hyvä" is not."""
    if len(around.right) < 2:
        return False
    dash, word = around.right[0], around.right[1]
    loose = word.kind != "w" or word.text in AFTER or word.text.startswith(PRAISE)
    return dash.end == word.start and not loose


def _is_stars(number: Number, around: Surroundings, high: int) -> bool:
    """Five stars are no five out of ten."""
    if around.after is None or around.after.text not in STARS:
        return False
    return high != 5 and (number.value or 0) <= 5


def _is_denied(number: Number, reply: Reply, around: Surroundings, language: str) -> bool:
    """ "ei 7", "en antaisi 10", "viimeksi 7", "olisin antanut 10"."""
    for token in reversed(around.left[-6:]):
        if _negates(token.text, language):
            return True
        if token.text not in DENIES_THROUGH:
            break
    if any(token.text in EARLIER for token in around.left[-3:]):
        return True
    return bool(_UNREAL.search(reply.folded.text, around.start, reply.tokens[number.at].start))


def _negates(word: str, language: str) -> bool:
    if word == "en":
        return language != "sv"
    return word in NEGATIONS or (word == "no" and language != "fi")


def _is_rough(around: Surroundings) -> bool:
    near = [around.before, *around.left[-2:-1], around.after]
    return any(token is not None and token.text in ROUGHLY for token in near)


def _is_conditional(reply: Reply, around: Surroundings) -> bool:
    """ "antaisin 10 jos…" promises, it does not rate."""
    if around.after and around.after.text in _IFS:
        return True
    said = {token.text for token in around.left}
    if said & _WOULD_BE and not _BUTS.isdisjoint(reply.texts):
        return True
    return bool(said & _CONDITIONAL) and not _IFS.isdisjoint(reply.texts)


def _digit(number: Number, around: Surroundings) -> Standing:
    fits_before = around.before is None or around.before.kind != "w" or around.before.text in CUES
    after = around.after
    if after is None or after.kind != "w" or after.text in AFTER:
        return Standing.ANSWER if fits_before or _ends(around) else Standing.DOUBTFUL
    if after.text in STARS or after.text.startswith(PRAISE):
        return Standing.ANSWER if fits_before else Standing.DOUBTFUL
    if _looks_counted(after.text):
        return Standing.DOUBTFUL if around.is_first else Standing.ASIDE
    if number.value in (1, 2, 3):  # "2 auton huolto"
        return Standing.DOUBTFUL
    return Standing.ANSWER if fits_before else Standing.DOUBTFUL


def _ends(around: Surroundings) -> bool:
    return around.after is None or around.after.kind != "w" or around.after.text in AFTER


def _looks_counted(word: str) -> bool:
    """Whether the word has the shape of a noun after a number: koiraa, bilar, dogs."""
    if len(word) < 4 or word in NOT_PLURAL:
        return False
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is", "ös", "äs"))
    return word.endswith(_PARTITIVE) or plural or word.endswith(("ar", "or", "er"))


def _word(number: Number, reply: Reply, around: Surroundings) -> Standing:
    """Number words count things more often than digits do, so they need a cleaner place."""
    is_name = number.how == "name" and (number.value or 0) > 1
    if number.how == "article":
        alone = all(word in SOFT for word in reply.texts if word != reply.tokens[number.at].text)
        return Standing.ANSWER if alone and len(reply.tokens) < 4 else Standing.ASIDE
    left = around.left[-1:] if is_name else around.left
    fits_before = all(t.kind != "w" or t.text in CUES or t.text.startswith(PRAISE) for t in left)
    after = around.after
    fits_after = after is None or after.kind != "w" or after.text in AFTER
    if not fits_after and after is not None:
        # "two great guys" counts, "nine great job" does not: nobody meets nine of them.
        many = is_name or (number.value or 0) > 5
        fits_after = after.text in STARS or (many and after.text.startswith(PRAISE))
    if fits_before and fits_after:
        return Standing.ANSWER
    return Standing.DOUBTFUL if is_name or fits_after else Standing.ASIDE
