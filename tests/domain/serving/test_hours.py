"""The hour account, and what a record counts for."""

from datetime import UTC, date, datetime

import pytest

from jiuzhu.domain.serving.counting import Counted, counted
from jiuzhu.domain.serving.hours import account, hours
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.visits import HourGrant, Verification, Visit, VisitRecord

NINE = 540
LATER = date(2025, 10, 8)


def grant(minutes: int, year: int = 2025) -> HourGrant:
    return HourGrant(
        service_file_id="f",
        year=year,
        minutes=minutes,
        reason="年度",
        granted_by="o",
        granted_on=date(year, 1, 2),
    )


def visit(day: date, minutes: int, state: str = "booked") -> Visit:
    return Visit(
        service_file_id="f",
        service_plan_id="p",
        item="cleaning",
        day=day,
        starts=NINE,
        ends=NINE + minutes,
        worker_id="w",
        state=state,
    )


def record(one: Visit, minutes: int | None = None, reverses: str | None = None) -> VisitRecord:
    return VisitRecord(
        service_file_id="f",
        visit_id=one.id,
        reverses_id=reverses,
        day=one.day,
        starts=one.starts,
        ends=one.ends if minutes is None else one.starts + minutes,
        items="cleaning",
        place="家中",
        worker_id="w",
        signed_by="self",
        recorded_by="o",
        recorded_at=datetime(2025, 9, 30, tzinfo=UTC),
        reason="写错了" if reverses else "",
    )


def told(one: VisitRecord, result: str, hour: int = 1) -> Verification:
    return Verification(
        service_file_id="f",
        visit_record_id=one.id,
        result=result,
        reason="没有签字",
        by="x",
        at=datetime(2025, 10, 1, hour, tzinfo=UTC),
    )


def test_the_man_of_the_worked_case_has_three_hours_left_after_september() -> None:
    """24 h, 17 h used before September; in it 2.0 h, 1.5 h refused for want of a signature, 2.0 h."""
    before = [visit(date(2025, 5, 1), 870, "done"), visit(date(2025, 8, 1), 150, "done")]
    september = [
        visit(date(2025, 9, day), minutes, "done") for day, minutes in ((3, 120), (10, 90), (17, 120))
    ]
    records = [record(one) for one in (*before, *september)]
    checked = [told(one, "verified") for one in records if one.ends - one.starts != 90]
    checked.append(told(records[3], "refused"))
    found = account(2025, [grant(1440)], [*before, *september], counted(records, checked), LATER)
    assert (found.left, found.delivered) == (180, 1260)


def test_a_booking_holds_its_minutes_until_it_is_recorded_or_given_up() -> None:
    booked, gone = visit(LATER, 60), visit(LATER, 60, "cancelled")
    assert account(2025, [grant(100)], [booked, gone], [], LATER).left == 40
    shorter = counted([record(booked, 45)], [])
    assert account(2025, [grant(100)], [booked, gone], shorter, LATER).left == 55


def test_a_reversed_record_gives_its_minutes_back_and_the_booking_holds_its_own_again() -> None:
    one = visit(LATER, 60)
    wrong = record(one, 90)
    both = counted([wrong, record(one, 90, wrong.id)], [told(wrong, "verified")])
    assert [(item.standing, item.reason) for item in both] == [("reversed", "写错了")]
    assert account(2025, [grant(100)], [one], both, LATER).left == 40


def test_what_is_disputed_stays_taken_and_the_newest_verification_counts() -> None:
    one = record(visit(LATER, 60, "done"))
    found = counted([one], [told(one, "disputed", 3), told(one, "verified", 2)])
    assert found == [Counted(one, "disputed", "没有签字")]
    assert account(2025, [grant(100)], [], found, LATER).disputed == 60
    again = counted([one], [told(one, "disputed", 2), told(one, "refused", 3)])
    assert account(2025, [grant(100)], [], again, LATER).left == 100


def test_what_is_left_expires_with_the_year_and_another_year_is_another_account() -> None:
    grants = [grant(100), grant(1440, 2026)]
    over = account(2025, grants, [visit(date(2026, 1, 5), 60)], [], date(2026, 1, 1))
    assert (over.expired, over.left) == (100, 0)
    assert account(2026, grants, [visit(date(2026, 1, 5), 60)], [], date(2026, 1, 1)).left == 1380


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (210, "3.5 小时"),
        (200, "3 小时 20 分"),
        (-200, "-3 小时 20 分"),
        (0, "0.0 小时"),
        (50, "50 分"),
        (-5, "-5 分"),
    ],
)
def test_minutes_are_told_in_hours(minutes: int, words: str) -> None:
    assert hours(minutes) == words


@pytest.mark.parametrize(
    ("begin", "end", "day", "held"),
    [
        (None, None, LATER, False),
        (date(2025, 10, 9), None, LATER, False),
        (LATER, None, LATER, True),
        (date(2025, 1, 1), LATER, LATER, True),
        (date(2025, 1, 1), date(2025, 10, 7), LATER, False),
    ],
)
def test_home_care_of_the_federation_holds_from_its_first_to_its_last_day(
    begin: date | None, end: date | None, day: date, held: bool
) -> None:
    file = ServiceFile(
        number="",
        person_id="p",
        household_id="h",
        service_class=1,
        class_reason="重残",
        class_on=LATER,
        opened_on=LATER,
        opened_by="o",
        home_care_from=begin,
        home_care_until=end,
    )
    assert file.home_care_on(day) is held
