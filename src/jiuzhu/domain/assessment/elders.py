"""高龄津贴, set by each district, and 经济困难高龄失能老年人养老服务补贴."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jiuzhu.domain.assessment.care import Ground, helpless
from jiuzhu.domain.assessment.case import UNKNOWN_AGE, Case, person_line, severe
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine, nobody_meant
from jiuzhu.domain.facts import MemberFacts
from jiuzhu.domain.policy import Figure, Standards

ALLOWANCE = "elder_allowance"
ALLOWANCE_TITLE = "高龄津贴"
CARE = "elder_care"
CARE_TITLE = "经济困难高龄失能老年人养老服务补贴"

TIERS = (80, 90, 96, 100)
"""Ages a district may begin another sum at; a sum of 0 means that the district has not set one."""

_VERY_OLD = 80
_NO_ALLOWANCE, _NO_CARE = nobody_meant(ALLOWANCE), nobody_meant(CARE)
_FIRST = {
    "dibao_first": "须先享受低保（家庭没有在享受的低保，请同时申请低保）",
    "tekun_first": "{姓名}须先认定特困（请同时申请特困人员救助供养）",
    "alone_first": "{姓名}须先单独申请低保并获确认",
}
"""What would open the subsidy but is neither in force nor asked for on this form → what is needed."""
_HELD = {
    code: ("救助身份", code) for code in ("dibao", "dibao_found", "tekun", "tekun_found", "alone", *_FIRST)
}
_NONE, _OPEN = ("救助身份", "none"), ("救助身份", "open")
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
            needs.append("本区县的高龄津贴标准（由系统管理员在“设置—标准与参数”填写）")
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
    """低保 or 特困 persons of 60 to 79 who cannot look after themselves, and all of 80 and older; one ground only.

    低保 and 特困 are in force, or asked for on the same form.
    """
    if not case.elderly:
        return _NO_CARE
    persons: list[dict[str, object]] = []
    of_all = _all_poor(case, earlier)
    poor, others = _told_apart(case, earlier, of_all)
    lines: list[WhyLine] = []
    needs: list[str] = []
    clashes: list[str] = []
    figure, amount = case.terms.standards["elder.care"], case.terms.elder_care
    waiting = False
    for member in case.elderly:
        age, name = case.ages[member.id], case.names[member.id]
        held = others
        if poor and member.id in poor:
            held = _HELD[poor[member.id]]
        elif not of_all and held[1] not in _FIRST:
            waiting = waiting or held is _OPEN
            lines.append(person_line("elder.care.not_poor", case, member, False, figure, held))
            continue
        if age == UNKNOWN_AGE:
            needs.append(f"{name}的出生日期")
            continue
        ground = _OLD if age >= _VERY_OLD else helpless(member)
        if ground.code == "able":
            lines.append(_able(case, member, held, ground, needs))
            continue
        if held[1] in _FIRST:
            lines.append(person_line("elder.care.not_poor", case, member, False, figure, held))
            needs.append(_FIRST[held[1]].format(姓名=name))
            continue
        persons.append({"member": member.id, "monthly": amount})
        lines.append(
            person_line("elder.care.paid", case, member, amount, figure, held, ("年龄", age), *ground.inputs)
        )
        if severe(member):
            clashes.append(f"{name}的养老服务补贴与重度残疾人护理补贴就高享受一项")
    if waiting and not persons:
        needs.append("低保认定结果")
    result = ENTITLED if persons else MANUAL if needs else NOT_ENTITLED
    asked = tuple(dict.fromkeys(needs))
    return Finding(CARE, result, {"persons": persons}, tuple(lines), asked, tuple(clashes))


def _able(
    case: Case, member: MemberFacts, held: tuple[str, str], ground: Ground, needs: list[str]
) -> WhyLine:
    """Why a person under 80 is not taken for helpless; who was never assessed is to be."""
    step, named = "elder.care.able", ground.inputs
    if member.self_care_unmet is None:  # nobody has counted what the person can do
        step, named = "elder.care.unassessed", (("卧床月数", member.bedridden_months),)
        needs.append(f"{case.names[member.id]}的生活自理能力评估")
    figure, age = case.terms.standards["elder.care"], case.ages[member.id]
    return person_line(step, case, member, False, figure, held, ("年龄", age), *named)


def _told_apart(
    case: Case, earlier: dict[str, Finding], of_all: str
) -> tuple[dict[str, str], tuple[str, str]]:
    """Who is poor by themselves, and what is said of the others: 低保, would fit it, it is open, or nothing of it."""
    if of_all:
        return {}, _HELD[of_all]
    if earlier["dibao"].result == NOT_ENTITLED:
        return _poor(case, earlier), _NONE
    return _poor(case, earlier), _OPEN if case.facts.asks("dibao") else _HELD["dibao_first"]


def _all_poor(case: Case, earlier: dict[str, Finding]) -> str:
    """By what the whole household is 低保: `dibao` in force, `dibao_found` by this assessment; "" when it is not."""
    if "dibao" in case.facts.standing:
        return "dibao"
    return "dibao_found" if earlier["dibao"].result == ENTITLED and case.facts.asks("dibao") else ""


def _poor(case: Case, earlier: dict[str, Finding]) -> dict[str, str]:
    """Id → what the 特困 and 单人户 persons of another household are, what is in force before what this assessment finds."""
    found: dict[str, str] = {}
    for code, listed in (
        ("alone" if case.facts.asks("dibao") else "alone_first", earlier["dibao"].figures.get("alone")),
        (
            "tekun_found" if case.facts.asks("tekun") else "tekun_first",
            earlier["tekun"].figures.get("persons"),
        ),
    ):
        if isinstance(listed, list):
            found.update((str(one["member"]), code) for one in listed)
    for code in ("dibao", "tekun"):
        found.update((member.id, code) for member in case.elderly if code in member.receives)
    return found
