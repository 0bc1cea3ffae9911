"""A decision of another day than the acceptance: whose standards count, and what a person must judge."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import assess
from jiuzhu.domain.assessment.deciding import assess_for
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED
from jiuzhu.domain.calendar import WorkCalendar
from jiuzhu.domain.facts import HouseholdFacts, IncidentFacts, IncomeFacts, MemberFacts
from jiuzhu.domain.policy import Policy, PolicyRow, load_pack

CALENDAR = WorkCalendar([])
ACCEPTED, DECIDED = date(2025, 11, 3), date(2025, 12, 8)


def policy(amount: int, starts: date) -> Policy:
    """The shipped figures with another urban standard from a day on."""
    kept = []
    for row in load_pack(paths.resources() / "policy" / "500000").rows:
        if row.key != "std.dibao.urban" or row.starts < date(2025, 7, 1):
            kept.append(row)
        elif row.starts == date(2025, 7, 1):
            kept.append(replace(row, ends=date.fromordinal(starts.toordinal() - 1)))
    kept.append(
        PolicyRow("std.dibao.urban", Decimal(amount), "元/人·月", "500000", starts, None, "示例规〔2025〕99号", "标准", "verified")
    )  # fmt: skip
    return Policy(kept)


def home(wage: int, incident: IncidentFacts | None = None) -> HouseholdFacts:
    """One person of 45 with a wage, accepted on the third of November 2025."""
    return HouseholdFacts(
        ACCEPTED,
        "urban",
        "500112",
        (MemberFacts("a", "01", "1", date(1980, 1, 1)),),
        incomes=(IncomeFacts("a", "wage", Decimal(wage), "month"),),
        incident=incident,
        standing=("dibao",) if incident else (),
    )


def test_the_first_month_pays_by_its_own_standard() -> None:
    found = assess_for(home(500), policy(800, date(2026, 1, 1)), CALENDAR, DECIDED).findings["dibao"]
    assert (found.result, found.figures["monthly"]) == (ENTITLED, Decimal(300))
    assert found.why[0].step == "standards.day"


def test_who_fits_is_asked_by_the_standard_of_the_decision() -> None:
    raised = policy(800, date(2025, 12, 1))
    assert assess(home(780), raised, CALENDAR).findings["dibao"].result == NOT_ENTITLED
    assert assess_for(home(780), raised, CALENDAR, DECIDED).findings["dibao"].result == ENTITLED
    later = assess_for(home(780), policy(800, date(2026, 1, 1)), CALENDAR, DECIDED).findings["dibao"]
    assert later.result == NOT_ENTITLED


def test_who_would_not_fit_in_the_first_month_is_for_a_person_to_judge() -> None:
    found = assess_for(home(760), policy(700, date(2026, 1, 1)), CALENDAR, DECIDED).findings["dibao"]
    assert (found.result, found.needs) == (MANUAL, ("首发月份的标准与决定当日不同，金额请核定",))


def test_how_incomes_count_stays_as_on_the_day_of_the_decision() -> None:
    old = replace(home(500), members=(MemberFacts("a", "01", "1", date(1960, 1, 1)),))
    pension = replace(old, incomes=(IncomeFacts("a", "transfer", Decimal(143), "month", "basic_pension"),))
    shipped = load_pack(paths.resources() / "policy" / "500000")  # from 2026 on the pension counts
    found = assess_for(pension, shipped, CALENDAR, DECIDED).findings["dibao"]
    assert found == assess(pension, shipped, CALENDAR).findings["dibao"]
    assert (
        found.figures["monthly"]
        != assess(pension, shipped, CALENDAR, date(2026, 1, 1)).findings["dibao"].figures["monthly"]
    )


def test_help_given_once_stays_with_the_day_of_the_decision() -> None:
    ill = IncidentFacts("illness", date(2025, 10, 1), Decimal(12000))
    rules = policy(800, date(2026, 1, 1))
    found = assess_for(home(500, ill), rules, CALENDAR, DECIDED).findings["temporary"]
    same = assess(home(500, ill), rules, CALENDAR, DECIDED).findings["temporary"]
    assert found.figures["amount"] == same.figures["amount"]


def test_under_one_standard_nothing_is_added() -> None:
    rules = policy(800, date(2026, 7, 1))
    assert (
        assess_for(home(500), rules, CALENDAR, ACCEPTED).findings
        == assess(home(500), rules, CALENDAR).findings
    )
