"""核查: the data check, the visit to the home, the neighbours, the letters."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class Check:
    """信息核对: one request to the check centre and its report."""

    id: str = field(default_factory=new_id)
    application_id: str
    number: str
    requested_on: date
    replied_on: date | None = None
    report_number: str = ""
    report_on: date | None = None
    conclusion: str = ""  # fits | unfit | open (符合 不符合 待核)
    version: int = 1


@dataclass(kw_only=True, eq=False)
class CheckReply:
    """One answer of one department about one person."""

    id: str = field(default_factory=new_id)
    check_id: str
    application_id: str
    person_id: str  # for an obligor: whom the support is owed to
    obligor_id: str | None = None  # set when the answer is about an obligor living apart
    department: str
    item: str
    status: str  # hit | none | unanswered
    value: str = ""
    as_of: date | None = None
    line_id: str | None = None  # the economic line it speaks about
    version: int = 1


@dataclass(kw_only=True, eq=False)
class HomeVisit:
    """入户调查: two investigators, the family present, what was seen."""

    id: str = field(default_factory=new_id)
    application_id: str
    visited_on: date
    first_investigator: str
    second_investigator: str
    first_operator_id: str | None = None
    second_operator_id: str | None = None
    present: str = ""  # family member who was there and signed
    remote_reason: str = ""  # phone or video, only in an emergency
    dwelling_kind: str = ""
    dwelling_area: str = ""
    dwelling_condition: str = ""
    belongings: str = ""
    food_clothing: str = ""
    utilities: str = ""
    debts: str = ""
    illness: str = ""
    opinion: str = ""
    phone_fees: Decimal | None = None  # yuan a month, as the following three
    property_fees: Decimal | None = None
    luxuries: Decimal | None = None  # 非基本生活用品
    other_spending: Decimal | None = None
    signed: bool = False
    version: int = 1


@dataclass(kw_only=True, eq=False)
class NeighbourInterview:
    """邻里访问."""

    id: str = field(default_factory=new_id)
    application_id: str
    asked_on: date
    asked_by: str = ""  # who went and asked, names
    name: str
    relation: str = ""
    statement: str = ""
    signed: bool = False
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Letter:
    """信函索证: a question to a unit and its answer."""

    id: str = field(default_factory=new_id)
    application_id: str
    number: str
    unit: str
    question: str
    sent_on: date
    sent_by: str | None = None  # Operator
    replied_on: date | None = None
    reply: str = ""
    version: int = 1
