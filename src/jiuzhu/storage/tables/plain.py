"""Tables of rows that are no dataclass of the domain: figures, numbers, drafts, the journal."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from jiuzhu.storage.tables.entity import metadata
from jiuzhu.storage.types import Hundredths, Identity, Moment

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
    Column("set_by", Identity),  # operator; none for what came with the pack
    Column("set_on", Date),
    Column("confirmed_by", Identity),  # operator, another than who set it
    Column("confirmed_on", Date),
    Column("asked_back_by", Identity),  # operator, who wants a confirmed figure withdrawn by another
    Column("asked_back_on", Date),
    Column("asked_back_why", Text),
)
"""The office's dated figures, taken from its policy pack; a row without document number is refused."""

number_sequence = Table(
    "number_sequence",
    metadata,
    Column("id", String(80), primary_key=True),  # kind-year-township-window
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
    Column("outcome", String(20), nullable=False),  # unchanged | changed | lost | gained | manual | makeup
    Column("for_month", String(7), nullable=False),  # YYYY-MM a makeup repairs, empty for the others
    Column("before", Hundredths, nullable=False),
    Column("after", Hundredths, nullable=False),
    Column("base", Hundredths, nullable=False),
    Column("addons", Hundredths, nullable=False),
    Column("reason", Text, nullable=False),
    Column("why", Text, nullable=False),  # explanation, one sentence a line
    Column("excluded", Text, nullable=False),  # why a person left it out of the batch, empty for included
    Column(
        "left_out", Text, nullable=False, server_default=""
    ),  # why carrying out left it out; not under the seal
    Index(None, "reassessment_id", "outcome"),
)
"""The list of a reassessment before it is applied. Not facts yet, like a draft; sealed by the hash in its journaled head."""

export_subject = Table(
    "export_subject",
    metadata,
    Column("export_id", Identity, ForeignKey("export.id"), primary_key=True),
    Column("subject_id", Identity, primary_key=True),  # household, application or person
    Index(None, "subject_id"),
)
"""Whom an export is about: as many rows as the file, so outside the journal, sealed by the hash in its journaled head."""

draft = Table(
    "draft",
    metadata,
    Column("id", Identity, primary_key=True),
    Column("owner_id", Identity, ForeignKey("operator.id"), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("content", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("kind", String(20), nullable=False, server_default="intake"),  # intake | interrupted
)
"""Half-typed forms of the township's desks. Not facts yet: neither journaled nor versioned."""

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
    Column(
        "place", BigInteger
    ),  # a server's own count of all chains, as they were written; a file has one chain at a time
)
"""One entry per unit of work, chained per (station, epoch); never updated, never deleted."""

WRITTEN = (journal_entry.c.place, journal_entry.c.epoch, journal_entry.c.seq)
"""The order in which entries were written: a server counts them; in a file a later epoch is a later name (UUIDv7)."""
