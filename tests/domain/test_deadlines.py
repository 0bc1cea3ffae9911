from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiuzhu import paths
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.deadlines import (
    Clock,
    Events,
    clocks,
    death_limit,
    due_colour,
    first_month,
    next_recheck,
    next_step,
    notice_end,
    title_of,
)
from jiuzhu.domain.facts import Pause
from jiuzhu.domain.policy import load_pack

CALENDAR = load_calendar(paths.resources() / "policy" / "calendar")
PACK = load_pack(paths.resources() / "policy" / "500000")
STANDARDS = PACK.in_force("500112", date(2025, 10, 13))
ACCEPTED = date(2025, 10, 13)


def by_code(events: Events, *, refused: bool = False, today: date | None = None) -> dict[str, Clock]:
    return {clock.code: clock for clock in clocks(events, STANDARDS, CALENDAR, refused=refused, today=today)}


def test_acceptance_starts_the_survey_and_the_totals() -> None:
    found = by_code(Events(accepted=ACCEPTED))
    assert {code: clock.due for code, clock in found.items()} == {
        "L4": date(2025, 10, 16),
        "L6": date(2025, 10, 27),
        "L14": date(2025, 11, 24),
        "L15": date(2025, 11, 17),
        "L16": date(2025, 11, 12),
    }
    assert (found["L15"].limit, found["L15"].unit, found["L15"].started) == (25, "wd", ACCEPTED)
    assert found["L4"].clause == "57-15"
    assert found["L4"].document == "民发〔2021〕57号"
    assert found["L4"].missing_years == ()


def test_clocks_have_titles() -> None:
    assert title_of("L15") == "全程办结（重庆）"
    with pytest.raises(KeyError):
        title_of("L99")


def test_nothing_has_happened_yet() -> None:
    assert clocks(Events(), STANDARDS, CALENDAR) == ()


def test_the_day_of_acceptance_may_come_from_outside_the_events() -> None:
    assert clocks(Events(), STANDARDS, CALENDAR, accepted=ACCEPTED)[0].due == date(2025, 10, 16)


@pytest.mark.parametrize("events", [Events(special="人户分离"), Events(objection=date(2025, 10, 30))])
def test_objection_or_another_special_reason_makes_the_clock_longer(events: Events) -> None:
    found = by_code(replace(events, accepted=date(2025, 10, 20)))
    assert found["L15"].due == date(2025, 12, 15)
    assert found["L14"].limit == 45


def test_each_event_starts_its_own_clock() -> None:
    found = by_code(
        Events(
            check_requested=date(2025, 10, 14),
            posted=date(2025, 10, 24),
            reposted=date(2025, 11, 17),
            sent_to_county=date(2025, 11, 3),
        )
    )
    assert {code: clock.due for code, clock in found.items()} == {
        "L5": date(2025, 10, 17),
        "L8": date(2025, 10, 31),
        "L9": date(2025, 11, 20),
        "L11": date(2025, 11, 17),
    }


def test_a_reply_stops_the_clock_of_the_check() -> None:
    asked = Events(check_requested=date(2025, 10, 14))
    answered = replace(asked, check_replied=date(2025, 10, 16))
    late = date(2025, 11, 20)
    assert due_colour(by_code(asked)["L5"], late) == "bad"
    assert by_code(answered)["L5"].done == date(2025, 10, 16)
    assert due_colour(by_code(answered)["L5"], late) == "ok"


def test_a_refusal_starts_the_notice_and_no_payment() -> None:
    decided = Events(decided=date(2025, 11, 5))
    assert by_code(decided, refused=True).keys() == by_code(replace(decided, refused=True)).keys() == {"L13"}
    assert by_code(decided, refused=True)["L13"].due == date(2025, 11, 10)
    assert by_code(decided).keys() == {"L17", "L18"}
    assert by_code(decided)["L17"].due == date(2025, 12, 10)


def test_delegation_to_the_township_shortens_the_national_total_unless_special() -> None:
    own = STANDARDS.with_settings({"authority.dibao": "township"})
    due = {clock.code: clock for clock in clocks(Events(accepted=ACCEPTED), own, CALENDAR)}
    assert due["L14"].limit == 20
    special = {
        clock.code: clock for clock in clocks(Events(accepted=ACCEPTED, special="异地申办"), own, CALENDAR)
    }
    assert special["L14"].limit == 45


def test_working_days_of_a_pause_do_not_count() -> None:
    pause = Pause(date(2025, 10, 20), date(2025, 10, 24), "等待外省回函")
    found = by_code(Events(accepted=ACCEPTED, pauses=(pause,)))
    assert found["L15"].due == date(2025, 11, 24)
    assert found["L4"].due == date(2025, 10, 16)  # over before the pause began
    assert not found["L15"].paused


