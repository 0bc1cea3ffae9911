"""认定: what the household may get, on the figures known now, and why."""

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.assessment import service_class
from jiuzhu.domain.assessment.assess import PROGRAMMES, Assessment, assess, to_json
from jiuzhu.domain.assessment.deciding import assess_for
from jiuzhu.domain.assessment.explain import explain, headline
from jiuzhu.domain.assessment.finding import ENTITLED, MANUAL, NOT_ENTITLED, Finding
from jiuzhu.domain.assessment.single import for_persons
from jiuzhu.domain.clauses import spelled
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.dossier_course import FindingPart
from jiuzhu.domain.facts import EventsFacts
from jiuzhu.domain.facts_of import facts_of
from jiuzhu.services.casework.clashing import clashes_of
from jiuzhu.services.counter.departments import catalogue

_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class RadarLine:
    """One programme on the policy radar."""

    programme: str
    label: str
    result: str  # entitled | manual | not_entitled
    headline: str
    why: list[str]
    needs: list[str]
    asked: bool
    clashes: list[str] = field(
        default_factory=list
    )  # what stands against it: what cannot be received beside it
    offered: bool = True  # whether it can be asked for here


def pending_sections(dossier: Dossier) -> tuple[str, ...]:
    """Sections of a half-typed form that hold nothing yet.

    Vehicles and dwellings may truly be none; income and savings are asked until the clerk has typed a line.
    """
    pending = []
    if not any(line.kind and line.declared is not None for line in dossier.incomes):
        pending.append("income")
    if not any(line.declared is not None for line in dossier.assets):
        pending.append("assets")
    return tuple(pending)


def radar(rules: Desk, dossier: Dossier, on: date) -> list[RadarLine]:
    """The policy radar for a form being typed: entitled / needs … / not, because …, for every kind.

    Pure and quick; call it on the window's thread.
    """
    pending = pending_sections(dossier) if dossier.application.state == "draft" else ()
    assessment = assess(facts_of(dossier, on, pending=pending), rules.policy, rules.calendar)
    clashes = clashes_of(rules, assessment, dossier.application.programmes)
    lines = [
        RadarLine(
            programme=programme.code,
            label=rules.label("item", programme.code),
            result=finding.result,
            headline=headline(finding),
            why=list(explain(finding)),
            needs=list(finding.needs),
            asked=programme.code in dossier.application.programmes,
            clashes=clashes[programme.code],
        )
        for programme in PROGRAMMES
        for finding in (assessment.findings[programme.code],)
        if _worth_telling(rules, dossier, finding)
    ]
    return lines + _for_whom(rules, dossier) + _classes(dossier, assessment.findings[service_class.CODE])


def _for_whom(rules: Desk, dossier: Dossier) -> list[RadarLine]:
    """What is asked of a department that helps recognised families only, while the form tells of no recognition."""
    known = {*dossier.application.programmes, *dossier.household.standing}
    known |= {code for member in dossier.members for code in member.receives}
    made = []
    for code, kind in catalogue(rules).items():
        if code not in known or kind.fits(known):
            continue
        *some, last = (rules.label("item", one) for one in kind.offered_to)
        families = f"{'、'.join(some)}或{last}"
        department = rules.label("department", kind.department)
        basis = "；".join(spelled(one) for one in kind.basis.split("；"))
        made.append(
            RadarLine(
                programme=code,
                label=rules.label("item", code),
                result=MANUAL,
                headline=f"还需：核对这户是否已认定为{families}",
                why=[f"面向这些家庭；没有认定的，可以一并申请认定，由{department}决定（{basis}）"],
                needs=[],
                asked=True,
                offered=False,
            )
        )
    return made


def _classes(dossier: Dossier, finding: Finding) -> list[RadarLine]:
    """Everybody's class of services; no item of a form, the services are arranged by it."""
    persons = finding.figures.get("persons")
    if finding.result != ENTITLED or not isinstance(persons, list):
        return []
    names = {member.id: member.name for member in dossier.members}
    told = "；".join(
        f"第 {number} 类 {'、'.join(names[one['member']] for one in persons if one['class'] == number)}"
        for number in sorted({one["class"] for one in persons})
    )
    return [
        RadarLine(
            programme=service_class.CODE,
            label=service_class.TITLE,
            result=finding.result,
            headline=f"符合：{told}",
            why=list(explain(finding)),
            needs=list(finding.needs),
            asked=False,
            offered=False,
        )
    ]


def _worth_telling(rules: Desk, dossier: Dossier, finding: Finding) -> bool:
    """Whether a finding speaks about this household: asked for, possible, or refused for a reason of its own.

    What cannot be asked for at a window (the class of services) is shown where it is used.
    """
    if finding.programme not in rules.codes["item"].labels:
        return False
    asked = finding.programme in dossier.application.programmes
    return asked or finding.result != NOT_ENTITLED or bool(finding.why)


UNCHECKED = ("income", "assets")
"""Sections nobody looks at where help is given at once: nothing may be concluded from their being empty."""


def assessed(
    rules: Desk,
    dossier: Dossier,
    on: date,
    events: EventsFacts | None = None,
    pending: tuple[str, ...] = (),
    *,
    decided: date | None = None,
) -> Assessment:
    """The full assessment of a stored file as it was `on` a day, by the standards of a decision made that day or later."""
    facts = facts_of(dossier, on, events=events, pending=pending)
    return assess_for(facts, rules.policy, rules.calendar, max(decided or on, on))


def monthly_of(finding: Finding) -> Decimal:
    """What a finding grants each month: the household's total, or the sum over its persons."""
    if finding.result != ENTITLED:
        return _ZERO
    persons = finding.figures.get("persons")
    if isinstance(persons, list):
        return sum((person.get("monthly", _ZERO) for person in persons), _ZERO)
    monthly = finding.figures.get("monthly", _ZERO)
    return monthly if isinstance(monthly, Decimal) else _ZERO


def _figure(finding: Finding, name: str) -> Decimal | None:
    value = finding.figures.get(name)
    return value if isinstance(value, Decimal) else None


def finding_parts(rules: Desk, dossier: Dossier, assessment: Assessment) -> list[FindingPart]:
    """The findings in words, those asked for first."""
    asked = set(dossier.application.programmes)
    order = sorted(PROGRAMMES, key=lambda programme: programme.code not in asked)
    clashes = clashes_of(rules, assessment, dossier.application.programmes)
    parts = []
    for programme in order:
        finding = assessment.findings[programme.code]
        if programme.code in asked:
            finding = for_persons(finding)
        if not _worth_telling(rules, dossier, finding):
            continue
        members = finding.figures.get("members")
        parts.append(
            FindingPart(
                programme=programme.code,
                result=finding.result,
                members=members if isinstance(members, int) else dossier.household.size,
                per_head=_figure(finding, "per_head"),
                standard=_figure(finding, "standard"),
                base=_figure(finding, "base"),
                addons=_figure(finding, "addons"),
                monthly=None if "amount" in finding.figures else monthly_of(finding),  # given once
                headline=f"{rules.label('item', programme.code)}：{headline(finding)}",
                why=list(explain(finding)),
                clashes=clashes[programme.code],
            )
        )
    return parts


def as_json(assessment: Assessment) -> str:
    """The assessment as stored with an opinion or in a decision's snapshot."""
    return json.dumps(to_json(assessment), ensure_ascii=False, separators=(",", ":"))
