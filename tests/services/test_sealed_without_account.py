"""A month sealed while nobody knew to whom a family is to be paid is told beforehand and stays owed."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from care_that_moves import moves, other_family, two_of_care
from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.household import Person
from jiuzhu.services.granting import back_paying, rosters, sealing
from jiuzhu.services.household import accounts, events
from jiuzhu.services.household.accounts import NewAccount
from jiuzhu.services.household.events import Happened
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.obligations import every
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.unit import Unit
from on_the_way import rows
from once import once
from receiving import account_confirmed, happens, person
from town import Town

MONTHLY, CARE = Decimal("80.00"), "disability_care"


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """甲, whose account pays 护理补贴 to 乙 too, has gone to live with others."""
    found, there = two_of_care(town), other_family(town)
    town.on(date(2025, 12, 8))
    moves(town, found, there, date(2025, 12, 6), "甲示例")
    return rows(town, found.application.id)


def _told(payer: Workspace, month: str = "2025-12") -> list[tuple[str, ...]]:
    found = payer.read(sealing.months)
    return [row.without_account for row in found if row.programme == CARE and row.month == month]


def _seal(payer: Workspace, month: str) -> str:
    return payer.write(sealing.seal_month, month, CARE, checked=True).id


def account_of_who_stays(town: Town, home: FileRows) -> None:
    wanted = NewAccount(
        bank="丙银行", account_name="乙示例", account_number="6200000000000007777", reason="户主迁出，换账户"
    )
    town.checker.write(accounts.propose_account, home.household.id, wanted)
    account_confirmed(town)


def _of(town: Town, name: str) -> Person:
    wanted = select(Person).where(TABLES[Person].c.name == name)
    return town.clerk.read(lambda unit: unit.session.scalars(wanted).one())


def _flags(town: Town) -> list[tuple[str, str, Decimal]]:
    return [(row.kind, row.for_month, row.amount) for row in town.head.read(back_paying.back_payments)]


def test_who_cannot_be_paid_is_named_before_the_seal(town: Town, home: FileRows, payer: Workspace) -> None:
    assert _told(payer) == [(f"甲示例（{home.household.number}，本人的照付）",)]
    account_of_who_stays(town, home)
    assert _told(payer) == [()]


def test_what_was_sealed_without_an_account_is_made_up_when_there_is_one(
    town: Town, home: FileRows, payer: Workspace
) -> None:
    seal = _seal(payer, "2025-12")
    assert _flags(town) == []
    account_of_who_stays(town, home)
    assert payer.write(sealing.flag_differences, seal) == 1
    assert _flags(town) == [("补发", "2025-12", MONTHLY)]
    assert {row.reason[-9:] for row in town.head.read(back_paying.back_payments)} == {"封存时没有账户可付"}
    for row in town.head.read(back_paying.back_payments):
        town.head.write(back_paying.decide_back_payment, row.id, approved=True, pay_month="2026-01")
    assert payer.write(sealing.flag_differences, seal) == 0
    town.on(date(2026, 1, 28))
    _seal(payer, "2026-01")
    lines = town.clerk.read(rosters.roster, "2026-01", CARE).lines
    assert sum(line.total for line in lines if line.account_number) == 3 * MONTHLY


def test_who_left_is_paid_by_their_own_account_and_the_others_stay_owed(
    town: Town, home: FileRows, payer: Workspace
) -> None:
    """It is 甲's account: 甲 is paid by it where they live now, 乙 who stayed is not."""
    seal = payer.write(sealing.seal_month, "2025-12", CARE, checked=True)
    part = town.clerk.read(rosters.roster, "2025-12", CARE)
    (line,) = (one for one in part.lines if one.household_number == home.household.number)
    assert (line.payee, line.account_number, line.members, line.base, line.total) == (
        "甲示例", "6200000000000000001", 1, MONTHLY, MONTHLY,
    )  # fmt: skip
    assert line.id_number == _of(town, "甲示例").id_number
    assert seal.total == part.total == MONTHLY
    account_of_who_stays(town, home)
    assert payer.write(sealing.flag_differences, seal.id) == 1
    (row,) = town.head.read(back_paying.back_payments)
    assert (row.person, row.kind, row.amount) == ("乙示例（户主）", "补发", MONTHLY)
    assert row.reason.endswith("封存时没有账户可付")


