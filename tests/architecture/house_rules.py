"""The house rules that no import checker can see. Every rule carries its own examples."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ("tekstari/**/*.py",)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line in `where`, but not in `unless`, must not match `pattern`."""

    name: str
    where: tuple[str, ...]
    pattern: str
    instead: str
    bad: tuple[str, ...]
    good: tuple[str, ...]
    unless: tuple[str, ...] = ()

    def breaks(self, line: str) -> bool:
        return re.search(self.pattern, line) is not None

    def files(self, root: Path = ROOT) -> Iterator[Path]:
        for pattern in self.where:
            for path in sorted(root.glob(pattern)):
                if not any(path.relative_to(root).match(allowed) for allowed in self.unless):
                    yield path

    def broken(self, root: Path = ROOT) -> list[str]:
        return [
            f"{path.relative_to(root)}:{number}: {line.strip()} -- {self.instead}"
            for path in self.files(root)
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if self.breaks(line)
        ]


def _below(*rooms: str) -> tuple[str, ...]:
    return tuple(f"tekstari/{room}/**/*.py" for room in rooms)


RULES = [
    Rule(
        "only actions write",
        where=_below("web", "api", "doors", "worker", "cli"),
        pattern=r"\.(save|bulk_create|bulk_update|get_or_create|update_or_create)\("
        r"|(\.objects\b.*|\.filter\(.*\))\.(create|update|delete)\(",
        instead="call a function in actions/",
        bad=("message.save()", "Tag.objects.create(name=name)", "rows.filter(id=1).delete()"),
        good=("messages.mark_read(message, by=user)", "workspaces.create(name=name, now=now)"),
    ),
    Rule(
        "pages and the API fetch through data/access.py and data/readers",
        where=_below("web", "api", "doors"),
        pattern=r"\.objects\b",
        instead="ask data/access.py or a reader in data/readers/",
        bad=("Conversation.objects.get(pk=pk)",),
        good=("inbox.conversation(pk)",),
    ),
    Rule(
        "SQL lives in data/ only",
        where=HOUSE,
        # A company's own view is asked by its connector; the launcher makes the database itself.
        unless=(
            "tekstari/data/*.py",
            "tekstari/data/*/*.py",
            "tekstari/connectors/sql_view.py",
            "tekstari/cli/postgres.py",
        ),
        pattern=r"\bcursor\(|cursor\.execute|\.raw\(|\bRunSQL\b"
        r"|[\"'](SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE|ALTER|DROP) ",
        instead="put the query into data/",
        bad=('cursor.execute("…")', "Message.objects.raw(query)", 'ask("SELECT id FROM message")'),
        good=("readers.inbox(workspace_id)", 'label = "Update the contact"'),
    ),
    Rule(
        "async lives at the doors",
        where=HOUSE,
        unless=(
            "tekstari/doors/*.py",
            "tekstari/doors/*/*.py",
            "tekstari/channels/*.py",
            "tekstari/channels/*/*.py",
            "tekstari/worker/gateway.py",
            "tekstari/worker/smpp.py",  # one link is one event loop
            "tekstari/config/asgi.py",
            "tekstari/data/live.py",  # listening to the database is SQL, so it is not the doors'
        ),
        pattern=r"\basync (def|with|for)\b|\bawait ",
        instead="keep it plain; only doors/, channels/, worker/gateway.py and worker/smpp.py are async",
        bad=("async def record_receipt(", "await send(message)"),
        good=("def record_receipt(",),
    ),
    Rule(
        "only commands print",
        where=HOUSE,
        unless=("tekstari/cli/*.py",),
        pattern=r"(?<![\w.])print\(",
        instead="log an id and a code, or return it",
        bad=("    print(message)",),
        good=("self.footprint(message)", "report.print(page)"),
    ),
]
