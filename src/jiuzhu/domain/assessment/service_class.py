"""服务类救助对象分类: class 1, 2 or 3 for every member of a low-income family, in that order [渝北实施方案 2025-02-28]."""

from jiuzhu.domain.assessment.case import MAJORITY, UNKNOWN_AGE, Case, severe
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.assessment.tekun import FULL_FROM
from jiuzhu.domain.facts import MemberFacts
from jiuzhu.domain.policy import Figure

CODE = "service_class"
TITLE = "服务类救助对象分类"

OF = ("dibao", "edge", "rigid", "tekun")
_ELDERLY = 60
_BEDRIDDEN_MONTHS = 6


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Who belongs to 分散特困, 低保, 低保边缘, 刚性支出 or monitored families; the reason of the class is kept."""
    members = case.members
    if not case.facts.standing and not case.facts.monitored:
        found = [code for code in OF if earlier[code].result == ENTITLED]
        if not found:
            waiting = any(earlier[code].result == MANUAL for code in OF)
            needs = ("家庭认定结果",) if waiting else ()
            return Finding(CODE, MANUAL if waiting else NOT_ENTITLED, {"persons": []}, (), needs)
        if found == ["tekun"]:
            persons_of = earlier["tekun"].figures["persons"]
            kept = {one["member"] for one in persons_of} if isinstance(persons_of, list) else set()
            members = [member for member in members if member.id in kept]
    figure = case.terms.standards["service.class"]
    persons: list[dict[str, object]] = []
    lines = []
    for member in members:
        number, reason = class_of(case, member)
        persons.append({"member": member.id, "class": number})
        lines.append(_line(case, member, number, reason, figure))
    return Finding(CODE, ENTITLED, {"persons": persons}, tuple(lines))


def class_of(case: Case, member: MemberFacts) -> tuple[int, str]:
    """The class of one person and the code of its reason: 1 重残 重病 失能, 2 老年人 未成年人, 3 all others."""
    if severe(member):
        return 1, "severe"
    if member.illness == "major":
        return 1, "ill"
    if len(member.self_care_unmet or ()) >= FULL_FROM or member.bedridden_months >= _BEDRIDDEN_MONTHS:
        return 1, "helpless"
    age = case.ages[member.id]
    if age >= _ELDERLY:
        return 2, "elder"
    if UNKNOWN_AGE < age < MAJORITY:
        return 2, "minor"
    return 3, "other"


def _line(case: Case, member: MemberFacts, number: int, reason: str, figure: Figure) -> WhyLine:
    inputs = (("成员", case.names[member.id]), ("原因", reason))
    return WhyLine("service.class", inputs, number, figure.clause, figure.document, figure.confirmed)
