"""Tables of people and households, their events, and those cared for."""

from jiuzhu.domain import caring, household
from jiuzhu.storage.tables.entity import OF_APPLICATION, Entity

ENTITIES = (
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
        {
            "household_id": "household",
            "of_person_id": "person",
            "waits_for": "application",
            "replaces_id": "obligor",
        },
        (("household_id",), ("waits_for",)),
    ),
    Entity(
        household.Parent,
        "parent",
        {
            "household_id": "household",
            "of_person_id": "person",
            "waits_for": "application",
            "replaces_id": "parent",
        },
        (("household_id",), ("waits_for",)),
    ),
    Entity(
        household.Declared,
        "declared",
        {**OF_APPLICATION, "person_id": "person"},
        (("application_id",),),
    ),
    Entity(
        household.AccountChange,
        "account_change",
        {"household_id": "household", "proposed_by": "operator", "decided_by": "operator"},
        (("household_id",), ("state",)),
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
        caring.SelfCare,
        "self_care",
        {**OF_APPLICATION, "person_id": "person"},
        (("person_id", "assessed_on"),),
    ),
    Entity(
        caring.SupportAgreement,
        "support_agreement",
        {**OF_APPLICATION, "person_id": "person"},
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
        {"household_id": "household", "holder_id": "person", "recorded_by": "operator"},
        (("household_id",),),
        (("number",),),
    ),
)
