"""动态管理 as lists: events, adjustments, past months to repair."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, Table, func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.caring import SelfCare
from jiuzhu.domain.granting import Adjustment, BackPayment
from jiuzhu.domain.household import Household, HouseholdEvent, Member, Obligor, Parent, Person
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.tables import TABLES, journal_entry

entitlement, household, person = TABLES[Entitlement], TABLES[Household], TABLES[Person]
event, adjustment, back_payment = TABLES[HouseholdEvent], TABLES[Adjustment], TABLES[BackPayment]
application, member, self_care = TABLES[Application], TABLES[Member], TABLES[SelfCare]


def not_ended(session: Session, household_id: str, month: str) -> list[Entitlement]:
    """Entitlements of a household that have not ended before a month, what begins later too."""
    statement = (
        select(Entitlement)
        .where(
            entitlement.c.household_id == household_id,
            (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
        )
        .order_by(entitlement.c.programme, entitlement.c.first_month, entitlement.c.id)
    )
    return list(session.scalars(statement))


def of_person(session: Session, person_id: str, month: str) -> list[Entitlement]:
    """What belongs to one person and goes on in a month or after it, in whichever household."""
    statement = select(Entitlement).where(
        entitlement.c.person_id == person_id,
        (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
    )
    return list(session.scalars(statement.order_by(entitlement.c.id)))


def supporters_of(session: Session, person_id: str) -> list[Parent | Obligor]:
    """What is on record of a person's parents and obligors, in whichever household."""
    found: list[Parent | Obligor] = []
    for kind in (Parent, Obligor):
        table = TABLES[kind]
        wanted = (
            (table.c.of_person_id == person_id) & table.c.ended_on.is_(None) & table.c.waits_for.is_(None)
        )
        found += session.scalars(select(kind).where(wanted).order_by(table.c.id))
    return found


def said_obligors(session: Session, person_id: str) -> list[Obligor]:
    """Obligors of a person whom forms name that are not decided and no record knows, in the order they were told."""
    table = TABLES[Obligor]
    form = func.coalesce(application.c.bundle_id, application.c.id)
    statement = select(Obligor).where(
        table.c.of_person_id == person_id,
        table.c.replaces_id.is_(None),
        table.c.ended_on.is_(None),
        table.c.waits_for.in_(select(form).where(application.c.state.in_(OPEN_STATES))),
    )
    return list(session.scalars(statement.order_by(table.c.id)))


def receives(session: Session, household_id: str, programme: str) -> bool:
    """Whether a household has an entitlement of a programme without an end."""
    statement = select(entitlement.c.id).where(
        entitlement.c.household_id == household_id,
        entitlement.c.programme == programme,
        entitlement.c.last_month == "",
    )
    return session.execute(statement).first() is not None


def events(session: Session, household_id: str) -> list[HouseholdEvent]:
    """Events of a household, or of all those not settled."""
    statement = select(HouseholdEvent).order_by(event.c.id.desc())
    if household_id:
        statement = statement.where(event.c.household_id == household_id)
    else:
        statement = statement.where(event.c.settled_on.is_(None))
    return list(session.scalars(statement))


def events_touching(session: Session, household_id: str) -> list[HouseholdEvent]:
    """Events of a household and those of others that made it, ended it or moved somebody, the oldest first."""
    touches = (event.c.household_id == household_id) | (event.c.other_household_id == household_id)
    return list(session.scalars(select(HouseholdEvent).where(touches).order_by(event.c.id)))


def events_of_people(session: Session, people: Collection[str]) -> list[HouseholdEvent]:
    """Events about these people, in whichever household, the oldest first."""
    statement = select(HouseholdEvent).where(event.c.person_id.in_(people)).order_by(event.c.id)
    return list(session.scalars(statement))


def granted_since(session: Session, event_id: str, homes: Collection[str], people: Collection[str]) -> bool:
    """Whether an entitlement of these households or people was made after an event; UUIDv7 sort by that moment."""
    theirs = entitlement.c.household_id.in_(homes) | entitlement.c.person_id.in_(people)
    return bool(
        session.scalar(select(select(entitlement.c.id).where(entitlement.c.id > event_id, theirs).exists()))
    )


def entry_of_event(session: Session, event_id: str) -> str | None:
    """What the journal says the recording of an event changed: the first entry that names it, whoever recorded it."""
    columns = journal_entry.c
    return session.scalar(
        select(columns.changes)
        .where(
            columns.subject_id
            == select(event.c.household_id).where(event.c.id == event_id).scalar_subquery(),
            columns.changes.contains(event_id),
        )
        .order_by(columns.epoch, columns.seq)
        .limit(1)
    )


def row_of(session: Session, name: str, identity: str) -> Any:
    """The row a change of the journal is about, by the name of its table."""
    kind = next(kind for kind, table in TABLES.items() if table.name == name)
    return session.get_one(kind, identity)


