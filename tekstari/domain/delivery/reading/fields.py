"""The fields of a receipt's text as most operators write it: `id:… sub:… … stat:… err:… text:…`.

SMPP 3.4 gives this form only as an example (appendix B), so all of it is optional: fields may be
missing, in another order, in other letters, with spaces between, and operators add their own.
"""

import re

NAMES = re.compile(
    r"(?<![^\s,;])(?:(?P<id>id)|(?P<sub>sub)|(?P<dlvrd>dlvrd)|(?P<submit>submit[ _]{0,3}date)"
    r"|(?P<done>done[ _]{0,3}date)|(?P<stat>stat)|(?P<err>err)|(?P<text>text))[ ]{0,3}:",
    re.IGNORECASE,
)
# Nearly every receipt; the rest of this file reads them the same, six times slower.
USUAL = re.compile(
    r"id:(?P<id>[^\s,;]+) sub:(?P<sub>[^\s,;]+) dlvrd:(?P<dlvrd>[^\s,;]+) submit date:(?P<submit>[0-9]+)"
    r" done date:(?P<done>[0-9]+) stat:(?P<stat>[^\s,;]+) err:(?P<err>[^\s,;]+) [Tt]ext:(?P<text>.*)",
    re.DOTALL,
)
FOREIGN_NAME = re.compile(r"[A-Za-z]\w*:")
DAY_APART = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATES = frozenset({"submit", "done"})


def fields(text: str) -> dict[str, str]:
    """The fields as they are written; the first one of a name counts.

    >>> fields("id:0123 submit date:2611210905 stat:DELIVRD err:000 Text:Hei, stat:ok")
    {'id': '0123', 'submit': '2611210905', 'stat': 'DELIVRD', 'err': '000', 'text': 'Hei, stat:ok'}
    """
    if usual := USUAL.fullmatch(text):
        return usual.groupdict()
    found = _read(text)
    tail = found.get("text", "")
    # What follows `text:` is a person's text and proves nothing, unless a field begins at once
    # where the receipt has no state of its own: then the text was empty and stood in the middle.
    if "stat" not in found and NAMES.match(tail.lstrip()):
        found = {**_read(tail.lstrip()), **found, "text": ""}
    return found


def _read(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name, begins = "", 0
    for mark in NAMES.finditer(text):
        if name:
            found.setdefault(name, _value(name, text[begins : mark.start()]))
        name, begins = mark.lastgroup or "", mark.end()
        if name == "text":
            break
    if name:
        found.setdefault(name, _value(name, text[begins:]))
    return found


def _value(name: str, written: str) -> str:
    """One word; of a text everything, and of a day its clock too."""
    if name == "text":
        return written
    words = written.split(maxsplit=2)
    if not words or (written[0].isspace() and FOREIGN_NAME.match(words[0])):
        return ""
    if name in DATES and len(words) > 1 and DAY_APART.fullmatch(words[0]):
        return " ".join(words[:2])
    return words[0].rstrip(",;")
