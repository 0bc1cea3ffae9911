"""残联居家托养名单: looked at first, then taken for the people on file, by ID number and by nothing else."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jiuzhu.documents import foreign_workbook
from jiuzhu.domain.identity_number import masked, normalised
from jiuzhu.services.monitoring.comparing import shape
from jiuzhu.services.serving.service_files import set_home_care
from jiuzhu.storage.queries import served as queries
from jiuzhu.storage.unit import Unit

KIND = "home_care"

STANDINGS = {
    "set": "将登记",
    "same": "已登记，没有变化",
    "gone": "名单里没有，请与残联核对",
    "unreadable": "读不出来",
    "none": "不是在册的服务对象，建档后再读入一次",
}
"""What becomes of a row → its words, those to be looked at in this order."""


@dataclass(frozen=True, slots=True)
class HomeCareRow:
    """One row of the list, or (row 0) somebody recorded in home care whom the list does not name."""

    row: int
    name: str
    id_masked: str
    since: date | None
    until: date | None
    standing: str  # key of STANDINGS
    told: str = ""
    service_file_id: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class HomeCareList:
    """What a list holds; nothing is stored yet."""

    name: str
    rows: tuple[HomeCareRow, ...]

    def count(self, standing: str) -> int:
        """How many rows stand so."""
        return sum(1 for row in self.rows if row.standing == standing)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many people's dates were recorded, and the visits within them, with the names."""

    people: int
    visits: tuple[str, ...]


def look_at_list(unit: Unit, path: Path) -> HomeCareList:
    """Read a list (.xlsx) without storing anything; rows that cannot be read say why and are never taken."""
    unit.require("serve")
    sheet = foreign_workbook.read(path, expected=shape(KIND))
    problems: dict[int, list[str]] = {}
    for problem in sheet.problems:
        problems.setdefault(problem.row, []).append(problem.message)
    ours = queries.going_on_by_number(unit.session)
    seen: set[str] = set()
    made = []
    for row in sheet.rows:
        number = normalised(str(row.values.get("id_number") or ""))
        wrong = problems.get(row.row_number, [])
        if number in seen:
            wrong = [*wrong, "同一人列了两次"]
        seen.add(number)
        made.append(_row(row.row_number, row.values, number, ours.get(number), wrong))
    made += [
        HomeCareRow(0, one.name, masked(number), one.home_care_from, one.home_care_until, "gone")
        for number, one in ours.items()
        if number not in seen and _in_care(one, unit.today)
    ]
    order = list(STANDINGS)
    made.sort(key=lambda one: (order.index(one.standing), one.row))
    return HomeCareList(path.name, tuple(made))


def _row(place: int, values: Any, number: str, ours: Any, wrong: list[str]) -> HomeCareRow:
    since, until = (
        value if isinstance(value := values.get(name), date) else None for name in ("since", "until")
    )
    if since is not None and until is not None and until < since:
        wrong = [*wrong, "截止日期早于开始日期"]
    told = (place, str(values.get("name") or ""), masked(number), since, until)
    if wrong:
        return HomeCareRow(*told, "unreadable", "；".join(wrong))
    if ours is None:
        return HomeCareRow(*told, "none")
    same = (ours.home_care_from, ours.home_care_until) == (since, until)
    other = "" if ours.name == told[1] else f"档案里的姓名是{ours.name}，请核对"
    return HomeCareRow(*told, "same" if same else "set", other, ours.id, ours.version)


def _in_care(one: Any, today: date) -> bool:
    return one.home_care_from is not None and (one.home_care_until is None or one.home_care_until >= today)


def record_home_care(unit: Unit, found: HomeCareList) -> Taken:
    """Record the dates of everybody the list names and who is on file; all of them or none."""
    unit.require("serve")
    people, visits = 0, []
    for row in found.rows:
        if row.standing == "set":
            against = set_home_care(unit, row.service_file_id, row.version, row.since, row.until)
            visits += [f"{row.name} {one}" for one in against]
            people += 1
            unit.seal()  # an entry for each: it is found in the history of that person
    return Taken(people, tuple(visits))
