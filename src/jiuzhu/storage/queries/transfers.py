"""转办, leads and meetings as lists."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Item
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.office import Operator
from jiuzhu.domain.transferring import SETTLING, Lead, Meeting, MeetingItem, Ruling, Transfer
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.sql import tail
from jiuzhu.storage.tables import TABLES

transfer, ruling, lead = TABLES[Transfer], TABLES[Ruling], TABLES[Lead]
application, item, household = TABLES[Application], TABLES[Item], TABLES[Household]
person, operator, meeting = TABLES[Person], TABLES[Operator], TABLES[Meeting]
meeting_item, member = TABLES[MeetingItem], TABLES[Member]


def of_application(session: Session, application_id: str) -> list[Transfer]:
    """Every slip of an application, the oldest first."""
    statement = select(Transfer).where(transfer.c.application_id == application_id).order_by(transfer.c.id)
    return list(session.scalars(statement))


def numbered(session: Session, number: str) -> Transfer | None:
    """The slip of a number."""
    return session.scalars(select(Transfer).where(transfer.c.number == number)).first()


def rows(session: Session, states: Sequence[str], department: str, text: str, limit: int) -> list[Any]:
    """Slips with applicant and household, those due first."""
    columns = [column for column in transfer.c if column.name not in {"version", "attachments"}]
    statement = (
        select(
            *columns, person.c.name, person.c.phone, person.c.id_number, person.c.died_on, household.c.village,
            application.c.number.label("application_number"), application.c.bundle_id, application.c.ended_on,
        )
        .join(application, application.c.id == transfer.c.application_id)
        .join(person, person.c.id == application.c.applicant_id)
        .join(household, household.c.id == application.c.household_id)
        .where(transfer.c.state.in_(states))
        .order_by(transfer.c.due_on, transfer.c.id)
        .limit(limit)
    )  # fmt: skip
    if department:
        statement = statement.where(transfer.c.department == department)
    if text.strip():
        statement = statement.where(named_like(text.strip(), transfer.c.number, application.c.number))
    return list(session.execute(statement))


def given(session: Session, household_id: str) -> list[Any]:
    """What departments gave to a household or to somebody it counts now: slips answered in favour, the newest first."""
    mine = select(member.c.person_id).where(
        member.c.household_id == household_id, member.c.left_on.is_(None), member.c.counted.is_(True)
    )
    statement = (
        select(
            transfer.c.programme, transfer.c.department, transfer.c.amount, transfer.c.answered_on,
            application.c.number.label("application_number"), transfer.c.application_id,
        )
        .join(application, application.c.id == transfer.c.application_id)
        .where(
            (application.c.household_id == household_id) | application.c.applicant_id.in_(mine),
            transfer.c.state.in_(("answered", "closed")),
            transfer.c.result.in_(("granted", "partly")),
        )
        .order_by(transfer.c.answered_on.desc(), transfer.c.id.desc())
    )  # fmt: skip
    return list(session.execute(statement))


def to_send(session: Session, text: str, limit: int) -> list[Any]:
    """Open matters of departments that no slip settles, the oldest first (`domain.transferring.waiting`)."""
    settled = exists().where(transfer.c.item_id == item.c.id, transfer.c.state.in_(SETTLING))
    statement = (
        select(
            application.c.id, application.c.number, application.c.accepted_on, application.c.due_on, application.c.reason,
            person.c.name, person.c.died_on, household.c.village, item.c.id.label("item_id"), item.c.programme,
        )
        .join(person, person.c.id == application.c.applicant_id)
        .join(household, household.c.id == application.c.household_id)
        .join(item, (item.c.application_id == application.c.id) & (item.c.state == "open"))
        .where(application.c.way == "transfer", application.c.state == "accepted", ~settled)
        .order_by(application.c.due_on.is_(None), application.c.due_on, application.c.id, item.c.id)
        .limit(limit)
    )  # fmt: skip
    if text.strip():
        statement = statement.where(named_like(text.strip(), application.c.number))
    return list(session.execute(statement))


class Ruled(NamedTuple):
    """A ruling and the matter it is about."""

    item_id: str
    department: str
    ruling: Ruling


def disputes(session: Session, transfers: Collection[str]) -> list[Ruling]:
    """The disputes of these slips, ruled on or not, the oldest first."""
    statement = select(Ruling).where(ruling.c.transfer_id.in_(transfers)).order_by(ruling.c.id)
    return list(session.scalars(statement))


def rulings(session: Session, items: Collection[str]) -> list[Ruled]:
    """What was ruled on these matters, the oldest first."""
    statement = (
        select(transfer.c.item_id, Ruling)
        .join(transfer, transfer.c.id == ruling.c.transfer_id)
        .where(transfer.c.item_id.in_(items), ruling.c.ruled_on.is_not(None))
        .order_by(ruling.c.id)
    )
    return [Ruled(item_id, row.department, row) for item_id, row in session.execute(statement)]


def applicant_of(session: Session, application_id: str) -> str:
    """The applicant's name."""
    statement = (
        select(person.c.name)
        .join(application, application.c.applicant_id == person.c.id)
        .where(application.c.id == application_id)
    )
    return session.scalar(statement) or ""


