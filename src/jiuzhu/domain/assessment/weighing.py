"""The first two tests of 特困 for every person, and who is left once those with able obligors are gone [43 Art 4-8]."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jiuzhu.domain.assessment.care import CARE_LEVELS
from jiuzhu.domain.assessment.case import UNKNOWN_AGE, Case, person_line, told
from jiuzhu.domain.assessment.finding import WhyLine
from jiuzhu.domain.assessment.kinship import ADULT
from jiuzhu.domain.assessment.obligors import Owing, ability, obligors_of, own_month
from jiuzhu.domain.assessment.property import FAIL, PASS, UNDECIDED, worst
from jiuzhu.domain.facts import Disability, MemberFacts
from jiuzhu.domain.money import cents
from jiuzhu.domain.policy import Figure, Standards

DOCUMENT = "民发〔2021〕43号"
_ELDERLY = 60
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


class TekunTerms(NamedTuple):
    """The figures of 特困 in force for a district and kind; money in yuan a month a person, `money_limit` in all."""

    base: Decimal
    base_figure: Figure
    care: dict[str, Decimal]
    care_figures: dict[str, Figure]
    monthly: dict[str, Decimal]  # by level of care, both sums together
    minor_below: int
    minor_figure: Figure
    money_limit: Decimal
    money_figure: Figure
    disposable_month: Decimal
    disposable_figure: Figure


@lru_cache(maxsize=1024)  # as terms_for: one for each district and kind
def terms_of(standards: Standards, standard: Decimal) -> TekunTerms:
    """The figures under these standards, `standard` being the 低保 one of the household's kind."""
    figures = {level: standards[f"tekun.care.{level}"] for level in CARE_LEVELS}
    base = standards.amount("std.tekun.base")
    care = {level: standards.amount(f"tekun.care.{level}") for level in CARE_LEVELS}
    return TekunTerms(
        base=base,
        base_figure=standards["std.tekun.base"],
        care=care,
        care_figures=figures,
        monthly={level: cents(base + extra) for level, extra in care.items()},
        minor_below=standards.number("tekun.minor.age"),
        minor_figure=standards["tekun.minor.age"],
        money_limit=standards.amount("tekun.property.multiple") * standard,
        money_figure=standards["tekun.property.multiple"],
        disposable_month=standards.amount("disposable.year") / 12,
        disposable_figure=standards["disposable.year"],
    )


class Weighed(NamedTuple):
    """One person held against the first two tests: `verdict` is pass, fail or manual."""

    verdict: str
    lines: list[WhyLine]
    needs: list[str]


def may_be_meant(case: Case, terms: TekunTerms, member: MemberFacts) -> bool:
    """老年人, 残疾人, 未成年人 [43 Art 4]; everybody else is not even mentioned, nor is a child with able parents."""
    age = case.ages[member.id]
    return age >= _ELDERLY or age < terms.minor_below or bool(member.disability)


def weigh_all(
    case: Case, terms: TekunTerms, meant: list[MemberFacts], owed: dict[str, list[Owing]]
) -> dict[str, Weighed]:
    """Everybody held against the first two tests; `owed` is filled for those who pass, and children with able parents are left out."""
    everybody = {member.id for member in meant}
    owned = _property(case, terms)
    weighed: dict[str, Weighed] = {}
    for member in meant:
        if case.ages[member.id] < ADULT:
            owed[member.id] = obligors_of(case, member)
            if _stands_in_the_way(owed[member.id], terms, everybody, member.id):
                continue
        weighed[member.id] = found = _weigh(case, terms, member, owned)
        if found.verdict != FAIL and member.id not in owed:
            owed[member.id] = obligors_of(case, member)
    return weighed


def _stands_in_the_way(owing: list[Owing], terms: TekunTerms, standing: set[str], person: str) -> bool:
    others = standing - {person}
    return any(ability(one, terms.disposable_month, others).able for one in owing)


def left_of(owed: dict[str, list[Owing]], terms: TekunTerms, standing: set[str], *, sure: bool) -> set[str]:
    """Who of those standing is left once everybody with an able obligor is gone; `sure`: an unknown one counts as able."""
    left = set(standing)
    while any(owed[one] for one in left):
        gone = {
            one
            for one in left
            if any(
                found.able or (sure and found.able is None)
                for found in (ability(other, terms.disposable_month, left - {one}) for other in owed[one])
            )
        }
        if not gone:
            break
        left -= gone
    return left


def _weigh(case: Case, terms: TekunTerms, member: MemberFacts, owned: Weighed) -> Weighed:
    """无劳动能力 and 无生活来源: income of the person's own below the 低保 standard, property within the rule."""
    lines: list[WhyLine] = []
    age = case.ages[member.id]
    by_age = age >= _ELDERLY or UNKNOWN_AGE < age < terms.minor_below
    workless = _workless(member) if member.disability else None
    if workless is None and age == UNKNOWN_AGE:
        return Weighed(UNDECIDED, lines, [f"{case.names[member.id]}的出生日期"])
    figure = terms.minor_figure
    if workless is not None and not by_age:
        named = (("成员", case.names[member.id]), *told(workless))
        lines.append(WhyLine("tekun.unable", named, True, "43-5", DOCUMENT))
    else:
        step = "tekun.unable" if by_age else "tekun.able"
        lines.append(person_line(step, case, member, by_age, figure, inputs=(("年龄", age),), clause="43-5"))
        if not by_age:
            return Weighed(FAIL, lines, [])
    month, excluded = own_month(case, member.id)
    paper = case.terms.standard_figure
    below = month < case.terms.standard
    step = "tekun.income.below" if below else "tekun.income.not_below"
    inputs_of_income = (("本人月收入", month), ("标准", case.terms.standard), ("不计收入", excluded))
    lines.append(person_line(step, case, member, month, paper, inputs=inputs_of_income, clause="43-6"))
    if not below:
        return Weighed(FAIL, lines, [])
    needs = [f"{case.names[member.id]}的出生日期"] if age == UNKNOWN_AGE else []
    lines += owned.lines
    return Weighed(worst([owned.verdict, UNDECIDED]) if needs else owned.verdict, lines, needs)


def _workless(member: MemberFacts) -> Disability | None:
    return next((one for one in member.disability if (one.kind, one.grade) in _WORKLESS), None)


def _property(case: Case, terms: TekunTerms) -> Weighed:
    """Money per head within the 特困 rule; homes, vehicles and premises as for 低保 until a district says otherwise."""
    heads = len(case.members)
    total = case.owned.money
    within = total <= terms.money_limit * heads
    step = "tekun.money.within" if within else "tekun.money.over"
    inputs = (("货币财产", total), ("人数", heads), ("上限", terms.money_limit))
    figure = terms.money_figure
    lines = [WhyLine(step, inputs, total / heads, figure.clause, figure.document, figure.confirmed)]
    lines += case.owned.of_things
    if not within or case.owned.things == FAIL:
        return Weighed(FAIL, lines, [])
    open_question = case.owned.things == UNDECIDED or case.facts.pending
    return Weighed(UNDECIDED if open_question else PASS, lines, [])
