"""What was asked, so far as reading the answer needs it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The sorts of answer a question can ask for."""

    NPS = "nps"
    SCALE = "scale"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    KEYWORD = "keyword"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Question:
    """`low` and `high` bound NPS, SCALE and NUMBER. `keywords` are the words the text printed, in
    every language, or the labels of a CHOICE. `is_request`: the keyword asks for something (a
    call), so a plain yes or no in words answers too, but a bare OK asks for nothing."""

    kind: Kind
    low: int = 0
    high: int = 10
    keywords: tuple[str, ...] = ()
    is_request: bool = False
