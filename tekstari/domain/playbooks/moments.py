"""The `when`, `if` and `unless` of a playbook."""

from datetime import time

from tekstari.domain.automations.conditions import (
    COMPARISONS,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Not,
)
from tekstari.domain.automations.definition import (
    Absence,
    After,
    Automation,
    Combination,
    Member,
    UnlessEvent,
    When,
)
from tekstari.domain.playbooks.reader import Reader
from tekstari.domain.playbooks.tree import Mapped, Node, Word
from tekstari.domain.schedules.spans import Span

LATE = Span(days=1)
ONE_EVENT = {"event", "after", "where"}
ALL = {"all", "same", "within"}
ABSENT = {"absent", "for", "by", "at", "where"}


def read_automation(reader: Reader, top: Mapped) -> Automation:
    events, unless = _unless(reader, top.get("unless"))
    return Automation(
        when=_when(reader, top.get("when"), top.line),
        only_if=read_condition(reader, top.get("if"), "if"),
        unless_events=events,
        unless=unless,
        once=reader.word(top.get("once"), "once", top.line, default="")[:100],
        late=reader.span(top.get("late"), "late", top.line) or LATE,
    )


def _when(reader: Reader, node: Node | None, line: int) -> When:
    if not isinstance(node, Mapped):
        reader.wrong(node.line if node else line, "playbook.missing", name="when")
        return After("")
    if node.get("all"):
        return _combination(reader, reader.mapped(node, "when", ALL))
    if node.get("absent"):
        return _absence(reader, reader.mapped(node, "when", ABSENT))
    node = reader.mapped(node, "when", ONE_EVENT)
    return After(
        _event(reader, node),
        reader.span(node.get("after"), "after", node.line),
        read_condition(reader, node.get("where"), "where"),
    )


def _combination(reader: Reader, node: Mapped) -> Combination:
    members = tuple(_member(reader, item) for item in reader.listing(node.get("all"), "all"))
    if len(members) < 2 or len({member.event for member in members}) < len(members):
        reader.wrong(node.line, "playbook.members")
    same = tuple(word.text for word in reader.words(node.get("same"), "same"))
    if not same:
        reader.wrong(node.line, "playbook.missing", name="same")
    return Combination(members, same, reader.span(node.get("within"), "within", node.line))


def _member(reader: Reader, node: Node) -> Member:
    if isinstance(node, Word):
        return Member(node.text)
    inner = reader.mapped(node, "all", {"event", "where", "serves", "needs"})
    return Member(
        _event(reader, inner),
        read_condition(reader, inner.get("where"), "where"),
        reader.word(inner.get("serves"), "serves", inner.line, default=""),
        reader.word(inner.get("needs"), "needs", inner.line, default=""),
    )


def _absence(reader: Reader, node: Mapped) -> Absence:
    span = reader.span(node.get("for"), "for", node.line)
    if span is None and node.get("for") is None:
        reader.wrong(node.line, "playbook.missing", name="for")
    if span and span.open_hours:
        reader.wrong(node.line, "playbook.span", name="for", value="open hours")
    return Absence(
        event=reader.word(node.get("absent"), "absent", node.line),
        span=span or Span(days=1),
        by=reader.word(node.get("by"), "by", node.line, default="contact"),
        clock=_clock(reader, node.get("at"), node.line),
        where=read_condition(reader, node.get("where"), "where"),
    )


def _clock(reader: Reader, node: Node | None, line: int) -> time:
    text = reader.word(node, "at", line, default="10:00")
    try:
        hour, _, minute = text.replace(".", ":").partition(":")
        return time(int(hour), int(minute or 0))
    except ValueError:
        reader.wrong(node.line if node else line, "playbook.clock", value=text)
        return time(10)


def _event(reader: Reader, node: Mapped) -> str:
    return reader.word(node.get("event"), "event", node.line)[:100]


def _unless(reader: Reader, node: Node | None) -> tuple[tuple[UnlessEvent, ...], Condition | None]:
    """Events that must not have come since, and conditions that must not hold."""
    events: list[UnlessEvent] = []
    conditions: list[Condition] = []
    for item in reader.listing(node, "unless"):
        if isinstance(item, Mapped) and item.get("event"):
            events.append(_unless_event(reader, item))
        elif (condition := read_condition(reader, item, "unless")) is not None:
            conditions.append(condition)
    if len(conditions) > 1:
        return tuple(events), AnyOf(tuple(conditions))
    return tuple(events), conditions[0] if conditions else None


def _unless_event(reader: Reader, item: Mapped) -> UnlessEvent:
    inner = reader.mapped(item, "unless", {"event", "same", "where"})
    same = inner.get("same")
    known = ["contact", "record"]
    return UnlessEvent(
        _event(reader, inner),
        reader.choice(same, "same", known, inner.line) if same else "contact",
        read_condition(reader, inner.get("where"), "where"),
    )


def read_condition(reader: Reader, node: Node | None, what: str) -> Condition | None:
    """All of a list; `any`, `all` and `not` nest; a field with one comparison is a leaf."""
    if node is None:
        return None
    parts = [_one_condition(reader, item) for item in reader.listing(node, what)]
    found = tuple(part for part in parts if part is not None)
    return found[0] if len(found) == 1 else AllOf(found) if found else None


def _one_condition(reader: Reader, node: Node) -> Condition | None:
    if not isinstance(node, Mapped):
        reader.wrong(node.line, "playbook.condition", known=", ".join(COMPARISONS))
        return None
    if node.get("field"):
        return _leaf(reader, node)
    for word, make in (("any", AnyOf), ("all", AllOf)):
        if inner := node.get(word):
            reader.mapped(node, "if", {word})
            parts = [_one_condition(reader, item) for item in reader.listing(inner, word)]
            return make(tuple(part for part in parts if part is not None))
    if inner := node.get("not"):
        reader.mapped(node, "if", {"not"})
        part = read_condition(reader, inner, "not")
        return Not(part) if part is not None else None
    reader.wrong(node.line, "playbook.condition", known=", ".join(COMPARISONS))
    return None


def _leaf(reader: Reader, node: Mapped) -> Condition | None:
    node = reader.mapped(node, "if", {"field", *COMPARISONS})
    name = reader.word(node.get("field"), "field", node.line)
    found = [(key.text, value) for key, value in node.pairs if key.text in COMPARISONS]
    if len(found) != 1:
        reader.wrong(node.line, "playbook.condition", known=", ".join(COMPARISONS))
        return None
    how, value = found[0]
    return Compare(name, how, reader.word(value, how, node.line))
