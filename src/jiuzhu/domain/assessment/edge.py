"""低保边缘家庭: not 低保, below 1.5 × the standard per head, property within limits [57 Art 8; 国办发〔2023〕39号]."""

from jiuzhu.domain.assessment.case import Case
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine, by_paper
from jiuzhu.domain.assessment.property import FAIL, PASS
from jiuzhu.domain.money import TWELVE, cents

CODE = "edge"
TITLE = "最低生活保障边缘家庭"


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """A household is 边缘 only when it is not 低保; an open 低保 question keeps this one open too."""
    dibao = earlier["dibao"]
    heads = len(case.members)
    if not heads:
        return Finding(CODE, MANUAL, {"members": 0}, (), case.needs)
    terms, paper = case.terms, case.terms.standard_figure
    edge = terms.edge_figure
    below = case.income.year < terms.edge_limit * TWELVE * heads
    step = "edge.income.below" if below else "edge.income.not_below"
    inputs = (
        ("家庭月收入", case.month),
        ("人数", heads),
        ("标准", terms.standard),
        ("上限", terms.edge_limit),
    )
    lines = [
        *case.opening,
        WhyLine(step, inputs, case.per_head, edge.clause, paper.document, paper.confirmed and edge.confirmed),
        *case.owned.lines,
    ]
    verdict = case.property_verdict
    if dibao.result == ENTITLED:
        result = NOT_ENTITLED
        lines.append(by_paper("edge.is_dibao", (), False, edge))
    elif not case.members_open and (not below or verdict == FAIL):
        result = NOT_ENTITLED
    elif dibao.result == MANUAL or verdict != PASS or case.income_pending:
        result = MANUAL
    else:
        result = ENTITLED
    figures: dict[str, object] = {
        "per_head": cents(case.per_head),
        "standard": terms.standard,
        "limit": terms.edge_limit,
        "members": heads,
    }
    if "alone" in dibao.figures:
        figures["alone"] = dibao.figures["alone"]
    return Finding(CODE, result, figures, tuple(lines), case.needs)
