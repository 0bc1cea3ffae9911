"""What was made takes of the hour account, the agreement and the fund as it was recorded, and never more than there is."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from jiuzhu.domain.serving.supply import Agreement, Fund, Tariff
from jiuzhu.domain.serving.visits import Visit, VisitRecord
from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.delivering import recording, verifying
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.booking import Booked
from jiuzhu.services.serving import agreements, funds
from jiuzhu.services.settling import settling
from jiuzhu.storage.unit import Unit
from serving_town import MONDAY, NINE, TEN, ServingTown, made, opened, told
from visited import found, visited

TUESDAY, WEDNESDAY = date(2025, 10, 14), date(2025, 10, 15)
NOVEMBER_3 = date(2025, 11, 3)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as office:
        yield office


def agreed(at: ServingTown, minutes: int) -> None:
    def limit(unit: Unit) -> None:
        unit.get(Agreement, at.agreement).minutes = minutes

    at.town.clerk.write(limit)


def fund_of(at: ServingTown, yuan: int) -> None:
    def limit(unit: Unit) -> None:
        unit.get(Fund, at.fund).ceiling = Decimal(yuan)

    at.town.clerk.write(limit)


def book(at: ServingTown, day: date, item: str = "cleaning") -> Booked:
    wanted = Wanted(item, day, NINE, TEN, at.workers["示例甲工"])
    at.on(day, 8)
    booked: Booked = at.coordinator.write(booking.book, at.plan, wanted)
    at.on(day, 20)
    return booked


def record(at: ServingTown, visit: Booked, ends: int, *items: str) -> str:
    brought = told(NINE, ends, items=items or ("cleaning",))
    return at.coordinator.write(recording.record, visit.visit_id, visit.version, brought).visit_record_id


def left(at: ServingTown) -> Decimal:
    return at.payer.read(lambda unit: funds.balance_of(unit, unit.get(Fund, at.fund)).left)


def test_an_agreement_pays_for_no_more_than_it_says_however_long_a_visit_was(at: ServingTown) -> None:
    agreed(at, 120)
    made(at, MONDAY, NINE, TEN)
    second = book(at, TUESDAY)
    with pytest.raises(InvalidInput, match=r"总时长 3\.0 小时，记不下 4\.0 小时.*只录入 1\.0 小时"):
        record(at, second, NINE + 240)
    record(at, second, TEN)
    with pytest.raises(InvalidInput, match="约定的总时长只剩 0"):
        book(at, WEDNESDAY)


def test_a_refused_visit_gives_its_minutes_back_to_the_agreement_and_takes_them_again(
    at: ServingTown,
) -> None:
    agreed(at, 60)
    refused = made(at, MONDAY, NINE, TEN)
    at.town.checker.write(verifying.verify, refused, "refused", "当天没有上门")
    assert [row.used for row in at.coordinator.read(agreements.agreements)] == [0]
    book(at, TUESDAY)
    with pytest.raises(Refused, match="约定的总时长不够"):
        at.town.checker.write(verifying.verify, refused, "verified", "电话核实属实")
    with pytest.raises(Refused, match="约定的总时长不够"):
        at.coordinator.write(recording.reverse, refused, "记错了人，重新录入")


def test_a_settlement_holds_an_agreement_to_what_it_says(at: ServingTown) -> None:
    agreed(at, 120)
    worker = at.workers["示例甲工"]
    at.coordinator.write(visited, at.plan, worker, date(2025, 9, 2), 60)
    made_first = at.payer.write(settling.make_settlement, at.agreement, "2025-09")
    at.town.head.write(settling.sign_settlement, made_first.id, 1)
    longest = at.coordinator.write(visited, at.plan, worker, date(2025, 10, 2), 240)
    at.on(NOVEMBER_3)
    with pytest.raises(Refused, match=r"总时长只剩 1\.0 小时，不够这次的 4\.0 小时"):
        at.payer.write(settling.make_settlement, at.agreement, "2025-10")
    at.coordinator.write(found, longest, "refused", "超出协议约定")
    assert at.payer.write(settling.make_settlement, at.agreement, "2025-10").minutes == 0


def test_nothing_is_recorded_beyond_the_fund(at: ServingTown) -> None:
    fund_of(at, 40)
    visit = book(at, MONDAY)
    with pytest.raises(InvalidInput, match=r"只剩 0\.00 元，不够这笔 120\.00 元"):
        record(at, visit, NINE + 240)
    record(at, visit, TEN)
    assert left(at) == 0


def test_a_wrong_record_is_always_taken_back_where_that_gives_something_back(at: ServingTown) -> None:
    longest = record(at, book(at, MONDAY), NINE + 240)
    fund_of(at, 10)  # less than is promised: it was so before
    at.coordinator.write(recording.reverse, longest, "时刻记错了")
    assert left(at) == -30


def test_a_fund_is_held_by_what_a_visit_is_paid_as(at: ServingTown) -> None:
    def dearer(unit: Unit) -> None:
        for one in unit.session.scalars(select(Tariff).filter_by(item="bath")):
            one.rate = Decimal(100)

    at.town.clerk.write(dearer)
    fund_of(at, 150)
    one, other = book(at, MONDAY), book(at, TUESDAY)
    record(at, one, TEN, "errand", "bath")  # not done what was booked: the cheapest of what was
    assert left(at) == 70
    fund_of(at, 100)
    with pytest.raises(InvalidInput, match=r"不够这笔 60\.00 元"):
        record(at, other, TEN, "bath")
    fund_of(at, 150)
    record(at, other, TEN, "bath")
    assert left(at) == 10


def test_what_a_settlement_only_showed_is_still_owed(at: ServingTown) -> None:
    worker = at.workers["示例甲工"]
    disputed = at.coordinator.write(
        visited, at.plan, worker, date(2025, 9, 2), result="disputed", reason="待查"
    )
    at.coordinator.write(visited, at.plan, worker, date(2025, 9, 3))
    settled = at.payer.write(settling.make_settlement, at.agreement, "2025-09")
    at.town.head.write(settling.sign_settlement, settled.id, 1)
    assert left(at) == 100_000 - 80
    at.coordinator.write(found, disputed, "verified", "查清")
    assert left(at) == 100_000 - 80
    correction = at.payer.write(settling.correct_settlement, settled.id, "查清后补付")
    at.town.head.write(settling.sign_settlement, correction.id, 1)
    assert left(at) == 100_000 - 80  # paid now, and promised no more


def test_a_visit_of_the_old_year_is_recorded_as_long_as_it_was(at: ServingTown) -> None:
    at.on(date(2025, 12, 30), 8)
    visit = book(at, date(2025, 12, 30))
    at.on(date(2026, 1, 2))
    record(at, visit, TEN + 5)

    def written(unit: Unit) -> list[tuple[int, str]]:
        rows = unit.session.scalars(select(VisitRecord))
        return [(one.ends, unit.get(Visit, one.visit_id).state) for one in rows]

    assert at.coordinator.read(written) == [(TEN + 5, "done")]
