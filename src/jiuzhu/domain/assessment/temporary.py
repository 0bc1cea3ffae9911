"""临时救助: how much by cause and class of family, and what 小额快救 may pay at once [民发〔2018〕23号; 2026 opinion; 2017 scale]."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jiuzhu.domain.assessment.case import Case
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, Input, WhyLine, by_paper
from jiuzhu.domain.assessment.property import FAIL, UNDECIDED
from jiuzhu.domain.facts import IncidentFacts
from jiuzhu.domain.money import ZERO, cents
from jiuzhu.domain.policy import Figure, Standards

CODE = "temporary"
TITLE = "临时救助"

_NOTHING_HAPPENED = Finding(CODE, NOT_ENTITLED, {}, ())

CLASSES = ("A", "B", "C", "D")
SUDDEN = ("fire", "traffic", "accident", "illness", "disaster", "other")
"""Causes of the emergency kind, which 小额快救 may pay at once."""

_CLASS_OF = (
    ("tekun", "A"),
    ("orphan", "A"),
    ("dibao", "B"),
    ("edge", "C"),
    ("monitored", "C"),
    ("rigid", "D"),
)
_LOOKED_AT = frozenset({"monitored", "none"})
"""Standings that are no recognition: income and property are looked at."""

_RECOGNISABLE = {"tekun": "特困", "orphan": "孤儿", "dibao": "低保", "edge": "低保边缘"}
"""Programmes whose recognition gives a class above D, best class first."""
_CLASS = dict(_CLASS_OF)
DISTRICT = "区县临时救助标准核定的金额"
"""What is no fact to be found out but an amount the office sets."""

AT_ONCE = "突发急难、马上要救助的，按急难型（小额快救）办理"
"""Where a family goes whose means are too high for 支出型."""

_INCOME = "temporary.income"
_BY_BILLS = ("illness", "long_treatment")
"""Causes whose help is never more than what the family paid itself."""
_MONTHS = {"long_treatment": "treatment", "disaster": "disaster"}
"""Cause → the setting that says how many months of urban 低保 are the most it may give."""


class Scale(NamedTuple):
    """The share of self-paid medical costs of one class: above `floor`, `ratio` of it, at most `cap` yuan."""

    floor: Decimal
    ratio: Decimal
    low: Decimal
    high: Decimal
    cap: Decimal
    figure: Figure


@lru_cache(maxsize=1024)  # one for each district and period
def scale(standards: Standards, family_class: str) -> Scale:
    """The scale of class A, B or C."""
    key = f"tmp.illness.{family_class}"
    amount = standards.amount
    return Scale(
        amount(f"{key}.floor"),
        amount(f"{key}.ratio"),
        amount(f"{key}.low"),
        amount(f"{key}.high"),
        amount(f"{key}.cap"),
        standards[f"{key}.ratio"],
    )


def quick_cap(standards: Standards, standard: Decimal, persons: int) -> Decimal:
    """The most 小额快救 may pay: one month of the 低保 standard, per case or per person struck, by `quick.cap_basis`."""
    per_person = standards.word("quick.cap_basis", ("per_case", "per_person")) == "per_person"
    return standard * (persons if per_person else 1)


def at_once(why: Sequence[WhyLine]) -> tuple[WhyLine, ...]:
    """The reasons that concern 急难型: it asks for no income and no property."""
    return tuple(
        line for line in why if line.step.startswith("temporary.") and not line.step.startswith(_INCOME)
    )


_SCALES = ("temporary.illness", "temporary.months")


def ground_of(finding: Finding, amount: Decimal, *, quick: bool) -> WhyLine:
    """The reason an amount rests on: the cap of 小额快救 within it, the row of the scale, else what the office set by the class."""
    steps = {line.step: line for line in finding.why}
    cap = finding.figures.get("quick_cap")
    if quick and isinstance(cap, Decimal) and amount <= cap:
        return steps["temporary.quick"]
    scaled = next((steps[step] for step in _SCALES if step in steps), None)
    if scaled is not None:
        return scaled
    stands = steps["temporary.class"]
    return stands._replace(clause="18-23", document=stands.clause)


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Class and amount for what struck the family; class D and causes without a municipal scale are the district's.

    The class stands on what is recognised. What this assessment merely finds is nobody's decision yet: it gives no
    amount, and is told as what the family may have recognised first.

    支出型 needs no look at income and property where the family is already recognised [2026-01 opinion]; every other family,
    monitored or of class D, has to be below the disposable income, with property within the rule [18-23]. A family that is
    not may still be one of need at once: 急难型 asks for neither and has a way of its own, which reads only the figures.
    """
    incident = case.facts.incident
    if incident is None:
        return _NOTHING_HAPPENED
    standards = case.terms.standards
    family, basis = family_class(case)
    fits = _better(family, earlier)
    lines = [_class_line(standards, family, basis, fits)]
    clashes = (better_class(fits),) if fits else ()
    figures: dict[str, object] = {"family_class": family}
    if incident.kind in SUDDEN:
        cap = quick_cap(standards, case.terms.standard, incident.persons)
        figures["quick_cap"] = cap
        lines.append(_quick_line(case, incident, cap))
    if incident.kind in _BY_BILLS and incident.self_paid:
        figures["most"] = incident.self_paid
    needs: tuple[str, ...] = ()
    if basis in _LOOKED_AT and case.members:
        verdict = _means(case, lines)
        if verdict == FAIL:
            return _unfit(standards, incident.kind, figures, lines, clashes)
        if verdict == UNDECIDED:
            needs = (*case.needs, "家庭收入和财产的核实结果")
    if family == "D":
        return Finding(CODE, MANUAL, figures, tuple(lines), (*needs, DISTRICT), clashes)
    if incident.kind == "illness":
        amount = _of_bills(incident, scale(standards, family), figures, lines)
        if not amount:
            return Finding(CODE, NOT_ENTITLED, figures, tuple(lines), (), clashes)
        papers = (*(needs or case.needs), "医保结算单等自付费用票据")
        return Finding(CODE, MANUAL if needs else ENTITLED, figures, tuple(lines), papers, clashes)
    _most_or_least(standards, incident.kind, family, figures, lines)
    return Finding(CODE, MANUAL, figures, tuple(lines), (*needs, DISTRICT), clashes)


