"""给付: what was decided once is handed over, by somebody else than who decided, with a receipt; what comes back waits again."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Decision
from jiuzhu.domain.authority import TOWNSHIP
from jiuzhu.domain.household import Person
from jiuzhu.domain.identity_number import check, normalised
from jiuzhu.domain.money import shown
from jiuzhu.domain.relief import Payout
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval.recusing import require_unrelated
from jiuzhu.services.casework import files
from jiuzhu.services.counter import declared
from jiuzhu.services.relief import reserve
from jiuzhu.storage.queries import relief as queries
from jiuzhu.storage.unit import Unit

FORMS = {"transfer": "转账", "cash": "现金", "goods": "实物"}
SOURCES = {"reserve": "备用金", "county": "区县资金"}
_HANDED_OVER = frozenset({"cash", "goods"})
"""Forms that leave no trace of their own: without a receipt nobody could show that they arrived."""

_SHORTEST_NAME = 2
_TAIL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """One approved help that waits to be paid."""

    application_id: str
    number: str
    name: str
    village: str
    kind: str
    granted: Decimal
    left: Decimal
    decided_on: date
    account: str  # bank and masked number, "" when there is none
    asked_account: str  # the other account the form names, which nobody has confirmed; "" when there is none
    source: str  # where the money comes from as a rule: the reserve for what the township decided
    to_make_up: bool


@dataclass(frozen=True, slots=True)
class MakeUpRow:
    """One case whose papers are to be made up."""

    application_id: str
    number: str
    name: str
    village: str
    due_on: date | None
    colour: str  # ok | warn on the last day and the one before | bad once missed
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidRow:
    """One payout."""

    id: str
    number: str
    application_id: str
    case_number: str
    payee: str
    amount: Decimal
    form: str
    source: str
    paid_on: date
    receipt: str
    handler: str
    collector: str  # who came for the payee, in words; "" when they came themselves
    returned: str  # "" while it stands


def _masked(bank: str, number: str) -> str:
    return f"{bank}　****{number[-_TAIL:]}" if number else ""


def due(unit: Unit) -> list[DueRow]:
    """What is decided and not paid, the oldest decision first."""
    labels = {"quick": "小额快救、急难型", "temporary": "支出型", "disaster": "受灾救助"}
    made = []
    for row in queries.to_pay(unit.session):
        granted, paid = queries.yuan(row.granted), queries.yuan(row.paid)
        asked = declared.account_asked(unit, row.id)
        made.append(
            DueRow(
                application_id=row.id,
                number=row.number,
                name=row.name,
                village=row.village,
                kind=labels.get(row.way, ""),
                granted=granted,
                left=granted - paid,
                decided_on=row.decided_on,
                account=_masked(row.bank, row.account_number),
                asked_account=_masked(*asked) if asked else "",
                source="reserve" if row.authority == TOWNSHIP and row.way != "disaster" else "county",
                to_make_up=row.state == "to_make_up",
            )
        )
    return made


def to_make_up(unit: Unit) -> list[MakeUpRow]:
    """Cases helped before their papers were there, those due first."""
    made = []
    found = queries.to_make_up(unit.session)
    lacking = queries.lacking(unit.session, [row.id for row in found])
    for row in found:
        left = (row.makeup_due_on - unit.today).days if row.makeup_due_on else 0
        colour = "bad" if left < 0 else "warn" if left <= 1 else "ok"
        told = "、".join(lacking.get(row.id, []))
        made.append(MakeUpRow(row.id, row.number, row.name, row.village, row.makeup_due_on, colour, told))
    return made


def paid(unit: Unit, text: str = "", months: int = 12) -> list[PaidRow]:
    """What was handed over in the last months, the newest first."""
    since = unit.today - timedelta(days=31 * months)
    return [
        PaidRow(
            id=row.id,
            number=row.number,
            application_id=row.application_id,
            case_number=row.case_number,
            payee=row.payee_name,
            amount=row.amount,
            form=FORMS[row.form],
            source=SOURCES[row.source],
            paid_on=row.paid_on,
            receipt=row.receipt,
            handler=row.handler,
            collector=f"{row.collector_name}（{row.collector_relation}）" if row.collector_name else "",
            returned=f"{row.returned_on} 退回：{row.returned_reason}" if row.returned_on else "",
        )
        for row in queries.payouts(unit.session, since, text)
    ]


@dataclass(frozen=True, slots=True)
class Collector:
    """代领人: who takes cash or goods for somebody who cannot come, and by which paper they were known."""

    name: str = ""
    id_number: str = ""
    relation: str = ""
    document: str = ""  # what was seen: 身份证、委托书

    @property
    def words(self) -> tuple[str, str, str, str]:
        """What is written down, stripped; all empty while nobody collects for another."""
        return self.name.strip(), normalised(self.id_number), self.relation.strip(), self.document.strip()


def _unsound(unit: Unit, collector: Collector, form: str, payee: str) -> list[Problem]:
    """Why this person may not collect for the payee; nothing while nobody does."""
    name, id_number, relation, document = collector.words
    if not any(collector.words):
        return []
    if form not in _HANDED_OVER:
        return [Problem("collector_name", "转账直接到账，不需要代领人。")]
    problems = []
    if len(name) < _SHORTEST_NAME:
        problems.append(Problem("collector_name", "请填写代领人的姓名。"))
    elif name == payee:
        problems.append(Problem("collector_name", "本人来领的，不填代领人。"))
    elif name == unit.actor.name:
        problems.append(Problem("collector_name", "经手给付的人不能代领，请另一位同事经手。"))
    try:
        check(id_number, on=unit.today)
    except InvalidInput as error:
        problems.append(Problem("collector_id_number", error.problems[0].message))
    if not relation:
        problems.append(Problem("collector_relation", "请填写代领人与领款人的关系。"))
    if not document:
        problems.append(Problem("collector_document", "请写明看过的证件和委托材料。"))
    return problems


def _problems(
    application: Application, decided: Decision, *, account: str, form: str, source: str, receipt: str
) -> list[Problem]:
    problems = []
    if form not in FORMS:
        problems.append(Problem("form", "请选择给付方式。"))
    if source not in SOURCES:
        problems.append(Problem("source", "请选择资金来源。"))
    if source == "reserve" and application.way == "disaster":
        problems.append(Problem("source", "备用金只用于临时救助，受灾救助请从区县资金支付。"))
    elif source == "reserve" and decided.authority != TOWNSHIP:
        problems.append(
            Problem(
                "source", "备用金只支付乡镇（街道）审批限额以内的救助；这笔由区县审批，请从区县资金支付。"
            )
        )
    if form == "transfer" and not account:
        problems.append(Problem("form", "这户没有收款账号，不能转账；请付现金，或先登记账号。"))
    if form in _HANDED_OVER and not receipt:
        problems.append(Problem("receipt", "现金和实物要填写领款单编号。"))
    return problems


def _decided(unit: Unit, decisions: list[Decision]) -> Decision:
    """The decision a payout stands on; refused for whoever signed it."""
    approved = [row for row in decisions if row.result == "approved" and row.amount]
    if not approved:
        raise Refused("这份申请没有等待给付的金额。没有改动任何内容。")
    if any(row.decided_by == unit.actor.operator_id for row in approved):
        raise Refused("这笔救助是您签署的，不能由您经手给付。没有改动任何内容；请另一位同事办理。")
    return approved[-1]


def pay_out(  # what a payout is: how, from where, how much, with which receipt
    unit: Unit,
    application_id: str,
    *,
    form: str,
    source: str,
    receipt: str = "",
    note: str = "",
    amount: Decimal | None = None,
    collector: Collector = Collector(),  # frozen: nobody came for another
) -> Payout:
    """Hand over what is left of the decision, or a part of it: one approval may be paid several times [民发〔2018〕23号].

    From the reserve it leaves its ledger in the same transaction. Cash and goods need a receipt's number; whoever
    collects them for another is written down with number, relation and the paper that was seen.
    """
    unit.require("pay")
    application = unit.get(Application, application_id)
    require_unrelated(unit, application.household_id)
    rows = files.load_rows(unit, application_id)
    home, payee = rows.household, unit.get(Person, application.applicant_id)  # who may have died or left
    decided = _decided(unit, list(rows.decisions))
    problems = _problems(
        application, decided, account=home.account_number, form=form, source=source, receipt=receipt.strip()
    )
    problems += _unsound(unit, collector, form, payee.name)
    if problems:
        raise InvalidInput(problems)
    granted, before = queries.granted_and_paid(unit.session, application_id)
    left = granted - before
    wanted = left if amount is None else amount
    if left <= 0:
        raise Refused("这份申请没有等待给付的金额。没有改动任何内容。")
    if not 0 < wanted <= left:
        raise InvalidInput([Problem("amount", f"还可以给付 {shown(left)} 元，请填写不超过它的金额。")])
    came = collector.words
    made = unit.add(
        Payout(
            application_id=application.id,
            decision_id=decided.id,
            number=unit.number("payout"),
            amount=wanted,
            form=form,
            source=source,
            payee_name=payee.name,
            payee_id_number=payee.id_number,
            account_number=home.account_number if form == "transfer" else "",
            paid_on=unit.today,
            handler_id=unit.actor.operator_id,
            receipt=receipt.strip(),
            collector_name=came[0],
            collector_id_number=came[1],
            collector_relation=came[2],
            collector_document=came[3],
            note=note.strip(),
        )
    )
    if source == "reserve":
        reserve.pay_from(unit, made, decided.decided_by)
    unit.about(application.id)
    return made


def return_payout(unit: Unit, payout_id: str, reason: str) -> None:
    """给付退回: the money came back (wrong account, nobody there); what was decided waits to be paid again."""
    unit.require("pay")
    row = unit.get(Payout, payout_id)
    said = written(reason, "退回的原因", "reason")
    if row.returned_on is not None:
        raise Refused(f"{row.number} 已在 {row.returned_on} 登记退回。没有改动任何内容。")
    row.returned_on, row.returned_reason = unit.today, said
    if row.source == "reserve":
        reserve.take_back(unit, row, said)
    unit.about(row.application_id)
