"""A company moves from one database to another: nothing changes on the way, and nothing leaves twice."""

import gzip
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from tekstari.actions import moves, pausing, users, workspaces
from tekstari.actions.refusals import Refused
from tekstari.data import outbox, roles, workspace_file
from tekstari.data.access import in_workspace
from tekstari.data.clock import real_now
from tekstari.data.ids import new_id
from tekstari.data.models import (
    Channel,
    Contact,
    Message,
    Outbox,
    Sender,
    TeamMember,
    User,
    Workspace,
)
from tekstari.domain.roles import Role
from tests.data.rows import NOW, Rows

ODD = "Äänekoski \\. \\N \t\r\n\\\\ \"'\u2028 🙂"
ALIASES = ("default", "gateway", "owner")


@contextmanager
def in_database(name: str) -> Iterator[None]:
    """What is asked inside is asked of another database."""
    before = {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
    _point({alias: name for alias in ALIASES})
    try:
        yield
    finally:
        _point(before)


def _point(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections.settings[alias]["NAME"] = name


@pytest.fixture(scope="module")
def elsewhere(database) -> Iterator[tuple[str, str]]:
    """Another database, freshly migrated: its name, and its owner's log-in."""
    ours = connections.settings["owner"]["NAME"]
    name = f"{ours}_elsewhere"
    with psycopg.connect(database.replace(ours, "postgres", 1), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        url = database.replace(ours, name, 1)
        with in_database(name):
            call_command("migrate", database="owner", verbosity=0)
        roles.grant(url)
        yield name, url
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def company(database) -> Rows:
    """A company with a row in every table, odd characters among them."""
    made = workspaces.create(name="Yritys", slug=f"x{new_id().hex[-12:]}", is_simulated=True, now=NOW)
    rows = Rows(made.id)
    for model in roles.workspace_models():
        rows.one(model)
    with in_workspace(made.id):
        contact = rows.one(Contact)
        contact.name, contact.fields = ODD, {"lisä": [ODD, None, 0.1, 10**20], "tyhjä": None}
        contact.save()
        Message.objects.update(text=ODD)
    users.add(
        email=f"{new_id().hex}@example.fi",
        name="Åsa",
        password="hyvä salasana 1",
        workspace_id=made.id,
        role=Role.ADMIN,
        now=NOW,
    )
    return rows


def exported(workspace_id: UUID) -> bytes:
    file = io.BytesIO()
    moves.move_out(Workspace.objects.get(id=workspace_id), file, now=real_now())
    return file.getvalue()


def rows_of(url: str, workspace_id: UUID) -> dict[str, list[str]]:
    """Every row of the company as PostgreSQL writes it, table by table."""
    own = {"workspace": "id", "app_user": None, "channel": None}
    with psycopg.connect(url) as owner:
        return {
            table: [
                text
                for (text,) in owner.execute(
                    f"SELECT t::text FROM {table} t WHERE {own.get(table, 'workspace_id')} = %s ORDER BY 1",
                    [workspace_id],
                )
            ]
            for table in (m._meta.db_table for m in workspace_file.tables())
            if own.get(table, "") is not None
        }


def count_everything(url: str) -> dict[str, int]:
    with psycopg.connect(url) as owner:
        return {
            m._meta.db_table: owner.execute(f"SELECT count(*) FROM {m._meta.db_table}").fetchone()[0]
            for m in workspace_file.tables()
        }


def test_every_row_is_the_same_in_the_other_database(company, database, elsewhere):
    name, url = elsewhere
    file = exported(company.workspace_id)
    with in_database(name):
        moved = moves.move_in(io.BytesIO(file))
        assert moved.id == company.workspace_id
    before, after = rows_of(database, moved.id), rows_of(url, moved.id)
    assert {table for table, rows in before.items() if not rows} == set()
    assert after == before


def test_people_are_known_by_their_e_mail_and_get_no_password(company, elsewhere):
    name, _ = elsewhere
    file = exported(company.workspace_id)
    email = User.objects.get(id=company.user.id).email
    with in_database(name):
        known = User.objects.create(email=email.upper(), name="Aino täällä", created_at=NOW)
        known.set_password("oma salasana 1")
        known.save()
        moved = moves.move_in(io.BytesIO(file))
        assert User.objects.filter(email__iexact=email).count() == 1
        assert User.objects.get(id=known.id).check_password("oma salasana 1")
        new = User.objects.get(memberships__workspace=moved)
        assert (new.name, new.has_usable_password()) == ("Åsa", False)
        with in_workspace(moved.id):
            assert TeamMember.objects.get().user_id == known.id


def test_it_is_taken_in_once(company, elsewhere):
    name, url = elsewhere
    file = exported(company.workspace_id)
    with in_database(name):
        moves.move_in(io.BytesIO(file))
        before = count_everything(url)
        with pytest.raises(Refused, match=r"workspace\.here"):
            moves.move_in(io.BytesIO(file), slug="toinen")
        assert count_everything(url) == before


def test_a_taken_short_name_is_refused_and_another_can_be_given(company, elsewhere):
    name, url = elsewhere
    file = exported(company.workspace_id)
    slug = Workspace.objects.get(id=company.workspace_id).slug
    with in_database(name):
        workspaces.create(name="Sama nimi", slug=slug, now=NOW)
        before = count_everything(url)
        with pytest.raises(Refused, match=r"workspace\.taken"):
            moves.move_in(io.BytesIO(file))
        assert count_everything(url) == before
        assert moves.move_in(io.BytesIO(file), slug=f"{slug}-2").slug == f"{slug}-2"


def test_the_companies_are_apart_also_there(company, elsewhere):
    name, url = elsewhere
    file = exported(company.workspace_id)
    with in_database(name):
        moved = moves.move_in(io.BytesIO(file))
        other = workspaces.create(name="Muu", slug=f"y{new_id().hex[-12:]}", now=NOW)
        with in_workspace(other.id):
            assert not Contact.objects.exists()
        with in_workspace(moved.id):
            assert Contact.objects.count() == 1
    with psycopg.connect(url.replace("postgres@", f"{roles.APP}@")) as nobody:
        assert nobody.execute("SELECT count(*) FROM contact").fetchone() == (0,)


def test_a_file_that_is_not_whole_or_not_ours_brings_nothing(company, elsewhere):
    name, url = elsewhere
    file = exported(company.workspace_id)
    plain = gzip.decompress(file)
    lines = plain.splitlines(keepends=True)
    broken = {
        "cut short": file[: len(file) // 2],
        "without its check sum": file[:-8],
        "empty": b"",
        "plain text": b"Hei!\n",
        "without its footer": gzip.compress(b"".join(lines[:-1])),
        "a row less": gzip.compress(b"".join(x for x in lines if not x.startswith(_row(company)))),
        "a line more": gzip.compress(plain + b"{}\n"),
        "another table": gzip.compress(plain.replace(b'"table": "contact"', b'"table": "kontakti"')),
        "bytes changed": file[:200] + bytes(b ^ 0xFF for b in file[200:220]) + file[220:],
        "no JSON": gzip.compress(b"[1]\n" + plain),
    }
    with in_database(name):
        before = count_everything(url)
        for what, content in broken.items():
            with pytest.raises(Refused, match=r"file\.broken"):
                pytest.fail(what) if moves.move_in(io.BytesIO(content)) else None
        assert count_everything(url) == before


def _row(company: Rows) -> bytes:
    """How the line of the company's contact begins."""
    return str(company.one(Contact).id).encode() + b"\t"


def test_a_file_of_another_release_is_refused(company, elsewhere):
    plain = gzip.decompress(exported(company.workspace_id))
    older = plain.replace(b'"0001_initial"', b'"0000_before"', 1)
    with in_database(elsewhere[0]), pytest.raises(Refused, match=r"file\.release"):
        moves.move_in(io.BytesIO(gzip.compress(older)))


def test_what_the_file_says_cannot_reach_another_company(company, elsewhere):
    """The rows of a company that is there already, named in a file as if they came with it."""
    name, url = elsewhere
    file = exported(company.workspace_id)
    with in_database(name):
        moves.move_in(io.BytesIO(file))
        before = rows_of(url, company.workspace_id)
        forged = gzip.decompress(file)
        header, rest = forged.split(b"\n", 1)
        said = json.loads(header) | {"id": str(new_id())}
        rest = rest.replace(b"\n" + str(company.workspace_id).encode(), b"\n" + said["id"].encode(), 1)
        with pytest.raises(Refused):
            moves.move_in(io.BytesIO(gzip.compress(json.dumps(said).encode() + b"\n" + rest)), slug="vale")
        assert rows_of(url, company.workspace_id) == before


def test_an_api_key_opens_the_same_company_there(workspace, elsewhere):
    from tekstari.actions import keys

    key = keys.add(workspace, name="Kassa", now=NOW)
    file = exported(workspace)
    with in_database(elsewhere[0]):
        moves.move_in(io.BytesIO(file))
        keys._trusted.clear()
        assert keys.holder_of(key).workspace_id == workspace


@pytest.fixture
def waiting(database) -> tuple[UUID, UUID, str]:
    """A real company with one text that waits to leave: its id, the text's, its channel's name."""
    made = workspaces.create(name="Yritys", slug=f"r{new_id().hex[-12:]}", now=NOW)
    channel = Channel.objects.create(
        name=f"Operaattori {new_id().hex}", kind="http", settings={"secret": "s"}
    )
    workspaces.add_sender(made, channel=channel, value="+358401234567", kind="number")
    rows = Rows(made.id)
    message = rows.one(Message)
    with in_workspace(made.id):
        Message.objects.filter(id=message.id).update(state="queued", direction="out")
        Outbox.objects.create(
            id=message.id,
            workspace_id=made.id,
            channel=channel,
            sender="+358401234567",
            phone="+358501112233",
            text="Tilauksesi on valmis",
            purpose="order",
            due_at=real_now() - timedelta(minutes=5),
        )
    return made.id, message.id, channel.name


def claimed(workspace_id: UUID) -> list[UUID]:
    """What all the channels, the practice phones among them, would take up now."""
    links = Channel.objects.exclude(kind="simulator").values_list("id", flat=True)
    return [
        text.message_id
        for id in (None, *links)
        for text in outbox.claim(new_id(), now=real_now(), limit=10, workspace_id=workspace_id, channel_id=id)
    ]


def test_a_company_with_practice_phones_only_is_not_paused_by_its_move(workspace):
    exported(workspace)
    assert pausing.release(workspace, discard=False, now=real_now()) is None


def test_a_text_that_waits_leaves_once_and_from_there(waiting, elsewhere):
    workspace_id, message_id, channel = waiting
    file = exported(workspace_id)
    assert claimed(workspace_id) == [], "it moved"
    with in_database(elsewhere[0]):
        with pytest.raises(Refused, match=r"channel\.unknown"):
            moves.move_in(io.BytesIO(file))
        here = Channel.objects.create(name=channel, kind="http", settings={})
        moves.move_in(io.BytesIO(file))
        assert Sender.objects.get(workspace_id=workspace_id).channel_id == here.id
        assert claimed(workspace_id) == [message_id]
        assert claimed(workspace_id) == []


def test_a_move_that_came_to_nothing_pauses_nothing(waiting):
    workspace_id, message_id, _ = waiting
    full = open(os.devnull, "rb")  # noqa: SIM115  (cannot be written)
    with full, pytest.raises(io.UnsupportedOperation):
        moves.move_out(Workspace.objects.get(id=workspace_id), full, now=real_now())
    assert claimed(workspace_id) == [message_id]


def test_texts_leave_again_when_the_company_stays(waiting):
    workspace_id, message_id, _ = waiting
    exported(workspace_id)
    assert pausing.release(workspace_id, discard=False, now=real_now()) == 0
    assert pausing.release(workspace_id, discard=False, now=real_now()) is None
    assert claimed(workspace_id) == [message_id]


def test_discarding_drops_what_may_have_left_and_keeps_what_cannot_have(waiting):
    workspace_id, message_id, _ = waiting
    with in_workspace(workspace_id):
        old = Outbox.objects.get()
        later = Message.objects.get(id=message_id)
        later.id, later.state = new_id(), "held"
        later.save(force_insert=True)
        due = real_now() + timedelta(hours=9)
        Outbox.objects.create(
            id=later.id,
            workspace_id=workspace_id,
            channel_id=old.channel_id,
            sender=old.sender,
            phone=old.phone,
            text=old.text,
            purpose="order",
            due_at=due,
        )
    pausing.pause(workspace_id, reason=pausing.RESTORED, now=real_now())
    assert pausing.release(workspace_id, discard=True, now=real_now()) == 1
    with in_workspace(workspace_id):
        assert set(Message.objects.values_list("id", "state")) == {
            (message_id, "expired"),
            (later.id, "held"),
        }
        assert list(Outbox.objects.values_list("id", flat=True)) == [later.id]


def test_practice_phones_are_never_paused(waiting):
    workspace_id, message_id, channel = waiting
    Channel.objects.filter(name=channel).update(kind="simulator")
    pausing.pause(workspace_id, reason=pausing.RESTORED, now=real_now())
    assert claimed(workspace_id) == [message_id]
    assert pausing.release(workspace_id, discard=True, now=real_now()) == 0
