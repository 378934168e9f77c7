"""Reads a gettext catalogue: enough of the format to compare catalogues, and no more."""

import ast
import re
from pathlib import Path

LINE = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)\s+(".*")$')


def read(catalogue: Path) -> dict[str, list[str]]:
    """Each message id, after its context if it has one, with its translations."""
    found: dict[str, list[str]] = {}
    for block in re.split(r"\n\s*\n", catalogue.read_text(encoding="utf-8")):
        fields = _fields(block)
        if name := fields.get("msgid"):
            context = fields.get("msgctxt")
            key = f"{context}|{name}" if context else name
            assert key not in found, f"{catalogue} has {key!r} twice"
            found[key] = [text for word, text in fields.items() if word.startswith("msgstr")]
    return found


def fuzzy(catalogue: Path) -> int:
    return len(re.findall(r"^#,.*\bfuzzy\b", catalogue.read_text(encoding="utf-8"), re.MULTILINE))


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    current = ""
    for line in block.splitlines():
        if begun := LINE.match(line.strip()):
            current = begun.group(1)
            fields[current] = ast.literal_eval(begun.group(2))
        elif current and line.strip().startswith('"'):
            fields[current] += ast.literal_eval(line.strip())
    return fields
