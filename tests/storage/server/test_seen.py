"""Whose rows a login sees and changes in plain SQL within its own township: drafts and families."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

import family
from border import lay_rows, on_a_server
from jiuzhu.domain.household import Household
from jiuzhu.domain.rights import SEE_NO_FAMILY, TABLE_RIGHTS
from jiuzhu.errors import Refused
from jiuzhu.services.office import admin, history, looked, opening, proving
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules import rule_admin
from jiuzhu.storage import borders
from jiuzhu.storage.queries import looks
from jiuzhu.storage.tables import metadata
from jiuzhu.storage.unit import Unit, system_clock
from townships import ROLES, Shared


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


@pytest.mark.parametrize("login", ["xitong", "anquan", "shenguan"])
def test_who_looks_after_the_office_reads_no_row_of_a_family(shared: Shared, login: str) -> None:
    lay_rows(on_a_server(shared))
    (role,) = ROLES[login]
    assert role in SEE_NO_FAMILY
    with shared.as_login("shenji") as connection:  # the rows are there
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (2,)
    shown = set()
    with shared.as_login(login) as connection:
        for table, rights in TABLE_RIGHTS.items():
            seers, mine = rights.seers(), borders.MYSELF.get(table)
            others = f'WHERE "{mine}" <> my_operator()' if mine else ""  # their own traces are theirs
            (count,) = connection.execute(f"SELECT count(*) FROM {table} {others}").fetchone() or (None,)  # noqa: S608  # names of our own tables
            if seers is not None and role not in seers:
                assert count == 0, table
            elif count:
                shown.add(table)
        assert connection.execute("SELECT count(*) FROM operator").fetchone() == (9,)
    of_people = {
        table for table in shown if table in looks.PERSONAL or {"name", "id_number"} & set(_columns(table))
    }
    traces = {"issued_paper", "reveal"} if login == "shenguan" else set()
    assert of_people == {"office", "operator", "station", "provider", "worker"} | traces


def _columns(table: str) -> list[str]:
    return metadata.tables[table].c.keys() if table in metadata.tables else []


@pytest.mark.usefixtures("here")
def test_what_they_must_know_they_are_told_and_nobody_else_is(shared: Shared) -> None:
    asked = {
        "SELECT village_names()": "anquan",
        "SELECT decisions_since('2026-01-01')": "xitong",
        "SELECT households_receiving('2026-03', '2026-03-01')": "xitong",
        "SELECT used_since(gen_random_uuid(), 'x', '2026-01-01', '2026-01')": "xitong lingdao",
    }
    for question, by in asked.items():
        for login in ROLES:
            with shared.as_login(login) as connection:
                if login in by.split():
                    assert len(connection.execute(question).fetchall()) == 1
                else:
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        connection.execute(question)
    with shared.as_login("anquan2") as connection:  # of the own township alone
        assert connection.execute("SELECT village_names()").fetchall() == []


@pytest.mark.usefixtures("here")
def test_who_holds_other_work_beside_sees_what_it_gives(shared: Shared) -> None:
    shared.server.administer(
        "SET jiuzhu.unit = 'test'; UPDATE jiuzhu.operator SET roles = 'clerk administrator' WHERE login = 'xitong'",
        database=shared.address.database,
    )
    try:
        with shared.as_login("xitong") as connection:
            assert connection.execute("SELECT count(*) FROM person").fetchone() == (4,)
    finally:
        shared.server.administer("REVOKE jiuzhu_clerk FROM xitong")
    with shared.as_login("jingban") as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (4,)


def test_the_work_of_each_of_them_goes_on(shared: Shared) -> None:
    offices = on_a_server(shared)
    desk = offices.desk
    here = desk("jingban")
    here.write(family.household)
    system, security, audit = (desk(login) for login in ("xitong", "anquan", "shenguan"))
    assert here.read(lambda unit: unit.desk.office.id) == security.read(lambda unit: unit.desk.office.id)

    def settled(unit: Unit) -> str:
        home = unit.session.scalars(select(Household)).one()
        home.village = "甲示例村"
        return home.id

    home = here.write(settled)
    assert security.read(admin.known_villages) == ["甲示例村"]
    (checker,) = (row for row in security.read(admin.colleagues) if row.login == "hecha")
    security.write(admin.assign_roles, checker.id, ["checker"], ["甲示例村"])
    found = system.read(rule_admin.touched, "dibao_city", date(2026, 1, 1))
    assert (found.decisions, found.households) == (0, 0)
    proof = audit.read(proving.verify_journal)
    assert (proof.problems, proof.unseen > 0) == ((), True)
    assert "没有逐行比对" in proof.left_out
    with pytest.raises(Refused, match="您的岗位看不到"):
        system.read(proving.verify_journal)
    assert desk("shenji").read(proving.verify_journal).left_out == ""
    here.read(history.history, home)
    here.write_looks()
    (row,) = audit.read(looked.looked)
    assert (row.name, row.judged, row.odd.count("经办")) == ("不显示", False, 0)
    (row,) = desk("shenji").read(looked.looked)
    assert row.judged
    for opened in offices.opened:
        opened.close()
