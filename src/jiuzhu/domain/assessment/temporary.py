"""临时救助: how much by cause and class of family, and what 小额快救 may pay at once [民发〔2018〕23号; 2026 opinion; 2017 scale]."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from jiuzhu.domain.assessment.case import Case
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.facts import IncidentFacts
from jiuzhu.domain.money import ZERO, cents
from jiuzhu.domain.policy import Figure, Standards

CODE = "temporary"
TITLE = "临时救助"

CLASSES = ("A", "B", "C", "D")
SUDDEN = ("fire", "traffic", "accident", "illness", "disaster", "other")
"""Causes of the emergency kind, which 小额快救 may pay at once."""

_CLASSED = frozenset({"tekun", "orphan", "dibao", "edge", "rigid"})
"""Programmes that decide the class; what is in force goes before what this assessment found."""

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


def find(case: Case, earlier: dict[str, Finding]) -> Finding:
    """Class and amount for what struck the family; class D and causes without a municipal scale are the district's."""
    incident = case.facts.incident
    if incident is None:
        return Finding(CODE, NOT_ENTITLED, {}, ())
    standards = case.terms.standards
    family = family_class(case, earlier)
    cap = quick_cap(standards, case.terms.standard, incident.persons)
    lines = [WhyLine("temporary.class", (("类别", family),), family, "临时救助分类", "", confirmed=True)]
    if incident.kind in SUDDEN:
        basis = standards["quick.cap_basis"]
        inputs = (("标准", case.terms.standard), ("遇困人数", incident.persons), ("口径", str(basis.value)))
        lines.append(WhyLine("temporary.quick", inputs, cap, basis.clause, basis.document, basis.confirmed))
    figures: dict[str, object] = {"family_class": family, "quick_cap": cap}
    if incident.kind == "illness" and family != "D":
        return _illness(case, incident, scale(standards, family), figures, lines)
    months = _MONTHS.get(incident.kind)
    if months and family != "D":
        figure = standards[f"tmp.{months}.{family}.months"]
        most = standards.amount(f"tmp.{months}.{family}.months") * standards.amount("std.dibao.urban")
        figures["limit"] = most
        inputs_of_months = (("最多月数", figure.value), ("城市低保标准", standards.amount("std.dibao.urban")))
        lines.append(
            WhyLine(
                "temporary.months", inputs_of_months, most, figure.clause, figure.document, figure.confirmed
            )
        )
    return Finding(CODE, MANUAL, figures, tuple(lines), ("区县临时救助标准核定的金额",))


def family_class(case: Case, earlier: dict[str, Finding]) -> str:
    """A 特困 and orphans, B 低保, C 低保边缘 and monitored families, D all others; what is in force goes before what was found."""
    standing = set(case.facts.standing) | {code for member in case.members for code in member.receives}
    if not standing & _CLASSED:
        standing |= {code for code in _CLASSED if earlier[code].result == ENTITLED}
    if standing & {"tekun", "orphan"}:
        return "A"
    if "dibao" in standing:
        return "B"
    return "C" if "edge" in standing or case.facts.monitored else "D"


def _illness(
    case: Case, incident: IncidentFacts, scale: Scale, figures: dict[str, object], lines: list[WhyLine]
) -> Finding:
    paid, figure = incident.self_paid, scale.figure
    above = max(paid - scale.floor, ZERO)
    amount = min(cents(above * scale.ratio), scale.cap)
    figures |= {
        "amount": amount,
        "low": min(cents(above * scale.low), scale.cap),
        "high": min(cents(above * scale.high), scale.cap),
    }
    inputs = (("自付费用", paid), ("起付线", scale.floor), ("比例", scale.ratio), ("封顶线", scale.cap))
    step = "temporary.illness" if amount else "temporary.below_floor"
    lines.append(WhyLine(step, inputs, amount, figure.clause, figure.document, figure.confirmed))
    needs = (*case.needs, "医保结算单等自付费用票据")
    result = ENTITLED if amount else NOT_ENTITLED
    return Finding(CODE, result, figures, tuple(lines), needs if amount else ())
