"""What is wrong in a playbook, a mapping or a row, said in the terminal: English, with the place first."""

from collections.abc import Mapping

from tekstari.data.sentences import SENTENCES as KNOWN
from tekstari.data.sentences import sentence
from tekstari.domain.mapping import Fault
from tekstari.domain.playbooks.tree import Problem

SENTENCES: Mapping[str, str] = {
    "playbook.anchor": "Anchors, aliases and tags are not used here. Write it out.",
    "playbook.answer": "{value} cannot be an answer here. It can be: {known}.",
    "playbook.braces": "The braces around {value} in the text {name} do not make a field.",
    "playbook.choice": "{name} cannot be {value}. It can be: {known}.",
    "playbook.clock": "{value} is not a time of day. Write it like 10:00.",
    "playbook.condition": "A condition has a field and one of: {known}.",
    "playbook.deep": "This is nested too deep.",
    "playbook.empty": "The playbook is empty.",
    "playbook.key": "A name here must be a plain word.",
    "playbook.large": "The playbook is too large.",
    "playbook.members": "A combination needs two or more different events.",
    "playbook.missing": "{name} is missing.",
    "playbook.not_mapping": "{name} must hold names with values.",
    "playbook.not_word": "{name} must be a word or a text.",
    "playbook.number": "{value} is not a whole number.",
    "playbook.overlap": "The answer {value} already belongs to {name}.",
    "playbook.range": "{value} is outside what the question asks for.",
    "playbook.span": "{value} is not a length of time. Write it like 2 hours or 11 months.",
    "playbook.step": "A step is one of: {known}.",
    "playbook.text_empty": "The text {name} has no words in any language.",
    "playbook.text_long": "The text {name} is too long to send.",
    "playbook.text_unknown": "There is no text {name} under texts.",
    "playbook.text_unused": "No step sends the text {name}.",
    "playbook.twice": "{name} is there twice.",
    "playbook.unknown": "{name} is not known here. Known are: {known}.",
    "playbook.version": "Version {value} is not known. The version is 1.",
    "playbook.yaml": "This is not well-formed YAML: {what}.",
    "mapping.missing": "This is missing.",
    "mapping.not_mapping": "This must hold names with values.",
    "mapping.not_word": "This must be a word or a text.",
    "mapping.unknown": "This is not known here. Known are: {known}.",
    "mapping.zone": "{value} is not a time zone. Write it like Europe/Helsinki.",
    "row.time": "{value} is not a time of the form {date}.",
    "row.length": "The row has {found} cells and the heading {wanted}.",
    "row.quotes": "The rest of the file cannot be read: {what}.",
}


def problem_line(problem: Problem) -> str:
    """One problem of a playbook, with its line.

    >>> problem_line(Problem(3, "playbook.missing", {"name": "texts"}))
    'Line 3: texts is missing.'
    """
    return f"Line {problem.line}: {_said(problem.reason, problem.values)}"


def fault_line(fault: Fault) -> str:
    """One fault of a mapping, or of a row and its column.

    >>> fault_line(Fault("total", "text.empty", {}, row=12))
    'Row 12, total: The text is empty.'
    """
    if not fault.row:
        return f"{fault.place}: {_said(fault.reason, fault.values)}"
    place = f", {fault.place}" if fault.place else ""
    return f"Row {fault.row}{place}: {_said(fault.reason, fault.values)}"


def _said(reason: str, values: Mapping[str, str]) -> str:
    if reason not in SENTENCES:
        return sentence(reason, "en", values) if reason in KNOWN else reason
    said = SENTENCES[reason]
    for name, value in values.items():
        said = said.replace("{" + name + "}", value)
    return said
