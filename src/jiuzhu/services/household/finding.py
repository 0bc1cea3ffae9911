"""Finding a household by its people, those who left and households that ended too, each marked as what it is."""

from dataclasses import replace

from jiuzhu.services.casework.files import WITHDRAWN
from jiuzhu.services.office import searching
from jiuzhu.services.office.searching import PersonHit
from jiuzhu.storage.queries import living
from jiuzhu.storage.unit import Unit


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
