"""Changes of accounts that wait, with their households."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.household import AccountChange, Household, Person
from jiuzhu.domain.office import Operator
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.tables import TABLES

change, household, person = TABLES[AccountChange], TABLES[Household], TABLES[Person]
operator = TABLES[Operator]

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
