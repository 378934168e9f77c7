"""The private server against what happens to servers: kills, crashes, odd folders, company."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from tekstari.cli.postgres import LocalPostgres

HOLD_AND_WAIT = """
import sys
from pathlib import Path
from tekstari.cli.postgres import LocalPostgres
LocalPostgres(Path(sys.argv[1])).start()
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home():
    # Not under pytest's own folder: that is closed to the account PostgreSQL runs as under root.
    folder = Path(tempfile.mkdtemp(prefix="tekstari test's "))
    yield folder / "home"
    LocalPostgres(folder / "home").start().stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module", autouse=True)
def _open_folder(home):
    home.parent.chmod(0o711)


def ask(server: LocalPostgres, question: str) -> object:
    with psycopg.connect(server.owner_url()) as connection:
        return connection.execute(question).fetchone()[0]


def postmaster(server: LocalPostgres) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def another_process(home: Path) -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_AND_WAIT, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "up\n"
    return process


def test_starts_keeps_its_data_and_knows_finnish_letters(home):
    server = LocalPostgres(home).start()
    with psycopg.connect(server.owner_url()) as connection:
        connection.execute("CREATE TABLE town (name text)")
        connection.execute("INSERT INTO town VALUES ('Äänekoski')")
    server.stop()
    assert not server.answers()
    server.start()
    try:
        assert ask(server, "SELECT name FROM town WHERE name ILIKE 'ää%'") == "Äänekoski"
        assert ask(server, "SELECT current_setting('fsync')") == "on"
        assert ask(server, "SELECT current_setting('shared_buffers')") == "256MB"
    finally:
        server.stop()


def test_only_its_owner_can_reach_the_folder(home):
    server = LocalPostgres(home).start()
    try:
        assert server.data.stat().st_mode & 0o077 == 0
        assert ask(server, "SELECT current_setting('listen_addresses')") == ""
    finally:
        server.stop()


def test_the_log_keeps_no_value_of_a_failed_statement(home):
    server = LocalPostgres(home).start()
    try:
        with pytest.raises(psycopg.DataError):
            ask(server, "SELECT '+358401234567 Terve!'::int")
        assert "1234567" not in (server.data / "server.log").read_text()
    finally:
        server.stop()


def test_the_last_one_out_stops_it(home):
    other = another_process(home)
    server = LocalPostgres(home).start()
    server.stop()
    assert server.answers()
    other.communicate("")
    assert not server.answers()


def test_a_killed_process_leaves_a_server_that_the_next_one_takes_over(home):
    other = another_process(home)
    other.kill()
    other.wait()
    server = LocalPostgres(home)
    assert server.answers()
    before = postmaster(server)
    server.start()
    assert postmaster(server) == before
    server.stop()
    assert not server.answers()


def test_a_killed_server_is_started_again_by_whoever_comes_next(home):
    first = LocalPostgres(home).start()
    os.kill(postmaster(first), signal.SIGKILL)
    second = LocalPostgres(home).start()
    try:
        assert ask(second, "SELECT 1") == 1
    finally:
        second.stop()
        first.stop()
    assert not first.answers()


def test_the_supervisor_revives_a_killed_server_and_leaves_a_living_one_alone(home):
    server = LocalPostgres(home).start()
    try:
        assert not server.revive()
        os.kill(postmaster(server), signal.SIGKILL)
        until = time.monotonic() + 10
        while not server.revive():  # its last processes may live a moment longer
            assert time.monotonic() < until
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()
    assert not server.answers()


def test_a_pid_file_that_names_another_living_process_does_not_fool_it(home):
    server = LocalPostgres(home).start()
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n")
    server.start()
    try:
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_each_log_in_has_its_role(home):
    server = LocalPostgres(home)
    assert server.owner_url().startswith("postgresql://postgres@/tekstari?host=")
    assert server.app_url("other").startswith("postgresql://tekstari_app@/other?host=")
    assert server.gateway_url().startswith("postgresql://tekstari_gateway@/tekstari?host=")


def test_a_path_too_long_for_a_socket_gets_a_short_folder():
    short = LocalPostgres(Path("/srv/tekstari"))
    assert short.sockets == short.data
    assert len(str(LocalPostgres(Path("/srv/" + "ä" * 60)).sockets)) < 60
