"""Whether two bills are one: spelling does not matter, a number alone does not either."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.bills import NUMBER, OTHER, SUM, USED, BillSeen, likeness, spelling_key

DAY, LATER = date(2025, 9, 20), date(2025, 9, 21)
BILL = BillSeen("结算-1", "示例医院", DAY, Decimal(30000))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("结算-1", "结算1"),
        ("结算－１", "结算1"),
        (" 结算 — 1 ", "结算1"),
        ("ab/01", "AB01"),
        ("ＡＢ01", "AB01"),
        (" --", "--"),
    ],
)
def test_a_number_is_the_same_however_it_is_spelled(typed: str, key: str) -> None:
    assert spelling_key(typed) == key


@pytest.mark.parametrize(
    ("number", "issuer", "on", "total", "expected"),
    [
        ("结算－１", "示例 医院", LATER, 1, USED),
        ("结算-1", "另一医院", DAY, 1, USED),
        ("结算-1", "另一医院", LATER, 30000, USED),
        ("结算-1", "另一医院", LATER, 1, NUMBER),
        ("结算-2", "另一医院", DAY, 30000, SUM),
        ("结算-2", "示例医院", DAY, 1, OTHER),
        ("结算-2", "示例医院", LATER, 30000, OTHER),
    ],
)
def test_what_makes_two_bills_one(number: str, issuer: str, on: date, total: int, expected: str) -> None:
    other = BillSeen(number, issuer, on, Decimal(total))
    assert likeness(BILL, other) == likeness(other, BILL) == expected
