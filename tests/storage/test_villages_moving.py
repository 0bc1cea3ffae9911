"""What comes into an operator's villages or leaves them is seen or hidden at once, on every connection."""

from typing import Any

import pytest
from sqlalchemy import event, text

import family
from border import MINE, THEIRS, Offices, Rows, there
from jiuzhu.domain.household import Household, Member
from jiuzhu.services.office import searching
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import borders
from jiuzhu.storage.unit import Unit

WATCHED = (
    "household",
    "member",
    "person",
    "self_care",
    "application",
    "item",
    "alert",
    "lead",
    "visit_record",
)
"""The household, its people, what hangs on either, and what hangs on something of it."""


def _seen(unit: Unit, border: tuple[Rows, Rows]) -> list[set[int]]:
    """How often each row of either village is found: {1} for every one of them, {0} for none."""
    return [{there(unit, table, rows[table]) for table in WATCHED} for rows in border]


def _moved(unit: Unit, household: str, village: str) -> None:
    unit.get(Household, household).village = village


def _counted(checker: Workspace) -> tuple[int, ...]:
    """The households seen, whether the connection still refuses to write, and how many rows it ever changed."""
    with checker.database.reading.connect() as connection:
        asked = ("SELECT count(*) FROM household", "PRAGMA query_only", "SELECT total_changes()")
        return tuple(int(connection.exec_driver_sql(one).scalar_one()) for one in asked)


def test_a_household_that_moves_is_seen_or_hidden_at_once(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    clerk, checker = offices.desk("jingban"), offices.desk("hecha")
    mine, theirs = (rows["household"]["id"] for rows in border)
    assert checker.read(_seen, border) == [{1}, {0}]
    clerk.write(_moved, theirs, MINE)
    assert checker.read(_seen, border) == [{1}, {1}]
    clerk.write(_moved, mine, THEIRS)
    assert checker.read(_seen, border) == [{0}, {1}]


def test_a_look_that_began_before_keeps_its_state_and_the_next_one_has_the_new(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    clerk, checker = offices.desk("jingban"), offices.desk("hecha")

    def look(unit: Unit) -> list[list[set[int]]]:
        told = [_seen(unit, border)]
        clerk.write(_moved, border[1]["household"]["id"], MINE)
        told.append(checker.read(_seen, border))  # a second connection
        return [*told, _seen(unit, border)]

    assert checker.read(look) == [[{1}, {0}], [{1}, {1}], [{1}, {0}]]
    for _ in range(2):
        assert checker.read(_seen, border) == [{1}, {1}]


def test_who_joins_an_own_household_is_found_at_once(offices: Offices, border: tuple[Rows, Rows]) -> None:
    clerk, checker = offices.desk("jingban"), offices.desk("hecha")

    def found() -> list[list[str]]:
        return [
            [hit.name for hit in checker.read(searching.search, typed, 9)]
            for typed in ("癸示", "gsl", "示例")
        ]

    def settled(unit: Unit, village: str) -> str:
        identity = family.household(unit, names=("癸示例",))
        unit.session.flush()
        unit.get(Household, identity).village = village
        return unit.get(Household, identity).head_id

    def joined(unit: Unit, person: str) -> None:
        home = border[0]["household"]["id"]
        unit.add(Member(household_id=home, person_id=person, relation="20", joined_on=unit.today))

    person = clerk.write(settled, THEIRS)
    assert found() == [[], [], []]
    clerk.write(joined, person)
    assert found() == [["癸示例"]] * 3


@pytest.mark.parametrize("offices", ["file"], indirect=True)
def test_lists_are_made_anew_for_a_new_state_alone_and_the_connection_still_writes_nothing(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    clerk, checker = offices.desk("jingban"), offices.desk("hecha")
    first, again = _counted(checker), _counted(checker)
    assert first[:2] == (1, 1)
    assert first == again
    clerk.write(_moved, border[1]["household"]["id"], MINE)
    after = _counted(checker)
    assert after[:2] == (2, 1)
    assert after[2] > first[2]


@pytest.mark.parametrize("offices", ["file"], indirect=True)
def test_what_moves_away_while_the_lists_are_made_is_hidden_from_the_look_they_are_for(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    clerk, checker = offices.desk("jingban"), offices.desk("hecha")
    moves = [(border[0]["household"]["id"], THEIRS)]

    @event.listens_for(checker.database.reading, "after_cursor_execute")
    def between(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement == "COMMIT" and moves:
            clerk.write(_moved, *moves.pop())

    assert _counted(checker)[0] == 0
    assert moves == []


@pytest.mark.parametrize("offices", ["file"], indirect=True)
@pytest.mark.parametrize(("few", "listed"), [(1, 1), (0, 0)])
def test_where_own_households_are_many_rows_are_asked_one_by_one(
    offices: Offices, border: tuple[Rows, Rows], monkeypatch: pytest.MonkeyPatch, few: int, listed: int
) -> None:
    monkeypatch.setattr(borders, "FEW", few)
    clerk, checker = offices.desk("jingban"), offices.desk("hecha")
    lists = text("SELECT count(*) FROM sqlite_temp_master WHERE name = 'own_household'")
    assert checker.read(lambda unit: unit.session.execute(lists).scalar_one()) == listed
    assert checker.read(_seen, border) == [{1}, {0}]
    clerk.write(_moved, border[1]["household"]["id"], MINE)
    assert checker.read(_seen, border) == [{1}, {1}]


@pytest.mark.parametrize("offices", ["file"], indirect=True)
def test_a_connection_of_who_is_not_bound_carries_neither_views_nor_lists(offices: Offices) -> None:
    own = text("SELECT count(*) FROM sqlite_temp_master")
    assert offices.desk("jingban").read(lambda unit: unit.session.execute(own).scalar_one()) == 0
