from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiuzhu import paths
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.clock_rules import CLOCK_RULES
from jiuzhu.domain.deadlines import (
    Clock,
    Events,
    changed_month,
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


def of_way(way: str, events: Events) -> dict[str, Clock]:
    return {clock.code: clock for clock in clocks(events, STANDARDS, CALENDAR, way=way)}


def test_tekun_has_the_clocks_of_its_own_rule() -> None:
    events = Events(
        accepted=ACCEPTED,
        posted=date(2025, 10, 24),
        sent_to_county=date(2025, 11, 3),
        decided=date(2025, 11, 20),
        care_reported=date(2026, 1, 5),
        end_posted=date(2026, 3, 6),
    )
    due = {code: clock.due for code, clock in of_way("tekun", events).items()}
    assert due == {
        "T3": date(2025, 11, 3),
        "T5": date(2025, 10, 31),
        "T6": date(2025, 11, 24),
        "T9": date(2026, 1, 19),
        "T10": date(2026, 3, 13),
        "T11": date(2026, 11, 20),
        "T0": date(2025, 12, 12),
        "L17": date(2025, 12, 10),
        "L18": date(2025, 12, 4),
    }


def test_a_reassessment_is_met_and_a_refusal_is_told() -> None:
    found = of_way(
        "tekun", Events(accepted=ACCEPTED, care_reported=date(2026, 1, 5), reassessed=date(2026, 1, 20))
    )
    assert due_colour(found["T9"], date(2026, 1, 21)) == "bad"
    refused = of_way("tekun", Events(accepted=ACCEPTED, decided=date(2025, 11, 20), refused=True))
    assert refused["T8"].due == date(2025, 11, 25)
    assert "T11" not in refused


def test_a_yearly_check_turns_amber_after_eight_months() -> None:
    clock = of_way("tekun", Events(accepted=ACCEPTED, decided=date(2025, 11, 20)))["T11"]
    assert (clock.unit, clock.limit, clock.amber) == ("months", 12, date(2026, 7, 20))
    assert due_colour(clock, date(2026, 7, 19)) == "ok"
    assert due_colour(clock, date(2026, 7, 20)) == "warn"


def test_a_child_is_verified_and_confirmed_in_fifteen_and_fifteen() -> None:
    found = of_way("child", Events(accepted=ACCEPTED, sent_to_county=date(2025, 11, 3)))
    assert {code: clock.due for code, clock in found.items()} == {
        "C1": date(2025, 11, 3),
        "C2": date(2025, 11, 24),
        "C0": date(2025, 11, 24),
    }


@pytest.mark.parametrize(
    ("special", "limit", "due"), [("", 30, date(2025, 11, 24)), ("人户分离", 45, date(2025, 12, 15))]
)
def test_rigid_spending_has_thirty_days_or_forty_five(special: str, limit: int, due: date) -> None:
    clock = of_way("rigid", Events(accepted=ACCEPTED, special=special))["G0"]
    assert (clock.limit, clock.due, clock.document) == (limit, due, "民发〔2024〕57号")


def test_help_at_once_case_8() -> None:
    found = of_way("quick", Events(accepted=date(2026, 3, 9), decided=date(2026, 3, 9)))
    assert (found["Q0"].due, found["Q1"].due, found["Q2"].due) == (
        date(2026, 3, 10),
        date(2026, 3, 12),
        date(2026, 3, 16),
    )


def test_twenty_four_hours_do_not_wait_for_monday_and_never_exceed_the_national_days() -> None:
    friday = Events(accepted=date(2026, 3, 13))
    assert of_way("quick", friday)["Q0"].due == date(2026, 3, 14)
    slow = STANDARDS.with_settings({"tmp.emergency.hours": "96"})
    (clock,) = [one for one in clocks(friday, slow, CALENDAR, way="quick") if one.code == "Q0"]
    assert clock.due == date(2026, 3, 16)
    day_and_a_half = STANDARDS.with_settings({"tmp.emergency.hours": "36"})
    (clock,) = [one for one in clocks(friday, day_and_a_half, CALENDAR, way="quick") if one.code == "Q0"]
    assert clock.due == date(2026, 3, 15)


def test_spending_relief_case_9() -> None:
    assert of_way("temporary", Events(accepted=ACCEPTED))["P0"].due == date(2025, 11, 10)


def test_ways_beside_a_way_add_only_what_it_lacks() -> None:
    events = Events(accepted=ACCEPTED, decided=date(2025, 11, 20))
    codes = [clock.code for clock in clocks(events, STANDARDS, CALENDAR, beside=("tekun", "rigid"))]
    assert len(codes) == len(set(codes))
    assert codes[: len(by_code(events))] == list(by_code(events))
    assert {"T3", "T11", "G0"} <= set(codes)


@pytest.mark.parametrize("programme", ["tekun", "orphan", "unsupported_child"])
def test_only_dibao_may_begin_in_the_month_of_the_decision(programme: str) -> None:
    same = STANDARDS.with_settings({"grant.start": "same"})
    assert first_month(date(2025, 11, 20), same) == "2025-11"
    assert first_month(date(2025, 12, 20), same, programme) == "2026-01"


def test_a_cut_begins_the_month_after() -> None:
    assert changed_month(date(2025, 12, 3)) == "2026-01"


@pytest.mark.parametrize("way", CLOCK_RULES)
def test_every_clock_of_every_way_finds_its_setting(way: str) -> None:
    names = {rule.starts for rule in CLOCK_RULES[way]} - {"refused", "granted"}
    for refused in (False, True):
        days: dict[str, Any] = dict.fromkeys({*names, "decided"}, ACCEPTED)
        events = Events(refused=refused, **days)
        found = of_way(way, events)
        skipped = "granted" if refused else "refused"
        assert set(found) == {rule.code for rule in CLOCK_RULES[way] if rule.starts != skipped}
