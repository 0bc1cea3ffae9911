"""Every kind of assistance: events, adjustments, transfers, relief, monitoring, the office's own rules."""

import sqlalchemy as sa
from alembic import op

from jiuzhu.storage.guard import sqlite_guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GUARDED = (
    "column_mapping",
    "fund",
    "provider",
    "agreement",
    "checkpoint",
    "comparison",
    "directory_entry",
    "escalation",
    "export",
    "grant_batch",
    "hand_over",
    "ledger_import",
    "log_in",
    "meeting",
    "month_roster",
    "office_rule",
    "qualification",
    "reassessment",
    "reserve_closing",
    "reserve_request",
    "service_posting",
    "service_roster",
    "spot_check",
    "vehicle",
    "worker",
    "absence",
    "account_change",
    "alert",
    "custody",
    "export_subject",
    "grant_line",
    "grant_rate",
    "handed_item",
    "household_event",
    "import_change",
    "load_proposal",
    "look",
    "meeting_item",
    "roster_entry",
    "service_file",
    "service_roster_line",
    "settlement",
    "shift",
    "tariff",
    "wellbeing_visit",
    "alarm_device",
    "bill",
    "complaint",
    "damaged_house",
    "declared",
    "declined",
    "deliberation",
    "hour_grant",
    "incident",
    "lead",
    "needs_assessment",
    "neighbour_help",
    "parent",
    "proposed_table",
    "self_care",
    "service_plan",
    "support_agreement",
    "need",
    "neighbour_subsidy",
    "neighbour_visit",
    "transfer",
    "visit_series",
    "composition",
    "need_answer",
    "payout",
    "raised_need",
    "ruling",
    "visit",
    "composition_part",
    "recheck",
    "reserve_entry",
    "visit_record",
    "adjustment",
    "call_back",
    "settlement_line",
    "spot_check_line",
    "verification",
    "visit_photo",
    "back_payment",
)


