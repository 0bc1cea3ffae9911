"""Changes of accounts that wait, with their households."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import AccountChange, Household, Member, Person
from jiuzhu.domain.office import Operator
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.tables import TABLES

change, household, person = TABLES[AccountChange], TABLES[Household], TABLES[Person]
member, operator = TABLES[Member], TABLES[Operator]

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


def confirmed(session: Session, households: Sequence[str]) -> set[str]:
    """Which of these households are paid to an account that was confirmed after its owner had left, or is nobody's here."""
    left = (
        select(member.c.id)
        .join(person, person.c.id == member.c.person_id)
        .where(
            member.c.household_id == household.c.id,
            person.c.name == household.c.account_name,
            member.c.left_on > change.c.decided_on,
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
            ~left.exists(),
        )
    )
    return set(session.scalars(statement))


def proposed(session: Session, text: str) -> list[Any]:
    """Every change that waits, with the account as it is, the oldest first."""
    columns = [
        change.c[name]
        for name in ("id", "household_id", "bank", "account_name", "account_number", "reason", "proposed_on")
    ]
    statement = (
        select(
            *columns, household.c.number.label("household_number"), household.c.village, person.c.name,
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
