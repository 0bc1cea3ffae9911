"""残疾人两项补贴: 困难残疾人生活补贴 and 重度残疾人护理补贴 (国发〔2015〕52号)."""

from jiuzhu.domain.assessment.case import Case, person_line
from jiuzhu.domain.assessment.finding import (
    ENTITLED,
    MANUAL,
    NOT_ENTITLED,
    Finding,
    Input,
    WhyLine,
    nobody_meant,
)
from jiuzhu.domain.assessment.income import CHILD_ALLOWANCE
from jiuzhu.domain.facts import MemberFacts

LIVING = "disability_living"
LIVING_TITLE = "困难残疾人生活补贴"
CARE = "disability_care"
CARE_TITLE = "重度残疾人护理补贴"

_NO_LIVING, _NO_CARE = nobody_meant(LIVING), nobody_meant(CARE)


def find_living(case: Case, earlier: dict[str, Finding]) -> Finding:
    """残疾证 holders of a 低保 household, and those who enter 低保 alone; 边缘 only where the setting says so.

    The household has it in force, or asks for it on the same form; 特困人员 are no 低保 household [国发〔2015〕52号].
    """
    if not case.disabled:
        return _NO_LIVING
    opened = _opened(case, earlier)
    alone = () if opened != "none" else earlier["dibao"].figures.get("alone", ())
    alone_ids = {str(one["member"]) for one in alone} if isinstance(alone, list) else set()
    held = {one.id for one in case.disabled if "dibao" in one.receives}  # 单人户 in force
    persons: list[dict[str, object]] = []
    lines: list[WhyLine] = []
    clashes: list[str] = []
    needs: list[str] = []
    waits: list[str] = []
    for member in case.disabled:
        name = case.names[member.id]
        own = "dibao" if member.id in held else opened
        if "tekun" in member.receives:
            lines.append(_living("living.tekun", case, member, "tekun"))
            clashes.append(f"{name}是特困人员，不享受困难残疾人生活补贴")
        elif own == "none" and member.id not in alone_ids:
            lines.append(_living("living.not_dibao", case, member, "none"))
        elif _has_difference(member, own) and LIVING not in member.receives:
            lines.append(_living("living.child_difference", case, member, "child_difference"))
            clashes.append(
                f"{name}的事实无人抚养儿童补贴按补差发放，已补足到标准；另享受困难残疾人生活补贴的，补差相应减少，合计不变"
            )
        elif _has_child_allowance(case, member) and not _has_difference(member, own):
            lines.append(_living("living.child_allowance", case, member, "unsupported_child"))
            clashes.append(f"{name}已全额享受事实无人抚养儿童补贴，不再享受困难残疾人生活补贴")
        elif _beside_orphan(case, member, earlier["orphan"], lines, waits):
            continue
        else:
            if own == "none":
                own = "alone"
                needs.append(f"{name}单独申请低保并获确认")
            waits.append(_WAITS.get(own, ""))
            persons.append({"member": member.id, "monthly": case.terms.living_amount})
            lines.append(_living("living.paid", case, member, own))
    result = ENTITLED if persons else MANUAL if needs else NOT_ENTITLED
    waited = list(filter(None, dict.fromkeys(waits)))
    if waited:  # also of others in the family: nobody is refused because a child's answer is not there yet
        result, needs = MANUAL, needs + waited
    return Finding(LIVING, result, {"persons": persons}, tuple(lines), tuple(needs), tuple(clashes))


def _beside_orphan(
    case: Case, member: MemberFacts, orphan: Finding, lines: list[WhyLine], waits: list[str]
) -> bool:
    """Whether somebody is or may become an orphan, who does not simply have it too: that is for the district to say."""
    ruled, name = case.terms.living_orphan, case.names[member.id]
    if ruled.value == "paid":
        return False
    if "orphan" not in member.receives:
        undecided = _orphan_undecided(case, member, orphan)
        if undecided:
            waits.append(_AFTER_ORPHAN[str(ruled.value)].format(name))
        return undecided
    if ruled.value == "not_paid":
        lines.append(person_line("living.orphan", case, member, False, ruled))
        return True
    waits.append(
        f"{name}享受孤儿基本生活费，能否同时享受困难残疾人生活补贴待本地确认"
        "（由系统管理员按区县的答复在“设置—标准与参数”选定）"
    )
    return True


_AFTER_ORPHAN = {
    "manual": "{}孤儿基本生活保障的认定结果（享受孤儿基本生活费的，能否同时享受困难残疾人生活补贴待本地确认）",
    "not_paid": "{}孤儿基本生活保障的认定结果（享受孤儿基本生活费的，不享受困难残疾人生活补贴）",
}
"""What the district says of an orphan's living subsidy → what is waited for while nobody knows whether the child is one."""