def _unfit(
    standards: Standards,
    kind: str,
    figures: dict[str, object],
    lines: list[WhyLine],
    clashes: tuple[str, ...],
) -> Finding:
    """No 支出型: the means are too high. What 急难型 may give at most stays known."""
    family = str(figures["family_class"])
    if family != "D":
        _most_or_least(standards, kind, family, figures, lines)
    at_once_instead = (AT_ONCE,) if kind in SUDDEN else ()
    return Finding(CODE, NOT_ENTITLED, figures, tuple(lines), (), clashes + at_once_instead)


def _class_line(standards: Standards, family: str, basis: str, fits: str) -> WhyLine:
    figure = standards["tmp.illness.A.ratio"]  # every row of the scale stands on the same paper
    inputs: tuple[tuple[str, Input], ...] = (("依据", basis),)
    if fits:
        inputs += (("同时符合", fits),)
    return by_paper("temporary.class", inputs, family, figure)


def _quick_line(case: Case, incident: IncidentFacts, cap: Decimal) -> WhyLine:
    basis = case.terms.standards["quick.cap_basis"]
    inputs = (("标准", case.terms.standard), ("遇困人数", incident.persons), ("口径", str(basis.value)))
    return by_paper("temporary.quick", inputs, cap, basis)


def _means(case: Case, lines: list[WhyLine]) -> str:
    """Per head below last year's disposable income, property within the rule [18-23]: pass, fail or manual."""
    standards, year, heads = case.terms.standards, case.income.year, len(case.members)
    disposable, paper = standards.amount("disposable.year"), standards["disposable.year"]
    below = year < disposable * heads
    step = "temporary.income.below" if below else "temporary.income.not_below"
    inputs = (("家庭年收入", year), ("人数", heads), ("人均可支配收入", disposable))
    lines += (
        *case.opening,
        by_paper(step, inputs, year / heads, paper, "18-23"),
        *case.owned.lines,
    )
    verdict = case.property_verdict
    if case.members_open:
        return UNDECIDED
    if not below or verdict == FAIL:
        return FAIL
    return UNDECIDED if case.income_pending else verdict


def _most_or_least(
    standards: Standards, kind: str, family: str, figures: dict[str, object], lines: list[WhyLine]
) -> None:
    """What the municipal scale says without giving an amount: at most so many months, for schooling at least so much."""
    months = _MONTHS.get(kind)
    if months:
        figure = standards[f"tmp.{months}.{family}.months"]
        number = standards.number(f"tmp.{months}.{family}.months")
        urban = standards.amount("std.dibao.urban")
        figures["limit"] = number * urban
        paid = figures.get("most")
        figures["most"] = min(number * urban, paid) if isinstance(paid, Decimal) else number * urban
        inputs = (("最多月数", number), ("城市低保标准", urban))
        lines.append(
            WhyLine(
                "temporary.months", inputs, number * urban, figure.clause, figure.document, figure.confirmed
            )
        )
    elif kind == "education" and family in {"A", "B"}:
        figure = standards["tmp.education.amount"]
        least = standards.amount("tmp.education.amount")
        figures["least"] = least
        lines.append(by_paper("temporary.education", (), least, figure))


def family_class(case: Case) -> tuple[str, str]:
    """The class and the recognition it stands on: A 特困 and orphans, B 低保, C 低保边缘 and monitored families, D all others."""
    has = set(case.facts.standing).union(*(member.receives for member in case.members))
    for basis, family in _CLASS_OF:
        if basis in has or (basis == "monitored" and case.facts.monitored):
            return family, basis
    return "D", "none"


def _better(family: str, earlier: dict[str, Finding]) -> str:
    """What this assessment finds that would give a better class once it is recognised, "" for nothing."""
    for code in _RECOGNISABLE:
        if earlier[code].result == ENTITLED and _CLASS[code] < family:
            return code
    return ""


def better_class(fits: str) -> str:
    """`同时符合低保条件：先认定低保的按 B 类`."""
    name = _RECOGNISABLE[fits]
    return f"同时符合{name}条件：先认定{name}的按 {_CLASS[fits]} 类"


def _of_bills(
    incident: IncidentFacts, terms: Scale, figures: dict[str, object], lines: list[WhyLine]
) -> Decimal:
    """Yuan for what the family paid itself: the ratio of what lies above the floor, at most the cap."""
    paid, figure = incident.self_paid, terms.figure
    above = max(paid - terms.floor, ZERO)
    amount = min(cents(above * terms.ratio), terms.cap)
    figures |= {
        "amount": amount,
        "low": min(cents(above * terms.low), terms.cap),
        "high": min(cents(above * terms.high), terms.cap),
    }
    inputs = (("自付费用", paid), ("起付线", terms.floor), ("比例", terms.ratio), ("封顶线", terms.cap))
    step = "temporary.illness" if amount else "temporary.below_floor"
    lines.append(by_paper(step, inputs, amount, figure))
    return amount
