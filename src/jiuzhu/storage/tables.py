"""The tables, derived from the domain's dataclasses: one field, one column, one truth.

What the dataclass cannot say (references, indexes, uniqueness) stands in `ENTITIES`. Foreign keys are checked at
commit (deferred), so rows of one unit of work may be written in any order.
"""

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
from sqlalchemy.orm import registry

from jiuzhu.domain import application, approving, checking, household, office
from jiuzhu.storage.types import Hundredths, Identity, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
mapper_registry = registry(metadata=metadata)


@dataclass(frozen=True, slots=True)
class Entity:
    """One mapped dataclass and what its table needs beyond its fields."""

    kind: type
    table: str
    references: dict[str, str] = dataclasses.field(default_factory=dict)
    indexes: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()


_OF_APPLICATION = {"application_id": "application"}

ENTITIES: tuple[Entity, ...] = (
    Entity(office.Office, "office"),
    Entity(office.Station, "station", unique=(("window",),)),
    Entity(office.Operator, "operator", unique=(("login",),)),
    Entity(
        office.RelativeOfStaff,
        "relative_of_staff",
        {**_OF_APPLICATION, "operator_id": "operator"},
        (("application_id",), ("operator_id",)),
    ),
    Entity(
        household.Person,
        "person",
        indexes=(("name",), ("id_number",), ("phone",)),
    ),
    Entity(
        household.Household,
        "household",
        {"head_id": "person"},
        (("head_id",), ("township", "village")),
        (("number",),),
    ),
    Entity(
        household.Member,
        "member",
        {"household_id": "household", "person_id": "person"},
        (("household_id",), ("person_id",)),
    ),
    Entity(
        household.Obligor,
        "obligor",
        {"household_id": "household", "of_person_id": "person"},
        (("household_id",),),
    ),
    Entity(
        application.Application,
        "application",
        {"household_id": "household", "applicant_id": "person", "clerk_id": "operator"},
        (("state", "due_on"), ("household_id",), ("applicant_id",), ("accepted_on",)),
        (("number",),),
    ),
    Entity(application.Item, "item", _OF_APPLICATION, unique=(("application_id", "programme"),)),
    Entity(application.Material, "material", _OF_APPLICATION, (("application_id",),)),
    Entity(application.CorrectionNotice, "correction_notice", _OF_APPLICATION, (("application_id",),)),
    Entity(
        application.Authorisation,
        "authorisation",
        {**_OF_APPLICATION, "person_id": "person"},
        (("application_id",),),
    ),
    Entity(
        application.EconomicLine,
        "economic_line",
        {**_OF_APPLICATION, "person_id": "person", "accepted_by": "operator"},
        (("application_id",),),
    ),
    Entity(application.Pause, "pause", _OF_APPLICATION, (("application_id",),)),
    Entity(application.Step, "step", {**_OF_APPLICATION, "by": "operator"}, (("application_id",),)),
    Entity(application.Attachment, "attachment", _OF_APPLICATION, (("application_id",),)),
    Entity(checking.Check, "data_check", _OF_APPLICATION, (("application_id",),), (("number",),)),
    Entity(
        checking.CheckReply,
        "check_reply",
        {**_OF_APPLICATION, "check_id": "data_check", "person_id": "person", "line_id": "economic_line"},
        (("application_id",), ("check_id",)),
    ),
    Entity(
        checking.HomeVisit,
        "home_visit",
        {**_OF_APPLICATION, "first_operator_id": "operator", "second_operator_id": "operator"},
        (("application_id",),),
    ),
    Entity(checking.NeighbourInterview, "neighbour_interview", _OF_APPLICATION, (("application_id",),)),
    Entity(checking.Letter, "letter", _OF_APPLICATION, (("application_id",),), (("number",),)),
    Entity(approving.Opinion, "opinion", {**_OF_APPLICATION, "given_by": "operator"}, (("application_id",),)),
    Entity(
        approving.PublicNotice,
        "public_notice",
        {**_OF_APPLICATION, "posted_by": "operator"},
        (("application_id",),),
        (("number",),),
    ),
    Entity(
        approving.Objection,
        "objection",
        {**_OF_APPLICATION, "notice_id": "public_notice"},
        (("application_id",),),
    ),
    Entity(
        approving.Decision,
        "decision",
        {**_OF_APPLICATION, "item_id": "item", "decided_by": "operator"},
        (("application_id",), ("decided_on",)),
        (("item_id",), ("number",)),  # one final decision per item
    ),
    Entity(
        approving.Entitlement,
        "entitlement",
        {
            **_OF_APPLICATION,
            "household_id": "household",
            "decision_id": "decision",
            "person_id": "person",
        },
        (("household_id",), ("person_id",), ("programme", "first_month"), ("decision_id",)),
    ),
    Entity(
        approving.IssuedPaper,
        "issued_paper",
        {**_OF_APPLICATION, "issued_by": "operator"},
        (("application_id",),),
        (("number",),),
    ),
    Entity(
        approving.Reveal, "reveal", {"person_id": "person", "by": "operator"}, (("person_id",), ("by", "on"))
    ),
)
"""Every mapped dataclass of the business tables. All of them are guarded and journaled."""

