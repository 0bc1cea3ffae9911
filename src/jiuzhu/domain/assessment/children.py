"""孤儿 and 事实无人抚养儿童: children nobody can bring up; never posted in public [国办发〔2010〕54号; 民发〔2019〕62号]."""

from collections.abc import Callable
from decimal import Decimal

from jiuzhu.domain.assessment.case import UNKNOWN_AGE, Case, person_line
from jiuzhu.domain.assessment.dibao import share_of, share_unknown
from jiuzhu.domain.assessment.finding import (
    ENTITLED,
    MANUAL,
    NOT_ENTITLED,
    Finding,
    Input,
    WhyLine,
    nobody_meant,
)
from jiuzhu.domain.assessment.kinship import parents_of
from jiuzhu.domain.calendar import months_later
from jiuzhu.domain.facts import Disability, MemberFacts, ObligorFacts, ParentFacts
from jiuzhu.domain.money import ZERO, cents
from jiuzhu.domain.policy import Figure

ORPHAN = "orphan"
ORPHAN_TITLE = "孤儿基本生活保障"
UNSUPPORTED = "unsupported_child"
UNSUPPORTED_TITLE = "事实无人抚养儿童基本生活保障"

_DOCUMENTS = {ORPHAN: "国办发〔2010〕54号", UNSUPPORTED: "民发〔2019〕62号"}

_NO_ORPHAN, _NO_UNSUPPORTED = nobody_meant(ORPHAN), nobody_meant(UNSUPPORTED)

GONE = ("dead", "missing_declared")
LOST = ("dead", "not_found")
CANNOT = ("severe_disability", "major_illness", "prison", "detox", "restrained", "unreachable")
_ASKED = (*CANNOT, "missing_declared")
"""States of one parent that may make a child 事实无人抚养: of whose child the age must be known."""
TERMS = ("prison", "detox", "restrained")
"""States with a term of their own: the term counts, not the days that have passed of it."""

_PARENT_RELATIONS = ("50", "51", "52", "57", "58")  # GB/T 4761, without the spouse's parents

_WORDS = {"prison": "服刑", "detox": "强制隔离戒毒", "restrained": "被限制人身自由", "unreachable": "失联"}


def find_orphan(case: Case, earlier: dict[str, Finding]) -> Finding:  # noqa: ARG001  # every programme has this signature
    """Under 18, both parents dead or not to be found; somebody declared missing is for the district to place."""
    untold = _parents_untold(case, ORPHAN)
    if not case.facts.parents and not untold:  # only the form says that a parent is dead or not to be found
        return _NO_ORPHAN
    lines: list[WhyLine] = []
    needs: list[str] = []
    persons: list[dict[str, object]] = []
    for child in case.children:
        parents = parents_told(case, child)
        states = [one.state for one in parents if one.state in LOST]
        declared = [one for one in parents if one.state == "missing_declared"]
        if len(states) + len(declared) < len(parents) or not parents:
            continue
        name = case.names[child.id]
        if len(parents) == 1:
            if states:
                needs.append(f"{name}另一方父母的情形")
            continue
        if declared:
            if not _ruled(case, child, ORPHAN, lines, needs):
                continue
            states = [one.state for one in parents]
        where = "institution" if child.in_institution else "scattered"
        amount, paper = _standard(case, f"std.orphan.{where}")
        inputs = (("父母甲", states[0]), ("父母乙", states[1]), *_named(parents), ("养育方式", where))
        lines.append(person_line("orphan.paid", case, child, amount, paper, *inputs))
        persons.append({"member": child.id, "monthly": amount})
    needs += _birth_dates(case, lambda one: bool(_told_by_form(case, one)))
    needs += untold if not persons else []
    result = ENTITLED if persons else MANUAL if needs else NOT_ENTITLED
    clashes = tuple(
        f"{case.names[child.id]}的家庭正在享受低保，能否同时享受孤儿基本生活费没有核到文件，待本地确认"
        for child in case.children
        if _in_dibao(case, child) and any(one["member"] == child.id for one in persons)
    )
    return Finding(ORPHAN, result, {"persons": persons}, tuple(lines), tuple(needs), clashes)


