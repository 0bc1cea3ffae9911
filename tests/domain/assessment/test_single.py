"""单人户 as a grant of persons: who is in it, by what, and by whose month's standard."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from jiuzhu import paths
from jiuzhu.domain.assessment.assess import Assessment, assess
from jiuzhu.domain.assessment.deciding import assess_for
from jiuzhu.domain.assessment.explain import headline
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED
from jiuzhu.domain.assessment.single import fits_whole, for_persons, grounds_of, names_of
from jiuzhu.domain.calendar import WorkCalendar
from jiuzhu.domain.facts import Disability, HouseholdFacts, IncomeFacts, MemberFacts
from jiuzhu.domain.policy import Policy, load_pack

CALENDAR, DECIDED = WorkCalendar([]), date(2025, 12, 8)


def policy(amount: int, starts: date) -> Policy:
    """The shipped figures with another urban standard from a day on."""
    shipped = [
        row
        for row in load_pack(paths.resources() / "policy" / "500000").rows
        if row.key != "std.dibao.urban" or row.starts <= date(2025, 7, 1)
    ]
    (before,) = (row for row in shipped if row.key == "std.dibao.urban" and row.starts == date(2025, 7, 1))
    kept = [row for row in shipped if row is not before]
    first = replace(before, ends=starts - timedelta(days=1))
    return Policy([*kept, first, replace(before, value=Decimal(amount), starts=starts, ends=None)])


RULES = policy(770, date(2025, 12, 1))


def family(wage: int, *more: MemberFacts, receives: tuple[str, ...] = ()) -> HouseholdFacts:
    """A couple and `more`; the wife has a 残疾证 of grade 3 for her mind."""
    wife = MemberFacts(
        "b", "12", "2", date(1982, 1, 1), (Disability("6", "3"),), receives=receives, name="乙示例"
    )
    head = MemberFacts("a", "01", "1", date(1980, 1, 1), name="甲示例")
    return HouseholdFacts(
        date(2025, 11, 3),
        "urban",
        "500112",
        (head, wife, *more),
        incomes=(IncomeFacts("a", "wage", Decimal(wage), "month"),),
    )


CLERGY = MemberFacts("c", "20", "1", date(1995, 1, 1), clergy_since=date(2020, 1, 1), name="丙示例")


def found(facts: HouseholdFacts) -> Assessment:
    return assess(facts, RULES, CALENDAR)


def test_the_reasons_of_the_family_stay_and_the_grant_is_the_person_s() -> None:
    raw = found(family(2000, CLERGY)).findings["dibao"]
    made = for_persons(raw)
    assert (raw.result, made.result) == (NOT_ENTITLED, ENTITLED)
    assert made.figures["persons"] == [
        {"member": "b", "base": Decimal(770), "addons": Decimal(40), "monthly": Decimal(810)}
    ]
    assert (names_of(raw), names_of(made)) == ("", "乙示例")
    assert [line.step for line in grounds_of(made)] == ["dibao.alone.disabled"]
    assert any(line.step == "dibao.income.not_below" for line in made.why)
    assert headline(made).startswith("符合：单人户，乙示例是精神三级残疾人，家庭属低保边缘")


@pytest.mark.parametrize("wage", [1000, 9000], ids=["the family fits", "clergy alone"])
def test_a_family_that_fits_and_clergy_are_left_as_they_are(wage: int) -> None:
    raw = found(family(wage, CLERGY)).findings["dibao"]
    assert "alone" in raw.figures
    assert for_persons(raw) is raw
    assert fits_whole(raw) is (wage < 1500)


def test_the_subsidy_of_the_disabled_asks_no_more_of_who_is_in_already() -> None:
    def needs(receives: tuple[str, ...]) -> tuple[str, ...]:
        return found(family(2000, receives=receives)).findings["disability_living"].needs

    assert (needs(()), needs(("dibao",))) == (("乙示例单独申请低保并获确认",), ())


def test_the_person_is_paid_by_the_standard_of_the_first_month() -> None:
    """And nobody says what becomes of a family that fits itself by then, or is 边缘 no longer."""
    raised = for_persons(
        assess_for(family(2000), policy(800, date(2026, 1, 1)), CALENDAR, DECIDED).findings["dibao"]
    )
    assert raised.figures["monthly"] == Decimal(840)
    whole = assess_for(family(1560), policy(800, date(2026, 1, 1)), CALENDAR, DECIDED).findings["dibao"]
    assert whole.result == MANUAL
    lost = assess_for(family(2000), policy(600, date(2026, 1, 1)), CALENDAR, DECIDED).findings["dibao"]
    assert lost.result == MANUAL


def test_care_of_the_old_is_for_who_receives_alone() -> None:
    old = replace(family(5000).members[1], birth=date(1940, 1, 1), receives=("dibao",))
    facts = replace(family(5000), members=(family(5000).members[0], old))
    persons = assess(facts, RULES, CALENDAR).findings["elder_care"].figures["persons"]
    assert isinstance(persons, list)
    assert [one["member"] for one in persons] == ["b"]