def _orphan_undecided(case: Case, member: MemberFacts, orphan: Finding) -> bool:
    """Whether a child may become an orphan by what is asked for and not decided; what it has already goes on meanwhile."""
    if LIVING in member.receives or member not in case.children or not case.facts.undecided("orphan"):
        return False
    persons = orphan.figures["persons"]
    found = isinstance(persons, list) and any(one["member"] == member.id for one in persons)
    return found or orphan.result == MANUAL


_WAITS = {
    "dibao_open": "低保认定结果",
    "edge_open": "低保认定结果",
    "dibao_first": "须先享受低保（家庭没有在享受的低保，请同时申请低保）",
    "edge_first": "须先认定低保边缘（家庭还不是低保边缘家庭，请同时申请低保边缘）",
}
"""What opens the subsidy but is not there yet → what is needed."""


def _opened(case: Case, earlier: dict[str, Finding]) -> str:
    """By what a household has the subsidy: a programme in force, `_found` by this assessment, `_open` or `_first` to be asked for.

    "none" without any. Where nobody asks for anything in particular 低保 in force counts as what is found of it now.
    """
    facts, opened = case.facts, "none"
    for code in ("dibao", "edge") if case.terms.living_edge else ("dibao",):
        result, held = earlier[code].result, code in facts.standing
        if held and (facts.asked is not None or result == ENTITLED):
            return code
        if result == NOT_ENTITLED or opened != "none":
            continue
        if not facts.asks(code):
            opened = f"{code}_first"
        else:
            opened = f"{code}_found" if result == ENTITLED else f"{code}_open"
    return opened


def find_care(case: Case, earlier: dict[str, Finding]) -> Finding:  # noqa: ARG001  # every programme has this signature
    """一级 and 二级, whatever the income; never beside 特困照料护理, and the higher of it and 高龄失能养老补贴."""
    if not case.disabled:
        return _NO_CARE
    persons: list[dict[str, object]] = []
    lines: list[WhyLine] = []
    clashes: list[str] = []
    for member in case.disabled:
        grade = min(one.grade for one in member.disability)
        paid = case.terms.care.get(grade)
        if paid is None:
            inputs: tuple[tuple[str, Input], ...] = (("残疾等级", grade),)
            lines.append(
                person_line("care.not_severe", case, member, False, case.terms.care["1"][1], *inputs)
            )
            continue
        amount, figure = paid
        name = case.names[member.id]
        if "tekun_care" in member.receives or "tekun" in member.receives:
            inputs = (("残疾等级", grade), ("已享受", "tekun_care"))
            lines.append(person_line("care.tekun", case, member, False, figure, *inputs))
            clashes.append(f"{name}已享受特困人员照料护理补贴，不能再享受重度残疾人护理补贴")
        elif "elder_care" in member.receives and case.terms.elder_care >= amount:
            inputs = (
                ("残疾等级", grade), ("护理补贴", amount), ("已享受", "elder_care"),
                ("养老服务补贴", case.terms.elder_care),
            )  # fmt: skip
            lines.append(person_line("care.elder", case, member, False, figure, *inputs))
            clashes.append(f"{name}已享受经济困难高龄失能养老服务补贴，两者就高，不再享受重度残疾人护理补贴")
        else:
            persons.append({"member": member.id, "monthly": amount})
            inputs = (("残疾等级", grade),)
            lines.append(person_line("care.paid", case, member, amount, figure, *inputs))
    result = ENTITLED if persons else NOT_ENTITLED
    return Finding(CARE, result, {"persons": persons}, tuple(lines), (), tuple(clashes))


def _has_difference(member: MemberFacts, own: str) -> bool:
    """A child in 低保 has its allowance as the difference, which counts this subsidy where it was there before [民发〔2019〕62号]."""
    return "unsupported_child" in member.receives and own == "dibao"


def _has_child_allowance(case: Case, member: MemberFacts) -> bool:
    return "unsupported_child" in member.receives or any(
        income.item == CHILD_ALLOWANCE and income.member == member.id for income in case.facts.incomes
    )


def _living(step: str, case: Case, member: MemberFacts, basis: str) -> WhyLine:
    """`basis`: what opens the subsidy (`_opened`, alone) or closes it."""
    amount = case.terms.living_amount if step == "living.paid" else False
    return person_line(step, case, member, amount, case.terms.living, ("依据", basis))
