"""Backup, restore and doctor, as they are used: real commands on real servers."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tekstari.cli import dumps
from tekstari.cli.postgres import LocalPostgres
from tekstari.cli.programs import CannotStart
from tekstari.cli.whole_file import written_whole
from tekstari.data.ids import new_id
from tekstari.data.outbox import CLAIM
from tests.cli.test_commands import tekstari

TEXT, PHONE = "Autosi on valmis. Tervetuloa!", "+358401234567"
WAITING = """
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO channel VALUES (%(channel)s, 'Operaattori', 'http', '{}');
INSERT INTO sender (id, channel_id, workspace_id, value, kind, is_default)
  SELECT %(sender)s, %(channel)s, id, '18200', 'short', true FROM workspace WHERE slug = 'korjaamo';
INSERT INTO conversation (id, workspace_id, sender_id, phone, is_done, is_read, needs, last_text, last_at)
  SELECT %(conversation)s, id, %(sender)s, %(phone)s, false, true, '', '', now() FROM workspace
  WHERE slug = 'korjaamo';
INSERT INTO message (id, workspace_id, conversation_id, direction, sender, phone, text, language, purpose,
                     state, reason, parts, trace, at)
  SELECT %(message)s, id, %(conversation)s, 'out', '18200', %(phone)s, %(text)s, 'fi', 'order', 'queued', '',
         1, '[]', now() FROM workspace WHERE slug = 'korjaamo';
INSERT INTO outbox (id, workspace_id, channel_id, sender, phone, text, purpose, must_leave, due_at, fence)
  SELECT %(message)s, id, %(channel)s, '18200', %(phone)s, %(text)s, 'order', false,
         now() - interval '10 minutes', 0 FROM workspace WHERE slug = 'korjaamo';
"""

EVENT = """
INSERT INTO event (id, workspace_id, source, external_id, type, time, received_at, subject, data, problem)
  SELECT %(id)s, id, 'test', '1', 'order.placed', now(), now(), '', '{}', '' FROM workspace
  WHERE slug = 'korjaamo';
INSERT INTO due_event (id, workspace_id, due_at)
  SELECT %(id)s, id, now() FROM workspace WHERE slug = 'korjaamo';
