"""Counted income of a household over 12 months, line by line [57 Art 13; TL Art 12]."""

from decimal import Decimal
from typing import NamedTuple

from jiuzhu.domain.assessment.finding import WhyLine, by_clause, by_paper
from jiuzhu.domain.assessment.terms import Terms
from jiuzhu.domain.facts import HouseholdFacts, IncomeFacts
from jiuzhu.domain.money import TWELVE

BASE_PENSION = "basic_pension"
CHILD_ALLOWANCE = "child_support_allowance"
FAMILY_SUPPORT = "family_support"
NEVER_COUNTED = frozenset(
    {
        "scholarship",
        "preferential_pension",
        "family_planning_reward",
        "bravery_award",
        "social_assistance",
        CHILD_ALLOWANCE,
    }
)

_ZERO = Decimal(0)
_CLAUSE = "57-13"
_DOCUMENT = "民发〔2021〕57号"
_MANY_OBLIGORS = 3


class Income(NamedTuple):
    """`year` is the household's counted income of 12 months in exact yuan; `by_member` the same per person."""

    year: Decimal
    by_member: dict[str, Decimal]
    lines: tuple[WhyLine, ...]
    needs: tuple[str, ...]


def counted_income(facts: HouseholdFacts, counted: dict[str, str], terms: Terms) -> Income:
    """Add up what counts; `counted` maps the ids of members who count to the names shown for them.

    Incomes of a month are taken times twelve, so totals stay exact and nothing is rounded before the comparison.
    """
    year = _ZERO
    by_member: dict[str, Decimal] = {}
    lines: list[WhyLine] = []
    needs: list[str] = []
    for income in facts.incomes:
        name = counted.get(income.member)
        if name is None:
            continue  # incomes of persons who do not belong to the household are not the household's
        if income.item in NEVER_COUNTED:
            lines.append(_line("income.excluded", name, income, _ZERO))
            continue
        if income.item == BASE_PENSION and _base_pension_excluded(name, income, terms, lines, needs):
            continue
        net = income.amount - income.cost if income.cost else income.amount
        net = max(net, _ZERO)  # a loss does not make another income smaller
        if income.period == "month":
            net *= TWELVE
        year += net
        by_member[income.member] = by_member.get(income.member, _ZERO) + net
        lines.append(_line("income.counted", name, income, net))
    if facts.obligors:
        year += _support(facts, counted, terms, by_member=by_member, lines=lines, needs=needs)
    if terms.deduct_medical and facts.expenses:
        year -= _necessary(facts, terms, year, lines)
    return Income(year, by_member, tuple(lines), tuple(needs))


def own_income(facts: HouseholdFacts, member: str, terms: Terms, income: Income) -> Decimal:
    """The 12-month income of one person who applies alone; family support counts only by its setting."""
    year = income.by_member.get(member, _ZERO)
    if terms.count_family_support:
        return year
    for one in facts.incomes:
        if one.member == member and one.item == FAMILY_SUPPORT:
            year -= one.amount * TWELVE if one.period == "month" else one.amount
    return year


def _base_pension_excluded(
    name: str, income: IncomeFacts, terms: Terms, lines: list[WhyLine], needs: list[str]
) -> bool:
    """Whether the centrally set base pension is left out on this day; it is a dated row because its ground has an end."""
    figure = terms.base_pension_figure
    if terms.base_pension_excluded:
        inputs = _inputs(name, income)
        lines.append(by_paper("income.excluded", inputs, _ZERO, figure, member=income.member))
        return True
    if not figure.confirmed:
        needs.append("基础养老金是否计入家庭收入，请向区县民政局确认（“十四五”后未见新的依据，现按计入计算）")
    return False


def _support(
    facts: HouseholdFacts,
    counted: dict[str, str],
    terms: Terms,
    *,
    by_member: dict[str, Decimal],
    lines: list[WhyLine],
    needs: list[str],
) -> Decimal:
    """Support owed by relatives living apart: a share of their income above the standard, by setting."""
    total = _ZERO
    for obligor in facts.obligors:
        month = obligor.income_month
        if month is None or obligor.status != "ordinary" or obligor.of not in counted:
            continue
        surplus = month - terms.standard
        if surplus <= _ZERO:
            continue
        if terms.support_formula == "none":
            needs.append("赡养（抚养、扶养）费：义务人收入高于低保标准，请核实实际给付并按收入填写")
            continue
        same = sum(one.of == obligor.of for one in facts.obligors)
        rate = terms.support_rate_many if same >= _MANY_OBLIGORS else terms.support_rate_few
        figure = terms.support_figure
        year = surplus * rate * TWELVE
        inputs = (
            ("成员", counted[obligor.of]),
            ("义务人月收入", month),
            ("标准", terms.standard),
            ("比例", rate),
        )
        lines.append(by_paper("income.support", inputs, year, figure, member=obligor.of))
        if terms.count_family_support:
            by_member[obligor.of] = by_member.get(obligor.of, _ZERO) + year
        total += year
    return total


def _necessary(facts: HouseholdFacts, terms: Terms, year: Decimal, lines: list[WhyLine]) -> Decimal:
    """Self-paid medical and rehabilitation spending of 12 months, at most the income itself."""
    spent = sum((one.amount for one in facts.expenses if one.kind in ("medical", "rehabilitation")), _ZERO)
    spent = min(spent, year)
    figure = terms.deduct_medical_figure
    inputs = (("自付医疗康复支出", spent),)
    lines.append(by_paper("income.deducted", inputs, spent, figure))
    return spent


def _inputs(name: str, income: IncomeFacts) -> tuple[tuple[str, Decimal | str], ...]:
    return (
        ("成员", name),
        ("类别", income.kind),
        ("项目", income.item),
        ("金额", income.amount),
        ("成本", income.cost),
        ("期间", income.period),
    )


def _line(step: str, name: str, income: IncomeFacts, year: Decimal) -> WhyLine:
    return by_clause(step, _inputs(name, income), year, _CLAUSE, _DOCUMENT, member=income.member)
