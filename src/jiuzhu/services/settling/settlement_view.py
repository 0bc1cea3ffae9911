"""Settlements as lists: months to settle, those that wait for their second signature, those signed."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.money import ZERO
from jiuzhu.services.settling.settling import STATES, draft
from jiuzhu.storage.queries import settlements as queries
from jiuzhu.storage.queries.files import operator_names
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMonth:
    """待制单: a month of an agreement with records that were never settled."""

    id: str  # agreement and month
    agreement_id: str
    month: str
    agreement: str
    provider: str
    source: str
    visits: int
    minutes: int
    amount: Decimal
    refused_minutes: int
    corrections: Decimal
    waiting: int
    unpriced: int
    left: Decimal
    seen: tuple[int, Decimal]


def open_months(unit: Unit) -> list[OpenMonth]:
    """Months that are over and were never settled, with records or with what settled months owe; the oldest first.

    An agreement nobody visits under any more still has its settled months put right: in the month before this one.
    """
    unit.require("read")
    now = month_of(unit.today)
    before = month_of(unit.today.replace(day=1) - timedelta(days=1))
    found = []
    for row in queries.agreements(unit.session):
        done = {one.month for one in queries.of_agreement(unit.session, row.id)}
        months = {*queries.recorded_months(unit.session, row.id), *({before} if done else ())}
        for month in sorted(months):
            if month in done or month >= now:
                continue
            told = draft(unit, row.id, month)
            payable = [one for one in told.priced.lines if one.kind == "payable"]
            corrected = [one.amount for one in told.priced.lines if one.kind == "correction"]
            if told.priced.lines or told.priced.waiting or told.priced.unpriced:
                found.append(
                    OpenMonth(
                        id=f"{row.id} {month}",
                        agreement_id=row.id,
                        month=month,
                        agreement=row.number,
                        provider=row.provider,
                        source=_source(unit, row),
                        visits=len(payable),
                        minutes=sum(one.minutes for one in payable),
                        amount=told.priced.amount,
                        refused_minutes=told.priced.refused_minutes,
                        corrections=sum(corrected, ZERO),
                        waiting=told.priced.waiting,
                        unpriced=len(told.priced.unpriced),
                        left=told.left,
                        seen=told.seen,
                    )
                )
    return sorted(found, key=lambda one: (one.month, one.agreement))


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledRow:
    """A settlement in the list; `barred`: why who looks may not sign it."""

    id: str
    version: int
    number: str
    month: str
    correction: int
    agreement_id: str
    agreement: str
    provider: str
    source: str
    state: str
    state_label: str
    minutes: int
    amount: Decimal
    refused_minutes: int
    made_by: str
    made_on: date
    second_by: str
    second_on: date | None
    note: str
    barred: str

    @property
    def title(self) -> str:
        """Month, and which correction of it."""
        return f"{self.month} 更正 {self.correction}" if self.correction else self.month


def settlements(unit: Unit, *states: str) -> list[SettledRow]:
    """Settlements in these states, the newest month first."""
    unit.require("read")
    names = operator_names(unit.session)
    return [
        SettledRow(
            id=row.id,
            version=row.version,
            number=row.number,
            month=row.month,
            correction=row.correction,
            agreement_id=row.agreement_id,
            agreement=row.agreement,
            provider=row.provider,
            source=_source(unit, row),
            state=row.state,
            state_label=STATES[row.state],
            minutes=row.minutes,
            amount=row.amount,
            refused_minutes=row.refused_minutes,
            made_by=names[row.made_by],
            made_on=row.made_on,
            second_by=names[row.second_by] if row.second_by else "",
            second_on=row.second_on,
            note=row.note,
            barred="自己制的结算单由别人审核" if row.made_by == unit.actor.operator_id else "",
        )
        for row in queries.rows(unit.session, states)
    ]


def _source(unit: Unit, row: Any) -> str:
    return f"{row.year} 年{unit.desk.label('fund_source', row.source)}"
