"""Visits: planned on the calendar, recorded once and never rewritten, verified by somebody else."""

from dataclasses import dataclass, field
from datetime import date, datetime

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class HourGrant:
    """小时账户: minutes given to a person for one year."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    year: int
    minutes: int  # may be negative: a correction by reversal
    reason: str
    granted_by: str
    granted_on: date
    version: int = 1


@dataclass(kw_only=True, eq=False)
class VisitSeries:
    """A visit that comes back, as an RRULE of iCalendar [RFC 5545]."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    service_plan_id: str
    item: str
    rule: str  # RRULE without DTSTART
    first_day: date
    last_day: date
    starts: int  # minutes after midnight
    minutes: int
    worker_id: str
    second_worker_id: str | None = None
    vehicle_id: str | None = None
    holidays: str = "move"  # keep | move | drop
    ended_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Visit:
    """One planned visit on the calendar."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    service_plan_id: str
    visit_series_id: str | None = None
    planned_day: date | None = None  # of a series: the day its rule names
    item: str
    day: date
    starts: int  # minutes after midnight
    ends: int  # minutes after midnight
    worker_id: str
    second_worker_id: str | None = None
    vehicle_id: str | None = None
    state: str = "booked"  # booked | done | no_show | excused | cancelled
    by: str = ""  # person | provider | township: who cancelled or did not come
    reason: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class VisitRecord:
    """服务记录 (F32), written once: a wrong one is reversed by another [649号令 Art 66(5)]."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    visit_id: str
    reverses_id: str | None = None  # a reversal: nothing of the other counts
    day: date
    starts: int  # minutes after midnight
    ends: int  # minutes after midnight
    items: str  # codes of service_item, space-separated
    place: str
    condition: str = ""
    worker_id: str
    signed_by: str  # self | thumb | guardian | none
    signature: bytes | None = None  # PNG as drawn
    recorded_by: str
    recorded_at: datetime
    reason: str = ""  # of a reversal or a late entry
    version: int = 1


@dataclass(kw_only=True, eq=False)
class VisitPhoto:
    """A picture of a visit, known by the hash of its content."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    visit_record_id: str
    content: bytes
    sha256: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Verification:
    """What somebody who did not record it found about a record; the newest one counts."""

    id: str = field(default_factory=new_id)
    service_file_id: str
    visit_record_id: str
    result: str  # verified | refused | disputed
    reason: str = ""
    by: str
    at: datetime
    version: int = 1
