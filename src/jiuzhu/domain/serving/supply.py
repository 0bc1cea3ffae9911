"""Who serves: providers, their qualifications and workers, agreements with dated tariffs, and the funds that pay."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class Provider:
    """服务供给主体."""

    id: str = field(default_factory=new_id)
    name: str
    kind: str  # code table provider_kind
    credit_code: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""
    ended_on: date | None = None
    end_reason: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Qualification:
    """A paper a provider must hold, with its last day."""

    id: str = field(default_factory=new_id)
    provider_id: str
    title: str
    number: str = ""
    valid_until: date
    ended_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Worker:
    """服务人员 of a provider."""

    id: str = field(default_factory=new_id)
    provider_id: str
    name: str
    sex: str  # code table sex
    phone: str = ""
    skills: str  # codes of service_item, space-separated
    languages: str = ""  # code table language, space-separated
    villages: str = ""  # space-separated; all when empty
    trained_on: date | None = None
    ended_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Shift:
    """When a worker can be sent, week by week."""

    id: str = field(default_factory=new_id)
    worker_id: str
    weekday: int  # 0 Monday … 6 Sunday
    starts: int  # minutes after midnight
    ends: int  # minutes after midnight
    since: date
    until: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Absence:
    """Days a worker cannot be sent."""

    id: str = field(default_factory=new_id)
    worker_id: str
    first_day: date
    last_day: date
    reason: str
    recorded_by: str
    ended_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Vehicle:
    """A vehicle visits are made with."""

    id: str = field(default_factory=new_id)
    provider_id: str
    plate: str
    ended_on: date | None = None
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Fund:
    """服务资金: one source in one year with its ceiling [池民社救〔2023〕38号 三(四)]."""

    id: str = field(default_factory=new_id)
    source: str  # code table fund_source
    year: int
    ceiling: Decimal
    base: Decimal = Decimal(0)  # of a source that may take 1 % of it
    document: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Agreement:
    """购买服务协议 with one provider."""

    id: str = field(default_factory=new_id)
    number: str
    provider_id: str
    fund_id: str
    payer: str
    signed_on: date
    starts_on: date
    ends_on: date
    minutes: int | None = None  # of all visits together; None without a limit
    duties: str = ""
    ended_on: date | None = None
    end_reason: str = ""
    version: int = 1


@dataclass(kw_only=True, eq=False)
class Tariff:
    """收费标准: what one item costs from a day on."""

    id: str = field(default_factory=new_id)
    agreement_id: str
    item: str
    unit: str  # hour | visit
    rate: Decimal  # yuan
    since: date
    until: date | None = None
    document: str
    version: int = 1


@dataclass(kw_only=True, eq=False)
class ServicePlan:
    """三方服务协议和服务计划 (F31): payer, provider and person agree on items, hours and wishes."""

    id: str = field(default_factory=new_id)
    number: str
    service_file_id: str
    agreement_id: str
    items: str  # codes of service_item, space-separated
    visits_a_month: int
    minutes: int  # of one visit
    workers: int = 1  # 1 or 2
    worker_sex: str = ""  # wish; code table sex
    language: str = ""  # wish
    worker_id: str | None = None  # wish
    earliest: int = 480  # minutes after midnight
    latest: int = 1080  # minutes after midnight
    place: str = ""
    starts_on: date
    ends_on: date
    signed_on: date | None = None
    duties: str = ""
    ended_on: date | None = None
    end_reason: str = ""
    version: int = 1
