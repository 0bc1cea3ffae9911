"""One application as a dossier, with its clocks, its next moves and its history."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from jiuzhu.domain import application as app
from jiuzhu.domain import approving, checking, household
from jiuzhu.domain import dossier as parts
from jiuzhu.domain import dossier_course as course
from jiuzhu.domain import dossier_matters as matters
from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.deadlines import Clock, clocks
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.dossier import ECONOMIC_LISTS, Dossier
from jiuzhu.domain.facts import EventsFacts
from jiuzhu.domain.facts import Pause as PauseFacts
from jiuzhu.domain.facts_of import difference_of
from jiuzhu.domain.household import age_on
from jiuzhu.domain.identity_number import LENGTH as ID_LENGTH
from jiuzhu.domain.money import cents
from jiuzhu.domain.policy import Standards
from jiuzhu.domain.survey import surveyed
from jiuzhu.domain.transferring import OUT, file_state
from jiuzhu.domain.ways import WAYS
from jiuzhu.services.casework import sums
from jiuzhu.services.casework.assessing import UNCHECKED, assessed, finding_parts, pending_sections
from jiuzhu.services.casework.findings import completed
from jiuzhu.services.casework.in_force import fill_standing
from jiuzhu.services.casework.objected import objection_part
from jiuzhu.services.casework.visited import visit_parts
from jiuzhu.services.counter import declared
from jiuzhu.services.counter.permits import obligor_permits
from jiuzhu.storage.queries import files
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import CHINA, Unit

P = TypeVar("P")

_MONEY = re.compile(r"^\d+\.\d\d\b")  # a figure a check found, before words about it

WITHDRAWN = "withdrawn"
"""Judgement of an economic line the family took back before acceptance; it is kept and no longer shown."""


def copied(kind: Callable[..., P], row: Any, **more: Any) -> P:
    """A part filled with the row's fields of the same name, plus what is given."""
    names = kind.__dataclass_fields__.keys()  # type: ignore[attr-defined]  # every part is a dataclass
    shared = {name: getattr(row, name) for name in names if name not in more and hasattr(row, name)}
    return kind(**shared, **more)


def member_part(person: household.Person, member: household.Member, on: date) -> parts.MemberPart:
    """One member as forms see them; `id` is the person's."""
    return copied(
        parts.MemberPart,
        person,
        id=person.id,
        member_id=member.id,
        age=age_on(person.birth, on),
        relation=member.relation,
        counted=member.counted,
        not_counted_reason=member.not_counted_reason,
        lives_alone=member.lives_alone,
        registered_unemployed=member.registered_unemployed,
        self_care_unmet=person.self_care_unmet.split(),
    )


def household_part(home: household.Household, size: int) -> parts.HouseholdPart:
    """The household as forms see it."""
    return copied(
        parts.HouseholdPart,
        home,
        premises=home.premises.split(),
        consumption=home.consumption.split(),
        size=size,
    )


def office_part(desk: Desk) -> parts.OfficePart:
    """Letterhead."""
    return copied(parts.OfficePart, desk.office, window=desk.station.window)


def obligor_part(row: household.Obligor, on: date) -> parts.ObligorPart:
    """One obligor as forms see them, on a day."""
    number = row.id_number
    return copied(
        parts.ObligorPart,
        row,
        of_person=row.of_person_id,
        sex=("1" if int(number[16]) % 2 else "2") if len(number) == ID_LENGTH else "",
        age=age_on(row.birth, on),
        income_month=row.income_month if row.income_told else None,
        per_head=cents(row.income_month / row.family_size) if row.income_told and row.family_size else None,
    )


def parent_part(row: household.Parent) -> parts.ParentPart:
    """One parent of a child as forms see them."""
    return copied(parts.ParentPart, row, of_person=row.of_person_id)


def letter_part(row: checking.Letter, operators: dict[str, str]) -> course.LetterPart:
    """One letter as forms see it."""
    return copied(course.LetterPart, row, sent_by=operators.get(row.sent_by or "", ""))


def _line_part(row: app.EconomicLine, names: dict[str, str], operators: dict[str, str]) -> parts.LinePart:
    made = copied(
        parts.LinePart,
        row,
        person=row.person_id or "",
        person_name=names.get(row.person_id or "", ""),
        accepted_by=operators.get(row.accepted_by or "", ""),
        difference=None,
    )
    made.difference = difference_of(made)
    return made


def _lists_of_lines(rows: FileRows) -> dict[str, list[parts.LinePart]]:
    names = {person.id: person.name for person in rows.people.values()}
    lists: dict[str, list[parts.LinePart]] = {name: [] for name in ECONOMIC_LISTS.values()}
    for row in rows.lines:
        if row.judgement == WITHDRAWN or row.starts_on is not None:  # what came later is no part of the file
            continue
        lists[ECONOMIC_LISTS[row.category]].append(_line_part(row, names, rows.operators))
    return lists


def _decision_part(
    row: approving.Decision, operators: dict[str, str], entitlements: list[approving.Entitlement]
) -> course.DecisionPart:
    told = sums.of_decision(row, entitlements)
    return copied(course.DecisionPart, row, decided_by=operators.get(row.decided_by, ""), **told)


def _notice_part(row: approving.PublicNotice) -> course.NoticePart:
    return copied(course.NoticePart, row, programmes=row.programmes.split(), **sums.of_notice(row))


