"""How a table is derived from a dataclass of the domain: one field, one column, one truth."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_type_hints

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from jiuzhu.storage.types import Hundredths, Identity, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


@dataclass(frozen=True, slots=True)
class Entity:
    """One mapped dataclass and what its table needs beyond its fields."""

    kind: type
    table: str
    references: dict[str, str] = dataclasses.field(default_factory=dict)
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()


OF_APPLICATION = {"application_id": "application"}
"""The reference of every row of one file."""

_LONG_TEXT = {
    "advice", "reason", "statement", "text", "findings", "snapshot", "missing", "content", "investigation", "reply",
    "explanation", "evidence", "note", "question", "opinion", "belongings", "food_clothing", "debts",
    "dwelling_condition", "special_reason", "programmes", "details", "attendees", "statements", "why", "decision_note",
    "found", "told", "need", "attachments", "rejection", "result_text", "basis", "minutes", "visit_found", "duties",
    "living", "health", "safety", "action", "rules", "check_found", "answer", "was", "now", "columns", "decision", "cause",
    "facts", "card", "effect", "condition", "problems", "improvement", "class_reason", "terms", "papers",
}  # fmt: skip


def _column(entity: Entity, name: str, annotation: Any) -> Column[Any]:
    optional = type(None) in getattr(annotation, "__args__", ())
    plain = next(item for item in getattr(annotation, "__args__", (annotation,)) if item is not type(None))
    reference = entity.references.get(name)
    foreign = [ForeignKey(f"{reference}.id", deferrable=True, initially="DEFERRED")] if reference else []
    if name == "id":
        return Column(name, Identity, primary_key=True)
    if reference or name.endswith("_id") or name == "epoch":
        return Column(name, Identity, *foreign, nullable=optional)
    if plain is str:
        return Column(name, Text if name in _LONG_TEXT else String(200), nullable=optional)
    kinds = {
        int: Integer,
        bool: Boolean,
        date: Date,
        datetime: Moment,
        Decimal: Hundredths,
        bytes: LargeBinary,
    }
    return Column(name, kinds[plain], nullable=optional)


def table_of(entity: Entity) -> Table:
    """Derive the table of one mapped dataclass: one field, one column."""
    hints = get_type_hints(entity.kind)
    columns = [_column(entity, item.name, hints[item.name]) for item in dataclasses.fields(entity.kind)]
    return Table(
        entity.table,
        metadata,
        *columns,
        *(UniqueConstraint(*names) for names in entity.unique),
        *(Index(None, *names) for names in entity.indexes),
    )
