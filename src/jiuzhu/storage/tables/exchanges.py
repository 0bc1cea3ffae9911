"""Tables of ledgers that go out and come back."""

from jiuzhu.domain import exporting, round_trip
from jiuzhu.storage.tables.entity import Entity

ENTITIES = (
    Entity(
        round_trip.LedgerImport,
        "ledger_import",
        {"imported_by": "operator"},
        (("ledger", "imported_at"),),
        (("number",),),
    ),
    Entity(
        round_trip.LoadProposal,
        "load_proposal",
        {"proposed_by": "operator", "decided_by": "operator", "import_id": "ledger_import"},
        (("state",),),
        (("number",),),
    ),
    Entity(
        round_trip.ProposedTable,
        "proposed_table",
        {"proposal_id": "load_proposal"},
        unique=(("proposal_id",),),
    ),
    Entity(
        round_trip.ImportChange, "import_change", {"import_id": "ledger_import"}, (("import_id", "position"),)
    ),
    Entity(
        exporting.Export,
        "export",
        {"asked_by": "operator", "decided_by": "operator"},
        (("state", "subject"), ("asked_at",)),
        (("number",),),
    ),
    Entity(round_trip.ColumnMapping, "column_mapping", unique=(("sender", "ledger"),)),
)
