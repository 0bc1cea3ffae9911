"""The office's own tables: stations, operators, its rules, what went up, checkpoints of the journal."""

from jiuzhu.domain import handing_on, looking, office, proof
from jiuzhu.storage.tables.entity import OF_APPLICATION, Entity

ENTITIES = (
    Entity(office.Office, "office", {"escalation_id": "operator"}),
    Entity(office.Station, "station", unique=(("window",),)),
    Entity(office.Operator, "operator", unique=(("login",),)),
    Entity(
        office.RelativeOfStaff,
        "relative_of_staff",
        {**OF_APPLICATION, "operator_id": "operator"},
        (("application_id",), ("operator_id",)),
    ),
    Entity(office.OfficeRule, "office_rule", {"set_by": "operator"}, (("kind", "name", "starts"),)),
    Entity(
        office.Escalation,
        "escalation",
        {"to_operator_id": "operator"},
        (("to_operator_id", "answered_on"), ("subject_id",)),
    ),
    Entity(handing_on.HandOver, "hand_over", {"from_id": "operator", "by": "operator"}),
    Entity(
        handing_on.HandedItem,
        "handed_item",
        {"hand_over_id": "hand_over", "owner_id": "operator"},
        (("hand_over_id",), ("owner_id",), ("subject_id",)),
    ),
    Entity(office.LogIn, "log_in", {"by": "operator"}, (("login", "kind", "at"),)),
    Entity(
        looking.Look,
        "look",
        {"operator_id": "operator", "household_id": "household"},
        (("at",), ("household_id", "at")),
    ),
    Entity(
        proof.Checkpoint,
        "checkpoint",
        {"station_id": "station", "made_by": "operator"},
        (("station_id", "day"),),
    ),
)
