"""Papers about one matter: a letter, a transfer, a change of an amount, a recheck."""

from collections.abc import Callable
from pathlib import Path

from jiuzhu.domain.application import Application
from jiuzhu.domain.checking import Letter
from jiuzhu.domain.dossier_matters import TransferPart
from jiuzhu.domain.transferring import Transfer
from jiuzhu.services.casework import file_parts, files
from jiuzhu.services.paper import change_papers
from jiuzhu.services.paper.change_papers import Filled
from jiuzhu.services.paper.papers import Issued, leave
from jiuzhu.services.referral.transferring import recalled
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries import papers as queries
from jiuzhu.storage.unit import Unit


def _transfer(unit: Unit, record_id: str) -> Filled:
    row = unit.get(Transfer, record_id)
    dossier = files.dossier(unit, row.application_id)
    sent_by = file_rows.operator_names(unit.session).get(row.sent_by, "")
    dossier.transfer = file_parts.copied(TransferPart, row, sent_by=sent_by)
    if row.state in {"recalled", "stopped"}:
        ended_on = unit.get(Application, row.application_id).ended_on
        dossier.transfer.need = f"{recalled(ended_on)}\n{row.need}"
    return Filled(dossier, row.number, row.number, row.application_id)


def _letter(unit: Unit, record_id: str) -> Filled:
    row = unit.get(Letter, record_id)
    dossier = files.dossier(unit, row.application_id)
    dossier.letter = next(part for part in dossier.letters if part.id == row.id)
    return Filled(dossier, row.number, row.number, row.application_id)


_FILL: dict[str, Callable[[Unit, str], Filled]] = {
    "F11L": _letter,
    "F18": change_papers.adjustment,
    "F18N": change_papers.notice,
    "F19": change_papers.taper,
    "F20": change_papers.recheck,
    "F20R": change_papers.management,
    "F27": _transfer,
}


def issue_matter(unit: Unit, form: str, record: str, folder: Path) -> Issued:
    """Print the paper of one matter by its id: a letter (F11L), an adjustment (F18, F18N, F19), a recheck (F20), a transfer (F27).

    F20R is about a household: the record of all that changed since its decision.

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
