"""发放花名册 of a month: while it is open, what entitlements and repaired months say; once sealed, what was sealed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.granting import BackPayment, MonthRoster, RosterEntry
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.storage.queries.ledgers import ZERO, Filters, named_like
from jiuzhu.storage.queries.living import paid_for
from jiuzhu.storage.queries.rosters import in_force
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.types import Hundredths

entitlement, back_payment = TABLES[Entitlement], TABLES[BackPayment]
household, member, person = TABLES[Household], TABLES[Member], TABLES[Person]
roster, entry = TABLES[MonthRoster], TABLES[RosterEntry]


NOTHING = literal(ZERO, Hundredths())
"""No yuan, as a column."""


def yuan(found: Any) -> ColumnElement[Decimal]:
    """A computed amount, which SQL would otherwise take for a plain number."""
    made: ColumnElement[Decimal] = type_coerce(found, Hundredths())
    return made


SIGNED = yuan(case((back_payment.c.kind == "makeup", back_payment.c.amount), else_=-back_payment.c.amount))
"""Yuan a repaired month adds to what is paid, negative where money is kept back."""


def sealed(session: Session, month: str, programme: str) -> MonthRoster | None:
    """The sealed roster of a month and programme."""
    statement = select(MonthRoster).where(roster.c.month == month, roster.c.programme == programme)
    return session.scalar(statement)


def sealed_since(session: Session, first: str) -> list[MonthRoster]:
    """Sealed rosters from a month on, the newest first."""
    statement = select(MonthRoster).where(roster.c.month >= first)
    return list(session.scalars(statement.order_by(roster.c.month.desc(), roster.c.programme)))


def open_rows(filters: Filters) -> Select[Any]:
    """The rows of `rows` as entitlements and repaired months say them now."""
    granted = select(
        entitlement.c.household_id, entitlement.c.person_id, entitlement.c.addons, entitlement.c.monthly,
        NOTHING.label("repaired"), literal(1).label("granted"),
    ).where(entitlement.c.programme == filters.programme, in_force(entitlement, filters.month))  # fmt: skip
    repaired = select(back_payment.c.household_id, null(), NOTHING, NOTHING, SIGNED, literal(0)).where(
        back_payment.c.pay_month == filters.month,
        back_payment.c.programme == filters.programme,
        back_payment.c.state == "approved",
    )
    every = union_all(granted, repaired).subquery()
    paid = (
        select(
            every.c.household_id,
            func.count(every.c.person_id.distinct()).label("persons"),
            func.sum(every.c.granted).label("granted"),
            yuan(func.sum(every.c.addons)).label("addons"),
            yuan(func.sum(every.c.repaired)).label("repaired"),
            yuan(func.sum(every.c.monthly + every.c.repaired)).label("total"),
        )
        .group_by(every.c.household_id)
        .subquery()
    )
    living = (
        select(func.count())
        .select_from(member)
        .where(
            member.c.household_id == paid.c.household_id,
            member.c.counted.is_(True),
            paid_for(member, filters.month),
        )
        .scalar_subquery()
    )
    members = case((paid.c.granted == 0, 0), else_=func.coalesce(func.nullif(paid.c.persons, 0), living))
    return (
        select(
            paid.c.household_id, literal(filters.month).label("month"),
            literal(filters.programme).label("programme"),
            household.c.number.label("household_number"), household.c.village, household.c.bank,
            household.c.account_name, household.c.account_number,
            person.c.name.label("head_name"), person.c.id_number.label("head_id_number"),
            literal("").label("payee"), literal("").label("payee_id_number"),
            members.label("members"), paid.c.addons, paid.c.repaired, paid.c.total,
        )
        .join(household, household.c.id == paid.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .order_by(household.c.village, household.c.number)
    )  # fmt: skip


def open_totals(session: Session, month: str) -> Sequence[Any]:
    """Programme, households and yuan of what the rosters of an unsealed month would pay."""
    granted = select(
        entitlement.c.programme, entitlement.c.household_id, entitlement.c.monthly.label("amount")
    ).where(in_force(entitlement, month))
    repaired = select(back_payment.c.programme, back_payment.c.household_id, SIGNED).where(
        back_payment.c.pay_month == month, back_payment.c.state == "approved"
    )
    every = union_all(granted, repaired).subquery()
    statement = select(
        every.c.programme,
        func.count(every.c.household_id.distinct()).label("households"),
        yuan(func.sum(every.c.amount)).label("total"),
    ).group_by(every.c.programme)
    return session.execute(statement.order_by(every.c.programme)).all()


def open_rows_in_doubt(filters: Filters) -> Select[Any]:
    """Those of `open_rows` without an account, or whose account is in the name of nobody who lives there."""
    here, owner = member.alias("here"), person.alias("owner")
    owners = (
        select(here.c.id)
        .join(owner, owner.c.id == here.c.person_id)
        .where(
            here.c.household_id == household.c.id,
            here.c.left_on.is_(None),
            owner.c.died_on.is_(None),
            owner.c.name == func.coalesce(func.nullif(household.c.account_name, ""), person.c.name),
        )
    )
    lives = owners.correlate(household, person).exists()
    return open_rows(filters).where((household.c.account_number == "") | ~lives)


def _sealed_rows(found: MonthRoster) -> Select[Any]:
    return (
        select(
            entry.c.household_id, literal(found.month).label("month"), literal(found.programme).label("programme"),
            entry.c.household_number, entry.c.village, entry.c.bank,
            entry.c.payee.label("account_name"), entry.c.account_number,
            person.c.name.label("head_name"), person.c.id_number.label("head_id_number"),
            entry.c.payee, entry.c.payee_id_number,
            entry.c.members, entry.c.addons, entry.c.repaired, entry.c.total,
        )
        .join(household, household.c.id == entry.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .where(entry.c.roster_id == found.id)
        .order_by(entry.c.position)
    )  # fmt: skip


def rows(session: Session, filters: Filters) -> Select[Any]:
    """Every household to be paid in the month for the programme, by village and number, or those of the sealed roster.

    Columns: household, `members` paid for, `addons`, `repaired`, `total` in yuan; `payee` is empty while the roster is
    open. A subsidy that belongs to persons counts its persons, one that belongs to the household counts the members
    who count in that month; a household that only gets a past month repaired counts nobody. Base is the rest of total.
    """
    found = sealed(session, filters.month, filters.programme)
    statement = _sealed_rows(found) if found else open_rows(filters)
    if filters.village:
        village = entry.c.village if found else household.c.village
        statement = statement.where(village == filters.village)
    if filters.text.strip():
        statement = statement.where(named_like(filters.text.strip(), household.c.number))
    return statement


def total(session: Session, filters: Filters) -> int:
    """How many households are on the roster."""
    return session.scalar(select(func.count()).select_from(rows(session, filters).subquery())) or 0


def sums(session: Session, filters: Filters) -> dict[str, Decimal]:
    """People, base, add-ons, repaired months and total of the roster, in SQL."""
    found = rows(session, filters).order_by(None).subquery()
    columns = (found.c.members, found.c.addons, found.c.repaired, found.c.total)
    people, *amounts = session.execute(
        select(func.sum(columns[0]), *[yuan(func.sum(column)) for column in columns[1:]])
    ).one()
    addons, repaired, whole = (amount or ZERO for amount in amounts)
    return {
        "members": Decimal(people or 0),
        "base": whole - addons - repaired,
        "addons": addons,
        "repaired": repaired,
        "total": whole,
    }


def repairs(session: Session, month: str, programme: str) -> list[Any]:
    """Past months repaired with a month's roster, by household and month; of a sealed one those that were sealed in."""
    state = "settled" if sealed(session, month, programme) else "approved"
    statement = (
        select(
            back_payment.c.id, back_payment.c.household_id, back_payment.c.kind, back_payment.c.for_month,
            back_payment.c.amount, back_payment.c.reason, back_payment.c.decided_on,
            household.c.number.label("household_number"), household.c.village,
        )
        .join(household, household.c.id == back_payment.c.household_id)
        .where(
            back_payment.c.pay_month == month, back_payment.c.programme == programme, back_payment.c.state == state
        )
        .order_by(household.c.village, household.c.number, back_payment.c.for_month, back_payment.c.id)
    )  # fmt: skip
    return list(session.execute(statement))


