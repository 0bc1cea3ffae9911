"""回访, 抽查 and complaints: whether what was written down was done, and how it was found."""

from dataclasses import dataclass, field
from datetime import date, datetime

from jiuzhu.domain.ids import new_id

SATISFIED, DISSATISFIED = 4, 2
"""Grades from which on somebody is satisfied, and up to which what was wrong must be written down."""


def percent(part: int, whole: int) -> str:
    """`66.6%`, rounded down: what falls short of a share in force never looks as if it reached it; "—" of nothing."""
    return f"{part * 1000 // whole / 10:.1f}%" if whole else "—"


@dataclass(kw_only=True, eq=False)
class SpotCheck:
    """抽查: one sample of a month's records, drawn from a seed anybody can draw again."""

    id: str = field(default_factory=new_id)
    number: str
    month: str
    drawn_at: datetime  # what was recorded until then, and not reversed, could be drawn
    drawn_by: str
    seed: str
    percent: int  # per cent of each stratum, rounded up
    population: int
    sha256: str  # of the sorted ids the sample was drawn from
    version: int = 1


@dataclass(kw_only=True, eq=False)
class SpotCheckLine:
    """One record of a sample and what was found."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    spot_check_id: str
    visit_record_id: str
    stratum: str  # provider and item
    way: str = ""  # live | home, where somebody was there, or phone
    result: str = ""  # true | wrong
    found: str = ""
    checked_by: str | None = None
    checked_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class CallBack:
    """满意度回访 (F33)."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    visit_record_id: str | None = None
    called_on: date
    way: str  # phone | home | window
    called_by: str
    grade: int  # 5 very satisfied … 1 very dissatisfied
    problems: str = ""
    improvement: str = ""
    improved_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Complaint:
    """投诉 about a service and what followed."""

    id: str = field(default_factory=new_id)
    number: str
    service_file_id: str | None = None
    provider_id: str
    received_on: date
    received_by: str
    content: str
    due_on: date
    action: str = ""
    closed_on: date | None = None
    result_text: str = ""
    version: int = 1
