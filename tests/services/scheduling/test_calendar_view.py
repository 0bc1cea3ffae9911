"""What the calendar shows: visits with what stands against them, people who wait, how full the workers are."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from jiuzhu.domain.serving.supply import Absence
from jiuzhu.domain.serving.visits import Visit
from jiuzhu.errors import InvalidInput, UserError
from jiuzhu.services.office import workbench
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.scheduling import booking, calendar_view
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.serving import hours
from jiuzhu.storage.unit import Unit
from serving_town import FULL, MONDAY, NINE, TEN, ServingTown, opened, served, supply

SUNDAY, TUESDAY = date(2025, 10, 19), date(2025, 10, 14)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


def book(at: ServingTown, day: date = TUESDAY) -> str:
    wanted = Wanted("cleaning", day, NINE, TEN, at.workers["示例甲工"])
    return at.coordinator.write(booking.book, at.plan, wanted).visit_id


def test_a_slot_says_who_where_and_when(at: ServingTown) -> None:
    visit = book(at)
    (slot,) = at.coordinator.read(calendar_view.slots, MONDAY, SUNDAY)
    assert (slot.id, slot.person, slot.village, slot.worker, slot.provider, slot.starts, slot.clashes) == (
        visit, "戊示例", "示例社区", "示例甲工", "示例社工服务中心", NINE, (),
    )  # fmt: skip
    assert at.coordinator.read(calendar_view.slots, MONDAY, MONDAY) == []
    assert at.coordinator.read(calendar_view.slots, MONDAY, SUNDAY, "", at.workers["示例乙工"]) == []
    assert (
        len(at.coordinator.read(calendar_view.slots, MONDAY, SUNDAY, at.provider, at.workers["示例甲工"]))
        == 1
    )


def test_what_came_to_stand_against_a_visit_is_told(at: ServingTown) -> None:
    book(at)
    file, plan = at.town.clerk.write(served, at.agreement, ("己示例",))

    def behind(unit: Unit) -> None:
        """As another desk without the line may have done."""
        unit.add(
            Visit(
                service_file_id=file,
                service_plan_id=plan,
                item="cleaning",
                day=TUESDAY,
                starts=NINE + 30,
                ends=TEN + 30,
                worker_id=at.workers["示例甲工"],
            )
        )
        unit.add(
            Absence(
                worker_id=at.workers["示例甲工"],
                first_day=TUESDAY,
                last_day=TUESDAY,
                reason="事假",
                recorded_by=unit.actor.operator_id,
            )
        )

    at.town.clerk.write(behind)
    first, second = at.coordinator.read(calendar_view.slots, MONDAY, SUNDAY)
    assert first.clashes == ("示例甲工 9:30–10:30 另有安排（己示例）", "示例甲工 10-14 至 10-14 请假（事假）")
    assert second.clashes[0] == "示例甲工 9:00–10:00 另有安排（戊示例）"


def test_plans_with_too_few_visits_wait_with_what_is_left_of_their_hours(at: ServingTown) -> None:
    book(at)
    at.town.clerk.write(served, at.agreement, ("己示例",), visits_a_month=1, minutes=120)
    first, second = at.coordinator.read(calendar_view.waiting, MONDAY, SUNDAY)
    assert (first.person, first.missing, first.left) == ("戊示例", 3, FULL - 60)
    assert (second.person, second.missing, second.left) == ("己示例", 1, 120)


def test_a_load_is_what_is_booked_of_what_a_worker_can_give(at: ServingTown) -> None:
    book(at)

    def away(unit: Unit) -> None:
        unit.add(
            Absence(
                worker_id=at.workers["示例乙工"],
                first_day=MONDAY,
                last_day=SUNDAY,
                reason="培训",
                recorded_by=unit.actor.operator_id,
            )
        )

    at.town.clerk.write(away)
    other, _, _ = at.town.clerk.write(supply, "另一示例中心", source="charity")
    busy, free = sorted(
        at.coordinator.read(calendar_view.loads, MONDAY, SUNDAY), key=lambda one: -one.minutes
    )
    assert (busy.name, busy.visits, busy.minutes, busy.capacity, busy.away) == (
        "示例甲工",
        1,
        60,
        6 * 600,
        "",
    )
    assert (free.name, free.capacity, free.away) == ("示例乙工", 0, "10-13 至 10-19 培训")
    assert at.coordinator.read(calendar_view.loads, MONDAY, SUNDAY, other) == []


def test_minutes_are_given_and_taken_back_but_never_below_what_is_used(at: ServingTown) -> None:
    book(at)
    at.coordinator.write(hours.grant, at.file, 2025, 30, "临时增加的时长")
    assert at.coordinator.read(hours.account_of, at.file, 2025).left == FULL - 30
    with pytest.raises(UserError, match="收不回这么多"):
        at.coordinator.write(hours.grant, at.file, 2025, -FULL, "多给了一年")
    with pytest.raises(UserError, match="不能为零"):
        at.coordinator.write(hours.grant, at.file, 2025, 0, "没有时长")
    with pytest.raises(InvalidInput, match="依据"):
        at.coordinator.write(hours.grant, at.file, 2025, 30, "")


def test_the_workbench_tells_of_todays_visits_and_of_those_nobody_wrote_down(at: ServingTown) -> None:
    def told(who: Workspace) -> list[str]:
        return [line for line in who.read(workbench.today).warnings if "服务" in line]

    assert told(at.coordinator) == []
    book(at)
    at.on(TUESDAY)
    assert told(at.coordinator) == ["今天有 1 次上门服务，在“服务—日历”里。"]
    at.on(date(2025, 10, 15))
    assert told(at.town.clerk) == ["有 1 次服务过了日子还没有录入记录，在“服务—服务记录”里。"]
    assert told(at.town.head) == []
