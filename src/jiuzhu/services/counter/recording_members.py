"""Who a form says lives in a household: a membership at once, or what waits with the form."""

from collections.abc import Mapping

from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.household import Household, Member, Person
from jiuzhu.services.counter import declared
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import people
from jiuzhu.storage.unit import Unit

_FIELDS = ("relation", "counted", "not_counted_reason", "lives_alone", "registered_unemployed")


def record(
    unit: Unit,
    dossier: Dossier,
    home: Household,
    persons: Mapping[str, Person],
    said: dict[str | None, declared.Said],
    *,
    accepted: bool,
    fresh: bool,
) -> None:
    """Write who lives here, or put it into `said`; `persons` is line of the form → record.

    In a household of a main category only an event says who lives there. A form that is not accepted changes no
    membership on record and takes nobody out of another household: only in one it made itself (`fresh`) it names those
    who live nowhere yet. Who is paid of their own elsewhere is counted here with the favourable decision,
    named here before or not.
    """
    present = {row.person_id: row for row in file_rows.members_of(unit.session, home.id)}
    settled = declared.is_settled(unit, home.id)
    lodged = _lodged(unit, persons)

    def waits(part: MemberPart, person: Person) -> bool:
        if accepted:
            return part.counted and declared.paid_elsewhere(unit, person.id, home.id)
        return not fresh or person.id in lodged

    for place, part in enumerate(dossier.members):
        person = persons[part.id]
        member = present.get(person.id)
        if member is not None and (settled or not accepted):
            said[person.id] = said[person.id] | declared.differing(member, part, _FIELDS)
        elif settled:
            continue
        elif (member is None or not member.counted) and waits(part, person):
            said[person.id] = said[person.id] | declared.joining(part, place, _FIELDS)
        else:
            _write(unit, member, part, place, (home.id, person.id))


def _lodged(unit: Unit, persons: Mapping[str, Person]) -> set[str]:
    """Those of these people whom some household counts today."""
    wanted = [person.id for person in persons.values()]
    return {row.person_id for row in people.households_of(unit.session, wanted, unit.today) if row.counted}


def _write(unit: Unit, member: Member | None, part: MemberPart, place: int, of: tuple[str, str]) -> None:
    """`of`: household and person."""
    if member is None:
        home, person = of
        member = unit.add(
            Member(household_id=home, person_id=person, relation=part.relation, joined_on=unit.today)
        )
    for name in _FIELDS:
        if getattr(member, name) != getattr(part, name):
            setattr(member, name, getattr(part, name))
    if member.position != place:
        member.position = place
