"""NPS, scales and plain numbers: exactly one number stands as the answer, or nothing is read."""

import re
from typing import NamedTuple

from tekstari.domain.replies.asides import MEASURES, UNITS
from tekstari.domain.replies.numbers import Number, numbers_in
from tekstari.domain.replies.questions import Kind, Question
from tekstari.domain.replies.reading import Reading, clear, unclear
from tekstari.domain.replies.score_words import CORRECTS, FULL_MARKS
from tekstari.domain.replies.standing import Standing, standing_of
from tekstari.domain.replies.tokens import Reply
from tekstari.domain.replies.vocabulary import SOFT, words

_CORRECTS = re.compile(CORRECTS)
_READS = words("lukema lukemani lukemaksi mittarilukema mätarställning mätarställningen ställning reading")
_DAUNTING = ("range", "half", "decimal", "minus", "other_scale")


class Candidate(NamedTuple):
    number: Number
    value: int
    standing: Standing


def read_score(reply: Reply, question: Question, *, language: str) -> Reading:
    """A score on the question's scale."""
    kind = question.kind
    if reply.texts and "".join(t for t in reply.texts if t not in SOFT) in FULL_MARKS:
        span = reply.span(reply.words[0], reply.words[-1])
        return clear(kind, question.high, "full_marks", text=reply.original, span=span)
    numbers = numbers_in(reply, low=question.low, high=question.high, language=language)
    found = [(n, standing_of(n, reply, language=language, high=question.high)) for n in numbers]
    for number, standing in found:
        if standing is Standing.BLOCKED:
            inside = (p for p in number.parts if question.low <= p <= question.high)
            why = number.how if number.how in _DAUNTING else "other_scale"
            return unclear(kind, why, *inside)
    valued = [Candidate(n, n.value, s) for n, s in found if n.value is not None]
    return _decided(reply, question, _corrected(reply, valued))


def _corrected(reply: Reply, found: list[Candidate]) -> list[Candidate]:
    """ "7, tarkoitin 9" leaves the 9. A bare "7 ei 9" may mean either, so it stays two numbers."""
    kept: list[Candidate] = []
    for candidate in found:
        before = kept[-1] if kept else None
        if before is not None and candidate.standing is not Standing.ASIDE:
            tokens = reply.tokens
            between = reply.folded.text[tokens[before.number.to].end : tokens[candidate.number.at].start]
            if _CORRECTS.search(between) and before.standing is Standing.ANSWER:
                kept[-1] = before._replace(standing=Standing.DENIED)
                candidate = candidate._replace(standing=Standing.ANSWER)
            elif between.strip(" ,.") in ("ei", "nej", "no"):
                candidate = candidate._replace(standing=Standing.DOUBTFUL)
        kept.append(candidate)
    return kept


def _decided(reply: Reply, question: Question, found: list[Candidate]) -> Reading:
    kind, low, high = question.kind, question.low, question.high
    answers = [c for c in found if c.standing is Standing.ANSWER]
    if len({c.value for c in answers}) > 1:  # a year or an order number beside the score
        answers = [c for c in answers if c.value < 1000 or c.value <= high]
    doubtful = {c.value for c in found if c.standing is Standing.DOUBTFUL and low <= c.value <= high}
    values = dict.fromkeys(c.value for c in answers)
    shown = [v for v in (*values, *doubtful) if low <= v <= high]
    if not values:
        denied = any(c.standing is Standing.DENIED for c in found)
        return unclear(kind, _why_none(bool(doubtful), denied), *shown)
    if len(values) > 1:
        return unclear(kind, "two_numbers", *shown)
    value = answers[0].value
    if not low <= value <= high:
        return unclear(kind, "out_of_range", *shown)
    if doubtful - {value}:
        return unclear(kind, "two_numbers", *shown)
    number = answers[0].number
    span = reply.span(reply.tokens[number.at], reply.tokens[number.to])
    return clear(kind, value, number.how, text=reply.original, span=span)


def _why_none(has_doubtful: bool, has_denied: bool) -> str:
    if has_doubtful:
        return "doubtful"
    return "denied" if has_denied else "no_number"


def read_number(reply: Reply, question: Question, *, language: str) -> Reading:
    """A count or a meter reading: what is measured may follow the number."""
    kind, low, high = Kind.NUMBER, question.low, question.high
    numbers = numbers_in(reply, low=low, high=high, language=language)
    for number in numbers:
        if number.value is None and number.how != "long":
            return unclear(kind, number.how, *number.parts)
    found: list[Candidate] = []
    for number in numbers:
        if number.value is not None:
            standing = _standing_of_number(number, reply, language, high)
            found.append(Candidate(number, number.value, standing))
    named = [c for c in found if _is_named(reply, c.number)]
    if len(named) == 1:
        found = named
    elif len(found) == 1 and _is_counted(reply, found[0].number):
        found = [found[0]._replace(standing=Standing.ANSWER)]
    return _decided(reply, question, _corrected(reply, found))


def _standing_of_number(number: Number, reply: Reply, language: str, high: int) -> Standing:
    after = reply.tokens[number.to + 1 : number.to + 2]
    standing = standing_of(number, reply, language=language, high=high)
    if after and after[0].text in MEASURES and standing is not Standing.DENIED:
        return Standing.ANSWER
    return standing


def _is_counted(reply: Reply, number: Number) -> bool:
    after = reply.tokens[number.to + 1 : number.to + 2]
    return bool(after) and after[0].text in UNITS


def _is_named(reply: Reply, number: Number) -> bool:
    before = [t.text for t in reply.tokens[max(0, number.at - 2) : number.at]]
    return not _READS.isdisjoint(before)
