"""The property test of 低保 and 低保边缘: money, homes, vehicles, business premises, and the three exemptions."""

from decimal import Decimal
from typing import NamedTuple

from jiuzhu.domain.assessment.finding import Input, WhyLine, by_paper
from jiuzhu.domain.assessment.terms import Terms
from jiuzhu.domain.facts import HouseholdFacts, MemberFacts

PASS = "pass"  # noqa: S105  # a verdict, no password
FAIL = "fail"
UNDECIDED = "manual"

_ZERO = Decimal(0)
_VEHICLES_OF_NO_CONCERN = ("motorcycle", "disability_scooter")


class Property(NamedTuple):
    """`verdict` is `pass`, `fail` or `manual`; a fail is certain whatever else is still unknown."""

    verdict: str
    lines: tuple[WhyLine, ...]
    needs: tuple[str, ...]
    things: str = PASS  # homes, vehicles and premises alone, for programmes with a money limit of their own
    of_things: tuple[WhyLine, ...] = ()
    money: Decimal = _ZERO  # yuan in all


def judge_property(facts: HouseholdFacts, members: list[MemberFacts], terms: Terms) -> Property:
    """Judge everything the household owns; `members` are the persons who count (at least one)."""
    lines: list[WhyLine] = []
    needs: list[str] = []
    money, total = _money(facts, members, terms, lines, needs)
    about_money, things = len(lines), PASS
    if facts.housing:
        things = _housing(facts, len(members), terms, lines, needs)
    if facts.vehicles:
        things = _worse(things, _vehicles(facts, terms, lines, needs))
    if facts.premises and terms.premises != "off":
        things = _worse(things, _premises(facts, terms, lines, needs))
    told = tuple(lines)
    return Property(_worse(money, things), told, tuple(needs), things, told[about_money:], total)


def _worse(one: str, other: str) -> str:
    """One fail fails everything; one open question keeps the rest open."""
    if one == PASS or other == FAIL:
        return other
    return one


def _money(
    facts: HouseholdFacts, members: list[MemberFacts], terms: Terms, lines: list[WhyLine], needs: list[str]
) -> tuple[str, Decimal]:
    """Per head more than 24 × the standard fails; exactly 24 × passes. Exemption b: illness and not above 50,000.

    Returns the verdict and the yuan in all.
    """
    total = _ZERO
    for asset in facts.assets:
        total += asset.amount
        if asset.declared is not None and asset.declared != asset.amount:
            inputs = (("类别", asset.kind), ("核对数", asset.amount), ("申报数", asset.declared))
            lines.append(
                WhyLine(
                    "property.difference", inputs, asset.amount - asset.declared, "57-18", "民发〔2021〕57号"
                )
            )
    heads = len(members)
    limit = terms.money_limit
    figure = terms.money_figure
    inputs_of_money = (("货币财产", total), ("人数", heads), ("上限", limit))
    if total <= limit * heads:
        lines.append(by_paper("property.money.within", inputs_of_money, total / heads, figure))
        return PASS, total
    if total <= terms.illness_cap * heads and any(member.illness == "major" for member in members):
        figure = terms.illness_figure
        more = (*inputs_of_money, ("豁免上限", terms.illness_cap))
        lines.append(by_paper("property.money.illness", more, total / heads, figure))
        needs.append("重特大疾病需长期维持治疗的诊断证明")
        return PASS, total
    lines.append(by_paper("property.money.over", inputs_of_money, total / heads, figure))
    return FAIL, total


def _housing(facts: HouseholdFacts, heads: int, terms: Terms, lines: list[WhyLine], needs: list[str]) -> str:
    """Two or more homes (C and D danger not counted) and per head above 3 × the minimum area fail."""
    area, homes = _ZERO, 0
    for home in facts.housing:
        if not home.danger:
            homes += 1
            area += home.area
    figure = terms.housing_area
    if homes < 2:
        lines.append(by_paper("property.housing.one", (("住房套数", homes),), True, terms.housing_multiple))
        return PASS
    measured = (("住房套数", homes), ("总面积", area), ("人数", heads))
    if not figure.confirmed:
        lines.append(by_paper("property.housing.unsettled", measured, area / heads, figure))
        needs.append("有两套以上住房：请按区县住房保障最低面积人工核定")
        return UNDECIDED
    inputs = (*measured, ("上限", terms.housing_limit))
    if area <= terms.housing_limit * heads:
        lines.append(by_paper("property.housing.within", inputs, area / heads, figure))
        return PASS
    if facts.disaster and homes == 2 and area <= terms.average_limit * heads:
        lines.append(by_paper("property.housing.disaster", inputs, area / heads, terms.average_area))
        needs.append("遭受重大灾害或事故的证明")
        return PASS if terms.average_area.confirmed else UNDECIDED
    lines.append(by_paper("property.housing.over", inputs, area / heads, figure))
    return FAIL


def _vehicles(facts: HouseholdFacts, terms: Terms, lines: list[WhyLine], needs: list[str]) -> str:
    """Any vehicle, boat or large machine fails, except scooters, motorcycles and what is proved to be worth little."""
    verdict = PASS
    figure = terms.vehicle_figure
    for vehicle in facts.vehicles:
        kind = ("类别", vehicle.kind)
        if vehicle.kind in _VEHICLES_OF_NO_CONCERN:
            lines.append(by_paper("property.vehicle.ignored", (kind,), True, figure))
            continue
        small = vehicle.value <= terms.vehicle_exempt
        inputs: tuple[tuple[str, Input], ...] = (
            kind,
            ("价值", vehicle.value),
            ("上限", terms.vehicle_exempt),
        )
        if small:  # only then the paper matters
            inputs += (("价值证明", vehicle.value_proved),)
        if small and vehicle.value_proved:
            lines.append(by_paper("property.vehicle.exempt", inputs, True, figure))
            continue
        verdict = FAIL
        lines.append(by_paper("property.vehicle.over", inputs, False, figure))
        if small:
            needs.append("车辆（船舶、机械）价值证明；证明不超过豁免价值的可不计")
    return verdict


def _premises(facts: HouseholdFacts, terms: Terms, lines: list[WhyLine], needs: list[str]) -> str:
    lines.append(
        by_paper("property.premises", (("经营性财产", len(facts.premises)),), False, terms.premises_figure)
    )
    if terms.premises == "fail":
        return FAIL
    needs.append("有门面、店铺或企业：请核实经营情况后人工核定")
    return UNDECIDED
