"""The first two tests of 特困 for every person, and who is left once those with able obligors are gone [43 Art 4-8]."""

from typing import NamedTuple

from jiuzhu.domain.assessment.case import ELDERLY, UNKNOWN_AGE, Case, told
from jiuzhu.domain.assessment.finding import WhyLine, by_paper
from jiuzhu.domain.assessment.kinship import ADULT
from jiuzhu.domain.assessment.obligors import Owing, obligors_of, own_month
from jiuzhu.domain.assessment.property import FAIL, PASS, UNDECIDED
from jiuzhu.domain.facts import Disability, MemberFacts

DOCUMENT = "民发〔2021〕43号"
_WORKLESS = frozenset(
    {
        ("5", "1"),
        ("5", "2"),
        ("5", "3"),
        ("6", "1"),
        ("6", "2"),
        ("6", "3"),
        ("4", "1"),
        ("4", "2"),
        ("1", "1"),
    }
)
"""Kind and grade that count as 无劳动能力: 智力、精神 1–3, 肢体 1–2, 视力 1 [43 Art 5]."""


class Weighed(NamedTuple):
    """One person held against the first two tests: `verdict` is pass, fail or manual."""

    verdict: str
    lines: list[WhyLine]
    needs: list[str]


def meant_by(case: Case) -> list[MemberFacts]:
    """老年人, 残疾人, 未成年人 [43 Art 4], and who may be one: everybody else is not even mentioned."""
    minor_below, ages = case.terms.tekun.minor_below, case.ages
    return [one for one in case.members if one.disability or not minor_below <= ages[one.id] < ELDERLY]


def weigh_all(
    case: Case, meant: list[MemberFacts], owed: dict[str, list[Owing]]
) -> list[tuple[MemberFacts, Weighed]]:
    """Everybody held against the first two tests; `owed` is filled for those who pass, and children with able parents are left out."""
    owned = _property(case)
    weighed: list[tuple[MemberFacts, Weighed]] = []
    for member in meant:
        if case.ages[member.id] < ADULT:
            owed[member.id] = owing = obligors_of(case, member)
            others = {one.id for one in meant if one is not member} if owing else set()
            if any(one.beside(others).able for one in owing):
                continue
        found = _weigh(case, member, owned)
        weighed.append((member, found))
        if found.verdict != FAIL and member.id not in owed:
            owed[member.id] = obligors_of(case, member)
    return weighed


def left_of(owed: dict[str, list[Owing]], standing: set[str], *, sure: bool) -> set[str]:
    """Who of those standing is left once everybody with an able obligor is gone; `sure`: an unknown one counts as able."""
    left = set(standing)
    while gone := {
        person
        for person in left
        for found in [one.beside(left - {person}) for one in owed[person]]
        if found.able or (sure and found.able is None)
    }:
        left -= gone
    return left


def _weigh(case: Case, member: MemberFacts, owned: Weighed) -> Weighed:
    """无劳动能力 and 无生活来源: income of the person's own below the 低保 standard, property within the rule."""
    terms, age = case.terms, case.ages[member.id]
    minor = terms.tekun.minor_figure
    by_age = age >= ELDERLY or UNKNOWN_AGE < age < terms.tekun.minor_below
    workless = _workless(member) if member.disability else None
    named = ("成员", case.names[member.id])
    if by_age:
        unable = by_paper("tekun.unable", (named, ("年龄", age)), True, minor, "43-5", member=member.id)
    elif workless is not None:
        unable = WhyLine("tekun.unable", (named, *told(workless)), True, "43-5", DOCUMENT, member=member.id)
    elif age == UNKNOWN_AGE:
        return Weighed(UNDECIDED, [], [f"{case.names[member.id]}的出生日期"])
    else:
        able = by_paper("tekun.able", (named, ("年龄", age)), False, minor, "43-5", member=member.id)
        return Weighed(FAIL, [able], [])
    month, excluded = own_month(case, member.id)
    paper, below = terms.standard_figure, month < terms.standard
    step = "tekun.income.below" if below else "tekun.income.not_below"
    inputs = (named, ("本人月收入", month), ("标准", terms.standard), ("不计收入", excluded))
    lines = [unable, by_paper(step, inputs, month, paper, "43-6", member=member.id)]
    if not below:
        return Weighed(FAIL, lines, [])
    lines += owned.lines
    if age != UNKNOWN_AGE:
        return Weighed(owned.verdict, lines, [])
    verdict = FAIL if owned.verdict == FAIL else UNDECIDED
    return Weighed(verdict, lines, [f"{case.names[member.id]}的出生日期"])


def _workless(member: MemberFacts) -> Disability | None:
    return next((one for one in member.disability if (one.kind, one.grade) in _WORKLESS), None)


def _property(case: Case) -> Weighed:
    """Money per head within the 特困 rule; homes, vehicles and premises as for 低保 until a district says otherwise."""
    terms, owned = case.terms.tekun, case.owned
    heads, total = len(case.members), owned.money
    within = total <= terms.money_limit * heads
    step = "tekun.money.within" if within else "tekun.money.over"
    inputs = (("货币财产", total), ("人数", heads), ("上限", terms.money_limit))
    figure = terms.money_figure
    lines = [by_paper(step, inputs, total / heads, figure)]
    lines += owned.of_things
    if not within or owned.things == FAIL:
        return Weighed(FAIL, lines, [])
    open_question = owned.things == UNDECIDED or case.facts.pending
    return Weighed(UNDECIDED if open_question else PASS, lines, [])
