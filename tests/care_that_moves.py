"""Two of a family with 护理补贴, one of whom moves to another family."""

from datetime import date

from jiuzhu.domain.dossier import MemberPart
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.storage.queries.files import FileRows
from on_the_way import accept, rows
from paid_families import family, posted
from receiving import person, succession
from town import Town, urban_couple


def two_of_care(town: Town) -> FileRows:
    """甲 and 乙 of one household are both paid 护理补贴, beside 低保."""
    dossier = family(town, "dibao", "disability_care")
    dossier.members[0].disability_kind, dossier.members[0].disability_grade = "4", "2"
    found = rows(town, posted(town, dossier))
    town.on(date(2025, 12, 3))
    return found


def other_family(town: Town) -> FileRows:
    """Another household with an account of its own and no grant."""
    dossier = urban_couple(town, 611)
    dossier.application.programmes = ["dibao"]
    dossier.household.account_number = "6200000000000008888"
    return rows(town, accept(town, dossier).application_id)


def moves(town: Town, old: FileRows, new: FileRows, on: date, name: str) -> None:
    """Somebody moves out of one household and into another one."""
    who = old.people[person(old, name)]
    out = Happened(
        kind="move_out",
        effective_on=on,
        person_id=who.id,
        details="已分开生活",
        **succession(town, old.household.id, who.id),
    )
    town.checker.write(events.record_event, old.household.id, out)
    comes = MemberPart(name=who.name, id_number=who.id_number, sex=who.sex, relation="97")
    into = Happened(kind="move_in", effective_on=on, joins=comes, no_means=True)
    town.checker.write(events.record_event, new.household.id, into)
