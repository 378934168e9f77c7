"""Yes or no, said in words. A yes with a question, a doubt or a condition is no yes."""

import re
from typing import NamedTuple

from tekstari.domain.replies.assent_words import (
    BESIDE,
    EMPHASIS,
    FITS,
    MERELY_AGREES,
    NEGATED_STATES,
    NO_ENDS,
    NOT,
    SOFT_YES,
    STATES,
    SURE_NO,
    SURE_YES,
)
from tekstari.domain.replies.tokens import Reply, Token
from tekstari.domain.replies.vocabulary import (
    ASKING_PAIRS,
    CALLED,
    CALLS,
    DOUBTS,
    POLITE,
    QUESTION_WORDS,
    RATHER,
    RESERVED,
    SOFT,
    WHEN,
    is_asking,
)

_IF = re.compile(r"\bom (?:jag|ni|du|det|vi|man|inte|den|ett|en)\b")
_PLEASE_CALL = re.compile(
    r"(?:voisitteko|voisitko|voitteko|voitko|saisiko|saisinko|kan ni|kan du|kunde ni|skulle ni kunna|could you|can you"
    r"|would you) (?:\w+ ){0,2}(?:soittaa|soittoa|soiton|ringa|call|ring)\b"
)
_NO_THANKS = re.compile(r"\bno,? (?:thank|thx|sorry)")
_BARE = frozenset({"ei", "eii", "en", "e", "n", "no"})
_AM = frozenset({"olen", "on"})
_THUMBS = {"👍": "yes", "👌": "yes", "✅": "yes", "✔": "yes", "👎": "no", "❌": "no", "🚫": "no"}


class Assent(NamedTuple):
    """A yes, a no, or neither with the reason; `token` is the word that said it."""

    value: str | None
    rule: str
    token: Token | None = None


def assent(reply: Reply, *, language: str, is_request: bool = False) -> Assent:
    """Whether the reply says yes or no. With `is_request`, agreeing is not yet asking."""
    if is_request and _asks_for_a_call(reply):
        return Assent("yes", "request", reply.words[0])
    yes = [t for t in reply.tokens if _is_yes(t, language)]
    no = [t for t in reply.tokens if _is_no(t, language)]
    if not no and _NO_THANKS.search(reply.folded.text):
        no = [t for t in reply.tokens if t.text == "no"]
    denied = [t for t in yes if any(_covers(n, t) for n in no)]
    yes = [t for t in yes if t not in denied and t not in no]
    if no:  # "olen matkoilla, en pääse", "en pääse, olen kipeä"
        yes = [t for t in yes if t.text not in (STATES if t.start > no[0].start else _AM)]
    why_not = hindrance(reply)
    if why_not and (yes or no or is_request):
        return Assent(None, why_not)
    if yes and no:
        return Assent(None, "yes_and_no")
    if no and ("vaan" in reply.texts or any(t.text == "sure" for t in denied)):
        return Assent(None, "doubt")
    if no:
        return _no(reply, no, language)
    return _yes(reply, yes, is_request)


def hindrance(reply: Reply) -> str | None:
    """Why a yes or no here would not be one: it asks, doubts, sets terms or offers another time."""
    texts = reply.texts
    if asks(reply):
        return "question"
    if not DOUBTS.isdisjoint(texts):
        return "doubt"
    if not RESERVED.isdisjoint(texts) or _IF.search(reply.folded.text):
        return "reservation"
    return "other_time" if not RATHER.isdisjoint(texts) else None


def asks(reply: Reply) -> bool:
    """Whether the person asks something back."""
    if any("?" in end for end in reply.ends) or any(is_asking(text) for text in reply.texts):
        return True
    last = None
    for at, token in enumerate(reply.words):
        if token.clause != last:
            last = token.clause
            pair = " ".join(reply.texts[at : at + 2])
            if token.text in QUESTION_WORDS or pair in ASKING_PAIRS:
                return True
    return False


def _asks_for_a_call(reply: Reply) -> bool:
    """ "Voisitteko soittaa?" asks for the call; with more questions a person answers them."""
    match = _PLEASE_CALL.search(reply.folded.text)
    if not match or NOT & set(reply.texts) or len(reply.ends) > 3:
        return False
    others = [t for t in reply.words if not match.start() <= t.start < match.end()]
    return all(t.text in BESIDE or t.text in SURE_YES for t in others)


