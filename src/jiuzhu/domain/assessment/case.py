"""One household made ready for all programmes: who counts, how old they are, income and property judged once."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain.assessment.finding import Input, WhyLine, by_paper
from jiuzhu.domain.assessment.income import Income, counted_income
from jiuzhu.domain.assessment.kinship import parents_of, spouses_of
from jiuzhu.domain.assessment.property import PASS, UNDECIDED, Property, judge_property
from jiuzhu.domain.assessment.terms import Terms
from jiuzhu.domain.facts import Disability, HouseholdFacts, MemberFacts
from jiuzhu.domain.household import age_on
from jiuzhu.domain.money import TWELVE, ZERO
from jiuzhu.domain.policy import Figure

UNKNOWN_AGE = -1
MAJORITY = 18
ELDERLY = 60

_IN_LAW = ("28", "38")  # GB/T 4761: 女婿, 儿媳
_COUNTED_AS = {"spouse": "配偶", "minor": "未成年子女", "student": "在校子女"}
_SECTION_NEEDS = {
    "income": "家庭成员各项收入",
    "assets": "存款、证券、保险等货币财产",
    "housing": "住房套数和面积",
    "vehicles": "车辆、船舶、机械情况",
}
MEANS_ASKED = frozenset(_SECTION_NEEDS.values())
"""What is asked for where nobody has looked at a household's means."""


@dataclass(slots=True)
class Case:
    """What every programme reads; amounts are exact, and for 12 months where the name says year.

    `month` is the household's counted income of one, `per_head` the part of each who counts (zero without members).
    `left_out` holds who does not count, with the code of the reason; `opening` the reasons about who counts and about
    income that every household programme begins with. `children`, `elderly` and `disabled` are the members whom a
    programme can mean at all: surely under 18, not surely under 60, and with a 残疾证.
    """

    facts: HouseholdFacts
    terms: Terms
    members: list[MemberFacts]
    left_out: list[tuple[MemberFacts, str]]
    names: dict[str, str]
    ages: dict[str, int]
    children: list[MemberFacts]
    elderly: list[MemberFacts]
    disabled: list[MemberFacts]
    income: Income
    owned: Property
    month: Decimal
    per_head: Decimal
    standard_year: Decimal
    needs: tuple[str, ...]
    opening: tuple[WhyLine, ...]
    soldier_open: bool  # whether an unmarried soldier counts is for the district to say
    members_open: (
        bool  # somebody was left out whom the article counts: nothing about the household can be told
    )
    income_pending: bool  # more income may still turn up
    property_verdict: str  # a pass is open while a section of it has not been filled in


def make_case(facts: HouseholdFacts, terms: Terms) -> Case:
    """Leave out who does not count [57 Art 7], then judge income and property; without members both stay empty."""
    members, left_out = _who_counts(facts, terms)
    names: dict[str, str] = {}
    ages: dict[str, int] = {}
    children: list[MemberFacts] = []
    elderly: list[MemberFacts] = []
    disabled: list[MemberFacts] = []
    for member in members:
        names[member.id] = member.name or member.id
        age = age_on(member.birth, facts.on)
        ages[member.id] = UNKNOWN_AGE if age is None else age
        if age is None or age >= ELDERLY:
            elderly.append(member)
        elif age < MAJORITY:
            children.append(member)
        if member.disability:
            disabled.append(member)
    income = counted_income(facts, names, terms)
    owned = judge_property(facts, members, terms) if members else Property(UNDECIDED, (), ())
    verdict, pending = owned.verdict, facts.pending
    if pending and verdict == PASS and pending != ("income",):
        verdict = UNDECIDED
    needs, opening = income.needs + owned.needs, income.lines
    if pending or not members or UNKNOWN_AGE in ages.values():
        needs += _asked(facts, members, names, ages)
    belong: list[tuple[MemberFacts, str]] = []
    if left_out:
        belong = [
            (one, reason)
            for one, way in left_out
            if way == "apart" and (reason := _belongs(facts, members, one))
        ]
        wrong = [one for one, _ in belong]
        opening = (
            *(_left_out_line(terms, *one) for one in left_out if one[0] not in wrong),
            *(_belongs_line(facts, *one) for one in belong),
            *income.lines,
        )
        needs += tuple([_to_be_counted(*one) for one in belong])
    heads = len(members)
    month = income.year / TWELVE
    soldiers = _soldiers(members) if terms.soldier == "manual" else ()
    return Case(
        facts, terms, members, left_out, names, ages, children, elderly, disabled, income, owned, month,
        month / heads if heads else ZERO, terms.standard * TWELVE * heads, needs + soldiers, opening, bool(soldiers),
        bool(belong), "income" in pending, verdict,
    )  # fmt: skip


def _who_counts(
    facts: HouseholdFacts, terms: Terms
) -> tuple[list[MemberFacts], list[tuple[MemberFacts, str]]]:
    """The members who count, and those who do not with the code of the reason."""
    members: list[MemberFacts] = []
    left_out: list[tuple[MemberFacts, str]] = []
    alone = len(facts.members) == 1
    for member in facts.members:
        if (
            not member.counted
            or member.in_prison
            or member.in_detox
            or member.missing
            or member.clergy_since
            or member.soldier
        ):
            reason = _left_out(facts, terms, member, alone=alone)
            if reason:
                left_out.append((member, reason))
                continue
        members.append(member)
    return members, left_out


