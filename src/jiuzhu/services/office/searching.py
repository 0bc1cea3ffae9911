"""Search before create: people while typing, applications by their number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.identity_number import masked
from jiuzhu.domain.money import shown
from jiuzhu.domain.numbering import NUMBER_WORDS
from jiuzhu.storage.queries import people
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class PersonHit:
    """One line of the result list; the number is masked."""

    person_id: str
    name: str
    id_masked: str
    sex: str
    birth: date | None
    phone: str
    address: str
    household_id: str
    household_number: str
    standing: str  # what the household receives or asks for, "" for nothing known


_WHOLE_NUMBERS = (15, 18)
"""Characters of an ID number; who types all of them asks about one person."""


def standings(unit: Unit, households: list[str]) -> dict[str, str]:
    """Household → one line about what it receives, will receive and asks for."""
    lines: dict[str, list[str]] = {}
    month = month_of(unit.today)
    granted = people.entitlements_of(unit.session, households, month)
    elsewhere = people.paid_elsewhere(unit.session, households, month)
    owners: dict[str, set[str]] = {}
    for row in (*granted, *elsewhere):
        if row.person_id:
            owners.setdefault(row.household_id, set()).add(row.person_id)
    for row in granted:
        several = row.person_id and len(owners[row.household_id]) > 1
        lines.setdefault(row.household_id, []).append(_said(unit, row, row.name if several else "", month))
    for row in elsewhere:
        lines.setdefault(row.household_id, []).append(
            _said(unit, row, f"{row.name}，{PAID_ELSEWHERE}", month)
        )
    for row in people.applications_of(unit.session, households):
        lines.setdefault(row.household_id, []).append(f"申请办理中 {row.number}")
    return {household: "；".join(dict.fromkeys(found)) for household, found in lines.items()}


PAID_ELSEWHERE = "仍由原户账户发放"
"""Of a grant of somebody who lives here and is paid by the account of the household they came from."""


def _said(unit: Unit, row: Any, whose: str, month: str) -> str:
    """One grant in a line, with whose it is where that has to be said."""
    label = unit.desk.label("item", row.programme) + (f"（{whose}）" if whose else "")
    when = "在享" if row.first_month <= month else f"{row.first_month} 起"
    return f"{label}{when} {shown(row.monthly)} 元/月"


def search(unit: Unit, text: str, limit: int = 50) -> list[PersonHit]:
    """People a typed text may mean: name, pinyin initials, ID number or its last four, phone, address."""
    found = people.search(unit.session, text, limit)
    if len(text.strip()) in _WHOLE_NUMBERS and text.strip()[:-1].isdigit():
        for row in found:
            unit.looked_at("person", row.id, "searched")
    homes: dict[str, Any] = {}
    for row in people.households_of(unit.session, [row.id for row in found], unit.today):
        homes.setdefault(row.person_id, row)
    known = standings(unit, list({row.household_id for row in homes.values()})) if homes else {}
    hits = []
    for row in found:
        home = homes.get(row.id)
        hits.append(
            PersonHit(
                person_id=row.id,
                name=row.name,
                id_masked=masked(row.id_number) if row.id_number else "",
                sex=unit.desk.label("sex", row.sex),
                birth=row.birth,
                phone=row.phone,
                address=row.address,
                household_id=home.household_id if home else "",
                household_number=home.number if home else "",
                standing=known.get(home.household_id, "") if home else "",
            )
        )
    return hits


def find_number(unit: Unit, text: str) -> str | None:
    """The application with exactly this 受理编号, its first word left out or not; None when there is none."""
    typed = text.strip().upper()
    word = NUMBER_WORDS["application"]
    return people.application_numbered(unit.session, typed if typed.startswith(word) else word + typed)
