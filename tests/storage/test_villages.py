"""Who is bound to villages meets their border in every table, reading, adding and changing: in a file and on a server."""

import uuid
from contextlib import suppress

import pytest
from sqlalchemy import (
    Table,
    text,
    update,
)

import family
from border import MINE, THEIRS, Offices, Rows, laid, row_of, there
from jiuzhu.domain.household import Household, Member
from jiuzhu.domain.rights import TABLE_RIGHTS
from jiuzhu.errors import Refused, UserError
from jiuzhu.services.office import admin, proving
from jiuzhu.storage.tables import metadata
from jiuzhu.storage.unit import Unit

ONCE = {"decision", "service_roster_line", "spot_check_line"}
"""A second one of the same item, list or sample is refused for being the second."""

OWN = {"checkpoint", "draft", "export", "look"}
"""The office's own, but seen by whoever it names; all rows here name the one who is bound."""


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


def test_a_bound_checker_sees_their_villages_and_nothing_of_others_in_any_table(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    seen, hidden = {}, {}
    checker = offices.desk("hecha")
    assert checker.actor.villages == frozenset({MINE})
    for ask in (checker.read, checker.write):  # what is looked at while writing has the same border
        for table in border[0]:
            counts = tuple(ask(there, table, rows[table]) for rows in border)
            if _end(table) in {"village", "home"}:
                seen[table] = counts
            elif _end(table) == "office":
                hidden[table] = counts
        assert len(seen) > 40
        assert {table for table, counts in seen.items() if counts != (1, 0)} == set()
        assert len(hidden) > 10
        assert {table for table, counts in hidden.items() if counts != (0, 0)} <= OWN
        assert ask(lambda unit: unit.session.execute(text("SELECT count(*) FROM person")).scalar()) == 1
    households = "SELECT count(*) FROM household"  # and who is not bound sees both
    assert offices.desk("lingdao").read(lambda unit: unit.session.execute(text(households)).scalar()) == 2


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
            row = row_of(table, MINE, mine, 7 + allowed, checker.actor.operator_id)
            row |= {rights.area: parents[table.name][rights.area]}
            if allowed:
                checker.write(laid, table, row)
            else:
                with pytest.raises(Refused, match="村（社区）"):
                    checker.write(laid, table, row)
            assert checker.read(there, table.name, row) == allowed
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
            table.name not in border[0].keys() - OWN
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
