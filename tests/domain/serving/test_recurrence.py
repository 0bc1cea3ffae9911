"""Visits that come back: which days a rule names, and what becomes of days off."""

from datetime import date

import pytest

from jiuzhu.domain.calendar import CalendarYear, WorkCalendar
from jiuzhu.domain.serving.recurrence import Occurrence, occurrences, rule_of, told, weekly
from jiuzhu.errors import UserError

FIRST = date(2025, 9, 22)  # a Monday
OFF = frozenset(date(2025, 10, day) for day in range(1, 9))
CALENDAR = WorkCalendar(
    [CalendarYear(year=2025, document="", off=OFF, worked=frozenset({date(2025, 9, 28)}))]
)


def days(text: str, last: date, holidays: str = "keep") -> list[date | None]:
    return [one.day for one in occurrences(text, FIRST, last, CALENDAR, holidays)]


def test_a_weekly_rule_names_its_days_to_the_last_one_included() -> None:
    assert days(weekly([3, 0]), date(2025, 10, 2)) == [
        date(2025, 9, 22),
        date(2025, 9, 25),
        date(2025, 9, 29),
        date(2025, 10, 2),
    ]


def test_a_visit_on_a_day_off_moves_to_the_next_working_day_of_its_own() -> None:
    found = occurrences(weekly([0, 3]), FIRST, date(2025, 10, 9), CALENDAR, "move")
    assert found[-3:] == [
        Occurrence(date(2025, 10, 2), None, "10-02 放假，顺延的日子已有安排或超过末日，当次取消"),
        Occurrence(date(2025, 10, 6), None, "10-06 放假，顺延的日子已有安排或超过末日，当次取消"),
        Occurrence(date(2025, 10, 9), date(2025, 10, 9)),
    ]
    (moved,) = occurrences("FREQ=MONTHLY;BYMONTHDAY=6", FIRST, date(2025, 10, 31), CALENDAR, "move")
    assert moved == Occurrence(date(2025, 10, 6), date(2025, 10, 9), "10-06 放假，顺延到 10-09")


def test_a_visit_is_not_moved_behind_the_last_day_and_a_dropped_one_says_so() -> None:
    assert days(weekly([0]), date(2025, 10, 7), "move")[-1] is None
    (_, _, dropped) = occurrences(weekly([0]), FIRST, date(2025, 10, 7), CALENDAR, "drop")
    assert dropped == Occurrence(date(2025, 10, 6), None, "10-06 放假，当次取消")


def test_a_worked_sunday_is_a_day_like_others() -> None:
    assert days("FREQ=DAILY", date(2025, 9, 28), "drop")[-2:] == [None, date(2025, 9, 28)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY;INTERVAL=3", "每 3 天"),
        ("FREQ=WEEKLY;INTERVAL=2", "每 2 周的星期一"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "每周的星期一、四"),
        ("FREQ=MONTHLY", "每个月的 22 日"),
        ("FREQ=MONTHLY;BYMONTHDAY=5,20", "每个月的 5、20 日"),
        ("FREQ=MONTHLY;BYDAY=2TU,-1FR", "每个月的第 2 个星期二、最后一个星期五"),
    ],
)
def test_a_rule_is_told_in_words_and_dateutil_follows_it(text: str, words: str) -> None:
    assert told(text, FIRST) == words
    assert rule_of(text, FIRST)[0].date() >= FIRST


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=YEARLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=3",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=MONTHLY;BYDAY=2TU,WE",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=DAILY\nFREQ=DAILY",
    ],
)
def test_a_rule_that_says_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="重复规则"):
        rule_of(text, FIRST)


@pytest.mark.parametrize(
    ("text", "last", "words"),
    [
        ("FREQ=DAILY", date(2025, 9, 21), "早于"),
        ("FREQ=DAILY", date(2026, 9, 24), "一年"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", date(2025, 9, 30), "没有符合"),
    ],
)
def test_a_span_that_cannot_be_is_refused(text: str, last: date, words: str) -> None:
    with pytest.raises(UserError, match=words):
        occurrences(text, FIRST, last, CALENDAR, "keep")
