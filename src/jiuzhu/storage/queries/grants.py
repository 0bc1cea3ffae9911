"""Batches: whom a month's help reaches and by how many heads, counted in SQL; the lists made of it."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.office import Operator
from jiuzhu.domain.relief import DamagedHouse, GrantBatch, GrantLine, GrantRate
from jiuzhu.storage.queries.ledgers import Filters, named_like
from jiuzhu.storage.queries.living import paid_for
from jiuzhu.storage.queries.relief import yuan
from jiuzhu.storage.queries.reserve import days_of
from jiuzhu.storage.queries.rosters import in_force
from jiuzhu.storage.tables import TABLES

batch, rate, line = TABLES[GrantBatch], TABLES[GrantRate], TABLES[GrantLine]
entitlement, household, member, person = (
    TABLES[Entitlement], TABLES[Household], TABLES[Member], TABLES[Person],
)  # fmt: skip
damaged = TABLES[DamagedHouse]
maker, confirmer = TABLES[Operator].alias("maker"), TABLES[Operator].alias("confirmer")

DAMAGED = "disaster"
"""Instead of a programme: households on 倒损住房台账 within a year before the month ends."""


def _heads(programme: str, place: int, month: str) -> list[Select[Any]]:
    """Who one programme reaches in a month, as household, person, place and programme."""
    told = (literal(place).label("place"), literal(programme).label("programme"))
    of_members = select(member.c.household_id, member.c.person_id, *told).where(
        member.c.counted.is_(True), paid_for(member, month)
    )
    if programme == DAMAGED:
        last = days_of(month)[1]
        struck = select(damaged.c.household_id).where(
            damaged.c.happened_on.between(last - timedelta(days=365), last)
        )
        return [of_members.where(member.c.household_id.in_(struck))]
    paid = (entitlement.c.programme == programme) & in_force(entitlement, month)
    homes = select(entitlement.c.household_id).where(paid, entitlement.c.person_id.is_(None))
    persons = select(entitlement.c.household_id, entitlement.c.person_id, *told).where(
        paid, entitlement.c.person_id.is_not(None)
    )
    return [of_members.where(member.c.household_id.in_(homes)), persons]


def heads(session: Session, programmes: Sequence[str], month: str) -> Sequence[Any]:
    """Household, programme and heads of everybody the programmes reach in a month (YYYY-MM).

    Each person counts once in the whole township, under the first of the programmes that reaches them.
    """
    reached = union_all(
        *(part for place, code in enumerate(programmes) for part in _heads(code, place, month))
    ).subquery()
    order = func.row_number().over(
        partition_by=reached.c.person_id, order_by=(reached.c.place, reached.c.household_id)
    )
    ranked = select(reached, order.label("turn")).subquery()
    statement = (
        select(ranked.c.household_id, ranked.c.programme, func.count().label("heads"))
        .where(ranked.c.turn == 1)
        .group_by(ranked.c.household_id, ranked.c.programme, ranked.c.place)
        .order_by(ranked.c.household_id, ranked.c.place)
    )
    return session.execute(statement).all()


def batches(session: Session) -> Sequence[Any]:
    """Batches with the names of both hands, the newest first."""
    statement = (
        select(*batch.c, maker.c.name.label("maker"), confirmer.c.name.label("confirmer"))
        .join(maker, maker.c.id == batch.c.made_by)
        .outerjoin(confirmer, confirmer.c.id == batch.c.confirmed_by)
        .order_by(batch.c.id.desc())
    )
    return session.execute(statement).all()


def rates_of(session: Session, batches: Sequence[str]) -> dict[str, list[GrantRate]]:
    """Batch → its rates in their order."""
    found: dict[str, list[GrantRate]] = {}
    statement = select(GrantRate).where(rate.c.batch_id.in_(batches)).order_by(rate.c.position)
    for row in session.scalars(statement):
        found.setdefault(row.batch_id, []).append(row)
    return found


_KEPT = line.c.excluded == ""


def _sealed(name: str, now: Any) -> Any:
    """What a confirmed batch was confirmed with; of a draft what the household says now."""
    return case((batch.c.state == "confirmed", line.c[name]), else_=now)


def _village() -> Any:
    return _sealed("village", household.c.village)


def _narrowed(columns: Sequence[Any], filters: Filters, batch_id: str = "") -> Select[Any]:
    statement = (
        select(*columns)
        .select_from(line)
        .join(batch, batch.c.id == line.c.batch_id)
        .join(household, household.c.id == line.c.household_id)
        .join(person, person.c.id == household.c.head_id)
    )
    if batch_id:
        statement = statement.where(batch.c.id == batch_id)
    if filters.month:
        statement = statement.where(batch.c.month == filters.month)
    if filters.state:
        statement = statement.where(batch.c.state == filters.state)
    if filters.programme:
        statement = statement.where(batch.c.kind == filters.programme)
    if filters.village:
        statement = statement.where(_village() == filters.village)
    if filters.text.strip():
        statement = statement.where(named_like(filters.text.strip(), household.c.number))
    return statement


def lines(filters: Filters, batch_id: str = "") -> Select[Any]:
    """Lines of batches with the household's head and account, by batch, village and number."""
    columns = [
        line.c.id, line.c.household_id, line.c.programme, line.c.excluded,
        case((_KEPT, line.c.heads), else_=0).label("heads"), case((_KEPT, line.c.amount), else_=0).label("amount"),
        batch.c.number.label("batch_number"), batch.c.kind, batch.c.notice, batch.c.month, batch.c.state,
        household.c.number.label("household_number"), _village().label("village"),
        _sealed("bank", household.c.bank).label("bank"), household.c.account_name,
        _sealed("account_number", household.c.account_number).label("account_number"),
        line.c.payee, line.c.payee_id_number,
        person.c.name.label("head_name"), person.c.id_number.label("head_id_number"),
    ]  # fmt: skip
    return _narrowed(columns, filters, batch_id).order_by(
        batch.c.id.desc(), _village(), household.c.number, line.c.id
    )


