"""Where visits stand on a calendar, in pixels: lanes, rows, cells, and the way back from a point."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from jiuzhu.ui.calendar import layouts, month, worker_rows
from jiuzhu.ui.calendar.layouts import Hours, Place
from jiuzhu.ui.calendar.worker_rows import Row

MONDAY = date(2025, 10, 13)
WEEK = tuple(MONDAY + timedelta(days=step) for step in range(7))
ROWS = [Row("w", "示例甲工"), Row("x", "示例乙工", quiet=True)]


@dataclass(frozen=True)
class Slot:
    id: str
    day: date = MONDAY
    starts: int = 540
    ends: int = 600
    worker_id: str = "w"
    second_worker_id: str | None = None


def test_hours_shown_are_those_of_work_widened_to_every_visit() -> None:
    assert layouts.hours_for([]) == Hours(480, 1080)
    assert layouts.hours_for([Slot("1", starts=415, ends=1105)]) == Hours(360, 1140)


def test_visits_that_touch_stand_side_by_side_and_others_take_the_whole_width() -> None:
    told = [
        Slot("1"),
        Slot("2", starts=570, ends=660),
        Slot("3", starts=600, ends=630),
        Slot("4", starts=700, ends=720),
    ]
    assert layouts.lanes(told) == {"1": (0, 2), "2": (1, 2), "3": (0, 2), "4": (0, 1)}


def test_a_week_puts_a_visit_into_the_column_of_its_day_and_finds_it_again() -> None:
    made = layouts.week([Slot("1", day=WEEK[2])], WEEK, (700, 600), off=[WEEK[6]])
    (box,) = made.boxes
    assert (box.x, box.y, round(box.height)) == (200, 60, 59)
    assert made.at(box.x + 1, box.y + 1) is box
    assert made.at(10, 10) is None
    assert made.place(250, 90) == Place(WEEK[2], 570)
    assert made.place(-1, 0) is None
    assert made.place(0, 600) is None
    assert made.span(Place(WEEK[2], 540), 60)[:2] == (200, 60)
    assert made.grows_down
    assert made.columns[6].quiet
    assert made.quiet == ((600, 0, 100, 600),)


def test_a_visit_of_two_workers_stands_in_both_rows_with_room_to_the_next() -> None:
    told = [
        Slot("1", second_worker_id="x"),
        Slot("2", starts=660, ends=720),
        Slot("3", day=date(2025, 1, 1)),
        Slot("4", worker_id="?"),
    ]
    made = worker_rows.rows(told, [MONDAY], ROWS, (600, 100))
    assert [(box.slot.id, box.worker_id, box.x, box.room) for box in made.boxes] == [
        ("1", "w", 60, 118),
        ("2", "w", 180, 418),
        ("1", "x", 60, 538),
    ]
    assert made.height == 68
    assert made.place(125, 40) == Place(MONDAY, 600, "x")
    assert made.span(Place(MONDAY, 600, "x"), 60) == (120, 36, 60, 30)
    assert made.rows[1].quiet
    assert not made.grows_down
    assert worker_rows.rows([], [MONDAY], [], (600, 100)).place(1, 1) is None


def test_a_week_of_rows_has_a_column_a_day() -> None:
    made = worker_rows.rows([Slot("1", day=WEEK[1])], WEEK, ROWS, (700, 100), off=[WEEK[5]])
    (box,) = made.boxes
    assert box.x == pytest.approx(110)
    assert [one.text for one in made.columns][:2] == ["10-13 周一", "10-14 周二"]
    assert made.place(699, 1) == Place(WEEK[6], 1065, "w")


def test_a_month_has_whole_weeks_and_says_how_many_visits_a_cell_hides() -> None:
    days = month.month_days(MONDAY)
    assert (days[0], days[-1], len(days)) == (date(2025, 9, 29), date(2025, 11, 2), 35)
    told = [Slot(str(number), starts=540 + number) for number in range(6)]
    made = month.month(told, MONDAY, (700, 500), line_height=18)
    assert [box.slot.id for box in made.boxes] == ["0", "1", "2"]
    assert [(one.day, one.hidden) for one in made.cells if one.hidden] == [(MONDAY, 3)]
    assert made.place(10, 250) == Place(MONDAY, -1)
    assert made.place(10, 501) is None
    assert made.span(Place(MONDAY, -1), 60) == (0, 200, 100, 100)
    assert not made.resizes
    assert made.cells[0].quiet


def test_a_minute_is_snapped_to_a_quarter_inside_what_is_shown() -> None:
    hours = Hours(480, 1080)
    assert [layouts.snapped(minute, hours) for minute in (487, 488, 0, 2000)] == [480, 495, 480, 1065]
