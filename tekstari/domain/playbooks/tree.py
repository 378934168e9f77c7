"""A playbook's text as a tree of strings with line numbers, before anything is made of it.

Strings only, on purpose: YAML's own types turn 18:00 into 1080, NO into False and 0401234567 into
67451255. The schema gives types. `data/playbook_text.py` makes the tree.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Mapped:
    pairs: tuple[tuple[Word, "Node"], ...]
    line: int

    def get(self, name: str) -> "Node | None":
        return next((node for key, node in self.pairs if key.text == name), None)


Node = Word | Listing | Mapped


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, on which line; the sentence is made at the edge."""

    line: int
    reason: str
    values: dict[str, str]
