"""What is known already stands beside each heading of a needs assessment."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.facts import (
    Disability,
    ExpenseFacts,
    HouseholdFacts,
    HousingFacts,
    IncomeFacts,
    MemberFacts,
    ObligorFacts,
    ParentFacts,
)
from jiuzhu.domain.serving.basis import basis

ON = date(2025, 10, 13)
MAN = MemberFacts("a", "01", "1", date(1980, 1, 1))
CHILD = MemberFacts("b", "20", "2", date(2015, 1, 1))
HOME = HouseholdFacts(ON, "urban", "500112", (MAN, CHILD))


def told(heading: str, facts: HouseholdFacts = HOME, member: MemberFacts = MAN) -> tuple[str, ...]:
    return basis(facts, member, lambda _table, code: code)[heading]


def test_money_tells_programmes_kinds_of_income_and_what_was_paid() -> None:
    assert told("economy") == ()
    facts = replace(
        HOME,
        standing=("dibao",),
        monitored=True,
        incomes=(
            IncomeFacts("a", "wage", Decimal(1), "month"),
            IncomeFacts("b", "wage", Decimal(1), "month"),
        ),
        expenses=(ExpenseFacts("medical", Decimal("12000.5")),),
        pending=("income",),
    )
    assert told("economy", facts, replace(MAN, receives=("dibao", "disability_care"))) == (
        "享受dibao、disability_care",
        "防止返贫监测对象家庭",
        "家庭收入有wage",
        "一年自付medical 12,000.50 元",
        "家庭经济状况没有核对过",
    )


def test_health_tells_disability_illness_and_self_care() -> None:
    assert told("health") == ("生活自理六项都能完成",)
    ill = replace(
        MAN,
        disability=(Disability("肢体残疾", "二级"),),
        illness="major",
        self_care_unmet=("eat", "walk"),
        bedridden_months=7,
    )
    assert told("health", HOME, ill) == ("肢体残疾二级", "major", "生活自理达不到：eat、walk", "卧床 7 个月")
    assert told("health", HOME, replace(MAN, self_care_unmet=None)) == ("没有做过生活自理能力评估",)


@pytest.mark.parametrize(
    ("member", "said"),
    [
        (MAN, ()),
        (CHILD, ("未成年，没有登记就学情况",)),
        (replace(CHILD, student="compulsory"), ("compulsory",)),
        (replace(CHILD, birth=None), ()),
    ],
)
def test_schooling(member: MemberFacts, said: tuple[str, ...]) -> None:
    assert told("education", HOME, member) == said


def test_housing_tells_area_and_danger() -> None:
    assert told("housing") == ("没有登记住房",)
    assert told("housing", replace(HOME, pending=("housing",))) == ("家庭经济状况没有核对过",)
    homes = (HousingFacts(Decimal("62.5")), HousingFacts(Decimal(30), "D"))
    assert told("housing", replace(HOME, housing=homes)) == ("住房 62.50 平方米", "住房 30.00 平方米，D")


def test_work() -> None:
    assert told("employment") == ("劳动年龄内，没有登记劳动收入",)
    assert told("employment", replace(HOME, pending=("income",))) == ()
    assert told("employment", HOME, replace(MAN, student="college")) == ()
    assert told("employment", HOME, CHILD) == ()
    works = replace(HOME, incomes=(IncomeFacts("a", "wage", Decimal(1), "month"),))
    assert told("employment", works, replace(MAN, registered_unemployed=True)) == (
        "登记失业",
        "有工资性或经营收入",
    )
    other = replace(HOME, incomes=(IncomeFacts("b", "wage", Decimal(1), "month"),))
    assert told("employment", other) == ("劳动年龄内，没有登记劳动收入",)


def test_guardians_and_those_who_owe_support() -> None:
    facts = replace(
        HOME,
        parents=(ParentFacts("b", "dead"), ParentFacts("c", "prison")),
        obligors=(ObligorFacts("b"), ObligorFacts("a"), ObligorFacts("b")),
    )
    assert told("guardianship", HOME, CHILD) == ()
    assert told("guardianship", facts, replace(CHILD, child_support=True)) == (
        "父（母）dead",
        "赡养、抚养、扶养义务人 2 人不在一起生活",
        "监护人选择儿童福利保障",
    )


def test_living_among_others() -> None:
    assert told("inclusion") == ()
    assert told("inclusion", replace(HOME, members=(MAN,))) == ("独居",)
    alone = replace(MAN, lives_alone=True, in_prison=True, in_detox=True)
    assert told("inclusion", HOME, alone) == ("独居", "在监狱服刑", "在强制隔离戒毒")
