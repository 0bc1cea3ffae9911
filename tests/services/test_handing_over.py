"""What was handed over outside a roster is told with its receipt, confirmed by another person, and paid no second time."""

from datetime import date
from decimal import Decimal

import pytest

from care_that_moves import two_of_care
from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.household import Household
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused
from jiuzhu.services.granting import back_paying, handing_over, rosters, sealing
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.unit import Unit
from on_the_way import rows
from relief_case import colleague
from services.test_sealed_without_account import CARE, MONTHLY, account_of_who_stays
from town import Town

ON, RECEIPT = date(2025, 12, 20), "现领 2025-018"


def _no_account(unit: Unit, household_id: str) -> None:
    unit.get(Household, household_id).account_number = ""
    unit.about(household_id)


@pytest.fixture
def owed(town: Town, payer: Workspace) -> list[str]:
    """Two 补发 of 80 for December, sealed while nobody knew to whom the family is paid; it has an account by now."""
    home = two_of_care(town)
    town.on(date(2025, 12, 8))
    town.clerk.write(_no_account, home.household.id)
    seal = payer.write(sealing.seal_month, "2025-12", CARE, checked=True).id
    account_of_who_stays(town, rows(town, home.application.id))
    town.on(date(2025, 12, 24))
    payer.write(sealing.flag_differences, seal)
    return [row.id for row in town.head.read(back_paying.back_payments)]


def _states(town: Town) -> dict[str, Decimal]:
    found = town.head.read(back_paying.back_payments, ("proposed", "approved", "told", "paid", "settled"))
    return {
        row.state: sum((one.amount for one in found if one.state == row.state), Decimal(0)) for row in found
    }


def _told(
    payer: Workspace, row: str, amount: Decimal = MONTHLY, on: date = ON, receipt: str = RECEIPT
) -> None:
    payer.write(handing_over.record_handed_over, row, amount, on, receipt)


def _paid_in_january(town: Town, payer: Workspace) -> Decimal:
    town.on(date(2026, 1, 28))
    seal = payer.write(sealing.seal_month, "2026-01", CARE, checked=True)
    for month in ("2025-12", "2026-01"):
        (one,) = (row for row in payer.read(sealing.months) if (row.month, row.programme) == (month, CARE))
        assert payer.write(sealing.flag_differences, one.id) == 0
    return seal.repaired


def test_whose_month_it_is_is_told_and_found_by(town: Town, owed: list[str]) -> None:
    found = town.head.read(back_paying.back_payments)
    assert sorted(row.person for row in found) == ["乙示例（妻）", "甲示例（户主）"]
    assert [row.id for row in town.head.read(back_paying.back_payments, ("proposed",), "乙示例")] == [
        row.id for row in found if row.person.startswith("乙")
    ]
    assert len(owed) == len(found)


def test_what_was_given_is_paid_by_no_roster(town: Town, payer: Workspace, owed: list[str]) -> None:
    _told(payer, owed[0])
    with pytest.raises(Refused, match="已经决定"):
        town.head.write(back_paying.decide_back_payment, owed[0], approved=True, pay_month="2026-01")
    town.head.write(handing_over.confirm_handed_over, owed[0], checked=True)
    town.head.write(back_paying.decide_back_payment, owed[1], approved=True, pay_month="2026-01")
    assert _states(town) == {"paid": MONTHLY, "approved": MONTHLY}
    (row,) = town.head.read(back_paying.back_payments, ("paid",))
    assert (row.state_label, row.returned) == ("已另行发放", f"2025-12-20 另行发放，凭据 {RECEIPT}")
    assert _paid_in_january(town, payer) == MONTHLY


def test_what_was_agreed_for_a_month_leaves_it_when_it_was_given(
    town: Town, payer: Workspace, owed: list[str]
) -> None:
    town.head.write(back_paying.decide_back_payment, owed[0], approved=True, pay_month="2026-01")
    _told(payer, owed[0], Decimal("30.00"))
    assert _states(town) == {"proposed": MONTHLY, "approved": Decimal("50.00"), "told": Decimal("30.00")}
    part = town.clerk.read(rosters.roster, "2026-01", CARE)
    assert part.repaired == Decimal("50.00")
    assert _paid_in_january(town, payer) == Decimal("50.00")


def test_another_person_than_who_told_it_confirms(town: Town, payer: Workspace, owed: list[str]) -> None:
    both = colleague(town, "both", "孙兼岗", "statistician", "approver")
    _told(both, owed[0])
    with pytest.raises(InvalidInput, match="领款凭据"):
        town.head.write(handing_over.confirm_handed_over, owed[0], checked=False)
    with pytest.raises(Refused, match="您登记的"):
        both.write(handing_over.confirm_handed_over, owed[0], checked=True)
    town.head.write(handing_over.confirm_handed_over, owed[0], checked=True)
    with pytest.raises(Refused, match="没有等待确认"):
        town.head.write(handing_over.confirm_handed_over, owed[0], checked=True)
    with pytest.raises(Refused, match="还没有随花名册办理"):
        _told(payer, owed[0])


def test_what_is_not_confirmed_waits_again_with_why(town: Town, payer: Workspace, owed: list[str]) -> None:
    _told(payer, owed[0])
    version = town.head.read(lambda unit: unit.get(BackPayment, owed[0]).version)
    with pytest.raises(ChangedSinceSeen):
        town.head.write(handing_over.deny_handed_over, owed[0], "凭据上不是本人签名", seen=version - 1)
    town.head.write(handing_over.deny_handed_over, owed[0], "凭据上不是本人签名", seen=version)
    row = next(one for one in town.head.read(back_paying.back_payments) if one.id == owed[0])
    assert (row.state, row.returned, row.barred) == ("proposed", "", "")
    assert row.reason.endswith(f"登记的另行发放（凭据 {RECEIPT}）没有确认：凭据上不是本人签名")
    town.head.write(back_paying.decide_back_payment, owed[0], approved=True, pay_month="2026-01")


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("amount", {"amount": Decimal("80.01")}), ("amount", {"amount": Decimal(0)}), ("on", {"on": date(2025, 12, 25)}),
        ("on", {"on": date(2025, 11, 30)}), ("receipt", {"receipt": " "}),
    ],
)  # fmt: skip
def test_it_is_told_whole(payer: Workspace, owed: list[str], field: str, told: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as caught:
        _told(payer, owed[0], **told)  # type: ignore[arg-type]  # one of the three
    assert [one.field for one in caught.value.problems] == [field]
