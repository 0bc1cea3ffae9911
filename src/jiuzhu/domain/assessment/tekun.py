"""特困人员救助供养: who can neither work nor live on anything nor be kept by anybody, and what care they need [43 Art 4-9, 21]."""

from typing import NamedTuple

from jiuzhu.domain.assessment.care import Ground, care_level, helpless
from jiuzhu.domain.assessment.case import UNKNOWN_AGE, Case, person_line
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.assessment.kinship import ADULT
from jiuzhu.domain.assessment.obligors import Ability, Owing, ability
from jiuzhu.domain.assessment.property import FAIL, PASS
from jiuzhu.domain.assessment.weighing import (
    DOCUMENT,
    TekunTerms,
    Weighed,
    left_of,
    may_be_meant,
    terms_of,
    weigh_all,
)
from jiuzhu.domain.facts import MemberFacts

CODE = "tekun"
TITLE = "特困人员救助供养"

_YOUNG = 16
_CHILD_PROGRAMMES = ("orphan", "unsupported_child")


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Per person: unable to work, nothing to live on, nobody able who owes support.

    Two who depend on each other and are both without ability do not stand in each other's way: who is 特困 owes
    nothing [43 Art 8(1)], so everybody who passes the first two tests is taken as 特困 until an able obligor is found.
    Whoever passes only if an open question about somebody ends well stays open too.
    """
    terms = terms_of(case.terms.standards, case.terms.standard)
    meant = [member for member in case.members if may_be_meant(case, terms, member)]
    if not meant:
        return Finding(CODE, NOT_ENTITLED, {"persons": []}, ())
    owed: dict[str, list[Owing]] = {}
    weighed = weigh_all(case, terms, meant, owed)
    possible = {one for one, found in weighed.items() if found.verdict != FAIL}
    certain = {one for one in possible if weighed[one].verdict == PASS}
    if any(owed.values()):
        possible = left_of(owed, terms, possible, sure=False)
        certain = left_of(owed, terms, certain & possible, sure=True)
    told = _Told([], [], [], [])
    undecided = False
    for member in meant:
        found = weighed.get(member.id)
        if found is None:
            continue
        told.lines.extend(found.lines)
        if found.verdict == FAIL:
            continue
        sure = member.id in certain
        third = _obligors(case, terms, member, owed[member.id], (certain if sure else possible) - {member.id})
        told.lines.extend(third.lines)
        if third.verdict == FAIL or _chose_child_programme(case, member, earlier, told.lines, terms):
            continue
        told.needs.extend((*found.needs, *third.needs))
        if member.self_care_unmet is None:
            told.needs.append(f"{case.names[member.id]}的生活自理能力评估")
        if member.self_care_unmet is None or not sure:
            undecided = True
            continue
        told.persons.append(_granted(case, terms, member, told.lines))
        told.clashes.extend(_clashes(case, member, earlier))
    result = ENTITLED if told.persons else MANUAL if undecided else NOT_ENTITLED
    needs = tuple(dict.fromkeys(told.needs))
    return Finding(CODE, result, {"persons": told.persons}, tuple(told.lines), needs, tuple(told.clashes))


_NOBODY_OWES = Weighed(PASS, [], [])


class _Told(NamedTuple):
    """What the finding gathers from person to person."""

    persons: list[dict[str, object]]
    lines: list[WhyLine]
    needs: list[str]
    clashes: list[str]


def _obligors(
    case: Case, terms: TekunTerms, member: MemberFacts, owing: list[Owing], standing: set[str]
) -> Weighed:
    """The third test: it fails when somebody able owes support, and then only the able are told of."""
    if not owing:
        return _NOBODY_OWES
    lines: list[WhyLine] = []
    needs: list[str] = []
    found = [(one, ability(one, terms.disposable_month, standing)) for one in owing]
    able = [(one, each) for one, each in found if each.able]
    for one, each in able or found:
        if each.able is None:
            needs.append(each.needs)
            continue
        lines.append(_obligor_line(case, terms, member, one, each))
        if each.by_income and not each.able and not one.member:
            needs.append(f"{one.name}的财产符合低收入家庭规定的核对结果")
    return Weighed(FAIL if able else PASS, lines, needs)


def _obligor_line(case: Case, terms: TekunTerms, member: MemberFacts, one: Owing, found: Ability) -> WhyLine:
    named = (("成员", case.names[member.id]), ("义务人", one.name), ("情形", found.ground), *found.inputs)
    step = "tekun.obligor.able" if found.able else "tekun.obligor.unable"
    if not found.by_income:
        return WhyLine(step, named, bool(found.able), "43-8", DOCUMENT)
    paper = terms.disposable_figure
    return WhyLine(step, named, bool(found.able), "43-8", paper.document, paper.confirmed)


def _chose_child_programme(
    case: Case, member: MemberFacts, earlier: dict[str, Finding], lines: list[WhyLine], terms: TekunTerms
) -> bool:
    """A minor who is also 孤儿 or 事实无人抚养 and whose guardian chose that is not 特困 [43 Art 9]."""
    if case.ages[member.id] >= ADULT:
        return False
    chosen = member.child_support and _also_child(member, earlier)
    has = any(code in member.receives for code in _CHILD_PROGRAMMES) and "tekun" not in member.receives
    if not chosen and not has:
        return False
    lines.append(person_line("tekun.child_support", case, member, False, terms.minor_figure, clause="43-9"))
    return True


def _also_child(member: MemberFacts, earlier: dict[str, Finding]) -> bool:
    for code in _CHILD_PROGRAMMES:
        persons = earlier[code].figures["persons"]
        if isinstance(persons, list) and any(one["member"] == member.id for one in persons):
            return True
    return False


def _granted(case: Case, terms: TekunTerms, member: MemberFacts, lines: list[WhyLine]) -> dict[str, object]:
    """Basic living sum and care; the care sum of helpless persons and children under 16 is the half one at least."""
    unmet = member.self_care_unmet or ()
    if unmet:
        care, ground = care_level(unmet), Ground("unmet", (("未达到指标数", len(unmet)),))
    else:
        ground = _half_for(case, member)
        care = "none" if ground.code == "able" else "half"
    base, extra, monthly = terms.base, terms.care[care], terms.monthly[care]
    inputs_of_care = (("依据", ground.code), *ground.inputs)
    lines.append(
        person_line("tekun.care", case, member, extra, terms.care_figures[care], inputs=inputs_of_care)
    )
    inputs = (("基本生活标准", base), ("照料护理", extra))
    lines.append(person_line("tekun.monthly", case, member, monthly, terms.base_figure, inputs=inputs))
    return {"member": member.id, "care": care, "monthly": monthly}


def _half_for(case: Case, member: MemberFacts) -> Ground:
    """Why somebody who meets all six indicators gets the half-care sum; "able": they do not."""
    ground = helpless(member)
    age = case.ages[member.id]
    if ground.code == "able" and UNKNOWN_AGE < age < _YOUNG:
        return Ground("young", (("年龄", age),))
    return ground


def _clashes(case: Case, member: MemberFacts, earlier: dict[str, Finding]) -> list[str]:
    name = case.names[member.id]
    clashes = []
    standing = case.facts.standing
    if earlier["dibao"].result == ENTITLED or "dibao" in standing or "edge" in standing:
        clashes.append(f"{name}认定为特困人员的，不再计入低保、低保边缘家庭")
    persons = earlier["disability_care"].figures.get("persons")
    if isinstance(persons, list) and any(one["member"] == member.id for one in persons):
        clashes.append(f"{name}享受特困照料护理补贴的，不再享受重度残疾人护理补贴")
    if case.ages[member.id] < ADULT and _also_child(member, earlier):
        clashes.append(
            f"{name}同时符合儿童福利保障条件，由监护人选择一项；选择儿童保障的，不再认定为特困人员"
        )
    return clashes
