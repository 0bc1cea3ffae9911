"""孤儿 and 事实无人抚养儿童: children nobody can bring up; never posted in public [国办发〔2010〕54号; 民发〔2019〕62号]."""

from decimal import Decimal

from jiuzhu.domain.assessment.case import MAJORITY, UNKNOWN_AGE, Case, person_line, severe
from jiuzhu.domain.assessment.dibao import addons_of
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.assessment.kinship import parents_of
from jiuzhu.domain.calendar import months_later
from jiuzhu.domain.facts import MemberFacts, ParentFacts
from jiuzhu.domain.money import ZERO, cents
from jiuzhu.domain.policy import Figure

ORPHAN = "orphan"
ORPHAN_TITLE = "孤儿基本生活保障"
UNSUPPORTED = "unsupported_child"
UNSUPPORTED_TITLE = "事实无人抚养儿童基本生活保障"

GONE = ("dead", "missing_declared")
LOST = (*GONE, "not_found")
CANNOT = ("severe_disability", "major_illness", "prison", "detox", "restrained", "unreachable")
LASTING = ("prison", "detox", "restrained", "unreachable")
"""States that count only when they have lasted, or will last, the months of the rule."""


def find_orphan(case: Case, earlier: dict[str, Finding]) -> Finding:  # noqa: ARG001  # every programme has this signature
    """Under 18, both parents dead or not to be found."""
    lines: list[WhyLine] = []
    needs: list[str] = []
    persons: list[dict[str, object]] = []
    for child in _children(case):
        parents = _parents(case, child)
        lost = [one for one in parents if one.state in ("dead", "not_found")]
        if not lost or len(parents) > len(lost):
            continue
        if len(lost) == 1:
            needs.append(f"{case.names[child.id]}另一方父母的情形")
            continue
        where = "institution" if child.in_institution else "scattered"
        amount, paper = _standard(case, f"std.orphan.{where}")
        lines.append(person_line("orphan.paid", case, child, amount, paper, inputs=(("养育方式", where),)))
        persons.append({"member": child.id, "monthly": amount})
    result = ENTITLED if persons else MANUAL if needs else NOT_ENTITLED
    return Finding(ORPHAN, result, {"persons": persons}, tuple(lines), tuple(needs))


def find_unsupported(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Both parents unable, or one dead or missing and the other unable; a child who gets 低保 or 特困 gets the difference."""
    orphans = _paid(earlier[ORPHAN])
    lines: list[WhyLine] = []
    needs: list[str] = []
    clashes: list[str] = []
    persons: list[dict[str, object]] = []
    for child in _children(case):
        if child.id in orphans:
            continue
        parents = _parents(case, child)
        if not any(one.state in CANNOT for one in parents):
            continue
        verdict = _unable(case, child, parents, lines, needs)
        if verdict != ENTITLED:
            continue
        persons.append(_amount(case, child, lines, clashes))
    result = ENTITLED if persons else MANUAL if needs else NOT_ENTITLED
    return Finding(UNSUPPORTED, result, {"persons": persons}, tuple(lines), tuple(needs), tuple(clashes))


def _children(case: Case) -> list[MemberFacts]:
    return [member for member in case.members if UNKNOWN_AGE < case.ages[member.id] < MAJORITY]


def _parents(case: Case, child: MemberFacts) -> list[ParentFacts]:
    """What the form says of father and mother; for a parent it does not name, what the records of members tell."""
    told = [one for one in case.facts.parents if one.of == child.id]
    for member in parents_of(case.facts, child.id):
        if len(told) >= 2:
            break
        told.append(ParentFacts(child.id, _state_of(member)))
    return told


def _state_of(member: MemberFacts) -> str:
    mind = any(one.grade in ("3", "4") and one.kind in ("5", "6") for one in member.disability)
    if member.in_prison:
        return "prison"
    if member.in_detox:
        return "detox"
    if member.missing:
        return "unreachable"
    if severe(member) or mind:
        return "severe_disability"
    return "major_illness" if member.illness == "major" else "none"


def _unable(
    case: Case, child: MemberFacts, parents: list[ParentFacts], lines: list[WhyLine], needs: list[str]
) -> str:
    name = case.names[child.id]
    months = case.terms.standards.number("child.months")
    paper = case.terms.standards["child.months"]
    lasting = []
    for one in parents:
        if one.state in LASTING:
            if one.since is None:
                needs.append(f"{name}的父母{_WORDS[one.state]}的起始日期")
                return MANUAL
            if months_later(one.since, months) > case.facts.on:
                lines.append(
                    person_line(
                        "child.too_short",
                        case,
                        child,
                        False,
                        paper,
                        inputs=(("情形", one.state), ("月数", months)),
                    )
                )
                return NOT_ENTITLED
        lasting.append(one.state)
    if len(parents) < 2:
        needs.append(f"{name}另一方父母的情形")
        return MANUAL
    fits = all(state in CANNOT or state in GONE for state in lasting)
    step = "child.parents.unable" if fits else "child.parents.able"
    inputs = tuple((f"父母{place}", state) for place, state in zip("甲乙", lasting, strict=False))
    lines.append(person_line(step, case, child, fits, paper, inputs=inputs))
    return ENTITLED if fits else NOT_ENTITLED


def _amount(case: Case, child: MemberFacts, lines: list[WhyLine], clashes: list[str]) -> dict[str, object]:
    key = "std.orphan.institution" if child.in_institution else "std.unsupported_child"
    full, paper = _standard(case, key)
    received = _received(case, child)
    monthly = max(cents(full - received), ZERO)
    inputs = (("标准", full), ("已享受", received))
    step = "child.difference" if received else "child.paid"
    lines.append(person_line(step, case, child, monthly, paper, inputs=inputs if received else inputs[:1]))
    if not received and child.disability:
        clashes.append(f"{case.names[child.id]}全额享受基本生活补贴的，不再享受困难残疾人生活补贴")
    return {"member": child.id, "monthly": monthly}


def _received(case: Case, child: MemberFacts) -> Decimal:
    """What the child gets each month already: its share of the 低保 sum with its add-ons, or the 特困 sum.

    困难残疾人生活补贴 beside them goes on and counts too; beside the full sum it ends instead.
    """
    standards, heads = case.terms.standards, len(case.members)
    living = case.terms.living_amount if "disability_living" in child.receives else ZERO
    if "tekun" in child.receives:
        return standards.amount("std.tekun.base") + living
    if "dibao" not in case.facts.standing:
        return ZERO
    share = max(case.standard_year - case.income.year, ZERO) / 12 / heads
    return cents(share + sum((one.amount for one in addons_of(case, child)), ZERO)) + living


def _paid(finding: Finding) -> set[str]:
    persons = finding.figures["persons"]
    return {str(one["member"]) for one in persons} if isinstance(persons, list) else set()


def _standard(case: Case, key: str) -> tuple[Decimal, Figure]:
    return case.terms.standards.amount(key), case.terms.standards[key]


_WORDS = {"prison": "服刑", "detox": "强制隔离戒毒", "restrained": "被限制人身自由", "unreachable": "失联"}
