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

from jiuzhu.domain import (
    application,
    approving,
    caring,
    checking,
    granting,
    household,
    monitoring,
    office,
    relief,
    round_trip,
    transferring,
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
    Entity(office.Office, "office", {"escalation_id": "operator"}),
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
        household.Parent,
        "parent",
        {"household_id": "household", "of_person_id": "person"},
        (("household_id",),),
    ),
    Entity(
        household.HouseholdEvent,
        "household_event",
        {
            "household_id": "household",
            "person_id": "person",
            "other_household_id": "household",
            "recorded_by": "operator",
        },
        (("household_id",), ("settled_on", "due_on")),
        (("number",),),
    ),
    Entity(
        application.Application,
        "application",
        {
            "household_id": "household",
            "applicant_id": "person",
            "clerk_id": "operator",
            "bundle_id": "application",
        },
        (("bundle_id",), ("state", "due_on"), ("household_id",), ("applicant_id",), ("accepted_on",)),
        (("number",),),
    ),
    Entity(application.Item, "item", _OF_APPLICATION, unique=(("application_id", "programme"),)),
    Entity(application.Material, "material", _OF_APPLICATION, (("application_id",),)),
    Entity(application.CorrectionNotice, "correction_notice", _OF_APPLICATION, (("application_id",),)),
    Entity(
        application.Authorisation,
        "authorisation",
        {**_OF_APPLICATION, "person_id": "person", "obligor_id": "obligor"},
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
    Entity(approving.Deliberation, "deliberation", _OF_APPLICATION, (("application_id",),)),
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
            "person_id": "person",  # adjustment_id names no table: the two would wait for each other
        },
        (
            ("household_id",),
            ("person_id",),
            ("programme", "first_month"),
            ("decision_id",),
            ("next_recheck_on",),
        ),
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
    Entity(
        relief.Incident,
        "incident",
        {**_OF_APPLICATION, "person_id": "person"},
        (("makeup_due_on",),),
        (("application_id",),),
    ),
    Entity(
        relief.Bill,
        "bill",
        {**_OF_APPLICATION, "person_id": "person"},
        (("application_id",), ("issuer", "number")),
    ),
    Entity(
        relief.Payout,
        "payout",
        {**_OF_APPLICATION, "decision_id": "decision", "handler_id": "operator"},
        (("application_id",),),
        (("number",),),
    ),
    Entity(
        relief.ReserveEntry,
        "reserve_entry",
        {
            **_OF_APPLICATION,
            "payout_id": "payout",
            "reverses_id": "reserve_entry",
            "approver_id": "operator",
            "entered_by": "operator",
        },
        (("entered_on",), ("application_id",)),
        (("position",), ("voucher",), ("reverses_id",)),
    ),
    Entity(relief.ReserveRequest, "reserve_request", {"requested_by": "operator"}, unique=(("number",),)),
    Entity(
        relief.ReserveClosing,
        "reserve_closing",
        {"first_signer_id": "operator", "second_signer_id": "operator"},
        unique=(("month",),),
    ),
    Entity(
        relief.DamagedHouse,
        "damaged_house",
        {**_OF_APPLICATION, "household_id": "household"},
        (("household_id",), ("happened_on",)),
    ),
    Entity(
        relief.GrantBatch,
        "grant_batch",
        {"made_by": "operator", "confirmed_by": "operator"},
        (("kind", "month"),),
        (("number",),),
    ),
    Entity(relief.GrantRate, "grant_rate", {"batch_id": "grant_batch"}, unique=(("batch_id", "programme"),)),
    Entity(
        relief.GrantLine,
        "grant_line",
        {"batch_id": "grant_batch", "household_id": "household"},
        (("household_id",),),
        (("batch_id", "household_id", "programme"),),
    ),
    Entity(
        granting.Adjustment,
        "adjustment",
        {
            "household_id": "household",
            "entitlement_id": "entitlement",
            "event_id": "household_event",
            "recheck_id": "recheck",
            "alert_id": "alert",
            "reassessment_id": "reassessment",
            "proposed_by": "operator",
            "decided_by": "operator",
        },
        (("household_id",), ("entitlement_id",), ("state", "from_month"), ("reassessment_id",)),
        (("number",),),
    ),
    Entity(
        granting.BackPayment,
        "back_payment",
        {
            "household_id": "household",
            "entitlement_id": "entitlement",
            "adjustment_id": "adjustment",
            "person_id": "person",
            "proposed_by": "operator",
            "decided_by": "operator",
        },
        (("household_id",), ("pay_month", "programme"), ("entitlement_id", "for_month")),
    ),
    Entity(
        granting.Reassessment,
        "reassessment",
        {
            "made_by": "operator",
            "signed_by": "operator",
            "applied_by": "operator",
        },
        unique=(("number",),),
    ),
    Entity(
        monitoring.Recheck,
        "recheck",
        {"household_id": "household", "entitlement_id": "entitlement", "recorded_by": "operator"},
        (("household_id",), ("done_on",)),
        (("number",),),
    ),
    Entity(monitoring.Comparison, "comparison", {"compared_by": "operator"}, unique=(("number",),)),
    Entity(
        monitoring.Alert,
        "alert",
        {
            "comparison_id": "comparison",
            "household_id": "household",
            "person_id": "person",
            "owner_id": "operator",
            "closed_by": "operator",
        },
        (("household_id",), ("state", "due_on"), ("indicator",)),
        (("number",), ("fingerprint",)),
    ),
    Entity(
        transferring.Transfer,
        "transfer",
        {
            **_OF_APPLICATION,
            "item_id": "item",
            "sent_by": "operator",
            "previous_id": "transfer",
        },
        (("application_id",), ("state", "due_on"), ("department", "sent_on")),
        (("number",),),
    ),
    Entity(transferring.Ruling, "ruling", {"transfer_id": "transfer"}, (("transfer_id",),)),
    Entity(transferring.Meeting, "meeting", {"recorded_by": "operator"}, (("held_on",),), (("number",),)),
    Entity(
        transferring.MeetingItem,
        "meeting_item",
        {"meeting_id": "meeting"},
        (("meeting_id",), ("subject_id",)),
    ),
    Entity(
        transferring.Lead,
        "lead",
        {
            **_OF_APPLICATION,
            "person_id": "person",
            "household_id": "household",
            "owner_id": "operator",
            "closed_by": "operator",
        },
        (("state", "due_on"),),
        (("number",),),
    ),
    Entity(
        caring.SelfCare,
        "self_care",
        {**_OF_APPLICATION, "person_id": "person"},
        (("person_id", "assessed_on"),),
    ),
    Entity(
        caring.SupportAgreement,
        "support_agreement",
        {**_OF_APPLICATION, "person_id": "person"},
        (("person_id",),),
        (("number",),),
    ),
    Entity(
        caring.WellbeingVisit,
        "wellbeing_visit",
        {"person_id": "person", "household_id": "household", "recorded_by": "operator"},
        (("person_id", "visited_on"), ("household_id",)),
    ),
    Entity(
        caring.Custody,
        "custody",
        {"household_id": "household", "holder_id": "person"},
        (("household_id",),),
        (("number",),),
    ),
    Entity(office.OfficeRule, "office_rule", {"set_by": "operator"}, (("kind", "name", "starts"),)),
    Entity(
        office.Escalation,
        "escalation",
        {"to_operator_id": "operator"},
        (("to_operator_id", "answered_on"), ("subject_id",)),
    ),
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
"""Every mapped dataclass of the business tables. All of them are guarded and journaled."""

