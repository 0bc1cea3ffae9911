"""Workers who are away: their visits are listed, and who could go in their place is told with reasons."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from jiuzhu.domain.serving.supply import Absence
from jiuzhu.errors import InvalidInput, Refused, UserError
from jiuzhu.services.scheduling import absences, booking, calendar_view, series
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.series import Rhythm
from jiuzhu.storage.unit import Unit
from serving_town import MONDAY, NINE, TEN, ServingTown, opened, served, worker

LAST = date(2025, 10, 17)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        wanted = Wanted("cleaning", MONDAY, NINE, TEN, made.workers["示例甲工"])
        made.coordinator.write(series.repeat, made.plan, wanted, Rhythm("FREQ=DAILY", MONDAY, LAST))
        yield made


def away(at: ServingTown, first: date, last: date) -> list[date]:
    left = at.coordinator.write(absences.record_absence, at.workers["示例甲工"], first, last, "事假")
    return [slot.day for slot in left]


def the_absence(at: ServingTown) -> Absence:
    def look(unit: Unit) -> Absence:
        return unit.session.scalars(select(Absence)).one()

    return at.coordinator.read(look)


def test_who_is_away_leaves_visits_to_be_made_by_somebody_else(at: ServingTown) -> None:
    at.on(date(2025, 10, 15))
    assert away(at, date(2025, 10, 14), date(2025, 10, 16)) == [date(2025, 10, 15), date(2025, 10, 16)]
    other = at.coordinator.read(absences.to_replan, at.workers["示例乙工"], MONDAY, LAST)
    assert other == []
    at.coordinator.write(absences.end_absence, the_absence(at).id, date(2025, 10, 16))
    left = at.coordinator.read(absences.to_replan, at.workers["示例甲工"], MONDAY, LAST)
    assert [slot.day for slot in left] == [date(2025, 10, 15)]
    with pytest.raises(Refused, match="已经销假"):
        at.coordinator.write(absences.end_absence, the_absence(at).id, date(2025, 10, 16))


def test_an_absence_that_cannot_be_is_refused(at: ServingTown) -> None:
    with pytest.raises(UserError, match="不能早于首日"):
        away(at, LAST, MONDAY)
    with pytest.raises(UserError, match="最多一年"):
        away(at, MONDAY, date(2027, 1, 1))
    with pytest.raises(InvalidInput, match="请假原因"):
        at.coordinator.write(absences.record_absence, at.workers["示例甲工"], MONDAY, LAST, "")
    away(at, MONDAY, MONDAY)
    with pytest.raises(UserError, match="请假期间"):
        at.coordinator.write(absences.end_absence, the_absence(at).id, LAST)


def test_who_could_go_comes_first_the_emptier_before_the_fuller(at: ServingTown) -> None:
    third = at.town.clerk.write(worker, at.provider, "示例丙工")
    fourth = at.town.clerk.write(worker, at.provider, "示例丁工", skills="bath")
    file, plan = at.town.clerk.write(served, at.agreement, ("己示例",))
    assert file
    assert fourth
    day = date(2025, 10, 14)
    at.coordinator.write(booking.book, plan, Wanted("cleaning", day, TEN, TEN + 60, third))
    slots = at.coordinator.read(calendar_view.slots, day, day)
    (slot,) = [one for one in slots if one.person == "戊示例"]
    found = at.coordinator.read(absences.who_could, slot.id)
    assert [(one.name, one.minutes) for one in found] == [("示例乙工", 0), ("示例丙工", 60), ("示例丁工", 0)]
    assert found[2].against == ("示例丁工没有“助洁”的技能登记。",)
    assert at.workers["示例甲工"] not in {one.worker_id for one in found}


def test_a_visit_is_given_to_somebody_else_and_the_second_one_keeps_their_place(at: ServingTown) -> None:
    third = at.town.clerk.write(worker, at.provider, "示例丙工")
    fourth = at.town.clerk.write(worker, at.provider, "示例丁工")
    first, second = at.workers["示例甲工"], at.workers["示例乙工"]
    _, plan = at.town.clerk.write(served, at.agreement, ("己示例",), workers=2)
    day = date(2025, 10, 14)
    two = Wanted("cleaning", day, TEN, TEN + 60, first, second)
    made = at.coordinator.write(booking.book, plan, two)
    at.coordinator.write(absences.record_absence, second, day, day, "病假")
    found = at.coordinator.read(absences.who_could, made.visit_id, second)
    assert [(one.worker_id, one.against) for one in found] == [(fourth, ()), (third, ())]
    assert at.coordinator.read(absences.who_could, made.visit_id)[0].against  # the second one is still away
    at.coordinator.write(absences.give, made.visit_id, made.version, second, third)
    (slot,) = [one for one in at.coordinator.read(calendar_view.slots, day, day) if one.id == made.visit_id]
    assert (slot.worker_id, slot.second_worker_id, slot.clashes) == (first, third, ())
    at.coordinator.write(absences.give, made.visit_id, slot.version, first, fourth)
    (slot,) = [one for one in at.coordinator.read(calendar_view.slots, day, day) if one.id == made.visit_id]
    assert (slot.worker_id, slot.second_worker_id) == (fourth, third)
