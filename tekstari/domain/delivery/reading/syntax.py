"""A regular expression as a short program, in the part of the language that reads in linear time.

A pattern is written by whoever sets a channel up, and Python's own `re` can be made to work for years
by a pattern as short as `(a+)+$`. So the pattern becomes a program of five operations that
`matching` runs on all its paths at once (Thompson, 1968). Taken: literals, classes, groups,
alternatives, repeats (greedy and lazy), `^ $ \\b`, a leading `(?i)`. Not taken, because no such
program exists: looking around and looking back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

LONGEST = 500
MOST_STEPS = 1000
DEEPEST = 20
MOST_REPEATS = 100
CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}


class BadPattern(Exception):
    """A pattern that cannot be used; `reason` says why and `at` where."""

    def __init__(self, reason: str, at: int = 0) -> None:
        super().__init__(f"{reason} at {at}")
        self.reason = reason
        self.at = at


@dataclass(frozen=True, slots=True)
class Take:
    """One character that passes the test."""

    test: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Fork:
    """Go on in two places, the better one first; both are counted from here."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Jump:
    """Go on elsewhere, counted from here."""

    by: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A named group begins or ends here."""

    name: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Check:
    """Nothing is taken, but the place must be right: `^`, `$`, `b` or `B`."""

    kind: str


Step: TypeAlias = Take | Fork | Jump | Mark | Check
Program: TypeAlias = tuple[Step, ...]
Test: TypeAlias = Callable[[str], bool]


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


KINDS: dict[str, Test] = {
    "d": str.isdecimal,
    "D": lambda char: not char.isdecimal(),
    "w": _is_word,
    "W": lambda char: not _is_word(char),
    "s": str.isspace,
    "S": lambda char: not char.isspace(),
}


def program(pattern: str) -> Program:
    """The program of a pattern; raises BadPattern."""
    if len(pattern) > LONGEST:
        raise BadPattern("pattern.too_long", LONGEST)
    reader = _Reader(pattern)
    steps = reader.alternatives()
    if reader.place < len(pattern):
        raise BadPattern("pattern.brackets", reader.place)
    return steps


class _Reader:
    """Reads a pattern from left to right; each method leaves `place` after what it has read."""

    def __init__(self, pattern: str) -> None:
        self.any_case = pattern.startswith("(?i)")
        self.pattern = pattern
        self.place = 4 if self.any_case else 0
        self.depth = 0
        self.names: set[str] = set()

    def alternatives(self) -> Program:
        steps = self.sequence()
        while self.skip("|"):
            other = self.sequence()
            steps = (Fork(1, len(steps) + 2), *steps, Jump(len(other) + 1), *other)
        return steps

    def sequence(self) -> Program:
        steps: Program = ()
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            steps += self.repeats(self.atom())
            if len(steps) > MOST_STEPS:
                raise BadPattern("pattern.too_long", self.place)
        return steps

    def repeats(self, steps: Program) -> Program:
        least, most = self.bounds()
        if (least, most) == (1, 1):
            return steps
        if len(steps) * max(least, most or 0) > MOST_STEPS:
            raise BadPattern("pattern.too_long", self.place)
        lazy = self.skip("?")
        if self.place < len(self.pattern) and self.pattern[self.place] in "*+?":
            raise BadPattern("pattern.repeat", self.place)
        if most is None:
            return steps * least + _again(steps, lazy=lazy)
        more: Program = ()
        for _ in range(most - least):
            more = (_fork(len(steps) + len(more) + 1, lazy=lazy), *steps, *more)
        return steps * least + more

    def bounds(self) -> tuple[int, int | None]:
        """How often, at least and at most (None: no end)."""
        for sign, often in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.skip(sign):
                return often
        return self.counted() if self.skip("{") else (1, 1)

    def counted(self) -> tuple[int, int | None]:
        begins = self.place
        low, comma, high = self.until("}").partition(",")
        if not all(number == "" or _is_number(number) for number in (low, high)) or not low + high:
            raise BadPattern("pattern.repeat", begins)
        least = int(low or 0)
        most = least if not comma else int(high) if high else None
        if max(least, most or 0) > MOST_REPEATS or (most is not None and most < least):
            raise BadPattern("pattern.repeat", begins)
        return least, most

    def atom(self) -> Program:
        char = self.next()
        if char == "(":
            return self.group()
        if char == "[":
            return (Take(self.char_class()),)
        if char == ".":
            return (Take(lambda seen: seen != "\n"),)
        if char in "^$":
            return (Check(char),)
        if char in "*+?":
            raise BadPattern("pattern.repeat", self.place - 1)
        return self.escape() if char == "\\" else (self.literal(char),)

    def group(self) -> Program:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadPattern("pattern.too_long", self.place)
        name = self.group_name()
        steps = self.alternatives()
        if not self.skip(")"):
            raise BadPattern("pattern.brackets", self.place)
        self.depth -= 1
        return (Mark(name, opens=True), *steps, Mark(name, opens=False)) if name else steps

    def group_name(self) -> str:
        if not self.skip("?"):
            return ""
        if self.skip(":"):
            return ""
        begins = self.place
        self.skip("P")
        name = self.until(">") if self.skip("<") else ""
        if not name.isidentifier() or name in self.names:
            raise BadPattern("pattern.group", begins)
        self.names.add(name)
        return name

    def escape(self) -> Program:
        char = self.next()
        if char in KINDS:
            return (Take(KINDS[char]),)
        if char in "bB":
            return (Check(char),)
        return (self.literal(self.escaped(char)),)

    def escaped(self, char: str) -> str:
        if char == "x":
            digits = self.next() + self.next()
            if not all(digit in "0123456789abcdefABCDEF" for digit in digits):
                raise BadPattern("pattern.escape", self.place - 2)
            return chr(int(digits, 16))
        if char in CONTROLS:
            return CONTROLS[char]
        if char.isalnum():
            raise BadPattern("pattern.escape", self.place - 1)
        return char

    def literal(self, char: str) -> Take:
        if self.any_case:
            return Take(lambda seen: seen.lower() == char.lower())
        return Take(lambda seen: seen == char)

    def char_class(self) -> Test:
        excluded = self.skip("^")
        tests = [self.class_item()]  # a bracket that stands first is itself
        while not self.skip("]"):
            tests.append(self.class_item())
        if self.any_case:
            return lambda seen: excluded != any(t(seen.lower()) or t(seen.upper()) for t in tests)
        return lambda seen: excluded != any(test(seen) for test in tests)

    def class_item(self) -> Test:
        low = self.class_char()
        if not isinstance(low, str):
            return low
        if self.pattern[self.place : self.place + 1] != "-" or self.pattern[self.place + 1 :][:1] == "]":
            return lambda seen: seen == low
        self.place += 1
        high = self.class_char()
        if not isinstance(high, str) or high < low:
            raise BadPattern("pattern.range", self.place)
        return lambda seen: low <= seen <= high

    def class_char(self) -> str | Test:
        char = self.next()
        if char != "\\":
            return char
        char = self.next()
        return KINDS[char] if char in KINDS else self.escaped(char)

    def next(self) -> str:
        if self.place >= len(self.pattern):
            raise BadPattern("pattern.ends", self.place)
        self.place += 1
        return self.pattern[self.place - 1]

    def until(self, sign: str) -> str:
        end = self.pattern.find(sign, self.place)
        if end < 0:
            raise BadPattern("pattern.ends", self.place)
        words, self.place = self.pattern[self.place : end], end + 1
        return words

    def skip(self, sign: str) -> bool:
        found = self.pattern.startswith(sign, self.place)
        self.place += found
        return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3


def _fork(past: int, *, lazy: bool) -> Fork:
    return Fork(past, 1) if lazy else Fork(1, past)


def _again(steps: Program, *, lazy: bool) -> Program:
    return (_fork(len(steps) + 2, lazy=lazy), *steps, Jump(-len(steps) - 1))
