"""Writing many rows at once.

Django's own bulk_update builds an expression for every value and spends its time there; arrays given to
one UPDATE are some twenty times faster.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from tekstari.data.models.base import WorkspaceRow

ARRAYS = {
    "uuid": "uuid[]",
    "jsonb": "text[]",  # an array of JSON documents travels as text
    "boolean": "boolean[]",
    "smallint": "smallint[]",
    "integer": "integer[]",
    "timestamp with time zone": "timestamptz[]",
}


def update_rows(rows: Iterable[WorkspaceRow], fields: Sequence[str]) -> None:
    """Write these fields of these rows, all of one model, in one statement.

    `fields` are field names; a reference is written by its id. Rows that are gone stay gone.
    """
    found = list(rows)
    if not found:
        return
    model = type(found[0])
    columns = [model._meta.get_field("id"), *(model._meta.get_field(name) for name in fields)]
    quote = connection.ops.quote_name
    arrays = ", ".join(f"%s::{_array(column)}" for column in columns)
    names = ", ".join(f"c{number}" for number in range(len(columns)))
    sets = ", ".join(
        f"{quote(column.column)} = v.c{number}{_cast(column)}" for number, column in enumerate(columns[1:], 1)
    )
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {sets} FROM unnest({arrays}) AS v({names})"
            f" WHERE {table}.workspace_id = %s AND {table}.id = v.c0",
            [*([_value(row, column) for row in found] for column in columns), found[0].workspace_id],
        )


def _kind(column: models.Field) -> str:
    target = column.target_field if isinstance(column, models.ForeignKey) else column
    return str(target.db_type(connection))


def _array(column: models.Field) -> str:
    return ARRAYS.get(_kind(column), "text[]")


def _cast(column: models.Field) -> str:
    return "::jsonb" if _kind(column) == "jsonb" else ""


def _value(row: WorkspaceRow, column: models.Field) -> Any:
    value = getattr(row, column.attname)
    return json.dumps(value, ensure_ascii=False) if _kind(column) == "jsonb" and value is not None else value
