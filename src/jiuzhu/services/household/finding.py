"""Finding a household by its people, those who left and households that ended too, each marked as what it is."""

from dataclasses import replace
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.services.casework.file_parts import WITHDRAWN
from jiuzhu.services.office import searching
from jiuzhu.services.office.searching import PersonHit
from jiuzhu.storage.queries import living, people
from jiuzhu.storage.unit import Unit


def find_paying(unit: Unit, text: str) -> list[PersonHit]:
    """People a typed text may mean with the household they live in, and each other one whose account still pays them."""
    unit.require("read")
    found = []
    month = month_of(unit.today)
    for hit in searching.search(unit, text):
        found.append(hit)
        if not hit.household_id:
            continue
        paid: dict[str, list[Any]] = {}
        for row in people.paid_elsewhere(unit.session, [hit.household_id], month):
            if row.person_id == hit.person_id:
                paid.setdefault(row.paid_by, []).append(row)
        for home, grants in paid.items():
            labels = dict.fromkeys(unit.desk.label("item", row.programme) for row in grants)
            standing = f"已不在本户，仍由本户账户发放：{'、'.join(labels)}"
            found.append(
                replace(hit, household_id=home, household_number=grants[0].number, standing=standing)
            )
    return [hit for hit in found if hit.household_id]


def find_homes(unit: Unit, text: str) -> list[PersonHit]:
    """People a typed text may mean with the household they live in, or the last one they lived in."""
    unit.require("read")
    hits = searching.search(unit, text)
    gone = [hit.person_id for hit in hits if not hit.household_id]
    last = {
        row.person_id: row for row in living.last_homes(unit.session, gone) if row.left_reason != WITHDRAWN
    }
    found = []
    for hit in hits:
        row = last.get(hit.person_id)
        if row is None:
            found.append(hit)
            continue
        why = unit.desk.codes["household_event"].labels.get(row.left_reason, "")
        state = f"已离开（{row.left_on}{why and '，' + why}）"
        if row.ended_on is not None:
            state += f"，该户已于 {row.ended_on} 注销"
        found.append(replace(hit, household_id=row.household_id, household_number=row.number, standing=state))
    return [hit for hit in found if hit.household_id]
