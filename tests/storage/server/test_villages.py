"""Who is bound to villages meets their border in every table of a real server, reading and adding."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Boolean, Date, DateTime, Integer, LargeBinary, Numeric, Table, insert, text
from temporary_server import SUPERUSER

import family
from jiuzhu.domain.household import Household
from jiuzhu.domain.rights import TABLE_RIGHTS
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.office import admin, opening, proving
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.server.server_database import ServerDatabase
from jiuzhu.storage.tables import metadata
from jiuzhu.storage.types import Hundredths, Identity, Moment
from jiuzhu.storage.unit import Unit
from townships import Shared

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
MINE, THEIRS = "甲示例村", "乙示例村"

ONCE = {"decision", "service_roster_line", "spot_check_line"}
"""A second one of the same item, list or sample is refused for being the second."""

Rows = dict[str, dict[str, Any]]


def _kept() -> list[Table]:
    """The tables whose rows lead to a household; what hangs on the office's own is seen by nobody bound."""
    return [table for table in metadata.sorted_tables if _end(table.name) in {"village", "home"}]


def _end(table: str) -> str:
    """Where a table's area leads in the end."""
    area = TABLE_RIGHTS[table].area
    if area in {"village", "home", "word", "township", "office", "district"}:
        return area
    (link,) = metadata.tables[table].c[area].foreign_keys
    return _end(link.column.table.name)


def _value(column: Any, place: int) -> Any:
    kind = column.type
    if isinstance(kind, Moment | DateTime):
        return NOW
    if isinstance(kind, Hundredths | Numeric):
        return Decimal(1)
    for sort, value in (
        (Boolean, False),
        (Integer, 1000 + place),
        (Date, date(2026, 1, 1)),
        (LargeBinary, b""),
    ):
        if isinstance(kind, sort):
            return value
    return f"{place}"


def _row(table: Table, village: str, made: Rows, place: int, operator: str) -> dict[str, Any]:
    """A row of a table that hangs on the rows of its village; nullable links are set too."""
    row: dict[str, Any] = {}
    for column in table.c:
        above = next((link.column.table.name for link in column.foreign_keys), "")
        if above in made and above != table.name:
            row[column.name] = made[above]["id"]
        elif above == "operator" or column.name in {"by", "decided_by", "issued_by"}:
            row[column.name] = operator
        elif column.type is Identity:
            row[column.name] = str(uuid.uuid4()) if column.name == "id" or not column.nullable else None
        elif column.name == "village":
            row[column.name] = village
        elif column.name == "search_key":
            continue
        elif not (column.nullable or column.foreign_keys):
            row[column.name] = _value(column, place)
    return row


@pytest.fixture
def border(shared: Shared) -> tuple[Rows, Rows]:
    """A row of every table that follows villages, in one village and in the other; the checker is bound to the first."""
    database = ServerDatabase(shared.address, SUPERUSER, "", founding="500112001")
    found: list[Rows] = []
    with database.writing.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        operator = str(connection.execute(text("SELECT id FROM operator WHERE login = 'hecha'")).scalar_one())
        for place, village in enumerate((MINE, THEIRS), start=1):
            made: Rows = {}
            for table in metadata.sorted_tables:
                if table.name in {"operator", "office", "station"} or TABLE_RIGHTS[table.name].area == "word":
                    continue
                if "id" not in table.c:
                    continue
                made[table.name] = _row(table, village, made, place, operator)
                connection.execute(insert(table).values(made[table.name]))
            found.append(made)
        connection.execute(text("UPDATE operator SET villages = :v WHERE login = 'hecha'"), {"v": MINE})
        connection.execute(text("SET session_replication_role = DEFAULT"))
    database.close()
    return found[0], found[1]


def test_a_bound_login_sees_its_villages_and_nothing_of_others_in_any_table(
    shared: Shared, border: tuple[Rows, Rows]
) -> None:
    seen, hidden = {}, {}
    with shared.as_login("hecha") as checker:
        for table in border[0]:
            query = sql.SQL("SELECT count(*) FROM {} WHERE id = %s").format(sql.Identifier(table))
            counts = tuple(checker.execute(query, (rows[table]["id"],)).fetchone()[0] for rows in border)  # type: ignore[index]  # count always answers
            if _end(table) in {"village", "home"}:
                seen[table] = counts
            elif _end(table) == "office":
                hidden[table] = counts
        people = checker.execute("SELECT count(*) FROM person").fetchone()
    assert len(seen) > 40
    assert {table for table, counts in seen.items() if counts != (1, 0)} == set()
    assert len(hidden) > 10
    assert {table for table, counts in hidden.items() if counts != (0, 0)} <= {
        "checkpoint",
        "look",
    }  # their own
    assert people == (1,)
    with shared.as_login("lingdao") as head:  # and who is not bound sees both
        assert head.execute("SELECT count(*) FROM household").fetchone() == (2,)


