"""Ledgers that come back: what a returned workbook changed, how a sender's columns are read, and the way to undo it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class LedgerImport:
    """One returned workbook, taken in one transaction."""

    id: str = field(default_factory=new_id)
    number: str
    ledger: str
    sender: str
    file_name: str
    file_hash: str
    rows: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    imported_by: str
    imported_at: datetime
    undo_until: date
    undone_by: str | None = None
    undone_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class ImportChange:
    """One field an import set, with what stood there before: what undo puts back."""

    id: str = field(default_factory=new_id)
    import_id: str
    table_name: str
    row_id: str
    field_name: str  # empty for a row that the import made
    was: str = ""
    now: str = ""
    position: int = 0  # line of the workbook
    version: int = 1


@dataclass(kw_only=True, eq=False)
class ColumnMapping:
    """Which column of a sender's workbook is which of ours; remembered per sender and ledger."""

    id: str = field(default_factory=new_id)
    sender: str
    ledger: str
    columns: str  # JSON: our column → their heading
    used_on: date
    version: int = 1
