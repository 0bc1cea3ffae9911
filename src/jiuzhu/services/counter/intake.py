"""受理: drafts as typed, duplicates told apart, one missing-paper list, and the application itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jiuzhu.domain import application as app
from jiuzhu.domain import dossier_json, intake_rules, materials
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.clock_rules import WORKING_DAYS
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.dossier import (
    ECONOMIC_LISTS,
    ApplicationPart,
    Dossier,
    HouseholdPart,
    MaterialPart,
    MemberPart,
)
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.ways import WAYS, split
from jiuzhu.errors import Conflict, Problem, Refused, UserError
from jiuzhu.services.casework import file_clocks, file_parts, files, moving
from jiuzhu.services.casework.in_force import fill_standing
from jiuzhu.services.counter import completing, recording, relatives
from jiuzhu.services.counter.claims import require_single_use
from jiuzhu.services.counter.declared import require_same_people
from jiuzhu.services.counter.departments import catalogue, helped_first
from jiuzhu.services.counter.duplicates import Duplicate, duplicates, require_single, require_unsent
from jiuzhu.services.counter.relatives import StaffRelation
from jiuzhu.storage.queries import drafts as draft_rows
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import obligations, people
from jiuzhu.storage.unit import CHINA, Unit

__all__ = ["Duplicate", "duplicates"]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An unfinished form offered again."""

    id: str
    title: str
    updated_at: str  # local, MM-DD HH:MM
    owner_name: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant takes home; `others` are the applications of the same form that go another way."""

    application_id: str
    number: str
    accepted_on: date
    promised_on: date
    promised_days: int
    promised_unit: str = "个工作日"
    programmes: str = ""  # labels
    way: str = "household"
    others: tuple["Receipt", ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionReceipt:
    """The number of the one list of missing papers, and its day."""

    application_id: str
    number: str
    due_on: date


def drafts(unit: Unit) -> list[DraftRow]:
    """Forms not finished yet, the newest first."""
    return [
        DraftRow(
            id=row.id,
            title=row.title,
            updated_at=row.updated_at.astimezone(CHINA).strftime("%m-%d %H:%M"),
            owner_name=row.owner,
            mine=row.owner_id == unit.actor.operator_id,
        )
        for row in draft_rows.open_drafts(unit.session)
    ]


@dataclass(slots=True)
class Typing:
    """What a window knows is stored of the draft it types into, "" for nothing yet, and what was before it stored that."""

    stored: str = ""
    before: str = ""


def open_draft(unit: Unit, draft_id: str) -> Dossier:
    """The form as it was typed, beside what its people have in force by now."""
    body = draft_rows.content(unit.session, draft_id)
    if not body:
        raise UserError("这份草稿已受理或已放弃，打不开了。请在搜索框里查找申请。")
    made = dossier_json.load(body)
    _tell_standing(unit, made)
    return made


def resume_draft(unit: Unit, draft_id: str) -> tuple[Dossier, Typing]:
    """`open_draft` to type on, with what is stored of it now."""
    return open_draft(unit, draft_id), Typing(draft_rows.content(unit.session, draft_id) or "")


def keep_draft(unit: Unit, draft_id: str, dossier: Dossier, seen: Typing | None = None) -> None:
    """Store what is typed so far; called while typing. `Conflict` when another window has stored otherwise since `seen`."""
    unit.require("take")
    title = dossier.applicant.name or "未填姓名"
    body = dossier_json.dump(dossier)
    if seen is not None:
        stored = draft_rows.content(unit.session, draft_id, locked=True)
        if stored is not None and stored not in {seen.stored, seen.before, body}:
            raise Conflict([])
        seen.before, seen.stored = seen.stored, body  # a work that runs again finds the one before
    draft_rows.keep(
        unit.session, draft_id, owner_id=unit.actor.operator_id, title=title, body=body, now=unit.now
    )


def discard_draft(unit: Unit, draft_id: str) -> None:
    """Put a draft aside: its text is emptied."""
    unit.require("take")
    draft_rows.close(unit.session, draft_id, unit.now)


def new_dossier(unit: Unit) -> Dossier:
    """An empty form of today at this office."""
    made = Dossier(
        office=file_parts.office_part(unit.desk),
        application=ApplicationPart(submitted_on=unit.today, clerk_name=unit.actor.name),
        household=HouseholdPart(district=unit.desk.office.district, township=unit.desk.office.township),
    )
    made.materials = materials.checklist(made)
    return made


def from_person(unit: Unit, person_id: str) -> Dossier:
    """A form prefilled with the person's household, so that nobody is typed twice."""
    made = new_dossier(unit)
    homes = people.households_of(unit.session, [person_id], unit.today)
    if not homes:
        made.members = [add_person(unit, person_id)]
        return made
    home = unit.get(Household, homes[0].household_id)
    members = file_rows.members_of(unit.session, home.id)
    known = file_rows.people_of(unit.session, [member.person_id for member in members])
    made.household = file_parts.household_part(home, len(members))
    made.household.district = unit.desk.office.district
    made.application.cause = home.cause
    made.members = [file_parts.member_part(known[member.person_id], member, unit.today) for member in members]
    made.members.sort(key=lambda member: member.id != person_id)
    if made.members[0].relation != "01":
        for member in made.members:  # relations are told from the applicant, and the applicant changed
            member.relation = "01" if member is made.members[0] else ""
    made.obligors = [
        file_parts.obligor_part(row, unit.today) for row in file_rows.obligors_of(unit.session, home.id)
    ]
    made.parents = [file_parts.parent_part(row) for row in file_rows.parents_of(unit.session, home.id)]
    _tell_standing(unit, made)
    made.materials = materials.checklist(made)
    return made


