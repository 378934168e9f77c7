"""How a channel writes its receipts: a line with the fields in braces, or a regular expression.

`{done},{submit},{_},{id},{stat}` is the plain form: each field ends at the character that follows
it, and `{_}` is what we do not need. A regular expression has the same names as groups:
`(?P<id>\\d+)`.
"""

import re
from dataclasses import dataclass, field

from tekstari.domain.delivery.reading.matching import matched
from tekstari.domain.delivery.reading.quick import is_latin, quick
from tekstari.domain.delivery.reading.syntax import BadPattern, Mark, Program, program

FIELDS = frozenset({"id", "stat", "err", "submit", "done", "text", "sub", "dlvrd"})
UNUSED = "_"
LONGEST_TEXT = 1000
FIELD = re.compile(r"\{([^{}]*)\}")
SPECIAL = frozenset("\\^$.|?*+()[]{}")


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern ready to read with; `written` is what the person wrote."""

    written: str
    program: Program = field(repr=False)
    quick: re.Pattern[str] | None = field(repr=False)

    def fields(self, text: str) -> dict[str, str] | None:
        """The fields of a receipt in this form, or None when it has another form.

        >>> form("{done},{_},{id},{stat}").fields("0210021543,x,00776,0")
        {'done': '0210021543', 'id': '00776', 'stat': '0'}
        """
        read = text.strip()[:LONGEST_TEXT]
        if self.quick and is_latin(read):
            fits = self.quick.search(read)
            found = fits and fits.groupdict(default="")
        else:
            found = matched(self.program, read)
        return None if found is None else {name: value.strip() for name, value in found.items()}


def form(written: str) -> Form:
    """The form of a pattern; raises BadPattern, also when it names no field we know.

    >>> form(r"^(?P<id>\\d+) (?P<stat>\\w+)$").fields("12 DELIVRD")
    {'id': '12', 'stat': 'DELIVRD'}
    """
    expression = written if "(?" in written else _expression(written)
    steps = program(expression)
    names = {step.name for step in steps if isinstance(step, Mark)}
    if not names & FIELDS:
        raise BadPattern("pattern.no_field")
    return Form(written, steps, quick(expression, steps))


def _expression(line: str) -> str:
    """The regular expression of a line with fields in braces."""
    pieces = FIELD.split(line)
    written = _literal(pieces[0])
    for number, (name, words) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True), 1):
        is_last = number == len(pieces) // 2
        if name not in FIELDS | {UNUSED} or not (words or is_last):
            raise BadPattern("pattern.field", number)
        taken = f"[^\n{_ends_at(words)}]*"
        written += (taken if name == UNUSED else f"(?P<{name}>{taken})") + _literal(words)
    return f"^{written}$"


def _literal(words: str) -> str:
    """The words themselves, with any number of spaces where they have some."""
    return re.sub(r"\s+", r"\\s+", "".join(map(_escaped, words)))


def _ends_at(words: str) -> str:
    """What a field before these words cannot hold."""
    return "\\s" if words[:1].isspace() else _escaped(words[:1])


def _escaped(char: str) -> str:
    return f"\\{char}" if char in SPECIAL or char == "-" else char
