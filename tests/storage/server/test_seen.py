"""Whose rows a login sees and changes in plain SQL within its own township: drafts and families."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

import family
from jiuzhu.domain.rights import SEE_NO_FAMILY, TABLE_RIGHTS
from jiuzhu.services.office import opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.unit import system_clock
from townships import Shared


@pytest.fixture
def here(shared: Shared) -> Iterator[Workspace]:
    """The clerk's desk, with a household of four."""
    desk = opening.enter(Path(), shared.database("jingban"), "jingban", system_clock, "A")
    desk.write(family.household)
    yield desk
    desk.close()


def marked(shared: Shared, login: str) -> psycopg.Connection[Any]:
    connection = shared.as_login(login)
    connection.execute("SET jiuzhu.unit = 'by hand'")
    connection.commit()
    return connection


def keep(shared: Shared, login: str, title: str) -> None:
    with marked(shared, login) as connection:
        connection.execute(
            "INSERT INTO draft (id, owner_id, title, content, updated_at, kind)"
            " VALUES (gen_random_uuid(), my_operator(), %s, '{}', now(), 'interrupted')",
            (title,),
        )


def test_half_typed_forms_are_their_owners_and_of_those_who_take(shared: Shared) -> None:
    shared.server.administer(
        "SET jiuzhu.unit = 'test'; UPDATE jiuzhu.operator SET villages = '甲村' WHERE login = 'hecha'",
        database=shared.address.database,
    )
    for login in ("jingban", "hecha", "tongji"):
        keep(shared, login, login)
    seen = {"hecha": {"hecha"}, "tongji": {"tongji"}, "anquan": set(), "fuwu": set(), "shenji": set()}
    for login, titles in seen.items():
        with marked(shared, login) as connection:
            assert {row[0] for row in connection.execute("SELECT title FROM draft")} == titles, login
    for login in ("hecha", "tongji"):
        with marked(shared, login) as connection:
            if login == "tongji":
                assert connection.execute("UPDATE draft SET title = 'x'").rowcount == 1
            assert connection.execute("DELETE FROM draft WHERE title = 'jingban'").rowcount == 0
    with marked(shared, "jingban") as connection:
        assert len(connection.execute("SELECT title FROM draft").fetchall()) == 3
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "INSERT INTO draft (id, owner_id, title, content, updated_at, kind) SELECT gen_random_uuid(), id, '', '', now(),"
                " 'intake' FROM operator WHERE login = 'hecha'"
            )


def test_who_only_gives_work_sees_no_family(here: Workspace, shared: Shared) -> None:
    assert {"security_administrator"} == SEE_NO_FAMILY
    homes = {"household"}  # no names: who binds a colleague to villages chooses from those households live in
    seen = {
        table for table, one in TABLE_RIGHTS.items() if one.see and (one.seers() or set()) >= SEE_NO_FAMILY
    }
    assert seen == homes
    with shared.as_login("anquan") as connection:
        for table, rights in TABLE_RIGHTS.items():
            if rights.seers() is None or table in homes:
                continue
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone() or (None,)  # noqa: S608  # names of our own tables
            assert count == 0, table
        assert connection.execute("SELECT count(*) FROM operator").fetchone() == (9,)
    keeper = opening.enter(Path(), shared.database("anquan"), "anquan", system_clock, "A")
    assert here.read(lambda unit: unit.desk.office.id) == keeper.read(lambda unit: unit.desk.office.id)
    keeper.close()
    with shared.as_login("jingban") as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (4,)
