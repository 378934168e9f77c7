"""When two names of a message are the same name.

The operator names a message in its answer and again in the receipt, and not always the same way:
hexadecimal in one and decimal in the other, with zeros in front, in other letters. Names are text,
because many are longer than 64 bits and many are no numbers.
"""

import re
from enum import StrEnum

DECIMAL = re.compile(r"[0-9]{1,64}")
HEXADECIMAL = re.compile(r"[0-9a-f]{1,64}")


class IdRule(StrEnum):
    """How the receipts of a channel write the name that its answer gave."""

    EXACT = "exact"
    """Letter by letter."""
    PLAIN = "plain"
    """The case of letters and zeros in front mean nothing."""
    ANSWER_HEX = "answer_hex"
    """The answer is hexadecimal, the receipt decimal."""
    ANSWER_DECIMAL = "answer_decimal"
    """The answer is decimal, the receipt hexadecimal."""
    EITHER = "either"
    """One of these, it varies."""


TO_HEX = frozenset({IdRule.ANSWER_HEX, IdRule.EITHER})
TO_DECIMAL = frozenset({IdRule.ANSWER_DECIMAL, IdRule.EITHER})


def plain(id: str) -> str:
    """The form to keep beside a name and to look it up by: lower case, no zeros in front.

    >>> plain(" 0038601FA\\0"), plain("000"), plain("")
    ('38601fa', '0', '')
    """
    kept = id.replace("\0", "").strip().lower()
    return kept.lstrip("0") or kept[:1]


def twins(reported: str, rule: IdRule = IdRule.PLAIN) -> tuple[str, ...]:
    """The forms to look a receipt's name up by, the likeliest first: as written, then the `plain`
    forms of what the answer may have said.

    >>> twins("0059113978", IdRule.ANSWER_HEX)
    ('0059113978', '59113978', '38601fa')
    >>> twins("0059113978", IdRule.EXACT)
    ('0059113978',)
    """
    if not reported or rule is IdRule.EXACT:
        return (reported,) if reported else ()
    kept = plain(reported)
    forms = [reported, kept]
    if rule in TO_HEX and DECIMAL.fullmatch(kept):
        forms.append(format(int(kept), "x"))
    if rule in TO_DECIMAL and HEXADECIMAL.fullmatch(kept):
        forms.append(str(int(kept, 16)))
    return tuple(dict.fromkeys(form for form in forms if form))


def same_id(answered: str, reported: str, rule: IdRule = IdRule.PLAIN) -> bool:
    """Whether a receipt names the message that the answer named; nothing is the same as no name.

    >>> same_id("38601fa", "0059113978", IdRule.ANSWER_HEX)
    True
    >>> same_id("38601fa", "0059113978"), same_id("AB-1", "ab-1"), same_id("", "")
    (False, True, False)
    """
    if not answered or not reported:
        return False
    if answered == reported:
        return True
    return rule is not IdRule.EXACT and plain(answered) in twins(reported, rule)
