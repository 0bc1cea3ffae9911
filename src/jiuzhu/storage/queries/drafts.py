"""Half-typed forms of the township's desks: kept as typed, outside the journal, never deleted but closed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from jiuzhu.domain.office import Operator
from jiuzhu.storage.tables import TABLES, draft

INTAKE, INTERRUPTED = "intake", "interrupted"


def interrupted(session: Session, owner_id: str) -> Sequence[Any]:
    """What this operator had half-typed when another took over the desk, the oldest first: id, title, content, when."""
    return session.execute(
        select(draft.c.id, draft.c.title, draft.c.content, draft.c.updated_at)
        .where(draft.c.closed_at.is_(None), draft.c.kind == INTERRUPTED, draft.c.owner_id == owner_id)
        .order_by(draft.c.updated_at, draft.c.id)
    ).all()


def open_drafts(session: Session) -> Sequence[Any]:
    """Drafts not yet taken or put aside, the newest first, with their owner's name."""
    operator = TABLES[Operator]
    return session.execute(
        select(
            draft.c.id, draft.c.title, draft.c.updated_at, draft.c.owner_id, operator.c.name.label("owner")
        )
        .join(operator, operator.c.id == draft.c.owner_id)
        .where(draft.c.closed_at.is_(None), draft.c.kind == INTAKE)
        .order_by(draft.c.updated_at.desc(), draft.c.id.desc())
    ).all()


def content(session: Session, draft_id: str, *, locked: bool = False) -> str | None:
    """The stored form of an open draft; `locked`: nobody else types into it until this unit ends."""
    asked = select(draft.c.content).where(draft.c.id == draft_id, draft.c.closed_at.is_(None))
    return session.scalar(asked.with_for_update() if locked else asked)


def is_closed(session: Session, draft_id: str) -> bool:
    """Whether a form became an application or was put aside."""
    closed = select(draft.c.id).where(draft.c.id == draft_id, draft.c.closed_at.is_not(None))
    return session.scalar(closed) is not None


def keep(
    session: Session,
    draft_id: str,
    *,
    owner_id: str,
    title: str,
    body: str,
    now: datetime,
    kind: str = INTAKE,
) -> None:
    """Store a draft, the newest typing wins; the closed one stays closed."""
    values = {"title": title, "content": body, "updated_at": now}
    mine = draft.c.id == draft_id
    kept = session.execute(
        update(draft).where(mine, draft.c.closed_at.is_(None)).values(**values).returning(draft.c.id)
    )
    if kept.first() is None and session.scalar(select(draft.c.id).where(mine)) is None:
        session.execute(insert(draft).values(id=draft_id, owner_id=owner_id, kind=kind, **values))


def close(session: Session, draft_id: str, now: datetime) -> None:
    """The draft became an application or was put aside; its text is emptied, the row stays."""
    session.execute(update(draft).where(draft.c.id == draft_id).values(closed_at=now, content="", title=""))
