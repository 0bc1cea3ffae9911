"""Agreements: signed within a fund's year, rates by the day, ended with everything that hangs on them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jiuzhu.domain.serving.settling import Settlement
from jiuzhu.domain.serving.spending import in_force
from jiuzhu.domain.serving.supply import Agreement, ServicePlan
from jiuzhu.errors import InvalidInput, Refused, UserError
from jiuzhu.services.scheduling import booking, calendar_view, series
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.series import Rhythm
from jiuzhu.services.serving import agreements, funds, supply
from jiuzhu.services.serving.agreements import Terms
from jiuzhu.services.serving.hours import account_of
from jiuzhu.services.serving.supply import ProviderTold
from jiuzhu.services.settling import settling
from jiuzhu.storage.queries.spending import tariffs
from jiuzhu.storage.unit import Unit
from serving_town import FULL, ITEMS, MONDAY, NINE, TEN, YEAR, ServingTown, opened, worker
from visited import found, visited

NOVEMBER = date(YEAR, 11, 1)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def terms(at: ServingTown, provider: str = "") -> Terms:
    return Terms(
        provider_id=provider or at.provider,
        fund_id=at.fund,
        payer="示例街道办事处",
        signed_on=MONDAY,
        starts_on=NOVEMBER,
        ends_on=date(YEAR, 12, 31),
        minutes=6000,
    )


def settled(at: ServingTown, month: str, state: str = "signed") -> None:
    def lay(unit: Unit) -> None:
        unit.add(
            Settlement(
                number=unit.number("settlement"), agreement_id=at.agreement, fund_id=at.fund, month=month, state=state,
                minutes=0, amount=Decimal(0), refused_minutes=0, made_by=unit.actor.operator_id, made_on=unit.today, sha256="",
            )
        )  # fmt: skip

    at.town.clerk.write(lay)


def tariff(at: ServingTown, since: date, rate: int = 45, kind: str = "hour") -> str:
    made: str = at.coordinator.write(
        agreements.set_tariff,
        at.agreement,
        "bath",
        Decimal(rate),
        kind=kind,
        since=since,
        document="示例收费文件二",
    )
    return made


def rate_on(at: ServingTown, day: date) -> Decimal | None:
    def look(unit: Unit) -> Decimal | None:
        found = in_force(tariffs(unit.session, at.agreement), "bath", day)
        return found.rate if found else None

    return at.coordinator.read(look)


def test_an_agreement_is_signed_by_who_contracts_and_numbered(at: ServingTown) -> None:
    made = at.coordinator.write(agreements.sign_agreement, terms(at))
    rows = {row.id: row for row in at.coordinator.read(agreements.agreements)}
    assert rows[made].number.startswith("购2025-")
    assert rows[made].fund == "2025 社会救助工作（专项）经费"
    assert (rows[made].minutes, rows[made].used, rows[made].rates) == (6000, 0, ())
    with pytest.raises(Refused, match="管理服务机构和协议"):
        at.payer.write(agreements.sign_agreement, terms(at))


def test_terms_that_cannot_be_are_all_told(at: ServingTown) -> None:
    other = at.coordinator.write(supply.open_provider, ProviderTold(name="示例助老志愿队", kind="volunteers"))
    at.coordinator.write(supply.end_provider, other, NOVEMBER, "任务完成")
    wrong = replace(
        terms(at, other),
        ends_on=date(YEAR + 1, 3, 1),
        minutes=0,
        signed_on=date(YEAR + 1, 4, 1),
    )
    with pytest.raises(InvalidInput) as told:
        at.coordinator.write(agreements.sign_agreement, wrong)
    assert [one.field for one in told.value.problems] == ["fund_id", "signed_on", "minutes", "provider_id"]
    with pytest.raises(InvalidInput, match="不能早于起始"):
        at.coordinator.write(agreements.sign_agreement, replace(terms(at), ends_on=MONDAY))


def test_a_new_rate_ends_the_old_one_the_day_before(at: ServingTown) -> None:
    tariff(at, NOVEMBER)
    assert rate_on(at, date(YEAR, 10, 31)) == 40
    assert rate_on(at, NOVEMBER) == 45
    assert rate_on(at, date(YEAR - 1, 12, 31)) is None
    with pytest.raises(InvalidInput, match="更晚的日期"):
        tariff(at, NOVEMBER)
    with pytest.raises(InvalidInput) as told:
        tariff(at, date(YEAR + 1, 1, 1), rate=0, kind="day")
    assert [one.field for one in told.value.problems] == ["kind", "rate", "since"]


def test_a_settled_month_keeps_its_rate(at: ServingTown) -> None:
    settled(at, "2025-10", "made")
    with pytest.raises(InvalidInput, match="2025-10 已经结算"):
        tariff(at, date(YEAR, 10, 31))
    tariff(at, NOVEMBER)
    assert rate_on(at, date(YEAR, 10, 31)) == 40


def test_a_rate_that_what_is_booked_cannot_be_paid_by_is_refused(at: ServingTown) -> None:
    at.payer.write(funds.change_fund, at.fund, Decimal(44), Decimal(50_000_000), "示例追减文件")
    day = date(YEAR, 11, 4)
    at.coordinator.write(booking.book, at.plan, Wanted("bath", day, NINE, TEN, at.workers["示例甲工"]))
    with pytest.raises(InvalidInput, match=r"只剩 4\.00 元，不够这笔 5\.00 元"):
        tariff(at, NOVEMBER)
    assert rate_on(at, NOVEMBER) == 40
    tariff(at, NOVEMBER, rate=44)


def test_a_settlement_that_was_withdrawn_binds_no_rate(at: ServingTown) -> None:
    settled(at, "2025-10", "withdrawn")
    tariff(at, date(YEAR, 10, 20))
    assert rate_on(at, date(YEAR, 10, 19)) == 40


def test_a_provider_is_replaced_with_its_plans_and_visits(at: ServingTown) -> None:
    anna = at.workers["示例甲工"]
    at.coordinator.write(
        series.repeat,
        at.plan,
        Wanted("cleaning", MONDAY, NINE, TEN, anna),
        Rhythm("FREQ=WEEKLY", MONDAY, date(YEAR, 12, 1)),
    )
    at.coordinator.write(booking.book, at.plan, Wanted("bath", date(YEAR, 11, 4), NINE, TEN, anna))
    last = date(YEAR, 10, 31)
    ended = at.coordinator.write(agreements.end_agreement, at.agreement, NOVEMBER, "服务质量不合格")
    assert [(one.person, one.booked) for one in ended.plans] == [("戊示例", 6)]
    assert {slot.day.month for slot in ended.visits} == {11, 12}
    with pytest.raises(Refused, match="已于 2025-11-01 终止"):
        at.coordinator.write(agreements.end_agreement, at.agreement, NOVEMBER, "服务质量不合格")

    other = at.coordinator.write(
        supply.open_provider, ProviderTold(name="示例助老服务公司", kind="enterprise")
    )
    new = at.coordinator.write(agreements.sign_agreement, terms(at, other))
    with pytest.raises(Refused, match=r"戊示例的计划不能转：.*没有助洁、助浴"):
        at.coordinator.write(agreements.move_plans, [at.plan], new, NOVEMBER)
    for item in ITEMS.split():
        at.coordinator.write(
            agreements.set_tariff,
            new,
            item,
            Decimal(38),
            kind="hour",
            since=NOVEMBER,
            document="示例收费文件",
        )
    with pytest.raises(Refused, match="要在与示例助老服务公司的协议期限内"):
        at.coordinator.write(agreements.move_plans, [at.plan], new, last)
    (made,) = at.coordinator.write(agreements.move_plans, [at.plan], new, NOVEMBER)
    plan = made.id
    assert len(made.visits) == 6
    with pytest.raises(Refused, match="没有改动"):
        at.coordinator.write(agreements.move_plans, [at.plan], new, NOVEMBER)

    def both(unit: Unit) -> tuple[ServicePlan, ServicePlan]:
        return unit.get(ServicePlan, at.plan), unit.get(ServicePlan, plan)

    before, after = at.coordinator.read(both)
    assert (before.ended_on, after.starts_on, after.ends_on) == (NOVEMBER, NOVEMBER, date(YEAR, 12, 31))
    assert (after.items, after.minutes, after.worker_id, after.signed_on) == (before.items, 60, None, None)
    assert at.coordinator.read(agreements.left_behind, at.agreement, NOVEMBER).plans == []

    assert at.coordinator.write(agreements.cancel_behind, at.agreement, "换服务机构") == 6
    kept = at.coordinator.read(calendar_view.slots, MONDAY, date(YEAR, 12, 31))
    assert {slot.day.month for slot in kept if slot.state == "booked"} == {10}
    assert {(slot.by, slot.reason) for slot in kept if slot.state == "cancelled"} == {
        ("provider", "换服务机构")
    }
    assert at.coordinator.read(account_of, at.file, YEAR).left == FULL - 3 * 60
    sent = at.town.clerk.write(worker, other, "示例新工")
    wanted = Wanted("bath", date(YEAR, 11, 5), NINE, TEN, sent)
    with pytest.raises(InvalidInput, match="还没有签字"):  # the new three-sided agreement is signed first
        at.coordinator.write(booking.book, plan, wanted)


def test_an_agreement_ends_within_its_days_and_after_what_is_settled(at: ServingTown) -> None:
    settled(at, "2025-10")
    with pytest.raises(UserError, match="2025-10 已经结算"):
        at.coordinator.write(agreements.end_agreement, at.agreement, date(YEAR, 10, 31), "不再合作")
    with pytest.raises(UserError, match="协议期限内"):
        at.coordinator.write(agreements.end_agreement, at.agreement, date(YEAR + 1, 1, 1), "不再合作")
    with pytest.raises(Refused, match="还没有终止"):
        at.coordinator.write(agreements.cancel_behind, at.agreement, "换服务机构")
    at.coordinator.write(agreements.end_agreement, at.agreement, NOVEMBER, "不再合作")

    def state(unit: Unit) -> Agreement:
        return unit.get(Agreement, at.agreement)

    assert at.coordinator.read(state).end_reason == "不再合作"


def test_an_agreement_that_runs_out_turns_amber(at: ServingTown) -> None:
    def colours() -> list[str]:
        return [row.colour for row in at.coordinator.read(agreements.agreements)]

    assert colours() == ["ok"]
    at.on(date(YEAR, 12, 2))
    assert colours() == ["warn"]
    at.on(date(YEAR + 1, 1, 1))
    assert colours() == ["bad"]


def test_an_agreement_is_not_ended_before_what_was_made_under_it(at: ServingTown) -> None:
    sent = at.workers["示例甲工"]
    kept = at.coordinator.write(visited, at.plan, sent, date(YEAR, 10, 20))
    wanted = Wanted("bath", date(YEAR, 10, 21), NINE, TEN, sent)
    open_yet = at.coordinator.write(booking.book, at.plan, wanted)
    at.on(date(YEAR, 10, 25))
    back = date(YEAR, 10, 15)
    with pytest.raises(UserError, match=r"2025-10-15 起还有已上门或没有录入的服务（2025-10-20、2025-10-21）"):
        at.coordinator.write(agreements.end_agreement, at.agreement, back, "机构退出协议")
    at.coordinator.write(found, kept, "refused", "当天没有上门")
    with pytest.raises(UserError, match=r"没有录入的服务（2025-10-21）"):  # it could be recorded, and paid
        at.coordinator.write(agreements.end_agreement, at.agreement, back, "机构退出协议")
    at.coordinator.write(
        booking.cancel, open_yet.visit_id, open_yet.version, "cancelled", by="provider", reason="没有派人"
    )
    at.coordinator.write(agreements.end_agreement, at.agreement, back, "机构退出协议")


def test_a_visit_of_a_series_that_is_over_is_cancelled_with_the_others(at: ServingTown) -> None:
    wanted = Wanted("cleaning", MONDAY, NINE, TEN, at.workers["示例甲工"])
    rhythm = Rhythm("FREQ=WEEKLY;BYDAY=TU", date(YEAR, 10, 14), date(YEAR, 11, 30))
    over = at.coordinator.write(series.repeat, at.plan, wanted, rhythm)
    at.coordinator.write(series.end_from, over.visit_series_id, date(YEAR, 10, 20), "person", "本人不再需要")
    (slot,) = at.coordinator.read(calendar_view.slots, date(YEAR, 10, 14), date(YEAR, 10, 14))
    dragged = replace(wanted, day=date(YEAR, 10, 22))
    at.coordinator.write(booking.move, slot.id, slot.version, dragged)
    at.coordinator.write(booking.book, at.plan, replace(wanted, day=date(YEAR, 10, 23)))
    at.coordinator.write(agreements.end_agreement, at.agreement, date(YEAR, 10, 21), "机构退出协议")
    assert at.coordinator.write(agreements.cancel_behind, at.agreement, "机构退出协议") == 2


def test_the_first_rate_of_an_item_may_begin_in_a_settled_month(at: ServingTown) -> None:
    """What was done without a rate and verified late would keep every later month from being settled."""
    sent, september = at.workers["示例甲工"], "2025-09"
    late = at.coordinator.write(visited, at.plan, sent, date(YEAR, 9, 2), item="meal", result="")
    at.coordinator.write(visited, at.plan, sent, date(YEAR, 9, 3))
    made = at.payer.write(settling.make_settlement, at.agreement, september)
    at.town.head.write(settling.sign_settlement, made.id, 1)
    at.coordinator.write(found, late, "verified", "本人属实")
    with pytest.raises(Refused, match="补登收费标准"):
        at.payer.write(settling.correct_settlement, made.id, "补付助餐一次")
    at.coordinator.write(
        agreements.set_tariff, at.agreement, "meal", Decimal(30), kind="visit", since=date(YEAR, 9, 1), document="示例文件"
    )  # fmt: skip
    correction = at.payer.write(settling.correct_settlement, made.id, "补付助餐一次")
    assert (correction.correction, correction.amount) == (1, Decimal(30))
