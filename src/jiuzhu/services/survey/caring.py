"""特困: self-care assessed by two, the agreement on who looks after whom, and the visits."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment.care import care_level
from jiuzhu.domain.caring import SelfCare, SupportAgreement, WellbeingVisit
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval import recusing
from jiuzhu.services.casework import moving
from jiuzhu.storage.queries import caring as queries
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

AGAIN = "changed"
"""Why somebody was assessed: their ability changed after the decision."""

ASSESSED_IN = frozenset({"accepted", "investigating", "to_opine", "objected"})
"""States in which the assessment of a file may still change: before an opinion rests on it."""


@dataclass(frozen=True, slots=True)
class SelfCareLine:
    """One person of a 特困 file and the newest assessment of what they cannot do; `assessed_on` None: not assessed."""

    person_id: str
    name: str
    unmet: tuple[str, ...] = ()
    care: str = ""
    assessed_on: date | None = None
    assessors: str = ""


def assessments(rows: FileRows) -> list[SelfCareLine]:
    """Everybody counted in a 特困 file with their newest assessment; empty for other ways."""
    if rows.application.way != "tekun":
        return []
    newest = {row.person_id: row for row in rows.self_care}
    lines = []
    for member in rows.members:
        if not member.counted:
            continue
        row, name = newest.get(member.person_id), rows.people[member.person_id].name
        if row is None:
            lines.append(SelfCareLine(member.person_id, name))
            continue
        who = row.third_party or f"{row.first_assessor}、{row.second_assessor}"
        unmet = tuple(row.unmet.split())
        lines.append(SelfCareLine(member.person_id, name, unmet, row.care, row.assessed_on, who))
    return lines


def record_self_care(
    unit: Unit,
    person_id: str,
    unmet: list[str],
    assessors: tuple[str, str],
    on: date,
    *,
    application_id: str | None = None,
    third_party: str = "",
    reason: str = "first",
) -> str:
    """生活自理能力评估 [43 Art 20-22]: returns the level (none, half, full). Two different assessors, or a third party."""
    unit.require("check")
    if application_id:
        application = unit.get(Application, application_id)
        if application.state not in ASSESSED_IN:
            raise Refused("初审意见已经提出，不能再改评估。没有改动任何内容；确需重新评估的，请退回调查。")
        recusing.require_apart(unit, application, "check")
    level = _store(unit, person_id, application_id, _Told(unmet, assessors, on, third_party, reason))
    if application_id:
        moving.settle_due(unit, unit.get(Application, application_id))
    return level


def record_again(
    unit: Unit,
    person_id: str,
    unmet: list[str],
    assessors: tuple[str, str],
    on: date,
    *,
    third_party: str = "",
) -> str:
    """Another assessment of somebody who is cared for already, kept with the file they are supported by."""
    unit.require("check")
    supported_by = queries.supported_person(unit.session, person_id)
    application_id = supported_by.application_id if supported_by is not None else None
    return _store(unit, person_id, application_id, _Told(unmet, assessors, on, third_party, AGAIN))


class _Told(NamedTuple):
    """What two assessors or a third party found."""

    unmet: list[str]
    assessors: tuple[str, str]
    on: date
    third_party: str
    reason: str


def _store(unit: Unit, person_id: str, application_id: str | None, told: _Told) -> str:
    unmet, on, third_party = told.unmet, told.on, told.third_party
    known = unit.desk.codes["self_care"].codes
    strange = [one for one in unmet if one not in known]
    first, second = (name.strip() for name in told.assessors)
    problems = [Problem("unmet", f"不认识的自理指标：{'、'.join(strange)}。")] if strange else []
    if not third_party.strip() and (not first or not second or first == second):
        problems.append(Problem("assessors", "请填写两名不同的评估人，或填写受委托的第三方。"))
    if on > unit.today:
        problems.append(Problem("on", "评估日期还没有到，请核对。"))
    if problems:
        raise InvalidInput(problems)
    person = unit.get(Person, person_id)
    level = care_level(tuple(unmet))
    unit.add(
        SelfCare(
            person_id=person.id,
            application_id=application_id,
            assessed_on=on,
            unmet=" ".join(one for one in known if one in unmet),
            care=level,
            first_assessor=first,
            second_assessor=second,
            third_party=third_party.strip(),
            reason=told.reason,
        )
    )
    person.self_care_unmet = " ".join(one for one in known if one in unmet)
    person.self_care_on = on
    unit.about(application_id or person.id)
    return level


@dataclass(frozen=True, slots=True)
class Supported:
    """One 特困 person in force, and how they are supported."""

    entitlement_id: str
    person_id: str
    household_id: str
    name: str
    support: str


def supported(unit: Unit, application_id: str) -> list[Supported]:
    """The 特困 people an application brought in and who are still supported."""
    return [
        Supported(row.id, row.person_id, row.household_id, unit.get(Person, row.person_id).name, row.support)
        for row in queries.supported(unit.session, application_id)
        if row.person_id is not None
    ]


def sign_agreement(
    unit: Unit, entitlement_id: str, support: str, carer: str, duties: str, *, phone: str = ""
) -> str:
    """供养协议: dispersed or in an institution, as the person chose [649 Art 19]; returns its number.

    What was agreed before ends with the new one.
    """
    unit.require("check")
    entitlement = unit.get(Entitlement, entitlement_id)
    if entitlement.programme != "tekun" or entitlement.person_id is None:
        raise Refused("只有特困人员签供养协议。没有改动任何内容。")
    if support not in unit.desk.codes["support_form"].codes:
        raise InvalidInput([Problem("support", "请选择供养方式。没有改动任何内容。")])
    agreed = written(duties, "双方约定的事项", "duties")
    for earlier in queries.agreements_in_force(unit.session, entitlement.person_id):
        earlier.ended_on = unit.today
    made = unit.add(
        SupportAgreement(
            number=unit.number("agreement"),
            person_id=entitlement.person_id,
            application_id=entitlement.application_id,
            support=support,
            carer=written(carer, "照料人或供养机构", "carer", 2),
            carer_phone=phone.strip(),
            duties=agreed,
            signed_on=unit.today,
        )
    )
    entitlement.support = support
    unit.about(entitlement.household_id)
    return made.number


def record_wellbeing_visit(
    unit: Unit,
    person_id: str,
    household_id: str,
    *,
    on: date,
    visitor: str,
    found: dict[str, str],
    next_on: date | None = None,
) -> None:
    """走访 (F29): `found` holds living, health, safety, need and action in words; `next_on` the next day agreed."""
    unit.require("monitor")
    if on > unit.today:
        raise InvalidInput([Problem("on", "走访日期还没有到，请核对。")])
    if next_on is not None and next_on <= on:
        raise InvalidInput([Problem("next_on", "下次走访日期要晚于这次。")])
    household = unit.get(Household, household_id)
    unit.add(
        WellbeingVisit(
            person_id=unit.get(Person, person_id).id,
            household_id=household.id,
            visited_on=on,
            visitor=written(visitor, "走访人", "visitor", 2),
            recorded_by=unit.actor.operator_id,
            next_on=next_on,
            living=found.get("living", "").strip(),
            health=found.get("health", "").strip(),
            safety=found.get("safety", "").strip(),
            need=found.get("need", "").strip(),
            action=found.get("action", "").strip(),
        )
    )
    unit.about(household.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One visit; `colour` warns when the day agreed for the next one has come and nobody went."""

    id: str
    person_id: str
    household_id: str
    household_number: str
    village: str
    name: str
    visited_on: date
    visitor: str
    living: str
    health: str
    safety: str
    need: str
    action: str
    next_on: date | None
    colour: str  # ok | warn on the day | bad after it


def wellbeing_visits(unit: Unit, text: str = "", *, due: bool = False) -> list[VisitRow]:
    """Visits of the last two years, the newest first; `due`: people whose agreed next day has come."""
    made, seen = [], set()
    for found in queries.visit_rows(unit.session, date(unit.today.year - 2, 1, 1), text):
        row = found.WellbeingVisit
        newest = row.person_id not in seen
        seen.add(row.person_id)
        colour = "ok"
        if newest and row.next_on is not None and row.next_on <= unit.today:
            colour = "warn" if row.next_on == unit.today else "bad"
        if due and colour == "ok":
            continue
        shared = {name: getattr(row, name) for name in VisitRow.__dataclass_fields__ if hasattr(row, name)}
        made.append(
            VisitRow(
                **shared,
                household_number=found.household_number,
                village=found.village,
                name=found.name,
                colour=colour,
            )
        )
    return made
