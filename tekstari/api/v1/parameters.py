"""What lists can be asked by, and how a written form becomes the kept one."""

from typing import Annotated, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from pydantic import StringConstraints

from tekstari.api.problems import Problem, wrong_field
from tekstari.data.ids import read_id
from tekstari.domain import people

Row = TypeVar("Row", bound=Model)

WITHOUT_NUL = r"^[^\x00]*$"  # no column holds NUL
Word = Annotated[str, StringConstraints(max_length=200, pattern=WITHOUT_NUL)]
Phone = Annotated[str, StringConstraints(max_length=60, pattern=WITHOUT_NUL)]


def kept_phone(written: str, country: str, field: str = "phone") -> str:
    """The number as it is kept, whatever way it was written."""
    try:
        return people.phone(written, country)
    except people.BadPhone as bad:
        raise wrong_field(field, bad.reason) from None


def id_of(prefix: str, written: str) -> UUID:
    """The id behind its shown form; what is no such id is not found."""
    id = read_id(prefix, written)
    if id is None:
        raise Problem(404, "not_found")
    return id


def existing(rows: QuerySet[Row], prefix: str, written: str) -> Row:
    """The row with this id among those of the workspace."""
    row = rows.filter(pk=id_of(prefix, written)).first()
    if row is None:
        raise Problem(404, "not_found")
    return row
