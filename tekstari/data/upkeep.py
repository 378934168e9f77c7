"""What a backup and a restore ask of the database, as its owner."""

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tekstari.data import roles


def workspaces(owner_url: str) -> int | None:
    """How many there are; None where Tekstari has no tables yet."""
    with roles.connect(owner_url) as connection:
        known = connection.execute("SELECT to_regclass('public.workspace')").fetchone()
        if known is None or known[0] is None:
            return None
        row = connection.execute("SELECT count(*) FROM workspace").fetchone()
        return int(row[0]) if row else 0


def is_in_use(owner_url: str) -> bool:
    """Whether a process of the product is at work on this database."""
    with roles.connect(owner_url) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND usename IN (%s, %s)",
            [roles.APP, roles.GATEWAY],
        ).fetchone()
    return found is not None


def before_restoring() -> str:
    """SQL that begins the one transaction of a restore: Tekstari's own tables are taken away."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    listed = ", ".join(f"public.{table}" for table in sorted({*tables, "django_migrations"}))
    return f"BEGIN;\nSET client_min_messages = warning;\nDROP TABLE IF EXISTS {listed} CASCADE;\n"


def after_restoring() -> str:
    """SQL that ends it: the sending is paused in the same transaction, so no worker comes between."""
    return (
        "INSERT INTO public.sending_pause (id, reason, since)"
        " VALUES (gen_random_uuid(), 'restored', now())"
        " ON CONFLICT (workspace_id) DO UPDATE SET reason = 'restored', since = now();\nCOMMIT;\n"
    )


def known_migrations() -> set[tuple[str, str]]:
    """(app, name) of every migration of this release."""
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
