"""What the rules answer: what to do, and why.

A `Because` is one line of a trace: a reason id from `reasons.py` with its values, and whether it spoke
for (True), against (False) or could not tell (None). The deciding line comes first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tekstari.domain.effects import Effect


@dataclass(frozen=True, slots=True)
class Because:
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)
    holds: bool | None = True

    def to_json(self) -> dict[str, object]:
        return {"reason": self.reason, "values": dict(self.values), "holds": self.holds}


Trace = tuple[Because, ...]


def when(at: datetime) -> str:
    """A moment inside a trace: whole seconds with its zone; the edge writes it for people."""
    return at.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Decision:
    """Effects in the order they are to be carried out, and the reasons."""

    effects: tuple[Effect, ...]
    trace: Trace
