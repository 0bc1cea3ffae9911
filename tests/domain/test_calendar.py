from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiuzhu import paths
from jiuzhu.domain.calendar import (
    CalendarYear,
    WorkCalendar,
    last_day,
    load_calendar,
    month_after,
    months_between,
    read_year,
    stored_year,
)
from jiuzhu.errors import UserError

CALENDAR = load_calendar(paths.resources() / "policy" / "calendar")
IN_YEARS = st.dates(date(2025, 1, 1), date(2026, 6, 30))


def test_covers_the_two_years_with_their_notices() -> None:
    assert CALENDAR.years == (2025, 2026)
    assert CALENDAR.document(2025) == "国办发明电〔2024〕12号"
    assert CALENDAR.document(2027) == ""


@pytest.mark.parametrize(
    ("year", "off", "worked"),
    [
        (
            2025,
            "01-01 01-28 02-04 04-04 04-06 05-01 05-05 05-31 06-02 10-01 10-08",
            "01-26 02-08 04-27 09-28 10-11",
        ),
        (
            2026,
            "01-01 01-03 02-15 02-23 04-04 04-06 05-01 05-05 06-19 06-21 09-25 09-27 10-01 10-07",
            "01-04 02-14 02-28 05-09 09-20 10-10",
        ),
    ],
)
def test_days_of_the_notices(year: int, off: str, worked: str) -> None:
    for day in off.split():
        assert not CALENDAR.is_working(date.fromisoformat(f"{year}-{day}")), day
    for day in worked.split():
        assert CALENDAR.is_working(date.fromisoformat(f"{year}-{day}")), day


def test_plain_weekdays_and_weekends() -> None:
    assert CALENDAR.is_working(date(2025, 10, 13))
    assert not CALENDAR.is_working(date(2025, 10, 18))


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2025, 9, 26), 3, date(2025, 9, 30)),
        (date(2025, 11, 3), 45, date(2026, 1, 6)),
        (date(2025, 12, 22), 25, date(2026, 1, 27)),
        (date(2025, 12, 22), 40, date(2026, 2, 24)),
        (date(2026, 1, 5), 10, date(2026, 1, 19)),
        (date(2025, 11, 17), -3, date(2025, 11, 12)),
        (date(2025, 10, 13), 0, date(2025, 10, 13)),
    ],
)
def test_counts_working_days_after_the_event(start: date, count: int, due: date) -> None:
    assert CALENDAR.add_working_days(start, count) == (due, ())


def test_days_inside_a_pause_do_not_count() -> None:
    pause = ((date(2025, 10, 14), date(2025, 10, 15)),)
    assert CALENDAR.add_working_days(date(2025, 10, 13), 3, pause).day == date(2025, 10, 20)


def test_a_missing_year_is_reported_and_weekends_assumed() -> None:
    found = CALENDAR.add_working_days(date(2026, 12, 30), 3)
    assert found == (date(2027, 1, 4), (2027,))  # 1 January 2027 is a Friday: assumed to be worked
    assert CALENDAR.roll(date(2027, 1, 2)) == (date(2027, 1, 4), (2027,))
    assert CALENDAR.working_days_between(date(2024, 12, 30), date(2025, 1, 2)) == (2, (2024,))


def test_rolls_a_rest_day_to_the_next_working_day() -> None:
    assert CALENDAR.roll(date(2026, 2, 18)).day == date(2026, 2, 24)
    assert CALENDAR.roll(date(2026, 2, 24)).day == date(2026, 2, 24)


def test_counts_between_two_days_in_both_directions() -> None:
    assert CALENDAR.working_days_between(date(2025, 9, 26), date(2025, 9, 30)).days == 3
    assert CALENDAR.working_days_between(date(2025, 9, 30), date(2025, 9, 26)).days == -3


@given(IN_YEARS, st.integers(1, 60))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    due = CALENDAR.add_working_days(start, count).day
    assert CALENDAR.is_working(due)
    assert CALENDAR.working_days_between(start, due).days == count


@given(IN_YEARS)
def test_rolling_never_goes_back_nor_skips_work(day: date) -> None:
    rolled = CALENDAR.roll(day).day
    assert rolled >= day
    assert all(not CALENDAR.is_working(day + timedelta(days=step)) for step in range((rolled - day).days))


_GOOD = """year = 2027
document = "某号"
holiday = [{ name = "元旦", first = 2027-01-01, last = 2027-01-03 }]
worked = [2027-01-09]
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("year = 2027", "year = ", "读不出来"),
        ("worked", "work", "读不出来"),
        ("2027-01-03", "3", "读不出来"),
        ('"某号"', '""', "没有写明放假通知"),
        ("[2027-01-09]", "[2026-01-09]", "不在 2027 年"),
        ("[2027-01-09]", "[9]", "不在 2027 年"),
        ("[2027-01-09]", "[2027-01-02]", "既放假又上班"),
    ],
)
def test_a_broken_calendar_file_is_refused(old: str, new: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        read_year(_GOOD.replace(old, new), "2027.toml")


def test_the_head_can_load_another_year(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(_GOOD, "utf-8")
    calendar = load_calendar(tmp_path)
    assert calendar.is_working(date(2027, 1, 9))
    assert calendar.years == (2027,)


def test_the_same_year_twice_is_refused() -> None:
    year = read_year(_GOOD, "2027.toml")
    with pytest.raises(UserError, match="2027 年的工作日历重复"):
        WorkCalendar([year, year])


@pytest.mark.parametrize(
    ("month", "count", "expected"),
    [
        ("2025-12", 1, "2026-01"),
        ("2026-01", -1, "2025-12"),
        ("2025-11", 6, "2026-05"),
        ("2025-06", 0, "2025-06"),
    ],
)
def test_months_are_counted_over_the_year(month: str, count: int, expected: str) -> None:
    assert month_after(month, count) == expected
    assert months_between(month, expected) == count


def test_a_month_ends_with_its_last_day() -> None:
    assert [last_day(month).day for month in ("2025-12", "2026-02", "2028-02")] == [31, 28, 29]


def test_a_year_is_there_or_not() -> None:
    assert CalendarYear(2030, "通知", frozenset(), frozenset()) == WorkCalendar(
        [CalendarYear(2030, "通知", frozenset(), frozenset())]
    ).year(2030)
    assert WorkCalendar([]).year(2030) is None


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"off": ["x"], "worked": []}', '{"off": 1, "worked": []}']
)
def test_a_stored_year_that_cannot_be_read_is_refused(content: str) -> None:
    with pytest.raises(UserError, match="读不出来"):
        stored_year("2030", "通知", content)
    read = stored_year("2030", "通知", '{"off": ["2030-01-01"], "worked": ["2030-01-05"]}')
    assert (read.year, read.document, read.off) == (2030, "通知", frozenset({date(2030, 1, 1)}))