def people_of(session: Session, application_id: str) -> list[Person]:
    """The applicant, and whoever lives in the household of an application."""
    lives = (
        exists()
        .where(member.c.person_id == person.c.id, member.c.household_id == application.c.household_id)
        .where(member.c.left_on.is_(None))
    )
    statement = (
        select(Person)
        .join(application, application.c.id == application_id)
        .where((person.c.id == application.c.applicant_id) | lives)
    )
    return list(session.scalars(statement.order_by(person.c.id)))


def leads(session: Session, states: Sequence[str], text: str, limit: int) -> list[Any]:
    """Leads, those due first."""
    columns = [column for column in lead.c if column.name != "version"]
    statement = (
        select(
            *columns,
            operator.c.name.label("owner"),
            application.c.number.label("application_number"),
        )
        .outerjoin(operator, operator.c.id == lead.c.owner_id)
        .outerjoin(application, application.c.id == lead.c.application_id)
        .where(lead.c.state.in_(states))
        .order_by(lead.c.due_on, lead.c.id)
        .limit(limit)
    )
    if text.strip():
        statement = statement.where(lead_like(text.strip()))
    return list(session.execute(statement))


def lead_like(typed: str) -> ColumnElement[bool]:
    """Leads a typed text may mean: a part of the name, initials, number, village, the ID's last four."""
    return or_(
        *(column.contains(typed, autoescape=True) for column in (lead.c.name, lead.c.number, lead.c.village)),
        lead.c.initials.startswith(typed.lower(), autoescape=True),
        tail(lead.c.id_number) == typed.upper(),
    )


def leads_like(session: Session, names: Collection[str], numbers: Collection[str]) -> list[Lead]:
    """Leads about somebody of one of these names or ID numbers, the oldest first."""
    statement = select(Lead).where(lead.c.name.in_(names) | lead.c.id_number.in_(numbers))
    return list(session.scalars(statement.order_by(lead.c.id)))


def meetings(session: Session) -> list[Meeting]:
    """Meetings, the newest first."""
    return list(session.scalars(select(Meeting).order_by(meeting.c.held_on.desc(), meeting.c.id.desc())))


def decisions(session: Session, *wanted: ColumnElement[bool]) -> list[Any]:
    """What meetings decided, those due first, each with its meeting, and number and file of what it is about."""
    about_file, about_slip = application.alias(), transfer.alias()
    statement = (
        select(
            meeting_item.c.id, meeting_item.c.meeting_id, meeting_item.c.position, meeting_item.c.title,
            meeting_item.c.decision, meeting_item.c.responsible, meeting_item.c.due_on, meeting_item.c.done_on,
            meeting_item.c.result, meeting.c.number, meeting.c.held_on,
            func.coalesce(about_file.c.number, about_slip.c.number, "").label("about"),
            func.coalesce(about_file.c.id, about_slip.c.application_id).label("application_id"),
        )
        .join(meeting, meeting.c.id == meeting_item.c.meeting_id)
        .outerjoin(about_file, about_file.c.id == meeting_item.c.subject_id)
        .outerjoin(about_slip, about_slip.c.id == meeting_item.c.subject_id)
        .where(*wanted)
        .order_by(meeting_item.c.due_on.is_(None), meeting_item.c.due_on, meeting_item.c.id)
    )  # fmt: skip
    return list(session.execute(statement))


def open_decisions(session: Session) -> list[Any]:
    """Decisions nobody has carried out."""
    return decisions(session, meeting_item.c.done_on.is_(None))


def done_decisions(session: Session) -> list[Any]:
    """Decisions that were carried out."""
    return decisions(session, meeting_item.c.done_on.is_not(None))


def decisions_about(session: Session, application_id: str) -> list[Any]:
    """Decisions about an application or one of its slips."""
    slips = select(transfer.c.id).where(transfer.c.application_id == application_id)
    subject = meeting_item.c.subject_id
    return decisions(session, (subject == application_id) | subject.in_(slips))
