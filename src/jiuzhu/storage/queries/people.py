"""Finding people while typing: by name, initials, ID number, its last four, phone, address."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Integer, Label, Select, bindparam, column, func, literal_column, select, table
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Item
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import JOINS, Declared, Household, Member, Person
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.storage.queries.living import lives_in
from jiuzhu.storage.search import LONGEST_WORD, address_word, initials_word, is_han, name_word
from jiuzhu.storage.sql import TAIL, tail
from jiuzhu.storage.tables import TABLES

person = TABLES[Person]
member = TABLES[Member]
household = TABLES[Household]
entitlement = TABLES[Entitlement]
application = TABLES[Application]

_search_key = literal_column("person.search_key", Integer)  # SQLite's row number; the domain does not know it
_words = table("person_word", column("word"), column("person_key"))

_LAST = "\U0010ffff"

_COLUMNS = (
    person.c.id, person.c.name, person.c.id_number, person.c.sex, person.c.birth, person.c.phone, person.c.address,
)  # fmt: skip

Found = Sequence[Any]

Way = tuple[Select[Any], dict[str, Any]]
"""A statement built once and what a typed text puts into it."""


def _starting(column: Any) -> Select[Any]:
    """A prefix search as a range, which uses the index where LIKE would scan."""
    return (
        select(*_COLUMNS)
        .where(column >= bindparam("first"), column < bindparam("beyond"))
        .order_by(column)
        .limit(bindparam("most"))
    )


def _tail(column: Any) -> Select[Any]:
    return select(*_COLUMNS).where(tail(column) == bindparam("typed")).limit(bindparam("most"))


def _worded(*more: Any) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .select_from(_words)
        .join(person, _search_key == _words.c.person_key)
        .where(_words.c.word >= bindparam("first"), _words.c.word < bindparam("beyond"), *more)
        .order_by(_words.c.word, _words.c.person_key)
        .limit(bindparam("most"))
    )


_STARTING = {name: _starting(person.c[name]) for name in ("name", "id_number", "phone")}
_TAILS = {name: _tail(person.c[name]) for name in ("id_number", "phone")}
_WORDED = _worded()
_WORDED_ADDRESS = _worded(func.instr(func.replace(person.c.address, " ", ""), bindparam("whole")) > 0)
"""For a text longer than the kept words: the rest is looked for in the address itself."""


def _starts(name: str, prefix: str) -> Way:
    return _STARTING[name], {"first": prefix, "beyond": prefix + _LAST}


def _words_from(word: str) -> Way:
    return _WORDED, {"first": word, "beyond": word + _LAST}


def _of_digits(typed: str) -> list[Way]:
    number = typed.upper()
    ways: list[Way] = []
    if len(typed) == TAIL:
        ways += [(_TAILS["id_number"], {"typed": number}), (_TAILS["phone"], {"typed": typed})]
    ways.append(_starts("id_number", number))
    if typed.isdigit():
        ways.append(_starts("phone", typed))
    return ways


def _of_characters(typed: str) -> list[Way]:
    ways = [_starts("name", typed), _words_from(name_word(typed))]
    if len(typed) > LONGEST_WORD:
        word = address_word(typed)
        values = {"first": word, "beyond": word + _LAST, "whole": "".join(typed.split())}
        ways.append((_WORDED_ADDRESS, values))
    elif len(typed) > 1:
        ways.append(_words_from(address_word(typed)))
    return ways


def ways_to_find(typed: str) -> list[Way]:
    """The queries that answer a typed text, best first; stop when enough is found."""
    typed = typed.strip()
    if not typed:
        return []
    if typed[0].isdigit() and all(character.isdigit() or character in "xX" for character in typed):
        return _of_digits(typed)
    if is_han(typed):
        return _of_characters(typed)
    letters = "".join(character for character in typed.lower() if character.isalnum())
    return [_words_from(initials_word(letters))] if letters else []


def search(session: Session, typed: str, limit: int) -> list[Any]:
    """People a typed text may mean, best first, at most `limit`, nobody twice."""
    found: dict[str, Any] = {}
    for statement, values in ways_to_find(typed):
        for row in session.execute(statement, {**values, "most": limit}):
            found.setdefault(row.id, row)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


_HOUSEHOLDS = (
    select(
        member.c.person_id, member.c.household_id, household.c.number, member.c.relation, member.c.counted
    )
    .join(household, household.c.id == member.c.household_id)
    .where(
        member.c.person_id.in_(bindparam("people", expanding=True)),
        (member.c.left_on.is_(None)) | (member.c.left_on > bindparam("today")),
    )
    .order_by(member.c.counted.desc(), member.c.id)
)  # fmt: skip
_ENTITLEMENTS = (
    select(entitlement, person.c.name)  # whole: who asks again is told by its end, reason and validity
    .outerjoin(person, person.c.id == entitlement.c.person_id)
    .where(
        entitlement.c.household_id.in_(bindparam("households", expanding=True)),
        (entitlement.c.last_month == "") | (entitlement.c.last_month >= bindparam("month")),
    )
    .order_by(entitlement.c.first_month, entitlement.c.id)
)
_PAID_ELSEWHERE = (
    select(
        member.c.household_id, member.c.person_id, entitlement.c.programme, entitlement.c.monthly,
        entitlement.c.first_month, entitlement.c.household_id.label("paid_by"), household.c.number, person.c.name,
    )
    .join(entitlement, entitlement.c.person_id == member.c.person_id)
    .join(household, household.c.id == entitlement.c.household_id)
    .join(person, person.c.id == member.c.person_id)
    .where(
        member.c.household_id.in_(bindparam("households", expanding=True)),
        member.c.counted.is_(True),
        member.c.left_on.is_(None),
        entitlement.c.household_id != member.c.household_id,
        entitlement.c.ended_reason == "",
        (entitlement.c.last_month == "") | (entitlement.c.last_month >= bindparam("month")),
    )
    .order_by(entitlement.c.first_month, entitlement.c.id)
)  # fmt: skip
_APPLICATIONS = (
    select(application)
    .where(
        application.c.household_id.in_(bindparam("households", expanding=True)),
        application.c.state.in_(OPEN_STATES),
    )
    .order_by(application.c.submitted_on, application.c.id)
)


def households_of(session: Session, people: Sequence[str], today: date) -> Found:
    """The households that name these people today, those that count them first.

    Columns: person, household, its number, relation, whether counted.
    """
    return session.execute(_HOUSEHOLDS, {"people": people, "today": today}).all()


def waited_for(session: Session, people: Sequence[str]) -> Found:
    """Households these people would come to live in by an application on its way; columns as `households_of` has them."""
    told = TABLES[Declared]
    statement = (
        select(
            told.c.person_id,
            application.c.household_id,
            household.c.number,
            literal_column("''").label("relation"),
            literal_column("1").label("counted"),
        )
        .join(application, application.c.id == told.c.application_id)
        .join(household, household.c.id == application.c.household_id)
        .where(
            told.c.person_id.in_(people),
            told.c.confirmed_on.is_(None),
            told.c.facts.contains(f'"{JOINS}"', autoescape=True),
            application.c.state.in_(OPEN_STATES),
            application.c.accepted_on.is_not(None),
        )
        .order_by(told.c.id)
    )
    return session.execute(statement).all()


def home_on(session: Session, person_id: str, on: date) -> str | None:
    """The household that counts a person on a day."""
    statement = select(member.c.household_id).where(
        member.c.person_id == person_id, member.c.counted.is_(True), lives_in(member, on)
    )
    return session.scalar(statement.order_by(member.c.joined_on.desc(), member.c.id.desc()).limit(1))


def last_relation(session: Session, person_id: str, household_id: str) -> str | None:
    """What somebody is to the head of a household they live in, or was when they lived there last; None if never."""
    wanted = (member.c.person_id == person_id) & (member.c.household_id == household_id)
    return session.scalar(select(member.c.relation).where(wanted).order_by(member.c.id.desc()).limit(1))


def homes_on(session: Session, on: date) -> dict[str | None, str]:
    """Who receives or received something of their own → the household that counts them on a day."""
    receivers = select(entitlement.c.person_id).where(entitlement.c.person_id.is_not(None))
    statement = (
        select(member.c.person_id, member.c.household_id)
        .where(member.c.counted.is_(True), lives_in(member, on), member.c.person_id.in_(receivers))
        .order_by(member.c.joined_on, member.c.id)
    )
    return {row.person_id: row.household_id for row in session.execute(statement)}


def entitlements_of(session: Session, households: Sequence[str], month: str) -> Found:
    """What these households receive in a month or from a later one."""
    return session.execute(_ENTITLEMENTS, {"households": households, "month": month}).all()


def paid_elsewhere(session: Session, households: Sequence[str], month: str) -> Found:
    """What people these households count receive of their own through another one (`paid_by`, its `number`)."""
    return session.execute(_PAID_ELSEWHERE, {"households": households, "month": month}).all()


def applications_of(session: Session, households: Sequence[str]) -> Found:
    """Open applications of these households."""
    return session.execute(_APPLICATIONS, {"households": households}).all()


def by_id_number(session: Session, numbers: Sequence[str]) -> Found:
    """People with exactly these ID numbers."""
    return session.execute(select(*_COLUMNS).where(person.c.id_number.in_(numbers))).all()


def named(session: Session, name: str) -> Found:
    """People of exactly this name."""
    return session.execute(select(*_COLUMNS).where(person.c.name == name).order_by(person.c.id)).all()


def application_numbered(session: Session, number: str) -> str | None:
    """The application of a 受理编号."""
    return session.scalar(select(application.c.id).where(application.c.number == number))


def programmes_of(session: Session, application_id: str) -> set[str]:
    """The kinds an application still asks for."""
    item = TABLES[Item]
    wanted = (item.c.application_id == application_id) & item.c.state.not_in(("dropped", "withdrawn"))
    return set(session.scalars(select(item.c.programme).where(wanted)))


def household_numbered(session: Session, number: str) -> str | None:
    """The household with exactly this 户编号."""
    return session.scalar(select(household.c.id).where(household.c.number == number))


def relation_to_head(rows: Any, other: Any) -> Label[str]:
    """What somebody was last to the head of the household of a row."""
    told = select(member.c.relation).where(
        member.c.household_id == rows.c.household_id, member.c.person_id == other.c.id
    )
    found: Label[str] = told.order_by(member.c.id.desc()).limit(1).scalar_subquery().label("relation")
    return found
