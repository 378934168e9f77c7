"""Every number in a reply, put together: 8/10 and "tio av tio" are one number, 8-9 is a range."""

from typing import NamedTuple

from tekstari.domain.replies.numerals import ARTICLES, OUT_OF, number_named
from tekstari.domain.replies.tokens import Reply, Token
from tekstari.domain.replies.vocabulary import words

_BENT_DIGIT = words("n ä a ää aa ta tä ksi lla llä lle een ään aan iin iä ia nen ssa ssä lta ltä")
_ELATIVE = words("sta stä ltä lta")
_HALVES = ("½", "¼", "¾", "puoli", "puol", "puolikas", "halv", "half")
_HALF_PHRASES = frozenset(
    {"ja puoli", "ja puol", "och en", "och halv", "and a", "and half", "pilkku", "komma", "point"}
)
_OVER = frozenset({"/", "out of", "of", "av", "kautta", "p /"})
_TO = frozenset({"+", "-", "tai", "or", "eller", "vai", "to", "till", "- tai", "/ tai", "tai ehkä", "~"})


class Number(NamedTuple):
    """A number at tokens[at..to]. `value` is None where no whole number stands there."""

    value: int | None
    at: int
    to: int
    how: str
    parts: tuple[int, ...] = ()


def numbers_in(reply: Reply, *, low: int, high: int, language: str) -> list[Number]:
    """The numbers of the reply in order, for a question from low to high."""
    single: list[Number] = []
    at = 0
    while at < len(reply.tokens):
        number = _number_at(reply, at, high, language)
        if number:
            single.append(number)
        at = number.to + 1 if number else at + 1
    return _joined(reply, single, low, high)


def _number_at(reply: Reply, at: int, high: int, language: str) -> Number | None:
    token = reply.tokens[at]
    if token.kind == "n":
        return _grouped(reply, at) if high > 999 else _digits_at(reply, at)
    if token.kind != "w":
        return None
    named = number_named(token.text, language)
    if not named:
        return None
    how = "article" if token.text in ARTICLES else named[1]
    return _with_half(reply, Number(named[0], at, at, how))


def _digits_at(reply: Reply, at: int) -> Number:
    tokens, text = reply.tokens, reply.folded.text
    token = tokens[at]
    if len(token.text) > 12:
        return Number(None, at, at, "long")
    value = int(token.text)
    if _is_minus(tokens, at):
        return Number(None, at, at, "minus", (value,))
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    between = text[token.end : after.start] if after else ""
    if after and after.kind == "n" and between in (".", ","):
        whole = not after.text.strip("0") and len(after.text) == 1
        return Number(value if whole else None, at, at + 1, "digit" if whole else "decimal")
    if after and after.kind == "w" and between == ":":
        how = "digit" if after.text in _BENT_DIGIT else "ordinal"
        return Number(value, at, at + 1, "of" if after.text in _ELATIVE else how)
    return _with_half(reply, Number(value, at, at, "digit"))


def _grouped(reply: Reply, at: int) -> Number:
    """Meter readings come as 12 345 too."""
    tokens, last = reply.tokens, at
    while last + 1 < len(tokens) and len(tokens[at].text) <= 3:
        following = tokens[last + 1]
        is_next = following.start == tokens[last].end + 1 and following.clause == tokens[at].clause
        if not (is_next and following.kind == "n" and len(following.text) == 3):
            break
        last += 1
    if last == at or last > at + 3 or _is_minus(tokens, at):
        return _digits_at(reply, at)
    return Number(int("".join(t.text for t in tokens[at : last + 1])), at, last, "digit")


def _is_minus(tokens: tuple[Token, ...], at: int) -> bool:
    if at == 0:
        return False
    sign = tokens[at - 1]
    if sign.text in ("miinus", "minus"):
        return True
    tight = sign.text == "-" and sign.end == tokens[at].start
    return tight and (at == 1 or tokens[at - 2].end < sign.start)


def _with_half(reply: Reply, number: Number) -> Number:
    """Eight and a half is no whole number, however it is written."""
    following = [t.text for t in reply.tokens[number.to + 1 : number.to + 3]]
    if not following:
        return number
    if following[0] in _HALVES or " ".join(following) in _HALF_PHRASES:
        return number._replace(value=None, how="half", parts=_parts(number))
    if following[0] in _HALF_PHRASES:
        return number._replace(value=None, how="half", parts=_parts(number))
    return number


def _parts(number: Number) -> tuple[int, ...]:
    return () if number.value is None else (number.value,)


def _joined(reply: Reply, numbers: list[Number], low: int, high: int) -> list[Number]:
    found: list[Number] = []
    for number in numbers:
        before = found[-1] if found else None
        pair = _pair(reply, before, number, low, high) if before else None
        if pair:
            found[-1] = pair
        else:
            found.append(_out_of_word(reply, number, high))
    return found


def _pair(reply: Reply, one: Number, two: Number, low: int, high: int) -> Number | None:
    tokens = reply.tokens
    if tokens[one.to].clause != tokens[two.at].clause or two.at - one.to > 3:
        return None
    between = " ".join(token.text for token in tokens[one.to + 1 : two.at])
    parts = one.parts or _parts(one)
    if between in _OVER or (not between and two.how == "of"):
        if two.value == high and one.value is not None:
            return Number(one.value, one.at, two.to, "out_of")
        return Number(None, one.at, two.to, "other_scale", parts)
    if between not in _TO and not _is_between(tokens, one.at, between):
        return None
    if two.value == high and one.value in (low, 1):
        return Number(None, one.at, two.to, "scale")
    return Number(None, one.at, two.to, "range", parts + (two.parts or _parts(two)))


def _is_between(tokens: tuple[Token, ...], at: int, joint: str) -> bool:
    opening = tokens[at - 1].text if at else ""
    return opening in ("between", "mellan") and joint in ("and", "och")


def _out_of_word(reply: Reply, number: Number, high: int) -> Number:
    after = reply.tokens[number.to + 1 : number.to + 2]
    if not after or after[0].text not in OUT_OF or number.value is None:
        return number
    fits = OUT_OF[after[0].text] == high
    return Number(
        number.value if fits else None,
        number.at,
        number.to + 1,
        "out_of" if fits else "other_scale",
        (number.value,),
    )
