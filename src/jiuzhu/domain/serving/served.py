"""一人一档: each person served has one file with one 服务号; what was assessed as needed, and what answered it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class ServiceFile:
    """一人一档: the file of one person, by its 服务号 [池民社救〔2023〕38号 四(七)]."""

    id: str = field(default_factory=new_id)
    number: str
    person_id: str
    household_id: str
    service_class: int  # 1, 2 or 3 [渝北实施方案 2025-02-28 二(三)]
    class_reason: str
    class_on: date
    opened_on: date
    opened_by: str
    home_care_from: date | None = (
        None  # 残联居家托养 as its list tells it, never together with visits at home
    )
    home_care_until: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    version: int = 1

    def home_care_on(self, day: date) -> bool:
        """Whether 残联居家托养 is received on a day [渝北实施方案 二(五)2]."""
        if self.home_care_from is None or day < self.home_care_from:
            return False
        return self.home_care_until is None or day <= self.home_care_until


@dataclass(kw_only=True, eq=False)
class NeedsAssessment:
    """需求评估 (F30): what two assessors found under the seven headings."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    application_id: str | None = None  # the file whose economic check it was drawn from
    assessed_on: date
    first_assessor: str
    second_assessor: str
    recorded_by: str
    note: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Need:
    """需求: one thing a person needs, under one of the seven headings."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    needs_assessment_id: str
    heading: str  # code table need_heading
    score: int  # 0 none … 3 urgent
    priority: int  # 1 first
    content: str
    state: str = "open"  # open | arranged | met | raised | ended
    ended_on: date | None = None
    end_reason: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class NeedAnswer:
    """What answers a need: a policy, a resource or a service of the lists; its outcome feeds the 幸福清单."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    need_id: str
    directory_entry_id: str
    score: int  # of the score card on the day it was chosen
    card: str  # the score card in words, one rule a line
    reason: str  # why the clerk chose it
    quantity: int = 0  # of a resource with a stock
    chosen_by: str
    chosen_on: date
    state: str = "arranged"  # arranged | done | dropped
    effect: str = ""
    effect_on: date | None = None
    grade: int | None = None  # 1 … 5
    version: int = 1


@dataclass(kw_only=True, eq=False)
class RaisedNeed:
    """汇集清单: a need nobody at a level can meet, and the answer of the next one [渝北实施方案 二(四)1]."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    need_id: str
    level: str  # village | township | consortium: who is asked
    question: str
    raised_by: str
    raised_on: date
    answer: str = ""
    answered_by: str | None = None
    answered_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class AlarmDevice:
    """一键求救 / 爱心门铃 at a home."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    kind: str  # code table alarm_device
    number: str
    answers_to: str  # who hears it, with telephone
    provider_id: str | None = None
    installed_on: date
    tested_on: date
    removed_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class NeighbourHelp:
    """邻里互助: a neighbour who looks after a person, with a yearly subsidy [池民社救〔2023〕38号 三(六)6]."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    helper: str
    phone: str = ""
    trained_on: date | None = None
    starts_on: date
    ended_on: date | None = None
    yearly: Decimal  # yuan a year
    version: int = 1


@dataclass(kw_only=True, eq=False)
class NeighbourVisit:
    """One time a neighbour helped, as the village wrote it down."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    neighbour_help_id: str
    day: date
    content: str
    recorded_by: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class NeighbourSubsidy:
    """The subsidy of one year, approved by the township or returned."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    neighbour_help_id: str
    fund_id: str
    year: int
    correction: int = 0  # 0 the first, then 1, 2 … after one that was returned
    times: int
    amount: Decimal
    proposed_by: str
    state: str = "proposed"  # proposed | approved | returned
    decided_by: str | None = None
    decided_on: date | None = None
    paid_on: date | None = None
    version: int = 1