def lines_of(session: Session, batch_id: str) -> Sequence[Any]:
    """The list of one batch, by village and number."""
    return session.execute(lines(Filters(), batch_id)).all()


def total(session: Session, filters: Filters, batch_id: str = "") -> int:
    """How many lines."""
    return session.scalar(_narrowed([func.count(line.c.id)], filters, batch_id)) or 0


def sums(session: Session, filters: Filters, batch_id: str = "") -> dict[str, Decimal]:
    """Heads and yuan of the lines that stay on their list."""
    columns = [func.sum(line.c.heads), func.sum(line.c.amount)]
    found = session.execute(_narrowed(columns, filters, batch_id).where(_KEPT)).one()
    return {"heads": Decimal(found[0] or 0), "amount": yuan(found[1] or 0)}


def households_of(session: Session, batch_id: str) -> int:
    """How many households stay on a list."""
    statement = select(func.count(line.c.household_id.distinct())).where(line.c.batch_id == batch_id, _KEPT)
    return session.scalar(statement) or 0


def kept(session: Session, batch_id: str) -> list[GrantLine]:
    """The lines that stay on a list."""
    return list(
        session.scalars(select(GrantLine).where(line.c.batch_id == batch_id, _KEPT).order_by(line.c.id))
    )


def listed(session: Session, batch_id: str) -> set[tuple[str, str]]:
    """Household and programme of every line, left out or not."""
    statement = select(line.c.household_id, line.c.programme).where(line.c.batch_id == batch_id)
    return {(row.household_id, row.programme) for row in session.execute(statement)}


def confirmed(session: Session, kind: str, month: str) -> list[GrantBatch]:
    """Confirmed batches of a kind and month."""
    statement = select(GrantBatch).where(
        batch.c.kind == kind, batch.c.month == month, batch.c.state == "confirmed"
    )
    return list(session.scalars(statement.order_by(batch.c.id)))


def households_paid(session: Session, batches: Sequence[str]) -> dict[str, str]:
    """Household → number of the batch, among these, it is paid in."""
    statement = (
        select(line.c.household_id, batch.c.number)
        .join(batch, batch.c.id == line.c.batch_id)
        .where(batch.c.id.in_(batches), _KEPT)
    )
    return {row.household_id: row.number for row in session.execute(statement)}


def home_numbered(session: Session, number: str) -> Any:
    """A household by its number: id and heads that count now."""
    living = (
        select(func.count())
        .select_from(member)
        .where(
            member.c.household_id == household.c.id, member.c.counted.is_(True), member.c.left_on.is_(None)
        )
        .scalar_subquery()
    )
    statement = select(household.c.id, living.label("heads")).where(household.c.number == number)
    return session.execute(statement).first()
