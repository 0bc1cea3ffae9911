"""One visit on the calendar: every reason against it is told, and nothing half is booked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.supply import Absence, Agreement, Qualification, ServicePlan, Vehicle, Worker
from jiuzhu.domain.serving.visits import Visit
from jiuzhu.errors import ChangedSinceSeen, InvalidInput, Refused, UserError
from jiuzhu.services.scheduling import booking
from jiuzhu.services.scheduling.board import Wanted, clock
from jiuzhu.services.scheduling.booking import Booked
from jiuzhu.storage.unit import Unit
from serving_town import EIGHT, EIGHTEEN, FULL, NINE, TEN, ServingTown, opened, served, supply, worker

TUESDAY = date(2025, 10, 14)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def wanted(at: ServingTown, **more: object) -> Wanted:
    told = Wanted("cleaning", TUESDAY, NINE, TEN, at.workers["示例甲工"])
    return replace(told, **more)  # type: ignore[arg-type]  # fields of the test's choosing


def book(at: ServingTown, plan: str = "", **more: object) -> Booked:
    return at.coordinator.write(booking.book, plan or at.plan, wanted(at, **more))


def refused(at: ServingTown, plan: str = "", **more: object) -> list[str]:
    before = count(at)
    with pytest.raises(InvalidInput) as told:
        book(at, plan, **more)
    assert count(at) == before
    return [one.message for one in told.value.problems]


def _all(unit: Unit) -> list[Visit]:
    return list(unit.session.scalars(select(Visit)))


def count(at: ServingTown) -> int:
    return len(at.coordinator.read(_all))


def change(at: ServingTown, kind: type[Any], identity: str, **fields: object) -> None:
    def changed(unit: Unit) -> None:
        row = unit.get(kind, identity)
        for name, value in fields.items():
            setattr(row, name, value)

    at.town.clerk.write(changed)


def test_a_booked_visit_holds_its_minutes(at: ServingTown) -> None:
    booked = book(at)
    assert (booked.account.booked, booked.account.left) == (60, FULL - 60)
    assert booked.version == 1


def test_nobody_books_below_zero_and_the_balance_is_told(at: ServingTown) -> None:
    """The worked case: 3.0 hours are left, 4.0 are wanted."""
    file, plan = at.town.clerk.write(served, at.agreement, ("己示例",), minutes=180)
    assert file
    (told,) = refused(at, plan, starts=EIGHT, ends=EIGHT + 240)
    assert (
        told
        == "2025 年小时账户只剩 3.0 小时，不够这次的 4.0 小时（全年 3.0 小时，已服务 0.0 小时，已安排 0.0 小时）。"
    )
    assert book(at, plan, starts=EIGHT, ends=EIGHT + 180).account.left == 0
    assert refused(at, plan, day=date(2025, 10, 15))


def test_a_worker_and_a_person_are_in_one_place_at_a_time(at: ServingTown) -> None:
    _, other = at.town.clerk.write(served, at.agreement, ("己示例",))
    book(at)
    assert refused(at, other, starts=NINE + 59, ends=TEN + 59) == [
        "示例甲工 2025-10-14 9:00–10:00 已安排到戊示例家。"
    ]
    assert refused(at, starts=NINE + 30, ends=TEN + 30, worker_id=at.workers["示例乙工"]) == [
        "该对象 2025-10-14 9:00–10:00 已有别的服务。"
    ]
    book(at, other, starts=TEN, ends=TEN + 60)


def test_a_second_worker_and_a_vehicle_are_taken_too(at: ServingTown) -> None:
    def car(unit: Unit) -> str:
        return unit.add(Vehicle(provider_id=at.provider, plate="渝A00000示例")).id

    vehicle = at.town.clerk.write(car)
    _, two = at.town.clerk.write(served, at.agreement, ("己示例",), workers=2)
    _, other = at.town.clerk.write(served, at.agreement, ("庚示例",))
    first, second = at.workers.values()
    assert refused(at, two) == ["这项服务要两个人一起上门，请再选一名服务人员。"]
    assert refused(at, two, second_worker_id=first)[0] == "两名服务人员不能是同一个人。"
    book(at, two, second_worker_id=second, vehicle_id=vehicle)
    assert refused(at, other, worker_id=second) == ["示例乙工 2025-10-14 9:00–10:00 已安排到己示例家。"]
    third = at.town.clerk.write(worker, at.provider, "示例丙工")
    assert refused(at, other, worker_id=third, vehicle_id=vehicle) == [
        "这辆车 2025-10-14 9:00–10:00 已经派出。"
    ]


def test_home_care_of_the_disabled_federation_bars_a_visit_on_its_days(at: ServingTown) -> None:
    change(at, ServiceFile, at.file, home_care_from=date(2025, 10, 1), home_care_until=date(2025, 10, 14))
    assert refused(at) == ["该对象正在享受残联居家托养，不同时享受政府购买的居家上门服务；请与残联核对。"]
    book(at, day=date(2025, 10, 15))
    change(at, ServiceFile, at.file, home_care_until=None)
    assert refused(at, day=date(2025, 10, 16))


def test_worker_skill_shift_absence_village_and_provider_count(at: ServingTown) -> None:
    assert refused(at, starts=EIGHTEEN - 30, ends=EIGHTEEN + 30) == [
        "示例甲工在 2025-10-14 17:30–18:30 不在班。"
    ]
    assert refused(at, day=date(2025, 10, 19)) == ["示例甲工在 2025-10-19 9:00–10:00 不在班。"]

    def away(unit: Unit) -> str:
        return unit.add(
            Absence(
                worker_id=at.workers["示例甲工"],
                first_day=TUESDAY,
                last_day=date(2025, 10, 17),
                reason="事假",
                recorded_by=unit.actor.operator_id,
            )
        ).id

    absence = at.town.clerk.write(away)
    assert refused(at) == ["示例甲工 2025-10-14 至 2025-10-17 请假（事假）。"]
    change(at, Absence, absence, ended_on=date(2025, 10, 16))
    book(at, day=date(2025, 10, 16))
    change(at, Worker, at.workers["示例乙工"], skills="bath", villages="别村", ended_on=TUESDAY)
    assert refused(at, worker_id=at.workers["示例乙工"]) == [
        "示例乙工已离职。",
        "示例乙工没有“助洁”的技能登记。",
        "示例乙工不负责示例社区。",
    ]
    other, _, _ = at.town.clerk.write(supply, "另一示例中心", source="charity")
    stranger = at.town.clerk.write(worker, other, "示例外人")
    assert refused(at, worker_id=stranger) == ["示例外人不是示例社工服务中心的服务人员。"]


def test_plan_agreement_papers_and_file_decide_the_days(at: ServingTown) -> None:
    assert refused(at, day=date(2025, 10, 10)) == [
        "2025-10-10 已经过去，不能再安排；已上门的请录入服务记录。"
    ]
    assert refused(at, item="meal") == [
        "服务计划里没有“助餐”，请先变更服务计划。",
        "示例甲工没有“助餐”的技能登记。",
    ]
    change(at, ServicePlan, at.plan, ends_on=TUESDAY, signed_on=None)
    assert refused(at, day=date(2025, 10, 15)) == [
        "2025-10-15 不在服务计划的期限内（2025-01-02 至 2025-10-14）。",
        "三方服务协议还没有签字，签字后才能安排。",
    ]
    change(at, ServicePlan, at.plan, signed_on=date(2025, 1, 2))
    change(at, Agreement, at.agreement, ended_on=TUESDAY)
    change(at, ServiceFile, at.file, ended_on=TUESDAY)

    def paper(unit: Unit) -> None:
        unit.add(Qualification(provider_id=at.provider, title="登记证书", valid_until=date(2025, 10, 13)))

    at.town.clerk.write(paper)
    told = refused(at)
    assert told[0] == "2025-10-14 不在与示例社工服务中心的协议期限内（2025-01-01 至 2025-12-31）。"
    assert told[1] == "示例社工服务中心的登记证书到 2025-10-13 为止，请先核实续期。"
    assert told[2].startswith("服务档案 服2025-")


def test_an_agreement_has_a_quota_of_its_own(at: ServingTown) -> None:
    change(at, Agreement, at.agreement, minutes=90)
    book(at)
    (told,) = refused(at, day=date(2025, 10, 15))
    assert told.endswith("约定的总时长只剩 0.5 小时。")
    book(at, day=date(2025, 10, 15), ends=NINE + 30)


@pytest.mark.parametrize(
    ("starts", "ends"), [(NINE, NINE), (TEN, NINE), (1435, 1445), (NINE, NINE + 9), (-60, 60)]
)
def test_a_time_that_is_none_is_refused_alone(at: ServingTown, starts: int, ends: int) -> None:
    (told,) = refused(at, starts=starts, ends=ends)
    assert told.startswith("开始和结束时刻不对")


def test_a_visit_moves_over_its_own_place_and_gives_back_what_it_held(at: ServingTown) -> None:
    _, plan = at.town.clerk.write(served, at.agreement, ("己示例",), minutes=90)
    booked = book(at, plan)
    moved = at.coordinator.write(
        booking.move, booked.visit_id, booked.version, wanted(at, starts=NINE + 30, ends=NINE + 120)
    )
    assert (moved.account.booked, moved.account.left) == (90, 0)
    with pytest.raises(InvalidInput, match="小时账户只剩"):
        at.coordinator.write(
            booking.move, booked.visit_id, moved.version, wanted(at, starts=NINE, ends=NINE + 100)
        )
    with pytest.raises(ChangedSinceSeen):
        at.coordinator.write(
            booking.move, booked.visit_id, booked.version, wanted(at, day=date(2025, 10, 15))
        )


def test_a_copy_is_the_same_visit_on_another_day(at: ServingTown) -> None:
    booked = book(at, ends=TEN + 30)
    copied = at.coordinator.write(
        booking.copy, booked.visit_id, date(2025, 10, 15), TEN, at.workers["示例乙工"]
    )
    (one,) = [visit for visit in at.coordinator.read(_all) if visit.id == copied.visit_id]
    assert (one.day, one.starts, one.ends, one.worker_id) == (
        date(2025, 10, 15),
        TEN,
        TEN + 90,
        at.workers["示例乙工"],
    )


def test_who_did_not_come_is_written_down_and_the_minutes_go_back(at: ServingTown) -> None:
    booked = book(at)
    cancel = booking.cancel
    with pytest.raises(UserError, match="还没到服务日期"):
        at.coordinator.write(cancel, booked.visit_id, 1, "no_show", by="person", reason="敲门没有人")
    with pytest.raises(UserError, match="请选择"):
        at.coordinator.write(cancel, booked.visit_id, 1, "done", by="person", reason="敲门没有人")
    with pytest.raises(InvalidInput, match="原因"):
        at.coordinator.write(cancel, booked.visit_id, 1, "excused", by="person", reason="无")
    at.on(TUESDAY)
    account = at.coordinator.write(cancel, booked.visit_id, 1, "no_show", by="person", reason="敲门没有人")
    assert (account.booked, account.left) == (0, FULL)
    with pytest.raises(Refused, match="未遇到本人"):
        at.coordinator.write(cancel, booked.visit_id, 2, "cancelled", by="township", reason="再次取消")
    assert refused(at, starts=NINE + 10)  # the time was spent all the same
    book(at, day=date(2025, 10, 15))


def test_only_who_coordinates_books(at: ServingTown) -> None:
    for other in (at.town.checker, at.town.auditor, at.payer):
        with pytest.raises(Refused, match="服务协调"):
            other.write(booking.book, at.plan, wanted(at))


def test_minutes_are_told_as_people_write_them() -> None:
    assert (clock(545), clock(EIGHT)) == ("9:05", "8:00")