@pytest.mark.usefixtures("home")
def test_nobody_is_paid_by_the_account_of_somebody_who_has_died_since(town: Town, payer: Workspace) -> None:
    there = _of(town, "甲示例").id
    died = Happened(kind="death", effective_on=date(2025, 12, 7), person_id=there)
    (lives,) = town.clerk.read(
        lambda unit: [
            row.household_id for row in people.households_of(unit.session, [there], date(2025, 12, 8))
        ]
    )
    town.checker.write(events.record_event, lives, died)
    assert payer.write(sealing.seal_month, "2025-12", CARE, checked=True).total == 0


def test_a_sealed_list_counts_only_what_was_paid(town: Town, home: FileRows, payer: Workspace) -> None:
    """低保 is the family's: it stands on the list with nothing; what is made up later is counted in its own month, once."""
    seal = payer.write(sealing.seal_month, "2025-12", "dibao", checked=True)
    part = town.clerk.read(rosters.roster, "2025-12", "dibao")
    (line,) = (one for one in part.lines if one.household_number == home.household.number)
    assert (line.bank, line.account_number, line.members, line.total) == (
        "账户所有人已不在户，待确认新账户", "", 0, Decimal(0),
    )  # fmt: skip
    assert seal.total == part.total == sum(one.total for one in part.lines if one.account_number)
    assert seal.people == part.people == sum(one.members for one in part.lines if one.account_number)


def test_who_has_no_account_yet_stands_on_the_sealed_list_with_nothing(town: Town, payer: Workspace) -> None:
    """乙 splits off: the subsidy goes to the new household at once, which nobody has told the account of."""
    home = two_of_care(town)
    town.on(date(2026, 1, 6))
    happens(town, home, "split", date(2025, 12, 30), "乙示例")
    seal = payer.write(sealing.seal_month, "2026-01", CARE, checked=True)
    assert seal.total == 2 * MONTHLY  # still the old account's: the event was recorded in January
    town.on(date(2026, 2, 3))
    seal = payer.write(sealing.seal_month, "2026-02", CARE, checked=True)
    part = town.clerk.read(rosters.roster, "2026-02", CARE)
    assert [(one.payee, one.bank, one.total) for one in part.lines] == [
        ("甲示例", "示例农商银行", MONTHLY),
        ("乙示例", "没有登记账户，没有发放", Decimal(0)),
    ]
    assert seal.total == MONTHLY


def test_the_next_seal_finds_it_too(town: Town, home: FileRows, payer: Workspace) -> None:
    _seal(payer, "2025-12")
    account_of_who_stays(town, home)
    town.on(date(2026, 1, 28))
    _seal(payer, "2026-01")
    assert _flags(town) == [("补发", "2025-12", MONTHLY)]


def test_what_is_kept_back_waits_with_the_grant_it_is_kept_from(
    town: Town, home: FileRows, payer: Workspace
) -> None:
    """32 of the 160 may be kept: nothing was paid, so nothing was kept, and no later month loses more than it may."""

    def asked(unit: Unit) -> None:
        who = person(home, "乙示例")
        (grant,) = [
            row
            for row in every(unit.session, home.household.id)
            if row.person_id == who and row.programme == CARE
        ]
        for month in ("2025-12", "2026-01"):
            unit.add(
                BackPayment(
                    household_id=home.household.id, entitlement_id=grant.id, programme=CARE, person_id=who,
                    kind="clawback", for_month="2025-10", amount=Decimal("32.00"), pay_month=month, state="approved",
                    reason="多发", proposed_by=unit.actor.operator_id, proposed_on=unit.today,
                )
            )  # fmt: skip

    town.clerk.write(asked)
    seal = _seal(payer, "2025-12")
    waiting = town.head.read(back_paying.back_payments, ("approved", "settled"))
    assert sorted((row.pay_month, row.amount) for row in waiting) == [
        ("2026-01", Decimal("32.00")),
        ("2026-02", Decimal("32.00")),
    ]
    assert payer.write(sealing.flag_differences, seal) == 1
    assert _flags(town) == [("补发", "2025-12", MONTHLY)]
