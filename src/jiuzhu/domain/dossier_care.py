"""Papers about somebody who is looked after, as forms see them: 供养协议, 走访, 代管卡折."""

from dataclasses import dataclass
from datetime import date


@dataclass(kw_only=True)
class AgreementPart:
    """供养协议 of one 特困 person (F23E)."""

    number: str = ""
    name: str = ""
    id_number: str = ""
    sex: str = ""
    birth: date | None = None
    registered_address: str = ""
    care: str = ""  # code table care_level
    support: str = ""  # code table support_form
    carer: str = ""
    carer_phone: str = ""
    duties: str = ""
    signed_on: date | None = None
    ended_on: date | None = None


@dataclass(kw_only=True)
class WellbeingPart:
    """One 走访（探访） (F29)."""

    name: str = ""
    id_number: str = ""
    sex: str = ""
    age: int | None = None
    phone: str = ""
    standing: str = ""  # what the person receives, in words
    visited_on: date | None = None
    visitor: str = ""
    living: str = ""
    health: str = ""
    safety: str = ""
    need: str = ""
    action: str = ""
    next_on: date | None = None
    recorded_by: str = ""


@dataclass(kw_only=True)
class CustodyPart:
    """代管卡折 (F22): whose card, who keeps it, why, by which rules, and how it was looked at."""

    number: str = ""
    holder: str = ""
    holder_id_number: str = ""
    holder_phone: str = ""
    standing: str = ""
    keeper: str = ""
    keeper_unit: str = ""
    keeper_post: str = ""
    keeper_phone: str = ""
    bank: str = ""
    card: str = ""  # masked: the last four digits
    reason: str = ""
    rules: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    filed_on: date | None = None
    checked_on: date | None = None
    check_found: str = ""
    check_due_on: date | None = None
    revoked_on: date | None = None
    revoked_reason: str = ""
    recorded_by: str = ""
