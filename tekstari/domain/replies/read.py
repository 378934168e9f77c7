"""Reads a reply against the question it answers.

The whole answer is read once: what is no answer (times, dates, phone numbers, money) is set aside,
every candidate is found with its place, what is denied or only counted falls away, and exactly one
candidate must stand. Everything else is unclear, because a wrong reading is far worse.
"""

import re
from dataclasses import replace

from tekstari.domain.replies.asides import HIDDEN, clock_in, hide
from tekstari.domain.replies.assent import assent
from tekstari.domain.replies.assent_words import HARMLESS
from tekstari.domain.replies.labels import read_choice, read_keyword
from tekstari.domain.replies.normalise import Folded, fold
from tekstari.domain.replies.questions import Kind, Question
from tekstari.domain.replies.reading import Reading, clear, unclear
from tekstari.domain.replies.scores import read_number, read_score
from tekstari.domain.replies.tokens import Reply, cut

LONGEST = 1000  # characters; nobody answers K in more
MOST = 250  # words, numbers and signs
_HARMLESS = re.compile(HARMLESS)


def read(text: str, question: Question, *, language: str) -> Reading:
    """What the text answers. `language` is the question's; replies in the others are read too.

    >>> nps = Question(Kind.NPS)
    >>> read("ei 7 vaan 9", nps, language="fi").value
    9
    >>> read("8-9", nps, language="fi").candidates
    (8, 9)
    >>> read("Joo, soittakaa klo 15", Question(Kind.YES_NO), language="fi").clock
    datetime.time(15, 0)
    """
    if question.kind is Kind.TEXT:
        return _whole(text)
    if len(text) > LONGEST:
        return unclear(question.kind, "too_long")
    folded = fold(text)
    if not folded.text.strip():
        return unclear(question.kind, "empty")
    reading = _read(text, folded, question, language)
    clock = clock_in(folded.text) if reading.kind in (Kind.YES_NO, Kind.KEYWORD) else None
    return reading if clock is None else replace(reading, clock=clock)


def _read(text: str, folded: Folded, question: Question, language: str) -> Reading:
    masked = hide(folded.text, question.kind)
    is_counted = question.kind in (Kind.NPS, Kind.SCALE, Kind.NUMBER)
    if not is_counted:
        masked = _HARMLESS.sub(lambda match: HIDDEN * len(match[0]), masked)
    reply = cut(text, folded, masked)
    if len(reply.tokens) > MOST:
        return unclear(question.kind, "too_long")
    if question.kind is Kind.NUMBER:
        return read_number(reply, question, language=language)
    if is_counted:
        return read_score(reply, question, language=language)
    if question.kind is Kind.CHOICE:
        return read_choice(reply, question, language=language)
    if question.kind is Kind.KEYWORD:
        return read_keyword(reply, question, language=language)
    return _read_yes_no(reply, language)


def _whole(text: str) -> Reading:
    if not text.strip():
        return unclear(Kind.TEXT, "empty")
    return clear(Kind.TEXT, text, "whole", text=text, span=(0, len(text)))


def _read_yes_no(reply: Reply, language: str) -> Reading:
    said = assent(reply, language=language)
    if said.value is None or said.token is None:
        return unclear(Kind.YES_NO, said.rule)
    span = reply.span(said.token)
    return clear(Kind.YES_NO, said.value, said.rule, text=reply.original, span=span)
