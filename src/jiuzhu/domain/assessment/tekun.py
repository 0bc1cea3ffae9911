"""特困人员救助供养: who can neither work nor live on anything nor be kept by anybody, and what care they need [43 Art 4-9, 21]."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jiuzhu.domain.assessment.case import UNKNOWN_AGE, Case, person_line
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.assessment.income import NEVER_COUNTED
from jiuzhu.domain.assessment.kinship import ADULT
from jiuzhu.domain.assessment.obligors import Owing, obligors_of, without_ability
from jiuzhu.domain.assessment.property import FAIL, PASS, UNDECIDED
from jiuzhu.domain.facts import MemberFacts
from jiuzhu.domain.money import ZERO, cents
from jiuzhu.domain.policy import Figure, Standards

CODE = "tekun"
TITLE = "特困人员救助供养"

CARE_LEVELS = ("none", "half", "full")
FULL_FROM = 4
"""Unmet indicators of six from which a person cannot look after themselves at all [43 Art 22]."""

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
_HELPLESS = frozenset((kind, grade) for kind in "1456" for grade in "12")
"""Kind and grade that get the half-care sum whatever the assessment says."""
_NOT_INCOME = NEVER_COUNTED | {"basic_pension", "basic_medical", "elder_allowance"}
"""What Art 6 does not count; unlike 低保 the base pension is never counted."""
_BEDRIDDEN_MONTHS = 6


class _Terms(NamedTuple):
    base: Decimal
    base_figure: Figure
    care: dict[str, Decimal]
    care_figures: dict[str, Figure]
    minor_below: int
    minor_figure: Figure
    money_limit: Decimal
    money_figure: Figure
    disposable_month: Decimal
    disposable_figure: Figure


@lru_cache(maxsize=1024)  # as terms_for: one for each district and kind
def _terms(standards: Standards, standard: Decimal) -> _Terms:
    figures = {level: standards[f"tekun.care.{level}"] for level in CARE_LEVELS}
    return _Terms(
        base=standards.amount("std.tekun.base"),
        base_figure=standards["std.tekun.base"],
        care={level: standards.amount(f"tekun.care.{level}") for level in CARE_LEVELS},
        care_figures=figures,
        minor_below=standards.number("tekun.minor.age"),
        minor_figure=standards["tekun.minor.age"],
        money_limit=standards.amount("tekun.property.multiple") * standard,
        money_figure=standards["tekun.property.multiple"],
        disposable_month=standards.amount("disposable.year") / 12,
        disposable_figure=standards["disposable.year"],
    )


class _Weighed(NamedTuple):
    """One person held against the first two tests: `verdict` is pass, fail or manual."""

    verdict: str
    lines: list[WhyLine]
    needs: list[str]


def care_level(unmet: tuple[str, ...]) -> str:
    """0 unmet → none, 1 to 3 → half, 4 and more → full [43 Art 22]."""
    return "none" if not unmet else "full" if len(unmet) >= FULL_FROM else "half"


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Per person: unable to work, nothing to live on, nobody able who owes support.

    Two who depend on each other and are both without ability do not stand in each other's way: who is 特困 owes
    nothing [43 Art 8(1)], so everybody who passes the first two tests is taken as 特困 until an able obligor is found.
    """
    terms = _terms(case.terms.standards, case.terms.standard)
    candidates = [member for member in case.members if _may_be_meant(case, terms, member)]
    owed = {member.id: obligors_of(case, member.id) for member in candidates}
    everybody = set(owed)
    candidates = [
        member
        for member in candidates
        if case.ages[member.id] >= ADULT or not _able(owed[member.id], terms, everybody, member.id)
    ]
    if not candidates:
        return Finding(CODE, NOT_ENTITLED, {"persons": []}, ())
    weighed = {member.id: _weigh(case, terms, member) for member in candidates}
    standing = {one for one, found in weighed.items() if found.verdict != FAIL}
    while True:
        able = {one for one in standing if _able(owed[one], terms, standing, one)}
        if not able:
            break
        standing -= able
    lines: list[WhyLine] = []
    needs: list[str] = []
    clashes: list[str] = []
    persons: list[dict[str, object]] = []
    undecided = False
    for member in candidates:
        found = weighed[member.id]
        lines += found.lines
        if found.verdict == FAIL:
            continue
        obstacles = _able(owed[member.id], terms, standing, member.id)
        if obstacles:
            lines += [_obligor_line(case, terms, member, one, able=True) for one in obstacles]
            continue
        lines += [_obligor_line(case, terms, member, one, able=False) for one in owed[member.id]]
        if member.child_support:
            lines.append(
                person_line("tekun.child_support", case, member, False, terms.minor_figure, clause="43-9")
            )
            continue
        needs += found.needs
        if found.verdict == UNDECIDED or member.self_care_unmet is None:
            undecided = True
            if member.self_care_unmet is None:
                needs.append(f"{case.names[member.id]}的生活自理能力评估")
            continue
        persons.append(_granted(case, terms, member, lines))
        clashes += _clashes(case, member, earlier)
    result = ENTITLED if persons else MANUAL if undecided else NOT_ENTITLED
    return Finding(
        CODE, result, {"persons": persons}, tuple(lines), tuple(dict.fromkeys(needs)), tuple(clashes)
    )


def _may_be_meant(case: Case, terms: _Terms, member: MemberFacts) -> bool:
    """老年人, 残疾人, 未成年人 [43 Art 4]; everybody else is not even mentioned, nor is a child with able parents."""
    age = case.ages[member.id]
    return age >= _ELDERLY or age < terms.minor_below or bool(member.disability)


