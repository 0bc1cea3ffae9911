"""What who sees no family is told of them all the same: which villages there are, and how many; never a row.

On a shared server each question is a function of the server made from the statement here (`server/law.py`), because
the row policies show these roles nothing; a file answers the statement itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, bindparam, func, literal_column, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from jiuzhu.domain.approving import Decision, Entitlement
from jiuzhu.domain.granting import BEGUN, Adjustment, Reassessment
from jiuzhu.domain.household import Household
from jiuzhu.storage.queries.rosters import receiving
from jiuzhu.storage.tables import TABLES
from jiuzhu.storage.types import Identity

household, entitlement = TABLES[Household], TABLES[Entitlement]
decision, adjustment, run = TABLES[Decision], TABLES[Adjustment], TABLES[Reassessment]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `right`: whose holders ask it, `takes`: what it is asked with, in this order."""

    name: str
    right: str
    tables: tuple[str, ...]
    statement: Callable[..., Select[Any]]
    takes: Mapping[str, TypeEngine[Any]]
    returns: str  # the server's word for the type of an answer

    def asked(self, session: Session, **values: Any) -> list[Any]:
        """The answers."""
        given = [bindparam(name, values[name], kind) for name, kind in self.takes.items()]
        if session.connection().dialect.name == "postgresql":
            return list(session.scalars(select(getattr(func, self.name)(*given))))
        return list(session.scalars(self.statement(*given)))

    @property
    def signature(self) -> str:
        """What the server calls its function."""
        words = (
            "uuid" if kind is Identity else "date" if isinstance(kind, Date) else "text"
            for kind in self.takes.values()
        )
        return f"{self.name}({', '.join(words)})"

    def function(self) -> str:
        """The function of the server that answers."""
        given = [literal_column(f"${place}", kind) for place, kind in enumerate(self.takes.values(), 1)]
        body = self.statement(*given).compile(
            dialect=postgresql.dialect(paramstyle="named"),  # type: ignore[no-untyped-call]  # SQLAlchemy's own
            compile_kwargs={"literal_binds": True},
        )
        return (
            f"CREATE OR REPLACE FUNCTION {self.signature} RETURNS SETOF {self.returns} "
            f"LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = jiuzhu, pg_temp AS $$ BEGIN RETURN QUERY {body}; END $$"
        )


def _villages() -> Select[Any]:
    return select(household.c.village).distinct().order_by(household.c.village)


def _decisions(day: ColumnElement[date]) -> Select[Any]:
    return select(func.count()).where(decision.c.decided_on >= day)


def _receiving(month: ColumnElement[str], first_day: ColumnElement[date]) -> Select[Any]:
    return select(func.count(entitlement.c.household_id.distinct())).where(
        receiving(entitlement, month, first_day)
    )


def _used(
    row_id: ColumnElement[str],
    key: ColumnElement[str],
    starts: ColumnElement[date],
    month: ColumnElement[str],
) -> Select[Any]:
    by_it = (
        select(func.count()).where(
            decision.c.id > row_id,
            (decision.c.decided_on >= starts) | (decision.c.first_month >= month),
            func.instr(decision.c.snapshot, '"' + key + '":') > 0,
        ),
        select(func.count()).where(
            adjustment.c.id > row_id, adjustment.c.state == "approved", adjustment.c.decided_on >= starts
        ),
        select(func.count()).where(
            run.c.id > row_id, run.c.state.in_(("signed", *BEGUN)), run.c.standards_on >= starts
        ),
    )
    first, *others = (statement.scalar_subquery() for statement in by_it)
    return select(sum(others, start=first))


_VILLAGES = Question("village_names", "assign", ("household",), _villages, {}, "text")
_DECISIONS = Question("decisions_since", "configure", ("decision",), _decisions, {"day": Date()}, "bigint")
_RECEIVING = Question(
    "households_receiving", "configure", ("entitlement",), _receiving, {"month": String(), "first_day": Date()}, "bigint"
)  # fmt: skip
_USED = Question(
    "used_since", "confirm", ("decision", "adjustment", "reassessment"), _used,
    {"row_id": Identity, "key": String(), "starts": Date(), "month": String()}, "bigint",
)  # fmt: skip

QUESTIONS = (_VILLAGES, _DECISIONS, _RECEIVING, _USED)


def villages(session: Session) -> list[str]:
    """The villages households live in."""
    return [village for village in _VILLAGES.asked(session) if village]


def decisions_since(session: Session, day: date) -> int:
    """How many decisions were signed on or after a day."""
    return int(_DECISIONS.asked(session, day=day)[0])


def households_receiving(session: Session, month: str) -> int:
    """How many households have anything in force in a month."""
    return int(_RECEIVING.asked(session, month=month, first_day=date.fromisoformat(f"{month}-01"))[0])


def used_since(session: Session, row_id: str, key: str, starts: date) -> int:
    """How much was signed by a figure since its row was made: decisions that name it, adjustments, lists of a new standard."""
    return int(_USED.asked(session, row_id=row_id, key=key, starts=starts, month=f"{starts:%Y-%m}")[0])
