"""Ledgers that come back: what a returned workbook changed, how a sender's columns are read, and the way to undo it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

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
class LoadProposal:
    """转入旧台账, handed in by one person and confirmed or refused by another one; until then nothing is granted.

    `number` becomes the number of the import. `columns`: JSON, our column → their heading. `monthly`: yuan a month of all.
    """

    id: str = field(default_factory=new_id)
    number: str
    sender: str
    file_name: str
    file_hash: str
    columns: str
    programme: str
    shared: bool
    from_month: str
    rows: int
    households: int
    people: int
    monthly: Decimal
    state: str = "proposed"  # proposed | confirmed | refused | withdrawn
    proposed_by: str
    proposed_on: date
    decided_by: str | None = None
    decided_on: date | None = None
    decision_note: str = ""
    import_id: str | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class ProposedTable:
    """The very file a proposal is about, and what it was seen to become (JSON); the journal keeps their hashes."""

    id: str = field(default_factory=new_id)
    proposal_id: str
    content: bytes
    plan: bytes
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