_LONG_TEXT = {
    "reason", "statement", "text", "findings", "snapshot", "missing", "content", "investigation", "reply",
    "explanation", "evidence", "note", "question", "opinion", "belongings", "food_clothing", "debts",
    "dwelling_condition", "special_reason", "programmes",
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


def _table(entity: Entity) -> Table:
    hints = get_type_hints(entity.kind)
    columns = [_column(entity, item.name, hints[item.name]) for item in dataclasses.fields(entity.kind)]
    return Table(
        entity.table,
        metadata,
        *columns,
        *(UniqueConstraint(*names) for names in entity.unique),
        *(Index(None, *names) for names in entity.indexes),
    )


TABLES: dict[type, Table] = {entity.kind: _table(entity) for entity in ENTITIES}
"""Dataclass → its table."""

policy_row = Table(
    "policy_row",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("key", String(80), nullable=False, index=True),
    Column("value", String(200), nullable=False),
    Column("kind", String(8), nullable=False),  # number | word | flag
    Column("unit", String(40), nullable=False),
    Column("district", String(6), nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date),
    Column("document", String(200), nullable=False),
    Column("clause", String(80), nullable=False),
    Column("status", String(20), nullable=False),
    Column("source", Text, nullable=False),
    Column("note", Text, nullable=False),
)
"""The office's dated figures, taken from its policy pack; a row without document number is refused."""

number_sequence = Table(
    "number_sequence",
    metadata,
    Column("id", String(40), primary_key=True),  # kind-year-window
    Column("last", Integer, nullable=False),
)
"""The last number each window gave, by kind and year."""

draft = Table(
    "draft",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("owner_id", Identity, ForeignKey("operator.id"), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("content", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("closed_at", Moment),
)
"""Half-typed forms of this desk. Not facts yet: neither journaled nor versioned."""

journal_entry = Table(
    "journal_entry",
    metadata,
    Column("station_id", Identity, primary_key=True),
    Column("epoch", Identity, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", String(32), nullable=False),  # UTC, ISO 8601: hashed as it is written
    Column("operator_id", Identity, nullable=False),
    Column("service", String(60), nullable=False),
    Column("subject_id", Identity, index=True),  # the application, household or operator it is about
    Column("changes", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One entry per unit of work, chained per (station, epoch); never updated, never deleted."""

GUARDED = (*(entity.table for entity in ENTITIES), "policy_row", "number_sequence")
"""Tables that refuse a write outside a unit of work; none of them allows a delete."""


def map_entities() -> None:
    """Map the dataclasses onto their tables, once for the process."""
    if mapper_registry.mappers:
        return
    for entity in ENTITIES:
        table = TABLES[entity.kind]
        mapper_registry.map_imperatively(entity.kind, table, version_id_col=table.c.version)
