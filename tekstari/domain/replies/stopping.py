"""Commands that hold whatever was asked: STOP and its family, help, wrong number, a way back.

A sure word must be the whole text, or stand as a clause of its own, or beside a plain answer
("9 stop"). A sure phrase may stand in a longer text. Both win over every open question.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tekstari.domain.replies import stop_words
from tekstari.domain.replies.normalise import fold
from tekstari.domain.replies.numerals import COUNTING, NAMES
from tekstari.domain.replies.reading import rest_of
from tekstari.domain.replies.tokens import Reply, Token, cut
from tekstari.domain.replies.vocabulary import POLITE, TIMES, words

LONGEST = 1000


class Control(StrEnum):
    """What a text tells us to do, apart from answering."""

    STOP = "stop"  # marketing and surveys stop
    STOP_ALL = "stop_all"
    START = "start"
    HELP = "help"
    URGENT = "urgent"  # help text and a person at once: it may be meant
    WRONG_NUMBER = "wrong_number"
    NO_CALL = "no_call"
    CONTRACT = "contract"  # a person at once
    KEEP = "keep"  # "älä lopeta": nothing stops, a person
    ENDING = "ending"
    CANCEL = "cancel"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Command:
    """What the text commands. `is_exact`: it says nothing else, so no person need read it."""

    control: Control
    rule: str
    is_exact: bool
    span: tuple[int, int] | None = None
    rest: str = ""


class Clauses(NamedTuple):
    """The words of a reply in one line, clauses apart, and where each character stands."""

    line: str
    tokens: tuple[tuple[int, Token], ...]

    def token_at(self, place: int) -> Token:
        """The token that covers this place of the line."""
        found = self.tokens[0][1]
        for start, token in self.tokens:
            if start > place:
                break
            found = token
        return found


_PHRASES: tuple[tuple[Control, str, re.Pattern[str]], ...] = tuple(
    (control, rule, re.compile(pattern))
    for control, rule, pattern in (
        (Control.KEEP, "keep", stop_words.KEEP),
        (Control.STOP_ALL, "stop_all.phrase", stop_words.STOP_ALL),
        (Control.STOP, "stop.phrase", stop_words.STOP),
        (Control.CONTRACT, "contract", stop_words.CONTRACT),
        (Control.WRONG_NUMBER, "wrong_number", stop_words.WRONG_NUMBER),
        (Control.NO_CALL, "no_call", stop_words.NO_CALL),
        (Control.HELP, "help.phrase", stop_words.WHO),
    )
)
_BOOKED = words(
    "aika ajan aikani varaus varauksen varaukseni vuoro vuoron vuoroni tid tiden min mitt mina "
    "bokning bokningen skiftet "
) | words("appointment booking shift the my time minun mun")
_WHOLE: tuple[tuple[Control, Callable[[str], bool]], ...] = (
    (Control.START, lambda core: core in stop_words.START),
    (Control.URGENT, lambda core: core in stop_words.URGENT),
    (Control.HELP, lambda core: core in stop_words.HELP),
    (Control.ENDING, lambda core: core in stop_words.ENDING),
    (Control.CANCEL, lambda core: core in stop_words.CANCEL),
)
_REPLY_WORDS = frozenset({"vastaa", "svara", "reply", "lähetä", "skicka", "send", "tekstaa"})


def command(text: str, *, language: str) -> Command:
    """What the text commands, whatever was asked. Words of all languages count in each.

    >>> command("Stop kiitos!", language="fi").control
    <Control.STOP: 'stop'>
    >>> command("Lopetan työt klo 16", language="fi").control
    <Control.NONE: 'none'>
    """
    read = text[:LONGEST]
    folded = fold(read)
    if folded.text.strip() and not folded.text.strip(" \n?"):
        return Command(Control.HELP, "help.sign", True, (0, len(read)))
    reply = cut(text, folded)
    if not reply.words:
        return Command(Control.NONE, "none", False)
    # "Älä lopeta" hides a sure word; a STOP standing by itself beside it still counts.
    keep = None if _own_clause(reply) else _phrase(reply, Control.KEEP)
    return keep or _sure(reply) or _phrase(reply) or _whole(reply)


def _clauses(reply: Reply) -> Clauses:
    pieces: list[str] = []
    places: list[tuple[int, Token]] = []
    at, clause = 0, 0
    for token in reply.tokens:
        if token.kind not in "wn":
            continue
        if token.clause != clause and pieces:
            pieces.append("|")
            at += 2
        clause = token.clause
        places.append((at, token))
        word = token.text[:40]  # no word of ours is longer; a hostile one may be
        pieces.append(word)
        at += len(word) + 1
    return Clauses(" ".join(pieces), tuple(places))


def _phrase(reply: Reply, only: Control | None = None) -> Command | None:
    clauses = _clauses(reply)
    for control, rule, pattern in _PHRASES:
        if only in (None, control) and (match := _search(pattern, clauses)):
            first, last = clauses.token_at(match[0]), clauses.token_at(match[1] - 1)
            return _found(reply, control, rule, first, last)
    return None


def _search(pattern: re.Pattern[str], clauses: Clauses) -> tuple[int, int] | None:
    at = 0
    for part in clauses.line.split(" | "):
        if match := pattern.search(part):
            return at + match.start(), at + max(match.end(), match.start() + 1)
        at += len(part) + 3
    return None


def _found(reply: Reply, control: Control, rule: str, first: Token, last: Token) -> Command:
    span = reply.span(first, last)
    beside = [t for t in reply.words if t.start < first.start or t.end > last.end]
    is_exact = all(t.text in POLITE for t in beside) and not _numbers_beside(reply, first, last)
    is_exact = is_exact and len(reply.original) <= LONGEST
    return Command(control, rule, is_exact, span, rest_of(reply.original, span))


def _numbers_beside(reply: Reply, first: Token, last: Token) -> bool:
    return any(t.kind == "n" and not first.start <= t.start <= last.end for t in reply.tokens)


def _sure(reply: Reply) -> Command | None:
    """STOP as a whole text, as a clause, beside an answer, or in capitals at either end."""
    core = [t for t in reply.words if t.text not in stop_words.BESIDE_STOP]
    if not core:
        return None
    joined = " ".join(t.text for t in core)
    if joined in stop_words.EVERYTHING or _spelt_out(reply) in stop_words.EVERYTHING:
        return _found(reply, Control.STOP_ALL, "stop_all.word", core[0], core[-1])
    if joined in stop_words.SURE_PAIRS or all(t.text in stop_words.SURE for t in core):
        return _found(reply, Control.STOP, "stop.word", core[0], core[-1])
    rest = [t for t in core if t.text not in stop_words.SURE]
    if len(rest) < len(core) and all(_is_answer(t) for t in rest):
        return _beside(reply, core, "stop.beside_answer")
    if sign := _own_clause(reply) or _in_capitals(reply):
        return _found(reply, Control.STOP, "stop.clause", sign, sign)
    return None


def _spelt_out(reply: Reply) -> str:
    return " ".join(t.text for t in reply.words if t.text not in POLITE)


def _beside(reply: Reply, core: list[Token], rule: str) -> Command:
    word = next(t for t in core if t.text in stop_words.SURE)
    return _found(reply, Control.STOP, rule, word, word)


def _is_answer(token: Token) -> bool:
    word = token.text
    return word in stop_words.ANSWERS or word in COUNTING or word in NAMES or word in _REPLY_WORDS


def _own_clause(reply: Reply) -> Token | None:
    clauses: dict[int, list[Token]] = {}
    for token in reply.words:
        clauses.setdefault(token.clause, []).append(token)
    for number, clause in clauses.items():
        core = [t for t in clause if t.text not in stop_words.BESIDE_STOP]
        if core and all(t.text in stop_words.SURE for t in core) and not reply.is_asked(number):
            return core[0]
    return None


def _in_capitals(reply: Reply) -> Token | None:
    """STOP written as our text prints it, first or last. A copy of our own "Vastaa STOP" is not."""
    first, last = reply.words[0], reply.words[-1]
    if len(reply.words) > 1 and reply.words[-2].text in _REPLY_WORDS:
        return None
    for token in (first, last):
        written = reply.original[slice(*reply.span(token))]
        if token.text in stop_words.SURE and written.isupper() and not reply.is_asked(token.clause):
            return token
    return None


def _whole(reply: Reply) -> Command:
    core = [t for t in reply.words if t.text not in stop_words.BESIDE_STOP]
    if core:
        joined = " ".join(t.text for t in core)
        whole = " ".join(t.text for t in reply.words if t.text not in POLITE)
        for control, is_it in _WHOLE:
            if is_it(joined) or is_it(whole):
                return _found(reply, control, control.value, core[0], core[-1])
        first = core[0]
        if first.text in stop_words.CANCEL and all(t.text in _BOOKED | TIMES for t in core[1:]):
            return _found(reply, Control.CANCEL, "cancel.booking", first, first)
    return Command(Control.NONE, "none", False)
