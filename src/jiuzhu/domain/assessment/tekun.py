"""特困人员救助供养: who can neither work nor live on anything nor be kept by anybody, and what care they need [43 Art 4-9, 21]."""

from jiuzhu.domain.assessment.care import Ground, care_level, helpless
from jiuzhu.domain.assessment.case import UNKNOWN_AGE, Case
from jiuzhu.domain.assessment.finding import (
    ENTITLED,
    MANUAL,
    NOT_ENTITLED,
    Finding,
    WhyLine,
    by_paper,
    nobody_meant,
)
from jiuzhu.domain.assessment.kinship import ADULT
from jiuzhu.domain.assessment.obligors import Ability, Owing
from jiuzhu.domain.assessment.property import FAIL, PASS, UNDECIDED
from jiuzhu.domain.assessment.weighing import DOCUMENT, Weighed, left_of, meant_by, weigh_all
from jiuzhu.domain.facts import MemberFacts

CODE = "tekun"
TITLE = "特困人员救助供养"

_NOBODY = nobody_meant(CODE)
_NOBODY_OWES = Weighed(PASS, [], [])

_YOUNG = 16
_CHILD_PROGRAMMES = frozenset(("orphan", "unsupported_child"))


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Per person: unable to work, nothing to live on, nobody able who owes support.

    Two who depend on each other and are both without ability do not stand in each other's way: who is 特困 owes
    nothing [43 Art 8(1)], so everybody who passes the first two tests is taken as 特困 until an able obligor is found.
    Whoever passes only if an open question about somebody ends well stays open too.
    """
    meant = meant_by(case)
    if not meant:
        return _NOBODY
    owed: dict[str, list[Owing]] = {}
    weighed = weigh_all(case, meant, owed)
    possible = {member.id for member, found in weighed if found.verdict != FAIL}
    certain = {member.id for member, found in weighed if found.verdict == PASS}
    if any(owed.values()):
        possible = left_of(owed, possible, sure=False)
        certain = left_of(owed, certain & possible, sure=True)
    persons: list[dict[str, object]] = []
    lines: list[WhyLine] = []
    needs: list[str] = []
    clashes: list[str] = []
    undecided = False
    for member, found in weighed:
        lines += found.lines
        if found.verdict == FAIL:
            continue
        sure, asked = member.id in certain, found.needs
        third = _third(case, member, owed[member.id], certain if sure else possible)
        lines += third.lines
        if third.verdict == FAIL:
            continue
        sure, asked = sure and third.verdict == PASS, asked + third.needs
        if case.ages[member.id] < ADULT and _chose_child_programme(case, member, earlier, lines):
            continue
        needs += asked
        if member.self_care_unmet is None:
            needs.append(f"{case.names[member.id]}的生活自理能力评估")
        if member.self_care_unmet is None or not sure:
            undecided = True
            continue
        persons.append(_granted(case, member, lines))
        clashes += _clashes(case, member, earlier)
    result = ENTITLED if persons else MANUAL if undecided else NOT_ENTITLED
    asked_once = tuple(dict.fromkeys(needs)) if needs else ()
    return Finding(CODE, result, {"persons": persons}, tuple(lines), asked_once, tuple(clashes))


def _third(case: Case, member: MemberFacts, owing: list[Owing], standing: set[str]) -> Weighed:
    """Nobody on record owes support: that is an answer only when somebody has asked."""
    if owing:
        return _obligors(case, member, owing, standing - {member.id})
    if member.obligors_asked:
        return _NOBODY_OWES
    return Weighed(UNDECIDED, [], [f"{case.names[member.id]}的赡养抚养扶养义务人情况"])


def _obligors(case: Case, member: MemberFacts, owing: list[Owing], standing: set[str]) -> Weighed:
    """The third test: it fails when somebody able owes support, and then only the able are told of."""
    lines: list[WhyLine] = []
    needs: list[str] = []
    found = [(one, one.beside(standing)) for one in owing]
    able = [(one, each) for one, each in found if each.able]
    for one, each in able or found:
        if each.able is None:
            needs.append(each.needs)
            continue
        lines.append(_obligor_line(case, member, one, each))
        if each.by_income and not each.able and not one.member:
            needs.append(f"{one.name}的财产符合低收入家庭规定的核对结果")
    return Weighed(FAIL if able else PASS, lines, needs)


def _obligor_line(case: Case, member: MemberFacts, one: Owing, found: Ability) -> WhyLine:
    named = (("成员", case.names[member.id]), ("义务人", one.name), ("情形", found.ground), *found.inputs)
    step = "tekun.obligor.able" if found.able else "tekun.obligor.unable"
    if not found.by_income:
        return WhyLine(step, named, bool(found.able), "43-8", DOCUMENT, member=member.id)
    paper = case.terms.tekun.disposable_figure
    return by_paper(step, named, bool(found.able), paper, "43-8", member=member.id)


def _chose_child_programme(
    case: Case, member: MemberFacts, earlier: dict[str, Finding], lines: list[WhyLine]
) -> bool:
    """A minor who is also 孤儿 or 事实无人抚养 and whose guardian chose that is not 特困 [43 Art 9]."""
    chosen, receives = member.child_support and _also_child(member, earlier), member.receives
    has = bool(receives) and "tekun" not in receives and not _CHILD_PROGRAMMES.isdisjoint(receives)
    if not chosen and not has:
        return False
    paper, named = case.terms.tekun.minor_figure, (("成员", case.names[member.id]),)
    lines.append(by_paper("tekun.child_support", named, False, paper, "43-9", member=member.id))
    return True


def _also_child(member: MemberFacts, earlier: dict[str, Finding]) -> bool:
    for code in _CHILD_PROGRAMMES:
        persons = earlier[code].figures["persons"]
        if isinstance(persons, list) and any(one["member"] == member.id for one in persons):
            return True
    return False


def _granted(case: Case, member: MemberFacts, lines: list[WhyLine]) -> dict[str, object]:
    """Basic living sum and care; the care sum of helpless persons and children under 16 is the half one at least."""
    terms, named = case.terms.tekun, ("成员", case.names[member.id])
    unmet = member.self_care_unmet
    if unmet:
        care, ground = care_level(unmet), Ground("unmet", (("未达到指标数", len(unmet)),))
    else:
        ground = _half_for(case, member)
        care = "none" if ground.code == "able" else "half"
    extra, monthly = terms.care[care], terms.monthly[care]
    paper = terms.care_figures[care]
    of_care = (named, ("依据", ground.code), *ground.inputs)
    lines.append(by_paper("tekun.care", of_care, extra, paper, member=member.id))
    paper = terms.base_figure
    sums = (named, ("基本生活标准", terms.base), ("照料护理", extra))
    lines.append(by_paper("tekun.monthly", sums, monthly, paper, member=member.id))
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
    cared = earlier["disability_care"].figures["persons"]
    if earlier["dibao"].result == ENTITLED or "dibao" in standing or "edge" in standing:
        clashes.append(f"{name}认定为特困人员的，不再计入低保、低保边缘家庭")
    if member.disability and isinstance(cared, list) and any(one["member"] == member.id for one in cared):
        clashes.append(f"{name}享受特困照料护理补贴的，不再享受重度残疾人护理补贴")
    if "disability_living" in member.receives:
        clashes.append(f"{name}从特困供养发放的当月起不再享受困难残疾人生活补贴")
    if case.ages[member.id] < ADULT and _also_child(member, earlier):
        clashes.append(
            f"{name}同时符合儿童福利保障条件，由监护人选择一项；选择儿童保障的，不再认定为特困人员"
        )
    return clashes
