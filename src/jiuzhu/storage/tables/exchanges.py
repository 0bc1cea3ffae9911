"""Tables of ledgers that go out and come back."""

from jiuzhu.domain import round_trip
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
        round_trip.ImportChange, "import_change", {"import_id": "ledger_import"}, (("import_id", "position"),)
    ),
    Entity(round_trip.ColumnMapping, "column_mapping", unique=(("sender", "ledger"),)),
)
