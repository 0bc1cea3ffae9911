"""追回 leaves a family most of every month, and the list of past months is searched where it is stored."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.granting import adjusting, back_paying, rosters
from jiuzhu.services.household.means import NewLine
from jiuzhu.storage.queries.files import FileRows
from once import once
from receiving import dies, happens, paid_four, propose, sign, told
from town import Town, payer_of


@pytest.fixture
@once
def home(town: Town) -> FileRows:
    """1,440 until 2025-11, 610 from then on; October and November paid 830 too much each."""
    found = paid_four(town)
    dies(town, found, date(2025, 9, 10))
    propose(town, told(town, found))
    sign(town)
    return found


def test_two_months_taken_back_leave_four_fifths_of_each_month(town: Town, home: FileRows) -> None:
    for row in town.head.read(back_paying.back_payments):
        town.head.write(back_paying.decide_back_payment, row.id, approved=True, pay_month="2025-12")
    parts = town.head.read(back_paying.back_payments, ("approved",))
    assert sum(row.amount for row in parts) == Decimal("1660.00")
    months = sorted({row.pay_month for row in parts})
    kept = [sum(row.amount for row in parts if row.pay_month == month) for month in months]
    assert kept == [Decimal("122.00")] * 13 + [Decimal("74.00")]
    assert months[0] == "2025-12"
    assert town.clerk.read(rosters.roster, "2025-12", "dibao").total == Decimal("488.00")
    assert home.household.id


def test_what_no_grant_can_carry_stands_under_no_month(town: Town, home: FileRows) -> None:
    line = NewLine(category="income", kind="wage", figure=Decimal("3000.00"))
    happens(town, home, "income", date(2025, 11, 2), "乙示例", begins=[line])
    propose(town, told(town, home))
    (stop,) = town.head.read(adjusting.adjustments)
    town.head.write(adjusting.decide_adjustment, stop.id, approved=True)
    flag = town.head.read(back_paying.back_payments)[0]
    town.head.write(back_paying.decide_back_payment, flag.id, approved=True, pay_month="2025-12")
    (whole,) = town.head.read(back_paying.back_payments, ("approved",))
    assert (whole.pay_month, whole.amount) == ("", Decimal("830.00"))
    payer, today = payer_of(town), town.clerk.today()
    for yuan, on, receipt, told_of in (
        ("830.01", today, "缴1", "amount"),
        ("0.00", today, "缴1", "amount"),
        ("830.00", today + timedelta(days=1), "缴1", "on"),
        ("830.00", today - timedelta(days=1), "缴1", "on"),
        ("830.00", today, " ", "receipt"),
    ):
        with pytest.raises(InvalidInput) as refused:
            payer.write(back_paying.record_return, whole.id, Decimal(yuan), on, receipt)
        assert [one.field for one in refused.value.problems] == [told_of]
    payer.write(back_paying.record_return, whole.id, Decimal("300.00"), today, "缴1")
    (left,) = town.head.read(back_paying.back_payments, ("approved",))
    (given,) = town.head.read(back_paying.back_payments, ("returned",))
    assert (left.amount, given.amount) == (Decimal("530.00"), Decimal("300.00"))
    assert given.returned == f"{today} 退回，凭据 缴1"
    payer.write(back_paying.record_return, left.id, Decimal("530.00"), today, "缴2")
    assert town.head.read(back_paying.back_payments, ("approved",)) == []
    with pytest.raises(Refused, match="自行退回"):
        payer.write(back_paying.record_return, left.id, Decimal("1.00"), today, "缴3")


def test_past_months_are_found_by_name_beyond_what_a_list_shows(town: Town, home: FileRows) -> None:
    assert home.household.number
    find = town.head.read
    assert len(find(back_paying.back_payments, ("proposed",), "甲示例")) == 2
    assert find(back_paying.back_payments, ("proposed",), "无此人") == []
    assert len(find(back_paying.back_payments, ("proposed",), home.household.number, 1)) == 1
