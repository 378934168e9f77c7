"""What the database itself says of who may see what. Walked from its catalogue, never from a list here."""

import psycopg
import pytest
from django.db import connections

from tekstari.data import roles
from tekstari.data.ids import new_id

OWN = "(workspace_id = (NULLIF(current_setting('tekstari.workspace'::text, true), ''::text))::uuid)"


@pytest.fixture
def owner(database):
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def all_tables(owner):
    rows = owner.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    )
    return {name for (name,) in rows}


def privileges(owner, role):
    rows = owner.execute(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE grantee = %s AND table_schema = 'public'",
        [role],
    )
    found: dict[str, set[str]] = {}
    for table, privilege in rows:
        found.setdefault(table, set()).add(privilege)
    return found


def said(may):
    return set(may.split(", "))


def test_every_table_with_a_workspace_is_closed_or_said_to_be_the_installations(owner):
    rows = owner.execute(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'"
        " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
    ).fetchall()
    closed = {name for name, is_enabled, _ in rows if is_enabled}
    open_ = {name for name, is_enabled, _ in rows if not is_enabled}
    assert closed == set(roles.workspace_tables())
    assert open_ <= roles.INSTALLATION.keys()
    assert not [name for name, _, is_forced in rows if is_forced], "FORCE breaks the owner's migrations"


def test_every_closed_table_has_exactly_its_policies(owner):
    rows = owner.execute(
        "SELECT tablename, policyname, permissive, roles, cmd, qual, with_check FROM pg_policies"
    ).fetchall()
    expected = {(t, "own_workspace", roles.APP, OWN) for t in roles.workspace_tables()}
    traffic = roles.TRAFFIC.keys() & set(roles.workspace_tables())
    expected |= {(t, "traffic", roles.GATEWAY, "true") for t in traffic}
    assert {(t, name, *who, qual) for t, name, _, who, _, qual, _ in rows} == expected
    for table, _, permissive, _, command, qual, check in rows:
        assert (permissive, command) == ("PERMISSIVE", "ALL"), table
        assert qual == check, f"{table}: what may be written is not what may be seen"


def test_the_app_may_do_what_is_said_and_nothing_more(owner):
    expected = {table: said(may) for table, may in roles.INSTALLATION.items()}
    for table in roles.workspace_tables():
        expected[table] = {"SELECT", "INSERT"}
        if table not in roles.APPEND_ONLY:
            expected[table] |= {"UPDATE", "DELETE"}
    assert privileges(owner, roles.APP) == expected


def test_the_gateway_may_do_what_is_said_and_nothing_more(owner):
    assert privileges(owner, roles.GATEWAY) == {t: said(may) for t, may in roles.TRAFFIC.items()}


def test_nobody_else_may_do_anything(owner):
    assert privileges(owner, "PUBLIC") == {}
    columns = owner.execute(
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE a.attacl IS NOT NULL AND c.relnamespace = 'public'::regnamespace"
    ).fetchall()
    assert columns == [], "grants by column would go past the walks above"


def test_nothing_opens_a_way_round_the_policies(owner):
    views = owner.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    definers = owner.execute(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    ).fetchall()
    assert (views, definers) == ([], [])


@pytest.mark.parametrize("role", [roles.APP, roles.GATEWAY])
def test_neither_role_is_above_the_policies(owner, role):
    row = owner.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles"
        " WHERE rolname = %s",
        [role],
    ).fetchone()
    assert row == (False,) * 5
    owned = owner.execute(
        "SELECT relname FROM pg_class WHERE relowner = %s::regrole AND relpersistence <> 't'", [role]
    ).fetchall()
    assert owned == []
    rights = owner.execute(
        "SELECT has_schema_privilege(%s, 'public', 'CREATE'),"
        " EXISTS (SELECT 1 FROM pg_auth_members WHERE member = %s::regrole)",
        [role, role],
    ).fetchone()
    assert rights == (False, False)


def test_the_gateway_is_refused_every_table_that_is_not_traffic(owner):
    refused = all_tables(owner) - roles.TRAFFIC.keys()
    assert {"message", "contact", "conversation", "answer", "consent", "app_user"} <= refused
    with connections["gateway"].cursor() as cursor:
        raw = cursor.connection
        for table in sorted(refused):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("alias", ["default", "gateway"])
def test_the_running_products_log_ins_are_lowly(database, alias):
    assert roles.assert_lowly(connections[alias]) is None


def test_a_process_that_owns_the_tables_does_not_run(database):
    with pytest.raises(SystemExit, match="owns its tables"):
        roles.assert_lowly(connections["owner"])


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS"])
def test_a_process_that_is_above_the_policies_does_not_run(owner, database, power):
    name = f"t_{new_id().hex}"
    owner.execute(f"CREATE ROLE {name} LOGIN {power}")
    try:
        with (
            roles.connect(database.replace("postgres@", f"{name}@")) as mighty,
            pytest.raises(SystemExit),
        ):
            roles.assert_lowly(mighty)
    finally:
        owner.execute(f"DROP ROLE {name}")


def test_a_new_table_is_closed_until_it_is_listed(owner, database):
    """Default privileges give nothing away."""
    name = f"later_{new_id().hex}"
    owner.execute(f"CREATE TABLE {name} (workspace_id uuid)")
    try:
        for url in (database.replace("postgres@", f"{role}@") for role in (roles.APP, roles.GATEWAY)):
            with roles.connect(url) as lowly, pytest.raises(psycopg.errors.InsufficientPrivilege):
                lowly.execute(f"SELECT 1 FROM {name}")
    finally:
        owner.execute(f"DROP TABLE {name}")


def test_granting_again_changes_nothing(owner, database):
    before = [privileges(owner, role) for role in (roles.APP, roles.GATEWAY)]
    policies = owner.execute("SELECT count(*) FROM pg_policies").fetchone()
    roles.grant(database)
    assert [privileges(owner, role) for role in (roles.APP, roles.GATEWAY)] == before
    assert owner.execute("SELECT count(*) FROM pg_policies").fetchone() == policies
