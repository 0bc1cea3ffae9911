"""Whom a list of others speaks about, what they receive, and the alerts that came of it."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Authorisation
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.caring import WellbeingVisit
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import Household, HouseholdEvent, Member, Person
from jiuzhu.domain.monitoring import Alert, Comparison
from jiuzhu.domain.office import Operator
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.queries.rosters import in_force
from jiuzhu.storage.tables import TABLES

person, member, household = TABLES[Person], TABLES[Member], TABLES[Household]
entitlement, alert, comparison = TABLES[Entitlement], TABLES[Alert], TABLES[Comparison]
event, adjustment, application = TABLES[HouseholdEvent], TABLES[Adjustment], TABLES[Application]
authorisation, visit, operator = TABLES[Authorisation], TABLES[WellbeingVisit], TABLES[Operator]

AT_ONCE = 500
"""Values in one IN list."""


def _pieces(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def _living_in() -> Select[Any]:
    """Present memberships of households that have not ended, counted ones first."""
    return (
        select(
            member.c.household_id,
            member.c.person_id,
            person.c.name,
            person.c.id_number,
            person.c.died_on,
            person.c.self_care_on,
        )
        .join(person, person.c.id == member.c.person_id)
        .join(household, household.c.id == member.c.household_id)
        .where(member.c.left_on.is_(None), household.c.ended_on.is_(None))
        .order_by(member.c.counted.desc(), member.c.id)
    )


def by_number(session: Session, numbers: Sequence[str]) -> dict[str, Any]:
    """ID number → the person and the household that counts them; who lives in none of ours is not there."""
    found: dict[str, Any] = {}
    for piece in _pieces(numbers):
        for row in session.execute(_living_in().where(person.c.id_number.in_(piece))):
            found.setdefault(row.id_number, row)
    return found


def names_known(session: Session, names: Sequence[str]) -> frozenset[str]:
    """Those of the names that some person of ours bears."""
    found: set[str] = set()
    for piece in _pieces(names):
        found.update(session.scalars(select(person.c.name).where(person.c.name.in_(piece)).distinct()))
    return frozenset(found)


def receiving(session: Session, month: str) -> list[str]:
    """Households with anything in force in a month (YYYY-MM)."""
    statement = (
        select(entitlement.c.household_id)
        .where(in_force(entitlement, month))
        .distinct()
        .order_by(entitlement.c.household_id)
    )
    return list(session.scalars(statement))


def members_of(session: Session, households: Sequence[str]) -> dict[str, list[Any]]:
    """Household → its present members with the days of their records."""
    found: dict[str, list[Any]] = {}
    for piece in _pieces(households):
        for row in session.execute(_living_in().where(member.c.household_id.in_(piece))):
            found.setdefault(row.household_id, []).append(row)
    return found


def in_force_of(session: Session, households: Sequence[str], month: str) -> dict[str, list[Any]]:
    """Household → its entitlements in force in a month."""
    found: dict[str, list[Any]] = {}
    columns = entitlement.c
    for piece in _pieces(households):
        statement = select(
            columns.household_id,
            columns.person_id,
            columns.programme,
            columns.first_month,
            columns.valid_until,
        ).where(columns.household_id.in_(piece), in_force(entitlement, month))
        for row in session.execute(statement.order_by(columns.id)):
            found.setdefault(row.household_id, []).append(row)
    return found


def authorised_until(session: Session, persons: Sequence[str]) -> dict[str, date]:
    """Person → the last day of their newest authorisation that was not revoked."""
    found: dict[str, date] = {}
    for piece in _pieces(persons):
        statement = (
            select(authorisation.c.person_id, func.max(authorisation.c.valid_until))
            .where(authorisation.c.person_id.in_(piece), authorisation.c.revoked_on.is_(None))
            .group_by(authorisation.c.person_id)
        )
        found.update((one, until) for one, until in session.execute(statement))
    return found


def visited_on(session: Session, persons: Sequence[str]) -> dict[str, date]:
    """Person → the day of their newest 走访."""
    found: dict[str, date] = {}
    for piece in _pieces(persons):
        statement = (
            select(visit.c.person_id, func.max(visit.c.visited_on))
            .where(visit.c.person_id.in_(piece))
            .group_by(visit.c.person_id)
        )
        found.update((one, last) for one, last in session.execute(statement))
    return found


def unfollowed(session: Session, wanted: Sequence[str], indicators: Collection[str]) -> dict[str, Alert]:
    """Fingerprint → the alert of one of these models that was closed as confirmed while nothing came of it."""
    found: dict[str, Alert] = {}
    for piece in _pieces(wanted):
        statement = select(Alert).where(
            alert.c.fingerprint.in_(piece),
            alert.c.indicator.in_(indicators),
            alert.c.state == "closed",
            alert.c.outcome == "confirmed",
            alert.c.followed == "",
        )
        found.update((one.fingerprint, one) for one in session.scalars(statement))
    return found


def done_about(session: Session, household_id: str, since: date) -> frozenset[str]:
    """Numbers of events, adjustments and applications of a household that are open or were made since a day."""
    statements = (
        select(event.c.number).where(
            event.c.household_id == household_id,
            event.c.settled_on.is_(None) | (event.c.recorded_on >= since),
        ),
        select(adjustment.c.number).where(
            adjustment.c.household_id == household_id,
            adjustment.c.state.in_(("proposed", "approved")),
            (adjustment.c.state == "proposed") | (adjustment.c.proposed_on >= since),
        ),
        select(application.c.number).where(
            application.c.household_id == household_id,
            application.c.ended_on.is_(None) | (application.c.accepted_on >= since),
        ),
    )
    return frozenset(number for statement in statements for number in session.scalars(statement))


def fingerprints(session: Session, wanted: Sequence[str]) -> frozenset[str]:
    """Those of the fingerprints that raised an alert before, closed or not."""
    found: set[str] = set()
    for piece in _pieces(wanted):
        found.update(session.scalars(select(alert.c.fingerprint).where(alert.c.fingerprint.in_(piece))))
    return frozenset(found)


def compared_before(session: Session, kind: str, file_hash: str) -> Comparison | None:
    """The comparison this very file was used for."""
    statement = select(Comparison).where(comparison.c.kind == kind, comparison.c.file_hash == file_hash)
    return session.scalars(statement).first()


def comparisons(session: Session, limit: int = 50) -> list[Comparison]:
    """The newest comparisons first."""
    return list(session.scalars(select(Comparison).order_by(comparison.c.id.desc()).limit(limit)))


def _wanted(states: Sequence[str], indicator: str, owner: str, text: str) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [alert.c.state.in_(states)]
    if indicator:
        conditions.append(alert.c.indicator == indicator)
    if owner:
        conditions.append(alert.c.owner_id == owner)
    if text.strip():
        conditions.append(named_like(text.strip(), alert.c.number))
    return conditions


def page(
    session: Session, states: Sequence[str], indicator: str, owner: str, text: str, *, limit: int
) -> list[Any]:
    """Alerts as a list shows them, those due first."""
    columns = [column for column in alert.c if column.name not in {"fingerprint", "version", "comparison_id"}]
    statement = (
        select(
            *columns, person.c.name, household.c.number.label("household_number"), household.c.village,
            operator.c.name.label("owner"),
        )
        .join(household, household.c.id == alert.c.household_id)
        .outerjoin(person, person.c.id == alert.c.person_id)
        .outerjoin(operator, operator.c.id == alert.c.owner_id)
        .where(*_wanted(states, indicator, owner, text))
        .order_by(alert.c.due_on, alert.c.id)
        .limit(limit)
    )  # fmt: skip
    return list(session.execute(statement))


def counts(session: Session) -> dict[str, int]:
    """State → how many alerts."""
    statement = select(alert.c.state, func.count()).group_by(alert.c.state)
    return {state: count for state, count in session.execute(statement)}  # noqa: C416  # rows are no pairs


def outcomes(session: Session) -> list[Any]:
    """Per indicator: raised, still open, confirmed, without effect, false alarms."""

    def of(outcome: str) -> Any:
        ended = (alert.c.state == "closed") & (alert.c.outcome == outcome)
        return func.sum(case((ended, 1), else_=0)).label(outcome)

    statement = (
        select(
            alert.c.indicator,
            func.count().label("raised"),
            func.sum(case((alert.c.state != "closed", 1), else_=0)).label("open"),
            of("confirmed"), of("no_effect"), of("false_alarm"),
        )
        .group_by(alert.c.indicator)
        .order_by(func.count().desc(), alert.c.indicator)
    )  # fmt: skip
    return list(session.execute(statement))


def false_alarms(session: Session) -> dict[str, int]:
    """Reason of a false alarm → how many."""
    statement = (
        select(alert.c.false_alarm, func.count())
        .where(alert.c.outcome == "false_alarm", alert.c.state == "closed")
        .group_by(alert.c.false_alarm)
    )
    return {reason: count for reason, count in session.execute(statement)}  # noqa: C416  # as above
