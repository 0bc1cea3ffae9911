"""The columns of a ledger on screen, and its pinned line of totals."""

from decimal import Decimal

from jiuzhu.domain.ledger import Column as LedgerColumn
from jiuzhu.services.ledger.ledgers import LedgerInfo
from jiuzhu.ui.ledgers.words import UNITS
from jiuzhu.ui.rows_model import Column, Kind

_KINDS: dict[str, Kind] = {"date": "date", "money": "money", "integer": "number", "decimal": "number"}
_STRONG = frozenset({"applicant", "payee", "name"})

_OF_NUMBERS = 15
"""Room for one of our numbers, in Chinese characters."""


def shown_columns(info: LedgerInfo) -> list[tuple[int, LedgerColumn]]:
    """The columns a screen shows, with their place in a row.

    Flattened members stay with the export, the month of a roster stands in the filters.
    """
    return [
        (place, column)
        for place, column in enumerate(info.columns)
        if not column.group and column.name != "month"
    ]


def _room(column: LedgerColumn) -> int:
    """Width on screen in Chinese characters."""
    if column.name == "account_number":
        return 5  # the last four
    if column.name.endswith("number") and column.kind == "text":
        return _OF_NUMBERS
    return column.width // 2 + 1


def table_columns(info: LedgerInfo) -> list[Column]:
    """The columns of the table on screen."""
    return [
        Column(
            column.title,
            place,
            kind="strong" if column.name in _STRONG else _KINDS.get(column.kind, "text"),
            width=_room(column),
            sort=column.name if column.name in info.sorts else "",
        )
        for place, column in shown_columns(info)
    ]


def totals_text(info: LedgerInfo, total: int, sums: dict[str, Decimal]) -> str:
    """The pinned line: rows, then every summed column by its title."""
    unit = UNITS.get(info.id, "户")
    told = [f"合计 {total:,} {unit}"]
    for column in info.columns:
        if column.name in sums:
            figure = sums[column.name]
            told.append(
                f"{column.title} {figure:,.2f} 元"
                if column.kind == "money"
                else f"{column.title} {figure:,.0f}"
            )
    return "　　".join(item.replace(" ", "\N{NO-BREAK SPACE}") for item in told)
