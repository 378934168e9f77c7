"""Which patterns `re` runs as quickly as it can: those where each character leaves only one way to go.

Going back is what makes `re` slow. Where no two ways on begin with the same character, going back
once fails at once, and the work is text times text at the worst. The others are left to `matching`,
which is some twenty times slower and cannot be made to hang.
"""

import re

from tekstari.domain.delivery.reading.syntax import Fork, Jump, Program, Take

LATIN = [chr(code) for code in range(256)]
"""Receipts are written in these; another text is left to `matching`."""
END = 1 << len(LATIN)


def quick(written: str, program: Program) -> re.Pattern[str] | None:
    """The pattern for `re`, or None where it could go back and forth."""
    forks = [(place, step) for place, step in enumerate(program) if isinstance(step, Fork)]
    for place, fork in forks:
        if _begins(program, place + fork.first) & _begins(program, place + fork.second):
            return None
    try:
        return re.compile(written.replace("(?<", "(?P<"))
    except (re.error, FutureWarning):  # a class that `re` means to read otherwise one day
        return None


def is_latin(text: str) -> bool:
    """Whether what was found out about a pattern holds for this text."""
    return text.isascii() or max(text) < "\u0100"


def _begins(program: Program, place: int) -> int:
    """The characters that can come next, one bit each; a condition that takes none is passed by."""
    waiting, seen, found = [place], set[int](), 0
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        if place == len(program):
            found |= END
            continue
        step = program[place]
        if isinstance(step, Take):
            found |= sum(1 << code for code, char in enumerate(LATIN) if step.test(char))
        elif isinstance(step, Fork):
            waiting += [place + step.first, place + step.second]
        else:
            waiting.append(place + (step.by if isinstance(step, Jump) else 1))
    return found
