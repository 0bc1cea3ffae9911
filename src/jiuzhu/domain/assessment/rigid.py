"""刚性支出困难家庭: spending that cannot be avoided eats too much of an income that is no longer 边缘 [GX57 Art 4-6]."""

from decimal import ROUND_HALF_UP, Decimal

from jiuzhu.domain.assessment.case import Case
from jiuzhu.domain.assessment.dibao import consumption_met
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine, by_paper
from jiuzhu.domain.assessment.property import FAIL, PASS
from jiuzhu.domain.money import ZERO

CODE = "rigid"
TITLE = "刚性支出困难家庭"

KINDS = ("medical", "education", "rehabilitation", "other")
_BEFORE = ("dibao", "edge", "tekun")
_RATIO = Decimal("0.0001")
_NOTHING_SPENT = Finding(CODE, NOT_ENTITLED, {}, ())


def ratio_text(part: Decimal, whole: Decimal) -> str:
    """Four decimals, half up."""
    return f"{(part / whole).quantize(_RATIO, ROUND_HALF_UP):f}"


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Not 低保, 边缘 or 特困; per head below last year's disposable income; property as 边缘; spending above the ratio.

    Both ratios are shown, with and without necessary living costs; `rigid.ratio.counts` says which one decides.
    The comparison uses exact sums of 12 months, strictly above the ratio.
    """
    heads, edge = len(case.members), case.terms.edge_figure
    if not heads or not case.facts.expenses:
        return _NOTHING_SPENT
    for code in _BEFORE:
        if earlier[code].result == ENTITLED and (code != "tekun" or _all_of(case, earlier[code])):
            line = by_paper("rigid.other", (("已符合", code),), False, edge, "GX57-4")
            return Finding(CODE, NOT_ENTITLED, {}, (line,))
    standards, year = case.terms.standards, case.income.year
    disposable, paper = standards.amount("disposable.year"), standards["disposable.year"]
    lines = [*case.opening]
    below = year < disposable * heads
    inputs = (("家庭年收入", year), ("人数", heads), ("人均可支配收入", disposable))
    step = "rigid.income.below" if below else "rigid.income.not_below"
    lines.append(by_paper(step, inputs, year / heads, paper, "GX57-4"))
    lines += case.owned.lines
    if case.members_open:
        return Finding(CODE, MANUAL, {}, tuple(lines), case.needs)
    if not below or case.property_verdict == FAIL:
        return Finding(CODE, NOT_ENTITLED, {}, tuple(lines))
    if not year or case.income_pending:
        return Finding(CODE, MANUAL, {}, tuple(lines), (*case.needs, "家庭年收入的核实结果"))
    return _by_ratio(case, earlier, lines)


def _all_of(case: Case, tekun: Finding) -> bool:
    """Whether the household is nothing but 特困 persons."""
    persons = tekun.figures["persons"]
    return isinstance(persons, list) and len(persons) == len(case.members)


def _by_ratio(case: Case, earlier: dict[str, Finding], lines: list[WhyLine]) -> Finding:
    standards, year = case.terms.standards, case.income.year
    bills = sum((one.amount for one in case.facts.expenses if one.kind in KINDS), ZERO)
    basis = standards.word("rigid.living.basis", ("standard", "none"))
    living = case.standard_year if basis == "standard" else ZERO
    limit, figure = standards.amount("rigid.ratio"), standards["rigid.ratio"]
    counts = standards.word("rigid.ratio.counts", ("with_living", "without_living"))
    deciding = bills + living if counts == "with_living" else bills
    above = deciding > limit * year
    figures: dict[str, object] = {
        "ratio_with_living": ratio_text(bills + living, year),
        "ratio_without_living": ratio_text(bills, year),
        "limit": f"{limit:f}",
        "valid_months": standards.number("rigid.valid.months"),
    }
    ratio_inputs = (
        ("刚性支出", bills),
        ("必要生活支出", living),
        ("家庭年收入", year),
        ("比例上限", limit),
        ("口径", counts),
    )
    step = "rigid.ratio.above" if above else "rigid.ratio.not_above"
    lines.append(by_paper(step, ratio_inputs, ratio_text(deciding, year), figure, "GX57-6"))
    if not above:
        return Finding(CODE, NOT_ENTITLED, figures, tuple(lines))
    consumption = consumption_met(case, lines)
    undecided = MANUAL in (earlier["dibao"].result, earlier["edge"].result)
    waiting = undecided or consumption or case.property_verdict != PASS
    needs = (*case.needs, "刚性支出的有效票据（医保结算单、学费收据等）")
    if consumption:
        needs += ("消费支出情形的核实说明",)
    return Finding(CODE, MANUAL if waiting else ENTITLED, figures, tuple(lines), needs)
