"""最低生活保障: who is entitled, the household's grant, the add-ons per person, and who may apply alone."""

from decimal import Decimal
from typing import NamedTuple

from jiuzhu.domain.assessment.case import (
    MAJORITY,
    MEANS_ASKED,
    UNKNOWN_AGE,
    Case,
    heavy_entry,
    severe,
    severe_or_mind_three,
    told,
)
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, Input, WhyLine, by_paper
from jiuzhu.domain.assessment.income import counted_income, own_income
from jiuzhu.domain.assessment.kinship import has_spouse
from jiuzhu.domain.assessment.property import FAIL, PASS
from jiuzhu.domain.assessment.terms import Addon, Terms
from jiuzhu.domain.facts import HouseholdFacts, MemberFacts
from jiuzhu.domain.household import age_on
from jiuzhu.domain.money import TWELVE, ZERO, cents
from jiuzhu.domain.policy import Figure

CODE = "dibao"
TITLE = "最低生活保障"

_AGE70 = 70
_LONG_BEDRIDDEN_MONTHS = 1
_PARENTS = ("5", "6")  # GB/T 4761: 50-59 parents, 60-69 grandparents who bring somebody up
_SIBLINGS = "7"
_CHILDREN = ("2", "3")
_HEAD = ("0", "1")


def find(case: Case, earlier: dict[str, Finding]) -> Finding:  # noqa: ARG001  # every programme has this signature
    """Strictly below the standard per head [57 Art 8], property within limits, no open question of consumption or members.

    The comparison uses exact totals of 12 months; per head and grant are rounded half up once, for showing and paying.
    """
    heads = len(case.members)
    if not heads:
        return Finding(CODE, MANUAL, {"members": 0}, (), case.needs)
    terms, paper = case.terms, case.terms.standard_figure
    told = told_month(case)
    month = case.month if told is None else told
    year = case.income.year if told is None else told * TWELVE
    below = year < case.standard_year
    per_head = month / heads
    inputs = (("家庭月收入", month), ("人数", heads), ("标准", terms.standard), ("类别", terms.kind))
    step = "dibao.income.below" if below else "dibao.income.not_below"
    lines = [
        *case.opening,
        *([] if told is None else [by_paper("dibao.told", (), told, paper, "57-23")]),
        by_paper(step, inputs, per_head, paper, "57-8"),
        *case.owned.lines,
    ]
    verdict = case.property_verdict if told is None else case.owned.verdict
    pending = case.income_pending and told is None
    waiting: list[str] = []
    alone = _clergy_alone(case, lines, waiting) if case.left_out else []
    if case.members_open:
        result, base, addons = MANUAL, ZERO, ZERO
    elif not below or verdict == FAIL:
        alone += _alone(case, lines, waiting)
        result, base, addons = NOT_ENTITLED, ZERO, ZERO
    else:
        consumption = consumption_met(case, lines)
        open_question = consumption or verdict != PASS or pending or case.soldier_open
        result = MANUAL if open_question else ENTITLED
        base, addons = _grant(case, lines, year, month)
    figures: dict[str, object] = {
        "per_head": cents(per_head),
        "standard": terms.standard,
        "members": heads,
        "base": base,
        "addons": addons,
        "monthly": base + addons,
    }
    if alone:
        figures["alone"] = alone
    asked = case.needs if told is None else tuple([one for one in case.needs if one not in MEANS_ASKED])
    needs = (*asked, *waiting)
    if result == MANUAL and case.facts.consumption:
        needs += ("消费支出情形的核实说明",)
    receiving = [one for one in case.members if one.receives and CODE not in one.receives]
    clashes: tuple[str, ...] = ()
    if receiving and CODE not in case.facts.standing:
        apart = {str(one["member"]) for one in alone}
        clashes = _beside(case, [one for one in receiving if result != NOT_ENTITLED or one.id in apart])
    return Finding(CODE, result, figures, tuple(lines), needs, clashes)


def _beside(case: Case, new: list[MemberFacts]) -> tuple[str, ...]:
    """What who enters has that does not go on beside 低保: 特困 [民发〔2021〕43号], a child's full allowance [民发〔2019〕62号]."""
    held = [case.names[one.id] for one in new if "tekun" in one.receives]
    names = [
        case.names[one.id] for one in case.children if one in new and "unsupported_child" in one.receives
    ]
    told = [f"{name}正在享受特困人员救助供养，不能再确认低保；改享低保的，须先终止特困供养" for name in held]
    told += [f"{name}正在享受事实无人抚养儿童基本生活保障，从低保发放的当月起改按补差发放" for name in names]
    told += [
        f"{case.names[one.id]}正在享受孤儿基本生活保障，能否同时享受低保没有核到文件，待本地确认"
        for one in new
        if "orphan" in one.receives
    ]
    return tuple(told)


def told_month(case: Case) -> Decimal | None:
    """The household's income a month by a confirmed 金额构成; None without one, or when others count than counted then.

    Its property was judged when it was granted; nobody looks at it again before the next recheck.
    """
    facts = case.facts
    if facts.dibao_income is None or {one.id for one in case.members} != set(facts.dibao_heads):
        return None
    return facts.dibao_income


