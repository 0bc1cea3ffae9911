"""Conditions of services: what holds, by which fact, and that nothing unknown is guessed."""

from dataclasses import replace
from datetime import date

import pytest

from jiuzhu import paths
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.facts import Disability, HouseholdFacts, IncomeFacts, MemberFacts
from jiuzhu.domain.serving.conditions import CONDITIONS, Whom, certificate, held
from jiuzhu.domain.serving.served import ServiceFile

DAY = date(2025, 10, 13)
OLD = MemberFacts(id="a", birth=date(1955, 10, 13), name="甲示例", self_care_unmet=None)
YOUNG = MemberFacts(id="b", birth=date(2012, 1, 1), name="乙示例")


def whom(member: MemberFacts = OLD, *others: MemberFacts, **household: object) -> Whom:
    facts = HouseholdFacts(on=DAY, kind="urban", district="500112", members=(member, *others))
    return Whom(member=member, household=replace(facts, **household), service_class=2)  # type: ignore[arg-type]  # one field


def test_every_code_of_the_table_has_a_rule() -> None:
    table = load_codes(paths.resources() / "codes")["service_condition"]
    assert set(table.codes) == CONDITIONS


HOLD: list[tuple[str, Whom, bool | None, str]] = [
    ("severe_disability", whom(replace(OLD, disability=(Disability("4", "1"),))), True, "残疾证 肢体一级"),
    ("severe_disability", whom(replace(OLD, disability=(Disability("4", "3"),))), False, "残疾证 肢体三级"),
    ("severe_disability", whom(), False, "没有登记残疾证"),
    ("disabled", whom(replace(OLD, disability=(Disability("1", "4"),))), True, "残疾证 视力四级"),
    ("disabled", whom(), False, "没有登记残疾证"),
    ("severe_illness", whom(replace(OLD, illness="major")), True, "登记患重大疾病"),
    ("severe_illness", whom(replace(OLD, illness="chronic")), False, "没有登记重大疾病"),
    ("disabled_self_care", whom(), None, "没有评估过生活自理能力"),
    ("disabled_self_care", whom(replace(OLD, self_care_unmet=("eat",))), False, "生活自理能力 1 项未达到"),
    ("disabled_self_care", whom(replace(OLD, self_care_unmet=("eat", "bed", "walk", "bath"))), True, "未达到指标数 4"),
    ("disabled_self_care", whom(replace(OLD, disability=(Disability("4", "2"),))), True, "残疾"),
    ("elderly", whom(), True, "70 周岁"),
    ("elderly", whom(replace(OLD, birth=date(1965, 10, 14))), False, "59 周岁"),
    ("elderly", whom(replace(OLD, birth=date(1965, 10, 13))), True, "60 周岁"),
    ("elderly", whom(replace(OLD, birth=None)), None, "没有出生日期"),
    ("minor", whom(YOUNG), True, "13 周岁"),
    ("minor", whom(replace(YOUNG, birth=date(2007, 10, 13))), False, "18 周岁"),
    ("working_age", whom(replace(YOUNG, birth=date(2009, 10, 13))), True, "16 周岁"),
    ("working_age", whom(replace(YOUNG, birth=date(2009, 10, 14))), False, "15 周岁"),
    ("working_age", whom(replace(OLD, birth=date(1965, 10, 13))), False, "60 周岁"),
    ("alone", whom(), True, "本户登记 1 人"),
    ("alone", whom(OLD, YOUNG), False, "本户登记 2 人"),
    ("alone", whom(replace(OLD, lives_alone=True), YOUNG), True, "登记为独自居住"),
    ("empty_nest", whom(OLD, replace(OLD, id="c")), True, "没有未满 60"),
    ("empty_nest", whom(OLD, YOUNG), False, "有未满 60"),
    ("empty_nest", whom(OLD, replace(YOUNG, birth=None)), None, "没有出生日期"),
    ("empty_nest", whom(replace(OLD, lives_alone=True), YOUNG), True, "登记为独自居住"),
    ("left_behind", whom(), None, "系统没有登记"),
    ("bereaved", whom(), None, "系统没有登记"),
    ("mental", whom(replace(OLD, disability=(Disability("6", "3"),))), True, "精神三级"),
    ("mental", whom(), False, "没有登记精神残疾"),
    ("mental", whom(replace(OLD, illness="chronic", disability=(Disability("4", "3"),))), None, "要看诊断"),
    ("monitored", whom(OLD, monitored=True), True, "监测对象"),
    ("monitored", whom(), None, "脱贫户没有登记"),
    ("farming", whom(OLD, incomes=(IncomeFacts("a", "business", 1, "year"),)), None, "请核实"),  # type: ignore[arg-type]  # no money here
    ("farming", whom(OLD, pending=("income",)), None, "还没有调查过"),
    ("farming", whom(), False, "没有经营净收入"),
    ("training_wish", whom(), None, "还没有评估过"),
    ("training_wish", replace(whom(), needs=("health",)), False, "没有就业需求"),
    ("training_wish", replace(whom(), needs=("employment",)), True, "评估有就业需求"),
    ("home_care", whom(), None, "请与残联核对"),
    ("home_care", replace(whom(), home_care=True), True, "享受残联居家托养"),
    ("home_care", replace(whom(), home_care=False), False, "没有居家托养"),
    ("home_care", whom(replace(OLD, receives=("home_care",))), True, "登记享受残联居家托养"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "who", "holds", "by"), HOLD)
def test_a_condition_tells_the_fact_it_stands_on(
    code: str, who: Whom, holds: bool | None, by: str
) -> None:  # a column of the table above
    found = held(code, who)
    assert found.holds is holds
    assert by in found.by


def test_a_certificate_is_worded() -> None:
    assert certificate("4", "2") == "肢体二级"
    assert certificate("", "") == "残疾"


def test_home_care_counts_from_its_first_to_its_last_day() -> None:
    file = ServiceFile(
        number="n", person_id="a", household_id="h", service_class=1, class_reason="重残", class_on=DAY,
        opened_on=DAY, opened_by="o",
    )  # fmt: skip
    assert not file.home_care_on(DAY)
    file.home_care_from = DAY
    assert not file.home_care_on(date(2025, 10, 12))
    assert file.home_care_on(DAY)
    assert file.home_care_on(date(2030, 1, 1))
    file.home_care_until = DAY
    assert file.home_care_on(DAY)
    assert not file.home_care_on(date(2025, 10, 14))
