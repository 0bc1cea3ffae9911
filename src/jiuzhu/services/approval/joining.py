"""Who comes to live in a household by an application does so with its favourable decision, pay and all."""

from dataclasses import replace

from jiuzhu.domain.household import Member
from jiuzhu.domain.ids import new_id
from jiuzhu.services.counter import declared
from jiuzhu.services.household import membership
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import people
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit


def confirm(unit: Unit, rows: FileRows) -> None:
    """Memberships that waited with an application begin today, where its way has looked at who lives together.

    Done before anything is granted, so that what a person has of their own meets what is granted here.
    """
    if rows.application.way not in declared.VERIFYING:
        return
    home = rows.household.id
    present = {row.person_id for row in file_rows.members_of(unit.session, home)}
    for row in rows.declared_facts:
        comes = row.joining(home, unit.today) if row.confirmed_on is None else None
        if comes is not None and comes.person_id not in present:
            _enter(unit, replace(comes, id=new_id()))


def _enter(unit: Unit, comes: Member) -> None:
    for row in people.households_of(unit.session, [comes.person_id], unit.today):
        for member in file_rows.members_of(unit.session, row.household_id) if row.counted else ():
            if member.person_id == comes.person_id:
                member.left_on = unit.today
    unit.add(comes)
    membership.follow(unit, comes.person_id, comes.household_id, unit.today)
