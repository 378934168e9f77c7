"""Whatever the pages and the sentences say is in the catalogues, and nothing else is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import catalogues

WEB = Path(__file__).parents[2] / "tekstari" / "web"
CATALOGUE = WEB / "locale" / "fi" / "LC_MESSAGES" / "django.po"
MARKED = {"_", "N", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
TRANSLATE = re.compile(r'\{% translate "([^"]+)"(?: context "([^"]+)")?|_\("([^"]+)"\)')
BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.S)


def in_templates() -> Iterator[str]:
    for file in WEB.rglob("*.html"):
        text = file.read_text()
        for said, context, argument in TRANSLATE.findall(text):
            yield f"{context}|{said}" if context else said or argument
        for block in BLOCK.findall(text):
            yield re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", block.split("{% plural %}")[0])


def in_code() -> Iterator[str]:
    for file in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            words = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if node.func.id in MARKED and words:
                yield words[0]
            if node.func.id.startswith("pgettext"):
                yield f"{words[0]}|{words[1]}"


def test_all_that_is_said_is_in_the_catalogue_and_nothing_else_is():
    said, known = {*in_templates(), *in_code()}, set(catalogues.read(CATALOGUE))
    assert said - known == set()
    assert known - said == set()
