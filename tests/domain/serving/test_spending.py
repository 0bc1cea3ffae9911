"""What a visit costs, which rate counts, and how much of a fund is left."""

from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.serving.spending import Balance, balance, cost, in_force, price
from jiuzhu.domain.serving.supply import Fund, Tariff

ONE, EIGHTY = Decimal(1), Decimal(80)


def tariff(item: str, rate: int, since: date, until: date | None = None) -> Tariff:
    return Tariff(
        agreement_id="a",
        item=item,
        unit="hour",
        rate=Decimal(rate),
        since=since,
        until=until,
        document="文号",
    )


@pytest.mark.parametrize(
    ("unit", "rate", "minutes", "yuan"),
    [
        ("hour", "40", 60, "40.00"),
        ("hour", "40", 90, "60.00"),
        ("hour", "40", 1, "0.67"),
        ("hour", "0.30", 1, "0.01"),  # half a cent goes up
        ("visit", "35.50", 240, "35.50"),
    ],
)
def test_a_visit_costs_its_rate_to_the_cent(unit: str, rate: str, minutes: int, yuan: str) -> None:
    assert str(cost(unit, Decimal(rate), minutes)) == yuan


def test_the_rate_of_the_day_counts() -> None:
    old = tariff("bath", 40, date(2025, 1, 1), date(2025, 6, 30))
    new = tariff("bath", 45, date(2025, 7, 1))
    assert in_force([old, new], "bath", date(2025, 6, 30)) is old
    assert in_force([old, new], "bath", date(2025, 7, 1)) is new
    assert in_force([old, new], "bath", date(2024, 12, 31)) is None
    assert in_force([old, new], "errand", date(2025, 7, 1)) is None
    assert price([old, new], "bath", date(2025, 7, 1), 40) == 30
    assert price([old, new], "errand", date(2025, 7, 1), 40) == 0


def test_the_work_fund_gives_no_more_than_its_share_of_the_whole() -> None:
    work = Fund(source="work", year=2025, ceiling=Decimal(600_000), base=Decimal(50_000_000), document="文号")
    found = balance(work, ONE, Decimal(300_000), Decimal(99_999))
    assert (found.cap, found.limit, found.left) == (Decimal(500_000), Decimal(500_000), Decimal(100_001))
    assert found.colour(EIGHTY) == "ok"
    assert balance(work, ONE, Decimal(300_000), Decimal(100_000)).colour(EIGHTY) == "warn"
    assert balance(work, ONE, Decimal(500_000), Decimal(0)).colour(EIGHTY) == "bad"
    assert balance(work, ONE, Decimal(500_001), Decimal(0)).left == -1


def test_other_funds_give_up_to_their_ceiling_and_one_without_money_is_full() -> None:
    charity = Fund(source="charity", year=2025, ceiling=Decimal(1000), base=Decimal(7), document="文号")
    assert balance(charity, ONE, Decimal(0), Decimal(0)) == Balance(
        Decimal(1000), None, Decimal(0), Decimal(0)
    )
    assert balance(charity, ONE, Decimal(0), Decimal(0)).percent == 0
    empty = Balance(Decimal(0), None, Decimal(0), Decimal(0))
    assert empty.percent == 100
    assert empty.colour(EIGHTY) == "bad"
