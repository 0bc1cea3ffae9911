"""Tables of help given once, batches, adjustments and back payments."""

from jiuzhu.domain import composition, granting, relief
from jiuzhu.storage.tables.entity import OF_APPLICATION, Entity

ENTITIES = (
    Entity(
        relief.Incident,
        "incident",
        {**OF_APPLICATION, "person_id": "person"},
        (("makeup_due_on",),),
        (("application_id",),),
    ),
    Entity(
        relief.Bill,
        "bill",
        {**OF_APPLICATION, "person_id": "person"},
        (("application_id",), ("number_key",), ("issued_on", "total")),
    ),
    Entity(
        relief.Payout,
        "payout",
        {**OF_APPLICATION, "decision_id": "decision", "handler_id": "operator"},
        (("application_id",),),
        (("number",),),
    ),
    Entity(
        relief.ReserveEntry,
        "reserve_entry",
        {
            **OF_APPLICATION,
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
        {**OF_APPLICATION, "household_id": "household"},
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
        composition.Composition,
        "composition",
        {
            "household_id": "household",
            "decision_id": "decision",
            "proposed_by": "operator",
            "decided_by": "operator",
        },
        (("household_id",), ("state",), ("decision_id",)),
        (("number",),),
    ),
    Entity(
        composition.CompositionPart,
        "composition_part",
        {"composition_id": "composition", "person_id": "person"},
        (("composition_id",),),
    ),
    Entity(
        granting.BackPayment,
        "back_payment",
        {
            "household_id": "household",
            "entitlement_id": "entitlement",
            "adjustment_id": "adjustment",
            "reassessment_id": "reassessment",
            "person_id": "person",
            "proposed_by": "operator",
            "decided_by": "operator",
        },
        (("household_id",), ("pay_month", "programme"), ("entitlement_id", "for_month")),
    ),
    Entity(
        granting.MonthRoster,
        "month_roster",
        {"sealed_by": "operator"},
        unique=(("number",), ("month", "programme")),
    ),
    Entity(
        granting.RosterEntry,
        "roster_entry",
        {"roster_id": "month_roster", "household_id": "household"},
        (("household_id",),),
        (("roster_id", "household_id"),),
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
)