def _soldiers(members: list[MemberFacts]) -> tuple[str, ...]:
    """What a district has to say of every unmarried soldier."""
    return tuple(
        [
            f"{one.name or one.id}是未婚现役军人，是否计入共同生活成员由区县认定"
            for one in members
            if one.soldier
        ]
    )


def _left_out(facts: HouseholdFacts, terms: Terms, member: MemberFacts, *, alone: bool) -> str:
    """Code of the reason a person is no member [57 Art 7], "" for a member; who applies alone is always their own.

    The article's own reasons go before a tick taken away by hand.
    """
    if member.in_prison:
        return "prison"
    if member.in_detox:
        return "detox"
    if member.missing:
        return "missing"
    if not alone and is_clergy(terms, member, facts.on):
        return "clergy"
    if member.soldier and terms.soldier == "left_out":
        return "soldier"
    return "" if member.counted else "apart"


def is_clergy(terms: Terms, member: MemberFacts, on: date) -> bool:
    """宗教教职人员 who has lived at a religious site for the years of the rule (C-02)."""
    years = age_on(member.clergy_since, on)
    return years is not None and years >= terms.clergy_years


def _left_out_line(terms: Terms, member: MemberFacts, reason: str) -> WhyLine:
    named: tuple[tuple[str, Input], ...] = (("成员", member.name or member.id), ("原因", reason))
    if reason == "clergy":
        paper, since = terms.clergy_figure, member.clergy_since
        named += (("起始日期", f"{since}"), ("年限", terms.clergy_years))
        return by_paper("member.left_out", named, False, paper, "57-7", member=member.id)
    if reason == "soldier":
        paper = terms.soldier_figure
        return by_paper("member.left_out", named, False, paper, member=member.id)
    return WhyLine("member.left_out", named, False, "57-7", "民发〔2021〕57号", member=member.id)


def _belongs(facts: HouseholdFacts, members: list[MemberFacts], member: MemberFacts) -> str:
    """Why the article counts somebody left out by hand: spouse, minor child or child at school of one who counts; "" else.

    What was typed as the reason does not matter: the article has reasons of its own, and they are facts.
    """
    if not spouses_of(facts, member).isdisjoint(one.id for one in members):
        return "spouse"
    if member.relation in _IN_LAW or not any(one in members for one in parents_of(facts, member.id)):
        return ""
    age = age_on(member.birth, facts.on)
    if age is not None and age < MAJORITY:
        return "minor"
    return "" if member.student in ("none", "") else "student"


def _to_be_counted(member: MemberFacts, reason: str) -> str:
    who = f"{member.name or member.id}是{_COUNTED_AS[reason]}"
    return f"{who}，应计入共同生活成员，请改为计入（服刑、强制隔离戒毒、宣告失踪的请勾选该情形）"


def _belongs_line(facts: HouseholdFacts, member: MemberFacts, reason: str) -> WhyLine:
    named: tuple[tuple[str, Input], ...] = (("成员", member.name or member.id), ("原因", reason))
    if reason == "minor":
        named += (("年龄", age_on(member.birth, facts.on) or 0),)
    return WhyLine("member.belongs", named, True, "57-7", "民发〔2021〕57号", member=member.id)


def severe(member: MemberFacts) -> bool:
    """一级 or 二级 disability."""
    return any(one.grade in ("1", "2") for one in member.disability)


def severe_or_mind_three(member: MemberFacts) -> bool:
    """一级 or 二级, or 三级 智力 or 精神: the persons of [57 Art 8]."""
    return heavy_entry(member.disability) is not None


def told(entry: Disability) -> tuple[tuple[str, Input], ...]:
    """A 残疾证 entry as the inputs a reason names."""
    return (("残疾类别", entry.kind), ("残疾等级", entry.grade))


def heavy_entry(disability: tuple[Disability, ...]) -> Disability | None:
    """The heaviest entry of 一级 or 二级, or of 三级 智力 or 精神; None for somebody without one."""
    heavy: Disability | None = None
    for one in disability:
        counts = one.grade in ("1", "2") or (one.grade == "3" and one.kind in ("5", "6"))
        if counts and (heavy is None or one.grade < heavy.grade):
            heavy = one
    return heavy


def _asked(
    facts: HouseholdFacts, members: list[MemberFacts], names: dict[str, str], ages: dict[str, int]
) -> tuple[str, ...]:
    needs = [] if members else ["共同生活的家庭成员"]
    needs += [f"{names[member.id]}的出生日期" for member in members if ages[member.id] == UNKNOWN_AGE]
    return (*needs, *(_SECTION_NEEDS[part] for part in facts.pending))


def person_line(
    step: str, case: Case, member: MemberFacts, figure: Input, paper: Figure, *inputs: tuple[str, Input]
) -> WhyLine:
    """One reason about one person, standing on a paper."""
    named = (("成员", case.names[member.id]), *inputs)
    return by_paper(step, named, figure, paper, member=member.id)