def beside_dibao(case: Case, findings: dict[str, Finding]) -> dict[str, Finding]:
    """低保 and 孤儿 that come to one child together: both findings say that nobody has confirmed the two go together.

    What one of them says of the other being in force already is not said again.
    """
    orphan, dibao = findings[ORPHAN], findings["dibao"]
    orphans = _paid(orphan) if case.children else ()
    if not orphans:
        return {}
    enters = dibao.result == ENTITLED or (dibao.result == MANUAL and case.facts.undecided("dibao"))
    alone = {str(one["member"]) for one in _listed(dibao, "alone")}
    new = [
        child
        for child in case.children
        if child.id in orphans
        and (enters or child.id in alone)
        and "orphan" not in child.receives
        and not _in_dibao(case, child)
    ]
    if not new:
        return {}
    how = "正在申请" if dibao.result == MANUAL else "同时符合"
    names = [case.names[child.id] for child in new]
    here = [f"{name}的家庭{how}低保，能否同时享受孤儿基本生活费没有核到文件，待本地确认" for name in names]
    there = [f"{name}符合孤儿基本生活保障，能否同时享受低保没有核到文件，待本地确认" for name in names]
    return {
        ORPHAN: orphan._replace(clashes=(*orphan.clashes, *here)),
        "dibao": dibao._replace(clashes=(*dibao.clashes, *there)),
    }


def _in_dibao(case: Case, child: MemberFacts) -> bool:
    """Whether 低保 pays for a child who has no allowance of an orphan yet."""
    return "orphan" not in child.receives and ("dibao" in case.facts.standing or "dibao" in child.receives)


