"""The one entry of the engine: all programmes, deadlines and first month of one household."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from jiuzhu.domain.assessment import (
    children,
    dibao,
    disability,
    edge,
    elders,
    rigid,
    service_class,
    tekun,
    temporary,
)
from jiuzhu.domain.assessment.case import Case, make_case, severe_or_mind_three
from jiuzhu.domain.assessment.explain import sentence
from jiuzhu.domain.assessment.finding import ENTITLED, NOT_ENTITLED, Finding, WhyLine
from jiuzhu.domain.assessment.terms import settings_used, terms_for
from jiuzhu.domain.calendar import WorkCalendar
from jiuzhu.domain.deadlines import Clock, clocks, first_month, next_recheck
from jiuzhu.domain.facts import EventsFacts, HouseholdFacts
from jiuzhu.domain.money import cents
from jiuzhu.domain.policy import OWN_SETTING, Policy, Standards

_WORKING_AGE = range(16, 60)


class Programme(NamedTuple):
    """One kind of assistance: its code, its name and its rule; `find` sees the findings of those before it."""

    code: str
    title: str
    find: Callable[[Case, dict[str, Finding]], Finding]


PROGRAMMES = (
    Programme(dibao.CODE, dibao.TITLE, dibao.find),
    Programme(edge.CODE, edge.TITLE, edge.find),
    Programme(disability.LIVING, disability.LIVING_TITLE, disability.find_living),
    Programme(disability.CARE, disability.CARE_TITLE, disability.find_care),
    Programme(rigid.CODE, rigid.TITLE, rigid.find),
    Programme(tekun.CODE, tekun.TITLE, tekun.find),
    Programme(children.ORPHAN, children.ORPHAN_TITLE, children.find_orphan),
    Programme(children.UNSUPPORTED, children.UNSUPPORTED_TITLE, children.find_unsupported),
    Programme(elders.ALLOWANCE, elders.ALLOWANCE_TITLE, elders.find_allowance),
    Programme(elders.CARE, elders.CARE_TITLE, elders.find_care),
    Programme(temporary.CODE, temporary.TITLE, temporary.find),
    Programme(service_class.CODE, service_class.TITLE, service_class.find),
)
"""In the order they are shown."""

_DEPENDENT = ("dibao", "edge", "orphan", "disability_living", "disability_care", "unsupported_child", "tekun")
"""Found first, in this order: 生活补贴 asks who may be an orphan, 特困 what a child may choose instead, 刚性 whether somebody is 特困."""

_FINDERS = tuple(
    sorted(
        ((one.code, one.find) for one in PROGRAMMES),
        key=lambda one: _DEPENDENT.index(one[0]) if one[0] in _DEPENDENT else len(_DEPENDENT),
    )
)


class Assessment(NamedTuple):
    """Everything the window shows for one household on one day; `missing_years` lack a working-day notice."""

    on: date
    findings: dict[str, Finding]
    deadlines: tuple[Clock, ...]
    first_month: str | None
    next_recheck: date | None
    recheck_class: str
    settings_used: dict[str, str]
    missing_years: tuple[int, ...]


def assess(
    facts: HouseholdFacts, policy: Policy, calendar: WorkCalendar, standards_on: date | None = None
) -> Assessment:
    """Apply every programme to a household as it is on `facts.on`, with the standards in force on `standards_on`.

    Without `standards_on` both are the same day.

    Raises `UserError` only for policy that is missing or a setting that cannot be; open facts become `manual` findings.
    """
    return assess_by(facts, policy.in_force(facts.district, standards_on or facts.on), calendar)


def assess_by(facts: HouseholdFacts, standards: Standards, calendar: WorkCalendar) -> Assessment:
    """As `assess`, with these figures, whatever day they are of."""
    if facts.settings:
        standards = standards.with_settings(facts.settings)
    terms = terms_for(standards, facts.kind)
    case = make_case(facts, terms)
    findings: dict[str, Finding] = {}
    for code, find in _FINDERS:
        findings[code] = find(case, findings)
    findings |= children.beside_dibao(case, findings)
    main, tekun_found = findings["dibao"].result, findings["tekun"].result
    rigid_found = findings["rigid"].result
    refused = (main == NOT_ENTITLED, tekun_found == NOT_ENTITLED, rigid_found == NOT_ENTITLED)
    due = _due(facts.events, standards, calendar, facts.on, refused)
    month: str | None = None
    recheck: date | None = None
    granted = main == ENTITLED or "alone" in findings["dibao"].figures
    group = "A" if tekun_found == ENTITLED and not granted else recheck_class(case)
    decided = facts.events.decided
    if decided is not None:
        if granted or tekun_found == ENTITLED:
            month = first_month(decided, standards, "dibao" if granted else "tekun")
        if month or findings["edge"].result == ENTITLED:
            recheck = next_recheck(decided, group, standards, calendar).day
    settings = settings_used(standards, _own_settings(findings))
    if facts.settings:
        settings = settings | {key: str(standards[key].value) for key in facts.settings}
    return Assessment(facts.on, findings, due.clocks, month, recheck, group, settings, due.missing_years)


class _Due(NamedTuple):
    clocks: tuple[Clock, ...]
    missing_years: tuple[int, ...]


@lru_cache(maxsize=8192)  # as `clocks`: a pure function of frozen arguments, the same for a day's cases
def _due(
    events: EventsFacts,
    standards: Standards,
    calendar: WorkCalendar,
    accepted: date,
    refused: tuple[bool, bool, bool],
) -> _Due:
    """The clocks of 低保, and beside them those of 特困 and 刚性; `refused` says which of the three are."""
    beside = tuple(way for way, no in zip(("tekun", "rigid"), refused[1:], strict=True) if not no)
    found = clocks(events, standards, calendar, accepted=accepted, refused=refused[0], beside=beside)
    return _Due(found, tuple(sorted({year for clock in found for year in clock.missing_years})))


_WITH_SETTINGS = (
    ("rigid", ("disposable.year", "rigid.living.basis", "rigid.ratio", "rigid.ratio.counts")),
    ("tekun", ("disposable.year", "tekun.minor.age", "tekun.property.multiple")),
    ("unsupported_child", ("child.institution.as_orphan", "child.months")),
    ("temporary", ("disposable.year", "quick.cap_basis")),
)
"""Programmes, each with its own settings that another district may have otherwise."""


def _own_settings(findings: dict[str, Finding]) -> tuple[str, ...]:
    keys: tuple[str, ...] = ()
    for code, own in _WITH_SETTINGS:
        if findings[code].why:
            keys += own
    return keys


def recheck_class(case: Case) -> str:
    """`B` (6 months) when income is unstable or somebody can work, else `A` (12 months) [57 Art 31]."""
    for income in case.facts.incomes:
        if income.kind in ("wage", "business") and income.member in case.names:
            return "B"
    for member in case.members:
        if (
            case.ages[member.id] in _WORKING_AGE
            and member.student == "none"
            and member.illness != "major"
            and not severe_or_mind_three(member)
        ):
            return "B"
    return "A"


def to_json(assessment: Assessment) -> dict[str, Any]:
    """The result as the case files' README writes it: money as text with two decimals, dates as ISO text."""
    return {
        "on": assessment.on.isoformat(),
        "findings": {code: _finding(finding) for code, finding in assessment.findings.items()},
        "deadlines": {clock.code: clock.due.isoformat() for clock in assessment.deadlines},
        "first_month": assessment.first_month,
        "next_recheck": assessment.next_recheck.isoformat() if assessment.next_recheck else None,
        "recheck_class": assessment.recheck_class,
        "settings_used": dict(assessment.settings_used),
        "missing_years": list(assessment.missing_years),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "result": finding.result,
        "why": [_why(line) for line in finding.why],
        "needs": list(finding.needs),
        "clashes": list(finding.clashes),
        **{name: _plain(value) for name, value in finding.figures.items()},
    }


def _why(line: WhyLine) -> dict[str, Any]:
    return {
        "step": line.step,
        "inputs": {label: _plain(value) for label, value in line.inputs},
        "figure": _plain(line.figure),
        "clause": line.clause,
        "document": line.document,
        "confirmed": line.confirmed or line.document == OWN_SETTING,
        "text": sentence(line),
    }


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return f"{cents(value):f}"
    if isinstance(value, list):
        return [{name: _plain(one) for name, one in entry.items()} for entry in value]
    return value
