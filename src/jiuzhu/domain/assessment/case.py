"""One household made ready for all programmes: who counts, how old they are, income and property judged once."""

from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain.assessment.finding import Input, WhyLine
from jiuzhu.domain.assessment.income import Income, counted_income
from jiuzhu.domain.assessment.property import PASS, UNDECIDED, Property, judge_property
from jiuzhu.domain.assessment.terms import Terms
from jiuzhu.domain.facts import HouseholdFacts, MemberFacts
from jiuzhu.domain.household import age_on
from jiuzhu.domain.policy import Figure

UNKNOWN_AGE = -1
MAJORITY = 18

_SECTION_NEEDS = {
    "income": "家庭成员各项收入",
    "assets": "存款、证券、保险等货币财产",
    "housing": "住房套数和面积",
    "vehicles": "车辆、船舶、机械情况",
}


@dataclass(slots=True)
class Case:
    """What every programme reads; amounts are exact and for 12 months where the name says year."""

    facts: HouseholdFacts
    terms: Terms
    members: list[MemberFacts]
    names: dict[str, str]
    ages: dict[str, int]
    income: Income
    owned: Property
    standard_year: Decimal
    needs: tuple[str, ...]

    @property
    def income_pending(self) -> bool:
        """Whether more income may still turn up."""
        return "income" in self.facts.pending

    @property
    def property_verdict(self) -> str:
        """The property verdict; a pass is open while a section of it has not been filled in."""
        verdict = self.owned.verdict
        if verdict == PASS and self.facts.pending and any(part != "income" for part in self.facts.pending):
            return UNDECIDED
        return verdict


def make_case(facts: HouseholdFacts, terms: Terms) -> Case:
    """Leave out who does not count [57 Art 7], then judge income and property; without members both stay empty."""
    on = facts.on
    members: list[MemberFacts] = []
    names: dict[str, str] = {}
    ages: dict[str, int] = {}
    for member in facts.members:
        if member.counted and not member.in_prison and not member.in_detox and not member.missing:
            members.append(member)
            names[member.id] = member.name or member.id
            age = age_on(member.birth, on)
            ages[member.id] = UNKNOWN_AGE if age is None else age
    income = counted_income(facts, names, terms)
    owned = judge_property(facts, members, terms) if members else Property(UNDECIDED, (), ())
    needs = income.needs + owned.needs
    if not members or facts.pending or UNKNOWN_AGE in ages.values():
        needs += _asked(facts, members, names, ages)
    return Case(facts, terms, members, names, ages, income, owned, terms.standard * 12 * len(members), needs)


def severe(member: MemberFacts) -> bool:
    """一级 or 二级 disability."""
    return any(one.grade in ("1", "2") for one in member.disability)


def severe_or_mind_three(member: MemberFacts) -> bool:
    """一级 or 二级, or 三级 智力 or 精神: the persons of [57 Art 8]."""
    return any(
        one.grade in ("1", "2") or (one.grade == "3" and one.kind in ("5", "6")) for one in member.disability
    )


def _asked(
    facts: HouseholdFacts, members: list[MemberFacts], names: dict[str, str], ages: dict[str, int]
) -> tuple[str, ...]:
    needs = [] if members else ["共同生活的家庭成员"]
    needs += [f"{names[member.id]}的出生日期" for member in members if ages[member.id] == UNKNOWN_AGE]
    return (*needs, *(_SECTION_NEEDS[part] for part in facts.pending))


def person_line(
    step: str,
    case: Case,
    member: MemberFacts,
    figure: Input,
    paper: Figure,
    *,
    inputs: tuple[tuple[str, Input], ...] = (),
    clause: str = "",
) -> WhyLine:
    """One reason about one person, standing on a paper; `clause` where the law's article is not the figure's."""
    named = (("成员", case.names[member.id]), *inputs)
    return WhyLine(step, named, figure, clause or paper.clause, paper.document, paper.confirmed)
