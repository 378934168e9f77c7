"""What a backtest tells, one row for each text or reason why there was none."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tekstari.domain.decision import Trace

Outcome = Literal["sent", "held", "suppressed", "nearly", "too_late", "failed"]


@dataclass(frozen=True, slots=True)
class Row:
    """`who` is a phone, or empty when none is known. A held text leaves at `until`.

    `reason` is a `reason.*` code; for one who nearly got a text `missing` names the events.
    """

    at: datetime
    state: Outcome
    who: str = ""
    name: str = ""
    key: str = ""
    text: str = ""
    words: str = ""
    language: str = ""
    parts: int = 0
    until: datetime | None = None
    reason: str = ""
    missing: tuple[str, ...] = ()
    trace: Trace = ()

    @property
    def leaves(self) -> bool:
        """Whether the text would have reached the person, at once or later."""
        return self.state in ("sent", "held")


def texts_by_person(rows: Iterable[Row]) -> Counter[str]:
    """How many texts each phone would have got."""
    return Counter(row.who for row in rows if row.leaves)
