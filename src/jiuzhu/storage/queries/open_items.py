"""What a colleague has open: by who began it, or by the newest 移交 that gave it to somebody else."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, update
from sqlalchemy.orm import Session

from jiuzhu.domain.application import Application, Declined, Material, Pause
from jiuzhu.domain.approving import Decision, Entitlement, IssuedPaper
from jiuzhu.domain.caring import Custody, WellbeingVisit
from jiuzhu.domain.composition import Composition
from jiuzhu.domain.granting import Adjustment, BackPayment, Reassessment
from jiuzhu.domain.handing_on import HandedItem
from jiuzhu.domain.household import AccountChange, Household, HouseholdEvent, Person
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.office import Escalation, RelativeOfStaff
from jiuzhu.domain.relief import GrantBatch
from jiuzhu.domain.transferring import Lead, Meeting, MeetingItem, Transfer
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.storage.tables import TABLES, draft

application, person, household = TABLES[Application], TABLES[Person], TABLES[Household]
handed = TABLES[HandedItem]

_SLIPS = ("sent", "accepted", "rejected", "disputed", "ruled", "answered", "recalled")
"""States of a slip somebody still has to do something about."""


class Whose:
    """Which open rows are one colleague's: those they began and nobody was given since, and those they were given."""

    def __init__(self, session: Session, operator_id: str) -> None:
        self.operator_id = operator_id
        given = owners(session)
        self._mine: dict[str, list[str]] = {}
        self._gone: dict[str, list[str]] = {}
        for (kind, subject), owner in given.items():
            (self._mine if owner == operator_id else self._gone).setdefault(kind, []).append(subject)

    def given(self, kind: str) -> list[str]:
        """The subjects of a kind they were given."""
        return self._mine.get(kind, [])

    def rows(self, kind: str, subject: ColumnElement[Any], began: ColumnElement[Any]) -> ColumnElement[bool]:
        """The rows of a kind, by the column of their subject and that of who began them."""
        gone = self._gone.get(kind, [])
        own: ColumnElement[bool] = began == self.operator_id
        if gone:
            own &= subject.not_in(gone)
        given = self.given(kind)
        return or_(own, subject.in_(given) if given else false())


def owners(session: Session) -> dict[tuple[str, str], str]:
    """Kind and subject → whose it is by the newest 移交."""
    statement = select(handed.c.kind, handed.c.subject_id, handed.c.owner_id).order_by(handed.c.id)
    return {(row.kind, row.subject_id): row.owner_id for row in session.execute(statement)}


def given_to(session: Session, operator_id: str) -> bool:
    """Whether anything was ever handed to a colleague."""
    return session.scalar(select(handed.c.id).where(handed.c.owner_id == operator_id).limit(1)) is not None


def _named(*columns: Any, table: Any) -> Select[Any]:
    """Rows of a household, with its number and the name of its head."""
    return (
        select(*columns, household.c.id.label("about"), household.c.number.label("home"), person.c.name)
        .join(household, household.c.id == table.c.household_id)
        .join(person, person.c.id == household.c.head_id)
    )


def applications(session: Session, whose: Whose) -> Sequence[Any]:
    """Files under way, or decided and not handed over yet."""
    undelivered = [
        select(table.c.application_id).where(table.c.delivered_on.is_(None))
        for table in (TABLES[Decision], TABLES[Declined])
    ]
    statement = (
        select(
            application.c.id, application.c.id.label("about"), application.c.number, application.c.state, application.c.due_code,
            application.c.due_on, person.c.name,
        )
        .join(person, person.c.id == application.c.applicant_id)
        .where(
            application.c.state.in_(OPEN_STATES) | application.c.id.in_(undelivered[0].union(undelivered[1])),
            whose.rows("application", application.c.id, application.c.clerk_id),
        )
        .order_by(application.c.due_on.is_(None), application.c.due_on, application.c.id)
    )  # fmt: skip
    return session.execute(statement).all()


def pauses(session: Session, files: Sequence[str]) -> dict[str, Any]:
    """File → the pause its clock stands in."""
    pause = TABLES[Pause]
    statement = select(pause.c.application_id, pause.c.starts_on, pause.c.reason).where(
        pause.c.application_id.in_(files), pause.c.ends_on.is_(None)
    )
    return {row.application_id: row for row in session.execute(statement)}


