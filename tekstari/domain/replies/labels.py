"""Keywords and choices: the printed word, and beside it only what does not change it."""

from typing import NamedTuple

from tekstari.domain.replies.assent import Assent, asks, assent, hindrance
from tekstari.domain.replies.assent_words import BESIDE, NOT, SOFT_YES, SURE_YES
from tekstari.domain.replies.normalise import fold
from tekstari.domain.replies.numerals import number_named
from tekstari.domain.replies.questions import Kind, Question
from tekstari.domain.replies.reading import Reading, clear, unclear
from tekstari.domain.replies.tokens import Reply, Token, cut
from tekstari.domain.replies.vocabulary import CALLED, GREETINGS, THANKS, plain, words

_SPELT = {"okei": "ok", "okay": "ok", "okej": "ok"}
_CHOOSING = words(
    "vaihtoehto vaihtoehdon otan valitsen ota valinta kohta aika ajan käy sopii kiitos paras "
    "parhaiten parempi näistä tuo "
    "n varaus varaukseni uusi uuden tunti vuoro "
    "alternativ väljer tar passar bäst tid tiden bokning bokningen ny helst av dessa fungerar "
    "option choose take works best suits time appointment booking new choice number of these "
    "slot numero nummer would be"
)
_VAAN = frozenset({"vaan", "utan", "but", "eiku", "eikun"})


class Match(NamedTuple):
    """A printed word found at tokens[at..to]."""

    label: str
    at: int
    to: int


def read_choice(reply: Reply, question: Question, *, language: str) -> Reading:
    """One label of those offered."""
    found = _matches(reply, question.keywords, language)
    chosen = _not_but(reply, found) if len({m.label for m in found}) > 1 else None
    if chosen:
        span = reply.span(reply.tokens[chosen.at], reply.tokens[chosen.to])
        value = _as_listed(question, chosen)
        return clear(Kind.CHOICE, value, "not_but", text=reply.original, span=span)
    return _one(reply, question, found)


def read_keyword(reply: Reply, question: Question, *, language: str) -> Reading:
    """A printed keyword; for a request also a yes or no in words."""
    found = _matches(reply, question.keywords, language)
    if not question.is_request:
        return _one(reply, question, found)
    if found and not _refuses(reply, found):
        read = _one(reply, question, found[:1] if _is_listed(reply, found) else found)
        if read.is_clear or len(found) == 1 or read.rule == "unclear.two_labels":
            return _as_yes(read) if read.is_clear else _spoken(reply, question, language, read)
        return read
    if found:
        return unclear(Kind.KEYWORD, "yes_and_no", "yes", "no")
    return _spoken(reply, question, language, None)


def _as_yes(read: Reading) -> Reading:
    return Reading(read.kind, "yes", True, read.rule, read.span, read.rest)


def _spoken(reply: Reply, question: Question, language: str, other: Reading | None) -> Reading:
    if other is not None:
        return unclear(Kind.KEYWORD, other.rule.removeprefix("unclear."), "yes")
    said: Assent = assent(reply, language=language, is_request=True)
    if said.value is None or said.token is None:
        shown = ("yes",) if said.rule in ("agrees_only", "question", "reservation") else ()
        return unclear(Kind.KEYWORD, said.rule, *shown)
    span = reply.span(said.token)
    return clear(Kind.KEYWORD, said.value, said.rule, text=reply.original, span=span)


def _matches(reply: Reply, labels: tuple[str, ...], language: str) -> list[Match]:
    """Where the labels stand, the longest first so that "EI MIKÄÄN" is not read as "EI"."""
    texts = [_SPELT.get(t.text, t.text) for t in reply.tokens]
    taken: set[int] = set()
    found: list[Match] = []
    split = [(label, [t.text for t in cut(label, fold(label)).tokens]) for label in labels]
    for label, parts in sorted(split, key=lambda item: -len(item[1])):
        for at in range(len(texts) - len(parts) + 1):
            span = set(range(at, at + len(parts)))
            if parts and not span & taken and _same(texts[at : at + len(parts)], parts, language):
                taken |= span
                found.append(Match(label.upper(), at, at + len(parts) - 1))
    return sorted(found, key=lambda match: match.at)


