"""残疾人两项补贴: 困难残疾人生活补贴 and 重度残疾人护理补贴 (国发〔2015〕52号)."""

from jiuzhu.domain.assessment.case import Case
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.assessment.income import CHILD_ALLOWANCE
from jiuzhu.domain.facts import MemberFacts

LIVING = "disability_living"
LIVING_TITLE = "困难残疾人生活补贴"
CARE = "disability_care"
CARE_TITLE = "重度残疾人护理补贴"


def find_living(case: Case, earlier: dict[str, Finding]) -> Finding:
    """残疾证 holders of a 低保 household, and those who enter 低保 alone; 边缘 only where the setting says so."""
    disabled = [member for member in case.members if member.disability]
    if not disabled:
        return Finding(LIVING, NOT_ENTITLED, {"persons": []}, ())
    dibao, terms = earlier["dibao"], case.terms
    household = dibao.result
    if terms.living_edge and household == NOT_ENTITLED:
        household = earlier["edge"].result
    alone = dibao.figures.get("alone", ())
    alone_ids = {str(one["member"]) for one in alone} if isinstance(alone, list) else set()
    persons: list[dict[str, object]] = []
    lines: list[WhyLine] = []
    clashes: list[str] = []
    needs: tuple[str, ...] = ()
    for member in disabled:
        if household == NOT_ENTITLED and member.id not in alone_ids:
            lines.append(_line("living.not_dibao", case, member, False))
        elif _has_child_allowance(case, member):
            lines.append(_line("living.child_allowance", case, member, False))
            clashes.append(
                f"{case.names[member.id]}已全额享受事实无人抚养儿童补贴，不再享受困难残疾人生活补贴"
            )
        else:
            if household == NOT_ENTITLED:
                needs = (f"{case.names[member.id]}单独申请低保并获确认",)
            persons.append({"member": member.id, "monthly": terms.living_amount})
            lines.append(_line("living.paid", case, member, terms.living_amount))
    result = ENTITLED if persons else NOT_ENTITLED
    if persons and household == MANUAL:
        result, needs = MANUAL, ("低保认定结果",)
    return Finding(LIVING, result, {"persons": persons}, tuple(lines), needs, tuple(clashes))


def find_care(case: Case, earlier: dict[str, Finding]) -> Finding:  # noqa: ARG001  # every programme has this signature
    """一级 and 二级, whatever the income; never beside 特困照料护理, and the higher of it and 高龄失能养老补贴."""
    persons: list[dict[str, object]] = []
    lines: list[WhyLine] = []
    clashes: list[str] = []
    for member in case.members:
        if not member.disability:
            continue
        grade = min(one.grade for one in member.disability)
        paid = case.terms.care.get(grade)
        if paid is None:
            lines.append(_line("care.not_severe", case, member, False))
            continue
        amount, figure = paid
        name = case.names[member.id]
        if "tekun_care" in member.receives or "tekun" in member.receives:
            lines.append(_line("care.tekun", case, member, False))
            clashes.append(f"{name}已享受特困人员照料护理补贴，不能再享受重度残疾人护理补贴")
        elif "elder_care" in member.receives and case.terms.elder_care >= amount:
            lines.append(_line("care.elder", case, member, False))
            clashes.append(f"{name}已享受经济困难高龄失能养老服务补贴，两者就高，不再享受重度残疾人护理补贴")
        else:
            persons.append({"member": member.id, "monthly": amount})
            inputs = (("成员", name), ("残疾等级", grade))
            lines.append(
                WhyLine("care.paid", inputs, amount, figure.clause, figure.document, figure.confirmed)
            )
    result = ENTITLED if persons else NOT_ENTITLED
    return Finding(CARE, result, {"persons": persons}, tuple(lines), (), tuple(clashes))


def _has_child_allowance(case: Case, member: MemberFacts) -> bool:
    return "unsupported_child" in member.receives or any(
        income.item == CHILD_ALLOWANCE and income.member == member.id for income in case.facts.incomes
    )


def _line(step: str, case: Case, member: MemberFacts, figure: object) -> WhyLine:
    paper = case.terms.living if step.startswith("living") else case.terms.care["1"][1]
    amount = figure if isinstance(figure, bool) else case.terms.living_amount
    return WhyLine(
        step, (("成员", case.names[member.id]),), amount, paper.clause, paper.document, paper.confirmed
    )
