"""Tables of the file of one application, from intake to its decision."""

from jiuzhu.domain import application, approving, checking
from jiuzhu.storage.tables.entity import OF_APPLICATION, Entity

ENTITIES = (
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
    Entity(application.Item, "item", OF_APPLICATION, unique=(("application_id", "programme"),)),
    Entity(application.Material, "material", OF_APPLICATION, (("application_id",),)),
    Entity(
        application.Declined,
        "declined",
        {**OF_APPLICATION, "declined_by": "operator"},
        (("application_id",),),
        (("number",),),
    ),
    Entity(application.CorrectionNotice, "correction_notice", OF_APPLICATION, (("application_id",),)),
    Entity(
        application.Authorisation,
        "authorisation",
        {**OF_APPLICATION, "person_id": "person", "obligor_id": "obligor"},
        (("application_id",),),
    ),
    Entity(
        application.EconomicLine,
        "economic_line",
        {**OF_APPLICATION, "person_id": "person", "accepted_by": "operator"},
        (("application_id",),),
    ),
    Entity(application.Pause, "pause", OF_APPLICATION, (("application_id",),)),
    Entity(application.Step, "step", {**OF_APPLICATION, "by": "operator"}, (("application_id",),)),
    Entity(application.Attachment, "attachment", OF_APPLICATION, (("application_id",),)),
    Entity(checking.Check, "data_check", OF_APPLICATION, (("application_id",),), (("number",),)),
    Entity(
        checking.CheckReply,
        "check_reply",
        {
            **OF_APPLICATION,
            "check_id": "data_check",
            "person_id": "person",
            "obligor_id": "obligor",
            "line_id": "economic_line",
        },
        (("application_id",), ("check_id",)),
    ),
    Entity(
        checking.HomeVisit,
        "home_visit",
        {**OF_APPLICATION, "first_operator_id": "operator", "second_operator_id": "operator"},
        (("application_id",),),
    ),
    Entity(checking.NeighbourInterview, "neighbour_interview", OF_APPLICATION, (("application_id",),)),
    Entity(
        checking.Letter,
        "letter",
        {**OF_APPLICATION, "sent_by": "operator"},
        (("application_id",),),
        (("number",),),
    ),
    Entity(approving.Opinion, "opinion", {**OF_APPLICATION, "given_by": "operator"}, (("application_id",),)),
    Entity(
        approving.PublicNotice,
        "public_notice",
        {**OF_APPLICATION, "posted_by": "operator"},
        (("application_id",),),
        (("number",),),
    ),
    Entity(
        approving.Objection,
        "objection",
        {**OF_APPLICATION, "notice_id": "public_notice"},
        (("application_id",),),
    ),
    Entity(approving.Deliberation, "deliberation", OF_APPLICATION, (("application_id",),)),
    Entity(
        approving.Decision,
        "decision",
        {**OF_APPLICATION, "item_id": "item", "decided_by": "operator"},
        (("application_id",), ("decided_on",)),
        (("item_id",), ("number",)),  # one final decision per item
    ),
    Entity(
        approving.Entitlement,
        "entitlement",
        {
            **OF_APPLICATION,
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
        {**OF_APPLICATION, "issued_by": "operator"},
        (("application_id",),),
        (("number",),),
    ),
    Entity(
        approving.Reveal, "reveal", {"person_id": "person", "by": "operator"}, (("person_id",), ("by", "on"))
    ),
)
