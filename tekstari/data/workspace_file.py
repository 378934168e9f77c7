"""One company in one file, to be taken to another database unchanged.

A gzip of lines: a header, then every table as PostgreSQL's own COPY writes it, then a footer that counts
the rows. Written and read row by row as the `app` role: what a file says cannot reach another company,
because the database itself refuses it.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from tekstari.data import roles
from tekstari.data.access import in_workspace
from tekstari.data.models import Channel, Membership, Sender, User, Workspace, WorkspaceClock

KIND = "tekstari workspace"
VERSION = 1
END = b"\\.\n"
#: A channel's settings hold the operator's secrets, a user's password is the user's: both stay behind.
STAYS = {Channel: {"settings"}, User: {"password", "last_login"}}
SHARED: tuple[type[models.Model], ...] = (Channel, User)
OWN: tuple[type[models.Model], ...] = (Workspace, WorkspaceClock, Sender, Membership)


class Unfit(Exception):
    """The file cannot be taken in; nothing of it was. A reason id with its values."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


def tables() -> tuple[type[models.Model], ...]:
    """What travels, in the order of the file."""
    return (*SHARED, *OWN, *roles.workspace_models())


def columns(model: type[models.Model]) -> list[str]:
    return [
        field.column
        for field in model._meta.local_concrete_fields
        if field.column not in STAYS.get(model, ())
    ]


def _listed(model: type[models.Model]) -> str:
    return ", ".join(f'"{column}"' for column in columns(model))


def write(workspace_id: UUID, file: IO[bytes]) -> int:
    """Everything of this company as it stands at one moment; returns the number of rows."""
    counts: dict[str, int] = {}
    with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as out, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        _line(out, {"file": KIND, "version": VERSION, "schema": schema(), "id": str(workspace_id)})
        with in_workspace(workspace_id):
            for model in tables():
                table = model._meta.db_table
                _line(out, {"table": table, "columns": columns(model)})
                counts[table] = _copy_out(model, workspace_id, out)
        _line(out, {"rows": counts})
    return sum(counts.values())


def read(file: IO[bytes], *, slug: str | None = None) -> Workspace:
    """Take the company in, all of it or nothing; `slug` is its short name here."""
    lines = gzip.GzipFile(fileobj=file, mode="rb")
    try:
        header = _header(_json(lines))
        workspace_id = UUID(str(header["id"]))
        if Workspace.objects.filter(id=workspace_id).exists():
            raise Unfit("workspace.here")
        with transaction.atomic(), in_workspace(workspace_id):
            _take_in(lines, workspace_id, slug)
    except (EOFError, zlib.error, gzip.BadGzipFile, ValueError, KeyError, DataError) as error:
        raise Unfit("file.broken") from error
    except IntegrityError as error:
        raise Unfit("file.conflict") from error
    return Workspace.objects.get(id=workspace_id)


def schema() -> list[str]:
    """The migrations this release knows: rows fit only where they are the same."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return sorted(name for app, name in loader.disk_migrations if app == "data")


# Out


def _copy_out(model: type[models.Model], workspace_id: UUID, out: IO[bytes]) -> int:
    statement = f"COPY ({_rows_of(model)}) TO STDOUT"
    with connection.cursor() as cursor:
        with cursor.copy(statement, {"id": workspace_id}) as copy:
            for piece in copy:
                out.write(piece)
        out.write(END)
        return int(cursor.rowcount)


def _rows_of(model: type[models.Model]) -> str:
    chosen = _listed(model)
    table = model._meta.db_table
    if model in SHARED:
        return f"SELECT {chosen} FROM {table} WHERE id IN ({_referred_to(model)}) ORDER BY id"
    own = "id" if model is Workspace else "workspace_id"
    return f"SELECT {chosen} FROM {table} WHERE {own} = %(id)s ORDER BY {model._meta.pk.column}"


def _referred_to(shared: type[models.Model]) -> str:
    """Every row of an installation's table that a row of the company refers to."""
    return " UNION ".join(
        f"SELECT {field.column} FROM {model._meta.db_table} WHERE workspace_id = %(id)s"
        for model in (Sender, Membership, *roles.workspace_models())
        for field in model._meta.local_concrete_fields
        if field.related_model is shared
    )


# In