def _is_yes(token: Token, language: str) -> bool:
    if token.text in SURE_YES or _THUMBS.get(token.text) == "yes":
        return True
    if token.text == "jo":  # a Swedish yes, a Finnish "already"
        return language == "sv"
    return token.text in SOFT_YES


def _is_no(token: Token, language: str) -> bool:
    word = token.text
    if word == "en":
        return language != "sv"
    if word == "no":
        return language != "fi"
    return word in SURE_NO or word in NOT or _THUMBS.get(word) == "no"


def _covers(no: Token, yes: Token) -> bool:
    """A no denies what follows it in its clause: "ei käy", "not ok"; "inte" also what precedes."""
    if no.clause != yes.clause:
        return False
    return no.start < yes.start or (no.text == "inte" and yes.text not in SURE_YES)


def _no(reply: Reply, no: list[Token], language: str) -> Assent:
    first = no[0]
    if first.text in SURE_NO or first.kind == "m":
        stray = any(t.kind == "n" for t in reply.tokens)
        return Assent(None, "mixed") if stray else Assent("no", "no", first)
    known = BESIDE | NO_ENDS | NEGATED_STATES | SOFT_YES | NOT | RATHER
    if any(t.kind == "n" for t in reply.tokens):
        return Assent(None, "mixed")
    clause = [t for t in reply.words if t.clause == first.clause]
    after = [t.text for t in clause if t.start > first.start]
    before = [t.text for t in clause if t.start < first.start]
    if any(text not in known and text != "no" for text in before):
        return Assent(None, "unknown_words", first)
    if not after and (before or first.text in _BARE):
        return Assent("no", "no", first)
    if after and _ends_a_no(after, known):
        return Assent("no", "no", first)
    return Assent(None, "unknown_words", first)


def _ends_a_no(after: list[str], known: frozenset[str]) -> bool:
    if after[0] in NO_ENDS and after[0] not in POLITE:
        return True
    return all(text in known for text in after)


def _yes(reply: Reply, yes: list[Token], is_request: bool) -> Assent:
    strong = [t for t in yes if t.text in SURE_YES]
    known = BESIDE | SURE_YES | SOFT_YES
    unknown = [t for t in reply.words if t.text not in known]
    first = next((t for t in reply.words if t.text not in SOFT or t.text in SURE_YES), None)
    has_number = any(t.kind == "n" for t in reply.tokens)
    if strong and first is not None and first.text in SURE_YES:
        at = reply.tokens.index(first)
        if any(t.kind == "n" and not _counts(reply, t) for t in reply.tokens[at:]):
            return Assent(None, "mixed", first)
        if first.text in EMPHASIS and _only_stresses(first, unknown, yes):
            return Assent(None, "unknown_words", first)
        return Assent("yes", "yes", first)
    if unknown or has_number:
        return Assent(None, "unknown_words", yes[0] if yes else None)
    if is_request and (calls := _call(reply)):
        return Assent("yes", "request", calls)
    if is_request and not strong:
        yes = [t for t in yes if t.text not in MERELY_AGREES and t.kind == "w"]
    if any(t.text in FITS for t in yes) and not strong and _tells_when(reply):
        return Assent(None, "other_time", yes[0])
    if not yes:
        return Assent(None, "agrees_only" if is_request else "no_answer")
    return Assent("yes", "yes", yes[0])


def _tells_when(reply: Reply) -> bool:
    """ "Huomenna sopii" offers another time than the one we asked about."""
    return any(t.kind == "q" or t.text in WHEN for t in reply.tokens)


def _only_stresses(first: Token, unknown: list[Token], yes: list[Token]) -> bool:
    same = [t for t in yes if t.clause == first.clause and t.text not in STATES]
    return len(same) < 2 and any(t.clause == first.clause for t in unknown)


def _counts(reply: Reply, token: Token) -> bool:
    at = reply.tokens.index(token)
    after = reply.tokens[at + 1 : at + 2]
    return bool(after) and after[0].kind == "w" and after[0].text not in POLITE


def _call(reply: Reply) -> Token | None:
    """A call asked for: "soittakaa", "ring mig", "please call me". "I will call" is another."""
    words = [t for t in reply.words if t.text not in SOFT or t.text in CALLS]
    opening = [t for t in words if t.text not in SOFT_YES and t.text not in SURE_YES]
    mine = {"i", "i'll", "jag", "minä", "mä"} & set(reply.texts)
    if not opening or mine or not all(t.text in CALLED or t.text in BESIDE for t in opening):
        return None
    return next((t for t in opening if t.text in CALLS | {"soittaa"}), None)
