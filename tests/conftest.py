"""The tests' database: a private PostgreSQL, one database for each test process, real roles.

Every test that needs rows makes its own workspace: row-level security keeps tests apart just as it keeps
companies apart, so nothing is rolled back or truncated, and commits are real.
"""

import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from tekstari.cli.postgres import LocalPostgres

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
HOME = Path(tempfile.gettempdir()) / f"tekstari-tests-{os.getuid()}"
SERVER = LocalPostgres(HOME)
NAME = f"test_{WORKER}_{os.getpid()}"

os.environ.update(
    DJANGO_SETTINGS_MODULE="tekstari.config.settings",
    TEKSTARI_OWNER_URL=SERVER.owner_url(NAME),
    TEKSTARI_APP_URL=SERVER.app_url(NAME),
    TEKSTARI_GATEWAY_URL=SERVER.gateway_url(NAME),
    TEKSTARI_SECRET_KEY="for tests only",
    TEKSTARI_POOL="0",
    DJANGO_ALLOW_ASYNC_UNSAFE="1",
    TEKSTARI_PUBLIC_URL="http://testserver",
)

import django  # noqa: E402

django.setup()

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday, 11.00 in Helsinki


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """The owner's URL of a migrated database with both roles; the others are in the environment."""
    from django.core.management import call_command
    from django.db import connections

    from tekstari.data import roles

    SERVER.start()
    with psycopg.connect(SERVER.owner_url("postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{NAME}"')
    roles.prepare(SERVER.owner_url(NAME))
    call_command("migrate", database="owner", verbosity=0)
    connections["owner"].close()
    roles.grant(SERVER.owner_url(NAME))
    yield SERVER.owner_url(NAME)
    for alias in connections:
        connections[alias].close()
    with psycopg.connect(SERVER.owner_url("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE "{NAME}" WITH (FORCE)')


@pytest.fixture
def workspace(database: str) -> UUID:
    """A fresh simulated company with one sender number and one call list, nothing else."""
    from tekstari.actions import workspaces
    from tekstari.data.ids import new_id

    made = workspaces.create(
        name="Testikorjaamo", slug=f"t{new_id().hex[-12:]}", language="fi", is_simulated=True, now=NOW
    )
    return made.id
