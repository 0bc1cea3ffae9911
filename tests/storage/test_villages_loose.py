"""What no household holds: rows that hang nowhere, and lists without an identity of their own, have the border of villages too."""

import uuid

import pytest
from sqlalchemy import (
    Connection,
    func,
    insert,
    select,
    update,
)

from border import MINE, THEIRS, Offices, Rows, laid, there, value_of
from jiuzhu.domain.transferring import Lead
from jiuzhu.errors import Refused, UserError
from jiuzhu.storage.tables import metadata
from jiuzhu.storage.unit import Unit


def test_what_hangs_on_no_household_is_seen_by_its_village_and_by_whose_it_is(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    """A lead nobody found a household for; a paper, an assessment and an entry of the reserve about no file."""
    loose = {
        "lead": "household_id",
        "issued_paper": "application_id",
        "reserve_entry": "application_id",
        "self_care": "application_id",
    }
    operators, lead, paper = (metadata.tables[name] for name in ("operator", "lead", "issued_paper"))

    def lay(connection: Connection) -> None:
        other = connection.execute(select(operators.c.id).where(operators.c.login == "lingdao")).scalar_one()
        for table, column in loose.items():
            connection.execute(update(metadata.tables[table]).values({column: None}))
        connection.execute(update(lead).values(owner_id=other))
        theirs = paper.c.id == border[1]["issued_paper"]["id"]
        connection.execute(update(paper).where(theirs).values(issued_by=other))

    offices.beyond(lay)
    checker, head = offices.desk("hecha"), offices.desk("lingdao")
    seen = {
        table: [tuple(desk.read(there, table, rows[table]) for rows in border) for desk in (head, checker)]
        for table in loose
    }
    assert seen == {
        "lead": [(1, 1), (1, 0)],  # by its village
        "issued_paper": [(1, 1), (1, 0)],  # by who printed it
        "reserve_entry": [(1, 1), (0, 0)],
        "self_care": [(1, 1), (1, 0)],  # by the person it is about
    }

    def given(unit: Unit, place: int, owner: str) -> None:
        unit.get(Lead, border[place]["lead"]["id"]).owner_id = owner

    me = checker.actor.operator_id
    with pytest.raises(UserError, match="找不到这条记录"):
        checker.write(given, 1, me)
    head.write(given, 1, me)  # now it is theirs to go on with
    assert checker.read(there, "lead", border[1]["lead"]) == 1

    def told_of(unit: Unit, village: str, owner: str | None) -> None:
        row = border[0]["lead"] | {"id": str(uuid.uuid4()), "number": village, "household_id": None}
        laid(unit, lead, row | {"village": village, "owner_id": owner})

    checker.write(told_of, MINE, None)
    checker.write(told_of, THEIRS, me)
    with pytest.raises(Refused, match="村（社区）"):
        checker.write(told_of, "丙示例村", None)


def test_lists_without_an_identity_of_their_own_keep_to_villages_too(
    offices: Offices, border: tuple[Rows, Rows]
) -> None:
    """Whom an export held, and the lines of a 标准调整: each row is known by the list and the place in it."""
    mine, theirs = border
    tables = metadata.tables
    operators, export, held, lines = (
        tables[name] for name in ("operator", "export", "export_subject", "reassessment_line")
    )
    line = {column.name: value_of(column, 1) for column in lines.c if not column.nullable}
    line |= {"reassessment_id": mine["reassessment"]["id"], "household_id": mine["household"]["id"]}

    def lay(connection: Connection) -> None:
        other = connection.execute(select(operators.c.id).where(operators.c.login == "lingdao")).scalar_one()
        connection.execute(update(export).where(export.c.id == theirs["export"]["id"]).values(asked_by=other))
        for rows in border:
            one = {"export_id": rows["export"]["id"], "subject_id": rows["household"]["id"]}
            connection.execute(insert(held).values(one))
        connection.execute(insert(lines).values(line))

    offices.beyond(lay)

    def counted(unit: Unit) -> tuple[int, ...]:
        return tuple(
            int(unit.session.execute(select(func.count()).select_from(table)).scalar_one())
            for table in (held, lines)
        )

    checker = offices.desk("hecha")
    assert (offices.desk("lingdao").read(counted), checker.read(counted)) == ((2, 1), (1, 0))
    more = {"export_id": theirs["export"]["id"], "subject_id": str(uuid.uuid4())}
    for table, row in ((held, more), (lines, line | {"position": 2})):
        with pytest.raises(Refused, match="村（社区）"):
            checker.write(laid, table, row)
    checker.write(laid, held, more | {"export_id": mine["export"]["id"]})
    assert checker.read(counted) == (2, 0)
