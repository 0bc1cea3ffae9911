"""One application with everything that hangs on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, Table, bindparam, exists, func, select
from sqlalchemy.orm import Session

from jiuzhu.domain import application as app
from jiuzhu.domain import approving, caring, checking, kin, office, relief, transferring
from jiuzhu.domain.household import Declared, Household, Member, Obligor, Parent, Person
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.storage.queries import obligations
from jiuzhu.storage.tables import TABLES, WRITTEN, journal_entry
from jiuzhu.storage.types import Identity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FileRows:
    """The rows of one application, each list in the order a person reads it."""

    application: app.Application
    household: Household
    members: Sequence[Member]  # who lives there today; of an emptied household who did
    people: dict[str, Person]
    obligors: Sequence[Obligor]
    items: Sequence[app.Item]
    materials: Sequence[app.Material]
    corrections: Sequence[app.CorrectionNotice]
    declined: Sequence[app.Declined]
    authorisations: Sequence[app.Authorisation]
    lines: Sequence[app.EconomicLine]
    pauses: Sequence[app.Pause]
    steps: Sequence[app.Step]
    checks: Sequence[checking.Check]
    replies: Sequence[checking.CheckReply]
    visits: Sequence[checking.HomeVisit]
    neighbours: Sequence[checking.NeighbourInterview]
    letters: Sequence[checking.Letter]
    opinions: Sequence[approving.Opinion]
    notices: Sequence[approving.PublicNotice]
    objections: Sequence[approving.Objection]
    decisions: Sequence[approving.Decision]
    entitlements: Sequence[approving.Entitlement]
    relatives: Sequence[office.RelativeOfStaff]
    deliberations: Sequence[approving.Deliberation]
    incidents: Sequence[relief.Incident]
    bills: Sequence[relief.Bill]
    damaged: Sequence[relief.DamagedHouse]
    self_care: Sequence[caring.SelfCare]
    transfers: Sequence[transferring.Transfer]
    parents: Sequence[Parent]
    declared_facts: Sequence[Declared]
    received: Sequence[
        approving.Entitlement
    ]  # by the household or its people, of other applications, ended or not
    awaited: list[str]  # programmes of the household's other applications that are not decided yet
    taken_over: set[str]  # applications of `received` that came from an old table
    operators: dict[str, str]  # id → name
    photos: Mapping[str, int]  # visit → how many were taken there

    @property
    def emptied(self) -> bool:
        """Whether nobody who counts lives in this household any more: died, left, or merged away."""
        return not any(row.counted and row.left_on is None for row in self.members)

    @property
    def undelivered(self) -> list[approving.Decision | app.Declined]:
        """Decisions, and 不予受理, whose notice has not reached the family."""
        told: list[approving.Decision | app.Declined] = [*self.decisions, *self.declined]
        return [row for row in told if row.delivered_on is None]


_LISTS: dict[str, type[Any]] = {
    "items": app.Item,
    "materials": app.Material,
    "corrections": app.CorrectionNotice,
    "declined": app.Declined,
    "authorisations": app.Authorisation,
    "lines": app.EconomicLine,
    "pauses": app.Pause,
    "steps": app.Step,
    "checks": checking.Check,
    "replies": checking.CheckReply,
    "visits": checking.HomeVisit,
    "neighbours": checking.NeighbourInterview,
    "letters": checking.Letter,
    "opinions": approving.Opinion,
    "notices": approving.PublicNotice,
    "objections": approving.Objection,
    "decisions": approving.Decision,
    "entitlements": approving.Entitlement,
    "relatives": office.RelativeOfStaff,
    "deliberations": approving.Deliberation,
    "incidents": relief.Incident,
    "bills": relief.Bill,
    "damaged": relief.DamagedHouse,
    "self_care": caring.SelfCare,
    "transfers": transferring.Transfer,
    "declared_facts": Declared,
}
"""What hangs on an application itself, by the name it has in `FileRows`."""

_IN_ORDER = {"lines": ("position",), "materials": ("position",), "visits": ("visited_on",)}
"""Lists that are not told in the order they were written down; a visit may be typed days later."""


def of_application(session: Session, kind: type[T], application_id: str, *order: str) -> list[T]:
    """All rows of a kind that belong to an application, ordered by columns, then by id, which is time."""
    key: Any = kind  # a class is hashable, which its type does not say
    return list(session.scalars(_of_application(key, order), {"application": application_id}))


@cache
def _of_application(kind: type[Any], order: tuple[str, ...]) -> Select[Any]:
    table = TABLES[kind]
    keys = [table.c[name] for name in (*order, "id")]
    return select(kind).where(table.c.application_id == bindparam("application")).order_by(*keys)


@cache
def _which_are_filled() -> Select[Any]:
    """One question instead of one for each list: most files have rows in a third of them."""
    application = bindparam("application", type_=Identity)
    filled: list[Any] = [
        exists().where(TABLES[kind].c.application_id == application).label(name)
        for name, kind in _LISTS.items()
    ]
    return select(*filled)


def _lists(session: Session, application_id: str) -> dict[str, Any]:
    filled = session.execute(_which_are_filled(), {"application": application_id}).one()._mapping  # noqa: SLF001  # SQLAlchemy's public name
    return {
        name: of_application(session, kind, application_id, *_IN_ORDER.get(name, ())) if filled[name] else []
        for name, kind in _LISTS.items()
    }


@cache
def _of_household(kind: type[Any], order: str) -> Select[Any]:
    table = TABLES[kind]
    ended = table.c.left_on if "left_on" in table.c else table.c.ended_on
    statement = (
        select(kind)
        .where(table.c.household_id == bindparam("household"), ended.is_(None))
        .order_by(table.c[order], table.c.id)
    )
    return statement.where(table.c.waits_for.is_(None)) if "waits_for" in table.c else statement


@cache
def _waiting(kind: type[Any]) -> Select[Any]:
    table = TABLES[kind]
    wanted = (table.c.waits_for == bindparam("application")) & table.c.ended_on.is_(None)
    return select(kind).where(wanted).order_by(table.c.id)


def waiting(session: Session, kind: type[T], application_id: str) -> list[T]:
    """What a form says of obligors or parents while it is not on record."""
    key: Any = kind
    return list(session.scalars(_waiting(key), {"application": application_id}))


def members_of(session: Session, household_id: str) -> list[Member]:
    """The present members of a household in their order on the form."""
    return list(session.scalars(_of_household(Member, "position"), {"household": household_id}))


def _members_of_file(
    session: Session, household_id: str, on: date, present: list[Member]
) -> Sequence[Member]:
    """The present members; where nobody who counts is left, those of a day, else those who left last.

    A file goes on naming its people after their death or a merge: it must open, print and be closed.
    """
    if any(row.counted for row in present):
        return present
    table = TABLES[Member]
    statement = (
        select(Member).where(table.c.household_id == household_id).order_by(table.c.position, table.c.id)
    )
    known = list(session.scalars(statement))
    then = [row for row in known if row.joined_on <= on and (row.left_on is None or row.left_on > on)]
    if any(row.counted for row in then):
        return then
    last = max((row.left_on for row in known if row.counted and row.left_on is not None), default=None)
    return [row for row in known if row.left_on == last]


def _members_told(session: Session, found: app.Application, household_id: str) -> Sequence[Member]:
    """The members of a file, and who is counted by this application alone while that waits: those are not stored."""
    on = found.accepted_on or found.submitted_on
    stored = members_of(session, household_id)
    present = {row.person_id: row for row in stored}
    counted = {person for person, row in present.items() if row.counted}
    told = [
        row.joining(household_id, on)
        for row in of_application(session, Declared, found.id)
        if row.confirmed_on is None and row.person_id not in counted
    ]
    coming = {row.person_id: row for row in told if row is not None}
    if not coming:
        return _members_of_file(session, household_id, on, stored)
    return sorted((present | coming).values(), key=lambda row: row.position)


def obligors_of(session: Session, household_id: str) -> list[Obligor]:
    """The present obligors of a household, as they are on record."""
    return list(session.scalars(_of_household(Obligor, "id"), {"household": household_id}))


def people_of(session: Session, identities: Sequence[str]) -> dict[str, Person]:
    """People by their identities."""
    table = TABLES[Person]
    found = session.scalars(select(Person).where(table.c.id.in_(identities)))
    return {person.id: person for person in found}


def operator_names(session: Session) -> dict[str, str]:
    """Operator → name."""
    table: Table = TABLES[office.Operator]
    return {row.id: row.name for row in session.execute(select(table.c.id, table.c.name))}


def load(session: Session, found: app.Application) -> FileRows:
    """Everything that hangs on an application."""
    home = session.get_one(Household, found.household_id)
    members = _members_told(session, found, home.id)
    form = found.bundle_id or found.id  # matters of one form say the same
    counted = [member.person_id for member in members if member.counted]
    received = obligations.every(session, home.id, *counted, but=found.id)
    here = {"household": home.id, "application": found.id}
    return FileRows(
        application=found,
        household=home,
        members=members,
        people=people_of(session, [member.person_id for member in members]),
        obligors=kin.read_with(obligors_of(session, home.id), waiting(session, Obligor, form)),
        operators=operator_names(session),
        photos={str(visit): int(count) for visit, count in session.execute(_photos(), here)},
        parents=kin.read_with(parents_of(session, home.id), waiting(session, Parent, form)),
        received=received,
        awaited=list(session.scalars(_awaited(), here)),
        taken_over=obligations.taken_over(session, {row.application_id for row in received}),
        **_lists(session, found.id),
    )


@cache
def _awaited() -> Select[Any]:
    application, item = TABLES[app.Application], TABLES[app.Item]
    return (
        select(item.c.programme)
        .distinct()
        .join(application, application.c.id == item.c.application_id)
        .where(
            application.c.household_id == bindparam("household"),
            application.c.id != bindparam("application"),
            application.c.state.in_(OPEN_STATES),
            item.c.state == "open",
        )
        .order_by(item.c.programme)
    )


@cache
def _photos() -> Select[Any]:
    columns = TABLES[app.Attachment].c
    return (
        select(columns.subject_id, func.count())
        .where(columns.application_id == bindparam("application"), columns.subject == "visit")
        .group_by(columns.subject_id)
    )


def parents_of(session: Session, household_id: str) -> list[Parent]:
    """What is on record of the parents of a household's children."""
    return list(session.scalars(_of_household(Parent, "id"), {"household": household_id}))


def journal_of(session: Session, subject_id: str) -> Sequence[Any]:
    """Journal entries about a subject, oldest first."""
    columns = journal_entry.c
    return session.execute(
        select(columns.at, columns.operator_id, columns.service, columns.changes)
        .where(columns.subject_id == subject_id)
        .order_by(*WRITTEN)  # the chain's order: the device's clock may have been set back
    ).all()
