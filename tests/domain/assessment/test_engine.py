"""The engine as a whole: every programme, classes of recheck, missing years, settings nobody knows, and what it says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jiuzhu.domain.assessment.assess import PROGRAMMES, to_json
from jiuzhu.domain.assessment.explain import deciding_line, headline
from jiuzhu.domain.assessment.finding import Finding
from jiuzhu.domain.facts import (
    AssetFacts,
    Disability,
    EventsFacts,
    HouseholdFacts,
    HousingFacts,
    IncomeFacts,
    MemberFacts,
    VehicleFacts,
)
from jiuzhu.errors import UserError
from one_household import CENT, FATHER, GROWN, HEAD, ONE, find, result_of, said, wage


def test_the_registry_names_every_finding() -> None:
    assert sorted(result_of(ONE).findings) == sorted(one.code for one in PROGRAMMES)


@pytest.mark.parametrize(
    ("member", "incomes", "group"),
    [
        (HEAD, (), "B"),
        (replace(HEAD, birth=date(1960, 1, 1)), (), "A"),
        (replace(HEAD, birth=date(1960, 1, 1)), (wage("100.00"),), "B"),
        (replace(HEAD, birth=date(1960, 1, 1)), (IncomeFacts("a", "transfer", Decimal(9), "month"),), "A"),
        (replace(HEAD, student="bachelor"), (), "A"),
        (replace(HEAD, illness="major"), (), "A"),
        (replace(HEAD, disability=(Disability("6", "3"),)), (), "A"),
        (replace(HEAD, disability=(Disability("4", "3"),)), (), "B"),
    ],
)
def test_recheck_class(member: MemberFacts, incomes: tuple[IncomeFacts, ...], group: str) -> None:
    assert result_of(replace(ONE, members=(member,), incomes=incomes)).recheck_class == group


def test_months_and_rechecks_only_follow_a_grant() -> None:
    decided = EventsFacts(decided=date(2025, 11, 12))
    refused = result_of(replace(ONE, events=decided, incomes=(wage("9000.00"),)))
    assert (refused.first_month, refused.next_recheck) == (None, None)
    assert "L13" in to_json(refused)["deadlines"]
    edge = result_of(replace(ONE, events=decided, incomes=(wage("800.00"),)))
    assert (edge.first_month, edge.next_recheck) == (None, date(2026, 5, 12))
    assert to_json(result_of(ONE))["next_recheck"] is None


def test_missing_calendar_years_reach_the_assessment() -> None:
    assert result_of(replace(ONE, on=date(2026, 12, 14))).missing_years == (2027,)


def test_a_setting_nobody_knows_is_an_error() -> None:
    with pytest.raises(UserError, match="不是政策参数"):
        result_of(replace(ONE, settings={"grant.begin": "same"}))


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        (ONE, "符合：770.00 元/月"),
        (replace(ONE, incomes=(wage("800.00"),)), "不符合：因为人均月收入 800.00 元，不低于标准"),
        (
            replace(ONE, assets=(AssetFacts("fund", Decimal(20000)),)),
            "不符合：因为人均货币财产 20,000.00 元，超过上限",
        ),
        (replace(ONE, vehicles=(VehicleFacts("boat", Decimal(50000)),)), "不符合：因为有船舶"),
        (
            replace(ONE, premises=("shop",), settings={"property.premises": "fail"}),
            "不符合：因为有经营性财产",
        ),
        (
            replace(
                ONE,
                housing=(HousingFacts(Decimal(99)),) * 2,
                settings={"property.housing.min_area": Decimal(9)},
            ),
            "不符合：因为住房面积超过上限",
        ),
        (replace(ONE, consumption=("luxury",)), "还需：消费支出情形的核实说明"),
        (replace(ONE, pending=("income", "vehicles")), "还需：家庭成员各项收入；车辆、船舶、机械情况"),
        (
            replace(ONE, members=(FATHER, GROWN), incomes=(wage("1600.00", "f"),)),
            "不符合：因为人均月收入 800.00 元，不低于标准；1 人可单独申请低保",
        ),
    ],
)
def test_headlines_for_the_radar(facts: HouseholdFacts, line: str) -> None:
    assert headline(find(facts)) == line


def test_headlines_of_other_findings() -> None:
    assert headline(find(ONE, "edge")) == "不符合：因为已符合低保"
    assert headline(find(replace(ONE, incomes=(wage("800.00"),)), "edge")) == "符合"
    assert headline(find(replace(ONE, incomes=(wage("1155.00"),)), "edge")).endswith("不低于标准的 1.5 倍")
    assert headline(find(ONE, "disability_care")) == "不符合：因为没有持残疾证的家庭成员"
    assert headline(Finding("x", "manual", {}, ())) == "还需：人工核定"


def test_a_refusal_names_the_one_line_that_decided_it() -> None:
    line = deciding_line(find(replace(ONE, incomes=(wage("800.00"),))))
    assert line is not None
    assert line in find(replace(ONE, incomes=(wage("800.00"),))).why
    assert deciding_line(find(ONE, "disability_care")) is None  # nobody could be meant
    assert deciding_line(find(ONE)) is None  # nothing stands against the household


def test_unconfirmed_figures_say_so_and_own_settings_name_themselves() -> None:
    disabled = replace(ONE, members=(replace(HEAD, disability=(Disability("4", "1"),)),))
    assert said(find(disabled, "disability_care")).endswith("（国发〔2015〕52号，待本地确认）")
    own = replace(
        ONE, assets=(AssetFacts("deposit", Decimal(1)),), settings={"property.money.multiple": Decimal(20)}
    )
    assert "不超过上限 15,400 元（货币财产，本案设置）" in said(find(own))


def test_a_difference_between_check_and_declaration_is_a_line_of_its_own() -> None:
    facts = replace(
        ONE, assets=(AssetFacts("deposit", Decimal(500), Decimal(200)), AssetFacts("fund", CENT, CENT))
    )
    assert said(find(facts)).count("核对发现") == 1
    assert "存款核对发现 500.00 元，申报 200.00 元，相差 300.00 元（民发〔2021〕57号第十八条" in said(
        find(facts)
    )
