"""Papers about somebody who is served, as forms see them: 需求评估表 (F30), 三方服务协议和服务计划 (F31)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(kw_only=True)
class ServedPart:
    """Who is served, by the 服务号."""

    number: str = ""
    name: str = ""
    id_number: str = ""
    sex: str = ""
    age: int | None = None
    phone: str = ""
    standing: str = ""  # what the person receives, in words
    service_class: str = ""  # in words
    class_reason: str = ""


@dataclass(kw_only=True)
class NeedLine:
    """One heading of an assessment."""

    heading: str = ""  # code table need_heading
    known: str = ""  # what the file of the household knows
    score: int = 0
    priority: int | None = None
    content: str = ""
    result: str = ""  # what was chosen for it, or what became of it, in words


@dataclass(kw_only=True)
class AssessmentPart:
    """需求评估 of one person (F30)."""

    assessed_on: date | None = None
    first_assessor: str = ""
    second_assessor: str = ""
    recorded_by: str = ""
    note: str = ""
    lines: list[NeedLine] = field(default_factory=list)


@dataclass(kw_only=True)
class TariffLine:
    """What one item costs."""

    item: str = ""  # code table service_item
    unit: str = ""  # in words
    rate: Decimal | None = None
    document: str = ""


@dataclass(kw_only=True)
class PlanPart:
    """三方服务协议和服务计划 (F31)."""

    number: str = ""
    payer: str = ""
    provider: str = ""
    provider_phone: str = ""
    agreement_number: str = ""
    items: str = ""  # in words
    visits_a_month: int | None = None
    minutes: int | None = None
    workers: int | None = None
    wishes: str = ""  # in words
    hours: str = ""  # when somebody may come, in words
    granted: str = ""  # of the year, in words
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    signed_on: date | None = None
    duties: str = ""
    tariffs: list[TariffLine] = field(default_factory=list)


@dataclass(kw_only=True)
class PostingLine:
    """One person on a 长期公示: the name and what is served, nothing else."""

    name: str = ""
    items: str = ""  # in words


@dataclass(kw_only=True)
class PostingPart:
    """长期公示 of who is served in a village (F13S)."""

    number: str = ""
    village: str = ""
    place: str = ""
    posted_on: date | None = None
    lines: list[PostingLine] = field(default_factory=list)