"""


def run(*arguments: object, code: int = 0) -> str:
    """What a command says; its own database, whatever the tests use."""
    done = tekstari(*map(str, arguments), DATABASE_URL="")
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    # Not under pytest's own folder: that is closed to the account PostgreSQL runs as under root.
    made = Path(tempfile.mkdtemp(prefix="tekstari-backup-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def home(folder) -> Iterator[Path]:
    """An installation at work, with one company and one text that waits for an operator."""
    server = LocalPostgres(folder / "home").start()
    run("migrate", "--home", server.home)
    run("workspace", "create", "Korjaamo", "--home", server.home)
    ids = {name: new_id() for name in ("channel", "sender", "conversation", "message")}
    with psycopg.connect(server.owner_url(), cursor_factory=psycopg.ClientCursor) as owner:
        owner.execute(WAITING, {**ids, "text": TEXT, "phone": PHONE})
    yield server.home
    server.stop()


@pytest.fixture(scope="module")
def backup(folder, home) -> Path:
    file = folder / "tekstari.backup"
    said = run("backup", file, "--home", home)
    assert "1 workspace." in said
    assert "kB" in said
    return file


@pytest.fixture(scope="module")
def restored(folder, backup) -> Iterator[LocalPostgres]:
    server = LocalPostgres(folder / "another").start()
    said = run("restore", backup, "--home", server.home)
    assert "1 workspace restored" in said
    assert "paused" in said
    yield server
    server.stop()


def everything(server: LocalPostgres) -> dict[str, list[str]]:
    with psycopg.connect(server.owner_url()) as owner:
        tables = [t for (t,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return {
            table: sorted(row for (row,) in owner.execute(f"SELECT t::text FROM {table} t"))
            for table in tables
        }


def claimed(server: LocalPostgres) -> int:
    """How many texts the links of all channels would take now; they take none."""
    now = datetime.now(UTC)
    with psycopg.connect(server.gateway_url()) as gateway:
        asked = {"now": now, "lease": now + timedelta(seconds=30), "limit": 9}
        asked |= {"workspace": None, "worker": new_id()}
        channels = [id for (id,) in gateway.execute("SELECT id FROM channel").fetchall()]
        found = [len(gateway.execute(CLAIM, asked | {"channel": id}).fetchall()) for id in channels]
        gateway.rollback()
    return sum(found)


def test_a_backup_is_whole_and_closed_to_others(backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in backup.parent.glob("*.part")] == []


def test_a_file_that_exists_is_not_written_over_unless_told(backup, home):
    before = backup.read_bytes()
    assert "exists already" in run("backup", backup, "--home", home, code=1)
    assert backup.read_bytes() == before
    run("backup", backup, "--home", home, "--force")
    assert backup.read_bytes() != before


def test_what_cannot_be_written_is_said_plainly(folder, home, tmp_path):
    assert "There is no folder" in run("backup", tmp_path / "no" / "file", "--home", home, code=1)
    assert "There is no installation" in run("backup", tmp_path / "b", "--home", tmp_path / "x", code=1)
    assert not (tmp_path / "x").exists(), "none was made"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_full_disk_leaves_what_was_there(tmp_path):
    (tmp_path / "b").write_text("yesterday's")
    with (
        pytest.raises(CannotStart, match="The disk is full"),
        written_whole(tmp_path / "b", force=True),
        open("/dev/full", "wb", buffering=0) as full,
    ):
        full.write(b"today's")
    assert (tmp_path / "b").read_text() == "yesterday's"
    assert [file.name for file in tmp_path.iterdir()] == ["b"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_pg_dump_on_a_full_disk_says_so(home):
    with pytest.raises(CannotStart, match="the disk is full"):
        dumps.dump(LocalPostgres(home).owner_url(), "/dev/full")


def test_everything_comes_back_and_nothing_leaves(home, restored):
    source = LocalPostgres(home)
    before, after = everything(source), everything(restored)
    assert len(after.pop("sending_pause")) == 1
    assert before.pop("sending_pause") == []
    assert after == before
    assert (claimed(source), claimed(restored)) == (1, 0)


def test_the_restored_companies_are_closed_to_each_other(restored):
    with psycopg.connect(restored.app_url()) as app:
        assert app.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
    said = run("doctor", "--home", restored.home, code=1)
    assert "ok     Companies apart" in said
    assert "ok     Log-ins" in said


def test_doctor_says_that_the_sending_is_paused_and_shows_no_text(restored):
    said = run("doctor", "--home", restored.home, code=1)
    assert "WRONG  Sending: PAUSED" in said
    assert "ok     Texts: 1 wait" in said, "what is paused is not late"
    assert TEXT not in said
    assert PHONE not in said


def test_doctor_finds_a_worker_that_is_gone(home):
    said = run("doctor", "--home", home, code=1)
    assert "WRONG  Texts: 1 wait; the oldest is 10 min late" in said.replace("11 min", "10 min")
    assert said.count("WRONG") == 1


def test_nothing_is_restored_over_companies_unless_told(restored, backup):
    before = everything(restored)
    assert "Add --replace" in run("restore", backup, "--home", restored.home, code=1)
    assert everything(restored) == before


def test_nothing_is_restored_under_a_running_product(restored, backup):
    before = everything(restored)
    with psycopg.connect(restored.gateway_url()):
        said = run("restore", backup, "--replace", "--home", restored.home, code=1)
    assert "Stop it first" in said
    assert everything(restored) == before


@pytest.mark.parametrize("damage", ["cut", "changed", "foreign"])
def test_a_damaged_backup_changes_nothing(restored, backup, tmp_path, damage):
    content = backup.read_bytes()
    file = tmp_path / "damaged"
    file.write_bytes(
        {
            "cut": content[: len(content) - 700],
            "changed": content[:-4000] + bytes(b ^ 0xFF for b in content[-4000:]),
            "foreign": b"Hei!",
        }[damage]
    )
    before = everything(restored)
    said = run("restore", file, "--replace", "--home", restored.home, code=1)
    assert "damaged" in said or "Nothing was restored" in said
    assert everything(restored) == before


def test_released_texts_leave_and_discarded_ones_are_too_late(restored, backup):
    run("restore", backup, "--replace", "--home", restored.home)
    assert "Texts leave again" in run("release", "--home", restored.home)
    assert claimed(restored) == 1
    assert "not paused" in run("release", "--home", restored.home)
    run("restore", backup, "--replace", "--home", restored.home)
    assert "Dropped: 1." in run("release", "--discard", "--home", restored.home)
    assert claimed(restored) == 0
    with psycopg.connect(restored.owner_url()) as owner:
        assert owner.execute("SELECT state FROM message").fetchall() == [("expired",)]
    assert "WRONG" not in run("doctor", "--home", restored.home)


def test_what_became_due_meanwhile_is_decided_before_anybody_releases(home, restored, tmp_path):
    """So a text that an old event brings is older than the pause, and --discard drops it too."""
    due = "SELECT count(*) FROM due_event"
    source = LocalPostgres(home)
    with psycopg.connect(source.owner_url(), cursor_factory=psycopg.ClientCursor) as owner:
        owner.execute(EVENT, {"id": new_id()})
    run("backup", tmp_path / "with-event", "--home", home)
    run("restore", tmp_path / "with-event", "--replace", "--home", restored.home)
    with psycopg.connect(source.owner_url()) as before, psycopg.connect(restored.owner_url()) as after:
        assert before.execute(due).fetchone() == (1,)
        assert after.execute(due).fetchone() == (0,)
        assert after.execute("SELECT count(*) FROM event").fetchone() == (1,)
        before.execute("DELETE FROM due_event")


def test_a_company_moves_by_command(home, restored, tmp_path):
    run("workspace", "create", "Kauppa", "--home", home)
    file = tmp_path / "kauppa.gz"
    assert "sends nothing here" in run("workspace", "export", "kauppa", file, "--home", home)
    assert "kauppa-2 is here" in run(
        "workspace", "import", file, "--slug", "kauppa-2", "--home", restored.home
    )
    assert "here already" in run("workspace", "import", file, "--home", restored.home, code=1)
    assert "WRONG  Sending of kauppa: PAUSED" in run("doctor", "--home", home, code=1)
    run("release", "--workspace", "kauppa", "--home", home)
