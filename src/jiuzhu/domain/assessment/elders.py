"""高龄津贴, set by each district, and 经济困难高龄失能老年人养老服务补贴."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jiuzhu.domain.assessment.case import Case, person_line
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.assessment.tekun import FULL_FROM
from jiuzhu.domain.facts import MemberFacts
from jiuzhu.domain.policy import Figure, Standards

ALLOWANCE = "elder_allowance"
ALLOWANCE_TITLE = "高龄津贴"
CARE = "elder_care"
CARE_TITLE = "经济困难高龄失能老年人养老服务补贴"

TIERS = (80, 90, 96, 100)
"""Ages a district may begin another sum at; a sum of 0 means that the district has not set one."""

_ELDERLY, _VERY_OLD = 60, 80
_BEDRIDDEN_MONTHS = 6


class _Tier(NamedTuple):
    age: int
    amount: Decimal
    figure: Figure


@lru_cache(maxsize=1024)  # one for each district and period
def _tiers(standards: Standards) -> tuple[_Tier, ...]:
    keys = ((age, f"elder.allowance.{age}") for age in TIERS)
    return tuple(_Tier(age, standards.amount(key), standards[key]) for age, key in keys)


def find_allowance(case: Case, earlier: dict[str, Finding]) -> Finding:  # noqa: ARG001  # every programme has this signature
    """From 80, by the district's own sums; where it has set none, a person asks the district."""
    persons: list[dict[str, object]] = []
    lines: list[WhyLine] = []
    needs: list[str] = []
    for member in case.members:
        age = case.ages[member.id]
        if age < TIERS[0]:
            continue
        tier = next(
            (one for one in reversed(_tiers(case.terms.standards)) if age >= one.age and one.amount), None
        )
        if tier is None:
            needs.append("本区县的高龄津贴标准")
            continue
        persons.append({"member": member.id, "monthly": tier.amount})
        lines.append(
            person_line(
                "elder.allowance",
                case,
                member,
                tier.amount,
                tier.figure,
                inputs=(("年龄", age), ("起点", tier.age)),
            )
        )
    result = ENTITLED if persons else MANUAL if needs else NOT_ENTITLED
    return Finding(ALLOWANCE, result, {"persons": persons}, tuple(lines), tuple(dict.fromkeys(needs)))


def find_care(case: Case, earlier: dict[str, Finding]) -> Finding:
    """低保 or 特困 persons of 60 to 79 who cannot look after themselves, and all of 80 and older; one ground only."""
    tekun = earlier["tekun"].figures.get("persons")
    kept = {str(one["member"]) for one in tekun} if isinstance(tekun, list) else set()
    dibao = earlier["dibao"].result
    persons: list[dict[str, object]] = []
    lines: list[WhyLine] = []
    clashes: list[str] = []
    figure, amount = case.terms.standards["elder.care"], case.terms.elder_care
    waiting = False
    for member in case.members:
        age = case.ages[member.id]
        if age < _ELDERLY:
            continue
        poor = (
            dibao == ENTITLED
            or "dibao" in case.facts.standing
            or member.id in kept
            or "tekun" in member.receives
        )
        if not poor:
            waiting = waiting or dibao == MANUAL
            lines.append(person_line("elder.care.not_poor", case, member, False, figure))
            continue
        if age < _VERY_OLD and not _disabled(member):
            lines.append(person_line("elder.care.able", case, member, False, figure, inputs=(("年龄", age),)))
            continue
        persons.append({"member": member.id, "monthly": amount})
        lines.append(person_line("elder.care.paid", case, member, amount, figure, inputs=(("年龄", age),)))
        if any(one.grade in ("1", "2") for one in member.disability):
            clashes.append(f"{case.names[member.id]}的养老服务补贴与重度残疾人护理补贴就高享受一项")
    result = ENTITLED if persons else MANUAL if waiting else NOT_ENTITLED
    needs = ("低保认定结果",) if result == MANUAL else ()
    return Finding(CARE, result, {"persons": persons}, tuple(lines), needs, tuple(clashes))


def _disabled(member: MemberFacts) -> bool:
    """失能: four or more indicators unmet, six months in bed, or 1–2级 of 肢体、智力、精神、视力."""
    unmet = member.self_care_unmet or ()
    return (
        len(unmet) >= FULL_FROM
        or member.bedridden_months >= _BEDRIDDEN_MONTHS
        or any(one.grade in ("1", "2") and one.kind in "1456" for one in member.disability)
    )
