"""What the case files cannot say: people nobody assessed, parents told by the records, headlines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import assess, to_json
from jiuzhu.domain.assessment.care import care_level
from jiuzhu.domain.assessment.explain import headline
from jiuzhu.domain.assessment.finding import Finding
from jiuzhu.domain.calendar import load_calendar
from jiuzhu.domain.facts import (
    ExpenseFacts,
    HouseholdFacts,
    IncidentFacts,
    IncomeFacts,
    MemberFacts,
    ParentFacts,
)
from jiuzhu.domain.policy import load_pack

PACK = load_pack(paths.resources() / "policy" / "500000")
CALENDAR = load_calendar(paths.resources() / "policy" / "calendar")
ON = date(2025, 10, 13)
OLD = MemberFacts("old", "01", "1", date(1958, 5, 5))
ONE = HouseholdFacts(ON, "urban", "500112", (OLD,))


def find(facts: HouseholdFacts, programme: str) -> Finding:
    return assess(facts, PACK, CALENDAR).findings[programme]


def test_nobody_is_given_a_care_level_they_were_not_assessed_for() -> None:
    found = find(replace(ONE, members=(replace(OLD, self_care_unmet=None),)), "tekun")
    assert (found.result, found.needs) == ("manual", ("old的生活自理能力评估",))


def test_an_unknown_birth_date_leaves_tekun_open() -> None:
    found = find(replace(ONE, members=(replace(OLD, birth=None),)), "tekun")
    assert found.result == "manual"
    assert "old的出生日期" in found.needs


@pytest.mark.parametrize("count", range(7))
def test_care_by_the_number_of_indicators(count: int) -> None:
    unmet = ("eat", "dress", "bed", "toilet", "walk", "bath")[:count]
    assert care_level(unmet) == ("none" if count == 0 else "half" if count < 4 else "full")


@pytest.mark.parametrize(
    ("father", "mother", "result"),
    [
        ({"in_prison": True}, {"illness": "major"}, "manual"),  # since when is not on record
        ({"in_detox": True}, {"illness": "major"}, "manual"),
        ({"missing": True}, {"illness": "major"}, "manual"),
        ({"illness": "major"}, {"illness": "major"}, "entitled"),
        ({"illness": "major"}, {}, "not_entitled"),
    ],
)
def test_parents_who_live_here_tell_their_state_by_their_records(
    father: dict[str, object], mother: dict[str, object], result: str
) -> None:
    members = (
        replace(MemberFacts("dad", "01", "1", date(1985, 1, 1)), **father),  # type: ignore[arg-type]  # a table of fields
        replace(MemberFacts("mum", "12", "2", date(1986, 1, 1)), **mother),  # type: ignore[arg-type]  # as above
        MemberFacts("kid", "20", "1", date(2015, 5, 5)),
    )
    assert find(replace(ONE, members=members), "unsupported_child").result == result


def test_help_given_once_says_so() -> None:
    facts = replace(ONE, standing=("dibao",), incident=IncidentFacts("illness", ON, Decimal("23000.00")))
    assert headline(find(facts, "temporary")) == "符合：一次性 10,000.00 元"


def test_a_family_without_any_income_has_no_ratio() -> None:
    facts = replace(
        ONE,
        members=(MemberFacts("a", "01", "1", date(1980, 1, 1)),),
        expenses=(ExpenseFacts("medical", Decimal("5000.00")),),
        pending=("income",),
    )
    found = find(facts, "rigid")
    assert (found.result, "ratio_with_living" in found.figures) == ("manual", False)


def test_the_clocks_of_tekun_stand_beside_the_others_once() -> None:
    found = to_json(assess(ONE, PACK, CALENDAR))
    assert found["deadlines"]["T3"] == "2025-11-03"
    codes = [clock.code for clock in assess(ONE, PACK, CALENDAR).deadlines]
    assert len(codes) == len(set(codes))


def test_somebody_who_earns_is_no_waiting_case_of_service() -> None:
    facts = replace(
        ONE,
        members=(MemberFacts("a", "01", "1", None),),
        incomes=(IncomeFacts("a", "wage", Decimal("900.00"), "month"),),
        pending=("assets",),
    )
    assert find(facts, "service_class").result == "manual"


KID = MemberFacts("kid", "01", "1", date(2015, 5, 5))


def test_one_parent_told_as_missing_asks_for_nothing_more_of_an_orphan() -> None:
    gone = ParentFacts(of="kid", state="missing_declared")
    found = find(replace(ONE, members=(KID,), parents=(gone,)), "orphan")
    assert found.result != "entitled"
    assert found.needs == ()


def test_a_child_whose_age_is_not_known_waits_for_its_birth_date() -> None:
    dead = (ParentFacts(of="kid", state="dead"), ParentFacts(of="kid", state="dead"))
    found = find(replace(ONE, members=(replace(KID, birth=None), OLD), parents=dead), "orphan")
    assert "kid的出生日期" in found.needs


def test_clergy_wait_while_nobody_has_told_the_income() -> None:
    monk = replace(OLD, id="monk", clergy_since=date(2020, 1, 1), counted=False)
    found = find(replace(ONE, members=(OLD, monk), pending=("income",)), "dibao")
    assert found.result != "entitled"
