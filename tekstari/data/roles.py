"""The two roles of the running product, and what each may see.

``app`` sees one workspace at a time: row-level security on every workspace table, the workspace set per
transaction. ``gateway`` sees the few traffic tables of all workspaces and nothing else. Neither owns a
table. The statements are made from the models and run after every migration, so a new table is closed
until it is listed here. Why it is so: docs/decisions/0002.
"""

from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from django.apps import apps
from django.db import models
from psycopg import sql

APP = "tekstari_app"
GATEWAY = "tekstari_gateway"

#: What the gateway role may do beside nothing.
TRAFFIC: dict[str, str] = {
    "outbox": "SELECT, UPDATE, DELETE",
    "attempt": "SELECT, INSERT, UPDATE",
    "inbound": "SELECT, INSERT",
    "receipt": "SELECT, INSERT, UPDATE",
    "received_part": "SELECT, INSERT, DELETE",
    "stray": "SELECT, INSERT",
    "due_event": "SELECT",
    "timer": "SELECT",
    "scan": "SELECT",
    "suppression": "SELECT",
    "api_key": "SELECT",
    "workspace_clock": "SELECT, UPDATE",
    "channel": "SELECT",
    "sender": "SELECT",
    "sending_pause": "SELECT",
}
#: Rows that are never edited or removed by the product.
APPEND_ONLY = {"consent", "message_change"}
#: Rows of the installation: what `app` may do with them.
INSTALLATION: dict[str, str] = {
    "workspace": "SELECT, INSERT, UPDATE",
    "workspace_clock": "SELECT, INSERT, UPDATE",
    "app_user": "SELECT, INSERT, UPDATE",
    "membership": "SELECT, INSERT, UPDATE, DELETE",
    "setup_link": "SELECT, INSERT, UPDATE",
    "channel": "SELECT, INSERT, UPDATE",
    "sender": "SELECT, INSERT, UPDATE",
    "sending_pause": "SELECT, INSERT, UPDATE, DELETE",
    "django_session": "SELECT, INSERT, UPDATE, DELETE",
    "django_migrations": "SELECT",
    "django_content_type": "SELECT",
}

SAME_WORKSPACE = "workspace_id = NULLIF(current_setting('tekstari.workspace', true), '')::uuid"


def workspace_models() -> list[type[models.Model]]:
    """Every model whose rows belong to one workspace."""
    return [m for m in apps.get_app_config("data").get_models() if _is_workspace_row(m)]


def _is_workspace_row(model: object) -> bool:
    from tekstari.data.models.base import WorkspaceRow  # models exist only after Django's set-up

    return isinstance(model, type) and issubclass(model, WorkspaceRow)


def workspace_tables() -> list[str]:
    return [m._meta.db_table for m in workspace_models()]


def connect(url: str) -> psycopg.Connection:
    """A plain connection, outside Django's settings: the owner is never one of its databases here."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return psycopg.connect(
        dbname=parts.path.lstrip("/"),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        host=query.pop("host", parts.hostname),
        port=query.pop("port", parts.port),
        autocommit=True,
        **query,
    )


def prepare(owner_url: str, app_password: str | None = None, gateway_password: str | None = None) -> None:
    """Make the two log-ins if they are missing. Idempotent; passwords are set when given."""
    with connect(owner_url) as connection:
        for role, password in ((APP, app_password), (GATEWAY, gateway_password)):
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            if not known:
                _ignoring_a_race(connection, sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            if password:
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
                )


def _ignoring_a_race(connection: psycopg.Connection, statement: sql.Composed) -> None:
    """Roles are shared by all databases of a server: another database's set-up may make them just now."""
    try:
        connection.execute(statement)
    except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
        return


def grant(owner_url: str) -> None:
    """Close every table, then open what the two roles need. Run after every migration; idempotent."""
    with connect(owner_url) as connection, connection.transaction():
        done = {
            name
            for (name,) in connection.execute(
                "SELECT conname FROM pg_constraint WHERE contype = 'f'"
                " UNION ALL SELECT relname FROM pg_class WHERE relrowsecurity"
            )
        }
        for statement in statements(done):
            connection.execute(statement)


def statements(done: set[str]) -> list[str]:
    """The whole of what separates companies and roles, as SQL; `done` names what already stands.

    Closing a table or adding a reference again would lock it and read it through on every start.
    """
    said = [
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APP}, {GATEWAY}",
        f"GRANT USAGE ON SCHEMA public TO {APP}, {GATEWAY}",
    ]
    said += [f"GRANT {may} ON {table} TO {APP}" for table, may in INSTALLATION.items()]
    said += [f"GRANT {may} ON {table} TO {GATEWAY}" for table, may in TRAFFIC.items()]
    for model in workspace_models():
        said += _closed(model._meta.db_table, done) + _references(model, done)
    return said


def _closed(table: str, done: set[str]) -> list[str]:
    """Row-level security for one table (enabled, not forced: see the decision)."""
    may = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
    said = [] if table in done else [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"]
    said += [
        f"DROP POLICY IF EXISTS own_workspace ON {table}",
        f"CREATE POLICY own_workspace ON {table} TO {APP}"
        f" USING ({SAME_WORKSPACE}) WITH CHECK ({SAME_WORKSPACE})",
        f"GRANT {may} ON {table} TO {APP}",
        f"DROP POLICY IF EXISTS traffic ON {table}",
    ]
    if table in TRAFFIC:
        said.append(f"CREATE POLICY traffic ON {table} TO {GATEWAY} USING (true) WITH CHECK (true)")
    return said


def _references(model: type[models.Model], done: set[str]) -> list[str]:
    """Composite references to rows of the same workspace."""
    table = model._meta.db_table
    said = []
    for field in model._meta.local_fields:
        target = field.related_model if isinstance(field, models.ForeignKey) else None
        if not _is_workspace_row(target):
            continue
        name = f"{table}_{field.name}_same_workspace"
        if name in done:
            continue
        said.append(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {field.column})"
            f" REFERENCES {target._meta.db_table} (workspace_id, id) DEFERRABLE INITIALLY DEFERRED"
        )
    return said


def assert_lowly(connection: object) -> None:
    """Every running process calls this: it must be neither superuser nor owner of any table."""
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT 1 FROM pg_tables"
            " WHERE tableowner = current_user AND schemaname = 'public')"
            " FROM pg_roles WHERE rolname = current_user"
        )
        if cursor.fetchone()[0]:
            raise SystemExit(
                "Tekstari will not run with a log-in that owns its tables or is a superuser: "
                "row-level security would not hold. Use the app and gateway log-ins."
            )