def addons_of(terms: Terms, member: MemberFacts, age: int) -> tuple[Addon, ...]:
    """分类重点救助 of one person: the highest one of five, and the disability item beside it."""
    disability, student = member.disability, member.student
    best: Addon | None = None
    if student not in ("none", "preschool"):
        best = terms.student
    elif student == "preschool" or UNKNOWN_AGE < age < terms.preschool_below:
        best = terms.preschool
    if disability and severe(member) and (best is None or terms.severe.amount > best.amount):
        best = terms.severe
    if member.illness == "major" and (best is None or terms.illness.amount > best.amount):
        best = terms.illness
    if age >= _AGE70 and (best is None or terms.age70.amount > best.amount):
        best = terms.age70
    if not disability:
        return (best,) if best else ()
    return (best, terms.disabled) if best else (terms.disabled,)


def base_share(case: Case) -> Decimal:
    """Yuan a month of the household's difference that are each counted person's: equal parts, not rounded.

    What a decision has granted goes before what a form for another help says of the means.
    """
    if case.facts.dibao_base is not None:
        return case.facts.dibao_base / len(case.members)
    return max(case.standard_year - case.income.year, ZERO) / TWELVE / len(case.members)


def own_addons(case: Case, member: MemberFacts) -> Decimal:
    """Yuan a month of 分类重点救助 that stand on one person."""
    return sum((one.amount for one in addons_of(case.terms, member, case.ages[member.id])), ZERO)


def share_unknown(case: Case) -> str:
    """What has to be found out before anybody's share of the 低保 in force can be told, "" when it can be."""
    facts = case.facts
    if facts.dibao_base is None and facts.dibao_unsplit:
        return "低保金里差额救助是多少（没有登记）"
    if facts.dibao_base is None:
        return "家庭收入" if "income" in facts.pending else ""
    held = facts.dibao_unsplit and any(own_addons(case, member) for member in case.members)
    return "低保金里分类重点救助是多少（登记的是一笔总数，没有分开）" if held else ""


def share_of(case: Case, member: MemberFacts) -> Decimal:
    """Yuan a month of the household's grant that are one person's: an equal part of the difference, and the own add-ons."""
    return cents(base_share(case) + own_addons(case, member))


def _grant(case: Case, lines: list[WhyLine], year: Decimal, month: Decimal) -> tuple[Decimal, Decimal]:
    """差额 and add-ons: (standard − per head) × members = standard × members − income [57 Art 23; TL Art 20]."""
    terms, paper = case.terms, case.terms.standard_figure
    base = cents((case.standard_year - year) / TWELVE)
    inputs = (("标准", terms.standard), ("人数", len(case.members)), ("家庭月收入", month))
    lines.append(by_paper("dibao.base", inputs, base, paper, "57-23"))
    addons = ZERO
    for member in case.members:
        for addon in addons_of(terms, member, case.ages[member.id]):
            addons += addon.amount
            lines.append(_addon_line(member.id, case.names[member.id], addon))
    monthly = base + addons
    parts = (("差额救助", base), ("分类重点救助", addons))
    lines.append(by_paper("dibao.monthly", parts, monthly, paper, "57-23"))
    return base, addons


def _addon_line(member: str, name: str, addon: Addon) -> WhyLine:
    inputs = (("成员", name), ("项目", addon.label))
    return by_paper("dibao.addon", inputs, addon.amount, addon.paper, member=member)


def consumption_met(case: Case, lines: list[WhyLine]) -> bool:
    """Spending rules that are switched on and were met: a person decides [TL Art 10]."""
    met = False
    for rule in case.facts.consumption:
        figure = case.terms.consumption.get(rule)
        if figure is not None:
            met = True
            lines.append(
                WhyLine(
                    "dibao.consumption",
                    (("情形", rule),),
                    False,
                    figure.clause,
                    figure.document,
                    figure.confirmed,
                )
            )
    return met


def _alone(case: Case, lines: list[WhyLine], waiting: list[str]) -> list[dict[str, object]]:
    """Members who may apply as 单人户, and in `waiting` those a district decides about: [57 Art 8] in a 边缘 household, and Chongqing's 3 × rule for adult children."""
    if case.property_verdict != PASS or case.income_pending:
        return []
    terms, heads, year = case.terms, len(case.members), case.income.year
    edge = year < terms.edge_limit * TWELVE * heads
    parental = year <= terms.parental_limit * TWELVE * heads
    found: list[dict[str, object]] = []
    for member in case.members:
        if not member.disability and member.illness != "major":
            continue  # every way of a member needs one of them
        way = _way_alone(case, member, edge=edge, parental=parental)
        if not way:
            continue
        own = own_income(case.facts, member.id, terms, case.income)
        if own >= terms.standard * TWELVE:
            continue
        if way == "unemployed" and terms.unemployed == "manual":
            waiting.append(
                f"{case.names[member.id]}是成年无业重度残疾人，可按单人户申请，由区县视供养情况认定"
            )
            continue
        applies = _Single(way, _ground_alone(case, member, way), own, case.ages[member.id])
        one, reasons = _single(terms, member, applies)
        found.append(one)
        lines += reasons
    return found


