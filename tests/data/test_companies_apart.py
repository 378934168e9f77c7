"""Two companies in one database: neither sees, changes or points at a row of the other."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, models

from tekstari.data import roles
from tekstari.data.access import in_workspace

TABLES = roles.workspace_models()
REFERENCES = [
    (model, field)
    for model in TABLES
    for field in model._meta.local_fields
    if isinstance(field, models.ForeignKey) and field.related_model in TABLES
]


def named(value):
    return value._meta.db_table if isinstance(value, type) else value.column


def executed(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


@pytest.mark.parametrize("model", TABLES, ids=named)
def test_a_row_of_another_company_is_neither_seen_nor_touched(ours, theirs, model):
    table, other = model._meta.db_table, theirs.one(model)
    own = ours.one(model)
    with in_workspace(ours.workspace_id):
        ids = set(model.objects.values_list("id", flat=True))
        assert own.id in ids
        assert other.id not in ids
        assert executed(f"SELECT count(*) FROM {table} WHERE id = %s", other.id) == [(0,)]
        if table not in roles.APPEND_ONLY:
            assert executed(f"UPDATE {table} SET id = id WHERE id = %s", other.id) == 0
            assert executed(f"DELETE FROM {table} WHERE id = %s", other.id) == 0
    with in_workspace(theirs.workspace_id):
        assert model.objects.filter(id=other.id).exists()


@pytest.mark.parametrize("model", TABLES, ids=named)
def test_a_row_cannot_be_written_into_another_company(ours, theirs, model):
    row = theirs.fresh(model)
    with pytest.raises(DatabaseError, match="row-level security"), in_workspace(ours.workspace_id):
        row.save(force_insert=True)


@pytest.mark.parametrize("model", [m for m in TABLES if m._meta.db_table not in roles.APPEND_ONLY], ids=named)
def test_a_row_cannot_be_given_away_to_another_company(ours, theirs, model):
    statement = f"UPDATE {model._meta.db_table} SET workspace_id = %s WHERE id = %s"
    with pytest.raises(DatabaseError, match="row-level security"), in_workspace(ours.workspace_id):
        executed(statement, theirs.workspace_id, ours.one(model).id)


@pytest.mark.parametrize(("model", "field"), REFERENCES, ids=named)
def test_the_database_refuses_a_reference_into_another_company(ours, theirs, model, field):
    """The check waits for the commit; no row of ours is kept with it."""
    row = ours.fresh(model)
    setattr(row, field.attname, theirs.one(field.related_model).pk)
    with pytest.raises(IntegrityError, match="_same_workspace"), in_workspace(ours.workspace_id):
        row.save(force_insert=True)


def test_every_reference_between_rows_of_a_company_names_the_company(ours):
    rows = executed(
        "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, c.convalidated,"
        " (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(c.conkey)"
        "   WITH ORDINALITY AS k(number, place)"
        "   JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number)"
        " FROM pg_constraint c WHERE c.contype = 'f'"
    )
    tables = set(roles.workspace_tables())
    inner = [row for row in rows if row[0] in tables and row[1] in tables]
    assert {(t, to, tuple(columns)) for t, to, _, columns in inner} == {
        (m._meta.db_table, f.related_model._meta.db_table, ("workspace_id", f.column)) for m, f in REFERENCES
    }
    assert all(is_valid for _, _, is_valid, _ in inner)
    outside = [row for row in rows if row[0] not in tables and row[1] in tables]
    assert outside == [], "the installation's rows do not point into a company"


@pytest.mark.parametrize("table", sorted(roles.APPEND_ONLY))
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_is_only_added_to_is_never_edited_or_removed(ours, table, deed):
    with pytest.raises(DatabaseError, match="permission denied"), in_workspace(ours.workspace_id):
        executed(deed.format(table))
