"""Tables of rechecks, comparisons and alerts."""

from jiuzhu.domain import monitoring
from jiuzhu.storage.tables.entity import Entity

ENTITIES = (
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
)
