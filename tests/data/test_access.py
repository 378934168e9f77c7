"""The one door to a company's rows: outside it nothing is asked, inside it only one company."""

import threading

import psycopg
import pytest
from django.db import connection, transaction

from tekstari.data import roles
from tekstari.data.access import OutsideWorkspace, alone_in_workspace, current_workspace, in_workspace
from tekstari.data.ids import new_id
from tekstari.data.models import CallList, Workspace

MODELS = {model._meta.db_table: model for model in roles.workspace_models()}
DEEDS = {
    "read": lambda model: list(model.objects.all()[:1]),
    "counted": lambda model: model.objects.count(),
    "streamed": lambda model: next(model.objects.iterator(), None),
    "changed": lambda model: model.objects.filter(id=new_id()).update(id=new_id()),
    "deleted": lambda model: model.objects.filter(id=new_id()).delete(),
    "added": lambda model: model.objects.bulk_create([model(workspace_id=new_id())]),
}
WRITTEN = (
    "SELECT count(*) FROM {}",
    'select 1 from "{}"',
    "SELECT 1 FROM public.{}",
    'SELECT 1 FROM "public"."{}" x',
    "SELECT 1 FROM workspace w JOIN {} x ON x.workspace_id = w.id",
    "WITH x AS (SELECT id FROM ONLY {}) SELECT count(*) FROM x",
    "UPDATE {} SET id = id",
    "DELETE FROM {}",
    "INSERT INTO {} (id) VALUES (NULL)",
    "TABLE {}",
)


@pytest.mark.parametrize("table", MODELS)
@pytest.mark.parametrize("deed", DEEDS)
def test_rows_are_not_asked_for_outside_a_workspace(database, table, deed):
    with pytest.raises(OutsideWorkspace), transaction.atomic():
        DEEDS[deed](MODELS[table])


@pytest.mark.parametrize("statement", WRITTEN)
def test_written_sql_is_stopped_outside_a_workspace_too(database, statement):
    for table in MODELS:
        with connection.cursor() as cursor, pytest.raises(OutsideWorkspace, match=table):
            cursor.execute(statement.format(table))


def test_the_installations_rows_need_no_workspace(workspace):
    assert Workspace.objects.get(pk=workspace).name == "Testikorjaamo"


def test_the_database_shows_nothing_even_where_the_guard_is_not(workspace, database):
    with psycopg.connect(database.replace("postgres@", f"{roles.APP}@")) as unguarded:
        for table in MODELS:
            assert unguarded.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_a_workspace_ends_with_its_transaction(workspace):
    with in_workspace(workspace):
        assert current_workspace() == workspace
        assert CallList.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('tekstari.workspace', true)")
        assert not cursor.fetchone()[0]
    with pytest.raises(OutsideWorkspace):
        current_workspace()


def test_a_fault_inside_ends_it_too_and_keeps_nothing(workspace):
    def half_done() -> None:
        with in_workspace(workspace):
            CallList.objects.create(workspace_id=workspace, name="Turha")
            raise ZeroDivisionError

    pytest.raises(ZeroDivisionError, half_done)
    with pytest.raises(OutsideWorkspace):
        CallList.objects.count()
    with in_workspace(workspace):
        assert not CallList.objects.filter(name="Turha").exists()


def test_one_company_is_not_entered_from_inside_another(workspace):
    other = new_id()
    with in_workspace(workspace):
        with in_workspace(workspace):
            assert CallList.objects.count() == 1
        for enter in (in_workspace, alone_in_workspace):
            with pytest.raises(OutsideWorkspace), enter(other):
                pytest.fail("went in")
        assert CallList.objects.count() == 1, "still in the first"


def test_a_thread_does_not_inherit_the_workspace_of_another(workspace):
    seen = []

    def look() -> None:
        try:
            CallList.objects.count()
        except OutsideWorkspace:
            seen.append("refused")
        finally:
            connection.close()

    with in_workspace(workspace):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == ["refused"]


def test_nobody_decides_beside_somebody_who_is_alone_in_the_workspace(workspace):
    order = []
    is_in = threading.Event()

    def second() -> None:
        try:
            is_in.wait(5)
            with alone_in_workspace(workspace):
                order.append("second")
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with alone_in_workspace(workspace):
        is_in.set()
        _until_somebody_waits()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def _until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _ in range(100_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waited for the lock")
