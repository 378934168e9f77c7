"""The database stops, and later crashes, while a worker is at work: it waits, goes on, and loses nothing."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import psycopg
import pytest

from tekstari.cli.postgres import LocalPostgres
from tests.faults.processes import ROOT, ended, start, until

EVENTS = 600
#: Makes the database whole and a company whose events wait to be judged.
PREPARE = f"""
import django
django.setup()
from django.core.management import call_command
from tekstari.data import roles
import os
owner = os.environ["TEKSTARI_OWNER_URL"]
roles.prepare(owner)
call_command("migrate", database="owner", verbosity=0)
roles.grant(owner)
from tekstari.actions import workspaces
from tekstari.data.clock import real_now
from tests.actions.company import Company
from tests.actions.playbooks import playbook
made = workspaces.create(name="Y", slug="y", is_simulated=True, now=real_now())
company = Company(made.id)
company.turn_on_text("heti", playbook("event: visit.ended"))
company.store(*(
    company.event("visit.ended", contact={{"phone": f"+3584055{{n % 50:05}}", "name": "Maija"}})
    for n in range({EVENTS})
))
"""


@pytest.fixture
def server():
    # Not under pytest's own folder: that is closed to the account PostgreSQL runs as under root.
    folder = Path(tempfile.mkdtemp(prefix="tekstari-gone-"))
    folder.chmod(0o711)
    server = LocalPostgres(folder / "home")
    yield server.start()
    server.revive()
    server.stop()
    shutil.rmtree(folder)


def asked(server, question):
    with psycopg.connect(server.owner_url()) as connection:
        return connection.execute(question).fetchall()


def judged(server):
    return asked(server, "SELECT count(*) FROM occurrence")[0][0]


def left(server):
    return asked(server, "SELECT (SELECT count(*) FROM due_event) + count(*) FROM outbox")[0][0]


def test_a_worker_outlives_its_database_and_nothing_is_lost(server):
    environment = {
        "TEKSTARI_OWNER_URL": server.owner_url(),
        "TEKSTARI_APP_URL": server.app_url(),
        "TEKSTARI_GATEWAY_URL": server.gateway_url(),
    }
    subprocess.run(
        [sys.executable, "-c", PREPARE], cwd=ROOT, env={**os.environ, **environment}, check=True, timeout=60
    )
    worker = start(environment=environment)
    try:
        until(lambda: judged(server))
        server.stop()
        server.start()
        assert worker.poll() is None
        postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGKILL)
        until(server.revive)
        asked(server, "UPDATE outbox SET lease_until = now() WHERE worker IS NOT NULL RETURNING id")
        until(lambda: left(server) == 0)
        assert worker.poll() is None, "it is the same worker"
    finally:
        ended(worker)
    events = asked(server, "SELECT event_id, count(*) FROM occurrence GROUP BY 1")
    assert Counter(count for _, count in events) == {1: EVENTS}
    assert asked(server, "SELECT state, count(*) FROM message GROUP BY 1") == [("delivered", EVENTS)]
    twice = "SELECT 1 FROM message_change WHERE state = 'delivered' GROUP BY message_id HAVING count(*) > 1"
    assert asked(server, twice) == []
