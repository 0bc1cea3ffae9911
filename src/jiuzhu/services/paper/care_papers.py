"""Papers about somebody who is looked after: 代管卡折 (F22), 供养协议 and the end of 特困 (F23E–F23G), 走访 (F29)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.assessment import changing
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.caring import SupportAgreement, WellbeingVisit
from jiuzhu.domain.clauses import spelled
from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.dossier_care import AgreementPart, CustodyPart, WellbeingPart
from jiuzhu.domain.dossier_course import DecisionPart, NoticePart
from jiuzhu.domain.dossier_matters import AdjustmentPart
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import Household, Person, age_on
from jiuzhu.errors import Refused
from jiuzhu.services.casework import file_parts, files
from jiuzhu.services.household import whose
from jiuzhu.services.monitoring import custody
from jiuzhu.services.paper.papers import Issued, leave
from jiuzhu.storage.queries import caring as caring_rows
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import papers as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class CareOffer:
    """A paper about one person of a file: its form, its words in the menu, and the record it is about."""

    form: str
    title: str
    record_id: str


def offers(unit: Unit, application_id: str) -> list[CareOffer]:
    """The agreements and the newest visits of a file of 特困."""
    rows = files.load_rows(unit, application_id)
    if rows.application.way != "tekun":
        return []
    forms = unit.desk.forms
    made = [
        CareOffer("F23E", f"{forms['F23E'].title}（{_name(unit, row.person_id)} {row.signed_on}）", row.id)
        for row in caring_rows.agreements(unit.session, application_id)
    ]
    made += [
        CareOffer("F29", f"{forms['F29'].title}（{_name(unit, row.person_id)} {row.visited_on}）", row.id)
        for row in caring_rows.visits(unit.session, list(rows.people))[:3]
    ]
    return made


def _name(unit: Unit, person_id: str) -> str:
    return unit.get(Person, person_id).name


def home_of(unit: Unit, household_id: str) -> Dossier:
    """A dossier that knows the household and its people and nothing else."""
    home = unit.get(Household, household_id)
    members = [
        file_parts.member_part(unit.get(Person, row.person_id), row, unit.today)
        for row in file_rows.members_of(unit.session, home.id)
    ]
    members.sort(key=lambda member: member.id != home.head_id)
    counted = sum(1 for member in members if member.counted)
    return Dossier(
        office=file_parts.office_part(unit.desk),
        household=file_parts.household_part(home, counted),
        members=members or [MemberPart(name=_name(unit, home.head_id), counted=False)],
    )


def standing_of(unit: Unit, household_id: str, person_id: str) -> str:
    """What somebody receives or will receive, in words: their own and what the household has."""
    found = entitlement_rows.not_ended(unit.session, household_id, month_of(unit.today))
    return standing_in_words(unit, found, person_id)


def standing_in_words(unit: Unit, entitlements: Iterable[Any], person_id: str) -> str:
    """The same of entitlements that are known already."""
    month = month_of(unit.today)
    told = [
        unit.desk.label("item", row.programme)
        + (f"（{row.first_month} 起）" if row.first_month > month else "")
        for row in entitlements
        if row.person_id in {None, person_id}
    ]
    return "、".join(dict.fromkeys(told))


def _custody(unit: Unit, record_id: str) -> tuple[Dossier, str, str]:
    row, holder, home = custody.holder_of(unit, record_id)
    dossier = home_of(unit, home.id)
    dossier.custody = file_parts.copied(
        CustodyPart,
        row,
        holder=holder.name,
        holder_id_number=holder.id_number,
        holder_phone=holder.phone or dossier.applicant.phone,
        standing=standing_of(unit, home.id, holder.id),
        card=f"****{row.card_tail}",
        check_due_on=custody.check_due(row) if row.revoked_on is None else None,
        recorded_by=file_rows.operator_names(unit.session).get(row.recorded_by, ""),
    )
    return dossier, row.number, row.number


def _agreement(unit: Unit, record_id: str) -> tuple[Dossier, str, str]:
    row = unit.get(SupportAgreement, record_id)
    person = unit.get(Person, row.person_id)
    rows = files.load_rows(unit, row.application_id)
    care = next((one.care for one in reversed(rows.entitlements) if one.person_id == person.id), "")
    dossier = home_of(unit, rows.household.id)
    shared = {
        name: getattr(person, name) for name in ("name", "id_number", "sex", "birth", "registered_address")
    }
    dossier.agreement = file_parts.copied(AgreementPart, row, care=care, **shared)
    return dossier, row.number, row.number


def _visit(unit: Unit, record_id: str) -> tuple[Dossier, str, str]:
    row = unit.get(WellbeingVisit, record_id)
    person = unit.get(Person, row.person_id)
    dossier = home_of(unit, row.household_id)
    dossier.wellbeing = file_parts.copied(
        WellbeingPart,
        row,
        name=person.name,
        id_number=person.id_number,
        sex=person.sex,
        age=age_on(person.birth, row.visited_on),
        phone=person.phone or dossier.applicant.phone,
        standing=standing_of(unit, row.household_id, person.id),
        recorded_by=file_rows.operator_names(unit.session).get(row.recorded_by, ""),
    )
    return dossier, "", f"{person.name} {row.visited_on}"


def _ending(unit: Unit, record_id: str) -> tuple[Dossier, Adjustment]:
    row = unit.get(Adjustment, record_id)
    if row.programme != "tekun" or row.kind != changing.STOP:
        raise Refused("只有终止特困供养才有这份文书。没有打印任何文书。")
    dossier = home_of(unit, row.household_id)
    person = _person_of(unit, row)
    known = [member for member in dossier.members if member.id == person.id]
    first = known[0] if known else MemberPart(name=person.name, id_number=person.id_number)
    dossier.members = [first, *(member for member in dossier.members if member is not first)]
    dossier.adjustment = AdjustmentPart(
        told_to=whose.told_to(unit, person.id),
        ended=_ended_because(person, row),
        may_ask=whose.may_ask(unit, person.id, "终止供养后符合最低生活保障、临时救助等条件的，"),
    )
    return dossier, row


def _ended_because(person: Person, row: Adjustment) -> str:
    """What ends the support of somebody, said to them, or to their family once they have died."""
    if person.died_on is None:
        return "你不再符合特困人员救助供养条件"
    if person.died_on <= row.proposed_on:
        return f"{person.name}已于 {person.died_on} 死亡"
    return f"{person.name}不再符合特困人员救助供养条件"


def _person_of(unit: Unit, row: Adjustment) -> Person:
    """Who the end of support is about: told first on its papers, whoever heads the household."""
    found = unit.get(Entitlement, row.entitlement_id) if row.entitlement_id else None
    own = found.person_id if found is not None else None
    return unit.get(Person, own or unit.get(Household, row.household_id).head_id)


def _end_posting(unit: Unit, record_id: str) -> tuple[Dossier, str, str]:
    dossier, row = _ending(unit, record_id)
    if row.posted_on is None:
        raise Refused("还没有张榜公示终止供养。没有打印任何文书；请先在“调整审批”里张榜公示。")
    dossier.notice = NoticePart(
        number=row.number,
        posted_on=row.posted_on,
        ends_on=row.posting_ends_on,
        place=row.posted_place,
        members=1,
        programmes=["tekun"],
    )
    return dossier, "", row.number


def _end_decision(unit: Unit, record_id: str) -> tuple[Dossier, str, str]:
    dossier, row = _ending(unit, record_id)
    if row.state != "approved" or row.decided_on is None:
        raise Refused("终止供养还没有签署同意。没有打印任何文书。")
    names = file_rows.operator_names(unit.session)
    dossier.decision = DecisionPart(
        number=row.number,
        programme=row.programme,
        monthly=row.old_monthly,
        first_month=row.from_month,
        reason=row.reason,
        clause=spelled(row.clause),
        decided_by=names.get(row.decided_by or "", ""),
        decided_on=row.decided_on,
    )
    dossier.notice = NoticePart(posted_on=row.posted_on, ends_on=row.posting_ends_on)
    return dossier, "", row.number


_FILL: dict[str, Callable[[Unit, str], tuple[Dossier, str, str]]] = {
    "F22": _custody,
    "F22A": _custody,
    "F23E": _agreement,
    "F23F": _end_posting,
    "F23G": _end_decision,
    "F29": _visit,
}

_OWN_NUMBER = frozenset({"F22", "F23E"})
"""Papers that carry the number of their record; the others take a 文 number."""


def issue_care(unit: Unit, form_id: str, record_id: str, folder: Path) -> Issued:
    """Print a paper about a custody, an agreement, a visit or the end of 特困, by the record's id.

    The same content is the same paper; what was recorded under a number of its own keeps it.
    """
    unit.require("print")
    dossier, number, about = _FILL[form_id](unit, record_id)
    form = unit.desk.forms[form_id]
    title = f"{form.title} {about}"
    own = number if form_id in _OWN_NUMBER else ""
    found = (
        queries.numbered(unit.session, own) if own else queries.newest_titled(unit.session, form_id, title)
    )
    return leave(
        unit, form, dossier, folder, title=title, found=found, own_number=own, kind="paper", application_id=None
    )  # fmt: skip
