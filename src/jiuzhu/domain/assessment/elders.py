"""高龄津贴, set by each district, and 经济困难高龄失能老年人养老服务补贴."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jiuzhu.domain.assessment.care import Ground, helpless
from jiuzhu.domain.assessment.case import UNKNOWN_AGE, Case, person_line
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine, nobody_meant
from jiuzhu.domain.policy import Figure, Standards

ALLOWANCE = "elder_allowance"
ALLOWANCE_TITLE = "高龄津贴"
CARE = "elder_care"
CARE_TITLE = "经济困难高龄失能老年人养老服务补贴"

TIERS = (80, 90, 96, 100)
"""Ages a district may begin another sum at; a sum of 0 means that the district has not set one."""

_VERY_OLD = 80
_NO_ALLOWANCE, _NO_CARE = nobody_meant(ALLOWANCE), nobody_meant(CARE)
_OLD = Ground("old", ())  # from 80 on age alone is the ground


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
    if not case.elderly:
        return _NO_ALLOWANCE
    persons: list[dict[str, object]] = []
    lines: list[WhyLine] = []
    needs: list[str] = []
    for member in case.elderly:
        age = case.ages[member.id]
        if age < TIERS[0]:
            if age == UNKNOWN_AGE:
                needs.append(f"{case.names[member.id]}的出生日期")
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
                ("年龄", age),
                ("起点", tier.age),
            )
        )
    result = ENTITLED if persons else MANUAL if needs else NOT_ENTITLED
    return Finding(ALLOWANCE, result, {"persons": persons}, tuple(lines), tuple(dict.fromkeys(needs)))


def find_care(case: Case, earlier: dict[str, Finding]) -> Finding:
    """低保 or 特困 persons of 60 to 79 who cannot look after themselves, and all of 80 and older; one ground only."""
    if not case.elderly:
        return _NO_CARE
    persons: list[dict[str, object]] = []
    poor = None if _all_poor(case, earlier) else _poor(case, earlier)
    lines: list[WhyLine] = []
    needs: list[str] = []
    clashes: list[str] = []
    figure, amount = case.terms.standards["elder.care"], case.terms.elder_care
    waiting = False
    for member in case.elderly:
        age, name = case.ages[member.id], case.names[member.id]
        if poor is not None and member.id not in poor:
            waiting = waiting or earlier["dibao"].result == MANUAL
            lines.append(person_line("elder.care.not_poor", case, member, False, figure))
            continue
        if age == UNKNOWN_AGE:
            needs.append(f"{name}的出生日期")
            continue
        ground = _OLD if age >= _VERY_OLD else helpless(member)
        if ground.code == "able":
            lines.append(
                person_line("elder.care.able", case, member, False, figure, ("年龄", age), *ground.inputs)
            )
            if member.self_care_unmet is None:
                needs.append(f"{name}的生活自理能力评估")
            continue
        persons.append({"member": member.id, "monthly": amount})
        lines.append(
            person_line("elder.care.paid", case, member, amount, figure, ("年龄", age), *ground.inputs)
        )
        if any(one.grade in ("1", "2") for one in member.disability):
            clashes.append(f"{name}的养老服务补贴与重度残疾人护理补贴就高享受一项")
    if waiting and not persons:
        needs.append("低保认定结果")
    result = ENTITLED if persons else MANUAL if needs else NOT_ENTITLED
    return Finding(CARE, result, {"persons": persons}, tuple(lines), tuple(needs), tuple(clashes))


def _all_poor(case: Case, earlier: dict[str, Finding]) -> bool:
    """Whether the whole household is 低保, by what is in force or by this assessment."""
    return earlier["dibao"].result == ENTITLED or "dibao" in case.facts.standing


def _poor(case: Case, earlier: dict[str, Finding]) -> set[str]:
    """Ids of the 特困 and 单人户 persons of another household, by what is in force and by this assessment."""
    found = {member.id for member in case.elderly if "tekun" in member.receives}
    for listed in (earlier["tekun"].figures.get("persons"), earlier["dibao"].figures.get("alone")):
        if isinstance(listed, list):
            found.update(str(one["member"]) for one in listed)
    return found