def found_work(session: Session, household_id: str, event_id: str = "") -> set[str]:
    """Who of a household found work, as events say whose consequences are not all decided, or one that is named."""
    statement = select(event.c.person_id).where(
        event.c.household_id == household_id,
        event.c.kind == "employed",
        (event.c.settled_on.is_(None)) | (event.c.id == event_id),
    )
    return {row.person_id for row in session.execute(statement)}


def open_events(session: Session, household_id: str) -> list[HouseholdEvent]:
    """Events of a household whose consequences are not all decided, the oldest first."""
    statement = (
        select(HouseholdEvent)
        .where(event.c.household_id == household_id, event.c.settled_on.is_(None))
        .order_by(event.c.id)
    )
    return list(session.scalars(statement))


def _relation(rows: Any, other: Any) -> Label[str]:
    """What somebody was last to the head of the household of a row."""
    told = select(member.c.relation).where(
        member.c.household_id == rows.c.household_id, member.c.person_id == other.c.id
    )
    found: Label[str] = told.order_by(member.c.id.desc()).limit(1).scalar_subquery().label("relation")
    return found


def event_rows(session: Session, text: str, limit: int) -> list[Any]:
    """Events not settled, with the household, its head and whose event it is with their last relation there, those due first."""
    other = person.alias("struck")
    statement = (
        select(
            event.c.id, event.c.number, event.c.kind, event.c.effective_on, event.c.from_month, event.c.due_on,
            event.c.details, event.c.household_id, household.c.number.label("household_number"), household.c.village,
            household.c.head_id, person.c.name, event.c.person_id, other.c.name.label("struck"), _relation(event, other),
        )
        .join(household, household.c.id == event.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .outerjoin(other, other.c.id == event.c.person_id)
        .where(event.c.settled_on.is_(None))
        .order_by(event.c.due_on.is_(None), event.c.due_on, event.c.id)
        .limit(limit)
    )  # fmt: skip
    if text.strip():
        typed = text.strip()
        statement = statement.where(or_(named_like(typed, household.c.number), named_like(typed, who=other)))
    return list(session.execute(statement))


def assessed_since(session: Session, person_id: str, on: date) -> bool:
    """Whether somebody's self-care was assessed again on a day or later."""
    wanted = (
        self_care.c.person_id == person_id,
        self_care.c.reason == "changed",
        self_care.c.assessed_on >= on,
    )
    return session.scalar(select(self_care.c.id).where(*wanted).limit(1)) is not None


def open_adjustments(session: Session, entitlement_id: str) -> list[Adjustment]:
    """Adjustments of an entitlement that wait for a decision."""
    statement = select(Adjustment).where(
        adjustment.c.entitlement_id == entitlement_id, adjustment.c.state == "proposed"
    )
    return list(session.scalars(statement))


def set_otherwise(session: Session) -> list[Any]:
    """Signed adjustments that may say something else than the figures did: all but those of a 标准调整, as plain rows."""
    names = (
        "id",
        "number",
        "kind",
        "cause",
        "reason",
        "new_monthly",
        "found_kind",
        "found_monthly",
        "decided_on",
    )
    statement = select(*(adjustment.c[name] for name in names))
    return list(
        session.execute(statement.where(adjustment.c.state == "approved", adjustment.c.cause != "standard"))
    )


def adjustments_of(session: Session, household_id: str) -> list[Adjustment]:
    """Every adjustment of a household, the oldest first."""
    statement = select(Adjustment).where(adjustment.c.household_id == household_id).order_by(adjustment.c.id)
    return list(session.scalars(statement))


def adjustments_because_of(session: Session, event_id: str) -> list[Adjustment]:
    """Adjustments proposed because of an event, wherever they are paid."""
    return list(session.scalars(select(Adjustment).where(adjustment.c.event_id == event_id)))


def decided_for(session: Session, event_id: str) -> set[str]:
    """Entitlements whose adjustment because of an event was decided, for or against."""
    statement = select(adjustment.c.entitlement_id).where(
        adjustment.c.event_id == event_id, adjustment.c.state != "proposed"
    )
    return {one for one in session.scalars(statement) if one is not None}


def adjustment_rows(session: Session, states: Sequence[str], text: str, limit: int) -> list[Any]:
    """Adjustments with their households and whose each entitlement is, with their last relation there, the oldest first."""
    columns = [column for column in adjustment.c if column.name not in {"version", "evidence"}]
    other = person.alias("struck")
    statement = (
        select(
            *columns, household.c.number.label("household_number"), household.c.village, household.c.head_id, person.c.name,
            entitlement.c.person_id, other.c.name.label("struck"), _relation(adjustment, other),
        )
        .join(household, household.c.id == adjustment.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .outerjoin(entitlement, entitlement.c.id == adjustment.c.entitlement_id)
        .outerjoin(other, other.c.id == entitlement.c.person_id)
        .where(adjustment.c.state.in_(states))
        .order_by(adjustment.c.id)
        .limit(limit)
    )  # fmt: skip
    if text.strip():
        typed = text.strip()
        told = named_like(typed, household.c.number, adjustment.c.number)
        statement = statement.where(or_(told, named_like(typed, who=other)))
    return list(session.execute(statement))


def kept_back(session: Session, household_id: str, programme: str, month: str, *, but: str) -> Decimal:
    """Yuan decided to be kept back from a household with a month's grant, one record left aside."""
    statement = select(back_payment.c.amount).where(
        back_payment.c.household_id == household_id,
        back_payment.c.programme == programme,
        back_payment.c.kind == "clawback",
        back_payment.c.pay_month == month,
        back_payment.c.state.in_(("approved", "settled")),
        back_payment.c.id != but,
    )
    return sum(session.scalars(statement), Decimal("0.00"))


def to_keep_back(session: Session, household_id: str, programme: str, month: str) -> list[BackPayment]:
    """What is decided to be kept back from a household with a month's grant or a later one and is not yet, by month."""
    statement = (
        select(BackPayment)
        .where(
            back_payment.c.household_id == household_id,
            back_payment.c.programme == programme,
            back_payment.c.kind == "clawback",
            back_payment.c.state == "approved",
            back_payment.c.pay_month >= month,
        )
        .order_by(back_payment.c.pay_month, back_payment.c.id)
    )
    return list(session.scalars(statement))


def repairs_of_person(session: Session, person_id: str, month: str) -> list[BackPayment]:
    """What is still to be made up or kept back for one person with a month (YYYY-MM) or a later one, in whichever household.

    What no grant could carry stands under no month: it stays with the household that was paid it.
    """
    statement = select(BackPayment).where(
        back_payment.c.person_id == person_id,
        (back_payment.c.state == "proposed")
        | ((back_payment.c.state == "approved") & (back_payment.c.pay_month >= month)),
    )
    return list(session.scalars(statement.order_by(back_payment.c.id)))


def owed_to(session: Session, household_id: str) -> list[BackPayment]:
    """What is still to be made up to a household as a whole."""
    statement = select(BackPayment).where(
        back_payment.c.household_id == household_id,
        back_payment.c.person_id.is_(None),
        back_payment.c.kind == "makeup",
        back_payment.c.state.in_(("proposed", "approved")),
    )
    return list(session.scalars(statement.order_by(back_payment.c.id)))


def of_home(statement: Select[Any], text: str) -> Select[Any]:
    """Only the households a text may mean."""
    wanted = text.strip()
    return statement.where(named_like(wanted, household.c.number)) if wanted else statement


def back_payment_rows(session: Session, states: Sequence[str], text: str, limit: int) -> list[Any]:
    """Money for past months with its household and whose it is, the oldest first."""
    columns = [column for column in back_payment.c if column.name != "version"]
    other = person.alias("struck")
    statement = (
        select(
            *columns, household.c.number.label("household_number"), household.c.village, household.c.head_id, person.c.name,
            other.c.name.label("struck"), _relation(back_payment, other),
        )
        .join(household, household.c.id == back_payment.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .outerjoin(other, other.c.id == back_payment.c.person_id)
        .where(back_payment.c.state.in_(states))
        .order_by(back_payment.c.id)
        .limit(limit)
    )  # fmt: skip
    if text.strip():
        typed = text.strip()
        statement = statement.where(or_(named_like(typed, household.c.number), named_like(typed, who=other)))
    return list(session.execute(statement))


def rows_of_grant(
    session: Session, household_id: str, programme: str, person_id: str | None
) -> list[Entitlement]:
    """Every row of one programme over time, the oldest first: a household's, or a person's wherever they lived."""
    statement = (
        select(Entitlement)
        .where(_of_grant(entitlement, household_id, programme, person_id))
        .order_by(entitlement.c.first_month, entitlement.c.id)
    )
    return list(session.scalars(statement))


def _of_grant(rows: Table, household_id: str, programme: str, person_id: str | None) -> ColumnElement[bool]:
    whose: ColumnElement[bool] = (
        rows.c.person_id.is_(None) & (rows.c.household_id == household_id)
        if person_id is None
        else rows.c.person_id == person_id
    )
    return whose & (rows.c.programme == programme)


def repairs_of_grant(
    session: Session, household_id: str, programme: str, person_id: str | None
) -> list[BackPayment]:
    """What adjustments and runs found about past months of one grant, whatever was decided about it.

    What a sealed roster lacked brings what was paid up to the rows of the grant and is no part of it, unless it was
    refused: then that month stays paid as it was sealed.
    """
    grant = select(entitlement.c.id).where(_of_grant(entitlement, household_id, programme, person_id))
    statement = select(BackPayment).where(
        back_payment.c.entitlement_id.in_(grant),  # a family that merged is paid what another one was owed
        back_payment.c.person_id.is_(None) if person_id is None else back_payment.c.person_id == person_id,
        (back_payment.c.adjustment_id.is_not(None))
        | (back_payment.c.reassessment_id.is_not(None))
        | (back_payment.c.state == "refused"),
    )
    return list(session.scalars(statement))


def household_numbered(session: Session, number: str) -> str | None:
    """The household with exactly this 户编号."""
    return session.scalar(select(household.c.id).where(household.c.number == number))