def _weigh(case: Case, terms: _Terms, member: MemberFacts) -> _Weighed:
    """无劳动能力 and 无生活来源: income of the person's own below the 低保 standard, property within the rule."""
    lines: list[WhyLine] = []
    needs: list[str] = []
    age = case.ages[member.id]
    if age == UNKNOWN_AGE:
        needs.append(f"{case.names[member.id]}的出生日期")
    unable = (
        age >= _ELDERLY
        or UNKNOWN_AGE < age < terms.minor_below
        or any((one.kind, one.grade) in _WORKLESS for one in member.disability)
    )
    if not unable:
        if age != UNKNOWN_AGE:
            lines.append(person_line("tekun.able", case, member, False, terms.minor_figure, clause="43-5"))
            return _Weighed(FAIL, lines, needs)
        return _Weighed(UNDECIDED, lines, needs)
    lines.append(
        person_line(
            "tekun.unable", case, member, True, terms.minor_figure, inputs=(("年龄", age),), clause="43-5"
        )
    )
    month, excluded = _own_month(case, member)
    paper = case.terms.standard_figure
    below = month < case.terms.standard
    step = "tekun.income.below" if below else "tekun.income.not_below"
    inputs = (("本人月收入", month), ("标准", case.terms.standard), ("不计收入", excluded))
    lines.append(person_line(step, case, member, month, paper, inputs=inputs, clause="43-6"))
    if not below:
        return _Weighed(FAIL, lines, needs)
    return _Weighed(_property(case, terms, lines), lines, needs)


def _own_month(case: Case, member: MemberFacts) -> tuple[Decimal, Decimal]:
    """Yuan a month of the person's own that count, and that do not."""
    counted, left_out = ZERO, ZERO
    for income in case.facts.incomes:
        if income.member != member.id:
            continue
        net = max(income.amount - income.cost, ZERO)
        month = net if income.period == "month" else net / 12
        if income.item in _NOT_INCOME:
            left_out += month
        else:
            counted += month
    return counted, left_out


def _property(case: Case, terms: _Terms, lines: list[WhyLine]) -> str:
    """Money per head within the 特困 rule; homes, vehicles and premises as for 低保 until a district says otherwise."""
    heads = len(case.members)
    total = sum((asset.amount for asset in case.facts.assets), ZERO)
    within = total <= terms.money_limit * heads
    step = "tekun.money.within" if within else "tekun.money.over"
    inputs = (("货币财产", total), ("人数", heads), ("上限", terms.money_limit))
    figure = terms.money_figure
    lines.append(WhyLine(step, inputs, total / heads, figure.clause, figure.document, figure.confirmed))
    lines += [
        line for line in case.owned.lines if not line.step.startswith(("property.money", "property.diff"))
    ]
    if not within or case.owned.things == FAIL:
        return FAIL
    return UNDECIDED if case.owned.things == UNDECIDED or case.facts.pending else PASS


def _able(owing: list[Owing], terms: _Terms, standing: set[str], person: str) -> list[Owing]:
    """Those of the obligors who have ability while everybody standing is taken as 特困."""
    if not owing:
        return []
    others = standing - {person}
    return [one for one in owing if not without_ability(one, terms.disposable_month, others)]


def _obligor_line(case: Case, terms: _Terms, member: MemberFacts, one: Owing, *, able: bool) -> WhyLine:
    step = "tekun.obligor.able" if able else "tekun.obligor.unable"
    inputs = (
        ("成员", case.names[member.id]),
        ("义务人", one.name),
        ("义务人月收入", one.income_month),
        ("人均可支配收入", terms.disposable_month),
    )
    paper = terms.disposable_figure
    return WhyLine(step, inputs, able, "43-8", paper.document, paper.confirmed)


def _granted(case: Case, terms: _Terms, member: MemberFacts, lines: list[WhyLine]) -> dict[str, object]:
    """Basic living sum and care; the care sum of helpless persons and children under 16 is the half one at least."""
    unmet = member.self_care_unmet or ()
    care = care_level(unmet)
    if care == "none" and _helpless(case, member):
        care = "half"
    base, extra = terms.base, terms.care[care]
    monthly = cents(base + extra)
    lines.append(
        person_line(
            "tekun.care",
            case,
            member,
            extra,
            terms.care_figures[care],
            inputs=(("未达到指标数", len(unmet)), ("档次", care)),
        )
    )
    inputs = (("基本生活标准", base), ("照料护理", extra))
    lines.append(person_line("tekun.monthly", case, member, monthly, terms.base_figure, inputs=inputs))
    return {"member": member.id, "care": care, "monthly": monthly}


def _helpless(case: Case, member: MemberFacts) -> bool:
    young = UNKNOWN_AGE < case.ages[member.id] < 16
    return (
        young
        or member.bedridden_months >= _BEDRIDDEN_MONTHS
        or any((one.kind, one.grade) in _HELPLESS for one in member.disability)
    )


def _clashes(case: Case, member: MemberFacts, earlier: dict[str, Finding]) -> list[str]:
    name = case.names[member.id]
    told = []
    if earlier["dibao"].result == ENTITLED or {"dibao", "edge"} & set(case.facts.standing):
        told.append(f"{name}认定为特困人员的，不再计入低保、低保边缘家庭")
    persons = earlier["disability_care"].figures.get("persons")
    if isinstance(persons, list) and any(one["member"] == member.id for one in persons):
        told.append(f"{name}享受特困照料护理补贴的，不再享受重度残疾人护理补贴")
    return told
