"""A whole playbook: from a tree to an automation with its flow, or to problems by line."""

from collections.abc import Iterable

from tekstari.domain.flows.definition import AskStep, Playbook, Send, Steps
from tekstari.domain.flows.wording import LANGUAGES
from tekstari.domain.people import Purpose
from tekstari.domain.playbooks.dialogue import read_steps
from tekstari.domain.playbooks.moments import read_automation
from tekstari.domain.playbooks.reader import Reader
from tekstari.domain.playbooks.tree import Mapped, Node, Problem, Word
from tekstari.domain.text.merge import bad_placeholders, placeholders
from tekstari.domain.text.parts import parts_needed

KNOWN = {
    "tekstari",
    "name",
    "about",
    "purpose",
    "when",
    "if",
    "unless",
    "once",
    "late",
    "values",
    "texts",
    "then",
}
LONGEST_TEXT = 10  # parts


def read_playbook(tree: Node | None) -> tuple[Playbook | None, list[Problem]]:
    """The playbook, or None with what is wrong, sorted by line."""
    reader = Reader()
    if not isinstance(tree, Mapped):
        return None, [Problem(1, "playbook.empty", {})]
    top = reader.mapped(tree, "playbook", KNOWN)
    version = reader.word(top.get("tekstari"), "tekstari", 1)
    if version and version != "1":
        reader.wrong(_line(top.get("tekstari")), "playbook.version", value=version)
    texts = _texts(reader, top)
    steps = read_steps(reader, top.get("then"), "then")
    if not steps:
        reader.wrong(top.line, "playbook.missing", name="then")
    playbook = Playbook(
        name=reader.word(top.get("name"), "name", 1)[:120],
        purpose=_purpose(reader, top.get("purpose"), top.line),
        automation=read_automation(reader, top),
        texts=texts,
        values=_values(reader, top),
        steps=steps,
        purposes=_purposes(reader, top),
    )
    _check_texts(reader, top, texts, steps)
    if reader.problems:
        return None, sorted(reader.problems, key=lambda problem: problem.line)
    return playbook, []


def _line(node: Node | None) -> int:
    return node.line if node else 1


def _purpose(reader: Reader, node: Node | None, line: int) -> Purpose:
    known = [purpose.value for purpose in Purpose]
    return Purpose(reader.choice(node, "purpose", known, line))


def _texts(reader: Reader, top: Mapped) -> dict[str, dict[str, str]]:
    node = top.get("texts")
    if not isinstance(node, Mapped):
        reader.wrong(_line(node) if node else top.line, "playbook.missing", name="texts")
        return {}
    reader.named_once(node)
    return {name.text: _languages(reader, name, languages) for name, languages in node.pairs}


def _languages(reader: Reader, name: Word, node: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    for language, template in reader.mapped(node, name.text, (*LANGUAGES, "purpose")).pairs:
        if language.text == "purpose":
            continue
        text = reader.word(template, f"{name.text}.{language.text}", language.line)
        if bad := bad_placeholders(text, placeholders(text)):
            reader.wrong(template.line, "playbook.braces", name=name.text, value=bad[0])
        if parts_needed(text).count > LONGEST_TEXT:
            reader.wrong(template.line, "playbook.text_long", name=name.text)
        found[language.text] = text
    if not found:
        reader.wrong(name.line, "playbook.text_empty", name=name.text)
    return found


def _purposes(reader: Reader, top: Mapped) -> dict[str, Purpose]:
    """The texts that say their own purpose."""
    node = top.get("texts")
    pairs = node.pairs if isinstance(node, Mapped) else ()
    return {
        name.text: _purpose(reader, own, name.line)
        for name, languages in pairs
        if isinstance(languages, Mapped) and (own := languages.get("purpose"))
    }


def _values(reader: Reader, top: Mapped) -> dict[str, str]:
    node = top.get("values")
    if node is None:
        return {}
    if not isinstance(node, Mapped):
        reader.wrong(node.line, "playbook.not_mapping", name="values")
        return {}
    reader.named_once(node)
    return {key.text: reader.word(path, key.text, key.line) for key, path in node.pairs}


def _check_texts(reader: Reader, top: Mapped, texts: dict[str, dict[str, str]], steps: Steps) -> None:
    """Every text that a step names is there, and none stands unused."""
    used = set(_used(steps))
    node = top.get("texts")
    for name in sorted(used - set(texts)):
        reader.wrong(_line(top.get("then")), "playbook.text_unknown", name=name)
    if isinstance(node, Mapped):
        for key, _ in node.pairs:
            if key.text not in used:
                reader.wrong(key.line, "playbook.text_unused", name=key.text)


def _used(steps: Steps) -> Iterable[str]:
    for step in steps:
        if isinstance(step, Send):
            yield step.text
        elif isinstance(step, AskStep):
            yield step.text
            for inner in (*(b.steps for b in step.branches), step.otherwise, step.silent):
                yield from _used(inner)