def papers(session: Session, files: Sequence[str]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """File → what the family's papers are (name, needed, received), and which papers of ours left (title, number)."""
    material, issued = TABLES[Material], TABLES[IssuedPaper]
    brought: dict[str, list[Any]] = {}
    left: dict[str, list[Any]] = {}
    wanted = select(
        material.c.application_id,
        material.c.name,
        material.c.needed,
        material.c.by_data,
        material.c.received_on,
    )
    for row in session.execute(
        wanted.where(material.c.application_id.in_(files)).order_by(material.c.position, material.c.id)
    ):
        brought.setdefault(row.application_id, []).append(row)
    printed = select(issued.c.application_id, issued.c.title, issued.c.number)
    for one in session.execute(printed.where(issued.c.application_id.in_(files)).order_by(issued.c.id)):
        left.setdefault(one.application_id, []).append(one)
    return brought, left


def drafts(session: Session, operator_id: str) -> Sequence[Any]:
    """Forms half typed."""
    statement = select(draft.c.id, draft.c.title, draft.c.updated_at, draft.c.kind).where(
        draft.c.owner_id == operator_id, draft.c.closed_at.is_(None)
    )
    return session.execute(statement.order_by(draft.c.updated_at, draft.c.id)).all()


def slips(session: Session, whose: Whose) -> Sequence[Any]:
    """转办 that went out and has not come to its end."""
    slip = TABLES[Transfer]
    statement = (
        select(
            slip.c.id,
            slip.c.application_id.label("about"),
            slip.c.number,
            slip.c.state,
            slip.c.department,
            slip.c.due_on,
            person.c.name,
        )
        .join(application, application.c.id == slip.c.application_id)
        .join(person, person.c.id == application.c.applicant_id)
        .where(slip.c.state.in_(_SLIPS), whose.rows("transfer", slip.c.id, slip.c.sent_by))
        .order_by(slip.c.due_on, slip.c.id)
    )
    return session.execute(statement).all()


def leads(session: Session, operator_id: str) -> Sequence[Any]:
    """Leads that are looked into."""
    lead = TABLES[Lead]
    statement = select(
        lead.c.id, lead.c.id.label("about"), lead.c.number, lead.c.name, lead.c.due_on, lead.c.visited_on
    ).where(lead.c.state == "open", lead.c.owner_id == operator_id)
    return session.execute(statement.order_by(lead.c.due_on, lead.c.id)).all()


def alerts(session: Session, operator_id: str) -> Sequence[Any]:
    """Alerts that are worked."""
    alert = TABLES[Alert]
    statement = _named(alert.c.id, alert.c.number, alert.c.state, alert.c.due_on, alert.c.told, table=alert)
    return session.execute(
        statement.where(alert.c.state != "closed", alert.c.owner_id == operator_id).order_by(
            alert.c.due_on, alert.c.id
        )
    ).all()


def events(session: Session, whose: Whose) -> Sequence[Any]:
    """户情变动 whose consequences are not all decided."""
    event = TABLES[HouseholdEvent]
    statement = _named(event.c.id, event.c.number, event.c.kind, event.c.due_on, table=event)
    return session.execute(
        statement.where(
            event.c.settled_on.is_(None), whose.rows("event", event.c.id, event.c.recorded_by)
        ).order_by(event.c.due_on.is_(None), event.c.due_on, event.c.id)
    ).all()


def rechecks(session: Session, whose: Whose, until: date) -> Sequence[Any]:
    """Grants to be looked at again up to a day, of families whose file this colleague took."""
    grant, decision = TABLES[Entitlement], TABLES[Decision]
    statement = (
        _named(grant.c.id, grant.c.programme, grant.c.next_recheck_on.label("due_on"), table=grant)
        .join(decision, decision.c.id == grant.c.decision_id)
        .join(application, application.c.id == decision.c.application_id)
        .where(
            grant.c.next_recheck_on <= until,
            grant.c.ended_reason == "",
            whose.rows("recheck", grant.c.id, application.c.clerk_id),
        )
    )
    return session.execute(statement.order_by(grant.c.next_recheck_on, grant.c.id)).all()


def visits(session: Session, whose: Whose) -> Sequence[Any]:
    """Visits and call-backs promised at the newest 走访 of each person."""
    visit = TABLES[WellbeingVisit]
    newest = select(func.max(visit.c.id)).group_by(visit.c.person_id)
    statement = (
        select(visit.c.id, household.c.id.label("about"), person.c.name, household.c.number.label("home"), visit.c.next_on.label("due_on"), visit.c.action)
        .join(person, person.c.id == visit.c.person_id)
        .join(household, household.c.id == visit.c.household_id)
        .where(
            visit.c.id.in_(newest), visit.c.next_on.is_not(None), person.c.died_on.is_(None),
            whose.rows("visit", visit.c.id, visit.c.recorded_by),
        )
    )  # fmt: skip
    return session.execute(statement.order_by(visit.c.next_on, visit.c.id)).all()


def custodies(session: Session, whose: Whose) -> Sequence[Any]:
    """Cards somebody keeps, looked at once a year."""
    row = TABLES[Custody]
    statement = (
        select(
            row.c.id,
            person.c.id.label("about"),
            row.c.number,
            person.c.name,
            row.c.starts_on,
            row.c.checked_on,
        )
        .join(person, person.c.id == row.c.holder_id)
        .where(row.c.revoked_on.is_(None), whose.rows("custody", row.c.id, row.c.recorded_by))
    )
    return session.execute(statement.order_by(row.c.id)).all()


def meeting_items(session: Session, whose: Whose, name: str) -> Sequence[Any]:
    """What a meeting decided and this colleague is to see to, by name."""
    item, meeting = TABLES[MeetingItem], TABLES[Meeting]
    given, gone = whose.given("meeting"), [
        subject for (kind, subject), owner in owners(session).items() if kind == "meeting" and owner != whose.operator_id
    ]  # fmt: skip
    named = item.c.responsible.contains(name, autoescape=True) & item.c.id.not_in(gone)
    statement = (
        select(item.c.id, meeting.c.number, item.c.title.label("name"), item.c.decision, item.c.due_on)
        .join(meeting, meeting.c.id == item.c.meeting_id)
        .where(item.c.done_on.is_(None), named | item.c.id.in_(given))
    )
    return session.execute(statement.order_by(item.c.due_on.is_(None), item.c.due_on, item.c.id)).all()


_PROPOSED = {
    "adjustment": (Adjustment, "待遇调整"),
    "account_change": (AccountChange, "账户变更"),
    "composition": (Composition, "金额构成"),
    "back_payment": (BackPayment, "补发（追回）"),
}
"""What waits for another person's word, and its name."""


def proposed(session: Session, whose: Whose | None = None, *, but: str = "") -> list[tuple[str, Any]]:
    """What waits for a signature, of one colleague, or of everybody `but` one; each with what it is."""
    found: list[tuple[str, Any]] = []
    for kind, word in _PROPOSED.values():
        table = TABLES[kind]
        number = table.c.number if "number" in table.c else household.c.number
        statement = _named(table.c.id, number.label("number"), table.c.proposed_on, table=table)
        of = whose.rows("proposal", table.c.id, table.c.proposed_by) if whose else table.c.proposed_by != but
        rows = session.execute(statement.where(table.c.state == "proposed", of).order_by(table.c.id))
        found += [(word, row) for row in rows]
    return found


def to_sign(session: Session, but: str) -> Sequence[Any]:
    """Files that wait for a head's signature and were not taken by this colleague."""
    statement = (
        select(
            application.c.id,
            application.c.id.label("about"),
            application.c.number,
            person.c.name,
            application.c.due_on,
        )
        .join(person, person.c.id == application.c.applicant_id)
        .where(application.c.state == "submitted", application.c.clerk_id != but)
    )
    return session.execute(
        statement.order_by(application.c.due_on.is_(None), application.c.due_on, application.c.id)
    ).all()


def lists(session: Session, whose: Whose) -> list[Any]:
    """Batches and lists of 标准调整 that are being prepared or carried out."""
    batch, run = TABLES[GrantBatch], TABLES[Reassessment]
    found: list[Any] = []
    for table, name in ((batch, batch.c.notice), (run, run.c.title)):
        statement = select(table.c.id, table.c.number, name.label("name"), table.c.made_on)
        found += session.execute(
            statement.where(
                table.c.state.in_(("draft", "applying")), whose.rows("batch", table.c.id, table.c.made_by)
            ).order_by(table.c.id)
        )
    return found


def escalations(session: Session, operator_id: str) -> Sequence[Any]:
    """What went up to a colleague and has no answer."""
    row = TABLES[Escalation]
    statement = select(row.c.id, row.c.subject, row.c.subject_id, row.c.code, row.c.due_on).where(
        row.c.to_operator_id == operator_id, row.c.answered_on.is_(None)
    )
    return session.execute(statement.order_by(row.c.due_on, row.c.id)).all()


def kept_away(session: Session, files: Iterable[str], operators: Iterable[str]) -> Mapping[str, set[str]]:
    """File → those of these colleagues who stand in its 近亲属备案."""
    relative = TABLES[RelativeOfStaff]
    statement = select(relative.c.application_id, relative.c.operator_id).where(
        relative.c.application_id.in_(list(files)), relative.c.operator_id.in_(list(operators))
    )
    found: dict[str, set[str]] = {}
    for row in session.execute(statement):
        found.setdefault(row.application_id, set()).add(row.operator_id)
    return found


def give_draft(session: Session, draft_id: str, operator_id: str) -> None:
    """A half-typed form is somebody else's from now on."""
    session.execute(update(draft).where(draft.c.id == draft_id).values(owner_id=operator_id))
