"""Runs a pattern's program over a text, on all its paths at once: text times program, never more."""

from typing import TypeAlias

from tekstari.domain.delivery.reading.syntax import Check, Fork, Jump, Mark, Program, Step, Take

Marks: TypeAlias = dict[tuple[str, bool], int]
Path: TypeAlias = tuple[int, Marks]


def matched(program: Program, text: str) -> dict[str, str] | None:
    """The named groups of the first place where the program fits, or None: what `re.search` finds.

    >>> from tekstari.domain.delivery.reading.syntax import program
    >>> matched(program(r"(?P<id>\\w+)-(?P<stat>[A-Z]{2,4})"), "* 12ab-OK")
    {'id': '12ab', 'stat': 'OK'}
    """
    best: Marks | None = None
    paths: list[Path] = []
    for at in range(len(text) + 1):
        if best is None:
            paths.append((0, {}))
        takers, ended = _followed(program, paths, text, at)
        best = best if ended is None else ended
        if at == len(text) or (best is not None and not takers):
            break
        paths = [(step + 1, marks) for step, marks in takers if _takes(program, step, text[at])]
    return None if best is None else _groups(best, text)


def _takes(program: Program, step: int, char: str) -> bool:
    taker = program[step]
    return isinstance(taker, Take) and taker.test(char)


def _followed(program: Program, paths: list[Path], text: str, at: int) -> tuple[list[Path], Marks | None]:
    """Every path up to the next character it wants, best first, and the best that is at its end."""
    takers: list[Path] = []
    seen: set[int] = set()
    waiting = paths[::-1]
    while waiting:
        path = place, marks = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        if place == len(program):
            return takers, marks  # what is still waiting is worse than this
        if isinstance(program[place], Take):
            takers.append(path)
        else:
            waiting += _onward(program[place], path, text, at)
    return takers, None


def _onward(step: Step, path: Path, text: str, at: int) -> list[Path]:
    """Where a step that takes no character leads, the best last."""
    place, marks = path
    if isinstance(step, Fork):
        return [(place + step.second, marks), (place + step.first, marks)]
    if isinstance(step, Jump):
        return [(place + step.by, marks)]
    if isinstance(step, Mark):
        return [(place + 1, {**marks, (step.name, step.opens): at})]
    return [(place + 1, marks)] if isinstance(step, Check) and _is_right(step, text, at) else []


def _is_right(check: Check, text: str, at: int) -> bool:
    if check.kind == "^":
        return at == 0
    if check.kind == "$":
        return text[at:] in ("", "\n")
    before, after = (_is_word(text[place : place + 1]) for place in (at - 1 if at else len(text), at))
    return (before != after) == (check.kind == "b")


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _groups(marks: Marks, text: str) -> dict[str, str]:
    names = [name for name, opens in marks if not opens]
    return {name: text[marks[name, True] : marks[name, False]] for name in names}
