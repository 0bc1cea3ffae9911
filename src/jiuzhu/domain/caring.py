"""特困 care and what stands beside the money: self-care, support agreements, visits, custody of cards."""

from dataclasses import dataclass, field
from datetime import date

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class SelfCare:
    """生活自理能力评估: six yes-or-no indicators [43 Art 21-22]."""

    id: str = field(default_factory=new_id)
    person_id: str
    application_id: str | None = None
    assessed_on: date
    unmet: str  # of eat dress bed toilet walk bath, separated by spaces
    care: str  # none | half | full
    first_assessor: str
    second_assessor: str
    third_party: str = ""
    reason: str = ""  # first | yearly | changed
    version: int = 1


@dataclass(kw_only=True, eq=False)
class SupportAgreement:
    """供养协议: who looks after a 特困 person, where, and for what."""

    id: str = field(default_factory=new_id)
    number: str
    person_id: str
    application_id: str
    support: str  # dispersed | institution
    carer: str  # person or institution
    carer_phone: str = ""
    duties: str
    signed_on: date
    ended_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class WellbeingVisit:
    """走访 (F29) of a person who is looked after."""

    id: str = field(default_factory=new_id)
    person_id: str
    household_id: str
    visited_on: date
    visitor: str
    living: str = ""
    health: str = ""
    safety: str = ""
    need: str = ""
    action: str = ""
    next_on: date | None = None
    recorded_by: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Custody:
    """代管卡折 (F22): somebody keeps a family's bank card under a written agreement [57 Art 26]."""

    id: str = field(default_factory=new_id)
    number: str
    household_id: str
    holder_id: str  # Person
    keeper: str
    keeper_unit: str = ""
    keeper_post: str = ""
    keeper_phone: str = ""
    bank: str = ""
    card_tail: str  # last four digits
    reason: str
    rules: str
    starts_on: date
    ends_on: date | None = None  # agreed last day, None while no end is agreed
    filed_on: date | None = None  # with the county
    checked_on: date | None = None  # newest yearly check
    check_found: str = ""
    revoked_on: date | None = None
    revoked_reason: str = ""
    recorded_by: str
    version: int = 1
