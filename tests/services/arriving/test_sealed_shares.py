"""What a sealed list lacked of a person's own grant is that person's, wherever they live when it is found or paid."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from care_that_moves import two_of_care
from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.ids import new_id
from jiuzhu.services.granting import sealing
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from man_who_moves import moves
from receiving import account_confirmed, person
from town import Town


def raised(town: Town, home: str, yuan: str) -> None:
    """Every 护理补贴 of December that is paid through a household is so much more, as a later decision says."""

    def more(unit: Unit) -> None:
        for row in every(unit.session, home):
            if row.programme == "disability_care" and row.household_id == home and row.covers("2025-12"):
                row.monthly, row.base = row.monthly + Decimal(yuan), row.base + Decimal(yuan)

    town.head.write(more)


def flags(town: Town) -> list[tuple[str | None, str, str, Decimal]]:
    """Person, household, kind and yuan of what is proposed."""
    found = town.clerk.read(lambda unit: list(unit.session.scalars(select(BackPayment))))
    return [(row.person_id, row.household_id, row.kind, row.amount) for row in found]


def sealed(payer: Workspace, month: str = "2025-12") -> str:
    return payer.write(sealing.seal_month, month, "disability_care", checked=True).id


def test_what_was_lacking_goes_along_with_the_person_and_is_not_found_twice(
    town: Town, man: FileRows, there: FileRows, payer: Workspace
) -> None:
    seal = sealed(payer)
    raised(town, man.household.id, "10.00")
    assert payer.write(sealing.flag_differences, seal) == 1
    who = man.application.applicant_id
    assert flags(town) == [(who, man.household.id, "makeup", Decimal("10.00"))]
    moves(town, man, there)
    account_confirmed(town)
    assert flags(town) == [(who, there.household.id, "makeup", Decimal("10.00"))]
    assert payer.write(sealing.flag_differences, seal) == 0
    assert len(flags(town)) == 1


def test_what_is_found_after_the_move_is_paid_where_the_grant_is(
    town: Town, man: FileRows, there: FileRows, payer: Workspace
) -> None:
    seal = sealed(payer)
    moves(town, man, there)
    account_confirmed(town)
    raised(town, man.household.id, "10.00")
    assert payer.write(sealing.flag_differences, seal) == 1
    assert flags(town) == [(man.application.applicant_id, there.household.id, "makeup", Decimal("10.00"))]
    assert payer.write(sealing.flag_differences, seal) == 0


def test_of_two_in_a_home_it_is_told_who_lacked_what(
    town: Town, man: FileRows, there: FileRows, payer: Workspace
) -> None:
    """Two of one home are paid 90 each; one's December ended with November, a third began in it."""
    other, third = (there.people[row.person_id].id for row in there.members[:2])

    def joins(unit: Unit, person: str, first: str) -> None:
        (grant,) = every(unit.session, man.household.id)
        unit.add(replace(grant, id=new_id(), person_id=person, first_month=first, version=1))

    town.head.write(joins, other, "2025-11")
    seal = sealed(payer)
    assert payer.write(sealing.flag_differences, seal) == 0

    def changes(unit: Unit) -> None:
        mine = [row for row in every(unit.session, man.household.id) if row.household_id == man.household.id]
        for row in mine:
            if row.person_id == other:
                row.last_month, row.ended_reason = "2025-11", "over_limit"
        unit.add(
            replace(
                mine[0], id=new_id(), person_id=third, first_month="2025-12", monthly=Decimal("40.00"),
                base=Decimal("40.00"), last_month="", ended_reason="", version=1,
            )
        )  # fmt: skip

    town.head.write(changes)
    assert payer.write(sealing.flag_differences, seal) == 2
    assert set(flags(town)) == {
        (other, man.household.id, "clawback", Decimal("90.00")),
        (third, man.household.id, "makeup", Decimal("40.00")),
    }
    assert payer.write(sealing.flag_differences, seal) == 0


def test_differences_that_even_out_in_one_home_are_told_of_each_person(town: Town, payer: Workspace) -> None:
    """Sealed with 80 each; now 90 are due to one and 70 to the other."""
    home = two_of_care(town)
    seal = sealed(payer)
    first, second = person(home, "甲示例"), person(home, "乙示例")

    def decided(unit: Unit) -> None:
        for row in every(unit.session, home.household.id):
            if row.programme == "disability_care":
                row.monthly += Decimal("10.00") if row.person_id == first else Decimal("-10.00")

    town.head.write(decided)
    assert payer.write(sealing.flag_differences, seal) == 2
    assert {(who, kind, yuan) for who, _, kind, yuan in flags(town)} == {
        (first, "makeup", Decimal("10.00")),
        (second, "clawback", Decimal("10.00")),
    }
    assert payer.write(sealing.flag_differences, seal) == 0


def test_somebody_granted_instead_of_another_since_the_seal_is_told(town: Town, payer: Workspace) -> None:
    """Only 甲 was on the sealed list; the month is 乙's as it turns out, and as much."""
    home = two_of_care(town)
    first, second = person(home, "甲示例"), person(home, "乙示例")

    def only(who: str) -> None:
        def ends(unit: Unit) -> None:
            for row in every(unit.session, home.household.id):
                if row.programme == "disability_care" and row.person_id != who:
                    row.first_month, row.last_month = "2025-10", "2025-11"

        town.head.write(ends)

    only(first)
    seal = sealed(payer)

    def instead(unit: Unit) -> None:
        (old,) = [
            row
            for row in every(unit.session, home.household.id)
            if row.programme == "disability_care" and row.person_id == first
        ]
        unit.add(replace(old, id=new_id(), person_id=second, version=1))
        old.last_month = "2025-11"

    town.head.write(instead)
    assert payer.write(sealing.flag_differences, seal) == 2
    assert {(who, kind) for who, _, kind, _ in flags(town)} == {(first, "clawback"), (second, "makeup")}