def upgrade() -> None:
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("ledger", sa.String(length=200), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint("sender", "ledger", name=op.f("uq_column_mapping_sender_ledger")),
    )
    op.create_table(
        "fund",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("source", "year", name=op.f("uq_fund_source_year")),
    )
    op.create_table(
        "provider",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("credit_code", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("fund_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("payer", sa.String(length=200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fund_id"], ["fund.id"], name=op.f("fk_agreement_fund_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["provider.id"],
            name=op.f("fk_agreement_provider_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_agreement_number")),
    )
    op.create_index(op.f("ix_agreement_provider_id"), "agreement", ["provider_id"], unique=False)
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("station_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("public_key", sa.String(length=200), nullable=False),
        sa.Column("signature", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operator.id"],
            name=op.f("fk_checkpoint_made_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["station_id"],
            ["station.id"],
            name=op.f("fk_checkpoint_station_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint")),
    )
    op.create_index(op.f("ix_checkpoint_station_id_day"), "checkpoint", ["station_id", "day"], unique=False)
    op.create_table(
        "comparison",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=200), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("matched", sa.Integer(), nullable=False),
        sa.Column("near", sa.Integer(), nullable=False),
        sa.Column("compared_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("compared_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compared_by"],
            ["operator.id"],
            name=op.f("fk_comparison_compared_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
        sa.UniqueConstraint("number", name=op.f("uq_comparison_number")),
    )
    op.create_table(
        "directory_entry",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("branch", sa.String(length=200), nullable=False),
        sa.Column("headings", sa.String(length=200), nullable=False),
        sa.Column("classes", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("age_from", sa.Integer(), nullable=True),
        sa.Column("age_below", sa.Integer(), nullable=True),
        sa.Column("conditions", sa.String(length=200), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("giver", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["provider.id"],
            name=op.f("fk_directory_entry_provider_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["verified_by"],
            ["operator.id"],
            name=op.f("fk_directory_entry_verified_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_entry")),
        sa.UniqueConstraint("number", name=op.f("uq_directory_entry_number")),
    )
    op.create_index(
        op.f("ix_directory_entry_kind_ended_on"), "directory_entry", ["kind", "ended_on"], unique=False
    )
    op.create_table(
        "escalation",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("to_operator_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["to_operator_id"],
            ["operator.id"],
            name=op.f("fk_escalation_to_operator_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index(op.f("ix_escalation_subject_id"), "escalation", ["subject_id"], unique=False)
    op.create_index(
        op.f("ix_escalation_to_operator_id_answered_on"),
        "escalation",
        ["to_operator_id", "answered_on"],
        unique=False,
    )
    op.create_table(
        "export",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("classes", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("purpose_text", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("encrypted", sa.Boolean(), nullable=False),
        sa.Column("people_hash", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["operator.id"],
            name=op.f("fk_export_asked_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["operator.id"],
            name=op.f("fk_export_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("number", name=op.f("uq_export_number")),
    )
    op.create_index(op.f("ix_export_asked_at"), "export", ["asked_at"], unique=False)
    op.create_index(op.f("ix_export_state_subject"), "export", ["state", "subject"], unique=False)
    op.create_table(
        "grant_batch",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("notice", sa.String(length=200), nullable=False),
        sa.Column("month", sa.String(length=200), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by"],
            ["operator.id"],
            name=op.f("fk_grant_batch_confirmed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operator.id"],
            name=op.f("fk_grant_batch_made_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_batch")),
        sa.UniqueConstraint("number", name=op.f("uq_grant_batch_number")),
    )
    op.create_index(op.f("ix_grant_batch_kind_month"), "grant_batch", ["kind", "month"], unique=False)
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("from_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["operator.id"], name=op.f("fk_hand_over_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["from_id"],
            ["operator.id"],
            name=op.f("fk_hand_over_from_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_table(
        "ledger_import",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("ledger", sa.String(length=200), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("imported_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("undo_until", sa.Date(), nullable=False),
        sa.Column("undone_by", sa.String(length=200), nullable=True),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["imported_by"],
            ["operator.id"],
            name=op.f("fk_ledger_import_imported_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_import")),
        sa.UniqueConstraint("number", name=op.f("uq_ledger_import_number")),
    )
    op.create_index(
        op.f("ix_ledger_import_ledger_imported_at"), "ledger_import", ["ledger", "imported_at"], unique=False
    )
    op.create_table(
        "log_in",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["operator.id"], name=op.f("fk_log_in_by"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_in")),
    )
    op.create_index(op.f("ix_log_in_login_kind_at"), "log_in", ["login", "kind", "at"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("chair", sa.String(length=200), nullable=False),
        sa.Column("attendees", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["operator.id"],
            name=op.f("fk_meeting_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("number", name=op.f("uq_meeting_number")),
    )
    op.create_index(op.f("ix_meeting_held_on"), "meeting", ["held_on"], unique=False)
    op.create_table(
        "month_roster",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("month", sa.String(length=200), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("addons", sa.BigInteger(), nullable=False),
        sa.Column("repaired", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("sealed_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("sealed_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sealed_by"],
            ["operator.id"],
            name=op.f("fk_month_roster_sealed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_roster")),
        sa.UniqueConstraint("month", "programme", name=op.f("uq_month_roster_month_programme")),
        sa.UniqueConstraint("number", name=op.f("uq_month_roster_number")),
    )
    op.create_table(
        "office_rule",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by"],
            ["operator.id"],
            name=op.f("fk_office_rule_set_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_rule")),
    )
    op.create_index(
        op.f("ix_office_rule_kind_name_starts"), "office_rule", ["kind", "name", "starts"], unique=False
    )
    op.create_table(
        "qualification",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("provider_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["provider.id"],
            name=op.f("fk_qualification_provider_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    op.create_index(op.f("ix_qualification_provider_id"), "qualification", ["provider_id"], unique=False)
    op.create_table(
        "reassessment",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("standards_on", sa.Date(), nullable=False),
        sa.Column("from_month", sa.String(length=200), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("gained", sa.Integer(), nullable=False),
        sa.Column("manual", sa.Integer(), nullable=False),
        sa.Column("makeups", sa.Integer(), nullable=False),
        sa.Column("makeup_total", sa.BigInteger(), nullable=False),
        sa.Column("before_total", sa.BigInteger(), nullable=False),
        sa.Column("after_total", sa.BigInteger(), nullable=False),
        sa.Column("list_hash", sa.String(length=200), nullable=False),
        sa.Column("figures_hash", sa.String(length=200), nullable=False),
        sa.Column("carried_to", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("applied_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applied_by"],
            ["operator.id"],
            name=op.f("fk_reassessment_applied_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operator.id"],
            name=op.f("fk_reassessment_made_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"],
            ["operator.id"],
            name=op.f("fk_reassessment_signed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reassessment")),
        sa.UniqueConstraint("number", name=op.f("uq_reassessment_number")),
    )
    op.create_table(
        "reserve_closing",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("month", sa.String(length=200), nullable=False),
        sa.Column("book", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("first_signer_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("second_signer_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_signer_id"],
            ["operator.id"],
            name=op.f("fk_reserve_closing_first_signer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["second_signer_id"],
            ["operator.id"],
            name=op.f("fk_reserve_closing_second_signer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserve_closing")),
        sa.UniqueConstraint("month", name=op.f("uq_reserve_closing_month")),
    )
    op.create_table(
        "reserve_request",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("requested_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("arrived", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["requested_by"],
            ["operator.id"],
            name=op.f("fk_reserve_request_requested_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserve_request")),
        sa.UniqueConstraint("number", name=op.f("uq_reserve_request_number")),
    )
    op.create_table(
        "service_posting",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("village", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posted_by"],
            ["operator.id"],
            name=op.f("fk_service_posting_posted_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_posting")),
        sa.UniqueConstraint("number", name=op.f("uq_service_posting_number")),
    )
    op.create_index(op.f("ix_service_posting_village"), "service_posting", ["village"], unique=False)
    op.create_table(
        "service_roster",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("service", sa.String(length=200), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operator.id"],
            name=op.f("fk_service_roster_made_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_roster")),
        sa.UniqueConstraint("number", name=op.f("uq_service_roster_number")),
    )
    op.create_index(
        op.f("ix_service_roster_service_made_on"), "service_roster", ["service", "made_on"], unique=False
    )
    op.create_table(
        "spot_check",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("month", sa.String(length=200), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("drawn_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("seed", sa.String(length=200), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drawn_by"],
            ["operator.id"],
            name=op.f("fk_spot_check_drawn_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_check")),
        sa.UniqueConstraint("number", name=op.f("uq_spot_check_number")),
    )
    op.create_index(op.f("ix_spot_check_month"), "spot_check", ["month"], unique=False)
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("provider_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("plate", sa.String(length=200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["provider.id"],
            name=op.f("fk_vehicle_provider_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
    )
    op.create_index(op.f("ix_vehicle_provider_id"), "vehicle", ["provider_id"], unique=False)
    op.create_table(
        "worker",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("provider_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sex", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("skills", sa.String(length=200), nullable=False),
        sa.Column("languages", sa.String(length=200), nullable=False),
        sa.Column("villages", sa.String(length=200), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["provider.id"],
            name=op.f("fk_worker_provider_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
    )
    op.create_index(op.f("ix_worker_provider_id"), "worker", ["provider_id"], unique=False)
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("worker_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["operator.id"],
            name=op.f("fk_absence_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker.id"],
            name=op.f("fk_absence_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(
        op.f("ix_absence_worker_id_first_day"), "absence", ["worker_id", "first_day"], unique=False
    )
    op.create_table(
        "account_change",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("bank", sa.String(length=200), nullable=False),
        sa.Column("account_name", sa.String(length=200), nullable=False),
        sa.Column("account_number", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("as_it_stands", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("proposed_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["operator.id"],
            name=op.f("fk_account_change_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_account_change_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["operator.id"],
            name=op.f("fk_account_change_proposed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_change")),
    )
    op.create_index(op.f("ix_account_change_household_id"), "account_change", ["household_id"], unique=False)
    op.create_index(op.f("ix_account_change_state"), "account_change", ["state"], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("indicator", sa.String(length=200), nullable=False),
        sa.Column("comparison_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("false_alarm", sa.String(length=200), nullable=False),
        sa.Column("followed", sa.String(length=200), nullable=False),
        sa.Column("closed_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by"],
            ["operator.id"],
            name=op.f("fk_alert_closed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["comparison_id"],
            ["comparison.id"],
            name=op.f("fk_alert_comparison_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_alert_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["operator.id"],
            name=op.f("fk_alert_owner_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_alert_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_alert_fingerprint")),
        sa.UniqueConstraint("number", name=op.f("uq_alert_number")),
    )
    op.create_index(op.f("ix_alert_household_id"), "alert", ["household_id"], unique=False)
    op.create_index(op.f("ix_alert_indicator"), "alert", ["indicator"], unique=False)
    op.create_index(op.f("ix_alert_state_due_on"), "alert", ["state", "due_on"], unique=False)
    op.create_table(
        "custody",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("holder_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("keeper", sa.String(length=200), nullable=False),
        sa.Column("keeper_unit", sa.String(length=200), nullable=False),
        sa.Column("keeper_post", sa.String(length=200), nullable=False),
        sa.Column("keeper_phone", sa.String(length=200), nullable=False),
        sa.Column("bank", sa.String(length=200), nullable=False),
        sa.Column("card_tail", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_found", sa.Text(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["person.id"],
            name=op.f("fk_custody_holder_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_custody_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["operator.id"],
            name=op.f("fk_custody_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody")),
        sa.UniqueConstraint("number", name=op.f("uq_custody_number")),
    )
    op.create_index(op.f("ix_custody_household_id"), "custody", ["household_id"], unique=False)
    op.create_table(
        "export_subject",
        sa.Column("export_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("subject_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["export.id"], name=op.f("fk_export_subject_export_id")),
        sa.PrimaryKeyConstraint("export_id", "subject_id", name=op.f("pk_export_subject")),
    )
    op.create_index(op.f("ix_export_subject_subject_id"), "export_subject", ["subject_id"], unique=False)
    op.create_table(
        "grant_line",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("batch_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("excluded", sa.String(length=200), nullable=False),
        sa.Column("village", sa.String(length=200), nullable=False),
        sa.Column("payee", sa.String(length=200), nullable=False),
        sa.Column("payee_id_number", sa.String(length=200), nullable=False),
        sa.Column("bank", sa.String(length=200), nullable=False),
        sa.Column("account_number", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["grant_batch.id"],
            name=op.f("fk_grant_line_batch_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_grant_line_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_line")),
        sa.UniqueConstraint(
            "batch_id",
            "household_id",
            "programme",
            name=op.f("uq_grant_line_batch_id_household_id_programme"),
        ),
    )
    op.create_index(op.f("ix_grant_line_household_id"), "grant_line", ["household_id"], unique=False)
    op.create_table(
        "grant_rate",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("batch_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("per_head", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["grant_batch.id"],
            name=op.f("fk_grant_rate_batch_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_rate")),
        sa.UniqueConstraint("batch_id", "programme", name=op.f("uq_grant_rate_batch_id_programme")),
    )
    op.create_table(
        "handed_item",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("hand_over_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("owner_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hand_over_id"],
            ["hand_over.id"],
            name=op.f("fk_handed_item_hand_over_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["operator.id"],
            name=op.f("fk_handed_item_owner_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_item")),
    )
    op.create_index(op.f("ix_handed_item_hand_over_id"), "handed_item", ["hand_over_id"], unique=False)
    op.create_index(op.f("ix_handed_item_owner_id"), "handed_item", ["owner_id"], unique=False)
    op.create_index(op.f("ix_handed_item_subject_id"), "handed_item", ["subject_id"], unique=False)
    op.create_table(
        "household_event",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("other_household_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("from_month", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_household_event_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["other_household_id"],
            ["household.id"],
            name=op.f("fk_household_event_other_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_household_event_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["operator.id"],
            name=op.f("fk_household_event_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_event")),
        sa.UniqueConstraint("number", name=op.f("uq_household_event_number")),
    )
    op.create_index(
        op.f("ix_household_event_household_id"), "household_event", ["household_id"], unique=False
    )
    op.create_index(
        op.f("ix_household_event_settled_on_due_on"),
        "household_event",
        ["settled_on", "due_on"],
        unique=False,
    )
    op.create_table(
        "import_change",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("import_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("table_name", sa.String(length=200), nullable=False),
        sa.Column("row_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("field_name", sa.String(length=200), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["ledger_import.id"],
            name=op.f("fk_import_change_import_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_change")),
    )
    op.create_index(
        op.f("ix_import_change_import_id_position"), "import_change", ["import_id", "position"], unique=False
    )
    op.create_table(
        "load_proposal",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("sender", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_hash", sa.String(length=200), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("from_month", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("monthly", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("proposed_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["operator.id"],
            name=op.f("fk_load_proposal_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["ledger_import.id"],
            name=op.f("fk_load_proposal_import_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["operator.id"],
            name=op.f("fk_load_proposal_proposed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load_proposal")),
        sa.UniqueConstraint("number", name=op.f("uq_load_proposal_number")),
    )
    op.create_index(op.f("ix_load_proposal_state"), "load_proposal", ["state"], unique=False)
    op.create_table(
        "look",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("operator_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_look_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"],
            ["operator.id"],
            name=op.f("fk_look_operator_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )
    op.create_index(op.f("ix_look_at"), "look", ["at"], unique=False)
    op.create_index(op.f("ix_look_household_id_at"), "look", ["household_id", "at"], unique=False)
    op.create_table(
        "meeting_item",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("meeting_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("responsible", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_item_meeting_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_item")),
    )
    op.create_index(op.f("ix_meeting_item_meeting_id"), "meeting_item", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_meeting_item_subject_id"), "meeting_item", ["subject_id"], unique=False)
    op.create_table(
        "reassessment_line",
        sa.Column("reassessment_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("entitlement_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("programme", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("for_month", sa.String(length=7), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("addons", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("excluded", sa.Text(), nullable=False),
        sa.Column("left_out", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["reassessment_id"], ["reassessment.id"], name=op.f("fk_reassessment_line_reassessment_id")
        ),
        sa.PrimaryKeyConstraint("reassessment_id", "position", name=op.f("pk_reassessment_line")),
    )
    op.create_index(
        op.f("ix_reassessment_line_reassessment_id_outcome"),
        "reassessment_line",
        ["reassessment_id", "outcome"],
        unique=False,
    )
    op.create_table(
        "roster_entry",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("roster_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("household_number", sa.String(length=200), nullable=False),
        sa.Column("village", sa.String(length=200), nullable=False),
        sa.Column("payee", sa.String(length=200), nullable=False),
        sa.Column("payee_id_number", sa.String(length=200), nullable=False),
        sa.Column("bank", sa.String(length=200), nullable=False),
        sa.Column("account_number", sa.String(length=200), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("addons", sa.BigInteger(), nullable=False),
        sa.Column("repaired", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("shares", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_roster_entry_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["roster_id"],
            ["month_roster.id"],
            name=op.f("fk_roster_entry_roster_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_entry")),
        sa.UniqueConstraint("roster_id", "household_id", name=op.f("uq_roster_entry_roster_id_household_id")),
    )
    op.create_index(op.f("ix_roster_entry_household_id"), "roster_entry", ["household_id"], unique=False)
    op.create_table(
        "service_file",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_class", sa.Integer(), nullable=False),
        sa.Column("class_reason", sa.Text(), nullable=False),
        sa.Column("class_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("home_care_from", sa.Date(), nullable=True),
        sa.Column("home_care_until", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_service_file_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"],
            ["operator.id"],
            name=op.f("fk_service_file_opened_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_service_file_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_file")),
        sa.UniqueConstraint("number", name=op.f("uq_service_file_number")),
    )
    op.create_index(op.f("ix_service_file_household_id"), "service_file", ["household_id"], unique=False)
    op.create_index(op.f("ix_service_file_person_id"), "service_file", ["person_id"], unique=False)
    op.create_table(
        "service_roster_line",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_roster_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_class", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_service_roster_line_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_service_roster_line_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_roster_id"],
            ["service_roster.id"],
            name=op.f("fk_service_roster_line_service_roster_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_roster_line")),
        sa.UniqueConstraint(
            "service_roster_id", "person_id", name=op.f("uq_service_roster_line_service_roster_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_service_roster_line_person_id"), "service_roster_line", ["person_id"], unique=False
    )
    op.create_table(
        "settlement",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("agreement_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("fund_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("month", sa.String(length=200), nullable=False),
        sa.Column("correction", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("refused_minutes", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("second_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("second_on", sa.Date(), nullable=True),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_settlement_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"],
            ["settlement.id"],
            name=op.f("fk_settlement_corrects_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"],
            ["fund.id"],
            name=op.f("fk_settlement_fund_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["operator.id"],
            name=op.f("fk_settlement_made_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["second_by"],
            ["operator.id"],
            name=op.f("fk_settlement_second_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("number", name=op.f("uq_settlement_number")),
    )
    op.create_index(
        op.f("ix_settlement_agreement_id_month"), "settlement", ["agreement_id", "month"], unique=False
    )
    op.create_index(op.f("ix_settlement_fund_id"), "settlement", ["fund_id"], unique=False)
    op.create_table(
        "shift",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("worker_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker.id"],
            name=op.f("fk_shift_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    op.create_index(op.f("ix_shift_worker_id"), "shift", ["worker_id"], unique=False)
    op.create_table(
        "tariff",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("agreement_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_tariff_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tariff")),
    )
    op.create_index(op.f("ix_tariff_agreement_id_item"), "tariff", ["agreement_id", "item"], unique=False)
    op.create_table(
        "wellbeing_visit",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("visitor", sa.String(length=200), nullable=False),
        sa.Column("living", sa.Text(), nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("safety", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_wellbeing_visit_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_wellbeing_visit_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["operator.id"],
            name=op.f("fk_wellbeing_visit_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wellbeing_visit")),
    )
    op.create_index(
        op.f("ix_wellbeing_visit_household_id"), "wellbeing_visit", ["household_id"], unique=False
    )
    op.create_index(
        op.f("ix_wellbeing_visit_person_id_visited_on"),
        "wellbeing_visit",
        ["person_id", "visited_on"],
        unique=False,
    )
    op.create_table(
        "alarm_device",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("answers_to", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("installed_on", sa.Date(), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["provider.id"],
            name=op.f("fk_alarm_device_provider_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_alarm_device_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm_device")),
    )
    op.create_index(
        op.f("ix_alarm_device_service_file_id"), "alarm_device", ["service_file_id"], unique=False
    )
    op.create_table(
        "bill",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("number_key", sa.String(length=200), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("insurer_paid", sa.BigInteger(), nullable=False),
        sa.Column("self_paid", sa.BigInteger(), nullable=False),
        sa.Column("left_out", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_bill_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_bill_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill")),
    )
    op.create_index(op.f("ix_bill_application_id"), "bill", ["application_id"], unique=False)
    op.create_index(op.f("ix_bill_issued_on_total"), "bill", ["issued_on", "total"], unique=False)
    op.create_index(op.f("ix_bill_number_key"), "bill", ["number_key"], unique=False)
    op.create_table(
        "complaint",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("provider_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("result_text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["provider.id"],
            name=op.f("fk_complaint_provider_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["received_by"],
            ["operator.id"],
            name=op.f("fk_complaint_received_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_complaint_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
    )
    op.create_index(op.f("ix_complaint_closed_on"), "complaint", ["closed_on"], unique=False)
    op.create_index(op.f("ix_complaint_provider_id"), "complaint", ["provider_id"], unique=False)
    op.create_table(
        "damaged_house",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("disaster", sa.String(length=200), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("structure", sa.String(length=200), nullable=False),
        sa.Column("collapsed", sa.Integer(), nullable=False),
        sa.Column("severe", sa.Integer(), nullable=False),
        sa.Column("slight", sa.Integer(), nullable=False),
        sa.Column("only_home", sa.Boolean(), nullable=False),
        sa.Column("rebuild", sa.String(length=200), nullable=False),
        sa.Column("slight_amount", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_damaged_house_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_damaged_house_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_damaged_house")),
    )
    op.create_index(op.f("ix_damaged_house_happened_on"), "damaged_house", ["happened_on"], unique=False)
    op.create_index(op.f("ix_damaged_house_household_id"), "damaged_house", ["household_id"], unique=False)
    op.create_table(
        "declared",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_declared_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_declared_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared")),
    )
    op.create_index(op.f("ix_declared_application_id"), "declared", ["application_id"], unique=False)
    op.create_table(
        "declined",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("ground", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("declined_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("declined_on", sa.Date(), nullable=False),
        sa.Column("notice_due_on", sa.Date(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("delivery_way", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_declined_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["declined_by"],
            ["operator.id"],
            name=op.f("fk_declined_declined_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declined")),
        sa.UniqueConstraint("number", name=op.f("uq_declined_number")),
    )
    op.create_index(op.f("ix_declined_application_id"), "declined", ["application_id"], unique=False)
    op.create_table(
        "deliberation",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("recorder", sa.String(length=200), nullable=False),
        sa.Column("attendees", sa.Text(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("representatives", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("statements", sa.Text(), nullable=False),
        sa.Column("agree", sa.Integer(), nullable=False),
        sa.Column("disagree", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("conclusion", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_deliberation_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberation")),
    )
    op.create_index(op.f("ix_deliberation_application_id"), "deliberation", ["application_id"], unique=False)
    op.create_table(
        "hour_grant",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["granted_by"],
            ["operator.id"],
            name=op.f("fk_hour_grant_granted_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_hour_grant_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hour_grant")),
    )
    op.create_index(
        op.f("ix_hour_grant_service_file_id_year"), "hour_grant", ["service_file_id", "year"], unique=False
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("self_paid", sa.BigInteger(), nullable=False),
        sa.Column("family_class", sa.String(length=200), nullable=False),
        sa.Column("proposed", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("again_reason", sa.String(length=200), nullable=False),
        sa.Column("no_number_reason", sa.String(length=200), nullable=False),
        sa.Column("makeup_due_on", sa.Date(), nullable=True),
        sa.Column("makeup_done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_incident_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_incident_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("application_id", name=op.f("uq_incident_application_id")),
    )
    op.create_index(op.f("ix_incident_makeup_due_on"), "incident", ["makeup_due_on"], unique=False)
    op.create_table(
        "lead",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("reporter", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("initials", sa.String(length=200), nullable=False),
        sa.Column("id_number", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("village", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("owner_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("visit_found", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("transfer_to", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_lead_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"],
            ["operator.id"],
            name=op.f("fk_lead_closed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_lead_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["operator.id"],
            name=op.f("fk_lead_owner_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_lead_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("number", name=op.f("uq_lead_number")),
    )
    op.create_index(op.f("ix_lead_state_due_on"), "lead", ["state", "due_on"], unique=False)
    op.create_table(
        "needs_assessment",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("first_assessor", sa.String(length=200), nullable=False),
        sa.Column("second_assessor", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_needs_assessment_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["operator.id"],
            name=op.f("fk_needs_assessment_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_needs_assessment_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs_assessment")),
    )
    op.create_index(
        op.f("ix_needs_assessment_service_file_id"), "needs_assessment", ["service_file_id"], unique=False
    )
    op.create_table(
        "neighbour_help",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("helper", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("yearly", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_neighbour_help_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbour_help")),
    )
    op.create_index(
        op.f("ix_neighbour_help_service_file_id"), "neighbour_help", ["service_file_id"], unique=False
    )
    op.create_table(
        "parent",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("of_person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("waits_for", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("replaces_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_parent_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["of_person_id"],
            ["person.id"],
            name=op.f("fk_parent_of_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["parent.id"],
            name=op.f("fk_parent_replaces_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["waits_for"],
            ["application.id"],
            name=op.f("fk_parent_waits_for"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parent")),
    )
    op.create_index(op.f("ix_parent_household_id"), "parent", ["household_id"], unique=False)
    op.create_index(op.f("ix_parent_waits_for"), "parent", ["waits_for"], unique=False)
    op.create_table(
        "proposed_table",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("proposal_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["load_proposal.id"],
            name=op.f("fk_proposed_table_proposal_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_table")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_proposed_table_proposal_id")),
    )
    op.create_table(
        "self_care",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("unmet", sa.String(length=200), nullable=False),
        sa.Column("care", sa.String(length=200), nullable=False),
        sa.Column("first_assessor", sa.String(length=200), nullable=False),
        sa.Column("second_assessor", sa.String(length=200), nullable=False),
        sa.Column("third_party", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_self_care_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_self_care_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_care")),
    )
    op.create_index(
        op.f("ix_self_care_person_id_assessed_on"), "self_care", ["person_id", "assessed_on"], unique=False
    )
    op.create_table(
        "service_plan",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("agreement_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("items", sa.String(length=200), nullable=False),
        sa.Column("visits_a_month", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("worker_sex", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=200), nullable=False),
        sa.Column("worker_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("earliest", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["agreement.id"],
            name=op.f("fk_service_plan_agreement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_service_plan_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker.id"],
            name=op.f("fk_service_plan_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_plan")),
        sa.UniqueConstraint("number", name=op.f("uq_service_plan_number")),
    )
    op.create_index(op.f("ix_service_plan_agreement_id"), "service_plan", ["agreement_id"], unique=False)
    op.create_index(
        op.f("ix_service_plan_service_file_id"), "service_plan", ["service_file_id"], unique=False
    )
    op.create_table(
        "support_agreement",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("support", sa.String(length=200), nullable=False),
        sa.Column("carer", sa.String(length=200), nullable=False),
        sa.Column("carer_phone", sa.String(length=200), nullable=False),
        sa.Column("duties", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_support_agreement_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_support_agreement_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_support_agreement_number")),
    )
    op.create_index(op.f("ix_support_agreement_person_id"), "support_agreement", ["person_id"], unique=False)
    op.create_table(
        "need",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("needs_assessment_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["needs_assessment_id"],
            ["needs_assessment.id"],
            name=op.f("fk_need_needs_assessment_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_need_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    op.create_index(op.f("ix_need_service_file_id"), "need", ["service_file_id"], unique=False)
    op.create_index(op.f("ix_need_state_priority"), "need", ["state", "priority"], unique=False)
    op.create_table(
        "neighbour_subsidy",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("neighbour_help_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("fund_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("correction", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["operator.id"],
            name=op.f("fk_neighbour_subsidy_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["fund_id"],
            ["fund.id"],
            name=op.f("fk_neighbour_subsidy_fund_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["neighbour_help_id"],
            ["neighbour_help.id"],
            name=op.f("fk_neighbour_subsidy_neighbour_help_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["operator.id"],
            name=op.f("fk_neighbour_subsidy_proposed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_neighbour_subsidy_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbour_subsidy")),
        sa.UniqueConstraint(
            "neighbour_help_id",
            "year",
            "correction",
            name=op.f("uq_neighbour_subsidy_neighbour_help_id_year_correction"),
        ),
    )
    op.create_index(op.f("ix_neighbour_subsidy_fund_id"), "neighbour_subsidy", ["fund_id"], unique=False)
    op.create_table(
        "neighbour_visit",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("neighbour_help_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["neighbour_help_id"],
            ["neighbour_help.id"],
            name=op.f("fk_neighbour_visit_neighbour_help_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["operator.id"],
            name=op.f("fk_neighbour_visit_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_neighbour_visit_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbour_visit")),
    )
    op.create_index(
        op.f("ix_neighbour_visit_neighbour_help_id_day"),
        "neighbour_visit",
        ["neighbour_help_id", "day"],
        unique=False,
    )
    op.create_table(
        "transfer",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("item_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("sent_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(length=200), nullable=False),
        sa.Column("rejection", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("result_text", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("answer_source", sa.String(length=200), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_way", sa.String(length=200), nullable=False),
        sa.Column("previous_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_transfer_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_transfer_item_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["transfer.id"],
            name=op.f("fk_transfer_previous_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["sent_by"],
            ["operator.id"],
            name=op.f("fk_transfer_sent_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("number", name=op.f("uq_transfer_number")),
    )
    op.create_index(op.f("ix_transfer_application_id"), "transfer", ["application_id"], unique=False)
    op.create_index(
        op.f("ix_transfer_department_sent_on"), "transfer", ["department", "sent_on"], unique=False
    )
    op.create_index(op.f("ix_transfer_state_due_on"), "transfer", ["state", "due_on"], unique=False)
    op.create_table(
        "visit_series",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_plan_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("second_worker_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("vehicle_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("holidays", sa.String(length=200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["second_worker_id"],
            ["worker.id"],
            name=op.f("fk_visit_series_second_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_visit_series_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_plan_id"],
            ["service_plan.id"],
            name=op.f("fk_visit_series_service_plan_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vehicle_id"],
            ["vehicle.id"],
            name=op.f("fk_visit_series_vehicle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker.id"],
            name=op.f("fk_visit_series_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_series")),
    )
    op.create_index(
        op.f("ix_visit_series_service_file_id"), "visit_series", ["service_file_id"], unique=False
    )
    op.create_table(
        "composition",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("decision_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("monthly", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("addons", sa.BigInteger(), nullable=False),
        sa.Column("standard", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("income", sa.BigInteger(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("proposed_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["operator.id"],
            name=op.f("fk_composition_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name=op.f("fk_composition_decision_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_composition_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["operator.id"],
            name=op.f("fk_composition_proposed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_composition")),
        sa.UniqueConstraint("number", name=op.f("uq_composition_number")),
    )
    op.create_index(op.f("ix_composition_decision_id"), "composition", ["decision_id"], unique=False)
    op.create_index(op.f("ix_composition_household_id"), "composition", ["household_id"], unique=False)
    op.create_index(op.f("ix_composition_state"), "composition", ["state"], unique=False)
    op.create_table(
        "need_answer",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("need_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("directory_entry_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("chosen_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("effect_on", sa.Date(), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chosen_by"],
            ["operator.id"],
            name=op.f("fk_need_answer_chosen_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["directory_entry_id"],
            ["directory_entry.id"],
            name=op.f("fk_need_answer_directory_entry_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["need.id"],
            name=op.f("fk_need_answer_need_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_need_answer_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_answer")),
    )
    op.create_index(
        op.f("ix_need_answer_directory_entry_id_state"),
        "need_answer",
        ["directory_entry_id", "state"],
        unique=False,
    )
    op.create_index(op.f("ix_need_answer_need_id"), "need_answer", ["need_id"], unique=False)
    op.create_index(op.f("ix_need_answer_service_file_id"), "need_answer", ["service_file_id"], unique=False)
    op.create_table(
        "payout",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("decision_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("payee_name", sa.String(length=200), nullable=False),
        sa.Column("payee_id_number", sa.String(length=200), nullable=False),
        sa.Column("account_number", sa.String(length=200), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("handler_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("receipt", sa.String(length=200), nullable=False),
        sa.Column("collector_name", sa.String(length=200), nullable=False),
        sa.Column("collector_id_number", sa.String(length=200), nullable=False),
        sa.Column("collector_relation", sa.String(length=200), nullable=False),
        sa.Column("collector_document", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_reason", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_payout_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name=op.f("fk_payout_decision_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["handler_id"],
            ["operator.id"],
            name=op.f("fk_payout_handler_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout")),
        sa.UniqueConstraint("number", name=op.f("uq_payout_number")),
    )
    op.create_index(op.f("ix_payout_application_id"), "payout", ["application_id"], unique=False)
    op.create_table(
        "raised_need",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("need_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("level", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["operator.id"],
            name=op.f("fk_raised_need_answered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["need.id"],
            name=op.f("fk_raised_need_need_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["raised_by"],
            ["operator.id"],
            name=op.f("fk_raised_need_raised_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_raised_need_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised_need")),
    )
    op.create_index(
        op.f("ix_raised_need_level_answered_on"), "raised_need", ["level", "answered_on"], unique=False
    )
    op.create_index(op.f("ix_raised_need_need_id"), "raised_need", ["need_id"], unique=False)
    op.create_table(
        "ruling",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("transfer_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transfer_id"],
            ["transfer.id"],
            name=op.f("fk_ruling_transfer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_index(op.f("ix_ruling_transfer_id"), "ruling", ["transfer_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_plan_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("visit_series_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("planned_day", sa.Date(), nullable=True),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("second_worker_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("vehicle_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["second_worker_id"],
            ["worker.id"],
            name=op.f("fk_visit_second_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_visit_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_plan_id"],
            ["service_plan.id"],
            name=op.f("fk_visit_service_plan_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["vehicle_id"],
            ["vehicle.id"],
            name=op.f("fk_visit_vehicle_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit_series_id"],
            ["visit_series.id"],
            name=op.f("fk_visit_visit_series_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker.id"],
            name=op.f("fk_visit_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_day"), "visit", ["day"], unique=False)
    op.create_index(op.f("ix_visit_service_file_id_day"), "visit", ["service_file_id", "day"], unique=False)
    op.create_index(op.f("ix_visit_service_plan_id"), "visit", ["service_plan_id"], unique=False)
    op.create_index(op.f("ix_visit_visit_series_id"), "visit", ["visit_series_id"], unique=False)
    op.create_index(op.f("ix_visit_worker_id_day"), "visit", ["worker_id", "day"], unique=False)
    op.create_table(
        "composition_part",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("composition_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["composition_id"],
            ["composition.id"],
            name=op.f("fk_composition_part_composition_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_composition_part_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_composition_part")),
    )
    op.create_index(
        op.f("ix_composition_part_composition_id"), "composition_part", ["composition_id"], unique=False
    )
    op.create_table(
        "recheck",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("entitlement_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("recheck_class", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("first_checker", sa.String(length=200), nullable=False),
        sa.Column("second_checker", sa.String(length=200), nullable=False),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entitlement_id"],
            ["entitlement.id"],
            name=op.f("fk_recheck_entitlement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_recheck_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["operator.id"],
            name=op.f("fk_recheck_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck")),
        sa.UniqueConstraint("number", name=op.f("uq_recheck_number")),
    )
    op.create_index(op.f("ix_recheck_done_on"), "recheck", ["done_on"], unique=False)
    op.create_index(op.f("ix_recheck_household_id"), "recheck", ["household_id"], unique=False)
    op.create_table(
        "reserve_entry",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("voucher", sa.String(length=200), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("direction", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("payout_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("request_number", sa.String(length=200), nullable=False),
        sa.Column("reverses_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("approver_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("entered_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_reserve_entry_application_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["approver_id"],
            ["operator.id"],
            name=op.f("fk_reserve_entry_approver_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["operator.id"],
            name=op.f("fk_reserve_entry_entered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"],
            ["payout.id"],
            name=op.f("fk_reserve_entry_payout_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["reserve_entry.id"],
            name=op.f("fk_reserve_entry_reverses_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserve_entry")),
        sa.UniqueConstraint("position", name=op.f("uq_reserve_entry_position")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_reserve_entry_reverses_id")),
        sa.UniqueConstraint("voucher", name=op.f("uq_reserve_entry_voucher")),
    )
    op.create_index(
        op.f("ix_reserve_entry_application_id"), "reserve_entry", ["application_id"], unique=False
    )
    op.create_index(op.f("ix_reserve_entry_entered_on"), "reserve_entry", ["entered_on"], unique=False)
    op.create_table(
        "visit_record",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("visit_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("reverses_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("items", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("worker_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("signed_by", sa.String(length=200), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"],
            ["operator.id"],
            name=op.f("fk_visit_record_recorded_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["visit_record.id"],
            name=op.f("fk_visit_record_reverses_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_visit_record_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visit.id"],
            name=op.f("fk_visit_record_visit_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["worker.id"],
            name=op.f("fk_visit_record_worker_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_record")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_visit_record_reverses_id")),
    )
    op.create_index(
        op.f("ix_visit_record_service_file_id_day"), "visit_record", ["service_file_id", "day"], unique=False
    )
    op.create_index(op.f("ix_visit_record_visit_id"), "visit_record", ["visit_id"], unique=False)
    op.create_index(op.f("ix_visit_record_worker_id_day"), "visit_record", ["worker_id", "day"], unique=False)
    op.create_table(
        "adjustment",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("entitlement_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("old_monthly", sa.BigInteger(), nullable=False),
        sa.Column("new_monthly", sa.BigInteger(), nullable=False),
        sa.Column("new_base", sa.BigInteger(), nullable=False),
        sa.Column("new_addons", sa.BigInteger(), nullable=False),
        sa.Column("new_care", sa.String(length=200), nullable=False),
        sa.Column("found_kind", sa.String(length=200), nullable=False),
        sa.Column("found_monthly", sa.BigInteger(), nullable=False),
        sa.Column("since_month", sa.String(length=200), nullable=False),
        sa.Column("from_month", sa.String(length=200), nullable=False),
        sa.Column("until_month", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("clause", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("recheck_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("alert_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("reassessment_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("proposed_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("posting_ends_on", sa.Date(), nullable=True),
        sa.Column("posted_place", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("notice_due_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("delivery_way", sa.String(length=200), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alert.id"],
            name=op.f("fk_adjustment_alert_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["operator.id"],
            name=op.f("fk_adjustment_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["entitlement_id"],
            ["entitlement.id"],
            name=op.f("fk_adjustment_entitlement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["household_event.id"],
            name=op.f("fk_adjustment_event_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_adjustment_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["operator.id"],
            name=op.f("fk_adjustment_proposed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["reassessment_id"],
            ["reassessment.id"],
            name=op.f("fk_adjustment_reassessment_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recheck_id"],
            ["recheck.id"],
            name=op.f("fk_adjustment_recheck_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
        sa.UniqueConstraint("number", name=op.f("uq_adjustment_number")),
    )
    op.create_index(op.f("ix_adjustment_entitlement_id"), "adjustment", ["entitlement_id"], unique=False)
    op.create_index(op.f("ix_adjustment_household_id"), "adjustment", ["household_id"], unique=False)
    op.create_index(op.f("ix_adjustment_reassessment_id"), "adjustment", ["reassessment_id"], unique=False)
    op.create_index(
        op.f("ix_adjustment_state_from_month"), "adjustment", ["state", "from_month"], unique=False
    )
    op.create_table(
        "call_back",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("visit_record_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=200), nullable=False),
        sa.Column("called_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("improvement", sa.Text(), nullable=False),
        sa.Column("improved_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["called_by"],
            ["operator.id"],
            name=op.f("fk_call_back_called_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_call_back_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit_record_id"],
            ["visit_record.id"],
            name=op.f("fk_call_back_visit_record_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back")),
    )
    op.create_index(op.f("ix_call_back_called_on"), "call_back", ["called_on"], unique=False)
    op.create_index(op.f("ix_call_back_service_file_id"), "call_back", ["service_file_id"], unique=False)
    op.create_table(
        "settlement_line",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("settlement_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("visit_record_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("month", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_settlement_line_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"],
            ["settlement.id"],
            name=op.f("fk_settlement_line_settlement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit_record_id"],
            ["visit_record.id"],
            name=op.f("fk_settlement_line_visit_record_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_line")),
    )
    op.create_index(
        op.f("ix_settlement_line_settlement_id"), "settlement_line", ["settlement_id"], unique=False
    )
    op.create_index(
        op.f("ix_settlement_line_visit_record_id"), "settlement_line", ["visit_record_id"], unique=False
    )
    op.create_table(
        "spot_check_line",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("spot_check_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("visit_record_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("stratum", sa.String(length=200), nullable=False),
        sa.Column("way", sa.String(length=200), nullable=False),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by"],
            ["operator.id"],
            name=op.f("fk_spot_check_line_checked_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_spot_check_line_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["spot_check_id"],
            ["spot_check.id"],
            name=op.f("fk_spot_check_line_spot_check_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit_record_id"],
            ["visit_record.id"],
            name=op.f("fk_spot_check_line_visit_record_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_check_line")),
        sa.UniqueConstraint(
            "spot_check_id", "visit_record_id", name=op.f("uq_spot_check_line_spot_check_id_visit_record_id")
        ),
    )
    op.create_index(
        op.f("ix_spot_check_line_visit_record_id"), "spot_check_line", ["visit_record_id"], unique=False
    )
    op.create_table(
        "verification",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("visit_record_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["operator.id"], name=op.f("fk_verification_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_verification_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit_record_id"],
            ["visit_record.id"],
            name=op.f("fk_verification_visit_record_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
    )
    op.create_index(
        op.f("ix_verification_visit_record_id"), "verification", ["visit_record_id"], unique=False
    )
    op.create_table(
        "visit_photo",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service_file_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("visit_record_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_file_id"],
            ["service_file.id"],
            name=op.f("fk_visit_photo_service_file_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit_record_id"],
            ["visit_record.id"],
            name=op.f("fk_visit_photo_visit_record_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_photo")),
    )
    op.create_index(op.f("ix_visit_photo_sha256"), "visit_photo", ["sha256"], unique=False)
    op.create_index(op.f("ix_visit_photo_visit_record_id"), "visit_photo", ["visit_record_id"], unique=False)
    op.create_table(
        "back_payment",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("household_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("entitlement_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("adjustment_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("reassessment_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("for_month", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("pay_month", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["adjustment_id"],
            ["adjustment.id"],
            name=op.f("fk_back_payment_adjustment_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["operator.id"],
            name=op.f("fk_back_payment_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["entitlement_id"],
            ["entitlement.id"],
            name=op.f("fk_back_payment_entitlement_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_back_payment_household_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_back_payment_person_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"],
            ["operator.id"],
            name=op.f("fk_back_payment_proposed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["reassessment_id"],
            ["reassessment.id"],
            name=op.f("fk_back_payment_reassessment_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_back_payment")),
    )
    op.create_index(
        op.f("ix_back_payment_entitlement_id_for_month"),
        "back_payment",
        ["entitlement_id", "for_month"],
        unique=False,
    )
    op.create_index(op.f("ix_back_payment_household_id"), "back_payment", ["household_id"], unique=False)
    op.create_index(
        op.f("ix_back_payment_pay_month_programme"), "back_payment", ["pay_month", "programme"], unique=False
    )
    op.add_column(
        "application", sa.Column("way", sa.String(length=200), server_default="household", nullable=False)
    )
    op.add_column("application", sa.Column("bundle_id", sa.Uuid(as_uuid=False), nullable=True))
    op.create_index(op.f("ix_application_bundle_id"), "application", ["bundle_id"], unique=False)
    op.add_column("authorisation", sa.Column("obligor_id", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column("check_reply", sa.Column("obligor_id", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column(
        "decision", sa.Column("amount", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("draft", sa.Column("kind", sa.String(length=20), server_default="", nullable=False))
    op.add_column("economic_line", sa.Column("cost_accepted", sa.BigInteger(), nullable=True))
    op.add_column("economic_line", sa.Column("starts_on", sa.Date(), nullable=True))
    op.add_column("economic_line", sa.Column("ends_on", sa.Date(), nullable=True))
    op.add_column("entitlement", sa.Column("class_reason", sa.Text(), server_default="", nullable=False))
    op.add_column("entitlement", sa.Column("adjustment_id", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column("entitlement", sa.Column("care", sa.String(length=200), server_default="", nullable=False))
    op.add_column(
        "entitlement", sa.Column("support", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("entitlement", sa.Column("valid_until", sa.Date(), nullable=True))
    op.add_column(
        "entitlement", sa.Column("ended_reason", sa.String(length=200), server_default="", nullable=False)
    )
    op.create_index(op.f("ix_entitlement_next_recheck_on"), "entitlement", ["next_recheck_on"], unique=False)
    op.add_column("home_visit", sa.Column("phone_fees", sa.BigInteger(), nullable=True))
    op.add_column("home_visit", sa.Column("property_fees", sa.BigInteger(), nullable=True))
    op.add_column("home_visit", sa.Column("luxuries", sa.BigInteger(), nullable=True))
    op.add_column("home_visit", sa.Column("other_spending", sa.BigInteger(), nullable=True))
    op.add_column(
        "household", sa.Column("premises", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column(
        "household", sa.Column("consumption", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column(
        "household", sa.Column("disaster_home", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "household", sa.Column("monitored", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("household", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("journal_entry", sa.Column("place", sa.BigInteger(), nullable=True))
    op.add_column("letter", sa.Column("sent_by", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column(
        "member", sa.Column("left_reason", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column(
        "neighbour_interview", sa.Column("asked_by", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column(
        "obligor", sa.Column("income_told", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "obligor", sa.Column("disability_kind", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column(
        "obligor", sa.Column("disability_grade", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column(
        "obligor", sa.Column("property_over", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("obligor", sa.Column("started_on", sa.Date(), nullable=True))
    op.add_column("obligor", sa.Column("waits_for", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column("obligor", sa.Column("replaces_id", sa.Uuid(as_uuid=False), nullable=True))
    op.create_index(op.f("ix_obligor_waits_for"), "obligor", ["waits_for"], unique=False)
    op.add_column("office", sa.Column("escalation_id", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column("operator", sa.Column("villages", sa.String(length=200), server_default="", nullable=False))
    op.add_column(
        "opinion", sa.Column("amount", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        "person", sa.Column("special_identity", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("person", sa.Column("in_detox", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("person", sa.Column("died_on", sa.Date(), nullable=True))
    op.add_column(
        "person", sa.Column("self_care_unmet", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("person", sa.Column("self_care_on", sa.Date(), nullable=True))
    op.add_column(
        "person", sa.Column("bedridden_months", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("person", sa.Column("clergy_since", sa.Date(), nullable=True))
    op.add_column(
        "person", sa.Column("in_institution", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "person", sa.Column("child_support", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("person", sa.Column("ruled_as", sa.String(length=200), server_default="", nullable=False))
    op.add_column("person", sa.Column("ruled_by", sa.String(length=200), server_default="", nullable=False))
    op.add_column("person", sa.Column("no_obligors", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("policy_row", sa.Column("set_by", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column("policy_row", sa.Column("set_on", sa.Date(), nullable=True))
    op.add_column("policy_row", sa.Column("confirmed_by", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column("policy_row", sa.Column("confirmed_on", sa.Date(), nullable=True))
    op.add_column("policy_row", sa.Column("asked_back_by", sa.Uuid(as_uuid=False), nullable=True))
    op.add_column("policy_row", sa.Column("asked_back_on", sa.Date(), nullable=True))
    op.add_column("policy_row", sa.Column("asked_back_why", sa.Text(), nullable=True))
    op.add_column(
        "public_notice", sa.Column("persons", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column(
        "public_notice", sa.Column("amount", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        "relative_of_staff",
        sa.Column("staff_id_number", sa.String(length=200), server_default="", nullable=False),
    )
    op.add_column(
        "relative_of_staff", sa.Column("staff_role", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("relative_of_staff", sa.Column("visited_on", sa.Date(), nullable=True))
    op.add_column(
        "relative_of_staff", sa.Column("visitors", sa.String(length=200), server_default="", nullable=False)
    )
    op.add_column("relative_of_staff", sa.Column("visit_found", sa.Text(), server_default="", nullable=False))

    # Counters are named by township too: on a server several townships share the table.
    op.execute(
        "UPDATE number_sequence SET id = substr(id, 1, length(id) - 1)"
        " || (SELECT township FROM office) || '-' || substr(id, length(id))"
    )

    if (
        op.get_bind().dialect.name == "sqlite"
    ):  # a server's guards come from its law, laid anew with every version
        for statement in sqlite_guards(GUARDED, ()):
            op.execute(statement)
