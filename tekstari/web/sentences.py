"""An automation as sentences one can read aloud: when, only if, unless, then.

Things named by the company stand in the nominative inside a gap (« »), because Finnish endings cannot be
glued on; the sentence around them never changes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tekstari.data.playbook_text import read_text
from tekstari.domain.automations.conditions import AllOf, AnyOf, Compare, Condition, Not
from tekstari.domain.automations.definition import (
    Absence,
    After,
    Automation,
    Combination,
    UnlessEvent,
    When,
)
from tekstari.domain.flows.definition import (
    AskStep,
    Branch,
    Call,
    FlowStep,
    Playbook,
    Send,
    Steps,
    Wait,
)
from tekstari.domain.schedules.spans import Span
from tekstari.web import words

GAP = re.compile(r"«([^»]*)»")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sentence; a deeper one follows from the line above it."""

    pieces: tuple[Piece, ...]
    depth: int = 0

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Part:
    """When, only if, unless or then, with its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Text:
    name: str
    language: str
    text: str


def about(text: str) -> str:
    """The automation in one line, for the list."""
    playbook, _problems = read_text(text)
    if playbook is None:
        return ""
    return ", ".join(str(line) for line in _when(playbook.automation.when))


def parts(text: str) -> list[Part]:
    """The whole automation; nothing when its text cannot be read."""
    playbook, _problems = read_text(text)
    if playbook is None:
        return []
    automation = playbook.automation
    found = [
        Part(_("When"), tuple(_when(automation.when))),
        Part(_("Only if"), tuple(_conditions(automation.only_if))),
        Part(_("Unless"), tuple(_unless(automation))),
        Part(_("Then"), tuple(_steps(playbook.steps, 0))),
        Part(_("Limits"), tuple(_limits(playbook))),
    ]
    return [part for part in found if part.lines]


def texts(text: str, language: str) -> list[Text]:
    """The texts people get, each in the reader's language when it has that one."""
    playbook, _problems = read_text(text)
    if playbook is None:
        return []
    return [Text(name, *_preferred(versions, language[:2])) for name, versions in playbook.texts.items()]


def _preferred(versions: dict[str, str], language: str) -> tuple[str, str]:
    chosen = language if language in versions else next(iter(versions))
    return chosen, versions[chosen]


def _line(sentence: str, depth: int = 0, **values: object) -> Line:
    """The sentence cut at its gaps, each filled with the value it names."""
    pieces = []
    for number, piece in enumerate(GAP.split(sentence)):
        if piece:
            pieces.append(Piece(piece.format(**values), number % 2 == 1))
    return Line(tuple(pieces), depth)


def _event(type: str) -> str:
    return str(words.word(words.EVENTS, type).text)


def _thing(name: str) -> str:
    return str(words.word(words.KINDS, name).text).lower()


def _when(when: When) -> Iterator[Line]:
    match when:
        case After(event, delay):
            yield _line("«{event}»", event=_event(event))
            if delay and delay != Span():
                yield _line(_("and «{span}» have passed since"), span=span(delay))
        case Absence(event, length, by, clock):
            yield _line("«{event}»", event=_event(event))
            yield _line(_("and «{span}» have passed since"), span=span(length))
            yield _line(
                _("and it has not happened again, the same «{thing}»; at «{clock}»"),
                thing=_thing(by),
                clock=_("{hour}:{minute:02}").format(hour=clock.hour, minute=clock.minute),
            )
        case Combination(members, same, within):
            for number, member in enumerate(members):
                form = "«{event}»" if number == 0 else _("and «{event}»")
                yield _line(form, event=_event(member.event))
            yield _line(_("in any order, the same «{thing}»"), thing=" / ".join(_thing(n) for n in same))
            if within:
                yield _line(_("within «{span}»"), span=span(within))


def _unless(automation: Automation) -> Iterator[Line]:
    for clause in automation.unless_events:
        yield _since(clause)
    yield from _conditions(automation.unless)


def _since(clause: UnlessEvent) -> Line:
    return _line(
        _("since then: «{event}», the same «{thing}»"),
        event=_event(clause.event),
        thing=_thing(clause.same),
    )


