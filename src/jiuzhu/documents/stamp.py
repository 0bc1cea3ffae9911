"""What a workbook of ours knows about itself, so that it is known again whatever people did to its headings.

Names in the workbook: which ledger it is, when and narrowed how it left, and one for each column, pointing at its
heading cell: a spreadsheet program moves it along when somebody inserts or moves columns. A hidden sheet keeps, for
every row, a short checksum of each cell as it left: what a person changed is told from what changed here meanwhile.
No value stands in it, and nothing it says is trusted beyond that: a forged one can only make us ask again.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from zlib import crc32

from jiuzhu.documents.foreign_reader import MARKS, STAMP, columns_named
from jiuzhu.documents.saving import visible
from jiuzhu.domain.ledger import Ledger

_LONGEST = 250
"""A text constant of the format holds 255 characters."""
_DIGITS = 8
_APART = "\n"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which ledger a workbook is, when (ISO, UTC) and narrowed how it was exported, and where its columns stand."""

    ledger: str
    made_at: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    columns: dict[str, int] = field(
        default_factory=dict
    )  # our column → place from 0, on the sheet that was read
    marks: dict[str, dict[str, str]] = field(default_factory=dict)  # key of a row → column → checksum


def plain(value: Any) -> str:
    """One cell as text, the same for a value that leaves and for the raw cell that comes back."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(visible(value).split())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return str(value.get("n") or value.get("d") or value.get("e"))
    return format(float(value), ".15g") if isinstance(value, Decimal) else str(value)


def mark(text: str) -> str:
    """The checksum of a plain text."""
    return format(crc32(text.encode("utf-8", "surrogatepass")), f"0{_DIGITS}x")


def key_of(parts: Iterable[Any]) -> str:
    """The key of a row out of the values of its key columns; never the `<r>` the library would copy raw."""
    return "#" + "|".join(plain(part) for part in parts)


def write_stamp(
    workbook: Any, sheet_name: str, ledger: Ledger, header_row: int, told: Mapping[str, str]
) -> None:
    """Put the names into a workbook that is being written; `header_row` counts from 0."""
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415  # start-up figure

    for name, text in {"ledger": ledger.id, **told}.items():
        if len(text) <= _LONGEST:
            doubled = text.replace('"', '""')
            workbook.define_name(f"{STAMP}{name}", f'="{doubled}"')
    quoted = sheet_name.replace("'", "''")
    for place, column in enumerate(ledger.columns):
        cell = xl_rowcol_to_cell(header_row, place, row_abs=True, col_abs=True)
        workbook.define_name(f"{STAMP}column.{column.name}", f"='{quoted}'!{cell}")


def marking(workbook: Any, ledger: Ledger, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows as they pass, each leaving its checksums on the hidden sheet."""
    sheet = workbook.add_worksheet(MARKS)
    sheet.very_hidden()
    names = [column.name for column in ledger.columns]
    sheet.write_string(0, 0, _APART.join(ledger.key))
    sheet.write_string(0, 1, _APART.join(names))
    places = [names.index(name) for name in ledger.key]
    for number, row in enumerate(rows, start=1):
        sheet.write_string(number, 0, key_of(row[place] for place in places))
        sheet.write_string(number, 1, "".join([mark(plain(value)) for value in row]))
        yield row


def read_stamp(
    names: Mapping[str, str], marks: Sequence[Sequence[str]], sheet: str, header_row: int
) -> Stamp | None:
    """The stamp of a foreign workbook; None for a stranger's. `header_row` counts from 1."""
    texts = {name: _text(value) for name, value in names.items()}
    ledger = texts.get(f"{STAMP}ledger", "")
    if not ledger:
        return None
    try:
        filters = json.loads(texts.get(f"{STAMP}filters") or "{}")
    except json.JSONDecodeError:
        filters = {}
    told = {str(key): str(value) for key, value in filters.items()} if isinstance(filters, dict) else {}
    places = {
        name: place
        for name, (where, row, place) in columns_named(names).items()
        if where == sheet and row == header_row
    }
    return Stamp(ledger, texts.get(f"{STAMP}made_at", ""), told, places, _marks(marks))


def _marks(rows: Sequence[Sequence[str]]) -> dict[str, dict[str, str]]:
    if not rows:
        return {}
    columns = rows[0][1].split(_APART)
    whole = _DIGITS * len(columns)
    return {
        key: {name: told[place * _DIGITS : (place + 1) * _DIGITS] for place, name in enumerate(columns)}
        for key, told in rows[1:]
        if len(told) == whole
    }


def _text(value: str) -> str:
    """A text constant; "" for anything else."""
    told = value.removeprefix("=")
    return told[1:-1].replace('""', '"') if len(told) > 1 and told[0] == told[-1] == '"' else ""
