"""An application and what is gathered for it: items, papers, authorisations, economic lines, pauses."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from jiuzhu.domain.ids import new_id

TAKEN_OVER = "taken_over"
"""Source of an application that only carries what an old ledger said: nobody here looked at the household's means."""


@dataclass(kw_only=True, eq=False)
class Application:
    """申请: one household asks for one or several items on one form."""

    id: str = field(default_factory=new_id)
    number: str  # 受理编号, final when given
    household_id: str
    applicant_id: str  # Person
    state: str  # see domain.workflow
    way: str = "household"  # see domain.ways: which moves, clocks and papers it has
    bundle_id: str | None = None  # first application of the same form, for those that go another way
    source: str = "self"
    reason: str = ""  # why help is asked for, in the applicant's words
    submitted_on: date
    accepted_on: date | None = None
    special_reason: str = ""  # why the longer limit holds, empty for the normal one
    proxy_name: str = ""
    proxy_id_number: str = ""
    proxy_phone: str = ""
    proxy_relation: str = ""
    clerk_id: str  # Operator who took it: never the approver
    window: str
    survey_started_on: date | None = None
    check_requested_on: date | None = None
    sent_on: date | None = None  # to the authority that confirms
    open_differences: int = 0
    due_code: str = ""  # the clock that runs out first, and when
    due_on: date | None = None
    warn_on: date | None = None  # amber from here
    alarm_on: date | None = None  # red from here
    ended_on: date | None = None
    revision: int = (
        0  # counts every change to the file, its lines and replies too: what a signature refers to
    )
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Item:
    """救助事项: one kind of assistance asked for in an application."""

    id: str = field(default_factory=new_id)
    application_id: str
    programme: str  # code table item
    state: str = "open"  # open | approved | refused | not_accepted | terminated | withdrawn (with the file) | dropped (from the form)
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Material:
    """One paper of the checklist."""

    id: str = field(default_factory=new_id)
    application_id: str
    code: str
    name: str
    needed: bool = True
    by_data: bool = False  # obtained from government data, must not be asked for
    received_on: date | None = None
    note: str = ""
    position: int = 0
    version: int = 1


@dataclass(kw_only=True, eq=False)
class CorrectionNotice:
    """补正告知: one written list of everything missing, once."""

    id: str = field(default_factory=new_id)
    application_id: str
    number: str
    missing: str  # one paper a line
    issued_on: date
    due_on: date
    completed_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Declined:
    """不予受理 (F06): why nothing is accepted, where the family may turn instead, and when they were told."""

    id: str = field(default_factory=new_id)
    application_id: str
    number: str
    ground: str  # code table decline_ground
    reason: str
    clause: str
    advice: str  # what the family can do now [649 Art 60]
    declined_by: str  # Operator
    declined_on: date
    notice_due_on: date
    delivered_on: date | None = None
    delivery_way: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Authorisation:
    """核对授权: an adult (or a guardian) allows the economic check; without all of them nothing is sent.

    An obligor living apart signs for 特困 too: `person_id` is then whom the support is owed to, `obligor_id` who signed.
    """

    id: str = field(default_factory=new_id)
    application_id: str
    person_id: str
    obligor_id: str | None = None
    number: str
    signed_on: date
    signed_by: str = ""  # guardian, when not the person
    valid_until: date
    revoked_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class EconomicLine:
    """One income, asset, dwelling, vehicle or expense: declared, found twice, explained, accepted.

    Figures are yuan, except dwellings whose figures are square metres.
    """

    id: str = field(default_factory=new_id)
    application_id: str
    category: str  # income | asset | housing | vehicle | expense
    kind: str
    person_id: str | None = None
    item: str = ""
    period: str = "month"  # month | year (the 12 months before)
    declared: Decimal | None = None
    cost: Decimal = Decimal(0)  # deductible, as declared
    cost_accepted: Decimal | None = None  # None: the declared one counts
    checked: Decimal | None = None  # found by the data check
    check_source: str = ""
    check_as_of: date | None = None
    visited: Decimal | None = None  # found at the visit
    explanation: str = ""  # the family's
    evidence: str = ""
    judgement: str = ""  # true | omitted | mistaken | unproved (属实 漏报 误报 需佐证)
    accepted: Decimal | None = None
    accepted_by: str | None = None  # Operator
    accepted_on: date | None = None
    address: str = ""
    danger: str = ""  # C | D for a dangerous dwelling
    value_proved: bool = False
    starts_on: date | None = (
        None  # None: known at acceptance; a day: found out after the decision, true from then
    )
    ends_on: date | None = None  # last day it was true
    position: int = 0
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Pause:
    """计时中止: a legal clock stands still, with its reason."""

    id: str = field(default_factory=new_id)
    application_id: str
    starts_on: date
    ends_on: date | None = None
    reason: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Step:
    """经过: one move of an application from a state to a state, who made it and what they wrote."""

    id: str = field(default_factory=new_id)
    application_id: str
    move: str
    from_state: str
    to_state: str
    by: str  # Operator
    at: datetime  # UTC
    note: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Attachment:
    """A photo or scan, kept inside the encrypted database with its content hash."""

    id: str = field(default_factory=new_id)
    application_id: str
    subject: str  # visit | notice | letter | material
    subject_id: str = ""
    title: str
    media_type: str
    sha256: str
    content: bytes
    taken_on: date
    version: int = 1
