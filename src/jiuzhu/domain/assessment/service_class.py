"""服务类救助对象分类: class 1, 2 or 3 for every member of a low-income family, in that order [渝北实施方案 2025-02-28]."""

from jiuzhu.domain.assessment.care import by_state
from jiuzhu.domain.assessment.case import ELDERLY, MAJORITY, UNKNOWN_AGE, Case, told
from jiuzhu.domain.assessment.finding import (
    ENTITLED,
    MANUAL,
    NOT_ENTITLED,
    Finding,
    Input,
    WhyLine,
    by_paper,
    nobody_meant,
)
from jiuzhu.domain.facts import MemberFacts

CODE = "service_class"
TITLE = "服务类救助对象分类"

OF = ("dibao", "edge", "rigid", "tekun")
_NOBODY = nobody_meant(CODE)
_HELD = {code: ("救助身份", code) for code in (*OF, "monitored")}
_FOUND = {code: ("救助身份", f"{code}_found") for code in OF}


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Who belongs to 分散特困, 低保, 低保边缘, 刚性支出 or monitored families; the reason of the class is kept.

    What is in force goes before what this assessment found.
    """
    standing, monitored = case.facts.standing, case.facts.monitored
    needs: tuple[str, ...] = ()
    has = [code for code in OF if code in standing] if standing else []
    held = _HELD[has[0] if has else "monitored" if monitored else "tekun"]
    if not has and not monitored:
        for code in OF:
            result = earlier[code].result
            if result == ENTITLED:
                has.append(code)
            elif result == MANUAL:
                needs = ("家庭认定结果",)
        if has:
            needs, held = (), _FOUND[has[0]]
    members = case.members if monitored or (has and has != ["tekun"]) else _tekun(case, earlier, has)
    if not members and not needs:
        return _NOBODY
    figure = case.terms.standards["service.class"]
    persons: list[dict[str, object]] = []
    lines: list[WhyLine] = []
    for member in members:
        if member.in_institution:
            continue
        number, reason, ground = class_of(case, member)
        if not number:
            needs = (*needs, f"{case.names[member.id]}的出生日期")
            continue
        persons.append({"member": member.id, "class": number})
        inputs = (("成员", case.names[member.id]), held, ("原因", reason), *ground)
        lines.append(by_paper("service.class", inputs, number, figure))
    result = ENTITLED if persons else MANUAL if needs else NOT_ENTITLED
    return Finding(CODE, result, {"persons": persons}, tuple(lines), needs)


def _tekun(case: Case, earlier: dict[str, Finding], has: list[str]) -> list[MemberFacts]:
    """The 特困 persons alone: nobody else of their household is low-income by them."""
    kept = {member.id for member in case.members if "tekun" in member.receives}
    persons = earlier["tekun"].figures["persons"]
    if not kept and "tekun" in has and isinstance(persons, list):
        kept = {str(one["member"]) for one in persons}
    return [member for member in case.members if member.id in kept]


def class_of(case: Case, member: MemberFacts) -> tuple[int, str, tuple[tuple[str, Input], ...]]:
    """The class of one person, its reason and what that stands on; the class is 0 while the age is unknown.

    1 重残 重病 失能, 2 老年人 未成年人, 3 all others.
    """
    for entry in member.disability:
        if entry.grade in ("1", "2"):
            return 1, "severe", told(entry)
    if member.illness == "major":
        return 1, "ill", ()
    if member.self_care_unmet or member.bedridden_months:
        state = by_state(member)
        if state.code != "able":
            return 1, "helpless", state.inputs
    age = case.ages[member.id]
    if age == UNKNOWN_AGE:
        return 0, "unknown", ()
    number, reason = (2, "minor") if age < MAJORITY else (2, "elder") if age >= ELDERLY else (3, "other")
    return number, reason, (("年龄", age),)