def test_a_bound_login_adds_to_its_own_villages_alone(shared: Shared, border: tuple[Rows, Rows]) -> None:
    mine, theirs = border
    tried = []
    with shared.as_login("hecha") as checker:
        checker.execute("SET jiuzhu.unit = 'by hand'")
        operator = str(checker.execute("SELECT my_operator()").fetchone()[0])  # type: ignore[index]  # it is somebody
        for table in _kept():
            area = TABLE_RIGHTS[table.name].area
            may = checker.execute("SELECT has_table_privilege(%s, 'INSERT')", (table.name,)).fetchone()
            if table.name in ONCE or table.name not in mine or area in {"home", "village"} or may != (True,):
                continue
            tried.append(table.name)
            for parents, allowed in ((mine, True), (theirs, False)):
                row = _row(table, MINE, mine, 7 + allowed, operator)
                row |= {area: parents[table.name][area]}
                told = _told(table, row)
                checker.execute("BEGIN")
                checker.execute(*told)
                if allowed:
                    checker.execute("SET CONSTRAINTS ALL IMMEDIATE")
                else:
                    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="another village"):
                        checker.execute("SET CONSTRAINTS ALL IMMEDIATE")
                checker.execute("ROLLBACK")
    assert len(tried) > 20


def _told(table: Table, row: dict[str, Any]) -> tuple[sql.Composed, list[Any]]:
    kinds = {column.name: column.type for column in table.c}
    values = [
        int(value * 100) if isinstance(kinds[name], Hundredths) else value for name, value in row.items()
    ]
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    return statement, values


def _settled(unit: Unit, village: str) -> None:
    identity = family.household(unit, names=(f"{village[0]}示例",))
    unit.session.flush()
    unit.get(Household, identity).village = village


def _desk(shared: Shared, login: str) -> Workspace:
    return opening.enter(Path(), shared.database(login), login, lambda: NOW, "A")


def test_a_checker_is_bound_by_the_security_administrator_and_works_on(shared: Shared) -> None:
    clerk, keeper = _desk(shared, "jingban"), _desk(shared, "anquan")
    for village in (MINE, THEIRS):
        clerk.write(_settled, village)
    checker = next(row for row in keeper.read(admin.colleagues) if row.login == "hecha")
    assert keeper.read(admin.known_villages) == sorted([MINE, THEIRS])
    with pytest.raises(UserError, match="单是核查"):
        admin.assign(keeper, checker.id, ["clerk", "checker"], [MINE])
    with pytest.raises(UserError, match="没有住在"):
        admin.assign(keeper, checker.id, ["checker"], ["丙示例村"])
    admin.assign(keeper, checker.id, ["checker"], [MINE], seen_version=checker.version)
    bound = _desk(shared, "hecha")
    assert bound.actor.villages == frozenset({MINE})
    names = bound.read(lambda unit: unit.session.execute(text("SELECT name FROM person")).scalars().all())
    assert names == ["甲示例"]

    def look_again(unit: Unit) -> None:
        [home] = unit.session.execute(text("SELECT id FROM household")).scalars()
        unit.get(Household, str(home)).phone = "023-00000000"

    bound.write(look_again)  # its journal entry stands behind the clerk's, which it cannot read
    clerk.write(_settled, MINE)
    auditor = _desk(shared, "shenji")
    proof = auditor.read(proving.verify_journal)
    assert proof.problems == ()
    assert proving.make_daily(bound) is None
    for desk in (clerk, keeper, bound, auditor):
        desk.close()


def test_a_file_binds_nobody(town: Any) -> None:
    """What nothing would keep to is not promised."""
    row = next(row for row in town.clerk.read(admin.colleagues) if row.login == "hecha")
    with pytest.raises(Refused, match="不能按村"):
        admin.assign(town.clerk, row.id, ["checker"], [MINE])
