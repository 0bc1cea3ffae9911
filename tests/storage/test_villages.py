"""Who is bound to villages meets their border in every table, reading, adding and changing: in a file and on a server."""

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from temporary_server import SUPERUSER

import family
import townships
from jiuzhu.domain.household import Household, Member
from jiuzhu.domain.office import Operator
from jiuzhu.domain.rights import TABLE_RIGHTS
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.office import admin, founding, opening, proving
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import keys
from jiuzhu.storage.database import Database
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.migrate import bring_up_to_date
from jiuzhu.storage.server.server_database import ServerDatabase
from jiuzhu.storage.tables import TABLES, metadata
from jiuzhu.storage.types import Hundredths, Identity, Moment
from jiuzhu.storage.unit import Unit

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
MINE, THEIRS = "甲示例村", "乙示例村"

ONCE = {"decision", "service_roster_line", "spot_check_line"}
"""A second one of the same item, list or sample is refused for being the second."""

BY_ALL = {"operator", "office", "station", "office_rule", "policy_row"}
"""What the desk itself works by."""

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


@dataclass
class Offices:
    """One office, in a file or on a server: how a colleague's database is opened, and how rows are laid past every wall."""

    database: Callable[[str], Database]
    beyond: Callable[[Callable[[Connection], None]], None]
    opened: list[Workspace] = field(default_factory=list)

    def desk(self, login: str) -> Workspace:
        """The office as the program opens it for who logs in."""
        made = opening.enter(Path(), self.database(login), login, lambda: NOW, "A")
        self.opened.append(made)
        return made


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The file other ones are copied from, and its key."""
    folder, key = tmp_path_factory.mktemp("founded"), keys.new_database_key()
    first = EncryptedFile(folder / "office.db", key, create=True)
    bring_up_to_date(first, folder / "backups")
    founding.found(first, townships.plan("500112001", ""), lambda: NOW)
    first.close()
    return folder / "office.db", key


def _file(founded: tuple[Path, bytes], folder: Path) -> Offices:
    key = founded[1]
    path = Path(shutil.copy(founded[0], folder))

    def beyond(lay: Callable[[Connection], None]) -> None:
        free = EncryptedFile(path, key)
        event.listen(free.writing, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = OFF"))
        with free.writing.begin() as connection, free.marked(connection, "by hand"):
            lay(connection)
        free.close()

    return Offices(lambda _login: EncryptedFile(path, key), beyond)


def _server(shared: townships.Shared) -> Offices:
    def beyond(lay: Callable[[Connection], None]) -> None:
        free = ServerDatabase(shared.address, SUPERUSER, "", founding="500112001")
        with free.writing.begin() as connection:
            connection.execute(text("SET session_replication_role = replica"))
            lay(connection)
            connection.execute(text("SET session_replication_role = DEFAULT"))
        free.close()

    return Offices(shared.database, beyond)


@pytest.fixture(params=["file", "server"])
def offices(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Offices]:
    if request.param == "file":
        made = _file(request.getfixturevalue("founded"), tmp_path)
    else:
        made = _server(request.getfixturevalue("shared"))
    yield made
    for desk in made.opened:
        desk.close()


@pytest.fixture
def border(offices: Offices) -> tuple[Rows, Rows]:
    """A row of every table that follows villages, in one village and in the other; the checker is bound to the first."""
    found: list[Rows] = []
    operators = TABLES[Operator]

    def lay(connection: Connection) -> None:
        operator = connection.execute(select(operators.c.id).where(operators.c.login == "hecha")).scalar_one()
        for place, village in enumerate((MINE, THEIRS), start=1):
            made: Rows = {}
            for table in metadata.sorted_tables:
                if table.name in BY_ALL or "id" not in table.c:
                    continue
                made[table.name] = _row(table, village, made, place, str(operator))
                connection.execute(insert(table).values(made[table.name]))
            found.append(made)
        connection.execute(update(operators).where(operators.c.id == operator).values(villages=MINE))

    offices.beyond(lay)
    return found[0], found[1]


def _there(unit: Unit, table: str, row: dict[str, Any]) -> int:
    known = metadata.tables[table]
    found = select(func.count()).select_from(known).where(known.c.id == row["id"])
    return int(unit.session.execute(found).scalar_one())


def test_a_bound_checker_sees_their_villages_and_nothing_of_others_in_any_table(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    seen, hidden = {}, {}
    checker = offices.desk("hecha")
    assert checker.actor.villages == frozenset({MINE})
    for ask in (checker.read, checker.write):  # what is looked at while writing has the same border
        for table in border[0]:
            counts = tuple(ask(_there, table, rows[table]) for rows in border)
            if _end(table) in {"village", "home"}:
                seen[table] = counts
            elif _end(table) == "office":
                hidden[table] = counts
        assert len(seen) > 40
        assert {table for table, counts in seen.items() if counts != (1, 0)} == set()
        assert len(hidden) > 10
        assert {table for table, counts in hidden.items() if counts != (0, 0)} <= {
            "checkpoint",
            "look",
        }  # their own
        assert ask(lambda unit: unit.session.execute(text("SELECT count(*) FROM person")).scalar()) == 1
    households = "SELECT count(*) FROM household"  # and who is not bound sees both
    assert offices.desk("lingdao").read(lambda unit: unit.session.execute(text(households)).scalar()) == 2


def _laid(unit: Unit, table: Table, row: dict[str, Any]) -> None:
    unit.session.execute(insert(table).values(row))


def test_a_bound_checker_adds_to_their_own_villages_alone(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    mine, theirs = border
    tried = []
    checker = offices.desk("hecha")
    for table in _kept():
        rights = TABLE_RIGHTS[table.name]
        if table.name in ONCE or table.name not in mine or rights.area in {"home", "village"}:
            continue
        if "checker" not in rights.adders():
            continue
        tried.append(table.name)
        for parents, allowed in ((mine, True), (theirs, False)):
            row = _row(table, MINE, mine, 7 + allowed, checker.actor.operator_id)
            row |= {rights.area: parents[table.name][rights.area]}
            if allowed:
                checker.write(_laid, table, row)
            else:
                with pytest.raises(Refused, match="村（社区）"):
                    checker.write(_laid, table, row)
            assert checker.read(_there, table.name, row) == allowed
    assert len(tried) > 20


def test_a_bound_checker_changes_nothing_of_other_villages_in_any_table(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    changed = {}
    checker = offices.desk("hecha")

    def touch(unit: Unit, table: Table, column: str, row: str) -> int:
        same = update(table).where(table.c.id == row).values({column: table.c[column]})
        return int(unit.session.connection().execute(same).rowcount)

    for table in metadata.sorted_tables:
        columns = TABLE_RIGHTS[table.name].changers().get("checker", frozenset())
        if (
            table.name not in border[0]
            or _end(table.name) not in {"village", "home", "office"}
            or not columns
        ):
            continue
        column = next(
            name for name in (one.name for one in table.c) if name != "id" and ({"*", name} & columns)
        )
        counts = []
        for rows in border:
            counts.append(0)
            with suppress(Refused):  # a file says no, a server finds no such row
                counts[-1] = checker.write(touch, table, column, rows[table.name]["id"])
        changed[table.name] = tuple(counts), _end(table.name)
    assert len(changed) > 20
    assert {table for table, told in changed.items() if told[0] != (int(told[1] != "office"), 0)} == set()


def test_a_bound_checker_takes_no_household_to_another_village(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    checker = offices.desk("hecha")

    def moved(unit: Unit) -> None:
        unit.get(Household, border[0]["household"]["id"]).village = THEIRS

    def joined(unit: Unit, household: str) -> None:
        one = family.person("癸示例", 40)
        unit.add(one)
        unit.session.flush()  # for a moment they are nobody's member
        unit.add(Member(household_id=household, person_id=one.id, relation="20", joined_on=unit.today))

    with pytest.raises(Refused, match="村（社区）"):
        checker.write(moved)
    with pytest.raises(UserError, match="找不到这条记录"):
        checker.write(lambda unit: unit.get(Household, border[1]["household"]["id"]))
    checker.write(joined, border[0]["household"]["id"])
    with pytest.raises(Refused, match="村（社区）"):
        checker.write(joined, border[1]["household"]["id"])
    with pytest.raises(Refused, match="村（社区）"):  # a person of no household at all
        checker.write(lambda unit: unit.add(family.person("壬示例", 41)))
    count = "SELECT count(*) FROM person"
    assert checker.read(lambda unit: unit.session.execute(text(count)).scalar()) == 2


def _settled(unit: Unit, village: str) -> None:
    identity = family.household(unit, names=(f"{village[0]}示例",))
    unit.session.flush()
    unit.get(Household, identity).village = village


def test_a_checker_is_bound_by_the_security_administrator_and_works_on(offices: Offices) -> None:
    clerk, keeper = offices.desk("jingban"), offices.desk("anquan")
    for village in (MINE, THEIRS):
        clerk.write(_settled, village)
    checker = next(row for row in keeper.read(admin.colleagues) if row.login == "hecha")
    assert keeper.read(admin.known_villages) == sorted([MINE, THEIRS])
    with pytest.raises(UserError, match="单是核查"):
        keeper.write(admin.assign_roles, checker.id, ["clerk", "checker"], [MINE])
    with pytest.raises(UserError, match="没有住在"):
        keeper.write(admin.assign_roles, checker.id, ["checker"], ["丙示例村"])
    keeper.write(admin.assign_roles, checker.id, ["checker"], [MINE], seen_version=checker.version)
    bound = offices.desk("hecha")
    assert bound.actor.villages == frozenset({MINE})
    names = bound.read(lambda unit: unit.session.execute(text("SELECT name FROM person")).scalars().all())
    assert names == ["甲示例"]

    def look_again(unit: Unit) -> None:
        [home] = unit.session.execute(text("SELECT id FROM household")).scalars()
        unit.get(Household, str(uuid.UUID(str(home)))).phone = "023-00000000"

    bound.write(look_again)  # its journal entry stands behind the clerk's, which it cannot read
    clerk.write(_settled, MINE)
    proof = offices.desk("shenji").read(proving.verify_journal)
    assert proof.problems == ()
    assert proving.make_daily(bound) is None
