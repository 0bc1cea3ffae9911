"""The office's dated policy rows in the database: filled from a pack, read whole into a `Policy`."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from jiuzhu.domain.policy import Policy, PolicyRow
from jiuzhu.storage.tables import policy_row
from jiuzhu.storage.unit import Unit

_KINDS = {Decimal: "number", bool: "flag", str: "word"}


def _value(text: str, kind: str) -> Decimal | bool | str:
    if kind == "number":
        return Decimal(text)
    return text == "true" if kind == "flag" else text


def _stored(row: PolicyRow) -> dict[str, Any]:
    kind = _KINDS[type(row.value)]
    value = ("true" if row.value else "false") if kind == "flag" else str(row.value)
    fields = ("key", "unit", "district", "starts", "ends", "document", "clause", "status", "source", "note")
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
    return (columns.key == row.key, columns.district == row.district, columns.starts == row.starts)


def _change(unit: Unit, row: PolicyRow, was: dict[str, Any], now: dict[str, Any]) -> None:
    found = unit.session.connection().execute(select(policy_row.c.id).where(*_the_row(row))).scalar_one()
    unit.update_rows(policy_row, [(found, was, now)])


def end_row(unit: Unit, row: PolicyRow, ends: date) -> None:
    """The last day of a row of this district."""
    _change(unit, row, {"ends": row.ends}, {"ends": ends})


def confirm_row(unit: Unit, row: PolicyRow, document: str) -> None:
    """A row of this district was confirmed by a document."""
    _change(
        unit,
        row,
        {"document": row.document, "status": row.status},
        {"document": document, "status": "verified"},
    )


def load_policy(connection: Connection) -> Policy:
    """Every stored row as one policy."""
    columns = [column for column in policy_row.c if column.name not in {"id", "kind", "value"}]
    found = connection.execute(select(policy_row.c.value, policy_row.c.kind, *columns))
    return Policy(
        PolicyRow(
            value=_value(row["value"], row["kind"]), **{column.name: row[column.name] for column in columns}
        )
        for row in found.mappings()
    )