def _tell_standing(unit: Unit, made: Dossier) -> None:
    """What the household and its people have from this month or the next one on: the radar reckons with it."""
    made.household.standing.clear()
    for member in made.members:
        member.receives.clear()
        member.own_dibao = None
    counted = [member.id for member in made.members if member.counted]
    received = obligations.every(unit.session, made.household.id, *counted)
    month = month_of(unit.today)
    old = obligations.taken_over(unit.session, {row.application_id for row in received})
    fill_standing(made, received, old, month, month_after(month))


def add_person(unit: Unit, person_id: str) -> MemberPart:
    """A known person as a new line of the form."""
    person = unit.get(Person, person_id)
    fresh = Member(household_id="", person_id=person.id, relation="", joined_on=unit.today)
    part = file_parts.member_part(person, fresh, unit.today)
    part.member_id = ""
    return part


def checklist(rules: Desk, dossier: Dossier) -> list[MaterialPart]:
    """The papers this application needs now, those of departments among them (pure)."""
    return materials.checklist(dossier, catalogue(rules))


def problems(rules: Desk, dossier: Dossier, today: date) -> list[Problem]:
    """Everything that stands in the way of taking the form (pure)."""
    return intake_rules.problems(dossier, rules.forms, rules.codes, today, helped_first(rules))


def accept(unit: Unit, dossier: Dossier, draft_id: str = "") -> Receipt:
    """受理: the form becomes an application and the legal clock starts today [57 Art 10].

    Blocked, with everything kept, while a field is wrong, a paper or a signature is missing, or somebody already
    receives or asks for the same elsewhere.
    """
    unit.require("take")
    require_unsent(unit, dossier, draft_id)
    _require_sound(unit, dossier)
    _require_complete(unit, dossier)
    require_single(unit, dossier)
    _require_same_people(unit, dossier)
    return _accept_each_way(unit, dossier, None, draft_id)


def _require_sound(unit: Unit, dossier: Dossier) -> None:
    desk = unit.desk
    intake_rules.require_sound(dossier, desk.forms, desk.codes, unit.today, helped_first(desk))


def _require_same_people(unit: Unit, dossier: Dossier) -> None:
    known = {part.id: recording.known_person(unit, part) for part in dossier.members}
    require_same_people(unit, dossier, known)


def record_each_way(
    unit: Unit, dossier: Dossier, first: app.Application | None, *, accepted: bool
) -> Iterator[tuple[app.Application, Dossier]]:
    """One application for each way the form goes; what was asked for stays together through the first one's id.

    Each is given out before the next is recorded; its state is the caller's.
    """
    bundle: str | None = None
    for way, programmes in split(dossier.application.programmes).items():
        part = _copied_for_another_way(dossier) if bundle else dossier
        part.application.programmes = programmes
        application = recording.record(unit, part, None if bundle else first, bundle, accepted=accepted)
        application.way = way
        bundle = bundle or application.id
        yield application, part


def _accept_each_way(unit: Unit, dossier: Dossier, first: app.Application | None, draft_id: str) -> Receipt:
    receipts: list[Receipt] = []
    for application, part in record_each_way(unit, dossier, first, accepted=True):
        move = "complete" if application.state == "to_complete" else "accept"
        receipts.append(_accepted(unit, application, part, "" if receipts else draft_id, move))
    return replace(receipts[0], others=tuple(receipts[1:]))