def _step_part(row: app.Step, operators: dict[str, str]) -> course.StepPart:
    at = row.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    return copied(course.StepPart, row, by=operators.get(row.by, ""), at=at)


def _application_part(rows: FileRows) -> parts.ApplicationPart:
    found = rows.application
    return copied(
        parts.ApplicationPart,
        found,
        programmes=[item.programme for item in rows.items if item.state != "dropped"],
        cause=rows.household.cause,
        truth_promised=found.accepted_on is not None,  # asked before acceptance, but of who is led on first
        clerk_name=rows.operators.get(found.clerk_id, ""),
        related_staff="；".join(
            f"{item.staff_unit}{item.staff_post}{item.staff_name}"
            + (f"（{item.relation}）" if item.relation else "")
            for item in rows.relatives
        ),
        promised_on=None,
    )


def _authorised(
    rows: FileRows, members: list[parts.MemberPart], obligors: list[parts.ObligorPart]
) -> list[course.AuthorisationPart]:
    made = []
    people: dict[str, parts.MemberPart | parts.ObligorPart] = {member.id: member for member in members}
    people |= {one.id: one for one in obligors}
    for row in rows.authorisations:
        member = people.get(row.obligor_id or row.person_id)
        if member is None or row.revoked_on is not None:
            continue
        member.authorised_on, member.authorised_by = row.signed_on, row.signed_by
        made.append(copied(course.AuthorisationPart, row, name=member.name, id_number=member.id_number))
    return made


def build(desk: Desk, rows: FileRows, today: date) -> Dossier:
    """The dossier of stored rows, without findings."""
    on = rows.application.accepted_on or rows.application.submitted_on
    members = [member_part(rows.people[member.person_id], member, on) for member in rows.members]
    members.sort(key=lambda member: member.id != rows.application.applicant_id)
    obligors = [obligor_part(row, on) for row in rows.obligors]
    dossier = Dossier(
        version=rows.application.version,
        office=office_part(desk),
        application=_application_part(rows),
        household=household_part(rows.household, sum(1 for member in members if member.counted)),
        members=members,
        obligors=obligors,
        materials=[copied(parts.MaterialPart, row) for row in rows.materials if row.needed],
        relatives=[copied(course.RelativePart, row) for row in rows.relatives],
        authorisations=_authorised(rows, members, obligors),
        neighbours=[copied(course.NeighbourPart, row) for row in rows.neighbours],
        letters=[letter_part(row, rows.operators) for row in rows.letters],
        objections=[objection_part(row, rows.notices) for row in rows.objections],
        decisions=[_decision_part(row, rows.operators, list(rows.entitlements)) for row in rows.decisions],
        steps=[_step_part(row, rows.operators) for row in rows.steps],
    )
    for name, lines in _lists_of_lines(rows).items():
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
        dossier.notice = _notice_part(rows.notices[-1])
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


def events_of(rows: FileRows) -> EventsFacts:
    """What happened when, for the legal clocks."""
    found = rows.application
    first = [notice for notice in rows.notices if not notice.repost]
    again = [notice for notice in rows.notices if notice.repost]
    decided = max((row.decided_on for row in rows.decisions), default=None)
    return EventsFacts(
        accepted=found.accepted_on,
        survey_started=found.survey_started_on,
        check_requested=found.check_requested_on,
        check_replied=rows.checks[-1].replied_on if rows.checks else None,
        posted=first[-1].posted_on if first else None,
        objection=rows.objections[-1].received_on if rows.objections else None,
        reposted=again[-1].posted_on if again else None,
        sent_to_county=found.sent_on,
        decided=decided,
        made_up=rows.incidents[-1].makeup_done_on if rows.incidents else None,
        **_handed_on(rows),
        special=found.special_reason,
        refused=found.state == "refused",
        pauses=tuple(PauseFacts(row.starts_on, row.ends_on, row.reason) for row in rows.pauses),
    )


def _handed_on(rows: FileRows) -> dict[str, date | None]:
    """When what is still out went to its department, and when the matters were disputed, the last answered, the last told."""
    if not rows.transfers:
        return {}
    slips, state = rows.transfers, file_state(rows.items, rows.transfers)
    out = [row.sent_on for row in slips if row.state in OUT]
    disputes = [row.at.astimezone(CHINA).date() for row in rows.steps if row.move == "dispute"]
    answered = max((row.answered_on for row in slips if row.answered_on), default=None)
    told = max((row.told_on for row in slips if row.told_on), default=None)
    return {
        "referred": None if state == "accepted" else min(out, default=slips[-1].sent_on),
        "answered": answered if state in {"answered", "closed"} else None,
        "disputed": max(disputes) if any(row.state == "disputed" for row in slips) else None,
        "told": told if state == "closed" else None,
    }


def running_clocks(desk: Desk, rows: FileRows, today: date) -> tuple[Clock, ...]:
    """Every legal clock of the application."""
    if rows.application.accepted_on is None:
        return ()
    standards = desk.policy.in_force(desk.office.district, rows.application.accepted_on)
    standards = standards.with_settings({"authority.dibao": desk.office.authority})
    return clocks(events_of(rows), standards, desk.calendar, today=today, way=rows.application.way)


def due_clock(found: tuple[Clock, ...], *codes: str) -> Clock | None:
    """The clock of these codes that runs out first among those still running."""
    running = [clock for clock in found if clock.done is None and (not codes or clock.code in codes)]
    return min(running, key=lambda clock: clock.due, default=None)


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