def _take_in(lines: IO[bytes], workspace_id: UUID, slug: str | None) -> None:
    counts = {}
    _execute("SET LOCAL client_min_messages = warning")
    _execute("CREATE TEMPORARY TABLE known_here (old uuid PRIMARY KEY, new uuid) ON COMMIT DROP")
    for model in tables():
        table = model._meta.db_table
        if _json(lines) != {"table": table, "columns": columns(model)}:
            raise Unfit("file.broken")
        with _coming(model, lines) as counts[table]:
            _keep(model, workspace_id, slug)
    if _json(lines) != {"rows": counts} or lines.read(1):
        raise Unfit("file.broken")
    _execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def _coming(model: type[models.Model], lines: IO[bytes]) -> Iterator[int]:
    """The table's rows in a temporary table: under row-level security nothing is copied straight in."""
    coming = f"coming_{model._meta.db_table}"
    _execute(
        f"CREATE TEMPORARY TABLE {coming} ON COMMIT DROP AS"
        f" SELECT {_listed(model)} FROM {model._meta.db_table} WITH NO DATA"
    )
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {coming} FROM STDIN") as copy:
            for line in iter(lines.readline, END):
                if not line:
                    raise EOFError
                copy.write(line)
        count = cursor.rowcount
    yield count
    _execute(f"DROP TABLE {coming}")


def _keep(model: type[models.Model], workspace_id: UUID, slug: str | None) -> None:
    if model is Channel:
        _recognise_channels()
    elif model is User:
        _recognise_users()
    else:
        if model is Workspace:
            _name(workspace_id, slug)
        table = model._meta.db_table
        taken = ", ".join(_as_here(field) for field in model._meta.local_concrete_fields)
        _execute(
            f"INSERT INTO {table} ({_listed(model)}) SELECT {taken} FROM coming_{table} c",
            {"id": workspace_id},
        )


def _as_here(field: models.Field) -> str:
    """A column's value in this database: people and channels may have another id here."""
    if field.related_model is Workspace:
        return "%(id)s::uuid"
    if field.related_model in SHARED:
        return f"coalesce((SELECT new FROM known_here WHERE old = c.{field.column}), c.{field.column})"
    return f'c."{field.column}"'


def _recognise_channels() -> None:
    """By name and kind. The practice phones need no settings, so their channel can be made."""
    _execute(
        "INSERT INTO channel (id, name, kind, settings) SELECT id, name, kind, '{}' FROM coming_channel"
        " WHERE kind = 'simulator' ON CONFLICT (name) DO NOTHING"
    )
    _execute(
        "INSERT INTO known_here SELECT c.id, h.id FROM coming_channel c JOIN channel h USING (name, kind)"
    )
    missing = _execute("SELECT name FROM coming_channel WHERE id NOT IN (SELECT old FROM known_here)")
    for (name,) in missing:
        raise Unfit("channel.unknown", name=name)


def _recognise_users() -> None:
    """By e-mail. Who is new here gets no password: a log-in is theirs only once one is set."""
    kept = _listed(User)
    _execute(
        f"INSERT INTO app_user ({kept}, password) SELECT {kept}, '!' || gen_random_uuid()"
        " FROM coming_app_user c"
        " WHERE NOT EXISTS (SELECT 1 FROM app_user h WHERE lower(h.email) = lower(c.email))"
    )
    _execute(
        "INSERT INTO known_here SELECT DISTINCT ON (c.id) c.id, h.id FROM coming_app_user c"
        " JOIN app_user h ON lower(h.email) = lower(c.email)"
    )


def _name(workspace_id: UUID, slug: str | None) -> None:
    if slug:
        _execute("UPDATE coming_workspace SET slug = %(slug)s", {"slug": slug})
    named = _execute("SELECT id, slug FROM coming_workspace")
    if [id for id, _ in named] != [workspace_id]:
        raise Unfit("file.broken")
    if Workspace.objects.filter(slug=named[0][1]).exists():
        raise Unfit("workspace.taken", slug=named[0][1])


def _execute(statement: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


# Lines


def _line(out: IO[bytes], said: dict[str, Any]) -> None:
    out.write(json.dumps(said).encode() + b"\n")


def _json(lines: IO[bytes]) -> dict[str, Any]:
    line = lines.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    read: dict[str, Any] = json.loads(line)
    return read


def _header(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict) or said.get("file") != KIND:
        raise Unfit("file.broken")
    if (said.get("version"), said.get("schema")) != (VERSION, schema()):
        raise Unfit("file.release")
    return said
