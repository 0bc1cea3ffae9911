"""What is past its day, and what of it has gone up."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.office import Escalation, Operator
from jiuzhu.domain.transferring import Lead, Transfer
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.storage.tables import TABLES

application, person, household = TABLES[Application], TABLES[Person], TABLES[Household]
transfer, alert, lead, operator = TABLES[Transfer], TABLES[Alert], TABLES[Lead], TABLES[Operator]


class Late(NamedTuple):
    """One matter past its day; `code` names the clock of an application."""

    id: str
    number: str
    name: str
    code: str
    due_on: date


def late(session: Session, subject: str, today: date) -> list[Late]:
    """Open matters of a kind whose day has passed."""
    none = literal("")
    statements = {
        "application": select(
            application.c.id,
            application.c.number,
            person.c.name,
            application.c.due_code,
            application.c.due_on,
        )
        .join(person, person.c.id == application.c.applicant_id)
        .where(
            application.c.state.in_(OPEN_STATES),
            application.c.state != "referred",
            application.c.due_on < today,
        ),
        "transfer": select(transfer.c.id, transfer.c.number, person.c.name, none, transfer.c.due_on)
        .join(application, application.c.id == transfer.c.application_id)
        .join(person, person.c.id == application.c.applicant_id)
        .where(transfer.c.state.in_(("sent", "accepted")), transfer.c.due_on < today),
        "alert": select(alert.c.id, alert.c.number, person.c.name, none, alert.c.due_on)
        .join(household, household.c.id == alert.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .where(alert.c.state != "closed", alert.c.due_on < today),
        "lead": select(lead.c.id, lead.c.number, lead.c.name, none, lead.c.due_on).where(
            lead.c.state == "open", lead.c.due_on < today
        ),
    }
    return [Late(*row) for row in session.execute(statements[subject])]


def raised(session: Session) -> dict[tuple[str, str, str, date], Escalation]:
    """What has gone up, by matter, clock and day."""
    return {
        (row.subject, row.subject_id, row.code, row.due_on): row
        for row in session.scalars(select(Escalation))
    }


def operator_names(session: Session) -> dict[str, str]:
    """Operator → name."""
    return {row.id: row.name for row in session.execute(select(operator.c.id, operator.c.name))}
