"""Pay stays where somebody counts, and what a family is still owed finds its way after the family is no more."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.dossier import MemberPart
from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.errors import Refused
from jiuzhu.services.granting import adjusting, back_paying, consequences, rosters, sealing
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import accounts, events
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.household.events import Happened
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.unit import Unit
from on_the_way import accept, rows
from once import once
from paid_families import care, family, posted
from receiving import account_confirmed, four, granted, happens, propose, sign, told
from relief_case import colleague
from town import Town, id_number, payer_of, urban_couple, urban_three

NAMED = {"relation": "21", "counted": False, "not_counted_reason": "已成年另过"}


def father(town: Town, son: str) -> str:
    """A household of one that names a son who lives elsewhere."""

    def made(unit: Unit) -> str:
        born = date(1955, 1, 1)
        head = unit.add(Person(name="戊示例", id_number=id_number(born, 811), birth=born))
        home = unit.add(
            Household(number="户测1", kind="urban", district="500112", township="500112001", head_id=head.id)
        )
        since = date(2025, 1, 1)
        unit.add(Member(household_id=home.id, person_id=head.id, relation="01", joined_on=since))
        unit.add(
            Member(
                household_id=home.id, person_id=son, relation="21", joined_on=since, position=1,
                counted=False, not_counted_reason="已成年另过",
            )
        )  # fmt: skip
        return home.id

    return town.clerk.write(made)


def paid(town: Town, home: str) -> list[tuple[str, str]]:
    """First and last month of every grant of a household."""
    found = town.clerk.read(lambda unit: every(unit.session, home))
    return [(row.first_month, row.last_month) for row in found]


def test_who_is_only_named_in_a_merged_household_keeps_his_pay_where_he_counts(town: Town) -> None:
    """The son gets 90 where he lives alone; his father, who names him, moves in with others."""
    alone = rows(town, care(town))
    home = rows(town, posted(town, urban_three(town))).household.id
    before = paid(town, home)
    other = father(town, alone.application.applicant_id)
    town.on(date(2025, 12, 3))
    merger = Happened(kind="merge", effective_on=date(2025, 12, 2), other_household_id=other)
    town.checker.write(events.record_event, home, merger)
    assert paid(town, alone.household.id) == [("2025-11", "")]
    assert paid(town, home) == before


def test_who_is_only_named_but_paid_in_a_merged_household_is_paid_where_it_goes(town: Town) -> None:
    """Nobody counts him anywhere: what he gets through the household that ends is not lost with it."""
    alone = rows(town, care(town))

    def only_named(unit: Unit) -> None:
        (member,) = alone.members
        unit.get(Member, member.id).counted = False

    town.clerk.write(only_named)
    home = rows(town, posted(town, urban_three(town))).household.id
    town.on(date(2025, 12, 3))
    merger = Happened(kind="merge", effective_on=date(2025, 12, 2), other_household_id=alone.household.id)
    town.checker.write(events.record_event, home, merger)
    assert paid(town, alone.household.id) == [("2025-11", "")]
    account_confirmed(town)
    assert paid(town, alone.household.id) == [("2025-11", "2025-12")]
    assert ("2026-01", "") in paid(town, home)


def test_a_split_of_somebody_only_named_ends_the_naming_alone(town: Town) -> None:
    """He counts and gets 90 where he lives: no other household is made, and his account stays."""
    alone = rows(town, care(town))
    man = alone.people[alone.application.applicant_id]
    town.on(date(2025, 12, 1))
    dossier = family(town, "dibao")
    dossier.members.append(
        MemberPart(name=man.name, id_number=man.id_number, sex="1", birth=man.birth, **NAMED)  # type: ignore[arg-type]  # plain words of the form
    )
    home = rows(town, accept(town, dossier).application_id).household.id
    town.on(date(2025, 12, 5))
    split = Happened(kind="split", effective_on=date(2025, 12, 3), person_id=man.id)
    town.checker.write(events.record_event, home, split)
    assert paid(town, alone.household.id) == [("2025-11", "")]
    (event,) = town.checker.read(events.events, home)
    assert event.other_household_id is None
    (line,) = town.clerk.read(rosters.roster, "2026-01", "disability_care").lines
    assert (line.account_number, line.total) == (alone.household.account_number, Decimal("90.00"))


@pytest.fixture
@once
def owed(town: Town) -> FileRows:
    """A family owed 1,800 of October and of November, undecided; its grant is stopped."""
    town.on(date(2025, 8, 4))
    home = granted(town, four(town))
    town.on(date(2025, 11, 3))
    line = next(row for row in home.lines if row.category == "income")
    happens(town, home, "unemployed", date(2025, 9, 20), "甲示例", ends=[line.id])
    propose(town, told(town, home))
    sign(town)
    grant = told(town, home).entitlement_id
    change = town.checker.read(consequences.on_ground, grant, "refused_check")
    ground = Ground(cause="refused_check", evidence="不配合复核")
    town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])
    sign(town)
    town.on(date(2025, 12, 3))
    return home


def decide_all(town: Town, month: str = "2025-12") -> None:
    for row in town.head.read(back_paying.back_payments):
        town.head.write(back_paying.decide_back_payment, row.id, approved=True, pay_month=month)


def test_what_a_merged_family_is_owed_is_paid_to_the_family_it_joins(town: Town, owed: FileRows) -> None:
    couple = urban_couple(town, 611)
    couple.application.programmes = ["dibao"]
    couple.household.account_number = "6200000000000008888"
    there = rows(town, accept(town, couple).application_id).household
    merger = Happened(kind="merge", effective_on=date(2025, 12, 2), other_household_id=owed.household.id)
    town.checker.write(events.record_event, there.id, merger)
    decide_all(town)
    (line,) = town.clerk.read(rosters.roster, "2025-12", "dibao").lines
    assert (line.account_number, line.total) == ("6200000000000008888", Decimal("3600.00"))


def test_neither_who_proposed_it_nor_who_records_the_merger_decides_what_a_merged_family_is_owed(
    town: Town,
) -> None:
    """One colleague proposed the raise, another records the merger; both may sign other things."""
    proposer, recorder = (
        colleague(town, name, f"{word}兼岗", "checker", "approver")
        for name, word in (("one", "孙"), ("two", "周"))
    )
    town.on(date(2025, 8, 4))
    home = granted(town, four(town))
    town.on(date(2025, 11, 3))
    line = next(row for row in home.lines if row.category == "income")
    happens(town, home, "unemployed", date(2025, 9, 20), "甲示例", ends=[line.id])
    found = told(town, home)
    proposer.write(
        adjusting.propose_adjustment,
        found.entitlement_id,
        found.change,
        Ground(cause="event", evidence="入户核实情况"),
        [],
    )
    sign(town)
    grant = told(town, home).entitlement_id
    change = town.checker.read(consequences.on_ground, grant, "refused_check")
    town.checker.write(
        adjusting.propose_adjustment, grant, change, Ground(cause="refused_check", evidence="不配合复核"), []
    )
    sign(town)
    town.on(date(2025, 12, 3))
    couple = urban_couple(town, 611)
    couple.application.programmes = ["dibao"]
    there = rows(town, accept(town, couple).application_id).household
    merger = Happened(kind="merge", effective_on=date(2025, 12, 2), other_household_id=home.household.id)
    recorder.write(events.record_event, there.id, merger)
    for desk, why in ((proposer, "您提出的"), (recorder, "您登记的并户")):
        (first, *_) = desk.read(back_paying.back_payments)
        assert first.barred.partition("，")[0] in {"是您提出的", "随您登记的并户转来"}
        with pytest.raises(Refused, match=why):
            desk.write(back_paying.decide_back_payment, first.id, approved=True, pay_month="2025-12")
    decide_all(town)


def test_what_a_merged_family_was_owed_says_nothing_of_the_months_of_the_other(town: Town) -> None:
    """Each family is held against what was found about its own grant."""
    town.on(date(2025, 8, 4))
    first = granted(town, four(town))
    town.on(date(2025, 8, 18))
    second = granted(town, four(town, order=701), signed=date(2025, 8, 28))
    town.on(date(2025, 11, 3))
    line = next(row for row in first.lines if row.category == "income")
    happens(town, first, "unemployed", date(2025, 9, 20), "甲示例", ends=[line.id])
    propose(town, told(town, first))
    sign(town)
    grant = told(town, first).entitlement_id
    change = town.checker.read(consequences.on_ground, grant, "refused_check")
    town.checker.write(
        adjusting.propose_adjustment, grant, change, Ground(cause="refused_check", evidence="不配合复核"), []
    )
    sign(town)
    town.on(date(2025, 12, 3))
    merger = Happened(kind="merge", effective_on=date(2025, 12, 2), other_household_id=first.household.id)
    town.checker.write(events.record_event, second.household.id, merger)
    decide_all(town)
    grant = told(town, second).entitlement_id
    change = town.checker.read(consequences.by_hand, grant, Decimal(0), "核定有误", "57-33")
    ground = Ground(cause="recheck", evidence="入户核实情况", since="2025-10")
    town.checker.write(adjusting.propose_adjustment, grant, change, ground, [])
    sign(town)
    found = town.head.read(back_paying.back_payments)
    assert {(row.kind, row.for_month, row.amount) for row in found} == {
        ("追回", month, Decimal("1440.00")) for month in ("2025-10", "2025-11", "2025-12")
    }


def ends(town: Town, home: FileRows) -> None:
    """Everybody moves away."""
    for name in ("乙示例", "丙示例", "丁示例", "甲示例"):
        happens(town, home, "move_out", date(2025, 12, 2), name)


def test_nothing_is_settled_that_nobody_can_be_paid(town: Town, owed: FileRows) -> None:
    """The family has gone: its 3,600 wait for an account, month by month, and the others are sealed without it."""
    payer = payer_of(town)
    decide_all(town, "2026-01")
    for name in ("乙示例", "丙示例", "丁示例", "甲示例"):
        happens(town, owed, "move_out", date(2025, 12, 2), name)
    couple = urban_couple(town, 611)
    couple.application.programmes = ["dibao"]
    granted(town, couple, signed=date(2025, 12, 15))
    town.on(date(2026, 1, 5))
    seal = payer.write(sealing.seal_month, "2026-01", "dibao", checked=True)
    assert (seal.households, seal.repaired) == (1, Decimal("0.00"))
    waits = town.head.read(back_paying.back_payments, ("approved",))
    assert [(row.pay_month, row.amount) for row in waits] == [("2026-02", Decimal("1800.00"))] * 2
    wanted = NewAccount(
        bank="丙银行", account_name="丁示例", account_number="6200000000000007777", reason="已迁出，换账户"
    )
    change = town.checker.write(accounts.propose_account, owed.household.id, wanted)
    town.head.write(accounts.decide_account, change, confirmed=True)
    town.on(date(2026, 2, 3))
    found = town.clerk.read(rosters.roster, "2026-02", "dibao").lines
    assert {line.account_number: line.total for line in found}["6200000000000007777"] == Decimal("3600.00")
    payer.write(sealing.seal_month, "2026-02", "dibao", checked=True)
    assert town.head.read(back_paying.back_payments, ("approved",)) == []


def asked_back(town: Town, home: FileRows, yuan: str, state: str, *, person: bool = False) -> str:
    """Money of October a family, or its head, was paid too much and no grant carries; returns its id."""

    def add(unit: Unit) -> str:
        grant = every(unit.session, home.household.id)[0]
        return unit.add(
            BackPayment(
                household_id=home.household.id, entitlement_id=grant.id, programme="dibao", kind="clawback",
                person_id=home.application.applicant_id if person else None, for_month="2025-10",
                amount=Decimal(yuan), reason="多领", state=state, adjustment_id=None,
                proposed_by=unit.actor.operator_id, proposed_on=unit.today,
            )
        ).id  # fmt: skip

    return town.clerk.write(add)


def test_what_a_merged_family_owes_is_asked_where_it_lives_now_and_kept_from_nobody_by_itself(
    town: Town, owed: FileRows
) -> None:
    couple = urban_couple(town, 611)
    couple.application.programmes = ["dibao"]
    there = granted(town, couple, signed=date(2025, 12, 15))
    town.on(date(2025, 12, 18))
    ids = {
        asked_back(town, owed, "90.00", "proposed"),
        asked_back(town, owed, "70.00", "approved"),
        asked_back(town, owed, "50.00", "approved", person=True),
    }
    settled = asked_back(town, owed, "30.00", "returned")
    merger = Happened(kind="merge", effective_on=date(2025, 12, 17), other_household_id=owed.household.id)
    town.checker.write(events.record_event, there.household.id, merger)
    found = town.head.read(back_paying.back_payments, ("proposed", "approved", "returned"))
    moved = {row.id: row for row in found if row.kind == "追回" and row.household_id == there.household.id}
    assert moved.keys() == ids
    assert {row.pay_month for row in moved.values()} == {""}
    assert all(f"原属{owed.household.number}" in row.reason for row in moved.values())
    (kept,) = [row for row in found if row.id == settled]
    assert kept.household_id == owed.household.id
    (line,) = town.clerk.read(rosters.roster, "2026-01", "dibao").lines
    assert line.repaired == Decimal("0.00")


def test_a_difference_found_after_the_merger_is_of_the_family_it_went_to(town: Town, owed: FileRows) -> None:
    """The list of November was sealed with another amount than is due by now."""
    payer = payer_of(town)
    town.on(date(2025, 11, 5))
    seal = payer.write(sealing.seal_month, "2025-11", "dibao", checked=True)
    town.on(date(2025, 12, 3))
    couple = urban_couple(town, 611)
    couple.application.programmes = ["dibao"]
    there = rows(town, accept(town, couple).application_id).household
    merger = Happened(kind="merge", effective_on=date(2025, 12, 2), other_household_id=owed.household.id)
    town.checker.write(events.record_event, there.id, merger)

    def less(unit: Unit) -> None:
        for row in every(unit.session, owed.household.id):
            if row.covers("2025-11"):
                row.monthly -= Decimal("40.00")

    town.head.write(less)
    assert payer.write(sealing.flag_differences, seal.id) == 1
    (row,) = [one for one in town.head.read(back_paying.back_payments) if one.kind == "追回"]
    assert (row.household_id, row.amount) == (there.id, Decimal("40.00"))
    assert payer.write(sealing.flag_differences, seal.id) == 0


def test_a_month_in_which_only_what_nobody_can_be_paid_is_left_says_so_and_stays_in_sight(
    town: Town, owed: FileRows
) -> None:
    payer = payer_of(town)
    decide_all(town, "2026-01")
    ends(town, owed)
    for today in (date(2026, 1, 5), date(2026, 4, 7)):
        town.on(today)
        with pytest.raises(Refused, match="只有补发") as refused:
            payer.write(sealing.seal_month, "2026-01", "dibao", checked=True)
        assert owed.household.number in refused.value.message
        assert "发放—变更账户" in refused.value.message
        assert "补发追回" in refused.value.message
        shown = [(row.month, row.programme) for row in payer.read(sealing.months) if not row.id]
        assert ("2026-01", "dibao") in shown
    assert {month for month, _ in shown} == {"2026-01"}
    wanted = NewAccount(
        bank="丙银行", account_name="丁示例", account_number="6200000000000007777", reason="已迁出，换账户"
    )
    change = town.checker.write(accounts.propose_account, owed.household.id, wanted)
    town.head.write(accounts.decide_account, change, confirmed=True)
    payer.write(sealing.seal_month, "2026-01", "dibao", checked=True)
    assert town.head.read(back_paying.back_payments, ("approved",)) == []
    assert [row.month for row in payer.read(sealing.months) if not row.id] == []
