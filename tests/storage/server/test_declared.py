"""What each login may do on a real server, held against the declaration: every role, table, verb and column."""

import psycopg
import pytest

from jiuzhu.domain.rights import ALL, RIGHTS, TABLE_RIGHTS
from jiuzhu.storage.server import law
from jiuzhu.storage.tables import metadata
from townships import ROLES, Shared

LOGINS = sorted(ROLES)


def wanted_columns(table: str, roles: list[str]) -> set[str]:
    rights = TABLE_RIGHTS[table]
    changers = rights.changers()
    found = set().union(*(changers.get(role, frozenset()) for role in roles))
    columns = set(metadata.tables[table].c.keys()) - {"id"} if table in metadata.tables else set()
    if ALL in found:
        return (found - {ALL}) | (columns - {*rights.signed, rights.second})
    return found | ({"version"} & columns if found else set())


@pytest.mark.parametrize("login", LOGINS)
def test_a_login_may_read_add_and_change_what_is_declared_and_nothing_else(
    shared: Shared, login: str
) -> None:
    roles = ROLES[login]
    with shared.as_login(login) as connection:
        for table, rights in TABLE_RIGHTS.items():

            def may(verb: str, table: str = table) -> bool:
                row = connection.execute("SELECT has_table_privilege(%s, %s)", (table, verb)).fetchone()
                return bool(row and row[0])

            adds = bool(rights.adders() & set(roles))
            told = {
                verb: may(verb)
                for verb in ("SELECT", "INSERT", "TRUNCATE", "REFERENCES", "TRIGGER", "DELETE")
            }
            assert told == {
                "SELECT": True, "INSERT": adds, "TRUNCATE": False,
                "REFERENCES": False, "TRIGGER": False, "DELETE": adds and table in law.UNGUARDED,
            }, table  # fmt: skip
            if table in metadata.tables:
                granted = connection.execute(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
                    " AND has_column_privilege(attrelid, attnum, 'UPDATE')",
                    (table,),
                )
                assert {row[0] for row in granted} == wanted_columns(table, roles), table


def test_every_table_there_is_is_declared_and_row_secured_for_its_owner_too(shared: Shared) -> None:
    with shared.as_login("jingban") as connection:
        rows = connection.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'jiuzhu'::regnamespace AND relkind = 'r'"
        ).fetchall()
    assert {name for name, _ in rows} == {*TABLE_RIGHTS, "station_key", "alembic_version"}
    assert {name for name, secured in rows if not secured} == {"alembic_version"}


def test_a_right_nobody_holds_gives_nobody_anything() -> None:
    assert all(holders for holders in RIGHTS.values())


def test_no_function_is_everybodys_and_each_has_a_fixed_search_path(shared: Shared) -> None:
    with shared.as_login("jingban") as connection:
        functions = connection.execute(
            "SELECT p.oid::regprocedure::text, prosecdef, proconfig, has_function_privilege('public', p.oid, 'EXECUTE')"
            " FROM pg_proc p WHERE pronamespace = 'jiuzhu'::regnamespace AND prokind = 'f'"
        ).fetchall()
    assert len(functions) > 10
    for name, _, settings, public in functions:
        assert not public, name
        assert any(setting.startswith("search_path=") for setting in settings or ()), name
    callable_by_members = {"admit(text,text)", "cut_off(text)"}
    assert {name for name, definer, _, _ in functions if definer} >= callable_by_members


@pytest.mark.parametrize("login", ["jingban", "lingdao", "shenji", "anquan"])
def test_only_the_administrator_lets_people_in_and_nobody_forges_a_trigger(
    shared: Shared, login: str
) -> None:
    proof = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"
    with shared.as_login(login) as connection:
        for statement in (
            f"SELECT admit('hecha', '{proof}')", "SELECT cut_off('hecha')", "SELECT follow_operator()",
            "SELECT search_words('甲', '', '')", "SET ROLE jiuzhu_owner", "SET ROLE postgres",
            "SET SESSION AUTHORIZATION postgres", "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE person NO FORCE ROW LEVEL SECURITY", "CREATE TABLE jiuzhu.mine (id int)",
            "CREATE TABLE public.mine (id int)", "SELECT * FROM station_key", "DROP POLICY seen ON person",
            "ALTER TABLE journal_entry DISABLE TRIGGER ALL", "CREATE ROLE other", "GRANT jiuzhu_approver TO hecha",
        ):  # fmt: skip
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(statement)
            assert refused.value.sqlstate in {"42501", "0A000"}, (statement, refused.value)
            connection.rollback()


def test_a_text_may_be_as_long_as_in_a_file(shared: Shared) -> None:
    with shared.as_login("jingban") as connection:
        bounded = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'jiuzhu' AND character_maximum_length IS NOT NULL"
        ).fetchall()
    assert bounded == []
