"""小额快救: registered, capped, signed and paid at once; what is missing is made up afterwards [2026 opinion; 民发〔2018〕23号]."""

from decimal import Decimal

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Opinion
from jiuzhu.domain.assessment.temporary import SUDDEN, quick_cap
from jiuzhu.domain.money import shown
from jiuzhu.domain.policy import Standards
from jiuzhu.domain.relief import Incident
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services import files, moving
from jiuzhu.services.assessing import as_json
from jiuzhu.services.claims import incident_of, require_first_claim
from jiuzhu.services.files import standards_of
from jiuzhu.services.proposing import written
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit


def cap_of(standards: Standards, rows: FileRows, incident: Incident) -> Decimal:
    """The most that may be paid at once for this incident."""
    unified = standards.flag("district.unified_standard")
    standard = standards.amount("std.dibao.urban" if unified else f"std.dibao.{rows.household.kind}")
    return quick_cap(standards, standard, incident.persons)


def propose(unit: Unit, application_id: str, amount: Decimal, evidence: str) -> None:
    """提出小额快救: the amount within the cap, the evidence in words; the file goes to the signature at once.

    Above the cap it is refused with the amount that is possible; larger help goes by 支出型 or the county.
    """
    application = unit.get(app.Application, application_id)
    rows = files.load_rows(unit, application_id)
    incident = incident_of(rows)
    said = written(evidence, "核实情况和证据", "evidence")
    if incident.kind not in SUDDEN:
        raise Refused("这类情形不属于小额快救，请改按支出型临时救助办理。没有改动任何内容。")
    cap = cap_of(standards_of(unit, rows), rows, incident)
    if amount <= 0 or amount > cap:
        raise InvalidInput(
            [
                Problem(
                    "amount",
                    f"小额快救每次最多 {shown(cap)} 元，现在填的是 {shown(amount)} 元；可以改为 {shown(cap)} 元。",
                )
            ]
        )
    require_first_claim(unit, rows, incident)
    incident.proposed, incident.evidence = amount, said
    moving.move(unit, application, "submit", "submitted", said)
    application.sent_on = unit.today
    dossier = files.build(unit.desk, rows, unit.today)
    unit.add(
        Opinion(
            application_id=application.id,
            result="grant",
            text=said,
            amount=amount,
            findings=as_json(files.assessment_of(unit.desk, dossier, rows)),
            given_by=unit.actor.operator_id,
            given_on=unit.today,
        )
    )
    moving.settle_due(unit, application)


def make_up(unit: Unit, application_id: str, note: str) -> None:
    """手续补齐: everything that was missing when the family was helped is there now."""
    application = unit.get(app.Application, application_id)
    rows = files.load_rows(unit, application_id)
    said = written(note, "补齐了哪些手续", "note")
    moving.move(unit, application, "make_up", "approved", said)
    for row in rows.materials:
        if row.needed and not row.by_data and row.received_on is None:
            row.received_on = unit.today
    incident_of(rows).makeup_done_on = unit.today
    moving.settle_due(unit, application)
