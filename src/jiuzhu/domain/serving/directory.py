"""政策清单, 资源清单, 服务清单: what there is for people, for whom, and when somebody last made sure of it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.ids import new_id


@dataclass(kw_only=True, eq=False)
class DirectoryEntry:
    """One entry of the policy, resource or service list."""

    id: str = field(default_factory=new_id)
    number: str
    kind: str  # policy | resource | service
    title: str
    owner: str  # code table department, or a name
    branch: str = ""  # service: life | care | support
    headings: str  # codes of need_heading, space-separated
    classes: str = "1 2 3"  # of 1 2 3, space-separated
    area: str = ""  # space-separated; all when empty
    age_from: int | None = None
    age_below: int | None = None
    conditions: str = ""  # codes of service_condition, space-separated; all must hold
    terms: str = ""
    papers: str = ""
    cost: Decimal = Decimal(0)  # yuan the person pays
    item: str = ""  # code table service_item
    giver: str = ""
    provider_id: str | None = None
    quantity: int | None = None  # of a resource that runs out
    unit: str = ""
    valid_from: date
    valid_until: date | None = None
    verified_on: date
    verified_by: str
    ended_on: date | None = None
    version: int = 1
