"""Drawn-out letters: "kiitooos", "kymppiiii", "STOOOP"."""

import re

from tekstari.domain.replies import asides, assent_words, numerals, stop_words, vocabulary

_KNOWN: frozenset[str] = frozenset().union(
    vocabulary.SOFT,
    vocabulary.TIMES,
    vocabulary.CALLED,
    asides.UNITS,
    assent_words.SURE_YES,
    assent_words.SOFT_YES,
    assent_words.SURE_NO,
    assent_words.NOT,
    numerals.COUNTING,
    numerals.NAMES,
    stop_words.SURE,
)


def known_spelling(word: str) -> str:
    """The word without its drawn-out letters: a known word if it can be, else with doubles.

    >>> known_spelling("kiitooos"), known_spelling("kymppiiii"), known_spelling("kkk")
    ('kiitos', 'kymppii', 'kkk')
    """
    if len(set(word)) == 1:
        return word
    doubled = re.sub(r"(.)\1{2,}", r"\1\1", word)
    single = re.sub(r"(.)\1{2,}", r"\1", word)
    return single if doubled not in _KNOWN and single in _KNOWN else doubled
