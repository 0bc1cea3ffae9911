"""Papers about one matter: a transfer, a change of an amount."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jiuzhu.domain.checking import Letter
from jiuzhu.domain.dossier import Dossier, MemberPart
from jiuzhu.domain.dossier_matters import AdjustmentPart, TransferPart
from jiuzhu.domain.granting import Adjustment
from jiuzhu.domain.household import Household, Person
from jiuzhu.domain.money import in_words
from jiuzhu.domain.transferring import Transfer
from jiuzhu.services import files
from jiuzhu.services.papers import Issued, leave
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import papers as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class _Filled:
    """A dossier with the matter in it, the number it already has, and the application it belongs to."""

    dossier: Dossier
    number: str
    about: str
    application_id: str | None = None


def _transfer(unit: Unit, record_id: str) -> _Filled:
    row = unit.get(Transfer, record_id)
    dossier = files.dossier(unit, row.application_id)
    sent_by = file_rows.operator_names(unit.session).get(row.sent_by, "")
    dossier.transfer = files.copied(TransferPart, row, sent_by=sent_by)
    return _Filled(dossier, row.number, row.number, row.application_id)


def _letter(unit: Unit, record_id: str) -> _Filled:
    row = unit.get(Letter, record_id)
    dossier = files.dossier(unit, row.application_id)
    dossier.letter = next(part for part in dossier.letters if part.id == row.id)
    return _Filled(dossier, row.number, row.number, row.application_id)


def _adjustment(unit: Unit, record_id: str) -> _Filled:
    row = unit.get(Adjustment, record_id)
    home = unit.get(Household, row.household_id)
    members = [
        files.member_part(unit.get(Person, member.person_id), member, unit.today)
        for member in file_rows.members_of(unit.session, home.id)
    ]
    if not members and home.head_id:  # the last member died or left: the notice still names the head
        members = [MemberPart(name=unit.get(Person, home.head_id).name, counted=False)]
    members.sort(key=lambda member: member.id != home.head_id)
    names = file_rows.operator_names(unit.session)
    dossier = Dossier(
        office=files.office_part(unit.desk),
        household=files.household_part(home, sum(1 for member in members if member.counted)),
        members=members,
        adjustment=files.copied(
            AdjustmentPart,
            row,
            new_words=in_words(row.new_monthly),
            proposed_by=names.get(row.proposed_by, ""),
            decided_by=names.get(row.decided_by or "", ""),
        ),
    )
    return _Filled(dossier, row.number, row.number)


_FILL: dict[str, Callable[[Unit, str], _Filled]] = {
    "F11L": _letter,
    "F18": _adjustment,
    "F27": _transfer,
}


def issue_matter(unit: Unit, form: str, record: str, folder: Path) -> Issued:
    """Print the paper of one matter by its id: a letter (F11L), an adjustment (F18), a transfer (F27).

    The same content is the same paper; a matter with a number of its own keeps it.
    """
    unit.require("print")
    filled = _FILL[form](unit, record)
    made = unit.desk.forms[form]
    title = f"{made.title} {filled.about}"
    found = (
        queries.numbered(unit.session, filled.number)
        if filled.number
        else queries.newest_titled(unit.session, form, title)
    )
    return leave(
        unit, made, filled.dossier, folder, title=title, found=found, own_number=filled.number, kind="paper",
        application_id=filled.application_id,
    )  # fmt: skip
