"""Visits that come back: all of them or none, holidays, a change from one day on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from jiuzhu.domain.serving.recurrence import weekly
from jiuzhu.domain.serving.visits import Visit, VisitSeries
from jiuzhu.errors import InvalidInput, Refused, UserError
from jiuzhu.services.scheduling import booking, series
from jiuzhu.services.scheduling.board import Wanted
from jiuzhu.services.scheduling.series import Repeated, Rhythm
from jiuzhu.storage.unit import Unit
from serving_town import NINE, TEN, ServingTown, opened, served

SEPTEMBER = date(2025, 9, 22)  # a Monday; 10-01 … 10-08 are off
RHYTHM = Rhythm(weekly([0]), SEPTEMBER, date(2025, 10, 20))


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path, SEPTEMBER) as made:
        yield made


def wanted(at: ServingTown, worker: str = "示例甲工") -> Wanted:
    return Wanted("cleaning", SEPTEMBER, NINE, TEN, at.workers[worker])


def repeat(at: ServingTown, rhythm: Rhythm = RHYTHM, *, leave_out: bool = False) -> Repeated:
    return at.coordinator.write(series.repeat, at.plan, wanted(at), rhythm, leave_out=leave_out)


def days(at: ServingTown, state: str = "booked") -> list[date]:
    def look(unit: Unit) -> list[date]:
        found = unit.session.scalars(select(Visit))
        return sorted(one.day for one in found if one.state == state)

    return at.coordinator.read(look)


def test_a_series_books_every_visit_and_tells_what_became_of_days_off(at: ServingTown) -> None:
    made = repeat(at)
    assert days(at) == [date(2025, 9, 22), date(2025, 9, 29), date(2025, 10, 9), date(2025, 10, 13), date(2025, 10, 20)]  # fmt: skip
    assert (made.booked, made.notes, made.left_out) == (5, ("10-06 放假，顺延到 10-09",), ())


def test_one_day_that_cannot_be_stops_the_whole_unless_it_is_left_out(at: ServingTown) -> None:
    _, other = at.town.clerk.write(served, at.agreement, ("己示例",))
    at.coordinator.write(booking.book, other, replace(wanted(at), day=date(2025, 10, 13)))
    with pytest.raises(InvalidInput) as told:
        repeat(at)
    assert [one.message for one in told.value.problems] == [
        "2025-10-13：示例甲工 2025-10-13 9:00–10:00 已安排到己示例家。"
    ]
    assert days(at) == [date(2025, 10, 13)]
    made = repeat(at, leave_out=True)
    assert (made.booked, len(made.left_out)) == (4, 1)


def test_a_series_books_no_more_than_the_account_holds(at: ServingTown) -> None:
    _, plan = at.town.clerk.write(served, at.agreement, ("己示例",), minutes=150)
    made = at.coordinator.write(series.repeat, plan, wanted(at), RHYTHM, leave_out=True)
    assert made.booked == 2
    assert all("小时账户只剩 0.5 小时" in line for line in made.left_out)
    assert len(made.left_out) == 3


def test_a_series_of_nothing_is_none(at: ServingTown) -> None:
    with pytest.raises(InvalidInput, match="没有一次能安排"):
        repeat(at, Rhythm("FREQ=DAILY", date(2025, 10, 1), date(2025, 10, 7), "drop"), leave_out=True)
    with pytest.raises(UserError, match="节假日"):
        repeat(at, replace(RHYTHM, holidays=""))

    def kept(unit: Unit) -> list[VisitSeries]:
        return list(unit.session.scalars(select(VisitSeries)))

    assert at.coordinator.read(kept) == []


def test_from_a_day_on_a_series_ends_and_what_was_before_stays(at: ServingTown) -> None:
    made = repeat(at)
    at.on(date(2025, 10, 9))
    with pytest.raises(UserError, match="今天或以后"):
        at.coordinator.write(series.end_from, made.visit_series_id, date(2025, 10, 8), "person", "住院治疗")
    gone = at.coordinator.write(
        series.end_from, made.visit_series_id, date(2025, 10, 13), "person", "住院治疗"
    )
    assert gone == 2
    assert days(at, "cancelled") == [date(2025, 10, 13), date(2025, 10, 20)]
    with pytest.raises(Refused, match="已经结束"):
        at.coordinator.write(series.end_from, made.visit_series_id, date(2025, 10, 20), "person", "住院治疗")


def test_from_a_day_on_a_series_goes_by_another_rule(at: ServingTown) -> None:
    made = repeat(at)
    later = Rhythm(weekly([3]), date(2025, 10, 10), date(2025, 10, 31))
    told = at.coordinator.write(
        series.change_from, made.visit_series_id, date(2025, 10, 10), wanted(at, "示例乙工"), later
    )
    assert told.booked == 3
    assert days(at) == [date(2025, 9, 22), date(2025, 9, 29), date(2025, 10, 9), date(2025, 10, 16), date(2025, 10, 23), date(2025, 10, 30)]  # fmt: skip
    with pytest.raises(UserError, match="不能早于"):
        at.coordinator.write(series.change_from, told.visit_series_id, date(2025, 10, 20), wanted(at), later)
    assert len(days(at, "cancelled")) == 2


def test_a_changed_visit_of_a_series_stays_changed(at: ServingTown) -> None:
    """An exception: one visit moved by hand keeps the day its rule named."""
    repeat(at)

    def first(unit: Unit) -> Visit:
        return min(unit.session.scalars(select(Visit)), key=lambda one: one.day)

    visit = at.coordinator.read(first)
    at.coordinator.write(
        booking.move, visit.id, visit.version, replace(booking.wanted_of(visit), day=date(2025, 9, 23))
    )
    moved = at.coordinator.read(first)
    assert (moved.planned_day, moved.day) == (SEPTEMBER, date(2025, 9, 23))
