"""任意一天的户情: what was true of a household on a day, and what the office knew of it by the end of that day."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.household import Household
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.services.household import means
from jiuzhu.storage.queries import as_of as queries
from jiuzhu.storage.queries import changes
from jiuzhu.storage.queries.household_facts import rows_of
from jiuzhu.storage.unit import CHINA, Unit


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
    means: list[str] = field(default_factory=list)  # income and property, each with whose it is

    @property
    def monthly(self) -> Decimal:
        """Yuan of the month."""
        return sum((one.monthly for one in self.grants), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class AsOf:
    """Both views of a day and, in words, where they differ; `decisions`, adjustments too, were signed up to that day."""

    true: HouseholdOn
    known: HouseholdOn | None  # None: the office did not know the household yet
    differences: list[str]
    decisions: list[str]


def as_of(unit: Unit, household_id: str, on: date) -> AsOf:
    """The household on a day. `known` is told by the journal alone, up to the end of that day in local time."""
    unit.require("read")
    if on > unit.today:
        raise InvalidInput([Problem("on", "这一天还没有到，请选择今天或以前的日期。")])
    true = _true(unit, household_id, on)
    known = _known(unit, household_id, on)
    signed = [
        *queries.adjusted(unit.session, household_id, on),
        *queries.decided(unit.session, household_id, on),
    ]
    return AsOf(true, known, _differences(true, known), signed)


def _true(unit: Unit, household_id: str, on: date) -> HouseholdOn:
    """Members, means and grants by their own days; what has none as the journal had it, with later news of that day."""
    home = unit.get(Household, household_id)
    journal = _journal(unit, household_id, on)
    _add_later_news(unit, journal, household_id, on)
    then = journal.get(("household", household_id)) or _first_of(unit, household_id)
    members = queries.members_on(unit.session, household_id, on)
    names = {row.person_id: row.name for row in members}
    head = names.get(then.get("head_id", ""), "") or names.get(home.head_id, "")
    people = []
    for row in members:
        relation = journal.get(("member", row.id), {}).get("relation") or row.relation
        marks = _marks(unit, journal.get(("person", row.person_id), {}))
        people.append(PersonOn(row.name, unit.desk.label("relation", relation), row.counted, marks))
    return HouseholdOn(
        on,
        home.number,
        then.get("village", ""),
        then.get("address", ""),
        head,
        people,
        [
            GrantOn(unit.desk.label("item", row.programme), row.monthly, row.first_month, row.last_month)
            for row in queries.grants_on(unit.session, household_id, on)
        ],
        _means(unit, household_id, on, names),
    )


def _means(unit: Unit, household_id: str, on: date, names: dict[str, str]) -> list[str]:
    """What those who are there earn, and what the household owns."""
    (rows,) = rows_of(unit.session, [household_id], on, month_of(on))
    return [
        f"{names.get(row.person_id or '', '全家')}：{means.worded(unit, row, row.figure)}"
        for row in rows.lines
        if row.category in means.PROPERTY
        or (row.category == "income" and (row.person_id is None or row.person_id in names))
    ]


def _marks(unit: Unit, person: dict[str, Any]) -> str:
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


_STATES = {"in_prison": "服刑", "in_detox": "强制隔离戒毒", "missing": "失联"}

_Journal = dict[tuple[str, str], dict[str, Any]]
"""Table and id → the row as the entries leave it."""


def _journal(unit: Unit, household_id: str, on: date) -> _Journal:
    """Every row about a household as the journal had it by the end of a day in local time."""
    end = datetime.combine(on + timedelta(days=1), time(), CHINA).astimezone(UTC).isoformat()
    rows: _Journal = {}
    for entry in queries.entries_about(unit.session, household_id, end):
        for change in json.loads(entry):
            rows.setdefault((change["table"], change["id"]), {}).update(change["now"])
    return rows


def _add_later_news(unit: Unit, rows: _Journal, household_id: str, on: date) -> None:
    """What events tell that happened up to the day and were recorded after it."""
    for event in changes.events_touching(unit.session, household_id):
        if event.effective_on <= on < event.recorded_on and event.withdrawn_on is None:
            for change in json.loads(changes.entry_of_event(unit.session, event.id) or "[]"):
                if (change["table"], change["id"]) in rows:
                    rows[change["table"], change["id"]].update(change["now"])


def _first_of(unit: Unit, household_id: str) -> dict[str, Any]:
    """The household as it was first written, for a day before that."""
    for entry in queries.entries_about(unit.session, household_id):
        for change in json.loads(entry):
            if (change["table"], change["id"]) == ("household", household_id):
                found: dict[str, Any] = change["now"]
                return found
    return {}


def _known(unit: Unit, household_id: str, on: date) -> HouseholdOn | None:
    rows = _journal(unit, household_id, on)
    home = rows.get(("household", household_id))
    if home is None:
        return None
    names = {key[1]: row.get("name", "") for key, row in rows.items() if key[0] == "person"}
    text, month = on.isoformat(), month_of(on)
    members = [
        PersonOn(
            names.get(row["person_id"], "") or queries.name_of(unit.session, row["person_id"]),
            unit.desk.label("relation", row.get("relation", "")),
            bool(row.get("counted", False)),
            _marks(unit, rows.get(("person", row["person_id"]), {})),
        )
        for (table, _), row in rows.items()
        if table == "member"
        and row.get("household_id") == household_id
        and row["joined_on"] <= text
        and (not row.get("left_on") or row["left_on"] > text)
    ]
    grants = [
        GrantOn(
            unit.desk.label("item", row["programme"]),
            Decimal(row["monthly"]),
            row["first_month"],
            row.get("last_month") or "",
        )
        for (table, _), row in rows.items()
        if table == "entitlement"
        and row.get("household_id") == household_id
        and row["first_month"] <= month
        and (not row.get("last_month") or row["last_month"] >= month)
        and (not row.get("valid_until") or row["valid_until"] >= text)
    ]
    head = names.get(home.get("head_id", ""), "") or queries.name_of(unit.session, home.get("head_id", ""))
    return HouseholdOn(
        on, home.get("number", ""), home.get("village", ""), home.get("address", ""), head, members, grants
    )


def _differences(true: HouseholdOn, known: HouseholdOn | None) -> list[str]:
    """What the office did not know that day, or knew otherwise."""
    if known is None:
        return ["这一天窗口还没有这户的记录。"]
    told = []
    then, now = {one.name for one in known.members}, {one.name for one in true.members}
    if then - now:
        told.append(f"当时登记在户、实际已不在：{'、'.join(sorted(then - now))}。")
    if now - then:
        told.append(f"实际在户、当时还没有登记：{'、'.join(sorted(now - then))}。")
    if known.monthly != true.monthly:
        told.append(f"当时掌握的待遇每月 {known.monthly:,.2f} 元，实际应为 {true.monthly:,.2f} 元。")
    if known.head != true.head:
        told.append(f"当时登记的户主是{known.head or '（空）'}。")
    marks = {one.name: one.marks for one in true.members}
    told += [
        f"当时掌握的{one.name}的情况：{one.marks or '没有'}，实际：{marks[one.name] or '没有'}。"
        for one in known.members
        if one.name in marks and one.marks != marks[one.name]
    ]
    return told
