"""How sums of 低保 that were taken over whole are made up: what waits, and what was confirmed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.composition import Composition, CompositionPart
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.domain.office import Operator
from jiuzhu.storage.queries.ledgers import named_like
from jiuzhu.storage.tables import TABLES

composition, part = TABLES[Composition], TABLES[CompositionPart]
entitlement, household, member, person, operator = (
    TABLES[kind] for kind in (Entitlement, Household, Member, Person, Operator)
)

_MOST = 500


def open_of(session: Session, household_id: str) -> Composition | None:
    """The composition of a household that waits."""
    wanted = composition.c.household_id == household_id, composition.c.state == "proposed"
    return session.scalars(select(Composition).where(*wanted)).first()


def waiting_for(session: Session, operator_id: str) -> int:
    """How many wait that an operator did not tell."""
    wanted = composition.c.state == "proposed", composition.c.proposed_by != operator_id
    return session.scalar(select(func.count()).where(*wanted)) or 0


def parts_of(session: Session, composition_id: str) -> list[CompositionPart]:
    """Who was counted, each with their add-ons, in the order they were told."""
    statement = select(CompositionPart).where(part.c.composition_id == composition_id)
    return list(session.scalars(statement.order_by(part.c.position)))


def dibao_of(session: Session, household_id: str, month: str) -> Entitlement | None:
    """The 低保 of a household in force in a month (YYYY-MM), or that begins later; None when it has none."""
    statement = select(Entitlement).where(
        entitlement.c.household_id == household_id,
        entitlement.c.programme == "dibao",
        entitlement.c.person_id.is_(None),
        entitlement.c.ended_reason == "",
        (entitlement.c.last_month == "") | (entitlement.c.last_month >= month),
    )
    return session.scalars(statement).first()


def confirmed(session: Session, household_ids: Sequence[str]) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """Decision → its confirmed income (`income`) and who was counted then, for these households."""
    statement = (
        select(composition.c.decision_id, composition.c.income, part.c.person_id)
        .join(part, part.c.composition_id == composition.c.id)
        .where(composition.c.household_id.in_(household_ids), composition.c.state == "confirmed")
        .order_by(composition.c.id, part.c.position)
    )
    found: dict[str, tuple[Any, tuple[str, ...]]] = {}
    for row in session.execute(statement):
        _, heads = found.get(row.decision_id, (None, ()))
        found[row.decision_id] = (row.income, tuple(dict.fromkeys((*heads, row.person_id))))
    return found


def proposed(session: Session, text: str) -> list[Any]:
    """Every composition that waits, with its household, the oldest first; `text` may name anybody who lives there."""
    names = (
        "id", "number", "household_id", "monthly", "base", "addons", "standard", "document", "income", "evidence",
        "proposed_by", "proposed_on", "version",
    )  # fmt: skip
    statement = (
        select(
            *(composition.c[name] for name in names), household.c.number.label("household_number"), household.c.village,
            person.c.name, operator.c.name.label("proposer"),
        )
        .join(household, household.c.id == composition.c.household_id)
        .join(person, person.c.id == household.c.head_id)
        .join(operator, operator.c.id == composition.c.proposed_by)
        .where(composition.c.state == "proposed")
        .order_by(composition.c.id)
        .limit(_MOST)
    )  # fmt: skip
    if text.strip():
        lives = person.alias("lives")
        named = (
            select(member.c.household_id)
            .join(lives, lives.c.id == member.c.person_id)
            .where(lives.c.name.startswith(text.strip(), autoescape=True), member.c.left_on.is_(None))
        )
        statement = statement.where(named_like(text.strip(), household.c.number) | household.c.id.in_(named))
    return list(session.execute(statement))


def told_parts(session: Session, compositions: Sequence[str]) -> dict[str, list[Any]]:
    """Composition → its add-ons (`name`, `category`, `amount`); who has none is not in it."""
    statement = (
        select(part.c.composition_id, part.c.category, part.c.amount, person.c.name)
        .join(person, person.c.id == part.c.person_id)
        .where(part.c.composition_id.in_(compositions), part.c.category != "")
        .order_by(part.c.position)
    )
    found: dict[str, list[Any]] = {}
    for row in session.execute(statement):
        found.setdefault(row.composition_id, []).append(row)
    return found
