"""The tables, derived from the domain's dataclasses: one field, one column, one truth.

What the dataclass cannot say (references, indexes, uniqueness) stands in the `ENTITIES` of each subject's module.
Foreign keys are checked at commit (deferred), so rows of one unit of work may be written in any order.
"""

from sqlalchemy import Table
from sqlalchemy.orm import registry

from jiuzhu.storage.tables import (
    departments,
    exchanges,
    files,
    households,
    moneys,
    offices,
    serving,
    watching,
)
from jiuzhu.storage.tables.entity import Entity, metadata, table_of
from jiuzhu.storage.tables.plain import (
    WRITTEN,
    draft,
    export_subject,
    journal_entry,
    number_sequence,
    policy_row,
    reassessment_line,
)

__all__ = [
    "ENTITIES",
    "GUARDED",
    "TABLES",
    "WRITTEN",
    "draft",
    "export_subject",
    "journal_entry",
    "map_entities",
    "metadata",
    "number_sequence",
    "policy_row",
    "reassessment_line",
]

ENTITIES: tuple[Entity, ...] = (
    *offices.ENTITIES,
    *households.ENTITIES,
    *files.ENTITIES,
    *moneys.ENTITIES,
    *watching.ENTITIES,
    *departments.ENTITIES,
    *exchanges.ENTITIES,
    *serving.ENTITIES,
)
"""Every mapped dataclass of the business tables. All of them are guarded and journaled."""

TABLES: dict[type, Table] = {entity.kind: table_of(entity) for entity in ENTITIES}
"""Dataclass → its table."""

GUARDED = (*(entity.table for entity in ENTITIES), "policy_row", "number_sequence", "export_subject")
"""Tables that refuse a write outside a unit of work; none of them allows a delete."""

_mappers = registry(metadata=metadata)


def map_entities() -> None:
    """Map the dataclasses onto their tables, once for the process."""
    if _mappers.mappers:
        return
    for entity in ENTITIES:
        table = TABLES[entity.kind]
        _mappers.map_imperatively(entity.kind, table, version_id_col=table.c.version)
