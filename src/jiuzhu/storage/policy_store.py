"""The office's dated policy rows in the database: filled from a pack, read whole into a `Policy`."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from jiuzhu.domain.policy import Policy, PolicyRow
from jiuzhu.storage.tables import policy_row
from jiuzhu.storage.unit import Unit

WITHDRAWN = "withdrawn"
"""Status of a row that was set by mistake: it stays to be read and holds for no day."""

_KINDS = {Decimal: "number", bool: "flag", str: "word"}


def _value(text: str, kind: str) -> Decimal | bool | str:
    if kind == "number":
        return Decimal(text)
    return text == "true" if kind == "flag" else text


def _stored(row: PolicyRow) -> dict[str, Any]:
    kind = _KINDS[type(row.value)]
    value = ("true" if row.value else "false") if kind == "flag" else str(row.value)
    fields = (
        "key", "unit", "district", "starts", "ends", "document", "clause", "status", "source", "note", "set_by", "set_on",
        "confirmed_by", "confirmed_on", "asked_back_by", "asked_back_on", "asked_back_why",
    )  # fmt: skip
    return {
        "value": value,
        "kind": kind,
        **{name: getattr(row, name) for name in fields},
    }


def save_rows(unit: Unit, rows: tuple[PolicyRow, ...]) -> None:
    """Write the rows of a pack."""
    unit.insert_rows(policy_row, [_stored(row) for row in rows])


def _the_row(row: PolicyRow) -> Any:
    columns = policy_row.c
    return (
        columns.key == row.key,
        columns.district == row.district,
        columns.starts == row.starts,
        columns.status != WITHDRAWN,
    )


def id_of(connection: Connection, row: PolicyRow) -> str:
    """The stored row behind a figure."""
    return str(connection.execute(select(policy_row.c.id).where(*_the_row(row))).scalar_one())


def _change(unit: Unit, row: PolicyRow, was: dict[str, Any], now: dict[str, Any]) -> None:
    unit.update_rows(policy_row, [(id_of(unit.session.connection(), row), was, now)])


def end_row(unit: Unit, row: PolicyRow, ends: date | None) -> None:
    """The last day of a row of this district, None for no end."""
    _change(unit, row, {"ends": row.ends}, {"ends": ends})


def confirm_row(unit: Unit, row: PolicyRow, document: str) -> None:
    """A row of this district was confirmed by a document, today and by who acts."""
    said = {
        "document": document,
        "status": "verified",
        "confirmed_by": unit.actor.operator_id,
        "confirmed_on": unit.today,
        "asked_back_by": None,
        "asked_back_on": None,
        "asked_back_why": None,
    }
    _change(unit, row, {name: getattr(row, name) for name in said}, said)


def ask_row_back(unit: Unit, row: PolicyRow, reason: str) -> None:
    """Whoever acts wants a confirmed row withdrawn: it holds, unconfirmed, until another person has looked."""
    said = {
        "status": "unconfirmed",
        "confirmed_by": None,
        "confirmed_on": None,
        "asked_back_by": unit.actor.operator_id,
        "asked_back_on": unit.today,
        "asked_back_why": reason,
    }
    _change(unit, row, {name: getattr(row, name) for name in said}, said)


def withdraw_row(unit: Unit, row: PolicyRow, reason: str) -> None:
    """A row of this district was set by mistake."""
    _change(
        unit,
        row,
        {"status": row.status, "note": row.note},
        {"status": WITHDRAWN, "note": f"已撤销：{reason}"},
    )


def withdrawn(connection: Connection, district: str) -> list[Any]:
    """Rows of a district that were withdrawn, as plain rows."""
    columns = policy_row.c
    where = (columns.status == WITHDRAWN, columns.district == district)
    return list(connection.execute(select(policy_row).where(*where).order_by(columns.key, columns.starts)))


def waiting(connection: Connection) -> list[Any]:
    """Rows one person set or asked back and no other has looked at yet, as plain rows; those withdrawn are no part of it."""
    columns = policy_row.c
    where = (
        columns.status == "unconfirmed",
        columns.set_by.is_not(None) | columns.asked_back_by.is_not(None),
    )
    return list(connection.execute(select(policy_row).where(*where).order_by(columns.key, columns.starts)))


def load_policy(connection: Connection) -> Policy:
    """Every stored row that was not withdrawn, as one policy."""
    columns = [column for column in policy_row.c if column.name not in {"id", "kind", "value"}]
    held = policy_row.c.status != WITHDRAWN
    found = connection.execute(select(policy_row.c.value, policy_row.c.kind, *columns).where(held))
    return Policy(
        PolicyRow(
            value=_value(row["value"], row["kind"]), **{column.name: row[column.name] for column in columns}
        )
        for row in found.mappings()
    )