def _conditions(condition: Condition | None, depth: int = 0) -> Iterator[Line]:
    match condition:
        case Compare(name, how, to):
            yield _line(_comparison(how), depth, name=name, to=to)
        case Not(part):
            yield _line(_("not:"), depth)
            yield from _conditions(part, depth + 1)
        case AllOf(parts):
            yield from _group(_("all of these:"), parts, depth)
        case AnyOf(parts):
            yield from _group(_("any of these:"), parts, depth)


def _group(title: str, parts: Iterable[Condition], depth: int) -> Iterator[Line]:
    yield _line(title, depth)
    for part in parts:
        yield from _conditions(part, depth + 1)


def _comparison(how: str) -> str:
    return {
        "is": _("«{name}» is «{to}»"),
        "is_not": _("«{name}» is not «{to}»"),
        "over": _("«{name}» is over «{to}»"),
        "under": _("«{name}» is under «{to}»"),
        "at_least": _("«{name}» is at least «{to}»"),
        "at_most": _("«{name}» is at most «{to}»"),
        "contains": _("«{name}» contains «{to}»"),
        "known": _("«{name}» is known: «{to}»"),
    }[how]


def _steps(steps: Steps, depth: int) -> Iterator[Line]:
    for step in steps:
        yield from _step(step, depth)


def _step(step: FlowStep, depth: int) -> Iterator[Line]:
    match step:
        case Send(text):
            yield _line(_("send the text «{text}»"), depth, text=text)
        case Wait(length):
            yield _line(_("wait «{span}»"), depth, span=span(length))
        case Call(call_list, _reason, None):
            yield _line(_("add to the call list «{list}»"), depth, list=call_list)
        case Call(call_list, _reason, within):
            form = _("add to the call list «{list}», promised within «{span}»")
            yield _line(form, depth, list=call_list, span=span(within))
        case AskStep():
            yield from _ask(step, depth)
        case _:
            yield _line(_ending(step), depth)


def _ending(step: FlowStep) -> str:
    return _("pass on to a person") if type(step).__name__ == "ToPerson" else _("end")


def _ask(step: AskStep, depth: int) -> Iterator[Line]:
    yield _line(_("ask «{text}» and wait for the answer"), depth, text=step.text)
    for branch in step.branches:
        yield _line(_("answer «{answer}»:"), depth + 1, answer=_answers(branch))
        yield from _steps(branch.steps, depth + 2) if branch.steps else [_line(_("nothing"), depth + 2)]
    if step.otherwise:
        yield _line(_("any other answer:"), depth + 1)
        yield from _steps(step.otherwise, depth + 2)
    if step.silence and step.silent:
        yield _line(_("no answer in «{span}»:"), depth + 1, span=span(step.silence))
        yield from _steps(step.silent, depth + 2)


def _answers(branch: Branch) -> str:
    if branch.low is not None and branch.high is not None:
        return f"{branch.low}–{branch.high}"
    said = {"yes": _("yes"), "no": _("no")}
    return ", ".join(said.get(value, value.upper()) for value in branch.values) or branch.name


def _limits(playbook: Playbook) -> Iterator[Line]:
    once = playbook.automation.once
    if once:
        yield _line(_("once: «{thing}»"), thing=_thing(once))
    yield _line(_("purpose: «{purpose}»"), purpose=words.word(words.PURPOSES, playbook.purpose).text)
    if playbook.automation.late != Span():
        form = _("not sent when its moment passed over «{span}» ago")
        yield _line(form, span=span(playbook.automation.late))


def span(length: Span) -> str:
    """A length of time in words: 11 months, 2 h, 4 open hours."""
    minutes, hours = divmod(length.seconds, 3600)[1] // 60, length.seconds // 3600
    found = (
        (length.months, ngettext("{n} month", "{n} months", length.months)),
        (length.days, ngettext("{n} day", "{n} days", length.days)),
        (hours, ngettext("{n} hour", "{n} hours", hours)),
        (minutes, ngettext("{n} minute", "{n} minutes", minutes)),
        (length.open_hours, ngettext("{n} open hour", "{n} open hours", length.open_hours)),
    )
    said = [form.format(n=number) for number, form in found if number]
    return " ".join(said).replace(" ", "\xa0") or _("at once")
