"""An existing household seen again: the same facts its decision stood on, and what became true since."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from jiuzhu.domain.application import EconomicLine
from jiuzhu.domain.facts_of import facts_of
from jiuzhu.domain.household import Household, Member
from jiuzhu.errors import UserError
from jiuzhu.services.casework import files
from jiuzhu.services.household.household_facts import facts_of_households, facts_on
from jiuzhu.storage.queries import household_facts
from jiuzhu.storage.queries.files import of_application
from jiuzhu.storage.unit import Unit
from on_the_way import approve, submitted
from town import Town, urban_couple, urban_three

DECIDED = date(2025, 11, 12)


@contextmanager
def watched(town: Town, statements: list[str]) -> Iterator[None]:
    """What is asked of the database meanwhile."""

    def hear(*told: Any) -> None:
        statements.append(told[2])

    engine = town.clerk.database.reading
    event.listen(engine, "before_cursor_execute", hear)
    yield
    event.remove(engine, "before_cursor_execute", hear)


def decided(town: Town) -> tuple[str, str]:
    """Case 1 with its decision: application and household."""
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(DECIDED)
    approve(town, taken)
    return taken, town.clerk.read(files.dossier, taken).household.id


def test_right_after_the_decision_the_household_is_what_was_signed(town: Town) -> None:
    taken, home = decided(town)
    dossier = town.clerk.read(files.dossier, taken)
    signed = replace(facts_of(dossier, DECIDED), asked=None)  # a form asks, a household does not
    assert town.clerk.read(facts_on, home, DECIDED) == signed


def test_a_line_found_later_counts_from_its_day_and_an_ended_one_until_its_day(town: Town) -> None:
    taken, home = decided(town)

    def found(unit: Unit) -> None:
        (wage,) = [
            row for row in of_application(unit.session, EconomicLine, taken) if row.category == "income"
        ]
        wage.ends_on = date(2025, 11, 30)
        unit.add(
            EconomicLine(
                application_id=taken,
                category="income",
                kind="wage",
                person_id=wage.person_id,
                declared=Decimal("2500.00"),
                starts_on=date(2025, 12, 1),
            )
        )

    town.checker.write(found)
    before, after = (town.clerk.read(facts_on, home, date(2025, month, 30)) for month in (11, 12))
    assert [one.amount for one in before.incomes] == [Decimal("1560.00")]
    assert [one.amount for one in after.incomes] == [Decimal("2500.00")]
    assert [one.amount for one in facts_of(town.clerk.read(files.dossier, taken), DECIDED).incomes] == [
        Decimal("1560.00")
    ]


def test_who_left_is_not_there_any_more_nor_what_they_earned(town: Town) -> None:
    _, home = decided(town)

    def leave(unit: Unit) -> None:
        from jiuzhu.storage.queries.files import members_of  # noqa: PLC0415  # here alone

        husband = next(row for row in members_of(unit.session, home) if row.relation == "01")
        unit.get(Member, husband.id).left_on = date(2025, 12, 5)

    town.checker.write(leave)
    assert len(town.clerk.read(facts_on, home, date(2025, 12, 4)).members) == 3
    later = town.clerk.read(facts_on, home, date(2025, 12, 5))
    assert (len(later.members), later.incomes) == (2, ())


def test_all_households_come_once_and_ended_ones_do_not(town: Town) -> None:
    _, home = decided(town)
    other = town.accept(urban_couple(town)).application_id
    other_home = town.clerk.read(files.dossier, other).household.id
    found = dict(town.clerk.read(lambda unit: list(facts_of_households(unit, None, DECIDED))))
    assert set(found) == {home, other_home}
    assert found[other_home].incomes == ()  # nothing of it was approved yet

    def end(unit: Unit) -> None:
        unit.get(Household, other_home).ended_on = DECIDED

    town.checker.write(end)
    assert [
        one for one, _ in town.clerk.read(lambda unit: list(facts_of_households(unit, None, DECIDED)))
    ] == [home]


def test_most_of_an_office_read_by_spans_is_what_it_is_by_names(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A span of ids holds a household nobody asked for; it stays out."""
    others = [town.accept(made).application_id for made in (urban_couple(town, at) for at in (411, 421, 431))]
    homes = [decided(town)[1], *(town.clerk.read(files.dossier, one).household.id for one in others)]
    wanted = sorted(homes)
    del wanted[1]
    named = town.clerk.read(lambda unit: list(facts_of_households(unit, wanted, DECIDED)))
    assert [one for one, _ in named] == wanted
    assert any(facts.incomes for _, facts in named)
    statements: list[str] = []
    for at_once in (2, 1):
        monkeypatch.setattr(household_facts, "AT_ONCE", at_once)
        with watched(town, statements):
            assert town.clerk.read(lambda unit: list(facts_of_households(unit, wanted, DECIDED))) == named
    assert any("member.household_id BETWEEN" in one for one in statements)


def test_a_household_of_another_database_is_told(town: Town) -> None:
    with pytest.raises(UserError, match="找不到这户"):
        town.clerk.read(facts_on, "01970000-0000-7000-8000-000000000000", DECIDED)
