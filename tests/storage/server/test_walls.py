"""What one township, one role and one login can do to another's on a real server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError
from temporary_server import SUPERUSER

import family
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.rights import TABLE_RIGHTS
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.office import admin, opening, windows
from jiuzhu.services.office import proving as proving_journal
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import journal
from jiuzhu.storage.queries import offices, people
from jiuzhu.storage.server.server_database import ServerDatabase
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit
from townships import PASSWORD, Shared

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)


@pytest.fixture
def here(shared: Shared) -> Iterator[Workspace]:
    """The clerk's desk of the first township, with a household of four."""
    desk = opening.enter(Path(), shared.database("jingban"), "jingban", lambda: NOW, "A")
    desk.write(family.household)
    yield desk
    desk.close()


@pytest.fixture
def there(shared: Shared) -> Iterator[Workspace]:
    """The clerk's desk of the other township."""
    desk = opening.enter(Path(), shared.database("jingban2"), "jingban2", lambda: NOW, "A")
    yield desk
    desk.close()


def test_two_townships_share_a_database_and_see_nothing_of_each_other(
    here: Workspace, there: Workspace
) -> None:
    assert there.office.township == "500112002"
    assert here.office.township == "500112001"

    def seen(unit: Unit) -> dict[str, int]:
        tables = (name for name in TABLE_RIGHTS if name != "policy_row")
        return {
            table: int(unit.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608  # names of our own tables
            for table in tables
        }

    mine, theirs = here.read(seen), there.read(seen)
    assert mine["person"] == mine["member"] == 4
    assert mine["person_word"] > 0
    assert {table for table, count in theirs.items() if count} == {
        "office",
        "station",
        "operator",
        "journal_entry",
    }
    assert theirs["office"] == mine["office"] == 1
    assert there.read(lambda unit: people.search(unit.session, "甲", 9)) == []
    assert len(here.read(lambda unit: people.search(unit.session, "甲", 9))) == 1


def test_a_number_taken_in_one_township_is_free_in_another(here: Workspace, there: Workspace) -> None:
    """Nobody learns from a refusal that somebody is known elsewhere: nothing personal is unique beyond a township."""
    there.write(family.household)
    assert there.read(lambda unit: unit.session.scalar(text("SELECT count(*) FROM person"))) == 4
    unique = here.read(
        lambda unit: unit.session.execute(
            text(
                "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indrelid, unnest(indkey) AS place"
                " JOIN pg_attribute ON attnum = place WHERE attrelid = indrelid AND indisunique"
                " AND attname IN ('id_number', 'name', 'phone', 'account_number')"
            )
        ).all()
    )
    assert unique == []


def test_straight_sql_does_not_reach_over_the_wall(here: Workspace, shared: Shared) -> None:
    person = here.read(
        lambda unit: unit.session.execute(text("SELECT id, search_key FROM person LIMIT 1")).one()
    )
    with shared.as_login("jingban2") as stranger:
        stranger.execute("SET jiuzhu.unit = 'by hand'")
        stranger.commit()
        assert stranger.execute("UPDATE person SET phone = '1' WHERE id = %s", (person.id,)).rowcount == 0
        stranger.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            stranger.execute("UPDATE person SET office_township = '500112001'")
        stranger.rollback()
        assert stranger.execute("SELECT count(*) FROM person").fetchone() == (0,)
        with pytest.raises(
            psycopg.errors.ForeignKeyViolation
        ):  # one by the identity alone would look past policies
            stranger.execute(
                'INSERT INTO reveal (id, person_id, reason, by, "on", version)'
                " VALUES (gen_random_uuid(), %s, '', my_operator(), '2026-01-01', 1)",
                (person.id,),
            )


def entry(station: str, operator: str, **told: object) -> dict[str, Any]:
    """The first entry of a chain of its own, as the program would write it."""
    made: dict[str, Any] = {
        "station_id": station, "epoch": new_id(), "seq": 1, "at": NOW.isoformat(), "operator_id": operator,
        "service": "伪造", "subject_id": None, "changes": "[]", "previous": journal.FIRST, **told,
    }  # fmt: skip
    return {"hash": journal.entry_hash(made), **made}


def add_entry(connection: psycopg.Connection[Any], made: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO journal_entry (station_id, epoch, seq, at, operator_id, service, subject_id, changes, previous, hash)"
        " VALUES (%(station_id)s, %(epoch)s, %(seq)s, %(at)s, %(operator_id)s, %(service)s, %(subject_id)s, %(changes)s,"
        " %(previous)s, %(hash)s)",
        made,
    )
    connection.commit()


def test_an_entry_that_does_not_continue_its_chain_is_not_taken(
    here: Workspace, there: Workspace, shared: Shared
) -> None:
    station, me = here.rules.station, here.actor.operator_id
    newest = here.read(
        lambda unit: unit.session.execute(
            text("SELECT * FROM chain_head(CAST(:s AS uuid), CAST(:e AS uuid))"),
            {"s": station.id, "e": station.epoch},
        ).one()
    )
    behind = {"epoch": station.epoch, "seq": newest[0] + 1, "previous": newest[1]}
    with shared.as_login("jingban") as connection:
        connection.execute("SET jiuzhu.unit = 'by hand'")
        connection.commit()
        for astray in (
            entry(station.id, me, **{**behind, "seq": newest[0] + 2}),
            entry(station.id, me, **{**behind, "previous": "0" * 64}),
            entry(station.id, me, **behind, hash="0" * 64),
            entry(station.id, me, seq=2),
            entry(station.id, me, previous="f" * 64),
            entry(there.rules.station.id, me),
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="does not continue its chain"):
                add_entry(connection, astray)
            connection.rollback()
        add_entry(connection, entry(station.id, me, **behind, subject_id=new_id()))
    here.write(family.household)  # goes on behind it
    proof = opening.enter(Path(), shared.database("shenji"), "shenji", lambda: NOW, "A")
    told = proof.read(proving_journal.verify_journal)
    assert [line for line in told.problems if "窗口链" in line] == []
    proof.close()


def test_nobody_writes_the_journal_or_a_trace_in_another_name(here: Workspace, shared: Shared) -> None:
    station = here.rules.station
    other = here.read(lambda unit: offices.operator_by_login(unit.session, "lingdao"))
    assert other is not None
    with shared.as_login("jingban") as connection:
        connection.execute("SET jiuzhu.unit = 'by hand'")
        for operator, allowed in ((other.id, False), (here.actor.operator_id, True)):
            forged = entry(station.id, operator)
            if allowed:
                add_entry(connection, forged)
                continue
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
                add_entry(connection, forged)
        connection.rollback()
        for statement in (
            "UPDATE journal_entry SET hash = ''",
            "DELETE FROM journal_entry",
            "TRUNCATE journal_entry",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
            connection.rollback()


def test_not_even_who_runs_the_server_writes_or_deletes_without_a_unit(shared: Shared) -> None:
    for statement in (
        "INSERT INTO number_sequence VALUES ('x', 1, '500112001')",
        "UPDATE operator SET name = 'x'", "DELETE FROM operator", "TRUNCATE person CASCADE", "UPDATE journal_entry SET hash = ''",
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.RaiseException):
            shared.server.administer(statement, database=shared.address.database)


def test_a_wrong_password_and_an_ended_account_stay_outside(shared: Shared) -> None:
    with pytest.raises(UserError, match="登录名或密码不对") as wrong:
        shared.as_login("nobody")
    assert wrong.value.field == "password"
    office = opening.enter(Path(), shared.database("xitong"), "xitong", lambda: NOW, "A")
    clerk = shared.as_login("jingban")
    leaver = office.read(lambda unit: offices.operator_by_login(unit.session, "jingban"))
    assert leaver is not None
    admin.end_operator(office, leaver.id)
    with pytest.raises(psycopg.OperationalError):  # cut off in the middle
        clerk.execute("SELECT 1")
    with pytest.raises(UserError):
        shared.as_login("jingban")
    office.close()
    shared.server.administer(
        "SET jiuzhu.unit = 'test'; UPDATE operator SET ended_on = NULL WHERE login = 'jingban'",
        "ALTER ROLE jingban LOGIN",
        database=shared.address.database,
    )


def test_an_account_has_no_work_until_the_security_administrator_gives_it(shared: Shared) -> None:
    office = opening.enter(Path(), shared.database("xitong"), "xitong", lambda: NOW, "A")
    keeper = opening.enter(Path(), shared.database("anquan"), "anquan", lambda: NOW, "A")
    with pytest.raises(Refused):
        admin.add_operator(office, login="xinren", name="癸示例", post="", roles=["clerk"], password=PASSWORD)
    admin.add_operator(office, login="xinren", name="癸示例", post="", roles=[], password=PASSWORD)
    made = office.read(lambda unit: offices.operator_by_login(unit.session, "xinren"))
    assert made is not None
    with shared.as_login("xinren") as idle, pytest.raises(psycopg.errors.InsufficientPrivilege):
        idle.execute("INSERT INTO draft (id) VALUES (gen_random_uuid())")
    with pytest.raises(Refused):
        office.write(admin.assign_roles, made.id, ["clerk"])
    with pytest.raises(Refused, match="同一个人"):
        keeper.write(admin.assign_roles, made.id, ["clerk", "auditor"])
    keeper.write(admin.assign_roles, made.id, ["checker", "clerk"])
    with shared.as_login("xinren") as busy:
        row = busy.execute("SELECT has_table_privilege('application', 'INSERT')").fetchone()
        assert row == (True,)
    with shared.as_login("xitong") as forging:
        forging.execute("SET jiuzhu.unit = 'by hand'")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            forging.execute("UPDATE operator SET roles = 'approver' WHERE login = 'xinren'")
    office.close()
    keeper.close()
    shared.server.administer("DROP ROLE IF EXISTS xinren")


def test_an_operators_own_password_is_changed_on_the_server(shared: Shared, tmp_path: Path) -> None:
    office = opening.enter(tmp_path, shared.database("hecha"), "hecha", lambda: NOW, "A")
    office.database.change_password("hecha", "己示例", "举头望明月低头思故乡")
    office.close()
    with pytest.raises(UserError, match="登录名或密码不对"):
        shared.as_login("hecha")
    proof = shared.database(SUPERUSER)
    proof.admit("hecha", "己示例", PASSWORD)
    proof.close()
    shared.as_login("hecha").close()


@pytest.mark.parametrize(
    "login", ["癸示例", "Xinren", "x", "1xin", "pg_xin", "jiuzhu_clerk", "postgresx", "xin ren"]
)
def test_a_login_the_server_cannot_take_is_told_before_it_is_asked(shared: Shared, login: str) -> None:
    office = opening.enter(Path(), shared.database("xitong"), "xitong", lambda: NOW, "A")
    assert office.database.login_problem("xin.ren-2") == ""
    with pytest.raises(UserError, match="登录名") as told:
        admin.add_operator(office, login=login, name="癸示例", post="", roles=[], password=PASSWORD)
    assert told.value.field == "login"
    office.close()
    with pytest.raises(psycopg.DatabaseError, match="login name the server cannot take"):  # the same names
        shared.server.administer(
            "SET jiuzhu.unit = 'test'; SET jiuzhu.founding = '500112001'; "  # noqa: S608  # a name of the test
            "INSERT INTO jiuzhu.operator (id, login, name, post, roles, villages, started_on, version) "
            f"VALUES (gen_random_uuid(), '{login}', '', '', '', '', '2026-01-01', 1)",
            database=shared.address.database,
        )


def test_a_desk_joins_under_the_letter_of_a_new_window(shared: Shared) -> None:
    office = opening.enter(Path(), shared.database("xitong"), "xitong", lambda: NOW, "A")
    office.write(windows.add_window, "C", "")
    with pytest.raises(UserError, match="已经有 C 窗口"):
        office.write(windows.add_window, "C", "")
    office.close()
    desk = opening.enter(Path(), shared.database("jingban"), "jingban", lambda: NOW, "C")
    assert desk.actor.window == "C"
    desk.close()


def test_two_townships_have_the_same_windows_months_and_vouchers(shared: Shared) -> None:
    with shared.as_login("jingban") as connection:
        rows = connection.execute(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'u' AND connamespace = 'jiuzhu'::regnamespace"
        ).fetchall()
    beyond = {table for table, told in rows if "office_township" not in told}
    assert beyond == {"operator", "person"}  # logins are the server's; an identity is nobody's secret


@pytest.mark.parametrize(
    ("first", "last", "person", "clashes"),
    [
        ("2026-03", "", None, True),
        ("2026-01", "2026-01", None, True),
        ("2025-01", "2025-12", None, False),
        ("2026-09", "2026-08", None, False),  # ended before it began
        ("2026-03", "", "of one person", False),
    ],
)
def test_nobody_is_granted_the_same_kind_twice_for_a_month(
    shared: Shared, first: str, last: str, person: str | None, clashes: bool
) -> None:
    home, taken, decision = new_id(), new_id(), new_id()

    def grant(first_month: str, last_month: str, person_id: str | None) -> dict[str, Any]:
        made = Entitlement(
            household_id=home, application_id=taken, decision_id=decision, programme="dibao", monthly=Decimal(100),
            first_month=first_month, last_month=last_month, person_id=person_id,
        )  # fmt: skip
        return {column.name: getattr(made, column.name) for column in TABLES[Entitlement].c}

    database = ServerDatabase(shared.address, SUPERUSER, "", founding="500112001")
    try:
        with database.writing.connect() as connection:
            connection.execute(
                insert(TABLES[Entitlement]),
                [grant("2026-01", "", None), grant(first, last, person and new_id())],
            )
            if clashes:
                with pytest.raises(IntegrityError, match="ex_entitlement_months"):
                    connection.execute(text("SET CONSTRAINTS ex_entitlement_months IMMEDIATE"))
            else:
                connection.execute(text("SET CONSTRAINTS ex_entitlement_months IMMEDIATE"))
    finally:
        database.close()
