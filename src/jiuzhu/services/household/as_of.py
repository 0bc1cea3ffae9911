"""任意一天的户情: what was true of a household on a day, and what the office knew of it by the end of that day."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.household import Household
from jiuzhu.storage.queries import as_of as queries
from jiuzhu.storage.unit import CHINA, Unit


@dataclass(frozen=True, slots=True)
class PersonOn:
    """One member on the day."""

    name: str
    relation: str
    counted: bool


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

    @property
    def monthly(self) -> Decimal:
        """Yuan of the month."""
        return sum((one.monthly for one in self.grants), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class AsOf:
    """Both views of a day and, in words, where they differ; `decisions` were signed up to that day."""

    true: HouseholdOn
    known: HouseholdOn | None  # None: the office did not know the household yet
    differences: list[str]
    decisions: list[str]


def as_of(unit: Unit, household_id: str, on: date) -> AsOf:
    """The household on a day. `known` is told by the journal alone, up to the end of that day in local time."""
    unit.require("read")
    true = _true(unit, household_id, on)
    known = _known(unit, household_id, on)
    return AsOf(true, known, _differences(true, known), queries.decided(unit.session, household_id, on))


def _true(unit: Unit, household_id: str, on: date) -> HouseholdOn:
    """Members and grants by their own days; address, village and head, which have none, as the journal had them."""
    home = unit.get(Household, household_id)
    then = _journal(unit, household_id, on).get(("household", household_id)) or _first_of(unit, household_id)
    members = queries.members_on(unit.session, household_id, on)
    names = {row.person_id: row.name for row in members}
    head = names.get(then.get("head_id", ""), "") or names.get(home.head_id, "")
    return HouseholdOn(
        on,
        home.number,
        then.get("village", ""),
        then.get("address", ""),
        head,
        [PersonOn(row.name, unit.desk.label("relation", row.relation), row.counted) for row in members],
        [
            GrantOn(unit.desk.label("item", row.programme), row.monthly, row.first_month, row.last_month)
            for row in queries.grants_on(unit.session, household_id, on)
        ],
    )


_Journal = dict[tuple[str, str], dict[str, Any]]
"""Table and id → the row as the entries leave it."""


def _journal(unit: Unit, household_id: str, on: date) -> _Journal:
    """Every row about a household as the journal had it by the end of a day in local time."""
    end = datetime.combine(on + timedelta(days=1), time(), CHINA).astimezone(UTC).isoformat()
    rows: _Journal = {}
    for changes in queries.entries_about(unit.session, household_id, end):
        for change in json.loads(changes):
            rows.setdefault((change["table"], change["id"]), {}).update(change["now"])
    return rows


def _first_of(unit: Unit, household_id: str) -> dict[str, Any]:
    """The household as it was first written, for a day before that."""
    for changes in queries.entries_about(unit.session, household_id):
        for change in json.loads(changes):
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
    return told
