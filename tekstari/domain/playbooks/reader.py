"""Taking a tree apart, noting every problem on the way instead of stopping at the first."""

from collections.abc import Collection, Iterator

from tekstari.domain.playbooks.tree import Listing, Mapped, Node, Problem, Word
from tekstari.domain.schedules.spans import Span, read_span


class Reader:
    """Collects problems; each reading returns a usable value even when it noted one."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, line: int, reason: str, **values: str) -> None:
        self.problems.append(Problem(line, reason, values))

    def mapped(self, node: Node | None, what: str, known: Collection[str], line: int = 1) -> Mapped:
        """A mapping with only known names; a misspelt one is told with the known ones."""
        if not isinstance(node, Mapped):
            if node is not None:
                self.wrong(node.line, "playbook.not_mapping", name=what)
            return Mapped((), line)
        for key, _ in node.pairs:
            if key.text not in known:
                self.wrong(key.line, "playbook.unknown", name=key.text, known=", ".join(sorted(known)))
        self.named_once(node)
        return node

    def named_once(self, node: Mapped) -> None:
        """The later of two with one name would silently win."""
        seen: set[str] = set()
        for key, _ in node.pairs:
            if key.text in seen:
                self.wrong(key.line, "playbook.twice", name=key.text)
            seen.add(key.text)

    def listing(self, node: Node | None, what: str) -> tuple[Node, ...]:
        """A list; a single item may stand for a list of one."""
        if node is None:
            return ()
        if isinstance(node, Listing):
            return node.items
        if isinstance(node, Word) and not node.text:
            return ()
        return (node,)

    def word(self, node: Node | None, what: str, line: int, default: str | None = None) -> str:
        if node is None:
            if default is None:
                self.wrong(line, "playbook.missing", name=what)
            return default or ""
        if not isinstance(node, Word):
            self.wrong(node.line, "playbook.not_word", name=what)
            return default or ""
        if not node.text.strip() and default is None:
            self.wrong(node.line, "playbook.missing", name=what)
        return node.text.strip()

    def choice(self, node: Node | None, what: str, known: Collection[str], line: int) -> str:
        first = next(iter(known))
        text = self.word(node, what, line)
        if text and text not in known:
            at = node.line if node else line
            self.wrong(at, "playbook.choice", name=what, value=text, known=", ".join(known))
        return text if text in known else first

    def span(self, node: Node | None, what: str, line: int) -> Span | None:
        if node is None:
            return None
        text = self.word(node, what, line)
        found = read_span(text) if text else None
        if text and found is None:
            self.wrong(node.line, "playbook.span", name=what, value=text)
        return found

    def number(self, text: str, what: str, line: int) -> int:
        if text.isascii() and text.isdigit() and len(text) < 9:
            return int(text)
        self.wrong(line, "playbook.number", name=what, value=text)
        return 0

    def words(self, node: Node | None, what: str) -> Iterator[Word]:
        for item in self.listing(node, what):
            if isinstance(item, Word):
                yield item
            else:
                self.wrong(item.line, "playbook.not_word", name=what)
