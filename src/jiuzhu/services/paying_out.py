"""给付: what was decided once is handed over once, by somebody else than who decided, with a receipt."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain.application import Application
from jiuzhu.domain.money import shown
from jiuzhu.domain.relief import Payout
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services import files, reserve
from jiuzhu.storage.queries import relief as queries
from jiuzhu.storage.unit import Unit

FORMS = {"transfer": "转账", "cash": "现金", "goods": "实物"}
SOURCES = {"reserve": "备用金", "county": "区县资金"}


@dataclass(frozen=True, slots=True)
class DueRow:
    """One approved help that waits to be paid."""

    application_id: str
    number: str
    name: str
    village: str
    left: Decimal
    to_make_up: bool


@dataclass(frozen=True, slots=True)
class MakeUpRow:
    """One case whose papers are to be made up."""

    application_id: str
    number: str
    name: str
    village: str
    due_on: date | None
    colour: str


def due(unit: Unit) -> list[DueRow]:
    """What is decided and not paid, the oldest first."""
    rows = []
    for row in queries.to_pay(unit.session):
        granted, paid = queries.granted_and_paid(unit.session, row.id)
        rows.append(
            DueRow(row.id, row.number, row.name, row.village, granted - paid, row.state == "to_make_up")
        )
    return rows


def to_make_up(unit: Unit) -> list[MakeUpRow]:
    """Cases helped before their papers were there, those due first."""
    rows = []
    for row in queries.to_make_up(unit.session):
        left = (row.makeup_due_on - unit.today).days if row.makeup_due_on else 0
        colour = "bad" if left < 0 else "warn" if left <= 1 else "ok"
        rows.append(MakeUpRow(row.id, row.number, row.name, row.village, row.makeup_due_on, colour))
    return rows


def pay(
    unit: Unit, application_id: str, *, form: str, source: str, receipt: str = "", note: str = ""
) -> Payout:
    """Hand over what is left of the decision: from the reserve it leaves its ledger in the same transaction.

    Cash and goods need a receipt's number. Refused for whoever signed the decision.
    """
    unit.require("pay")
    application = unit.get(Application, application_id)
    problems = []
    if form not in FORMS:
        problems.append(Problem("form", "请选择给付方式。"))
    if source not in SOURCES:
        problems.append(Problem("source", "请选择资金来源。"))
    if form in {"cash", "goods"} and not receipt.strip():
        problems.append(Problem("receipt", "现金和实物要填写领款单编号。"))
    if problems:
        raise InvalidInput(problems)
    rows = files.load_rows(unit, application_id)
    decided = [row for row in rows.decisions if row.result == "approved" and row.amount]
    granted, paid = queries.granted_and_paid(unit.session, application_id)
    left = granted - paid
    if not decided or left <= 0:
        raise Refused("这份申请没有等待给付的金额。没有改动任何内容。")
    if any(row.decided_by == unit.actor.operator_id for row in decided):
        raise Refused("这笔救助是您签署的，不能由您经手给付。没有改动任何内容；请另一位同事办理。")
    home, payee = rows.household, rows.people[application.applicant_id]
    made = unit.add(
        Payout(
            application_id=application.id,
            decision_id=decided[-1].id,
            number=unit.number("payout"),
            amount=left,
            form=form,
            source=source,
            payee_name=payee.name,
            payee_id_number=payee.id_number,
            account_number=home.account_number if form == "transfer" else "",
            paid_on=unit.today,
            handler_id=unit.actor.operator_id,
            receipt=receipt.strip(),
            note=note.strip() or f"{application.number} {shown(left)} 元",
        )
    )
    if source == "reserve":
        reserve.pay_from(unit, made)
    unit.about(application.id)
    return made


def paid(unit: Unit) -> list[Payout]:
    """What was handed over, the newest first."""
    unit.require("read")
    return queries.payouts(unit.session)
