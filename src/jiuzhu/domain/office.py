"""Who works here: the office, its stations, its operators and the staff whose relatives apply."""

from dataclasses import dataclass, field
from datetime import date, datetime

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class Office:
    """The township office this database belongs to."""

    id: str = field(default_factory=new_id)
    name: str  # 某某街道社会救助服务窗口
    district: str  # GB/T 2260, 6 digits
    district_name: str
    township: str  # 9 digits: district + 3
    township_name: str
    address: str = ""
    phone: str = ""
    supervision_phone: str = ""
    authority: str = "county"  # who confirms: county | township (entrusted)
    escalation_id: str | None = None  # Operator to whom overdue matters go up
    policy_pack: str = "500000"
    demo: bool = False
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Station:
    """One desk: its window letter stands in every number it gives, its epoch begins again after a restore."""

    id: str = field(default_factory=new_id)
    window: str  # one letter A–Z, no I or O
    name: str = ""
    epoch: str = field(default_factory=new_id)
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Operator:
    """经办人员: one login, never shared. `roles` is a space-separated list of role words."""

    id: str = field(default_factory=new_id)
    login: str
    name: str
    post: str = ""
    roles: str = "clerk"
    villages: str = ""  # the only ones they see, space-separated; "" for the whole township
    started_on: date
    ended_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class RelativeOfStaff:
    """近亲属备案: an applicant's household is related to a person who handles assistance."""

    id: str = field(default_factory=new_id)
    application_id: str
    operator_id: str | None = None  # set when the staff member has a login here
    staff_name: str
    staff_unit: str = ""
    staff_post: str = ""
    relation: str = ""
    staff_id_number: str = ""
    staff_role: str = ""  # what the person does in the handling of assistance
    filed_on: date
    visited_on: date | None = None  # 区县入户核查, compulsory before the decision [57 Art 20]
    visitors: str = ""
    visit_found: str = ""
    version: int = 1

    def concerns(self, operator_id: str | None, name: str) -> bool:
        """Whether this is about that colleague: by the login when one is noted, else by the name as it was written."""
        known = operator_id is not None and self.operator_id == operator_id
        return known or bool(name and name in self.staff_name)


@dataclass(kw_only=True, eq=False)
class OfficeRule:
    """What the office set for itself: a form, a code table, a calendar, a ledger's columns; in force from a day."""

    id: str = field(default_factory=new_id)
    kind: str  # form | codes | calendar | ledger
    name: str  # id of the form, table or ledger; the year of a calendar
    content: str  # JSON, shaped by kind
    starts: date
    ends: date | None = None
    document: str = ""
    note: str = ""
    set_by: str
    set_on: date
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Escalation:
    """督办: an overdue matter that went up to a named person, and what that person answered."""

    id: str = field(default_factory=new_id)
    subject: str  # application | transfer | alert | event | lead | recheck | outcome | decision
    subject_id: str
    code: str  # of the clock that ran out
    due_on: date
    to_operator_id: str
    raised_on: date
    answer: str = ""
    answered_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class LogIn:
    """登录记录: what the log-in window saw, wrong passwords included."""

    id: str = field(default_factory=new_id)
    kind: str  # in | wrong | recovery | altered | unlocked | given: by another hand, a password | chosen: an own one | …
    login: str = ""  # "" when it concerns nobody in particular
    at: datetime  # by the clock of this computer, which may have been set wrong
    by: str | None = None  # Operator: who got in, who unlocked
    note: str = ""
    version: int = 1
