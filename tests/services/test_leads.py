"""转办 in all its ways, bundles, leads, meetings: nothing is lost between the window and a department on paper."""

from datetime import date
from typing import Any

import pytest

from jiuzhu.errors import InvalidInput, Refused
from jiuzhu.services.referral import leading
from jiuzhu.services.referral.lead_case import case_source
from jiuzhu.services.referral.leading import Told
from on_the_way import accept, single
from town import Town, id_number

LEAD: dict[str, Any] = {
    "source": "petition",
    "name": "壬示例",
    "content": "独居老人摔伤，无人照料",
    "found_on": date(2025, 10, 13),
}


def lead(town: Town, **more: Any) -> str:
    town.clerk.write(leading.record_lead, Told(**{**LEAD, **more}))
    return town.clerk.read(leading.leads)[-1].id


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"source": "dream"}, "source"),
        ({"name": " "}, "name"),
        ({"content": "苦"}, "content"),
        ({"found_on": date(2025, 10, 14)}, "found_on"),
        ({"id_number": "123"}, "id_number"),
    ],
)
def test_a_lead_says_who_told_what(town: Town, more: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        lead(town, **more)
    assert refusal.value.problems[0].field == field


def test_a_lead_is_visited_and_ends_in_a_case(town: Town) -> None:
    found = lead(town, name="己示例")
    (row,) = town.clerk.read(leading.leads)
    assert (row.source, row.due_on, row.colour) == ("信访", date(2025, 10, 20), "ok")
    with pytest.raises(InvalidInput):
        town.clerk.write(leading.record_lead_visit, found, date(2025, 10, 14), "情况属实")
    town.clerk.write(leading.record_lead_visit, found, date(2025, 10, 13), "情况属实，需要救助")
    with pytest.raises(InvalidInput) as lacking:
        town.clerk.write(leading.close_lead, found, "case", reason="已受理低保申请", application_number="受1")
    assert lacking.value.problems[0].field == "application_number"
    number = accept(town, single(town, "dibao")).number
    town.clerk.write(leading.close_lead, found, "case", reason="已受理低保申请", application_number=number)
    assert town.clerk.read(leading.leads) == []
    assert town.clerk.read(leading.leads, ("closed",))[0].outcome == "已立案受理"
    with pytest.raises(Refused, match="已经办结"):
        town.clerk.write(leading.close_lead, found, "reason", reason="重复线索")
    assert [case_source(one) for one in ("petition", "hotline", "volunteer")] == [
        "petition",
        "hotline",
        "found",
    ]


def test_a_lead_ends_in_a_referral_or_a_reason(town: Town) -> None:
    first = lead(town)
    with pytest.raises(InvalidInput):
        town.clerk.write(leading.close_lead, first, "referral", reason="属于部门职责")
    with pytest.raises(InvalidInput):
        town.clerk.write(leading.close_lead, first, "forget", reason="属于部门职责")
    town.clerk.write(leading.close_lead, first, "referral", reason="属于部门职责", to="区残联")
    second = lead(town)
    town.clerk.write(leading.record_lead_visit, second, date(2025, 10, 13), "上门核实，收入较高")
    town.clerk.write(leading.close_lead, second, "reason", reason="家庭收入较高，不需要救助")


def test_somebody_known_is_found_by_number_and_a_name_is_only_shown(town: Town) -> None:
    accept(town, single(town, "dibao"))
    lead(town, name="己示例", id_number=id_number(date(1958, 5, 5), 71))
    lead(town, name="己示例")
    by_number, by_name = town.clerk.read(leading.leads)
    assert by_number.person_id
    assert not by_name.person_id
