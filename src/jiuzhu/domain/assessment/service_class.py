"""服务类救助对象分类: class 1, 2 or 3 for every member of a low-income family, in that order [渝北实施方案 2025-02-28]."""

from jiuzhu.domain.assessment.care import Ground, by_state
from jiuzhu.domain.assessment.case import MAJORITY, UNKNOWN_AGE, Case, told
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.facts import MemberFacts
from jiuzhu.domain.policy import Figure

CODE = "service_class"
TITLE = "服务类救助对象分类"

OF = ("dibao", "edge", "rigid", "tekun")
_ELDERLY = 60


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Who belongs to 分散特困, 低保, 低保边缘, 刚性支出 or monitored families; the reason of the class is kept.

    What is in force goes before what this assessment found.
    """
    needs: tuple[str, ...] = ()
    has = [code for code in OF if code in case.facts.standing]
    if not has and not case.facts.monitored:
        has = [code for code in OF if earlier[code].result == ENTITLED]
        if not has and any(earlier[code].result == MANUAL for code in OF):
            needs = ("家庭认定结果",)
    members = case.members if case.facts.monitored or set(has) - {"tekun"} else _tekun(case, earlier, has)
    members = [member for member in members if not member.in_institution]
    if not members:
        return Finding(CODE, MANUAL if needs else NOT_ENTITLED, {"persons": []}, (), needs)
    figure = case.terms.standards["service.class"]
    persons: list[dict[str, object]] = []
    lines = []
    for member in members:
        number, ground = class_of(case, member)
        if ground.code == "unknown":
            needs = (*needs, f"{case.names[member.id]}的出生日期")
            continue
        persons.append({"member": member.id, "class": number})
        lines.append(_line(case, member, number, ground, figure))
    return Finding(CODE, ENTITLED if persons else MANUAL, {"persons": persons}, tuple(lines), needs)


def _tekun(case: Case, earlier: dict[str, Finding], has: list[str]) -> list[MemberFacts]:
    """The 特困 persons alone: nobody else of their household is low-income by them."""
    kept = {member.id for member in case.members if "tekun" in member.receives}
    persons = earlier["tekun"].figures["persons"]
    if not kept and "tekun" in has and isinstance(persons, list):
        kept = {str(one["member"]) for one in persons}
    return [member for member in case.members if member.id in kept]


def class_of(case: Case, member: MemberFacts) -> tuple[int, Ground]:
    """The class of one person and its reason: 1 重残 重病 失能, 2 老年人 未成年人, 3 all others; 0 while age is unknown."""
    ground = _heavy(member)
    if ground is not None:
        return 1, ground
    age = case.ages[member.id]
    if age == UNKNOWN_AGE:
        return 0, Ground("unknown", ())
    number, code = (2, "minor") if age < MAJORITY else (2, "elder") if age >= _ELDERLY else (3, "other")
    return number, Ground(code, (("年龄", age),))


def _heavy(member: MemberFacts) -> Ground | None:
    for entry in member.disability:
        if entry.grade in ("1", "2"):
            return Ground("severe", told(entry))
    if member.illness == "major":
        return Ground("ill", ())
    if not member.self_care_unmet and not member.bedridden_months:
        return None
    state = by_state(member)
    return Ground("helpless", state.inputs) if state.code != "able" else None


def _line(case: Case, member: MemberFacts, number: int, ground: Ground, figure: Figure) -> WhyLine:
    inputs = (("成员", case.names[member.id]), ("原因", ground.code), *ground.inputs)
    return WhyLine("service.class", inputs, number, figure.clause, figure.document, figure.confirmed)
