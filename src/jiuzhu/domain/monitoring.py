"""动态管理: rechecks that fall due, lists of others compared with ours, and the alerts that come of it."""

from dataclasses import dataclass, field
from datetime import date

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class Recheck:
    """定期复核 (F20) of one household's programme."""

    id: str = field(default_factory=new_id)
    number: str
    household_id: str
    entitlement_id: str
    programme: str
    recheck_class: str  # A | B | C
    due_on: date
    done_on: date
    outcome: str  # no_change | change | stop | taper
    found: str = ""  # what was found, in words
    first_checker: str
    second_checker: str
    next_due_on: date | None = None
    recorded_by: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Comparison:
    """名单比对: a department's list read in and held against our people by ID number."""

    id: str = field(default_factory=new_id)
    number: str
    kind: str  # code table comparison_kind: deaths | vehicles | marriages | companies | pensions | …
    source: str
    file_name: str
    file_hash: str
    as_of: date
    listed: int
    matched: int
    near: int = 0  # same name, other or no number: never matched, only counted
    compared_by: str
    compared_on: date
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Alert:
    """预警: one thing to look into, with an owner, until it is closed with an outcome."""

    id: str = field(default_factory=new_id)
    number: str
    indicator: str  # of resources/indicators
    comparison_id: str | None = None
    household_id: str
    person_id: str | None = None
    told: str  # what the list or the record says, in words without numbers of persons
    fingerprint: str  # the same fact raises one alert, again only while nothing followed
    state: str = "open"  # open | working | confirmed | closed
    owner_id: str | None = None
    raised_on: date
    due_on: date
    evidence: str = ""
    outcome: str = ""  # code table alert_outcome: confirmed | no_effect | false_alarm
    false_alarm: str = ""  # code table false_alarm
    followed: str = ""  # number of the event, adjustment or application that deals with it
    closed_by: str | None = None
    closed_on: date | None = None
    version: int = 1
