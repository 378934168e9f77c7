"""Lists in pages, newest first. A cursor is a place in time, so new rows do not move the pages."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Model, QuerySet
from ninja import Field, Schema
from pydantic import StringConstraints

from tekstari.api.problems import wrong_field
from tekstari.data.readers import listing

Cursor = Annotated[str, StringConstraints(max_length=200)]


class Paging(Schema):
    """Which page of a list."""

    limit: int = Field(50, ge=1, le=200, description="How many at most.")
    cursor: Cursor = Field("", description="`next` of the previous page, as it was.")


@dataclass(frozen=True, slots=True)
class Place:
    """Just after this row, in a list that is newest first."""

    at: datetime
    id: UUID

    def written(self) -> str:
        return urlsafe_b64encode(f"{self.at.isoformat()}~{self.id.hex}".encode()).decode()

    @staticmethod
    def read(cursor: str) -> "Place | None":
        if not cursor:
            return None
        try:
            at, _, id = urlsafe_b64decode(cursor).decode().partition("~")
            place = Place(datetime.fromisoformat(at), UUID(hex=id))
            place.at.astimezone()
        except (ValueError, OverflowError):
            raise wrong_field("cursor", "cursor.unknown") from None
        if place.at.tzinfo is None:
            raise wrong_field("cursor", "cursor.unknown")
        return place


def rows_after(rows: QuerySet[Any], cursor: str, at: str, most: int) -> list[Any]:
    """At most `most` rows from the cursor on, newest first by the column `at`."""
    place = Place.read(cursor)
    return listing.newest(rows, at, most, (place.at, place.id) if place else None)


def page(rows: list[Any], paging: Paging, at: str, shape: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """The answer of a list: up to `limit` items, and the cursor of the next page if there is one.

    `rows` were asked with one more than the limit, to know whether there is more.
    """
    shown = rows[: paging.limit]
    last: Model | None = shown[-1] if len(rows) > len(shown) else None
    following = Place(getattr(last, at), last.pk).written() if last else None
    return {"items": [shape(row) for row in shown], "next": following}
