"""任意一天的户情: what was true of a household on a day, and what the office knew of it by the end of that day."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.household import Household, Person
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.services.household import as_known
from jiuzhu.services.household.as_known import Journal
from jiuzhu.services.household.household_on import (
    GrantOn,
    HouseholdOn,
    PersonOn,
    gone,
    grant_label,
    marks,
    worded,
)
from jiuzhu.services.office.searching import PAID_ELSEWHERE
from jiuzhu.storage.queries import as_of as queries
from jiuzhu.storage.queries import events as event_rows
from jiuzhu.storage.queries.household_facts import rows_of
from jiuzhu.storage.unit import Unit


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
    known = as_known.known(unit, household_id, on)
    signed = [
        *queries.adjusted(unit.session, household_id, on),
        *queries.decided(unit.session, household_id, on),
    ]
    return AsOf(true, known, _differences(true, known), signed)


def _true(unit: Unit, household_id: str, on: date) -> HouseholdOn:
    """Members, means and grants by their own days; what has none as the journal had it, with later news of that day."""
    home = unit.get(Household, household_id)
    journal = as_known.journal(unit, household_id, on)
    _add_later_news(unit, journal, household_id, on)
    then = journal.get(("household", household_id)) or _first_of(unit, household_id)
    members = queries.members_on(unit.session, household_id, on)
    names = {row.person_id: row.name for row in members}
    head = names.get(then.get("head_id", ""), "") or names.get(home.head_id, "")
    if not head:
        left = queries.gone(unit.session, household_id, then.get("head_id") or home.head_id, on)
        head = gone(unit, left.name, left.left_reason) if left else ""
    people = []
    for row in members:
        relation = journal.get(("member", row.id), {}).get("relation") or row.relation
        marked = marks(unit, journal.get(("person", row.person_id), {}))
        people.append(PersonOn(row.name, unit.desk.label("relation", relation), row.counted, marked))
    return HouseholdOn(
        on,
        home.number,
        then.get("village", ""),
        then.get("address", ""),
        head,
        people,
        [_grant(unit, row) for row in queries.grants_on(unit.session, household_id, on)],
        _means(unit, household_id, on, names),
        [
            _grant(unit, row, PAID_ELSEWHERE)
            for row in queries.paid_elsewhere_on(unit.session, household_id, on)
        ],
    )


def _grant(unit: Unit, row: Entitlement, how: str = "") -> GrantOn:
    """A grant with whose it is, where it is one person's."""
    name = unit.get(Person, row.person_id).name if row.person_id else ""
    label = grant_label(unit, row.programme, name, how)
    return GrantOn(label, row.monthly, row.first_month, row.last_month)


def _means(unit: Unit, household_id: str, on: date, names: dict[str, str]) -> list[str] | None:
    """What those who are there earn, and what the household owns; None without an approved file."""
    (rows,) = rows_of(unit.session, [household_id], on, month_of(on))
    return worded(unit, rows.lines, names) if rows.surveyed else None


def _add_later_news(unit: Unit, rows: Journal, household_id: str, on: date) -> None:
    """What events tell that happened up to the day and were recorded after it."""
    for event in event_rows.events_touching(unit.session, household_id):
        if event.effective_on <= on < event.recorded_on and event.withdrawn_on is None:
            for change in json.loads(event_rows.entry_of_event(unit.session, event.id) or "[]"):
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
        told.append(f"当时登记的户主是{known.head}。" if known.head else "当时没有登记户主。")
    if known.means != true.means:
        told.append("当时掌握的收入、财产与实际不同。")
    marked = {one.name: one.marks for one in true.members}
    told += [
        f"当时掌握的{one.name}的情况：{one.marks or '没有'}，实际：{marked[one.name] or '没有'}。"
        for one in known.members
        if one.name in marked and one.marks != marked[one.name]
    ]
    return told
