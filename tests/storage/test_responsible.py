"""Every column that names an operator is declared: who has to do something (moves in a 移交), or who did it (stays)."""

from jiuzhu.domain.rights import TABLE_RIGHTS
from jiuzhu.storage.responsible import MOVES, STAYS
from jiuzhu.storage.tables import metadata
from jiuzhu.storage.types import Identity


def of_operators() -> set[tuple[str, str]]:
    """Columns that refer to an operator, by a reference or, where a table has none, by their name."""
    return {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.c
        if any(key.column.table.name == "operator" for key in column.foreign_keys)
        or (
            isinstance(column.type, type(Identity))
            and not column.foreign_keys
            and (column.name.endswith("_by") or column.name in {"by", "operator_id", "owner_id"})
        )
    }


def test_each_column_is_declared_once_and_no_other() -> None:
    assert not MOVES & STAYS
    assert of_operators() == MOVES | STAYS


def test_the_name_of_who_signs_later_is_declared_as_a_signature() -> None:
    names = {
        "answered_by",
        "checked_by",
        "confirmed_by",
        "decided_by",
        "second_by",
        "second_signer_id",
        "signed_by",
    }
    later = {(table, column) for table, column in STAYS if column in names} - {("decision", "decided_by")}
    declared = {(table, column) for table, rights in TABLE_RIGHTS.items() for column in rights.signed}
    assert declared == later
    for table, rights in TABLE_RIGHTS.items():
        assert not rights.second or (rights.signed and (table, rights.second) in STAYS), table
