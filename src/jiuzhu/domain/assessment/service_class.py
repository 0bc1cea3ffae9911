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

_WHOLE = ("dibao", "edge", "rigid")
"""What everybody of a household is by it."""
_OWN = ("dibao", "tekun")
"""What somebody is alone: 单人户, 特困."""
_NOBODY = nobody_meant(CODE)
AWAITED = "家庭认定结果"
"""What is needed while nothing is in force and the household's findings are not told."""
_HELD = {code: ("救助身份", code) for code in (*_WHOLE, "tekun", "monitored")}
_FOUND = {code: ("救助身份", f"{code}_found") for code in (*_WHOLE, "tekun")}
_ALONE = ("救助身份", "alone")


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Who belongs to 分散特困, 低保, 低保边缘, 刚性支出 or monitored families; the reason of the class is kept.

    What is in force goes before what this assessment found; 特困 and 单人户 make nobody else of the household low-income.
    """
    by, waits = _by(case, earlier)
    if not by and not waits:
        return _NOBODY
    needs: tuple[str, ...] = (AWAITED,) if waits else ()
    figure = case.terms.standards["service.class"]
    persons: list[dict[str, object]] = []
    lines: list[WhyLine] = []
    for member in case.members:
        if member.id not in by or member.in_institution:
            continue
        number, reason, ground = class_of(case, member)
        if not number:
            needs = (*needs, f"{case.names[member.id]}的出生日期")
            continue
        persons.append({"member": member.id, "class": number})
        inputs = (("成员", case.names[member.id]), by[member.id], ("原因", reason), *ground)
        lines.append(by_paper("service.class", inputs, number, figure, member=member.id))
    result = ENTITLED if persons else MANUAL if needs else NOT_ENTITLED
    return Finding(CODE, result, {"persons": persons}, tuple(lines), needs)


def _by(case: Case, earlier: dict[str, Finding]) -> tuple[dict[str, tuple[str, str]], bool]:
    """Member → by what they are low-income; and whether more may be, once the household's findings are told."""
    standing = case.facts.standing
    own = {
        one.id: _HELD[code] for one in case.members if one.receives for code in _OWN if code in one.receives
    }
    everybody = case.names
    held = next((_HELD[code] for code in _WHOLE if code in standing), None) if standing else None
    if held is not None or case.facts.monitored:
        return dict.fromkeys(everybody, held or _HELD["monitored"]) | own, False
    if "tekun" in standing:
        return own or dict.fromkeys(_named(earlier["tekun"], "persons"), _HELD["tekun"]), False
    fits = next((_FOUND[code] for code in _WHOLE if earlier[code].result == ENTITLED), None)
    if fits is not None:
        return dict.fromkeys(everybody, fits), False
    found = dict.fromkeys(_named(earlier["dibao"], "alone"), _ALONE)
    found |= dict.fromkeys(_named(earlier["tekun"], "persons"), _FOUND["tekun"])
    waits = not found and any(earlier[code].result == MANUAL for code in (*_WHOLE, "tekun"))
    return found | own, waits


def _named(finding: Finding, listed: str) -> list[str]:
    """Ids of the persons a finding lists."""
    persons = finding.figures.get(listed)
    return [str(one["member"]) for one in persons] if isinstance(persons, list) else []


def by_recognition(finding: Finding) -> dict[str, WhyLine]:
    """Member → the reason of their class, of those who are low-income by what is in force and not only by this finding."""
    held = set(_HELD.values())
    return {line.member: line for line in finding.why if held.intersection(line.inputs)}


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
