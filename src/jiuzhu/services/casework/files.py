"""One application as a dossier: loaded, built of its parts, assessed on the figures accepted so far."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from jiuzhu.domain import application as app
from jiuzhu.domain import checking
from jiuzhu.domain import dossier as parts
from jiuzhu.domain import dossier_course as course
from jiuzhu.domain import dossier_matters as matters
from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.policy import Standards
from jiuzhu.domain.survey import surveyed
from jiuzhu.domain.ways import WAYS
from jiuzhu.services.casework.assessing import UNCHECKED, assessed, finding_parts, pending_sections
from jiuzhu.services.casework.file_clocks import events_of, running_clocks
from jiuzhu.services.casework.file_parts import (
    application_part,
    authorised,
    copied,
    decision_part,
    household_part,
    letter_part,
    lists_of_lines,
    member_part,
    notice_part,
    obligor_part,
    office_part,
    parent_part,
    step_part,
)
from jiuzhu.services.casework.findings import completed
from jiuzhu.services.casework.in_force import fill_standing
from jiuzhu.services.casework.objected import objection_part
from jiuzhu.services.casework.visited import visit_parts
from jiuzhu.services.counter import declared
from jiuzhu.services.counter.permits import obligor_permits
from jiuzhu.storage.queries import files
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_MONEY = re.compile(r"^\d+\.\d\d\b")  # a figure a check found, before words about it


def build(desk: Desk, rows: FileRows, today: date) -> Dossier:
    """The dossier of stored rows, without findings."""
    on = rows.application.accepted_on or rows.application.submitted_on
    members = [member_part(rows.people[member.person_id], member, on) for member in rows.members]
    members.sort(key=lambda member: member.id != rows.application.applicant_id)
    obligors = [obligor_part(row, on) for row in rows.obligors]
    dossier = Dossier(
        version=rows.application.version,
        office=office_part(desk),
        application=application_part(rows),
        household=household_part(rows.household, sum(1 for member in members if member.counted)),
        members=members,
        obligors=obligors,
        materials=[copied(parts.MaterialPart, row) for row in rows.materials if row.needed],
        relatives=[copied(course.RelativePart, row) for row in rows.relatives],
        authorisations=authorised(rows, members, obligors),
        neighbours=[copied(course.NeighbourPart, row) for row in rows.neighbours],
        letters=[letter_part(row, rows.operators) for row in rows.letters],
        objections=[objection_part(row, rows.notices) for row in rows.objections],
        decisions=[decision_part(row, rows.operators, list(rows.entitlements)) for row in rows.decisions],
        steps=[step_part(row, rows.operators) for row in rows.steps],
    )
    for name, lines in lists_of_lines(rows).items():
        setattr(dossier, name, lines)
    dossier.parents = [parent_part(row) for row in rows.parents]
    dossier.bills = [
        copied(parts.BillPart, row, person=row.person_id or "") for row in rows.bills if not row.left_out
    ]
    if rows.incidents:
        row = rows.incidents[-1]
        dossier.incident = copied(parts.IncidentPart, row, person=row.person_id or "")
    declared.shown(rows, dossier.members, dossier.household)
    decided = max((row.decided_on for row in rows.decisions), default=today)
    until = month_after(month_of(decided))
    fill_standing(dossier, rows.received, rows.taken_over, month_of(on), until)
    dossier.household.awaited = list(rows.awaited)
    dossier.household.district = desk.office.district
    _fill_latest(dossier, rows, today)
    whole = WAYS[rows.application.way].whole
    limits = (clock.due for clock in running_clocks(desk, rows, today) if clock.code in whole)
    dossier.application.promised_on = min(limits, default=None)
    return dossier


def _fill_latest(dossier: Dossier, rows: FileRows, today: date) -> None:
    """The parts of which a form shows the newest."""
    names = {person.id: person.name for person in rows.people.values()}
    if rows.corrections:
        row = rows.corrections[-1]
        dossier.correction = copied(course.CorrectionPart, row, missing=row.missing.splitlines())
    if rows.declined:
        told = rows.declined[-1]
        dossier.declined = copied(
            course.DeclinedPart, told, declined_by=rows.operators.get(told.declined_by, "")
        )
    if rows.checks:
        check: checking.Check = rows.checks[-1]
        age = (today - check.report_on).days if check.report_on else None
        asked = obligor_permits(rows, today)
        dossier.check = copied(
            course.CheckPart,
            check,
            age_days=age,
            obligors=[
                copied(
                    course.CheckedObligorPart,
                    row,
                    signed_on=asked[row.id].signed_on,
                    valid_until=asked[row.id].valid_until,
                )
                for row in rows.obligors
                if row.id in asked
            ],
        )
        liable = {row.id: f"{row.name}（义务人）" for row in rows.obligors}
        dossier.replies = [
            copied(
                course.ReplyPart,
                reply,
                person_name=liable.get(reply.obligor_id or "") or names.get(reply.person_id, ""),
                value=_MONEY.sub(lambda found: f"{Decimal(found[0]):,.2f}", reply.value),
            )
            for reply in rows.replies
            if reply.check_id == check.id
        ]
    dossier.visits = visit_parts(rows)
    if dossier.visits:
        dossier.visit = replace(dossier.visits[-1], photos=sum(rows.photos.values()))
    if rows.opinions:
        opinion = rows.opinions[-1]
        dossier.opinion = copied(
            course.OpinionPart,
            opinion,
            given_by=rows.operators.get(opinion.given_by, ""),
            monthly=opinion.monthly or None,
            amount=opinion.amount or None,
        )
    if rows.notices:
        dossier.notice = notice_part(rows.notices[-1])
    if rows.deliberations:
        dossier.deliberation = copied(matters.DeliberationPart, rows.deliberations[-1])
    dossier.survey = surveyed(dossier)
    if dossier.decisions:
        dossier.decision = dossier.decisions[0]


def load_rows(unit: Unit, application_id: str) -> FileRows:
    """The stored rows of an application."""
    return files.load(unit.session, unit.get(app.Application, application_id))


def standards_of(unit: Unit, rows: FileRows) -> Standards:
    """The figures whose days bind this application: those of its day of acceptance, as its clocks use them."""
    on = rows.application.accepted_on or rows.application.submitted_on
    found = unit.desk.policy.in_force(unit.desk.office.district, on)
    return found.with_settings({"authority.dibao": unit.desk.office.authority})


_MEANS_UNASKED = ("subsidy", "transfer")
"""Ways whose form need not tell of means: what it leaves out is not known, and not nothing."""


def assessment_of(desk: Desk, dossier: Dossier, rows: FileRows, today: date) -> Assessment:
    """The findings on the figures accepted so far, on the household of the day of acceptance.

    The standards are those of the decision, which may be made today: its own day's for who fits, its first month's for
    the money (`assess_for`).
    """
    on = rows.application.accepted_on or rows.application.submitted_on
    decided = max((row.decided_on for row in rows.decisions), default=today)
    way = rows.application.way
    pending = UNCHECKED if way == "quick" else pending_sections(dossier) if way in _MEANS_UNASKED else ()
    return completed(rows, assessed(desk, dossier, on, events_of(rows), pending, decided=decided))


def dossier(unit: Unit, application_id: str) -> Dossier:
    """The whole file with its findings."""
    rows = load_rows(unit, application_id)
    made = build(unit.desk, rows, unit.today)
    made.findings = finding_parts(unit.desk, made, assessment_of(unit.desk, made, rows, unit.today))
    return made