_LONG_TEXT = {
    "reason", "statement", "text", "findings", "snapshot", "missing", "content", "investigation", "reply",
    "explanation", "evidence", "note", "question", "opinion", "belongings", "food_clothing", "debts",
    "dwelling_condition", "special_reason", "programmes", "details", "attendees", "statements", "why", "decision_note",
    "found", "told", "need", "attachments", "rejection", "result_text", "basis", "minutes", "visit_found", "duties",
    "living", "health", "safety", "action", "rules", "check_found", "answer", "was", "now", "columns", "decision", "cause",
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

reassessment_line = Table(
    "reassessment_line",
    metadata,
    Column("reassessment_id", Identity, ForeignKey("reassessment.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("household_id", Identity, nullable=False),
    Column("entitlement_id", Identity),
    Column("person_id", Identity),
    Column("programme", String(40), nullable=False),
    Column("outcome", String(20), nullable=False),  # unchanged | changed | lost | gained | manual
    Column("before", Hundredths, nullable=False),
    Column("after", Hundredths, nullable=False),
    Column("base", Hundredths, nullable=False),
    Column("addons", Hundredths, nullable=False),
    Column("reason", Text, nullable=False),
    Column("excluded", Text, nullable=False),  # why a person left it out of the batch, empty for included
    Index(None, "reassessment_id", "outcome"),
)
"""The list of a reassessment before it is applied. Not facts yet, like a draft; sealed by the hash in its journaled head."""

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