def to_settle(session: Session, month: str, programme: str) -> list[BackPayment]:
    """The records of the past months a roster repairs once it is sealed."""
    statement = select(BackPayment).where(
        back_payment.c.pay_month == month,
        back_payment.c.programme == programme,
        back_payment.c.state == "approved",
    )
    return list(session.scalars(statement.order_by(back_payment.c.id)))


def unpaid_before(session: Session, month: str) -> set[tuple[str, str]]:
    """Months before one, with the programme, whose rosters are not sealed although a 补发 is to be paid with them."""
    sealed_then = select(roster.c.id).where(
        roster.c.month == back_payment.c.pay_month, roster.c.programme == back_payment.c.programme
    )
    statement = select(back_payment.c.pay_month, back_payment.c.programme).where(
        back_payment.c.kind == "makeup",
        back_payment.c.state == "approved",
        back_payment.c.pay_month != "",
        back_payment.c.pay_month < month,
        ~sealed_then.exists(),
    )
    return {(row.pay_month, row.programme) for row in session.execute(statement.distinct())}


def shares(
    session: Session, households: Sequence[str], month: str, programme: str
) -> dict[str, dict[str, Decimal]]:
    """Household → person → yuan a month of what belongs to persons and is paid through it."""
    found: dict[str, dict[str, Decimal]] = {}
    for row in session.execute(due(households, month, programme)):
        if row.person_id is not None:
            mine = found.setdefault(row.household_id, {})
            mine[row.person_id] = mine.get(row.person_id, ZERO) + row.monthly
    return found


def addons_of(
    session: Session, household_id: str, month: str, programme: str, persons: Sequence[str]
) -> Decimal:
    """Yuan of 分类重点救助 in what belongs to these persons and is paid through a household."""
    statement = select(yuan(func.sum(entitlement.c.addons))).where(
        entitlement.c.household_id == household_id,
        entitlement.c.person_id.in_(persons),
        entitlement.c.programme == programme,
        in_force(entitlement, month),
    )
    return session.scalar(statement) or ZERO


def due(households: Sequence[str], month: str, programme: str) -> Select[Any]:
    """What is paid with a month through these households by what stands now: household, person, yuan a month."""
    return select(entitlement.c.household_id, entitlement.c.person_id, entitlement.c.monthly).where(
        entitlement.c.household_id.in_(households),
        entitlement.c.programme == programme,
        in_force(entitlement, month),
    )
