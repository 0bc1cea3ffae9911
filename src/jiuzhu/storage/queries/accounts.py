"""Changes of accounts that wait, with their households."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import AccountChange, Household, HouseholdEvent, Member, Person
from jiuzhu.domain.office import Operator
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.tables import TABLES

change, household, person = TABLES[AccountChange], TABLES[Household], TABLES[Person]
member, operator, event = TABLES[Member], TABLES[Operator], TABLES[HouseholdEvent]

_MOST = 500


def open_of(session: Session, household_id: str) -> AccountChange | None:
    """The change of a household that waits."""
    return session.scalars(
        select(AccountChange).where(change.c.household_id == household_id, change.c.state == "proposed")
    ).first()


def waiting_for(session: Session, operator_id: str) -> int:
    """How many changes wait that an operator did not propose."""
    statement = select(func.count()).where(change.c.state == "proposed", change.c.proposed_by != operator_id)
    return session.scalar(statement) or 0


def _since() -> ColumnElement[bool]:
    """A member's leaving was written down, or happened, after the account of the household was confirmed.

    What was asked for after the event was recorded was confirmed after it, on the same day too.
    """
    merged = (event.c.kind == "merge") & (event.c.other_household_id == member.c.household_id)
    own = (event.c.household_id == member.c.household_id) & (event.c.person_id == member.c.person_id)
    recorded = select(event.c.id).where(
        (own & (event.c.kind == member.c.left_reason)) | (merged & (member.c.left_reason == "merge")),
        event.c.withdrawn_on.is_(None),
    )
    later = recorded.where(event.c.recorded_on >= change.c.decided_on, event.c.id > change.c.id)
    told = recorded.correlate(member).exists()
    found: ColumnElement[bool] = or_(
        member.c.left_on > change.c.decided_on,
        (member.c.left_on == change.c.decided_on) & ~told,
        later.correlate(member, change).exists(),
    )
    return found


def confirmed(session: Session, households: Sequence[str]) -> set[str]:
    """Which of these households are paid to an account confirmed when all knew that its owner had left, or is nobody's here.

    The account of who has died is paid by nobody's word.
    """
    left = (
        select(member.c.id)
        .join(person, person.c.id == member.c.person_id)
        .where(
            member.c.household_id == household.c.id,
            person.c.name == household.c.account_name,
            person.c.died_on.is_not(None) | _since(),
        )
    )
    statement = (
        select(household.c.id)
        .join(change, change.c.household_id == household.c.id)
        .where(
            household.c.id.in_(households),
            change.c.state == "confirmed",
            change.c.bank == household.c.bank,
            change.c.account_name == household.c.account_name,
            change.c.account_number == household.c.account_number,
            ~left.correlate(household, change).exists(),
        )
    )
    return set(session.scalars(statement))


def owners(session: Session, household_id: str, name: str) -> list[Any]:
    """Everybody of a name who lives or lived in a household: the day they died and the day they left."""
    statement = (
        select(person.c.died_on, member.c.left_on)
        .join(member, member.c.person_id == person.c.id)
        .where(member.c.household_id == household_id, person.c.name == name)
    )
    return list(session.execute(statement))


def proposed(session: Session, text: str) -> list[Any]:
    """Every change that waits, with the account as it is, the oldest first."""
    statement = (
        select(
            *change.c, household.c.number.label("household_number"), household.c.village, person.c.name,
            household.c.bank.label("old_bank"), household.c.account_name.label("old_name"),
            household.c.account_number.label("old_number"), operator.c.name.label("proposer"),
        )
        .join(household, household.c.id == change.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .join(operator, operator.c.id == change.c.proposed_by)
        .where(change.c.state == "proposed")
        .order_by(change.c.id)
        .limit(_MOST)
    )  # fmt: skip
    if text.strip():
        statement = statement.where(named_like(text.strip(), household.c.number))
    return list(session.execute(statement))
