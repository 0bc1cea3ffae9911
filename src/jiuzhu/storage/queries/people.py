"""Finding people while typing: by name, initials, ID number, its last four, phone, address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, column, func, select, table, text
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Item
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.storage.search import is_han, spaced
from jiuzhu.storage.tables import TABLES

person = TABLES[Person]
member = TABLES[Member]
household = TABLES[Household]
entitlement = TABLES[Entitlement]
application = TABLES[Application]

_search_key = table("person_search_key", column("key"), column("person_id"))

_LAST = "\U0010ffff"
_TAIL = 4

_COLUMNS = (
    person.c.id, person.c.name, person.c.id_number, person.c.sex, person.c.birth, person.c.phone, person.c.address,
)  # fmt: skip

Found = Sequence[Any]


def _starting(column: Any, prefix: str, limit: int) -> Select[Any]:
    """A prefix search as a range, which uses the index where LIKE would scan."""
    return select(*_COLUMNS).where(column >= prefix, column < prefix + _LAST).order_by(column).limit(limit)


def _matching(expression: str, limit: int) -> Select[Any]:
    found = (
        text("SELECT rowid FROM person_search WHERE person_search MATCH :match LIMIT :most")
        .bindparams(match=expression, most=limit)
        .columns(column("rowid"))
        .subquery("found")
    )
    return (
        select(*_COLUMNS)
        .select_from(found)
        .join(_search_key, _search_key.c.key == found.c.rowid)
        .join(person, person.c.id == _search_key.c.person_id)
    )


def _tail(column: Any, digits: str, limit: int) -> Select[Any]:
    return select(*_COLUMNS).where(func.substr(column, -_TAIL) == digits).limit(limit)


def _of_digits(typed: str, limit: int) -> list[Select[Any]]:
    number = typed.upper()
    ways = []
    if len(typed) == _TAIL:
        ways += [_tail(person.c.id_number, number, limit), _tail(person.c.phone, typed, limit)]
    ways.append(_starting(person.c.id_number, number, limit))
    if typed.isdigit():
        ways.append(_starting(person.c.phone, typed, limit))
    return ways


def _of_characters(typed: str, limit: int) -> list[Select[Any]]:
    phrase = spaced(typed.replace('"', ""))
    ways = [_starting(person.c.name, typed, limit), _matching(f'name : "{phrase}"', limit)]
    if len(typed) > 1:
        ways.append(_matching(f'address : "{phrase}"', limit))
    return ways


def ways_to_find(typed: str, limit: int) -> list[Select[Any]]:
    """The queries that answer a typed text, best first; stop when enough is found."""
    typed = typed.strip()
    if not typed:
        return []
    if typed[0].isdigit() and all(character.isdigit() or character in "xX" for character in typed):
        return _of_digits(typed, limit)
    if is_han(typed):
        return _of_characters(typed, limit)
    letters = "".join(character for character in typed.lower() if character.isalnum())
    return [_matching(f'initials : "{letters}"*', limit)] if letters else []


def search(session: Session, typed: str, limit: int) -> list[Any]:
    """People a typed text may mean, best first, at most `limit`, nobody twice."""
    found: dict[str, Any] = {}
    for way in ways_to_find(typed, limit):
        for row in session.execute(way):
            found.setdefault(row.id, row)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def households_of(session: Session, people: Sequence[str], today: date) -> Found:
    """The households these people live in today: person, household, number, relation."""
    return session.execute(
        select(member.c.person_id, member.c.household_id, household.c.number, member.c.relation)
        .join(household, household.c.id == member.c.household_id)
        .where(member.c.person_id.in_(people), (member.c.left_on.is_(None)) | (member.c.left_on > today))
    ).all()


def entitlements_of(session: Session, households: Sequence[str], month: str) -> Found:
    """What these households receive in a month or from a later one."""
    return session.execute(
        select(entitlement)
        .where(
            entitlement.c.household_id.in_(households),
            (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
        )
        .order_by(entitlement.c.first_month)
    ).all()


def applications_of(session: Session, households: Sequence[str]) -> Found:
    """Open applications of these households."""
    return session.execute(
        select(application)
        .where(application.c.household_id.in_(households), application.c.state.in_(OPEN_STATES))
        .order_by(application.c.submitted_on)
    ).all()


def by_id_number(session: Session, numbers: Sequence[str]) -> Found:
    """People with exactly these ID numbers."""
    return session.execute(select(*_COLUMNS).where(person.c.id_number.in_(numbers))).all()


def application_numbered(session: Session, number: str) -> str | None:
    """The application of a 受理编号."""
    return session.scalar(select(application.c.id).where(application.c.number == number))


def programmes_of(session: Session, application_id: str) -> set[str]:
    """The kinds an application asks for."""
    item = TABLES[Item]
    return set(session.scalars(select(item.c.programme).where(item.c.application_id == application_id)))
