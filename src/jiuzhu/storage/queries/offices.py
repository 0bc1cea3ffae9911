"""Office, station and operators."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, column, func, select, true
from sqlalchemy.orm import Session

from jiuzhu.domain.office import Office, OfficeRule, Operator, Station
from jiuzhu.domain.policy import Policy
from jiuzhu.storage.database import Database
from jiuzhu.storage.policy_store import WITHDRAWN, load_policy
from jiuzhu.storage.tables import TABLES, policy_row
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Founded:
    """What an opened database says of itself before anybody is logged in."""

    office: Office | None
    station: Station | None
    operator: Operator | None
    policy: Policy
    rules: list[OfficeRule]
    mark: tuple[Any, ...]
    """`rules_mark` of what the policy and the rules say."""


def founded(database: Database, login: str, window: str = "") -> Founded:
    """Office, station, policy and the operator of a login name, detached from the database.

    `window`: the letter of the desk's station where several desks share the database.
    """
    with Session(database.reading) as session:
        mark = rules_mark(session)  # before the rules: what is set meanwhile is read again, never missed
        found = Founded(
            office(session),
            station(session, window),
            operator_by_login(session, login),
            load_policy(session.connection()),
            list(session.scalars(select(OfficeRule))),
            mark,
        )
        session.expunge_all()
    return found


def office(session: Session) -> Office | None:
    """The office of this database, None before the first start is finished."""
    return session.scalars(select(Office)).first()


def station(session: Session, window: str = "") -> Station | None:
    """This desk's station: the one of that letter, or the only one of a file."""
    stations = TABLES[Station].c
    wanted = select(Station).order_by(stations.id)
    return session.scalars(wanted.where(stations.window == window) if window else wanted).first()


def stations(session: Session) -> list[Station]:
    """The windows of the office, by letter."""
    return list(session.scalars(select(Station).order_by(TABLES[Station].c.window)))


def operator_by_login(session: Session, login: str) -> Operator | None:
    """The operator of a login name, ended or not."""
    return session.scalars(select(Operator).where(TABLES[Operator].c.login == login)).first()


def has_figures(session: Session) -> bool:
    """Whether the dated figures of a policy pack are there already."""
    return session.scalar(select(policy_row.c.id).limit(1)) is not None


def has_office(database: Database, township: str) -> bool:
    """Whether an office of that township is founded here."""
    known = select(TABLES[Office].c.id).where(TABLES[Office].c.township == township)
    with Session(database.reading) as session:
        return session.scalar(known) is not None


@dataclass(frozen=True, slots=True)
class Window:
    """A window of one of the offices of a server, and who administers that office."""

    office: Office
    station: Station
    administrator: Operator
    logins: frozenset[str]  # of everybody of the office


def windows(database: Database) -> list[Window]:
    """Every window of every township, for an administrator of the server, whom row security shows them all."""
    found = []
    with Session(database.reading) as session:
        for one in session.scalars(select(Office).order_by(TABLES[Office].c.id)).all():
            here = column("office_township") == one.township
            people = session.scalars(select(Operator).where(here).order_by(TABLES[Operator].c.id)).all()
            first = min(
                people, key=lambda who: (who.ended_on is not None, "administrator" not in who.roles.split())
            )
            stations = session.scalars(select(Station).where(here).order_by(TABLES[Station].c.id)).all()
            logins = frozenset(person.login for person in people)
            found += [Window(one, station, first, logins) for station in stations]
        session.expunge_all()
    return found


def operators(session: Session) -> list[Operator]:
    """All operators, those at work first."""
    columns = TABLES[Operator].c
    return list(session.scalars(select(Operator).order_by(columns.ended_on.is_not(None), columns.login)))


def names(session: Session) -> dict[str, str]:
    """Operator → name, of everybody who has or had an account."""
    return {row.id: row.name for row in operators(session)}


def own_rules(unit: Unit) -> tuple[Policy, list[OfficeRule]]:
    """The dated figures and what the office set for itself, as they are stored now."""
    rules = list(unit.session.scalars(select(OfficeRule).order_by(TABLES[OfficeRule].c.id)))
    unit.session.expunge_all()
    return load_policy(unit.session.connection()), rules


_FIGURE, _RULE = policy_row.c, TABLES[OfficeRule].c
_FIGURES = select(
    select(_FIGURE.id).order_by(_FIGURE.id.desc()).limit(1).scalar_subquery().label("newest"),
    func.count().label("rows"), func.count(_FIGURE.ends).label("ended"),
    func.sum(case((_FIGURE.status == "verified", 1), else_=0)).label("verified"),
    func.sum(case((_FIGURE.status == WITHDRAWN, 1), else_=0)).label("withdrawn"),
).select_from(policy_row).subquery()  # fmt: skip
_RULES = select(func.max(_RULE.id), func.count(), func.sum(_RULE.version)).subquery()
_MARK = select(_FIGURES, _RULES).join_from(_FIGURES, _RULES, true())
"""Built once: every look and every save asks it."""


def rules_mark(session: Session) -> tuple[Any, ...]:
    """What tells whether a figure or a rule of the office was set, ended, confirmed or withdrawn since it was last asked."""
    return tuple(session.execute(_MARK).one())


def arrangements(session: Session, kind: str) -> list[OfficeRule]:
    """What the office set of a kind, in the order in which it holds."""
    columns = TABLES[OfficeRule].c
    statement = select(OfficeRule).where(columns.kind == kind).order_by(columns.starts, columns.id)
    return list(session.scalars(statement))
