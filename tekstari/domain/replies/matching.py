"""Which of the open questions a reply answers. One table, tried from the top; the first that decides wins.

| # | when                                                              | then                    |
|---|-------------------------------------------------------------------|-------------------------|
| 1 | exactly one question reads it clearly                             | that question           |
| 2 | several of one run do: it asked again about a silence              | the newest of them      |
| 3 | several do, and all but the newest were asked long before it       | the newest              |
| 4 | several do                                                        | a person                |
| 5 | none does, the newest question takes any words                    | that question           |
| 6 | none does, some question is open                                  | a person: unclear       |
| 7 | no question is open                                               | a person: no question   |

A question that takes any words (a comment) is never preferred to one that reads the reply as its own
answer, and takes nothing when it is not the newest: an older "tell us more" must not swallow what belongs
to a later question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tekstari.domain.replies.questions import Kind, Question
from tekstari.domain.replies.read import read
from tekstari.domain.replies.reading import Reading

#: Two questions asked further apart than this are not mistaken for each other: people answer the last.
APART = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question as matching sees it. `run`: the dialogue that asked it, where that is known."""

    id: str
    question: Question
    language: str
    at: datetime
    run: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a reply belongs; `id` is None when a person must look, and `reason` says why."""

    id: str | None
    reading: Reading | None
    reason: str


def place(text: str, open_questions: Sequence[Asked]) -> Placed:
    """Find the question a reply answers, or give it to a person."""
    if not open_questions:
        return Placed(None, None, "reading.no_question")
    newest_first = sorted(open_questions, key=lambda asked: (asked.at, asked.id), reverse=True)
    readings = [(asked, read(text, asked.question, language=asked.language)) for asked in newest_first]
    exact = [(a, r) for a, r in readings if r.is_clear and a.question.kind is not Kind.TEXT]
    if exact:
        (asked, reading), *others = exact
        others = [(other, r) for other, r in others if not asked.run or other.run != asked.run]
        if all(asked.at - other.at >= APART for other, _ in others):
            return Placed(asked.id, reading, "reading.clear")
        return Placed(None, reading, "reading.several")
    asked, reading = readings[0]
    if asked.question.kind is Kind.TEXT and reading.is_clear:
        return Placed(asked.id, reading, "reading.clear")
    return Placed(None, reading, "reading.unclear")
