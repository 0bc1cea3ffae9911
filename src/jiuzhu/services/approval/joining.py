"""Who comes to live in a household by an application does so with its favourable decision, pay and all."""

from dataclasses import replace

from jiuzhu.domain.ids import new_id
from jiuzhu.services.counter import declared
from jiuzhu.services.household import membership
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit


def confirm(unit: Unit, rows: FileRows) -> None:
    """Memberships that waited with an application begin today, where its way has looked at who lives together.

    Also of who was only named here before and is counted by this form.

    Done before anything is granted, so that what a person has of their own meets what is granted here.
    """
    if rows.application.way not in declared.VERIFYING:
        return
    home = rows.household.id
    here = {row.person_id: row for row in file_rows.members_of(unit.session, home)}
    for row in rows.declared_facts:
        person_id = row.person_id
        if row.confirmed_on is not None or person_id is None:
            continue
        named, comes = here.get(person_id), row.joining(home, unit.today)
        if named is not None and named.counted:
            continue
        if comes is not None:
            if named is not None:
                named.left_on = unit.today
            _leave_others(unit, person_id, home)
            unit.add(replace(comes, id=new_id()))
        elif named is not None and declared.counts(row):
            _leave_others(unit, person_id, home)
        else:
            continue
        membership.follow(unit, person_id, home, unit.today)


def _leave_others(unit: Unit, person_id: str, home: str) -> None:
    for row in people.households_of(unit.session, [person_id], unit.today):
        others = row.counted and row.household_id != home
        for member in file_rows.members_of(unit.session, row.household_id) if others else ():
            if member.person_id == person_id:
                member.left_on = unit.today