def find_unsupported(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Both parents unable, or one dead or missing and the other unable; a child who gets 低保 or 特困 gets the difference."""
    untold = _parents_untold(case, UNSUPPORTED)
    if not case.facts.parents and not untold and not (case.children and _somebody_unable(case)):
        return _NO_UNSUPPORTED
    orphans = _paid(earlier[ORPHAN])
    lines: list[WhyLine] = []
    needs: list[str] = []
    clashes: list[str] = []
    unshared: list[str] = []
    persons: list[dict[str, object]] = []
    for child in case.children:
        if child.id in orphans or not _fits(case, child, lines, needs):
            continue
        unknown = _share_unknown(case, child)
        if unknown:
            unshared.append(f"{case.names[child.id]}在低保金中的份额：{unknown}")
            continue
        persons.append(_amount(case, child, _alone(case, child, earlier["dibao"]), lines))
        clashes += _clashes(case, child, earlier)
    needs += _birth_dates(case, lambda one: any(told.state in _ASKED for told in _told_by_form(case, one)))
    needs += unshared or (untold if not persons else [])
    result = ENTITLED if persons and not unshared else MANUAL if needs else NOT_ENTITLED
    asked = tuple(dict.fromkeys(needs))
    return Finding(UNSUPPORTED, result, {"persons": persons}, tuple(lines), asked, tuple(clashes))


def _fits(case: Case, child: MemberFacts, lines: list[WhyLine], needs: list[str]) -> bool:
    """Whether neither parent of a child can bring it up, by the rule or where the district ruled it."""
    parents = parents_told(case, child)
    states = {one.state for one in parents}
    if len(parents) > 1 and "missing_declared" in states and states.issubset((*GONE, *LOST)):
        return _ruled(case, child, UNSUPPORTED, lines, needs)
    if len(parents) == 1 and "none" not in states:
        needs.append(f"{case.names[child.id]}另一方父母的情形")
        return False
    if "not_found" in states and not states.isdisjoint(CANNOT):
        needs.append(f"{case.names[child.id]}的父母一方查找不到：请登记为失联（写明起始日期）或被宣告失踪")
        return False
    return not states.isdisjoint(CANNOT) and _unable(case, child, parents, lines, needs) == ENTITLED


def _ruled(case: Case, child: MemberFacts, programme: str, lines: list[WhyLine], needs: list[str]) -> bool:
    """Whether the district placed a child with this programme whose parents are dead, lost or declared missing.

    No rule of the state says which of the two it is: while the district has not said it either, that is asked for.
    """
    name, ruled = case.names[child.id], child.ruled_as
    if not ruled or not child.ruled_by:
        needs.append(
            f"{name}的父母死亡、被宣告失踪或查找不到：按孤儿还是事实无人抚养儿童保障，由区县逐人认定"
            "（认定后在“监测—户情变动”里登记“区县认定儿童类别”，写明文书）"
        )
        return False
    step = "child.ruled.here" if ruled == programme else "child.ruled.other"
    inputs = (("成员", name), ("认定", ruled), ("文书", child.ruled_by))
    lines.append(WhyLine(step, inputs, ruled == programme, "", _DOCUMENTS[ruled], member=child.id))
    return ruled == programme


def _somebody_unable(case: Case) -> bool:
    """Whether the records know of anybody who could be a parent unable to bring up a child."""
    for one in case.facts.members:
        if one.disability or one.illness == "major" or one.in_prison or one.in_detox or one.missing:
            return True
    return any(one.disability for one in case.facts.obligors)


def _parents_untold(case: Case, programme: str) -> list[str]:
    """Children the programme is asked for of whose parents neither the form nor the records say anything: no reason to refuse."""
    if not case.facts.undecided(programme):
        return []
    return [
        f"{case.names[child.id]}父母双方的情形"
        "（受理时在“家庭成员—儿童的父亲和母亲”填写；受理以后在“监测—户情变动”里登记“父母情况变化”）"
        for child in case.children
        if not parents_told(case, child)
    ]


def _birth_dates(case: Case, meant: Callable[[MemberFacts], bool]) -> list[str]:
    """Birth dates still missing of persons of whose parents the form speaks."""
    if UNKNOWN_AGE not in case.ages.values():
        return []
    return [
        f"{case.names[one.id]}的出生日期"
        for one in case.members
        if case.ages[one.id] == UNKNOWN_AGE and meant(one)
    ]


def _told_by_form(case: Case, child: MemberFacts) -> list[ParentFacts]:
    return [one for one in case.facts.parents if one.of == child.id]


def parents_told(case: Case, child: MemberFacts) -> list[ParentFacts]:
    """Father and mother: as the form says, and who it does not name as the records of members and obligors tell.

    When the form speaks of one and the records know two, it means the one whose record agrees; if neither does, which
    one it means is not known and the other has to be asked for.
    """
    told = _told_by_form(case, child) if case.facts.parents else []
    if len(told) >= 2:
        return told
    here = [ParentFacts(child.id, _state_of(one), name=one.name) for one in parents_of(case.facts, child.id)]
    if case.facts.obligors:
        here += [
            ParentFacts(child.id, _state_apart(one))
            for one in case.facts.obligors
            if one.of == child.id and one.relation in _PARENT_RELATIONS
        ]
    if not told:
        return here[:2]
    same = next((place for place, one in enumerate(here) if one.state == told[0].state), None)
    if same is not None:
        del here[same]
    elif len(here) >= 2:
        return told
    return told + here[:1]


def _state_of(member: MemberFacts) -> str:
    if member.in_prison:
        return "prison"
    if member.in_detox:
        return "detox"
    if member.missing:
        return (
            "unreachable"  # an event of the household says 失联 too: the form tells when a court declared it
        )
    if _heavy(member.disability):
        return "severe_disability"
    return "major_illness" if member.illness == "major" else "none"


def _state_apart(obligor: ObligorFacts) -> str:
    return "severe_disability" if _heavy(obligor.disability) else "none"


def _heavy(disability: tuple[Disability, ...]) -> bool:
    """重残 of a parent: 一级 or 二级, or 三级 or 四级 智力 or 精神."""
    return any(one.grade in ("1", "2") or one.kind in ("5", "6") for one in disability)


def _unable(
    case: Case, child: MemberFacts, parents: list[ParentFacts], lines: list[WhyLine], needs: list[str]
) -> str:
    """失联 must have lasted the months of the rule, a term must be that long; both parents must be unable."""
    states = [one.state for one in parents]
    paper = case.terms.standards["child.months"]
    fits = all(state in CANNOT or state in GONE for state in states)
    if fits:
        verdicts = [_long_enough(case, child, one, lines, needs) for one in parents]
        if NOT_ENTITLED in verdicts or MANUAL in verdicts:
            return NOT_ENTITLED if NOT_ENTITLED in verdicts else MANUAL
    step = "child.parents.unable" if fits else "child.parents.able"
    inputs = tuple((f"父母{place}", state) for place, state in zip("甲乙", states, strict=False))
    lines.append(person_line(step, case, child, fits, paper, *inputs, *_named(parents)))
    return ENTITLED if fits else NOT_ENTITLED


def _long_enough(
    case: Case, child: MemberFacts, parent: ParentFacts, lines: list[WhyLine], needs: list[str]
) -> str:
    """Whether a state has lasted, or its term will last, the months of the rule; a term nobody has told is asked for."""
    if parent.state not in _WORDS:
        return ENTITLED
    who = f"（{parent.name}）" if parent.name else ""
    about = f"{case.names[child.id]}的父母一方{who}{_WORDS[parent.state]}"
    if parent.since is None:
        needs.append(f"{about}的起始日期")
        return MANUAL
    months = case.terms.standards.number("child.months")
    least = months_later(parent.since, months)
    by_term = parent.state in TERMS and parent.until is not None
    inputs: tuple[tuple[str, Input], ...] = (
        ("情形", parent.state),
        ("起始日期", f"{parent.since}"),
        ("月数", months),
    )
    if parent.name:
        inputs += (("姓名", parent.name),)
    if by_term:
        inputs += (("期限至", f"{parent.until}"),)
    if least <= case.facts.on or (parent.until is not None and by_term and least <= parent.until):
        lines.append(_lasting(case, child, inputs, lasts=True))
        return ENTITLED
    if parent.state in TERMS and not by_term:
        needs.append(f"{about}的期限（判决、决定文书上的期限满 {months} 个月才符合）")
        return MANUAL
    lines.append(_lasting(case, child, inputs, lasts=False))
    return NOT_ENTITLED


def _named(parents: list[ParentFacts]) -> tuple[tuple[str, Input], ...]:
    """Who the two parents are, as far as it was told."""
    return tuple((f"姓名{place}", one.name) for place, one in zip("甲乙", parents, strict=False) if one.name)


def _lasting(
    case: Case, child: MemberFacts, inputs: tuple[tuple[str, Input], ...], *, lasts: bool
) -> WhyLine:
    paper = case.terms.standards["child.months"]
    step = "child.long_enough" if lasts else "child.too_short"
    return person_line(step, case, child, lasts, paper, *inputs)


def _alone(case: Case, child: MemberFacts, dibao: Finding) -> Decimal | None:
    """Yuan a month of the 单人户 a child has: at a recheck what it is by now, else what was granted."""
    listed = dibao.figures.get("alone")
    if case.facts.asked is None and child.own_dibao is not None and isinstance(listed, list):
        return next((one["monthly"] for one in listed if one["member"] == child.id), child.own_dibao)
    return child.own_dibao


def _amount(case: Case, child: MemberFacts, alone: Decimal | None, lines: list[WhyLine]) -> dict[str, object]:
    """The full sum, or what it is above what the child has; in institutions the orphans' sum from 2026 on."""
    as_orphan = child.in_institution and case.terms.standards.flag("child.institution.as_orphan")
    full, paper = _standard(case, "std.orphan.institution" if as_orphan else "std.unsupported_child")
    received, parts = _received(case, child, alone)
    monthly = max(cents(full - received), ZERO)
    inputs = (("标准", full), ("养育方式", "institution" if as_orphan else "scattered"))
    step = "child.difference" if parts else "child.paid"
    lines.append(person_line(step, case, child, monthly, paper, *inputs, *parts))
    return {"member": child.id, "monthly": monthly}


def _received(
    case: Case, child: MemberFacts, alone: Decimal | None
) -> tuple[Decimal, tuple[tuple[str, Input], ...]]:
    """Yuan the child gets each month already, with the programmes it comes from: 特困, 单人户, or its share of 低保.

    困难残疾人生活补贴 beside them goes on and counts too; beside the full sum it ends instead.
    """
    if "tekun" in child.receives:
        parts = [("特困基本生活", case.terms.standards.amount("std.tekun.base"))]
    elif alone is not None:
        parts = [("单人户低保", alone)]
    elif _shares(case, child):
        parts = [("低保份额", share_of(case, child))]
    else:
        return ZERO, ()
    if "disability_living" in child.receives:
        parts.append(("残疾人生活补贴", case.terms.living_amount))
    return sum((amount for _, amount in parts), ZERO), tuple(parts)


def _shares(case: Case, child: MemberFacts) -> bool:
    """Whether a part of the household's 低保 is the child's."""
    return "dibao" in case.facts.standing and not {"tekun", "dibao"}.intersection(child.receives)


def _share_unknown(case: Case, child: MemberFacts) -> str:
    """What has to be found out before it can be told what of 低保 is the child's, "" when it can be."""
    if _shares(case, child):
        return share_unknown(case)
    return "单人户低保每月多少" if "dibao" in child.receives and child.own_dibao is None else ""


def _clashes(case: Case, child: MemberFacts, earlier: dict[str, Finding]) -> list[str]:
    name, told = case.names[child.id], []
    has = {*case.facts.standing, *child.receives}
    if earlier["dibao"].result == ENTITLED and not has & {"dibao", "tekun"}:
        told.append(f"{name}的家庭同时符合低保：享受低保的，本项按补差发放")
    if child.disability and not has & {"dibao", "tekun"}:
        told.append(f"{name}全额享受基本生活补贴的，不再享受困难残疾人生活补贴")
    return told


def _paid(finding: Finding) -> set[str]:
    return {str(one["member"]) for one in _listed(finding, "persons")}


def _listed(finding: Finding, name: str) -> list[dict[str, object]]:
    listed = finding.figures.get(name)
    return listed if isinstance(listed, list) else []


def _standard(case: Case, key: str) -> tuple[Decimal, Figure]:
    return case.terms.standards.amount(key), case.terms.standards[key]
