import psycopg
import pytest


@pytest.fixture(autouse=True)
def _nothing_else_is_due(database):
    """A real worker works for every company of its database: what other tests left is not to be done."""
    with psycopg.connect(database, autocommit=True) as owner:
        for table in ("due_event", "timer", "scan", "inbound", "outbox", "attempt"):
            owner.execute(f"DELETE FROM {table}")
        owner.execute("UPDATE channel SET kind = 'gone' WHERE kind = 'smpp'")
        owner.execute("UPDATE workspace_clock SET target_at = NULL, mover = NULL, lease_until = NULL")
