"""What the office knew of a household by the end of a day, told by the journal alone."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from jiuzhu.domain.application import TAKEN_OVER
from jiuzhu.domain.calendar import month_of
from jiuzhu.services.household.household_on import (
    GrantOn,
    HouseholdOn,
    PersonOn,
    gone,
    grant_label,
    marks,
    worded,
)
from jiuzhu.storage.queries import as_of as queries
from jiuzhu.storage.queries.household_facts import SURVEYED
from jiuzhu.storage.unit import CHINA, Unit

Journal = dict[tuple[str, str], dict[str, Any]]
"""Table and id → the row as the entries leave it."""


def journal(unit: Unit, household_id: str, on: date) -> Journal:
    """Every row about a household as the journal had it by the end of a day in local time."""
    end = datetime.combine(on + timedelta(days=1), time(), CHINA).astimezone(UTC).isoformat()
    rows: Journal = {}
    for entry in queries.entries_about(unit.session, household_id, end):
        for change in json.loads(entry):
            rows.setdefault((change["table"], change["id"]), {"id": change["id"]}).update(change["now"])
    return rows


def known(unit: Unit, household_id: str, on: date) -> HouseholdOn | None:
    """The household as the entries up to that day leave it; None before the first of them."""
    rows = journal(unit, household_id, on)
    home = rows.get(("household", household_id))
    if home is None:
        return None
    text, month = on.isoformat(), month_of(on)
    here: list[dict[str, Any]] = []
    left: list[dict[str, Any]] = []
    for row in _of(rows, "member", household_id):
        if row["joined_on"] <= text:
            (left if row.get("left_on") and row["left_on"] <= text else here).append(row)
    names = {row["person_id"]: _name(unit, rows, row["person_id"]) for row in here}
    head = _name(unit, rows, home.get("head_id", ""))
    if not here and left:
        why = [row.get("left_reason", "") for row in left if row["person_id"] == home.get("head_id")]
        head = gone(unit, head, why[-1]) if why else head
    members = [
        PersonOn(
            names[row["person_id"]],
            unit.desk.label("relation", row.get("relation", "")),
            bool(row.get("counted", False)),
            marks(unit, rows.get(("person", row["person_id"]), {})),
        )
        for row in here
    ]
    grants = [
        GrantOn(
            grant_label(
                unit, row["programme"], _name(unit, rows, row["person_id"]) if row.get("person_id") else ""
            ),
            Decimal(row["monthly"]),
            row["first_month"],
            row.get("last_month") or "",
        )
        for row in _of(rows, "entitlement", household_id)
        if row["first_month"] <= month
        and (not row.get("last_month") or row["last_month"] >= month)
        and (not row.get("valid_until") or row["valid_until"] >= text)
    ]
    return HouseholdOn(
        on, home.get("number", ""), home.get("village", ""), home.get("address", ""), head, members, grants,
        _means(unit, rows, household_id, names, text),
    )  # fmt: skip


def _of(rows: Journal, table: str, household_id: str) -> Iterator[dict[str, Any]]:
    return (
        row for (name, _), row in rows.items() if name == table and row.get("household_id") == household_id
    )


def _name(unit: Unit, rows: Journal, person_id: str) -> str:
    return rows.get(("person", person_id), {}).get("name") or queries.name_of(unit.session, person_id)


def _means(unit: Unit, rows: Journal, household_id: str, names: dict[str, str], on: str) -> list[str] | None:
    """Income and property of the newest file that was approved by then, the lines that held on the day."""
    approved = [
        row["id"]
        for row in _of(rows, "application", household_id)
        if row.get("state") == "approved" and row.get("source") != TAKEN_OVER and row.get("way") in SURVEYED
    ]
    if not approved:
        return None
    basis = max(approved)
    lines = [
        row
        for (table, _), row in rows.items()
        if table == "economic_line"
        and row.get("application_id") == basis
        and row.get("judgement") != "withdrawn"
        and (not row.get("starts_on") or row["starts_on"] <= on)
        and (not row.get("ends_on") or row["ends_on"] >= on)
    ]
    lines.sort(key=lambda row: (row.get("position", 0), row["id"]))
    return worded(unit, map(_counting, lines), names)


def _counting(row: dict[str, Any]) -> SimpleNamespace:
    """A line of the journal with the figure that counts: accepted, else seen, else found, else declared."""
    figures = (row.get(name) for name in ("accepted", "visited", "checked", "declared"))
    figure = next((Decimal(one) for one in figures if one is not None), None)
    return SimpleNamespace(
        category=row["category"], kind=row["kind"], person_id=row.get("person_id"), figure=figure,
        item=row.get("item", ""), period=row.get("period", "month"),
    )  # fmt: skip
