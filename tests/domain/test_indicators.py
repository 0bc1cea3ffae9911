"""Every model on both sides of its border, and a file of models that cannot be guessed at."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiuzhu import paths
from jiuzhu.domain.assessment.terms import terms_for
from jiuzhu.domain.codes import load_codes
from jiuzhu.domain.facts import (
    AssetFacts,
    HouseholdFacts,
    HousingFacts,
    IncomeFacts,
    MemberFacts,
    VehicleFacts,
)
from jiuzhu.domain.indicators import RULES, Known, Listed, load_indicators, read_indicators
from jiuzhu.domain.ledger import load_ledger
from jiuzhu.domain.policy import load_pack
from jiuzhu.errors import UserError

ON = date(2025, 11, 3)
TERMS = terms_for(load_pack(paths.resources() / "policy" / "500000").in_force("500112", ON), "urban")
SOURCES = frozenset(load_codes(paths.resources() / "codes")["comparison_kind"].codes)
MODELS = load_indicators(paths.resources() / "indicators.toml", SOURCES)
ONE = MemberFacts("a", "01", "1", date(1955, 10, 20))
HOME = HouseholdFacts(
    ON,
    "urban",
    "500112",
    (ONE, MemberFacts("b", "12", "2", date(1957, 1, 1))),
    incomes=(
        IncomeFacts("a", "transfer", Decimal("1200.00"), "year"),
        IncomeFacts("a", "wage", Decimal("500.00"), "month"),
        IncomeFacts("b", "wage", Decimal("900.00"), "month"),
    ),
    assets=(AssetFacts("deposit", Decimal("20000.00")),),
    housing=(HousingFacts(Decimal(60)), HousingFacts(Decimal(40), "D")),
)
DIBAO = frozenset({"dibao"})
KNOWN = Known(on=ON, facts=HOME, member=ONE, terms=TERMS, received=DIBAO, since="2025-01")
YUAN = Decimal


def told(code: str, listed: Listed | None = None, **more: Any) -> str:
    member = more.pop("member", {})
    known = KNOWN._replace(member=replace(ONE, **member), **more)
    return MODELS[code].notice(known, listed or Listed())


NOTICED: list[tuple[str, Listed, dict[str, Any]]] = [
    ("died_in_list", Listed(date(2025, 10, 18)), {}),
    ("vehicle_in_list", Listed(date(2025, 9, 1), text="小型轿车"), {}),
    ("marriage_in_list", Listed(date(2024, 11, 1)), {}),
    ("marriage_in_list", Listed(), {}),
    ("company_in_list", Listed(date(2022, 11, 30), text="监事"), {}),
    ("pension_above_record", Listed(figure=YUAN("120.01")), {}),
    ("insured_as_employee", Listed(figure=YUAN("600.01")), {}),
    ("homes_above_record", Listed(figure=YUAN(2)), {}),
    ("money_above_limit", Listed(figure=YUAN("36960.01")), {}),
    ("confined_in_list", Listed(date(2025, 8, 1)), {}),
    ("severe_without_care_subsidy", Listed(figure=YUAN(2)), {}),
    ("left_school_in_list", Listed(text="毕业"), {"member": {"student": "senior"}}),
    ("high_medical_spending", Listed(figure=YUAN(10000)), {}),
    ("receives_elsewhere", Listed(text="农村低保"), {}),
    ("died_in_record", Listed(), {"died_on": date(2025, 10, 1)}),
    ("child_grown_up", Listed(), {"received": frozenset({"orphan"}), "member": {"birth": date(2007, 11, 3)}}),
    ("turned_seventy", Listed(), {}),
    ("turned_six", Listed(), {"member": {"birth": date(2019, 6, 1)}}),
    ("turned_six", Listed(), {"on": date(2026, 3, 2), "member": {"birth": date(2020, 2, 29)}}),
    ("aged_without_allowance", Listed(), {"member": {"birth": date(1945, 11, 3)}}),
    ("tekun_not_visited", Listed(), {"received": frozenset({"tekun"}), "visited_on": date(2025, 9, 30)}),
    ("tekun_not_visited", Listed(), {"received": frozenset({"tekun"})}),
    ("tekun_care_not_assessed", Listed(), {"received": frozenset({"tekun"})}),
    ("authorisation_expired", Listed(), {"authorised_until": date(2025, 11, 2)}),
    ("recognition_running_out", Listed(), {"valid_until": date(2025, 12, 3)}),
    ("left_by_run", Listed(text="要人工核定"), {}),
    ("living_left", Listed(), {"received": frozenset({"disability_living", "edge"})}),
    (
        "living_left",
        Listed(),
        {"received": frozenset({"disability_living"}), "terms": replace(TERMS, living_edge=True)},
    ),
]
QUIET: list[tuple[str, Listed, dict[str, Any]]] = [
    ("died_in_list", Listed(date(2025, 10, 18)), {"received": frozenset()}),
    ("vehicle_in_list", Listed(), {"facts": replace(HOME, vehicles=(VehicleFacts("car"),))}),
    ("vehicle_in_list", Listed(), {"received": frozenset()}),
    ("marriage_in_list", Listed(date(2024, 10, 31)), {}),
    ("company_in_list", Listed(date(2022, 10, 31)), {}),
    ("company_in_list", Listed(date(2025, 10, 31)), {"received": frozenset()}),
    ("pension_above_record", Listed(figure=YUAN("120.00")), {}),
    ("pension_above_record", Listed(), {}),
    ("insured_as_employee", Listed(figure=YUAN("600.00")), {}),
    ("insured_as_employee", Listed(figure=YUAN(9000)), {"received": frozenset()}),
    ("homes_above_record", Listed(figure=YUAN(1)), {}),
    ("homes_above_record", Listed(), {}),
    ("money_above_limit", Listed(figure=YUAN("36960.00")), {}),
    ("money_above_limit", Listed(figure=YUAN(20000)), {}),
    ("money_above_limit", Listed(), {}),
    ("confined_in_list", Listed(), {"member": {"in_prison": True}}),
    ("confined_in_list", Listed(), {"member": {"counted": False}}),
    ("severe_without_care_subsidy", Listed(figure=YUAN(3)), {}),
    ("severe_without_care_subsidy", Listed(), {}),
    ("severe_without_care_subsidy", Listed(figure=YUAN(1)), {"received": frozenset({"tekun"})}),
    ("severe_without_care_subsidy", Listed(figure=YUAN(1)), {"received": frozenset({"disability_care"})}),
    ("left_school_in_list", Listed(), {}),
    ("left_school_in_list", Listed(), {"received": frozenset(), "member": {"student": "senior"}}),
    ("high_medical_spending", Listed(figure=YUAN("9999.99")), {}),
    ("high_medical_spending", Listed(figure=YUAN(50000)), {"received": frozenset({"temporary"})}),
    ("receives_elsewhere", Listed(), {"received": frozenset()}),
    ("died_in_record", Listed(), {}),
    ("died_in_record", Listed(), {"died_on": date(2025, 10, 1), "received": frozenset()}),
    ("child_grown_up", Listed(), {"received": frozenset({"orphan"}), "member": {"birth": date(2007, 11, 4)}}),
    ("child_grown_up", Listed(), {}),
    ("child_grown_up", Listed(), {"received": frozenset({"orphan"}), "member": {"birth": None}}),
    ("turned_seventy", Listed(), {"since": "2025-11"}),
    ("turned_seventy", Listed(), {"since": ""}),
    ("turned_seventy", Listed(), {"member": {"birth": None}}),
    ("turned_seventy", Listed(), {"member": {"birth": date(1955, 12, 1)}}),
    ("turned_seventy", Listed(), {"received": frozenset({"edge"})}),
    ("aged_without_allowance", Listed(), {"member": {"birth": date(1945, 11, 4)}}),
    (
        "aged_without_allowance",
        Listed(),
        {"received": frozenset({"elder_allowance"}), "member": {"birth": date(1940, 1, 1)}},
    ),
    (
        "aged_without_allowance",
        Listed(),
        {"received": frozenset({"tekun"}), "member": {"birth": date(1940, 1, 1)}},
    ),
    ("tekun_not_visited", Listed(), {"received": frozenset({"tekun"}), "visited_on": date(2025, 10, 1)}),
    ("tekun_not_visited", Listed(), {}),
    (
        "tekun_care_not_assessed",
        Listed(),
        {"received": frozenset({"tekun"}), "self_care_on": date(2024, 11, 30)},
    ),
    ("tekun_care_not_assessed", Listed(), {}),
    ("authorisation_expired", Listed(), {"authorised_until": ON}),
    ("authorisation_expired", Listed(), {}),
    ("authorisation_expired", Listed(), {"authorised_until": date(2025, 1, 1), "received": frozenset()}),
    ("recognition_running_out", Listed(), {"valid_until": date(2025, 12, 4)}),
    ("recognition_running_out", Listed(), {}),
    ("left_by_run", Listed(), {}),
    ("living_left", Listed(), {"received": frozenset({"disability_living", "dibao"})}),
    ("living_left", Listed(), {"received": frozenset({"disability_care"})}),
    (
        "living_left",
        Listed(),
        {"received": frozenset({"disability_living", "edge"}), "terms": replace(TERMS, living_edge=True)},
    ),
]


@pytest.mark.parametrize(("code", "listed", "more"), NOTICED, ids=[case[0] for case in NOTICED])
def test_what_a_model_is_for_it_notices(code: str, listed: Listed, more: dict[str, Any]) -> None:
    assert told(code, listed, **more)


@pytest.mark.parametrize(("code", "listed", "more"), QUIET, ids=[case[0] for case in QUIET])
def test_on_the_other_side_of_its_border_a_model_is_quiet(
    code: str, listed: Listed, more: dict[str, Any]
) -> None:
    assert told(code, listed, **more) == ""


def test_a_notice_tells_both_figures() -> None:
    listed = Listed(figure=YUAN("1520.50"))
    assert told("pension_above_record", listed) == "名单载明每月养老金 1,520.50 元，档案记录 100.00 元"
    assert told("money_above_limit", Listed(figure=YUAN(50000))) == (
        "名单载明货币财产 50,000.00 元，档案记录 20,000.00 元，家庭限额 36,960.00 元"
    )


def test_a_household_without_counted_members_has_no_limit() -> None:
    empty = replace(HOME, members=())
    assert told("money_above_limit", Listed(figure=YUAN(50000)), facts=empty) == ""


def test_every_model_is_tried_on_both_sides_and_there_are_more_than_a_dozen() -> None:
    assert {case[0] for case in NOTICED} == set(MODELS)
    assert {case[0] for case in QUIET} >= set(MODELS) - {"turned_six"}
    assert len(MODELS) >= 12
    assert {model.rule for model in MODELS.values()} == set(RULES)


def test_every_kind_of_list_has_its_shape() -> None:
    for kind in SOURCES:
        names = [
            column.name for column in load_ledger(paths.resources() / "comparisons" / f"{kind}.toml").columns
        ]
        assert names[:3] == ["name", "id_number", "on"]
        assert set(names) <= {"name", "id_number", "on", "figure", "text"}


GOOD = """
[[indicator]]
code = "x"
title = "试"
source = "deaths"
rule = "running_out"
aim = "look"
action = "看"
basis = "依据"
figures = { days = 3 }
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[indicator", "监测模型文件读不出来"),
        (GOOD + "colour = 1", "监测模型第 1 条有不认识的项 colour"),
        (GOOD.replace('title = "试"\n', ""), "监测模型第 1 条缺少必填的项"),
        (GOOD.replace("deaths", "gossip"), "来源 gossip 不认识"),
        (GOOD.replace('"look"', '"punish"'), "aim 只能是 stop、add、look，现在是“punish”"),
        (GOOD.replace("running_out", "eval"), "规则 eval 不认识"),
        (GOOD.replace("days", "hours"), "参数应为：days，现在是：hours"),
        (
            GOOD.replace("running_out", "died").replace("{ days = 3 }", "{ days = 1 }"),
            "参数应为：（没有），现在是：days",
        ),
        (GOOD.replace("figures = { days = 3 }", ""), "参数应为：days，现在是：（没有）"),
        (GOOD + GOOD, "监测模型 x 重复了"),
    ],
)
def test_a_model_that_cannot_be_is_refused_by_name(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence.replace("（", "（").replace("(", r"\(")):
        read_indicators(text, SOURCES)


def test_a_model_without_figures_may_leave_them_out() -> None:
    text = GOOD.replace("running_out", "died").replace("figures = { days = 3 }", "")
    assert read_indicators(text, SOURCES)["x"].days == 10