def test_an_open_pause_moves_the_due_day_with_today() -> None:
    events = Events(accepted=ACCEPTED, survey_started=date(2025, 10, 15), pauses=(Pause(date(2025, 10, 20)),))
    assert by_code(events)["L15"].due == date(2025, 11, 18)
    found = by_code(events, today=date(2025, 10, 24))
    assert found["L15"].due == date(2025, 11, 24)
    assert found["L15"].paused
    assert not found["L4"].paused  # already met
    assert not found["L16"].paused  # calendar days run on


def test_a_missing_calendar_year_is_named() -> None:
    found = {clock.code: clock for clock in clocks(Events(accepted=date(2026, 12, 21)), STANDARDS, CALENDAR)}
    assert found["L15"].missing_years == (2027,)
    assert found["L4"].missing_years == ()


def test_colours_of_a_limit() -> None:
    total = by_code(Events(accepted=ACCEPTED))["L15"]  # 25 working days, due 17 November
    assert (total.amber, total.red) == (date(2025, 11, 3), date(2025, 11, 12))
    seen = [due_colour(total, date(2025, 10, 31)), due_colour(total, date(2025, 11, 3))]
    seen += [due_colour(total, date(2025, 11, 11)), due_colour(total, date(2025, 11, 12))]
    assert seen == ["ok", "warn", "warn", "bad"]
    assert due_colour(total, date(2025, 11, 18)) == "bad"


def test_a_limit_of_three_days_is_red_only_on_its_last() -> None:
    survey = by_code(Events(accepted=ACCEPTED))["L4"]
    assert [due_colour(survey, date(2025, 10, day)) for day in (14, 15, 16, 17)] == [
        "ok",
        "warn",
        "bad",
        "bad",
    ]


def test_colours_of_a_met_and_of_a_missed_limit() -> None:
    met = by_code(Events(accepted=ACCEPTED, survey_started=date(2025, 10, 16)))["L4"]
    late = by_code(Events(accepted=ACCEPTED, survey_started=date(2025, 10, 17)))["L4"]
    assert due_colour(met, date(2026, 1, 1)) == "ok"
    assert due_colour(late, date(2026, 1, 1)) == "bad"


def test_a_posting_waits_and_then_asks_for_the_next_step() -> None:
    posting = by_code(Events(posted=date(2025, 10, 24)))["L8"]
    assert due_colour(posting, date(2025, 10, 31)) == "ok"
    assert due_colour(posting, date(2025, 11, 3)) == "warn"


def test_end_of_a_posting_and_the_next_step() -> None:
    assert notice_end(date(2025, 10, 24), 7, CALENDAR).day == date(2025, 10, 31)
    assert next_step(date(2025, 10, 24), 7, CALENDAR) == (date(2025, 11, 3), ())
    assert notice_end(date(2025, 10, 18), 7, CALENDAR).day == date(2025, 10, 27)  # a Saturday rolls to Monday
    assert next_step(date(2026, 12, 24), 7, CALENDAR) == (date(2027, 1, 1), (2027,))


@pytest.mark.parametrize(
    ("decided", "start", "month"),
    [
        (date(2025, 11, 12), "next", "2025-12"),
        (date(2025, 11, 12), "same", "2025-11"),
        (date(2025, 12, 31), "next", "2026-01"),
        (date(2026, 1, 31), "next", "2026-02"),
    ],
)
def test_first_month(decided: date, start: str, month: str) -> None:
    assert first_month(decided, STANDARDS.with_settings({"grant.start": start})) == month


def test_rechecks_and_death() -> None:
    assert next_recheck(date(2025, 11, 12), "B", STANDARDS, CALENDAR).day == date(2026, 5, 12)
    assert next_recheck(date(2025, 11, 12), "A", STANDARDS, CALENDAR).day == date(2026, 11, 12)
    assert next_recheck(date(2025, 8, 31), "B", STANDARDS, CALENDAR).day == date(2026, 2, 28)
    assert next_recheck(date(2025, 11, 1), "B", STANDARDS, CALENDAR).day == date(2026, 5, 6)
    assert death_limit(date(2025, 11, 18), STANDARDS, CALENDAR).day == date(2026, 2, 24)


@given(st.dates(date(2025, 1, 1), date(2026, 9, 1)), st.integers(0, 30), st.integers(0, 20))
def test_a_pause_never_brings_a_limit_nearer(accepted: date, after: int, length: int) -> None:
    starts = accepted + timedelta(days=after)
    paused = by_code(Events(accepted=accepted, pauses=(Pause(starts, starts + timedelta(days=length)),)))
    plain = by_code(Events(accepted=accepted))
    assert all(paused[code].due >= plain[code].due for code in plain)
    assert paused["L16"].due == plain["L16"].due


@given(st.dates(date(2025, 1, 1), date(2026, 9, 1)))
def test_colours_only_get_worse(accepted: date) -> None:
    order = ["ok", "warn", "bad"]
    for clock in clocks(Events(accepted=accepted), STANDARDS, CALENDAR):
        seen = [order.index(due_colour(clock, accepted + timedelta(days=step))) for step in range(80)]
        assert seen == sorted(seen)
        assert due_colour(clock, clock.due) == due_colour(clock, clock.due + timedelta(days=1)) == "bad"
