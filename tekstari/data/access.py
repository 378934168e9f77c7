"""The one door to a company's rows.

Every query of a workspace table happens inside ``with in_workspace(id):``: one transaction that tells the
database whose rows may be seen. Outside it the database shows nothing, and this module raises, because
an empty answer would be believed.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.signals import connection_created

from tekstari.data import roles

_current: ContextVar[UUID | None] = ContextVar("workspace", default=None)


class OutsideWorkspace(RuntimeError):
    """A workspace table was asked outside `in_workspace`."""


@contextmanager
def in_workspace(workspace_id: UUID) -> Iterator[None]:
    """One transaction that sees the rows of this workspace only. May be nested for the same workspace."""
    current = _current.get()
    if current is not None:
        if current != workspace_id:
            raise OutsideWorkspace("already inside another workspace")
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('tekstari.workspace', %s, true)", [str(workspace_id)])
        token = _current.set(workspace_id)
        try:
            yield
        finally:
            _current.reset(token)


@contextmanager
def alone_in_workspace(workspace_id: UUID) -> Iterator[None]:
    """Like `in_workspace`, and no other judging, reply or timer of this workspace runs beside us.

    Companies run side by side; inside one, decisions are taken one batch after the other. Why:
    docs/decisions/0005.
    """
    with in_workspace(workspace_id):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [str(workspace_id)])
        yield


def current_workspace() -> UUID:
    """The workspace we are inside of."""
    current = _current.get()
    if current is None:
        raise OutsideWorkspace("not inside a workspace")
    return current


def _guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    if _current.get() is None and (found := _tables().search(str(sql))):
        raise OutsideWorkspace(f"{found.group(1)} asked outside `with in_workspace(id):`")
    return execute(sql, params, many, context)


_pattern: re.Pattern[str] | None = None


def _tables() -> re.Pattern[str]:
    global _pattern
    if _pattern is None:
        names = "|".join(sorted(roles.workspace_tables(), key=len, reverse=True))
        _pattern = re.compile(
            rf'(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+(?:ONLY\s+)?(?:"?public"?\.)?"?({names})\b', re.I
        )
    return _pattern


def _watch(sender: object, connection: Any, **_: object) -> None:
    if connection.alias == "default" and _guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(_guard)


connection_created.connect(_watch, dispatch_uid="tekstari.data.access")
