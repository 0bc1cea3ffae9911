"""Office, station and operators."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from jiuzhu.domain.office import Office, Operator, Station
from jiuzhu.domain.policy import Policy
from jiuzhu.storage.database import Database
from jiuzhu.storage.policy_store import load_policy
from jiuzhu.storage.tables import TABLES


@dataclass(frozen=True, slots=True)
class Founded:
    """What an opened database says of itself before anybody is logged in."""

    office: Office | None
    station: Station | None
    operator: Operator | None
    policy: Policy


def founded(database: Database, login: str) -> Founded:
    """Office, station, policy and the operator of a login name, detached from the database."""
    with Session(database.reading) as session:
        found = Founded(
            office(session),
            station(session),
            operator_by_login(session, login),
            load_policy(session.connection()),
        )
        session.expunge_all()
    return found


def office(session: Session) -> Office | None:
    """The office of this database, None before the first start is finished."""
    return session.scalars(select(Office)).first()


def station(session: Session) -> Station | None:
    """This desk's station."""
    return session.scalars(select(Station)).first()


def operator_by_login(session: Session, login: str) -> Operator | None:
    """The operator of a login name, ended or not."""
    return session.scalars(select(Operator).where(TABLES[Operator].c.login == login)).first()


def operators(session: Session) -> list[Operator]:
    """All operators, those at work first."""
    columns = TABLES[Operator].c
    return list(session.scalars(select(Operator).order_by(columns.ended_on.is_not(None), columns.login)))
