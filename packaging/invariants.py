"""What must hold of an office after any fault, whatever was done to it and on whichever engine it lies.

Every acknowledged save is in the journal; the journal's chains verify and explain every row; no household without its head, no
member without a household; numbers unique and well formed; one final decision an item; sealed rosters add up and stay.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import UniqueConstraint, func, select

from jiuzhu.domain.approving import Decision
from jiuzhu.domain.granting import MonthRoster, RosterEntry
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.numbering import is_number
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import journal
from jiuzhu.storage.tables import TABLES, journal_entry, number_sequence
from jiuzhu.storage.unit import Unit

FINAL = ("approved", "refused")
_NUMBERED = tuple(
    table
    for table in TABLES.values()
    if any(
        isinstance(one, UniqueConstraint) and [*one.columns.keys()] == ["number"] for one in table.constraints
    )
)
"""Tables of things that carry a number of ours each."""


def broken(
    office: Workspace,
    told: Collection[str] = (),
    sealed: Mapping[str, tuple[Any, ...]] | None = None,
    *,
    replay: bool = True,
) -> list[str]:
    """What does not hold, in words; an empty list when everything does.

    `told`: what somebody was told is saved, ids of rows or values no other save has. `sealed`: what `sealed_rosters` said before.
    `replay` also holds every row against the journal, which takes longer than all the rest.
    """

    def look(unit: Unit) -> list[str]:
        connection = unit.session.connection()
        found = list(journal.verify(connection).problems)
        found += journal.unexplained(connection) if replay else []
        found += [*_untold(unit, told), *_homes(unit), *_numbers(unit), *_decisions(unit), *_rosters(unit)]
        now = sealed_rosters(office)
        found += [
            f"sealed roster {key} is another one"
            for key, was in (sealed or {}).items()
            if now.get(key) != was
        ]
        return found

    return office.read(look)


def sealed_rosters(office: Workspace) -> dict[str, tuple[Any, ...]]:
    """Each sealed roster and what it pays to whom: to be compared after a fault."""
    table, entry = TABLES[MonthRoster], TABLES[RosterEntry]

    def look(unit: Unit) -> dict[str, tuple[Any, ...]]:
        heads = unit.session.execute(select(table.c.id, table.c.number, table.c.households, table.c.total))
        lines = select(*entry.c).order_by(entry.c.roster_id, entry.c.id)
        paid: dict[str, list[Any]] = {}
        for row in unit.session.execute(lines):
            paid.setdefault(row.roster_id, []).append(tuple(row))
        return {row.id: (*row, tuple(paid.get(row.id, []))) for row in heads}

    return office.read(look)


def _untold(unit: Unit, told: Collection[str]) -> list[str]:
    """Saves that were acknowledged and that no journal entry speaks of."""
    if not told:
        return []
    known: set[str] = set()
    for (text,) in unit.session.execute(select(journal_entry.c.changes)):
        for change in json.loads(text):
            known.add(change["id"])
            known.update(str(value) for value in change["now"].values())
    return [f"an acknowledged save is lost: {one}" for one in sorted(set(told) - known)]


def _homes(unit: Unit) -> list[str]:
    home, member, person = TABLES[Household], TABLES[Member], TABLES[Person]
    lives = select(member.c.id).where(
        member.c.household_id == home.c.id, member.c.person_id == home.c.head_id
    )
    checks = {
        "a household without its head among its members": select(home.c.id).where(~lives.exists()),
        "a member without a household": select(member.c.id).where(
            ~select(home.c.id).where(home.c.id == member.c.household_id).exists()
        ),
        "a member who is nobody": select(member.c.id).where(
            ~select(person.c.id).where(person.c.id == member.c.person_id).exists()
        ),
        "a person of no household": select(person.c.id).where(
            ~select(member.c.id).where(member.c.person_id == person.c.id).exists()
        ),
    }
    return [f"{what}: {one}" for what, wanted in checks.items() for one in unit.session.scalars(wanted)]


def _numbers(unit: Unit) -> list[str]:
    """Numbers given twice, numbers with a wrong check digit, and numbers no counter has given."""
    found: list[str] = []
    given: Counter[str] = Counter()
    for table in _NUMBERED:
        numbers = list(unit.session.scalars(select(table.c.number).where(table.c.number != "")))
        found += [
            f"{table.name}: {one} was given twice" for one, times in Counter(numbers).items() if times > 1
        ]
        found += [f"{table.name}: {one} is no number of ours" for one in numbers if not is_number(one)]
        given.update(_counter(one) for one in numbers)
    lasts: Counter[str] = Counter()
    for row in unit.session.execute(select(number_sequence.c.id, number_sequence.c.last)):
        lasts["-".join(row.id.split("-")[1:])] += row.last
    return found + [
        f"more numbers than were counted: {one}" for one, many in given.items() if many > lasts[one]
    ]


def _counter(number: str) -> str:
    """Year, township and window a number was counted by."""
    year, township, place, _ = number[1:].split("-")
    return f"{year}-{township}-{place[0]}"


def _decisions(unit: Unit) -> list[str]:
    table = TABLES[Decision]
    twice = (
        select(table.c.item_id)
        .where(table.c.result.in_(FINAL))
        .group_by(table.c.item_id)
        .having(func.count() > 1)
    )
    return [f"two final decisions of one item: {one}" for one in unit.session.scalars(twice)]


def _rosters(unit: Unit) -> list[str]:
    roster, entry = TABLES[MonthRoster], TABLES[RosterEntry]
    paid = {
        row.roster_id: (row.households, row.total)
        for row in unit.session.execute(
            select(
                entry.c.roster_id, func.count().label("households"), func.sum(entry.c.total).label("total")
            ).group_by(entry.c.roster_id)
        )
    }
    rows = unit.session.execute(select(roster.c.id, roster.c.number, roster.c.households, roster.c.total))
    return [
        f"roster {row.number} does not add up"
        for row in rows
        if paid.get(row.id, (0, 0)) != (row.households, row.total)
    ]
