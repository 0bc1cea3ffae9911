"""Rows of the ledgers: what SQL found, completed and worded, one value a column."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.assessment.terms import terms_for
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.desk import Desk
from jiuzhu.domain.ledger import Ledger
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.services.casework.queue import due_title
from jiuzhu.storage.queries import ledgers, queues, rosters
from jiuzhu.storage.unit import Unit

Row = tuple[Any, ...]
"""Values in the order of the ledger's columns."""

STANDINGS = {"receiving": "在享", "coming": "待发放", "ended": "已停止"}
"""待遇状态 of a household in a month."""

FLATTENED = 8
"""Members of a household that have columns of their own."""


def in_order(ledger: Ledger, values: Mapping[str, Any]) -> Row:
    """Values by name in the order of the ledger's columns."""
    return tuple([values[column.name] for column in ledger.columns])


def standing(first_month: str, last_month: str, month: str) -> str:
    """`receiving`, `coming` or `ended`, seen from a month (YYYY-MM)."""
    if first_month > month:
        return "coming"
    return "ended" if last_month and last_month < month else "receiving"


def _decided(desk: Desk, decisions: Sequence[Any]) -> dict[str, Any]:
    granted = [row for row in decisions if row.result == "approved"]
    results = dict.fromkeys(row.result for row in decisions)
    return {
        "result": "、".join(desk.label("decision_result", result) for result in results),
        "decided_on": max((row.decided_on for row in decisions), default=None),
        "decision_number": "、".join(row.number for row in decisions),
        "monthly": sum((row.monthly for row in granted), Decimal("0.00")) if granted else None,
        "first_month": min((row.first_month for row in granted), default=""),
    }


def applications(unit: Unit, ledger: Ledger, found: Sequence[Any], _before: int) -> list[Row]:
    """Rows of 申请台账."""
    desk, ids = unit.desk, [row.id for row in found]
    programmes = queues.programmes_of(unit.session, ids)
    sizes = queues.sizes_of(unit.session, [row.household_id for row in found])
    decisions = ledgers.decisions_of(unit.session, ids)
    paused = queues.paused_of(unit.session, ids)
    made = []
    for row in found:
        notes = [row.special_reason] if row.special_reason else []
        notes += ["计时中止"] if row.id in paused else []
        asked = [desk.label("item", code) for code in programmes.get(row.id, [])]
        values = {
            **row._mapping,  # noqa: SLF001  # SQLAlchemy's documented row mapping
            **_decided(desk, decisions.get(row.id, [])),
            "programmes": "、".join(asked),
            "household_kind": desk.label("household_kind", row.household_kind),
            "members": sizes.get(row.household_id, 0),
            "source": desk.label("case_source", row.source),
            "state": STATE_LABELS[row.state],
            "due_title": due_title(row.due_code),
            "clerk": row.clerk_name,
            "note": "；".join(notes),
        }
        made.append(in_order(ledger, values))
    return made


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _flat(desk: Desk, members: Sequence[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for place in range(1, FLATTENED + 1):
        member = members[place - 1] if place <= len(members) else None
        values |= {
            f"member{place}_name": member.name if member else "",
            f"member{place}_relation": desk.label("relation", member.relation) if member else "",
            f"member{place}_id_number": member.id_number if member else "",
            f"member{place}_protected": ("是" if member.counted else "否") if member else "",
        }
    rest = [
        f"{member.name}（{desk.label('relation', member.relation)}）{member.id_number}"
        for member in members[FLATTENED:]
    ]
    return values | {"more_members": "；".join(rest)}


def _standard(unit: Unit, row: Any) -> Decimal:
    """What an adjusted amount was counted by: the standard of its first month."""
    first = date.fromisoformat(f"{row.first_month}-01")
    standards = unit.desk.policy.in_force(unit.desk.office.district, first)
    return terms_for(standards, row.kind).standard


def households(unit: Unit, ledger: Ledger, found: Sequence[Any], _before: int) -> list[Row]:
    """Rows of 低保家庭台账, members flattened to the right."""
    desk = unit.desk
    month = found[0].month if found else ""
    members = rosters.members_of(unit.session, [row.household_id for row in found], month)
    now = month_of(unit.today)
    made = []
    for row in found:
        values = {
            **row._mapping,  # noqa: SLF001  # SQLAlchemy's documented row mapping
            **_flat(desk, members.get(row.household_id, [])),
            "household_kind": desk.label("household_kind", row.kind),
            "standard": _standard(unit, row) if row.adjustment_id else _amount(row.standard),
            "per_head": _amount(row.per_head),
            "standing": STANDINGS[standing(row.first_month, row.last_month, now)],
        }
        made.append(in_order(ledger, values))
    return made
