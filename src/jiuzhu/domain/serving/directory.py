"""政策清单, 资源清单, 服务清单: what there is for people, for whom, and when somebody last made sure of it."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from jiuzhu.domain.ids import new_id
from jiuzhu.domain.toml_words import misread
from jiuzhu.errors import Problem, UserError

KINDS = {"policy": "政策清单", "resource": "资源清单", "service": "服务清单"}
"""The lists that answer needs; the needs themselves and what became of them are the other two."""
_CLASSES = ("1", "2", "3")
_OLDEST = 120


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
    programme: str = ""  # home_service | home_care: of `domain.obligations`, where two exclude each other
    document: str = ""  # the paper it stands on
    quantity: int | None = None  # of a resource that runs out
    unit: str = ""
    valid_from: date
    valid_until: date | None = None
    verified_on: date | None = None  # None: loaded as an example, nobody has made sure of it yet
    verified_by: str | None = None
    ended_on: date | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An entry as somebody describes it: the fields of `DirectoryEntry` that are typed or shipped."""

    kind: str
    title: str
    owner: str
    headings: tuple[str, ...]
    classes: tuple[str, ...] = _CLASSES
    branch: str = ""
    area: str = ""
    age_from: int | None = None
    age_below: int | None = None
    conditions: tuple[str, ...] = ()
    terms: str = ""
    papers: str = ""
    cost: Decimal = Decimal(0)
    item: str = ""
    giver: str = ""
    provider_id: str = ""
    programme: str = ""
    document: str = ""
    quantity: int | None = None
    unit: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def values(self) -> dict[str, object]:
        """Field of `DirectoryEntry` → its value."""
        made: dict[str, object] = {item.name: getattr(self, item.name) for item in fields(self)}
        for name, value in made.items():
            if isinstance(value, tuple):
                made[name] = " ".join(value)
            elif isinstance(value, str):
                made[name] = value.strip()
        return made | {"area": " ".join(self.area.split()), "provider_id": self.provider_id or None}


_CODED = {
    "headings": ("need_heading", "需求类别"), "conditions": ("service_condition", "适用条件"),
    "branch": ("service_branch", "服务大类"), "item": ("service_item", "服务项目"),
}  # fmt: skip


def problems_of(told: Described, codes: Mapping[str, Collection[str]]) -> list[Problem]:
    """What is wrong with a description, each beside its field; `codes`: table → its codes."""
    found = []
    if told.kind not in KINDS:
        found.append(Problem("kind", "请选择是政策、资源还是服务。"))
    if not told.title.strip():
        found.append(Problem("title", "请填写名称。"))
    if not told.owner.strip():
        found.append(Problem("owner", "请填写责任单位。"))
    if not told.headings:
        found.append(Problem("headings", "请选择能解决哪一类需求。"))
    if not told.classes or not set(told.classes) <= set(_CLASSES):
        found.append(Problem("classes", "请选择适用哪几类服务对象。"))
    for name, (table, word) in _CODED.items():
        value = getattr(told, name)
        strange = sorted(set((value,) if isinstance(value, str) else value) - set(codes[table]) - {""})
        if strange:
            found.append(Problem(name, f"{word}里没有 {strange[0]}。"))
    if told.cost < 0:
        found.append(Problem("cost", "个人负担费用不能是负数。"))
    if told.quantity is not None and told.quantity < 0:
        found.append(Problem("quantity", "数量不能是负数。"))
    return found + _spans(told)


def _spans(told: Described) -> list[Problem]:
    found = []
    ages = [one for one in (told.age_from, told.age_below) if one is not None]
    if any(not 0 <= one <= _OLDEST for one in ages) or ages != sorted(set(ages)):
        found.append(Problem("age_below", "年龄上限（不含）要大于下限，都在 0 到 120 之间。"))
    if told.valid_from and told.valid_until and told.valid_until < told.valid_from:
        found.append(Problem("valid_until", "截止日期早于生效日期，请核对。"))
    return found


def stale(verified_on: date | None, today: date, days: int) -> bool:
    """Whether an entry was never verified, or last longer ago than may be."""
    return verified_on is None or today > verified_on + timedelta(days=days)


def read_entries(text: str, codes: Mapping[str, Collection[str]]) -> tuple[Described, ...]:
    """The `[[entry]]` tables of a shipped list; `UserError` names the entry and what is unknown, missing or doubled."""
    try:
        tables = tomllib.loads(text).get("entry", [])
    except tomllib.TOMLDecodeError as problem:
        raise UserError(f"示例清单读不出来：{misread(problem)}。") from problem
    known = {item.name: item.default is MISSING for item in fields(Described)}
    made: list[Described] = []
    for place, table in enumerate(tables, start=1):
        where = f"示例清单第 {place} 项"
        strange = sorted(table.keys() - known.keys())
        if strange:
            raise UserError(f"{where}有不认识的项 {strange[0]}。")
        lacking = sorted(name for name in known if name not in table and (known[name] or name == "document"))
        if lacking:
            raise UserError(f"{where}缺少 {lacking[0]}。")
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
        }
        told = Described(**values | {"cost": Decimal(table.get("cost", "0"))})
        wrong = problems_of(told, codes)
        if wrong:
            raise UserError(f"{where}的 {wrong[0].field}：{wrong[0].message}")
        if any((one.kind, one.title) == (told.kind, told.title) for one in made):
            raise UserError(f"{where}“{told.title}”重复了。")
        made.append(told)
    return tuple(made)
