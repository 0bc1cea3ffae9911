"""不予受理: nothing of a form is accepted, told in writing with the reason, the remedies and where to turn instead."""

from dataclasses import dataclass
from datetime import date

from jiuzhu.domain import application as app
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ways import WAYS
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.approval.refusing import looked_up
from jiuzhu.services.casework import files, moving
from jiuzhu.services.counter.duplicates import require_unsent
from jiuzhu.services.counter.intake import record_each_way
from jiuzhu.storage.queries import drafts as draft_rows
from jiuzhu.storage.unit import Unit

OVERDUE = "overdue"
"""Ground: what was asked for once in writing did not come in time; before that day it is none [57 Art 10]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declining:
    """What the notice says: its ground (code decline_ground), the reason, the article, and what the family can do now."""

    ground: str
    reason: str
    clause: str
    advice: str


@dataclass(frozen=True, slots=True)
class DeclineReceipt:
    """One application that was not accepted; the other ways of the form follow in `others`."""

    application_id: str
    number: str
    notice_due_on: date
    programmes: str  # labels
    others: tuple["DeclineReceipt", ...] = ()


def decline(unit: Unit, dossier: Dossier, told: Declining, draft_id: str = "") -> DeclineReceipt:
    """不予受理 of a form as typed, or of a file whose missing papers did not come [57 Art 10; 649 Art 60].

    Missing papers alone are no ground: they are asked for once in writing, and their day must have passed. Whoever is
    not accepted is told where to turn, since the window hands on what is not its own.
    """
    unit.require("take")
    require_unsent(unit, dossier, draft_id)
    _require_ground(unit, dossier, told)
    first = unit.get(app.Application, dossier.application.id) if dossier.application.id else None
    if first is not None:
        WAYS[first.way].require("decline", first.state, "not_accepted")
    limit = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("refusal.notice.wd")
    due = unit.desk.calendar.add_working_days(unit.today, limit).day
    receipts = [
        _declined(unit, application, part, told, due)
        for application, part in record_each_way(unit, dossier, first, accepted=False)
    ]
    if draft_id:
        draft_rows.close(unit.session, draft_id, unit.now)
    last = receipts[0]
    return DeclineReceipt(last.application_id, last.number, due, last.programmes, tuple(receipts[1:]))


def _require_ground(unit: Unit, dossier: Dossier, told: Declining) -> None:
    if told.ground not in unit.desk.codes["decline_ground"].codes:
        raise InvalidInput([Problem("ground", "请选择不予受理的情形。")])
    written(told.reason, "不予受理的事实和理由", "reason")
    looked_up(written(told.clause, "依据的条款", "clause"))
    written(told.advice, "申请人可以怎么办", "advice")
    if not dossier.applicant.name.strip():
        raise UserError("请至少填写申请人姓名。没有保存。", field="members.0.name")
    if not dossier.application.programmes:
        raise UserError("请勾选申请的事项。没有保存。", field="application.programmes")
    if told.ground != OVERDUE:
        return
    corrections = files.load_rows(unit, dossier.application.id).corrections if dossier.application.id else []
    if not corrections:
        raise Refused("材料不齐不是不予受理的理由，要先一次性告知补正。没有改动任何内容；请出具补正告知。")
    if corrections[-1].due_on >= unit.today:
        raise Refused(
            f"补正期限是 {corrections[-1].due_on}，还没有过。没有改动任何内容；请等期限过后再办，或选择别的情形。"
        )


def _declined(
    unit: Unit, application: app.Application, part: Dossier, told: Declining, due: date
) -> DeclineReceipt:
    number = unit.number("decision")
    unit.add(
        app.Declined(
            application_id=application.id,
            number=number,
            ground=told.ground,
            reason=told.reason.strip(),
            clause=looked_up(told.clause),
            advice=told.advice.strip(),
            declined_by=unit.actor.operator_id,
            declined_on=unit.today,
            notice_due_on=due,
        )
    )
    moving.step(unit, application, "decline", "not_accepted", told.reason.strip())
    unit.session.flush()
    for item in files.load_rows(unit, application.id).items:
        if item.state == "open":
            item.state = "not_accepted"
    moving.settle_due(unit, application)
    asked = "、".join(unit.desk.label("item", one) for one in part.application.programmes)
    return DeclineReceipt(application.id, number, due, asked)