def _clergy_alone(case: Case, lines: list[WhyLine], waiting: list[str]) -> list[dict[str, object]]:
    """宗教教职人员 left out of the household who are in hardship themselves, on their own income [57 Art 8(3)]."""
    if case.income_pending:
        return []
    terms = case.terms
    found: list[dict[str, object]] = []
    for member, reason in case.left_out:
        if reason != "clergy":
            continue
        name = member.name or member.id
        income = counted_income(case.facts, {member.id: name}, terms)
        own = own_income(case.facts, member.id, terms, income)
        lines += income.lines
        if own >= terms.standard * TWELVE:
            continue
        age = age_on(member.birth, case.facts.on)
        ground = (("起始日期", f"{member.clergy_since}"), ("年限", terms.clergy_years))
        applies = _Single("clergy", ground, own, UNKNOWN_AGE if age is None else age)
        one, reasons = _single(terms, member, applies)
        found.append(one)
        lines += reasons
        waiting.append(f"{name}本人的财产情况")
    return found


class _Single(NamedTuple):
    """Somebody who applies alone: the way, what it stands on, 12 months of their own income, and their age."""

    way: str
    ground: tuple[tuple[str, Input], ...]
    own: Decimal
    age: int


def _single(terms: Terms, member: MemberFacts, one: _Single) -> tuple[dict[str, object], list[WhyLine]]:
    """What somebody who applies alone gets, with its reasons."""
    way, own = one.way, one.own
    base = cents(terms.standard - own / TWELVE)
    extra = addons_of(terms, member, one.age)
    addons = sum((addon.amount for addon in extra), ZERO)
    paper = _paper_alone(terms, way)
    name = member.name or member.id
    inputs = (
        ("成员", name),
        *one.ground,
        ("标准", terms.standard),
        ("本人月收入", own / TWELVE),
    )
    line = by_paper(f"dibao.alone.{way}", inputs, base, paper, member=member.id)
    figures = {"member": member.id, "base": base, "addons": addons, "monthly": base + addons}
    return figures, [line, *(_addon_line(member.id, name, addon) for addon in extra)]


def _ground_alone(case: Case, member: MemberFacts, way: str) -> tuple[tuple[str, Input], ...]:
    """What of the person and the household opens the way, as the reason names it."""
    heavy = heavy_entry(member.disability)
    own: tuple[tuple[str, Input], ...] = told(heavy) if heavy is not None and way != "ill" else ()
    if way in ("parental", "unemployed"):
        own = (("年龄", case.ages[member.id]), *own)
    if way == "parental" and heavy is None:
        own += (("卧床月数", member.bedridden_months),)
    if way == "unemployed":
        return own
    limit = case.terms.parental_limit if way == "parental" else case.terms.edge_limit
    return (*own, ("人均月收入", case.per_head), ("上限", limit))


def _way_alone(case: Case, member: MemberFacts, *, edge: bool, parental: bool) -> str:
    """Which of the five ways into 单人户 is open to a person, "" for none: 残疾, 重病, 由家庭供养, 成年无业重残. Clergy, the fifth, are no members."""
    if edge and severe_or_mind_three(member):
        return "disabled"
    if edge and member.illness == "major":
        return "ill"
    if parental and _kept_by_family(case, member):
        return "parental"
    return "unemployed" if case.terms.unemployed != "off" and _unemployed_disabled(case, member) else ""


def _unemployed_disabled(case: Case, member: MemberFacts) -> bool:
    """Adult, severely disabled, without work, kept by others than a spouse [2022N]."""
    works = any(one.member == member.id and one.kind in ("wage", "business") for one in case.facts.incomes)
    adult = case.ages[member.id] >= MAJORITY
    return adult and severe(member) and not works and not has_spouse(case.facts, member)


def _paper_alone(terms: Terms, way: str) -> Figure:
    if way == "clergy":
        return terms.clergy_figure
    if way == "parental":
        return terms.parental_figure
    return terms.unemployed_figure if way == "unemployed" else terms.edge_figure


def _kept_by_family(case: Case, member: MemberFacts) -> bool:
    """Adult, unable to work or long bedridden with a major illness, and living with parents or siblings."""
    if case.ages[member.id] < MAJORITY:
        return False
    bedridden = member.illness == "major" and member.bedridden_months >= _LONG_BEDRIDDEN_MONTHS
    return (bedridden or severe_or_mind_three(member)) and _lives_with_parents_or_siblings(case.facts, member)


def _lives_with_parents_or_siblings(facts: HouseholdFacts, member: MemberFacts) -> bool:
    """Relations are told from the applicant: a child has its parents there, the applicant has 父母 or 兄弟姐妹."""
    others = [one.relation[:1] for one in facts.members if one is not member]
    own = member.relation[:1]
    if own in _CHILDREN:
        return any(other in _HEAD for other in others)
    if own == _SIBLINGS:
        return any(other in ("0", *_PARENTS, _SIBLINGS) for other in others)
    return member.relation in ("01", "02") and any(other in (*_PARENTS, _SIBLINGS) for other in others)
