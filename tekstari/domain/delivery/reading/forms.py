"""How a channel writes its receipts: a line with the fields in braces, or a regular expression.

`{done},{submit},{_},{id},{stat}` is the plain form; fields are what stands between the words, and
`{_}` is what we do not need. A regular expression has the same names as groups: `(?P<id>\\d+)`.
"""

import re
from dataclasses import dataclass

from tekstari.domain.delivery.reading.matching import matched
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
    program: Program

    def fields(self, text: str) -> dict[str, str] | None:
        """The fields of a receipt in this form, or None when it has another form.

        >>> form("{done},{_},{id},{stat}").fields("0210021543,x,00776,0")
        {'done': '0210021543', 'id': '00776', 'stat': '0'}
        """
        found = matched(self.program, text[:LONGEST_TEXT])
        return None if found is None else {name: value.strip() for name, value in found.items()}


def form(written: str) -> Form:
    """The form of a pattern; raises BadPattern, also when it names no field we know.

    >>> form(r"^(?P<id>\\d+) (?P<stat>\\w+)$").fields("12 DELIVRD")
    {'id': '12', 'stat': 'DELIVRD'}
    """
    steps = program(written if "(?" in written else _expression(written))
    names = {step.name for step in steps if isinstance(step, Mark)}
    if not names & FIELDS:
        raise BadPattern("pattern.no_field")
    return Form(written, steps)


def _expression(line: str) -> str:
    """The regular expression of a line with fields in braces."""
    pieces = FIELD.split(line)
    for at, name in enumerate(pieces[1::2], 1):
        if name not in FIELDS | {UNUSED}:
            raise BadPattern("pattern.field", at)
    written = [_literal(piece) if at % 2 == 0 else _field(piece) for at, piece in enumerate(pieces)]
    return f"^\\s*{''.join(written)}\\s*$"


def _literal(words: str) -> str:
    """The words themselves, with any number of spaces where they have some."""
    kept = "".join(f"\\{char}" if char in SPECIAL else char for char in words)
    return re.sub(r"\s+", r"\\s+", kept)


def _field(name: str) -> str:
    return "[^\n]*?" if name == UNUSED else f"(?P<{name}>[^\n]*?)"
