"""九项服务 as the plan of the district words them: who is on a roster, who may be, who is not, each with the reason."""

from dataclasses import replace
from datetime import date

import pytest

from jiuzhu import paths
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.facts import Disability, HouseholdFacts, MemberFacts
from jiuzhu.domain.serving.conditions import Whom
from jiuzhu.domain.serving.services import Standing, read_services, standing
from jiuzhu.errors import UserError

CODES = load_codes(paths.resources() / "codes")
HEADINGS = CODES["need_heading"].codes
TEXT = (paths.resources() / "services" / "500112.toml").read_text("utf-8")
SHIPPED = read_services(TEXT, HEADINGS)
WORDS = {**CODES["service_condition"].labels, **CODES["need_heading"].labels}
DAY = date(2025, 10, 13)
OLD = MemberFacts(id="a", birth=date(1955, 1, 1), name="甲示例")
GROWN = replace(OLD, birth=date(1985, 1, 1))
CHILD = replace(OLD, birth=date(2015, 1, 1))


def whom(member: MemberFacts, number: int, *others: MemberFacts, **more: object) -> Whom:
    household = HouseholdFacts(on=DAY, kind="urban", district="500112", members=(member, *others))
    made = Whom(
        member=member, household=household, service_class=number, township="示例街道", home_care=False
    )
    return replace(made, **more)  # type: ignore[arg-type]  # one field


def of(key: str, who: Whom) -> Standing:
    return standing(SHIPPED[key], who, WORDS)


def test_all_nine_are_there_with_owner_and_clause() -> None:
    assert sorted({one.number for one in SHIPPED.values()}) == list(range(1, 10))
    assert all(one.owner and one.clause and one.reads and one.document for one in SHIPPED.values())


def test_case_ten_class_order_decides_over_age() -> None:
    """At 65 the man of class 1 gets no accident insurance: it is for class 2."""
    born = replace(OLD, birth=date(1960, 10, 13), disability=(Disability("4", "1"),))
    assert of("accident_insurance", whom(born, 1)) == Standing("out", "是第 1 类，这项服务面向第 2 类")
    assert of("accident_insurance", whom(born, 2)) == Standing("listed", "第 2 类；65 周岁")
    day_late = replace(born, birth=date(1960, 10, 14))
    assert of("accident_insurance", whom(day_late, 2)) == Standing("out", "64 周岁，未满 65 周岁")
    assert of("accident_insurance", whom(replace(born, birth=None), 2)) == Standing("unsure", "没有出生日期")


def test_those_living_alone_are_monitored() -> None:
    assert of("home_monitoring", whom(OLD, 2)) == Standing(
        "listed", "第 2 类；老年人：70 周岁；独居：本户登记 1 人"
    )
    assert of("home_monitoring", whom(OLD, 2, GROWN)).state == "out"


def test_six_kinds_of_elderly_are_visited_and_what_is_not_recorded_is_asked_for() -> None:
    assert of("elderly_visits", whom(OLD, 2)).reason == (
        "第 2 类；老年人：70 周岁；独居：本户登记 1 人、空巢：本户没有未满 60 周岁的人同住"
    )
    asked = of("elderly_visits", whom(OLD, 2, GROWN))
    assert asked == Standing("unsure", "是否留守、失独没有登记，请入户核实")
    none_known = replace(SHIPPED["elderly_visits"], any=("alone", "severe_disability"))
    assert standing(none_known, whom(OLD, 2, GROWN), WORDS) == Standing("out", "不属于独居、重残")


def test_children_of_class_two_are_cared_for() -> None:
    for key in ("children_care", "new_year_wishes"):
        assert of(key, whom(CHILD, 2)).state == "listed"
        assert of(key, whom(OLD, 2)).state == "out"


@pytest.mark.parametrize(
    ("kind", "grade", "state"),
    [("4", "1", "listed"), ("4", "2", "listed"), ("4", "3", "out"), ("5", "4", "listed"), ("6", "3", "listed"),
     ("1", "1", "out")],
)  # fmt: skip
def test_home_care_is_for_these_certificates(kind: str, grade: str, state: str) -> None:
    man = replace(GROWN, disability=(Disability(kind, grade),))
    assert of("home_care", whom(man, 3)).state == state


def test_home_care_is_by_street_and_working_age_and_never_beside_visits() -> None:
    man = replace(GROWN, disability=(Disability("4", "1"),))
    assert of("home_care", whom(man, 1)).state == "listed"
    assert of("home_care", whom(man, 2)).state == "out"
    assert of("home_care", whom(man, 1, township="王家街道")).reason == "住王家街道，只在街道（不含王家街道）"
    assert of("home_care", whom(man, 1, township="示例镇")).state == "out"
    assert of("home_care", whom(replace(man, birth=date(1965, 10, 13)), 1)).state == "out"
    assert of("home_care", whom(replace(man, disability=()), 1)).reason == "没有登记残疾证"
    beside = of("home_care", whom(man, 1, home_service=True))
    assert beside == Standing("out", "有居家上门服务计划，不同时享受")
    everywhere = replace(SHIPPED["home_care"], townships=replace(SHIPPED["home_care"].townships, without=()))  # type: ignore[type-var]  # it is there
    assert standing(everywhere, whom(man, 1, township="示例镇"), WORDS).reason == "住示例镇，只在街道"


def test_visits_at_home_are_for_class_one_without_home_care() -> None:
    assert of("home_visits", whom(OLD, 1)).state == "listed"
    cared = of("home_visits", whom(OLD, 1, home_care=True))
    assert cared == Standing("out", "服务档案登记享受残联居家托养，不同时享受")
    assert of("home_visits", whom(OLD, 1, home_care=None)).state == "unsure"


def test_referral_follows_the_assessed_needs() -> None:
    assert of("referral", whom(OLD, 3)).state == "unsure"
    assert of("referral", whom(OLD, 3, needs=())) == Standing("out", "评估没有需要转介的需求")
    assert of("referral", whom(OLD, 3, needs=("health",))).reason == "第 3 类；评估有健康需求"


def test_mental_rehabilitation_is_for_class_three() -> None:
    ill = replace(GROWN, disability=(Disability("6", "3"),))
    assert of("mental_rehabilitation", whom(ill, 3)).state == "listed"
    assert of("mental_rehabilitation", whom(ill, 1)).state == "out"


ONE = (
    'document = "甲"\n[[service]]\nkey = "a"\nnumber = 1\ntitle = "乙"\nowner = "丙"\nclasses = [1]\nreads = "丁"\nclause = "戊"\n'
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[service]\n", "读不出来"),
        (ONE.replace('document = "甲"\n', ""), "依据文件"),
        (ONE + 'colour = "red"\n', "不认识的项 colour"),
        (ONE.replace('owner = "丙"\n', ""), "缺少 owner"),
        (ONE.replace("number = 1", "number = 10"), "没有第 10 项服务"),
        (ONE.replace("[1]", "[4]"), "1、2、3 类"),
        (ONE.replace("[1]", "[]"), "1、2、3 类"),
        (ONE + 'all = ["rich"]\n', "不认识的条件 rich"),
        (ONE + 'needs = ["rich"]\n', "不认识的条件 rich"),
        (ONE + ONE.replace('document = "甲"\n', ""), "a 重复了"),
    ],
)
def test_a_list_of_services_with_a_fault_is_refused(text: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_services(text, HEADINGS)
