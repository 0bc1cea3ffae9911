"""What the people who administer an office could do in plain SQL, past the program: nothing beyond their own work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jiuzhu.domain.rights import APART
from jiuzhu.errors import UserError
from jiuzhu.services.office import admin, opening
from jiuzhu.storage.unit import system_clock
from townships import PASSWORD, Shared

PROOF = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"


@contextmanager
def by_hand(shared: Shared, login: str) -> Iterator[psycopg.Connection[Any]]:
    """A login of the office with an SQL tool that pretends to be a unit of work."""
    with shared.as_login(login) as connection:
        connection.execute("SET jiuzhu.unit = 'by hand'")
        yield connection


def groups(shared: Shared, login: str) -> set[str]:
    with shared.as_login("jingban") as connection:
        rows = connection.execute(
            "SELECT parent.rolname FROM pg_auth_members AS m JOIN pg_roles AS parent ON parent.oid = m.roleid"
            " JOIN pg_roles AS child ON child.oid = m.member WHERE child.rolname = %s",
            (login,),
        )
        return {row[0] for row in rows}


@pytest.mark.parametrize(
    "words", ["owner", "member", "left", "x", "checker owner", "security_administrator owner", " checker"]
)
@pytest.mark.parametrize("whom", ["hecha", "anquan"])
def test_nobody_is_given_what_is_no_work(shared: Shared, words: str, whom: str) -> None:
    before = groups(shared, whom)
    with by_hand(shared, "anquan") as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute("UPDATE operator SET roles = %s WHERE login = %s", (words, whom))
    assert groups(shared, whom) == before


@pytest.mark.parametrize(
    "change",
    ["roles = 'clerk'", "roles = 'security_administrator clerk'", "roles = ''"],
)
def test_the_security_administrator_gives_themselves_nothing(shared: Shared, change: str) -> None:
    with (
        by_hand(shared, "anquan") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="to themselves"),
    ):
        connection.execute(f"UPDATE operator SET {change} WHERE login = 'anquan'")  # noqa: S608  # of the test


@pytest.mark.parametrize("pair", APART, ids=lambda pair: "+".join(sorted(pair)))
def test_what_is_held_apart_is_given_to_nobody_together(shared: Shared, pair: frozenset[str]) -> None:
    with by_hand(shared, "anquan") as connection:
        for words in (" ".join(sorted(pair)), " ".join([*sorted(pair, reverse=True), "service_coordinator"])):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="held apart"):
                connection.execute("UPDATE operator SET roles = %s WHERE login = 'hecha'", (words,))


def test_villages_are_given_as_far_as_they_may_be(shared: Shared) -> None:
    with by_hand(shared, "anquan") as connection:
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute("UPDATE operator SET villages = '甲村' WHERE login = 'jingban'")
        connection.execute("UPDATE operator SET villages = '甲村' WHERE login = 'hecha'")
    with by_hand(shared, "xitong") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(
            "INSERT INTO operator (id, login, name, post, roles, villages, started_on, version) VALUES"
            " (gen_random_uuid(), 'xinren', '', '', 'checker', '甲村', '2026-01-01', 1)"
        )


def test_a_checker_is_bound_to_as_many_villages_as_a_township_has(shared: Shared) -> None:
    many = [f"第{number:03}示例社区居民委员会" for number in range(200)]
    with by_hand(shared, "anquan") as connection:
        connection.execute("UPDATE operator SET villages = %s WHERE login = 'hecha'", (" ".join(many),))
    keeper = opening.enter(Path(), shared.database("anquan"), "anquan", system_clock)
    (row,) = (one for one in keeper.read(admin.colleagues) if one.login == "hecha")
    assert row.villages == frozenset(many)
    keeper.write(admin.assign_roles, row.id, ["checker"], many[1:])
    keeper.close()
    bound = opening.enter(Path(), shared.database("hecha"), "hecha", system_clock)
    assert bound.actor.villages == frozenset(many[1:])
    bound.close()


def test_no_administrator_becomes_a_colleague_who_can_log_in(shared: Shared) -> None:
    with by_hand(shared, "xitong") as connection:
        for whom in ("lingdao", "anquan", "xitong", "lingdao2", "postgres", "nobody"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT admit(%s, %s)", (whom, PROOF))
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="their own account"):
            connection.execute("UPDATE operator SET ended_on = '2026-01-01' WHERE login = 'xitong'")
    shared.as_login("lingdao").close()


def test_a_login_of_another_program_is_never_taken_over(shared: Shared) -> None:
    shared.server.administer(
        "CREATE ROLE watcher LOGIN PASSWORD 'its own'", "GRANT pg_read_server_files TO watcher",
        "CREATE ROLE plain LOGIN", "CREATE ROLE helper LOGIN", "GRANT jiuzhu_member, pg_monitor TO helper",
    )  # fmt: skip
    office = opening.enter(Path(), shared.database("xitong"), "xitong", system_clock)
    kept = "SELECT rolname, rolpassword FROM pg_authid WHERE rolname IN ('watcher', 'plain', 'helper') ORDER BY 1"
    try:
        with psycopg.connect(**shared.server.address().arguments("postgres", "")) as server:
            before = server.execute(kept).fetchall()
        for login in ("watcher", "plain", "helper"):
            with by_hand(shared, "xitong") as connection, pytest.raises(psycopg.errors.DuplicateObject):
                connection.execute(
                    "INSERT INTO operator (id, login, name, post, roles, villages, started_on, version)"
                    " VALUES (gen_random_uuid(), %s, '', '', '', '', '2026-01-01', 1)",
                    (login,),
                )
        shared.server.administer(
            "ALTER ROLE watcher NOLOGIN"
        )  # else the program sees by itself that it is taken
        with pytest.raises(UserError, match="归别的程序或管理员") as told:
            admin.add_operator(office, login="watcher", name="癸示例", post="", roles=[], password=PASSWORD)
        assert told.value.field == "login"
        with psycopg.connect(**shared.server.address().arguments("postgres", "")) as server:
            assert server.execute(kept).fetchall() == before
    finally:
        office.close()
        shared.server.administer("DROP ROLE watcher", "DROP ROLE plain", "DROP ROLE helper")


def test_who_left_may_come_back_with_a_new_password(shared: Shared) -> None:
    office = opening.enter(Path(), shared.database("xitong"), "xitong", system_clock)
    admin.add_operator(office, login="huilai", name="癸示例", post="", roles=[], password=PASSWORD)
    try:
        (row,) = [row for row in office.read(admin.colleagues) if row.login == "huilai"]
        admin.end_operator(office, row.id)
        assert groups(shared, "huilai") == {"jiuzhu_left"}
        with pytest.raises(UserError):
            shared.as_login("huilai")
        admin.add_operator(office, login="huilai", name="癸示例", post="", roles=[], password=PASSWORD + "二")
        assert groups(shared, "huilai") == {"jiuzhu_member"}
    finally:
        office.close()
        shared.server.administer("DROP ROLE huilai")
