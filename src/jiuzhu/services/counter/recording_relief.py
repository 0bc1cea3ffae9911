"""What struck a family and its bills, from the form into the records."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jiuzhu.domain.application import Application
from jiuzhu.domain.bills import spelling_key
from jiuzhu.domain.dossier import BillPart, Dossier, IncidentPart
from jiuzhu.domain.facts_of import self_paid_of
from jiuzhu.domain.relief import Bill, Incident
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.unit import Unit

TAKEN_BACK = "申请人受理前收回"
"""Why a bill does not count that the family took off the form before it was accepted."""


def _assign(row: Any, values: Mapping[str, Any]) -> None:
    """Write what differs, so that the journal shows real changes only."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def record(unit: Unit, dossier: Dossier, application: Application, persons: Mapping[str, str]) -> None:
    """Store the incident and the bills of a form; `persons` is member of the form → stored person."""
    _incident(unit, dossier, application, persons)
    _bills(unit, dossier, application, persons)


def _incident(unit: Unit, dossier: Dossier, application: Application, persons: Mapping[str, str]) -> None:
    part = dossier.incident
    if not part.kind or part.happened_on is None:
        return
    known = file_rows.of_application(unit.session, Incident, application.id)
    row = known[-1] if known else None
    if row is None:
        row = unit.add(Incident(application_id=application.id, kind=part.kind, happened_on=part.happened_on))
    write_incident(row, part, persons.get(part.person))


def write_incident(row: Incident, part: IncidentPart, person_id: str | None) -> None:
    """What is told about an incident into its row; who was struck is None for the whole household."""
    words = (
        "kind",
        "cause",
        "happened_on",
        "place",
        "persons",
        "evidence",
        "again_reason",
        "no_number_reason",
    )
    figures = {name: getattr(part, name) or Decimal(0) for name in ("self_paid", "proposed")}
    _assign(row, {**{name: getattr(part, name) for name in words}, **figures, "person_id": person_id})


def _bills(unit: Unit, dossier: Dossier, application: Application, persons: Mapping[str, str]) -> None:
    present = {row.id: row for row in file_rows.of_application(unit.session, Bill, application.id)}
    for part in dossier.bills:
        paid = self_paid_of(part)
        if not part.number.strip() or part.issued_on is None or paid is None:
            continue  # half a line of a form that waits for its papers
        row = present.pop(part.id, None) or unit.add(new_bill(application.id, part))
        write_bill(row, part, persons.get(part.person))
    for row in present.values():
        if not row.left_out:
            row.left_out = TAKEN_BACK


def new_bill(application_id: str, part: BillPart) -> Bill:
    """An empty row for a bill; `write_bill` fills it."""
    if part.issued_on is None:
        raise RuntimeError("a bill without its day")
    return Bill(
        id=part.id, application_id=application_id, kind=part.kind, number="", issuer="", issued_on=part.issued_on,
        total=Decimal(0), self_paid=Decimal(0),
    )  # fmt: skip


def write_bill(row: Bill, part: BillPart, person_id: str | None) -> None:
    """What stands on a bill into its row; what the family paid is its total less what others paid."""
    paid = self_paid_of(part)
    _assign(
        row,
        {
            "kind": part.kind,
            "number": part.number.strip(),
            "number_key": spelling_key(part.number),
            "issuer": part.issuer.strip(),
            "issued_on": part.issued_on,
            "total": paid if part.total is None else part.total,
            "insurer_paid": part.insurer_paid or Decimal(0),
            "self_paid": paid,
            "person_id": person_id,
            "left_out": "",
        },
    )
