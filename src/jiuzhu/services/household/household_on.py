"""A household on a day as both views tell it, and the words they share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.services.household import means
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class PersonOn:
    """One member on the day."""

    name: str
    relation: str
    counted: bool
    marks: str = ""  # 在押, 残疾, 患病, 在学… in words


@dataclass(frozen=True, slots=True)
class GrantOn:
    """One entitlement in force in the day's month, and on the day itself where it holds until a day."""

    programme: str
    monthly: Decimal
    first_month: str
    last_month: str


@dataclass(frozen=True, slots=True)
class HouseholdOn:
    """A household on a day, as it was or as it was known."""

    on: date
    number: str
    village: str
    address: str
    head: str
    members: list[PersonOn] = field(default_factory=list)
    grants: list[GrantOn] = field(default_factory=list)
    means: list[str] | None = None  # income and property, each with whose it is; None: on no approved file
    elsewhere: list[GrantOn] = field(default_factory=list)  # of who lives here, paid by another one's account

    @property
    def monthly(self) -> Decimal:
        """Yuan of the month."""
        return sum((one.monthly for one in self.grants), Decimal("0.00"))


def marks(unit: Unit, person: dict[str, Any]) -> str:
    """What is marked of a person, in words."""
    found = [word for name, word in _STATES.items() if person.get(name)]
    if person.get("disability_grade"):
        kind = unit.desk.codes["disability_kind"].labels.get(person.get("disability_kind", ""), "残疾")
        found.append(f"{kind}{unit.desk.label('disability_grade', person['disability_grade'])}")
    found += [
        unit.desk.label(name, person[name])
        for name in ("illness", "student")
        if person.get(name, "none") not in {"", "none"}
    ]
    return "、".join(found)


_STATES = {"in_prison": "服刑", "in_detox": "强制隔离戒毒", "missing": "宣告失踪"}


def grant_label(unit: Unit, programme: str, *told: str) -> str:
    """What is granted, with whose it is and what else has to be said of it."""
    said = "，".join(part for part in told if part)
    return unit.desk.label("item", programme) + (f"（{said}）" if said else "")


def gone(unit: Unit, name: str, left_reason: str) -> str:
    """The head of a household nobody lives in any more, with what took them."""
    labels = unit.desk.codes["household_event"].labels
    return f"{name}（{'已故' if left_reason == 'death' else labels.get(left_reason, '已离开')}）"


def worded(unit: Unit, lines: Iterable[Any], names: Mapping[str, str]) -> list[str]:
    """What those with these names earn, and what the household owns; a line has the figure that counts."""
    return [
        f"{names.get(row.person_id or '', '全家')}：{means.worded(unit, row, row.figure)}"
        for row in lines
        if row.category in means.PROPERTY
        or (row.category == "income" and (row.person_id is None or row.person_id in names))
    ]
