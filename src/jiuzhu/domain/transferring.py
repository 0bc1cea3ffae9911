"""转办 to departments, disputes and rulings, 联席会议, and leads from 主动发现."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.application import Item
from jiuzhu.domain.ids import new_id

OUT = ("sent", "accepted")
"""States of a slip that lies with a department."""
SETTLING = (*OUT, "disputed", "answered", "closed")
"""States in which a slip settles its matter: the matter is not offered to a department again."""
RECALLABLE = (*OUT, "disputed")
"""States in which a slip is recalled when the family withdraws; what is answered is still told."""
SLIP_STEPS: dict[str, tuple[str, ...]] = {
    "receipt": ("sent",),
    "answer": OUT,
    "reject": OUT,
    "dispute": OUT,
    "rule": ("disputed",),
    "tell": ("answered",),
    "stop": ("recalled",),
}
"""Step of a slip → the states it may be made from; what is not here cannot happen."""


@dataclass(kw_only=True, eq=False)
class Transfer:
    """转办单 (F27): one matter handed to a department, until the applicant has heard the answer."""

    id: str = field(default_factory=new_id)
    number: str
    application_id: str
    item_id: str
    programme: str
    department: str  # code table department
    need: str
    attachments: str = ""  # one a line
    state: str = (
        "sent"  # sent | accepted | rejected | disputed | ruled | answered | closed | recalled | stopped
    )
    sent_by: str
    sent_on: date
    due_on: date
    received_on: date | None = None
    received_by: str = ""
    rejection: str = ""
    answered_on: date | None = None
    result: str = ""  # granted | refused | partly
    result_text: str = ""
    amount: Decimal = Decimal(0)
    answer_source: str = ""  # keyed | scanned | imported
    told_on: date | None = None  # applicant
    told_way: str = ""
    previous_id: str | None = None  # the transfer this one replaces after a rejection or ruling
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Ruling:
    """争议裁定: the lead body names the department that handles a disputed matter."""

    id: str = field(default_factory=new_id)
    transfer_id: str
    raised_on: date
    reason: str
    body: str = ""  # who rules
    department: str = ""  # who must handle it
    basis: str = ""
    document: str = ""
    ruled_on: date | None = None
    due_on: date | None = None
    version: int = 1


def waiting(items: Iterable[Item], slips: Iterable[Transfer]) -> list[Item]:
    """The open matters of a form that no slip settles: these wait to be handed on, for the first time or again."""
    settled = {row.item_id for row in slips if row.state in SETTLING}
    return [item for item in items if item.state == "open" and item.id not in settled]


def file_state(items: Iterable[Item], slips: Sequence[Transfer]) -> str:
    """Where a form stands by its matters and slips: what the office itself has to do next comes first."""
    states = {row.state for row in slips}
    if waiting(items, slips):
        return "accepted"
    if "disputed" in states:
        return "disputed"
    if states & set(OUT):
        return "referred"
    return "answered" if "answered" in states else "closed"


@dataclass(kw_only=True, eq=False)
class Meeting:
    """联席会议: its minutes."""

    id: str = field(default_factory=new_id)
    number: str
    level: str  # township | county
    held_on: date
    place: str
    chair: str
    attendees: str  # one a line
    minutes: str
    recorded_by: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class MeetingItem:
    """One matter before the meeting and what was decided on it."""

    id: str = field(default_factory=new_id)
    meeting_id: str
    position: int
    subject: str  # application | transfer | household | lead | other
    subject_id: str | None = None
    title: str
    decision: str
    responsible: str = ""
    due_on: date | None = None
    done_on: date | None = None
    result: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Lead:
    """主动发现线索: a family somebody told of; ends in a case, a referral or a reason."""

    id: str = field(default_factory=new_id)
    number: str
    source: str  # code table lead_source
    found_on: date
    reporter: str = ""
    name: str
    initials: str = ""  # pinyin initials of the name, lower case
    id_number: str = ""
    phone: str = ""
    village: str = ""
    address: str = ""
    content: str
    person_id: str | None = None
    household_id: str | None = None
    owner_id: str | None = None
    due_on: date
    visited_on: date | None = None
    visit_found: str = ""
    state: str = "open"  # open | closed
    outcome: str = ""  # case | referral | reason
    application_id: str | None = None
    transfer_to: str = ""  # department or unit it was handed to
    reason: str = ""
    closed_by: str | None = None
    closed_on: date | None = None
    version: int = 1