def _copied_for_another_way(dossier: Dossier) -> Dossier:
    """The same form for another application: its lines and bills are rows of their own."""
    made = dossier_json.load(dossier_json.dump(dossier))
    for name in (*ECONOMIC_LISTS.values(), "bills"):
        for line in getattr(made, name):
            line.id = new_id()
    return made


def _require_complete(unit: Unit, dossier: Dossier) -> None:
    """Papers and signatures, except for what is helped at once: its papers are made up afterwards."""
    dossier.materials = checklist(unit.desk, dossier)
    for line in dossier.materials:  # why nobody saw it is kept with the paper that was not seen
        if line.code == "identity_card" and line.received_on is None:
            line.note = dossier.incident.no_number_reason.strip() or line.note
    lacking = materials.before_acceptance(dossier, helped_first(unit.desk))
    unsigned = intake_rules.unsigned(dossier, unit.today)
    if not lacking and not unsigned:
        return
    told = []
    if lacking:
        told.append(f"还缺材料：{'、'.join(lacking)}")
    if unsigned:
        told.append(f"还没有签核对授权：{'、'.join(unsigned)}")
    raise Refused(f"{'；'.join(told)}。填写的内容都已保存；补齐后再受理，或出具一次性补正告知。")


def _accepted(
    unit: Unit, application: app.Application, dossier: Dossier, draft_id: str, move: str
) -> Receipt:
    application.accepted_on = unit.today
    moving.step(unit, application, move, "accepted")
    recording.settle_members(unit, application, dossier)
    recording.record_authorisations(unit, application, dossier)
    if dossier.application.related_staff.strip():
        relatives.enter(unit, application, StaffRelation(name=dossier.application.related_staff))
    if draft_id:
        draft_rows.close(unit.session, draft_id, unit.now)
    moving.settle_due(unit, application)
    unit.session.flush()
    rows = files.load_rows(unit, application.id)
    require_single_use(unit, rows, "incident.again_reason")
    clock = file_clocks.due_clock(
        file_clocks.running_clocks(unit.desk, rows, unit.today), *WAYS[application.way].whole
    )
    if clock is None:
        msg = "an accepted application has no total limit"
        raise RuntimeError(msg)
    asked = [unit.desk.label("item", programme) for programme in dossier.application.programmes]
    return Receipt(
        application.id,
        application.number,
        unit.today,
        clock.due,
        clock.limit,
        "个工作日" if clock.unit == WORKING_DAYS else "日",
        "、".join(asked),
        application.way,
    )


def issue_correction(unit: Unit, dossier: Dossier, draft_id: str, missing: list[str]) -> CorrectionReceipt:
    """补正: one written list of everything missing; the file waits, and the clock has not started [57 Art 10].

    A second list for the same application is refused: everything has to be told at once.
    """
    unit.require("take")
    if not [line for line in missing if line.strip()]:
        raise UserError("补正清单是空的。请勾选或写明缺少的材料。")
    if dossier.application.id:
        raise Refused(
            "这份申请已经出具过补正告知，应当一次告知全部缺件，不能再出第二份。材料齐全后请直接受理。"
        )
    if not dossier.applicant.name.strip():
        raise UserError("请至少填写申请人姓名。", field="members.0.name")
    require_unsent(unit, dossier, draft_id)
    application = recording.record(unit, dossier, accepted=False)
    moving.step(unit, application, "issue_correction", "to_complete", "；".join(missing))
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("correction.wd")
    due = unit.desk.calendar.add_working_days(unit.today, days).day
    number = unit.number("correction")
    unit.add(
        app.CorrectionNotice(
            application_id=application.id,
            number=number,
            missing="\n".join(line.strip() for line in missing if line.strip()),
            issued_on=unit.today,
            due_on=due,
        )
    )
    if draft_id:
        draft_rows.close(unit.session, draft_id, unit.now)
    moving.settle_due(unit, application)
    return CorrectionReceipt(application.id, number, due)


def complete(
    unit: Unit, application_id: str, dossier: Dossier, before: Mapping[str, Any] | None = None
) -> Receipt:
    """The missing papers came: accepted now, and the clock starts today.

    `before`: what the form showed when it was opened (`completing.shown`); raises `Conflict` where a person has to choose.
    """
    unit.require("take")
    application = unit.get(app.Application, application_id)
    if application.state != "to_complete":
        raise Refused("这份申请不在补正中，没有改动任何内容。")
    completing.merge(unit, application, dossier, before)
    _require_sound(unit, dossier)
    _require_complete(unit, dossier)
    require_single(unit, dossier)
    _require_same_people(unit, dossier)
    for notice in files.load_rows(unit, application_id).corrections:
        notice.completed_on = notice.completed_on or unit.today
    return _accept_each_way(unit, dossier, application, "")
