"""Tables of what goes to other departments: transfers, meetings, leads."""

from jiuzhu.domain import transferring
from jiuzhu.storage.tables.entity import OF_APPLICATION, Entity

ENTITIES = (
    Entity(
        transferring.Transfer,
        "transfer",
        {
            **OF_APPLICATION,
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
            **OF_APPLICATION,
            "person_id": "person",
            "household_id": "household",
            "owner_id": "operator",
            "closed_by": "operator",
        },
        (("state", "due_on"),),
        (("number",),),
    ),
)
