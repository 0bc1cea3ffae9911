"""Funds: ceilings, the share of the work fund, what is promised and what is spent; beyond it nothing is promised."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from jiuzhu.domain.serving.settling import Settlement, SettlementLine
from jiuzhu.domain.serving.spending import Balance
from jiuzhu.domain.serving.visits import Verification, Visit, VisitRecord
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.scheduling import booking, series
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.series import Rhythm
from jiuzhu.services.serving import funds
from jiuzhu.services.serving.funds import FundRow
from jiuzhu.storage.unit import Unit
from serving_town import MONDAY, NINE, TEN, YEAR, ServingTown, opened

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def row(at: ServingTown) -> FundRow:
    return next(one for one in at.payer.read(funds.funds) if one.id == at.fund)


def money(at: ServingTown) -> tuple[int, int]:
    found: Balance = row(at).balance
    committed, spent = int(found.committed), int(found.spent)
    assert found.used == committed + spent  # nothing of a yuan got lost
    return committed, spent


def book(at: ServingTown, day: date, ends: int = TEN) -> str:
    made = at.coordinator.write(
        booking.book, at.plan, Wanted("cleaning", day, NINE, ends, at.workers["示例甲工"])
    )
    return str(made.visit_id)


def record(unit: Unit, visit_id: str, ends: int = TEN, reverses_id: str | None = None) -> str:
    visit = unit.get(Visit, visit_id)
    visit.state = "done"
    made = VisitRecord(
        service_file_id=visit.service_file_id, visit_id=visit_id, reverses_id=reverses_id, day=visit.day, starts=NINE,
        ends=ends, items=visit.item, place="家中", worker_id=visit.worker_id, signed_by="self",
        recorded_by=unit.actor.operator_id, recorded_at=unit.now,
    )  # fmt: skip
    unit.add(made)
    return made.id


def verified(unit: Unit, record_id: str, result: str, hour: int) -> None:
    found = unit.get(VisitRecord, record_id)
    unit.add(
        Verification(
            service_file_id=found.service_file_id, visit_record_id=record_id, result=result, reason="",
            by=unit.actor.operator_id, at=datetime(2025, 10, 14, hour, tzinfo=UTC),
        )
    )  # fmt: skip


def settled(unit: Unit, at: ServingTown, record_id: str, amount: Decimal) -> str:
    made = Settlement(
        number=unit.number("settlement"), agreement_id=at.agreement, fund_id=at.fund, month="2025-10", minutes=60,
        amount=amount, refused_minutes=0, made_by=unit.actor.operator_id, made_on=unit.today, sha256="",
    )  # fmt: skip
    unit.add(made)
    unit.add(
        SettlementLine(
            service_file_id=at.file, settlement_id=made.id, visit_record_id=record_id, kind="payable", month="2025-10",
            day=MONDAY, item="cleaning", minutes=60, rate=Decimal(40), unit="hour", amount=amount,
        )
    )  # fmt: skip
    return made.id


def test_money_goes_from_promised_to_spent_once(at: ServingTown) -> None:
    visit = book(at, MONDAY)
    book(at, TUESDAY, TEN + 30)
    assert money(at) == (100, 0)
    kept = at.town.clerk.write(record, visit, TEN + 15)
    assert money(at) == (110, 0)  # as it was, not as it was planned
    at.town.clerk.write(verified, kept, "refused", 9)
    assert money(at) == (60, 0)
    other = at.town.clerk.write(record, book(at, date(2025, 10, 15)))
    at.town.clerk.write(verified, other, "disputed", 11)  # of another visit: it says nothing of this one
    assert money(at) == (100, 0)
    at.town.clerk.write(verified, other, "refused", 12)
    assert money(at) == (60, 0)
    at.town.clerk.write(verified, kept, "verified", 10)
    assert money(at) == (110, 0)
    made = at.town.clerk.write(settled, at, kept, Decimal(50))
    assert money(at) == (110, 0)  # one signature pays nothing

    def sign(unit: Unit) -> None:
        unit.get(Settlement, made).state = "signed"

    at.town.clerk.write(sign)
    assert money(at) == (60, 50)


def test_a_record_that_was_reversed_costs_nothing_and_its_visit_is_not_promised_by_it(
    at: ServingTown,
) -> None:
    visit = book(at, MONDAY)
    wrong = at.town.clerk.write(record, visit)
    at.town.clerk.write(record, visit, reverses_id=wrong)
    assert money(at) == (0, 0)

    def again(unit: Unit) -> None:
        unit.get(Visit, visit).state = "booked"

    at.town.clerk.write(again)
    assert money(at) == (40, 0)


def test_nothing_is_booked_beyond_the_fund(at: ServingTown) -> None:
    at.payer.write(funds.change_fund, at.fund, Decimal(100), Decimal(50_000_000), "示例追减文件")
    book(at, MONDAY)
    visit = book(at, TUESDAY)
    found = row(at)
    assert (str(found.balance.left), str(found.balance.percent), found.colour) == ("20.00", "80.00", "warn")
    with pytest.raises(InvalidInput, match=r"只剩 20\.00 元，不够这笔 40\.00 元"):
        book(at, date(2025, 10, 15))
    wanted = Wanted("cleaning", date(2025, 10, 15), NINE, TEN, at.workers["示例甲工"])
    at.coordinator.write(booking.move, visit, 1, wanted)  # the same money on another day
    longer = Wanted("cleaning", date(2025, 10, 15), NINE, TEN + 31, at.workers["示例甲工"])
    with pytest.raises(InvalidInput, match=r"只剩 20\.00 元，不够这笔 20\.67 元"):
        at.coordinator.write(booking.move, visit, 2, longer)


def test_a_series_promises_money_visit_by_visit(at: ServingTown) -> None:
    at.payer.write(funds.change_fund, at.fund, Decimal(100), Decimal(50_000_000), "示例追减文件")
    wanted = Wanted("cleaning", MONDAY, NINE, TEN, at.workers["示例甲工"])
    rhythm = Rhythm("FREQ=DAILY", MONDAY, date(2025, 10, 16))
    made = at.coordinator.write(series.repeat, at.plan, wanted, rhythm, leave_out=True)
    assert (made.booked, len(made.left_out)) == (2, 2)
    assert money(at) == (80, 0)


def test_the_work_fund_is_capped_by_its_share(at: ServingTown) -> None:
    at.payer.write(funds.change_fund, at.fund, Decimal(100_000), Decimal(4_000), "示例总额文件")
    assert row(at).balance.limit == 40
    book(at, MONDAY)
    assert row(at).colour == "bad"
    with pytest.raises(InvalidInput, match="规定比例封顶"):
        book(at, TUESDAY)


def test_a_ceiling_is_never_lowered_below_what_is_promised(at: ServingTown) -> None:
    book(at, MONDAY)
    with pytest.raises(InvalidInput, match=r"已支出和已安排 40\.00 元"):
        at.payer.write(funds.change_fund, at.fund, Decimal(39), Decimal(50_000_000), "示例追减文件")
    assert row(at).balance.ceiling == 100_000


def test_a_source_is_opened_once_a_year_by_who_keeps_the_funds(at: ServingTown) -> None:
    made = at.payer.write(funds.open_fund, "charity", YEAR, Decimal(5000), document="示例捐赠协议")
    assert {one.id for one in at.payer.read(funds.funds)} == {made, at.fund}
    with pytest.raises(Refused, match="已经登记过"):
        at.payer.write(funds.open_fund, "charity", YEAR, Decimal(5000), document="示例捐赠协议")
    with pytest.raises(Refused, match="管理服务资金"):
        at.coordinator.write(funds.open_fund, "minors", YEAR, Decimal(5000), document="示例文件")
    with pytest.raises(InvalidInput) as told:
        at.payer.write(funds.open_fund, "work", 25, Decimal(0), document="示例文件")
    assert [one.field for one in told.value.problems] == ["year", "ceiling", "base"]
    with pytest.raises(InvalidInput, match="资金来源"):
        at.payer.write(funds.open_fund, "lottery", YEAR, Decimal(1), document="示例文件")
