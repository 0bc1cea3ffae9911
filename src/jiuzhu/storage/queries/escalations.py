"""What is past its day, and what of it has gone up."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import exists, literal, select
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Pause
from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.household import Household, HouseholdEvent, Person
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.office import Escalation, Operator
from jiuzhu.domain.transferring import OUT, Lead, Transfer
from jiuzhu.storage.tables import TABLES

application, person, household = TABLES[Application], TABLES[Person], TABLES[Household]
transfer, alert, lead, operator = TABLES[Transfer], TABLES[Alert], TABLES[Lead], TABLES[Operator]
grant = TABLES[Entitlement]
event, pause, escalation = TABLES[HouseholdEvent], TABLES[Pause], TABLES[Escalation]


class Late(NamedTuple):
    """One matter past its day; `code` names the clock of an application, `application_id` whose file it is."""

    id: str
    number: str
    name: str
    code: str
    due_on: date
    application_id: str | None


def _of_household(table: Any) -> Any:
    """A matter of a household under the name of its head."""
    columns = (table.c.id, table.c.number, person.c.name, literal(""), table.c.due_on, literal(None))
    homes = select(*columns).join(household, household.c.id == table.c.household_id)
    return homes.join(person, person.c.id == household.c.head_id)


def _applications(today: date, waits: Collection[str]) -> Any:
    """Not what a department answers (its slip is late itself), nor a period that only runs out, nor a stopped clock."""
    still = exists().where(pause.c.application_id == application.c.id, pause.c.ends_on.is_(None))
    return (
        select(
            application.c.id,
            application.c.number,
            person.c.name,
            application.c.due_code,
            application.c.due_on,
            application.c.id.label("file"),
        )
        .join(person, person.c.id == application.c.applicant_id)
        .where(
            application.c.state != "referred",
            application.c.due_on < today,
            application.c.due_code.not_in(waits),
            ~still,
        )
    )


def _rechecks(today: date) -> Any:
    """Rechecks whose day has passed, under the number of the household."""
    columns = (
        grant.c.id, household.c.number, person.c.name, literal(""), grant.c.next_recheck_on, literal(None),
    )  # fmt: skip
    homes = select(*columns).join(household, household.c.id == grant.c.household_id)
    return homes.join(person, person.c.id == household.c.head_id).where(
        grant.c.ended_reason == "", grant.c.next_recheck_on < today
    )


def late(session: Session, subject: str, today: date, waits: Collection[str]) -> list[Late]:
    """Open matters of a kind whose day has passed; `waits` are the clocks of periods that only run out."""
    none = literal("")
    statements = {
        "application": _applications(today, waits),
        "transfer": select(
            transfer.c.id,
            transfer.c.number,
            person.c.name,
            none,
            transfer.c.due_on,
            transfer.c.application_id,
        )
        .join(application, application.c.id == transfer.c.application_id)
        .join(person, person.c.id == application.c.applicant_id)
        .where(transfer.c.state.in_((*OUT, "recalled")), transfer.c.due_on < today),
        "alert": _of_household(alert).where(alert.c.state != "closed", alert.c.due_on < today),
        "recheck": _rechecks(today),
        "event": _of_household(event).where(event.c.settled_on.is_(None), event.c.due_on < today),
        "lead": select(lead.c.id, lead.c.number, lead.c.name, none, lead.c.due_on, literal(None)).where(
            lead.c.state == "open", lead.c.due_on < today
        ),
    }
    asked = statements[subject]
    return [Late(*row) for row in session.execute(asked.order_by(asked.selected_columns[0]))]


def raised(session: Session) -> dict[tuple[str, str, str, date], Escalation]:
    """What has gone up, by matter, clock and day; of what went up more than once the newest."""
    return {
        (row.subject, row.subject_id, row.code, row.due_on): row
        for row in session.scalars(select(Escalation).order_by(escalation.c.id))
    }


def of_subject(session: Session, subject_id: str) -> list[Escalation]:
    """Every time a matter went up, the oldest first."""
    statement = select(Escalation).where(escalation.c.subject_id == subject_id).order_by(escalation.c.id)
    return list(session.scalars(statement))


def any_unanswered(session: Session, operator_id: str) -> bool:
    """Whether anything that went up to an operator has no answer, finished meanwhile or not."""
    waiting = escalation.c.answered_on.is_(None)
    statement = select(escalation.c.id).where(escalation.c.to_operator_id == operator_id, waiting).limit(1)
    return session.execute(statement).first() is not None
