"""What counts: birthdays, add-ons, income with its exceptions, support and necessary spending."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu.domain.assessment.explain import headline
from jiuzhu.domain.facts import Disability, ExpenseFacts, MemberFacts, ObligorFacts
from jiuzhu.domain.household import age_on
from one_household import HEAD, ON, ONE, find, result_of, said, wage


def test_without_members_everything_waits() -> None:
    found = result_of(replace(ONE, members=()))
    assert found.findings["dibao"].result == found.findings["edge"].result == "manual"
    assert headline(found.findings["dibao"]) == "还需：共同生活的家庭成员"
    assert found.findings["disability_care"].result == "not_entitled"


def test_an_unknown_birth_date_is_asked_for_and_adds_nothing() -> None:
    found = find(replace(ONE, members=(replace(HEAD, birth=None, name="张三"),)))
    assert found.figures["addons"] == 0
    assert found.needs == ("张三的出生日期",)


@pytest.mark.parametrize(
    ("birth", "on", "age"),
    [
        (date(1965, 10, 13), ON, 60),
        (date(1965, 10, 14), ON, 59),
        (date(2009, 10, 13), ON, 16),
        (date(2009, 11, 1), ON, 15),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
        (None, ON, None),
    ],
)
def test_age_counts_from_the_birthday_itself(birth: date | None, on: date, age: int | None) -> None:
    assert age_on(birth, on) == age


@pytest.mark.parametrize(("birth", "addons"), [(date(1955, 10, 13), 60), (date(1955, 10, 14), 0)])
def test_seventy_from_the_birthday(birth: date, addons: int) -> None:
    assert find(replace(ONE, members=(replace(HEAD, birth=birth),))).figures["addons"] == addons


@pytest.mark.parametrize(
    ("more", "addons"),
    [
        ({}, 0),
        ({"disability": (Disability("4", "3"),)}, 40),
        ({"disability": (Disability("4", "4"), Disability("1", "2"))}, 100),
        ({"illness": "major"}, 60),
        ({"illness": "chronic"}, 0),
        ({"illness": "major", "disability": (Disability("4", "1"),)}, 100),
        ({"student": "preschool"}, 100),
        ({"student": "senior"}, 100),
        ({"student": "bachelor", "illness": "major", "disability": (Disability("4", "4"),)}, 140),
        ({"birth": date(2019, 10, 14)}, 100),
        ({"birth": date(2019, 10, 13)}, 0),
        ({"birth": date(1950, 1, 1), "illness": "major"}, 60),
        ({"birth": date(1950, 1, 1), "disability": (Disability("6", "2"),)}, 100),
    ],
)
def test_add_ons_of_one_person(more: dict[str, Any], addons: int) -> None:
    assert find(replace(ONE, members=(replace(HEAD, **more),))).figures["addons"] == addons


def test_a_loss_does_not_make_another_income_smaller() -> None:
    facts = replace(ONE, incomes=(wage("300.00"), wage("100.00", period="year", cost=Decimal(900))))
    assert find(facts).figures["per_head"] == Decimal("300.00")


@pytest.mark.parametrize(
    "item",
    [
        "basic_pension",
        "scholarship",
        "preferential_pension",
        "family_planning_reward",
        "bravery_award",
        "social_assistance",
        "child_support_allowance",
    ],
)
def test_what_never_counts(item: str) -> None:
    found = find(replace(ONE, incomes=(wage("5000.00", item=item),)))
    assert found.result == "entitled"
    assert "不计入家庭收入" in said(found)


def test_the_base_pension_counts_once_its_ground_has_ended() -> None:
    pension = (wage("143.00", item="basic_pension"),)
    last = find(replace(ONE, on=date(2025, 12, 31), incomes=pension))
    first = find(replace(ONE, on=date(2026, 1, 1), incomes=pension))
    assert (last.figures["per_head"], first.figures["per_head"]) == (Decimal(0), Decimal(143))
    assert "基础养老金" in first.needs[0]
    settled = find(
        replace(ONE, on=date(2026, 1, 1), incomes=pension, settings={"income.exclude.base_pension": False})
    )
    assert (settled.figures["per_head"], settled.needs) == (Decimal(143), ())


def test_support_by_relatives_is_asked_about_unless_a_formula_is_set() -> None:
    rich = ObligorFacts("a", "20", date(1975, 1, 1), Decimal(1770))
    facts = replace(ONE, obligors=(rich,))
    assert "赡养" in find(facts).needs[0]
    assert find(replace(ONE, obligors=(replace(rich, income_month=Decimal(770)),))).needs == ()
    few = replace(facts, settings={"support.formula": "surplus"})
    assert find(few).figures["per_head"] == Decimal(500)
    many = replace(few, obligors=(rich, replace(rich, relation="30"), replace(rich, income_month=Decimal(0))))
    assert find(many).figures["per_head"] == Decimal(800)
    assert "的义务人月收入 1,770.00 元，超过标准部分按 0.40 计" in said(find(many))


def test_support_counts_for_who_applies_alone_only_where_the_office_says_so() -> None:
    ill = replace(HEAD, illness="major")
    other = MemberFacts("b", "12", "2", date(1980, 1, 1))
    facts = replace(
        ONE,
        members=(ill, other),
        incomes=(wage("1500.00", "b"),),
        obligors=(ObligorFacts("a", "20", None, Decimal(1170)),),
        settings={"support.formula": "surplus"},
    )
    without = find(facts).figures["alone"]
    counting = find(
        replace(facts, settings={"support.formula": "surplus", "single.count_family_support": True})
    )
    assert without == [{"member": "a", "base": 770, "addons": 60, "monthly": 830}]
    assert counting.figures["alone"] == [{"member": "a", "base": 570, "addons": 60, "monthly": 630}]


def test_necessary_spending_is_deducted_at_most_to_nothing() -> None:
    facts = replace(ONE, incomes=(wage("900.00"),), expenses=(ExpenseFacts("medical", Decimal(99999)),))
    assert find(facts).result == "not_entitled"
    found = find(replace(facts, settings={"income.deduct.medical": True}))
    assert found.figures["per_head"] == 0
    assert "自付医疗康复支出每年扣减 10,800.00 元" in said(found)
