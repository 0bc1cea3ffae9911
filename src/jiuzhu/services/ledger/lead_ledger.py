"""Rows of 主动发现线索台账: where each lead came from, what became of it, and whether that was in time."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from jiuzhu.domain.ledger import Ledger
from jiuzhu.services.ledger.ledger_rows import Row, in_order
from jiuzhu.services.referral.leading import OUTCOMES
from jiuzhu.storage.unit import Unit

STATES = {"open": "待核实", **OUTCOMES}
"""What the ledger may be narrowed to: not closed yet, or how it was."""


def worded(unit: Unit, ledger: Ledger, found: Sequence[Any], _before: int) -> list[Row]:
    """Lines SQL found, in words and in the order of the ledger."""
    made = []
    for row in found:
        values = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented row mapping
        values["source"] = unit.desk.label("lead_source", row.source)
        values["state"] = STATES[row.outcome or row.state]
        values["went_to"] = row.application_number or row.transfer_to
        values["clock"] = clock(row.due_on, row.closed_on, unit.today)
        made.append(in_order(ledger, values))
    return made


def clock(due_on: date, closed_on: date | None, today: date) -> str:
    """Whether a lead was closed in time, or how long there is (pure); in calendar days, like its list."""
    left = (due_on - (closed_on or today)).days
    if left < 0:
        return f"超期 {-left} 天"
    if closed_on is not None:
        return "按期办结"
    return f"还有 {left} 天" if left else "今天到期"
