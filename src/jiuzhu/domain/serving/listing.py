"""名单: rosters of the nine services as they stood on a day, and what is posted for long."""

from dataclasses import dataclass, field
from datetime import date

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class ServiceRoster:
    """The roster of one service, computed on one day."""

    id: str = field(default_factory=new_id)
    number: str
    service: str  # key of resources/services
    made_on: date
    made_by: str
    people: int
    unsure: int = 0  # people of whom a fact is missing: they stand beside the roster until it is told
    sha256: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class ServiceRosterLine:
    """One person on a roster, or beside it, with the reason."""

    id: str = field(default_factory=new_id)
    service_roster_id: str
    person_id: str
    household_id: str
    service_class: int
    state: str = "listed"  # listed | unsure: a fact is missing | gone: listed before and not any more
    reason: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class ServicePosting:
    """长期公示 of who is served in a village: only what may be posted."""

    id: str = field(default_factory=new_id)
    number: str
    village: str
    place: str
    posted_on: date
    posted_by: str
    content: str  # one served person a line, as posted
    removed_on: date | None = None
    version: int = 1
