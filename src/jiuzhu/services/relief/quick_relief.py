"""急难型: registered, signed and paid at once within its cap, papers made up afterwards [2026 opinion; 民发〔2018〕23号]."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jiuzhu.domain import application as app
from jiuzhu.domain.approving import Opinion
from jiuzhu.domain.assessment.assess import Assessment
from jiuzhu.domain.assessment.temporary import SUDDEN, quick_cap
from jiuzhu.domain.money import shown
from jiuzhu.domain.policy import Standards
from jiuzhu.domain.relief import Incident
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval import as_read
from jiuzhu.services.casework import files, moving
from jiuzhu.services.casework.assessing import as_json
from jiuzhu.services.casework.files import standards_of
from jiuzhu.services.counter.claims import incident_of, require_first_claim
from jiuzhu.services.counter.numbering_later import take_numbers
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """What may be proposed for an incident: at once, and at most by the scale of its cause (None: no scale)."""

    quick: Decimal
    most: Decimal | None
    sudden: bool  # whether the cause is one that 小额快救 may pay at once
    basis: str  # per_case | per_person
    confirmed: bool
    document: str


def cap_of(standards: Standards, rows: FileRows, incident: Incident) -> Decimal:
    """The most that may be paid at once for this incident."""
    unified = standards.flag("district.unified_standard")
    standard = standards.amount("std.dibao.urban" if unified else f"std.dibao.{rows.household.kind}")
    return quick_cap(standards, standard, incident.persons)


def _assessed(unit: Unit, rows: FileRows) -> Assessment:
    return files.assessment_of(unit.desk, files.build(unit.desk, rows, unit.today), rows, unit.today)


def _most(assessment: Assessment) -> Decimal | None:
    most = assessment.findings["temporary"].figures.get("most")
    return most if isinstance(most, Decimal) else None


def caps(unit: Unit, application_id: str) -> Caps | None:
    """What a window offers for an application, None while nobody wrote the incident down."""
    rows = files.load_rows(unit, application_id)
    if not rows.incidents:
        return None
    incident, standards = rows.incidents[-1], standards_of(unit, rows)
    basis = standards["quick.cap_basis"]
    return Caps(
        quick=cap_of(standards, rows, incident),
        most=_most(_assessed(unit, rows)),
        sudden=incident.kind in SUDDEN,
        basis=str(basis.value),
        confirmed=basis.confirmed,
        document=basis.document,
    )


def propose_quick(
    unit: Unit,
    application_id: str,
    amount: Decimal,
    evidence: str,
    *,
    beyond: bool = False,
    seen_file: str | None = None,
) -> None:
    """提出: the amount within the cap of 小额快救 and the evidence in words; the file goes to the signature at once.

    Above the cap it is refused with the amount that is possible, unless it is meant to go `beyond`: 急难型 that the
    township signs within its limit, the county above it. `seen_file`: see `as_read`.
    """
    application = unit.get(app.Application, application_id)
    as_read.require(unit, application_id, seen_file)
    rows = files.load_rows(unit, application_id)
    incident = incident_of(rows)
    said = written(evidence, "核实情况和证据", "evidence")
    if incident.kind not in SUDDEN:
        raise Refused("这类情形不属于小额快救，请改按支出型临时救助办理。没有改动任何内容。")
    assessment = _assessed(unit, rows)
    problems = _problems(unit, rows, incident, amount, _most(assessment), beyond=beyond)
    if problems:
        raise InvalidInput(problems)
    require_first_claim(unit, rows, incident)
    incident.proposed, incident.evidence = amount, said
    incident.family_class = str(assessment.findings["temporary"].figures.get("family_class", ""))
    moving.move(unit, application, "submit", "submitted", said)
    application.sent_on = unit.today
    unit.add(
        Opinion(
            application_id=application.id,
            result="grant",
            text=said,
            amount=amount,
            findings=as_json(assessment),
            given_by=unit.actor.operator_id,
            given_on=unit.today,
        )
    )
    moving.settle_due(unit, application)


def _problems(  # everything an amount is held against
    unit: Unit, rows: FileRows, incident: Incident, amount: Decimal, most: Decimal | None, *, beyond: bool
) -> list[Problem]:
    living = sum(1 for row in rows.members if row.counted)
    if incident.persons > living:
        return [
            Problem(
                "persons", f"登记的家庭人口只有 {living} 人，遇困人数不能是 {incident.persons} 人，请核对。"
            )
        ]
    if amount <= 0:
        return [Problem("amount", "救助金额要大于零。")]
    cap = cap_of(standards_of(unit, rows), rows, incident)
    if amount > cap and not beyond:
        return [
            Problem(
                "amount",
                f"小额快救每次最多 {shown(cap)} 元，现在填的是 {shown(amount)} 元；可以改为 {shown(cap)} 元，"
                "确需更多的按急难型上报。",
            )
        ]
    if most is not None and amount > most:
        return [
            Problem("amount", f"这类情形按本地标准最多 {shown(most)} 元，现在填的是 {shown(amount)} 元。")
        ]
    return []


def make_up(unit: Unit, application_id: str, note: str, numbers: Mapping[str, str] | None = None) -> None:
    """手续补齐: everything that was missing when the family was helped is there now, the ID numbers among it."""
    application = unit.get(app.Application, application_id)
    rows = files.load_rows(unit, application_id)
    said = written(note, "补齐了哪些手续", "note")
    moving.move(unit, application, "make_up", "approved", said)
    take_numbers(unit, rows, numbers or {})
    for row in rows.materials:
        if row.needed and not row.by_data and row.received_on is None:
            row.received_on = unit.today
    incident_of(rows).makeup_done_on = unit.today
    moving.settle_due(unit, application)
