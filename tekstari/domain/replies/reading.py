"""What was understood from a reply, and how."""

from dataclasses import dataclass
from datetime import time

from tekstari.domain.replies.questions import Kind

_EDGES = " \t\r\n\xa0.,;:!?-–—_…\"'”“’()[]*/+=&"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reply read against one question. When it is not clear, `value` is None: nothing
    unclear may be used as an answer, `candidates` are only to be shown to a person.

    `rule` names how it was read ("nps.word"), `span` points into the text as it came, `rest` is
    what else was written, and `clock` the one time of day mentioned there."""

    kind: Kind
    value: int | str | None
    is_clear: bool
    rule: str
    span: tuple[int, int] | None = None
    rest: str = ""
    candidates: tuple[int | str, ...] = ()
    clock: time | None = None


def clear(kind: Kind, value: int | str, rule: str, *, text: str, span: tuple[int, int]) -> Reading:
    """A clear reading of `value` at `span`; the rest of the text is kept."""
    return Reading(kind, value, True, f"{kind}.{rule}", span, rest_of(text, span))


def unclear(kind: Kind, why: str, *candidates: int | str) -> Reading:
    """No reading, with the reason and what it might have been."""
    return Reading(kind, None, False, f"unclear.{why}", candidates=tuple(dict.fromkeys(candidates)))


def rest_of(text: str, span: tuple[int, int]) -> str:
    """What stands around the span, without the punctuation that joined it.

    >>> rest_of("10, kävin 2 kertaa!", (0, 2))
    'kävin 2 kertaa'
    """
    before, after = text[: span[0]].strip(_EDGES), text[span[1] :].strip(_EDGES)
    return f"{before} {after}".strip()
