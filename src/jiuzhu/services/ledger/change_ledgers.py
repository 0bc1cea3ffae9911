"""Rows of the ledgers of 动态管理 and 转办, in words."""

from collections.abc import Sequence
from typing import Any

from jiuzhu.domain.ledger import Ledger
from jiuzhu.services.ledger.ledger_rows import Row, in_order
from jiuzhu.services.monitoring.alerting import STATES as ALERT_STATES
from jiuzhu.services.monitoring.noticing import indicators
from jiuzhu.storage.unit import Unit

EVENT_STATES = {"open": "未办结", "settled": "已办结", "withdrawn": "已撤销"}
ADJUSTMENT_STATES = {"proposed": "待审批", "approved": "已同意", "refused": "不同意", "withdrawn": "已撤回"}

_CODES = {
    "events": {"kind": "household_event"},
    "adjustments": {"programme": "item", "kind": "adjustment_kind", "cause": "adjustment_cause"},
    "rechecks": {"programme": "item", "recheck_class": "recheck_class", "outcome": "recheck_outcome"},
    "alerts": {"outcome": "alert_outcome", "false_alarm": "false_alarm"},
    "transfers": {"programme": "item", "department": "department", "state": "transfer_state", "result": "transfer_result"},
}  # fmt: skip
"""Ledger → column → the code table its values are words of."""


def states(unit: Unit, ledger_id: str) -> list[tuple[str, str]]:
    """What a ledger may be narrowed to by its state."""
    words = {
        "events": EVENT_STATES,
        "adjustments": ADJUSTMENT_STATES,
        "rechecks": unit.desk.codes["recheck_outcome"].labels,
        "alerts": ALERT_STATES,
        "transfers": unit.desk.codes["transfer_state"].labels,
    }
    return list(words[ledger_id].items())


def _state_of(row: Any) -> str:
    if row.settled_on is None:
        return "open"
    return "settled" if row.withdrawn_on is None else "withdrawn"


def worded(unit: Unit, ledger: Ledger, found: Sequence[Any], _before: int) -> list[Row]:
    """Lines SQL found, in words and in the order of the ledger."""
    models = indicators(unit) if ledger.id == "alerts" else {}
    made = []
    for row in found:
        values = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's documented row mapping
        for name, table in _CODES[ledger.id].items():
            values[name] = unit.desk.label(table, values[name])
        match ledger.id:
            case "events":
                values["state"] = EVENT_STATES[_state_of(row)]
            case "adjustments":
                values["state"] = ADJUSTMENT_STATES[row.state]
            case "rechecks":
                values["checkers"] = "、".join(
                    name for name in (row.first_checker, row.second_checker) if name
                )
            case "transfers":
                values["amount"] = row.amount or None  # nothing is answered yet
            case "alerts":
                model = models.get(row.indicator)
                values["indicator"] = model.title if model else row.indicator
                values["state"] = ALERT_STATES[row.state]
        made.append(in_order(ledger, values))
    return made
