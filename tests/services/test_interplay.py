"""One thing after another: what was decided about money still holds when the family, its grant or the standard changes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import old_table
from jiuzhu.domain.granting import BackPayment, Reassessment
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.old_ledger import Terms
from jiuzhu.errors import Refused
from jiuzhu.services.granting import (
    adjusting,
    back_paying,
    carrying_out,
    consequences,
    list_seal,
    reassessing,
    rosters,
    sealing,
)
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.services.household import events, household_facts
from jiuzhu.services.household.events import Happened
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.ledger import first_load
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules import rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from ledger_case import decide
from on_the_way import approve, rows, single, submitted
from once import once
from receiving import (
    account_confirmed,
    dies,
    flags,
    happens,
    paid_four,
    propose,
    sign,
    succession,
    told,
    with_setting,
    with_standard,
)
from town import Town, id_number, urban_couple, urban_three

WANTED = Wanted(
    title="2026 年低保标准调整",
    standards_on=date(2025, 12, 20),
    from_month="2026-01",
    document="示例规〔2025〕99号",
)


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """The family of four, 1,440.00 from 2025-09; the third of November."""
    return paid_four(town)


def overpaid(town: Town, home: FileRows) -> None:
    """610.00 from December, 122.00 of each month kept back for October and November."""
    dies(town, home, date(2025, 9, 10))
    propose(town, told(town, home))
    sign(town)
    for row in town.head.read(back_paying.back_payments):
        town.head.write(back_paying.decide_back_payment, row.id, approved=True, pay_month="2025-12")


def sets(town: Town, home: FileRows, yuan: str, **more: str) -> None:
    """A person sets another amount, and it is signed."""
    grant = told(town, home).entitlement_id
    change = town.checker.read(consequences.by_hand, grant, Decimal(yuan), "核定有误更正", "57-33")
    ground = Ground(cause="recheck", evidence="入户核实情况", **more)
    town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])
    sign(town)


def kept_back(town: Town) -> dict[str, Decimal]:
    """Yuan by the month they are kept with, "" for what the family gives back itself."""
    found: dict[str, Decimal] = {}
    for row in town.head.read(back_paying.back_payments, ("approved",)):
        found[row.pay_month] = found.get(row.pay_month, Decimal(0)) + row.amount
    return found


def test_a_stop_leaves_nothing_to_keep_back_and_the_month_can_be_sealed(
    town: Town, home: FileRows, payer: Workspace
) -> None:
    couple = urban_couple(town, 611)
    couple.application.programmes = ["dibao"]
    taken = submitted(town, couple, date(2025, 11, 3), date(2025, 11, 12))
    approve(town, taken)
    overpaid(town, home)
    line = NewLine(category="income", kind="wage", figure=Decimal("3000.00"))
    happens(town, home, "income", date(2025, 11, 3), "乙示例", begins=[line])
    propose(town, told(town, home))
    sign(town)
    assert kept_back(town) == {"": Decimal("1660.00")}
    town.on(date(2025, 12, 8))
    assert payer.write(sealing.seal_month, "2025-12", "dibao", checked=True).households == 1


def test_a_cut_keeps_back_no_more_than_its_share(town: Town, home: FileRows) -> None:
    overpaid(town, home)
    sets(town, home, "130.00")
    assert town.clerk.read(rosters.roster, "2025-12", "dibao").total == Decimal("104.00")
    assert town.clerk.read(rosters.roster, "2026-12", "dibao").total == Decimal("104.00")
    found = kept_back(town)
    assert sum(found.values()) == Decimal("1660.00")
    assert max(found.values()) == Decimal("26.00")


def test_a_new_standard_that_is_less_keeps_back_no_more_than_its_share(
    town: Town, home: FileRows, payer: Workspace
) -> None:
    event = dies(town, home, date(2025, 9, 10))
    propose(town, told(town, home))
    sign(town)
    town.checker.write(events.settle_event, event, "已核实并办结")
    for row in town.head.read(back_paying.back_payments):
        town.head.write(back_paying.decide_back_payment, row.id, approved=True, pay_month="2025-12")
    before = kept_back(town)
    assert before["2026-01"] == Decimal("122.00")
    with_setting(town.clerk, town.checker, town.head, payer, key="std.dibao.urban", value=Decimal(740))
    town.on(date(2025, 12, 20))
    run = reassessing.draft(payer, WANTED)
    town.head.write(reassessing.sign, run)
    assert carrying_out.apply(payer, run).changed == 1
    assert town.clerk.read(rosters.roster, "2025-12", "dibao").total == Decimal("488.00")
    assert town.clerk.read(rosters.roster, "2026-01", "dibao").total == Decimal("416.00")
    found = kept_back(town)
    assert sum(found.values()) == sum(before.values())
    assert max(yuan for month, yuan in found.items() if month >= "2026-01") == Decimal("104.00")


def test_who_did_not_count_does_not_count_after_a_merger(town: Town, home: FileRows) -> None:
    def neighbours(unit: Unit) -> str:
        born = date(1980, 1, 1), date(2005, 1, 1)
        head, son = (
            unit.add(Person(name=name, id_number=id_number(day, 811), sex="1", birth=day))
            for name, day in zip(("戊示例", "庚示例"), born, strict=True)
        )
        made = unit.add(
            Household(number="户测1", kind="urban", district="500112", township="500112001", head_id=head.id)
        )
        since = date(2025, 1, 1)
        unit.add(Member(household_id=made.id, person_id=head.id, relation="01", joined_on=since))
        unit.add(
            Member(
                household_id=made.id, person_id=son.id, relation="21", joined_on=since,
                counted=False, not_counted_reason="已成年另过",
            )
        )  # fmt: skip
        return made.id

    other = town.clerk.write(neighbours)
    merger = Happened(kind="merge", effective_on=date(2025, 11, 2), other_household_id=other)
    town.checker.write(events.record_event, home.household.id, merger)
    facts = town.clerk.read(household_facts.facts_on, home.household.id, date(2025, 11, 3))
    counted = {one.name: one.counted for one in facts.members}
    assert (counted["戊示例"], counted["庚示例"]) == (True, False)
    assert told(town, home).change.monthly == Decimal("2210.00")  # five heads, not six


@pytest.mark.parametrize(("comes", "monthly"), [(True, "2210.00"), (False, "1440.00")])
def test_who_was_named_without_counting_is_not_named_twice_after_a_merger(
    town: Town, home: FileRows, *, comes: bool, monthly: str
) -> None:
    """Four heads at 1,440.00; the uncle named here counts from the merger on when he counted where he comes from."""

    def uncle(unit: Unit) -> str:
        person = unit.add(
            Person(name="戊示例", id_number=id_number(date(1980, 1, 1), 811), birth=date(1980, 1, 1))
        )
        made = unit.add(
            Household(
                number="户测1", kind="urban", district="500112", township="500112001", head_id=person.id
            )
        )
        for where, counted in ((made.id, comes), (home.household.id, False)):
            unit.add(
                Member(
                    household_id=where, person_id=person.id, relation="97", joined_on=date(2025, 1, 1),
                    counted=counted, position=9,
                )
            )  # fmt: skip
        return made.id

    merger = Happened(
        kind="merge", effective_on=date(2025, 11, 2), other_household_id=town.clerk.write(uncle)
    )
    town.checker.write(events.record_event, home.household.id, merger)
    facts = town.clerk.read(household_facts.facts_on, home.household.id, date(2025, 11, 3))
    assert [one.counted for one in facts.members if one.name == "戊示例"] == [comes]
    assert told(town, home).change.monthly == Decimal(monthly)


def test_what_is_still_to_be_made_up_or_kept_back_for_a_person_moves_with_them(town: Town) -> None:
    """80.00 a month, 16.00 of each kept back from December on: who moves in December is kept back from there, as much."""
    alone = single(town, "disability_care", birth=date(1970, 5, 5), order=91)
    alone.members[0].disability_kind, alone.members[0].disability_grade = "3", "1"
    taken = town.accept(alone).application_id
    amounts: dict[str, tuple[Decimal, Decimal] | None] = {"disability_care": (Decimal(80), Decimal(0))}
    town.head.write(decide, taken, amounts=amounts, first="2025-09")
    old = rows(town, taken)

    def owes(unit: Unit) -> None:
        (grant,) = every(unit.session, old.household.id)
        grant.person_id = old.application.applicant_id
        for kind, yuan in (("clawback", "80.00"), ("makeup", "30.00")):
            unit.add(
                BackPayment(
                    household_id=old.household.id, entitlement_id=grant.id, programme="disability_care",
                    person_id=grant.person_id, kind=kind, for_month="2025-09", amount=Decimal(yuan), reason="重新核定",
                    proposed_by=town.clerk.actor.operator_id, proposed_on=unit.today,
                )
            )  # fmt: skip

    town.on(date(2025, 12, 3))
    town.head.write(owes)
    found = {row.kind: row.id for row in town.head.read(back_paying.back_payments)}
    town.head.write(back_paying.decide_back_payment, found["追回"], approved=True, pay_month="2025-12")
    couple = rows(town, town.accept(urban_couple(town, 611)).application_id).household
    merger = Happened(kind="merge", effective_on=date(2025, 12, 2), other_household_id=old.household.id)
    town.checker.write(events.record_event, couple.id, merger)
    account_confirmed(town)
    (made_up,) = town.head.read(back_paying.back_payments)
    assert made_up.household_id == couple.id
    kept = [
        (row.pay_month, row.household_id, row.amount)
        for row in town.head.read(back_paying.back_payments, ("approved",))
    ]
    assert sorted(kept) == [
        ("2025-12", old.household.id, Decimal("16.00")),
        *((f"2026-0{month}", couple.id, Decimal("16.00")) for month in range(1, 5)),
    ]
    assert town.clerk.read(rosters.roster, "2026-01", "disability_care").total == Decimal("64.00")


def test_a_month_somebody_already_lived_elsewhere_is_not_taken_back(town: Town, home: FileRows) -> None:
    alone = single(town, "disability_care", birth=date(1970, 5, 5), order=91)
    alone.members[0].disability_kind, alone.members[0].disability_grade = "3", "1"
    taken = town.accept(alone).application_id
    amounts: dict[str, tuple[Decimal, Decimal] | None] = {"disability_care": (Decimal(70), Decimal(0))}
    town.head.write(decide, taken, amounts=amounts, first="2025-09")
    old = rows(town, taken)

    def of_the_person(unit: Unit) -> None:
        (row,) = every(unit.session, old.household.id)
        row.person_id = old.application.applicant_id
        (member,) = old.members
        unit.get(Member, member.id).joined_on = date(2025, 1, 1)

    town.head.write(of_the_person)
    town.on(date(2025, 12, 3))
    merger = Happened(kind="merge", effective_on=date(2025, 9, 20), other_household_id=old.household.id)
    town.checker.write(events.record_event, home.household.id, merger)
    (found,) = (
        row
        for row in town.checker.read(consequences.consequences, home.household.id)
        if row.programme == "disability_care"
    )
    propose(town, found, cause="recheck", since="2025-10")
    sign(town)
    assert flags(town) == [("补发", month, Decimal("20.00")) for month in ("2025-10", "2025-11", "2025-12")]


def test_who_moved_is_not_paid_in_both_homes_by_a_raise(town: Town) -> None:
    town.on(date(2025, 10, 24))
    dossier = urban_three(town)
    dossier.application.programmes = ["dibao", "disability_care"]
    taken = submitted(town, dossier, date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    home = rows(town, taken)
    with_setting(town.clerk, town.checker, town.head, key="grant.start", value="same")

    def too_little(unit: Unit) -> None:
        for row in every(unit.session, home.household.id):
            if row.programme == "disability_care":
                row.monthly = row.base = Decimal(70)

    town.head.write(too_little)
    town.on(date(2025, 12, 3))
    happens(town, home, "split", date(2025, 12, 1), "乙示例")
    (event,) = town.checker.read(events.events, home.household.id)
    (found,) = town.checker.read(consequences.consequences, event.other_household_id or "")
    propose(town, found, cause="recheck")
    sign(town)
    assert town.clerk.read(rosters.roster, "2025-12", "disability_care").total == Decimal("70.00")
    assert town.clerk.read(rosters.roster, "2026-01", "disability_care").total == Decimal("80.00")
    assert flags(town) == [("补发", "2025-12", Decimal("10.00"))]


def test_a_new_standard_is_made_up_for_a_month_the_seal_was_short_of(
    town: Town, home: FileRows, payer: Workspace
) -> None:
    town.on(date(2025, 11, 28))
    line = next(row for row in home.lines if row.category == "income")
    happens(town, home, "unemployed", date(2025, 11, 20), "甲示例", ends=[line.id])
    propose(town, told(town, home))
    town.on(date(2025, 12, 5))
    seal = payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    town.on(date(2025, 12, 10))
    sign(town)
    assert payer.write(sealing.flag_differences, seal.id) == 1
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2025, 12, 1))
    town.on(date(2025, 12, 20))
    run = reassessing.draft(payer, WANTED)
    (made_up,) = payer.read(reassessing.lines, run, "makeup")
    assert made_up.difference == Decimal("120.00")


def test_a_month_repaired_since_the_list_was_made_is_not_made_up_twice(
    town: Town, home: FileRows, payer: Workspace
) -> None:
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2025, 10, 1))
    sets(town, home, "1450.00")  # from December: the grant has two rows
    town.on(date(2025, 12, 20))
    run = reassessing.draft(payer, WANTED)
    assert len(payer.read(reassessing.lines, run, "makeup")) == 2
    town.head.write(reassessing.sign, run)
    sets(town, home, "1560.00", since="2025-10")
    for row in town.head.read(back_paying.back_payments):
        town.head.write(back_paying.decide_back_payment, row.id, approved=True, pay_month="2026-01")
    done = carrying_out.apply(payer, run)
    found = town.head.read(back_paying.back_payments, ("approved",))
    assert sorted((row.for_month, row.amount) for row in found) == [
        ("2025-10", Decimal("120.00")), ("2025-11", Decimal("120.00")), ("2025-12", Decimal("110.00")),
    ]  # fmt: skip
    assert (done.makeups, done.repaired) == (0, 2)
    assert "往月 2 笔没有执行" in done.told


def test_a_list_is_not_signed_by_a_figure_that_holds_no_more(
    town: Town, home: FileRows, payer: Workspace
) -> None:
    assert home.household.number
    town.on(date(2025, 12, 20))
    run = reassessing.draft(payer, WANTED)
    figure = NewFigure("std.dibao.urban", "800", date(2026, 7, 1), "示例规〔2025〕99号")
    rule_admin.set_figure(town.clerk, figure)  # of a day the list does not look at
    town.head.read(lambda unit: list_seal.require_sealed(unit, unit.get(Reassessment, run)))
    rule_admin.set_figure(town.clerk, replace(figure, starts=date(2025, 12, 1), replaces=True))
    with pytest.raises(Refused, match="所用的标准"):
        town.head.write(reassessing.sign, run)


def test_nobody_is_taken_over_while_an_ended_household_is_still_paid(town: Town, tmp_path: Path) -> None:
    town.on(date(2025, 11, 12))
    source = ("示例社区", old_table.COLUMNS)
    said = Terms("", False, "2025-11")
    first = old_table.write(tmp_path / "旧台账.xlsx", old_table.household(1, 1))
    old_table.take_over(town, town.checker.read(first_load.look_at_load, first, source, said, None))
    home, head = town.clerk.read(
        lambda unit: next((row.id, row.head_id) for row in unit.session.query(Household))
    )
    out = Happened(
        kind="move_out", effective_on=date(2025, 11, 12), person_id=head, **succession(town, home, head)
    )
    town.checker.write(events.record_event, home, out)
    again = old_table.write(tmp_path / "又.xlsx", old_table.household(1, 1, address="新街 2 号"))
    preview = town.checker.read(first_load.look_at_load, again, source, said, None)
    ((sentence,),) = preview.problems.values()
    assert "已注销、待遇还在发放" in sentence