def _same(texts: list[str], parts: list[str], language: str) -> bool:
    if [plain(text) for text in texts] == [plain(part) for part in parts]:
        return True
    if len(parts) == 1 and parts[0].isdigit():
        named = number_named(texts[0], language)
        return named is not None and str(named[0]) == parts[0]
    return False


def _is_listed(reply: Reply, found: list[Match]) -> bool:
    """ "K, K" or "K (ja)": the same wish twice."""
    return len({reply.tokens[m.at].text for m in found}) == 1


def _refuses(reply: Reply, found: list[Match]) -> bool:
    """Whether a no stands beside the keyword, as in a copied "K/E"."""
    own = {at for m in found for at in range(m.at, m.to + 1)}
    return any(t.text in NOT for at, t in enumerate(reply.tokens) if at not in own)


def _not_but(reply: Reply, found: list[Match]) -> Match | None:
    """ "ei A vaan B" leaves B."""
    if len(found) != 2 or asks(reply):
        return None
    first, second = found
    before = reply.tokens[first.at - 1].text if first.at else ""
    between = {t.text for t in reply.tokens[first.to + 1 : second.at]}
    return second if before in NOT and between & _VAAN else None


def _as_listed(question: Question, match: Match) -> str:
    return next(k for k in question.keywords if k.upper() == match.label)


def _one(reply: Reply, question: Question, found: list[Match]) -> Reading:
    kind = question.kind
    labels = tuple(dict.fromkeys(m.label for m in found))
    if len(labels) != 1:
        why = "two_labels" if labels else "no_label"
        return unclear(kind, why, *labels)
    match = found[0]
    own = {at for m in found for at in range(m.at, m.to + 1)}
    beside = [t for at, t in enumerate(reply.tokens) if at not in own]
    why_not = _why_not(reply, match, beside, {reply.tokens[at].text for at in own})
    if why_not:
        return unclear(kind, why_not, *labels)
    span = reply.span(reply.tokens[match.at], reply.tokens[match.to])
    shown = _as_listed(question, match) if kind is Kind.CHOICE else match.label
    return clear(kind, shown, "label", text=reply.original, span=span)


def _why_not(reply: Reply, match: Match, beside: list[Token], own: set[str]) -> str | None:
    if asks(reply):
        return "question"
    texts = {t.text for t in beside}
    reason = hindrance(reply)
    if reason and reason not in ("other_time",):
        return reason
    denying = NOT - {"e", "n"} if match.label not in ("E", "N") else NOT
    first_denied = any(t.text in denying and t.end < reply.tokens[match.at].start for t in beside)
    if first_denied:
        return "denied"
    if all(_is_quiet(t) for t in beside):
        return None
    return None if _may_go_on(reply, match, texts) else "unknown_words"


def _is_quiet(token: Token) -> bool:
    """Whether a token beside the label leaves it as it is."""
    if token.kind in "qm":
        return token.text not in ("👎", "/")
    if token.kind == "n":
        return True
    if len(token.text) == 1:
        return token.text in ("i", "t")
    known = BESIDE | CALLED | SURE_YES | SOFT_YES | _CHOOSING
    return token.text in known


def _may_go_on(reply: Reply, match: Match, texts: set[str]) -> bool:
    """A word of the text we sent, said first, may be followed by a story. A single letter may not:
    "K. Virtanen" signs, "A good one" praises."""
    tokens = reply.tokens
    opening = [t for t in tokens[: match.at] if t.text not in THANKS | GREETINGS]
    if opening or match.to == len(tokens) - 1:
        return False
    spelt = reply.original[slice(*reply.span(tokens[match.at], tokens[match.to]))]
    parted = tokens[match.to + 1].clause != tokens[match.to].clause
    if len(spelt) < 3:
        return False
    return spelt.isupper() or parted or (len(spelt) > 4 and not NOT & texts)
