"""Case 5 of the rules, branch by branch: taper, stop, death, the unemployed; and what cuts one person's share."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.assessment.changing import (
    GROUNDS,
    Change,
    Paid,
    follows,
    in_taper,
    on_ground,
    rule_of,
    share_of_person,
    share_untold,
)
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.deadlines import death_limit
from jiuzhu.domain.facts import AssetFacts, Disability, HouseholdFacts, HousingFacts, IncomeFacts, MemberFacts
from jiuzhu.domain.policy import load_pack

PACK = load_pack(paths.resources() / "policy" / "500000")
CALENDAR = load_calendar(paths.resources() / "policy" / "calendar")
DECIDED = date(2025, 12, 3)
STANDARDS = PACK.in_force("500112", DECIDED)
HOME = HouseholdFacts(
    DECIDED,
    "urban",
    "500112",
    (
        MemberFacts("man", "01", "1", date(1980, 1, 1)),
        MemberFacts("wife", "12", "2", date(1982, 1, 1)),
        MemberFacts("pupil", "20", "1", date(2014, 1, 1), student="compulsory"),
        MemberFacts("grandfather", "51", "1", date(1952, 1, 1)),
    ),
    incomes=(IncomeFacts("man", "wage", Decimal("1800.00"), "month"),),
)
NOW = Decimal("1440.00")


def change(facts: HouseholdFacts, now: Decimal = NOW, programme: str = "dibao", **more: Any) -> Change:
    standards = more.pop("standards", STANDARDS)
    found = assess(facts, PACK, CALENDAR)
    addons = Decimal(160) if programme == "dibao" else Decimal(0)
    return follows(
        found, programme, now=Paid(now - addons, addons), decided=DECIDED, standards=standards, **more
    )


def earning(amount: str) -> HouseholdFacts:
    return replace(HOME, incomes=(*HOME.incomes, IncomeFacts("wife", "wage", Decimal(amount), "month")))


def test_before_anything_happens_the_amount_stays() -> None:
    found = change(HOME)
    assert (found.kind, found.monthly, found.base, found.addons) == ("keep", NOW, Decimal(1280), Decimal(160))
    assert found.clause == "57-31"


def test_a_job_between_one_and_one_and_a_half_times_tapers_six_months() -> None:
    found = change(earning("2200.00"), employed=True)
    assert (found.kind, found.monthly, found.from_month, found.until_month) == (
        "taper",
        NOW,
        "2026-01",
        "2026-06",
    )
    assert "1,000.00 元" in found.reason


def test_half_the_amount_where_the_setting_says_so() -> None:
    half = STANDARDS.with_settings({"fade.amount": "half"})
    assert change(earning("2200.00"), employed=True, standards=half).monthly == Decimal("720.00")


@pytest.mark.parametrize(("wage", "kind"), [("2819.99", "taper"), ("2820.00", "stop"), ("3000.00", "stop")])
def test_from_one_and_a_half_times_it_stops(wage: str, kind: str) -> None:
    found = change(earning(wage), employed=True)
    assert found.kind == kind
    assert found.from_month == "2026-01"


def test_more_income_without_a_job_stops_without_taper() -> None:
    assert change(earning("2200.00")).kind == "stop"


def test_a_job_does_not_taper_a_family_whose_property_is_too_large() -> None:
    rich = replace(HOME, assets=(AssetFacts("deposit", Decimal("80000.00")),))
    found = change(rich, employed=True)
    assert (found.kind, found.reason) == ("stop", "家庭财产不再符合条件")


def test_somebody_registered_unemployed_is_looked_at_by_hand() -> None:
    found = change(earning("2200.00"), employed=True, registered_unemployed=True)
    assert (found.kind, found.monthly) == ("manual", NOW)
    assert "1,440.00 元，最长 12 个月" in found.reason


JOB_SUBSIDY = "低保就业补贴每月 {} 元，最长 12 个月（渝委办发〔2020〕30号）"


def test_a_family_that_stays_entitled_with_less_has_exactly_what_was_cut_as_subsidy() -> None:
    """渝委办发〔2020〕30号 item 13: 按其家庭当月核减低保金总额，给予不超过1年的低保就业补贴."""
    found = change(earning("1000.00"), employed=True, registered_unemployed=True)
    assert (found.kind, found.monthly) == ("cut", Decimal("440.00"))
    assert JOB_SUBSIDY.format("1,000.00") in found.reason
    assert "低保就业补贴" not in change(earning("1000.00"), employed=True).reason
    assert "低保就业补贴" not in change(HOME, employed=True, registered_unemployed=True).reason


def test_who_earns_one_and_a_half_times_has_it_too_but_not_whose_property_is_too_large() -> None:
    found = change(earning("3000.00"), employed=True, registered_unemployed=True)
    assert found.kind == "stop"
    assert JOB_SUBSIDY.format("1,440.00") in found.reason
    rich = replace(earning("3000.00"), assets=(AssetFacts("deposit", Decimal("80000.00")),))
    assert "低保就业补贴" in change(rich, employed=True, registered_unemployed=True).reason
    only_rich = replace(HOME, assets=(AssetFacts("deposit", Decimal("80000.00")),))
    assert "低保就业补贴" not in change(only_rich, employed=True, registered_unemployed=True).reason


def test_a_family_in_edge_has_none() -> None:
    found = change(earning("3000.00"), Decimal(0), "edge", employed=True, registered_unemployed=True)
    assert "低保就业补贴" not in found.reason


def test_a_death_leaves_three_and_its_clock_rolls_over_the_spring_festival() -> None:
    found = change(replace(HOME, members=HOME.members[:3]))
    assert (found.kind, found.monthly, found.base, found.addons, found.from_month) == (
        "cut", Decimal("610.00"), Decimal("510.00"), Decimal("100.00"), "2026-01",
    )  # fmt: skip
    limit = death_limit(date(2025, 11, 18), STANDARDS, CALENDAR)
    assert limit.day == date(2026, 2, 24)
    assert CALENDAR.add_working_days(limit.day, -1).day == date(2026, 2, 14)


def test_less_income_raises() -> None:
    found = change(replace(HOME, incomes=()))
    assert (found.kind, found.monthly) == ("raise", Decimal("3240.00"))


def test_an_open_question_is_not_guessed() -> None:
    homes = (HousingFacts(Decimal(60)), HousingFacts(Decimal(60)))
    found = change(replace(HOME, housing=homes))
    assert found.kind == "manual"
    assert "两套以上住房" in found.reason


def test_a_job_and_an_open_question_of_property_wait_too() -> None:
    more = earning("2200.00")
    found = change(
        replace(more, housing=(HousingFacts(Decimal(60)), HousingFacts(Decimal(60)))), employed=True
    )
    assert (found.kind, found.monthly) == ("manual", NOW)


def test_a_subsidy_of_persons_is_their_sum_and_ends_at_once() -> None:
    disabled = replace(HOME.members[1], disability=(Disability("4", "2"),))
    facts = replace(HOME, members=(HOME.members[0], disabled, *HOME.members[2:]))
    assert change(facts, Decimal("80.00"), "disability_care").kind == "keep"
    assert change(HOME, Decimal("80.00"), "disability_care").kind == "stop"


def test_half_a_cent_of_taper_goes_up() -> None:
    half = STANDARDS.with_settings({"fade.amount": "half"})
    odd = change(earning("2200.00"), now=Decimal("1440.01"), employed=True, standards=half)
    assert (odd.monthly, odd.base, odd.addons) == (Decimal("720.01"), Decimal("640.01"), Decimal(80))


def test_taper_keeps_each_fund_its_part() -> None:
    found = change(earning("2200.00"), employed=True)
    assert (found.base, found.addons) == (Decimal(1280), Decimal(160))


def test_what_is_cut_or_stopped_never_reaches_back_into_the_month_of_the_decision() -> None:
    same = STANDARDS.with_settings({"grant.start": "same"})
    less = replace(HOME, members=HOME.members[:3])
    assert change(less, standards=same).from_month == "2026-01"
    assert change(earning("3000.00"), employed=True, standards=same).from_month == "2026-01"
    assert change(earning("2200.00"), employed=True, standards=same).from_month == "2026-01"
    assert change(replace(HOME, incomes=()), standards=same).from_month == "2025-12"


def share(person: str, facts: HouseholdFacts = HOME) -> Paid:
    found = share_of_person(facts, PACK, person)
    assert found is not None
    return found


def test_who_does_not_count_has_no_share() -> None:
    away = replace(HOME, members=(replace(HOME.members[0], in_prison=True), *HOME.members[1:]))
    assert share_of_person(away, PACK, "man") is None
    assert share_of_person(HOME, PACK, "stranger") is None


def test_a_share_of_one_sum_is_told_unless_add_ons_may_be_in_it() -> None:
    granted = replace(HOME, standing=("dibao",), dibao_base=Decimal(1000))
    assert share_untold(HOME, PACK) == share_untold(granted, PACK) == ""
    assert "分类重点救助" in share_untold(replace(granted, dibao_unsplit=True), PACK)


def test_the_share_of_a_person_is_an_equal_part_and_the_own_add_ons() -> None:
    shares = [share(one.id) for one in HOME.members]
    assert [one.monthly for one in shares] == [Decimal(320), Decimal(320), Decimal(420), Decimal(380)]
    assert {one.base for one in shares} == {Decimal(320)}
    assert sum(one.monthly for one in shares) == NOW


@pytest.mark.parametrize(
    ("cause", "person", "now", "left", "clause"),
    [
        ("refused_jobs", "wife", ("1280", "160"), ("960", "160"), "57-34"),
        ("refused_jobs", "grandfather", ("1280", "160"), ("960", "100"), "57-34"),
        ("refused_jobs", "wife", ("320", "0"), ("0", "0"), "57-34"),
        ("refused_jobs", "wife", ("300", "60"), ("0", "60"), "57-34"),
        ("refused_work", "wife", ("1280", "160"), ("960", "160"), "TL-29"),
        ("refused_check", "wife", ("1280", "160"), ("0", "0"), "TL-29"),
        ("gave_up_support", "wife", ("1280", "160"), ("0", "0"), "TL-29"),
        ("fraud", "wife", ("1280", "160"), ("0", "0"), "649-68"),
    ],
)
def test_grounds_take_a_persons_share_of_each_fund_or_the_whole_grant(
    cause: str, person: str, now: tuple[str, str], left: tuple[str, str], clause: str
) -> None:
    before, after = Paid(*map(Decimal, now)), Paid(*map(Decimal, left))
    found = on_ground(cause, before, DECIDED, share=share(person))
    kind = "cut" if after.monthly else "stop"
    assert (found.kind, found.base, found.addons, found.clause, found.from_month) == (
        kind, after.base, after.addons, clause, "2026-01",
    )  # fmt: skip
    assert found.monthly == after.monthly


def test_every_ground_is_a_cause_of_the_code_table() -> None:
    tables = load_codes(paths.resources() / "codes")
    causes, grounds = tables["adjustment_cause"].labels, tables["cut_ground"].labels
    assert set(grounds) == set(GROUNDS)
    assert grounds == {code: causes[code] for code in GROUNDS}


@pytest.mark.parametrize(
    ("facts", "same", "kind", "until"),
    [
        (earning("2200.00"), True, "keep", "2026-06"),
        (earning("2200.00"), False, "manual", "2026-06"),
        (HOME, True, "raise", ""),  # the job is lost: the full grant comes back, though it is the same yuan
        (earning("100.00"), True, "cut", ""),
        (earning("100.00"), False, "manual", "2026-06"),
        (earning("3000.00"), True, "stop", ""),
    ],
)
def test_a_taper_goes_on_comes_back_or_stops(
    facts: HouseholdFacts, same: bool, kind: str, until: str
) -> None:  # a table of cases
    found = in_taper(change(facts, employed=True), "2026-06", same_members=same)
    assert (found.kind, found.until_month) == (kind, until)


@pytest.mark.parametrize(("until", "begins"), [("2026-06", "2026-07"), ("2025-12", "2026-01")])
def test_less_than_a_taper_begins_after_it(until: str, begins: str) -> None:
    found = in_taper(change(earning("100.00"), employed=True), until, same_members=True)
    assert (found.kind, found.from_month) == ("cut", begins)
    assert until in found.reason


@pytest.mark.parametrize(
    ("programme", "kind", "clause"),
    [
        ("dibao", "stop", "57-32"),
        ("dibao", "keep", "57-31"),
        ("edge", "stop", "57-8"),
        ("tekun", "stop", "43-24"),
        ("tekun", "raise", "43"),
        ("disability_care", "cut", "国发〔2015〕52号"),
        ("unsupported_child", "stop", "民发〔2019〕62号"),
    ],
)
def test_every_programme_changes_by_its_own_rule(programme: str, kind: str, clause: str) -> None:
    assert rule_of(programme, kind) == clause
