"""备用金: a ledger without gaps whose balance never falls below zero; every outflow has a case [民发〔2018〕23号]."""

from datetime import date
from decimal import Decimal

from jiuzhu.domain.calendar import month_of, months_later
from jiuzhu.domain.money import shown
from jiuzhu.domain.relief import Payout, ReserveClosing, ReserveEntry
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.proposing import written
from jiuzhu.services.rosters import require_month
from jiuzhu.storage.queries import relief as queries
from jiuzhu.storage.unit import Unit


def balance(unit: Unit) -> Decimal:
    """Yuan in the reserve now."""
    newest = queries.newest_entry(unit.session)
    return newest.balance if newest else Decimal("0.00")


def size(unit: Unit) -> Decimal:
    """What the reserve is kept filled up to."""
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today).amount("reserve.size")


def entries(unit: Unit, month: str = "") -> list[ReserveEntry]:
    """The ledger, of a month or whole."""
    return queries.entries(unit.session, month)


def _enter(
    unit: Unit,
    direction: str,
    kind: str,
    amount: Decimal,
    *,
    note: str,
    request: str = "",
    payout: Payout | None = None,
) -> ReserveEntry:
    """One more line; refused when it would overdraw, or falls into a month that was closed."""
    if queries.closing_of(unit.session, month_of(unit.today)) is not None:
        raise Refused(f"{month_of(unit.today)} 已经月结，不能再记账。没有改动任何内容；请记到下一个月。")
    newest = queries.newest_entry(unit.session)
    before = newest.balance if newest else Decimal("0.00")
    after = before + amount if direction == "in" else before - amount
    if after < 0:
        raise Refused(
            f"备用金余额 {shown(before)} 元，不够支付 {shown(amount)} 元。没有改动任何内容；请先申请补充备用金。"
        )
    return unit.add(
        ReserveEntry(
            position=newest.position + 1 if newest else 1,
            voucher=unit.number("reserve"),
            entered_on=unit.today,
            direction=direction,
            kind=kind,
            amount=amount,
            balance=after,
            application_id=payout.application_id if payout else None,
            payout_id=payout.id if payout else None,
            request_number=request,
            entered_by=unit.actor.operator_id,
            note=note,
        )
    )


def open_reserve(unit: Unit, amount: Decimal) -> None:
    """期初: the money the township received to begin with, once."""
    unit.require("pay")
    if queries.newest_entry(unit.session) is not None:
        raise Refused("备用金台账已经建立。没有改动任何内容。")
    if amount <= 0:
        raise InvalidInput([Problem("amount", "期初金额要大于零。")])
    unit.about(_enter(unit, "in", "opening", amount, note="期初").id)


def pay_from(unit: Unit, payout: Payout) -> None:
    """The outflow of a payout; called by the payout itself."""
    _enter(unit, "out", "payout", payout.amount, note=payout.note, payout=payout)


def request_replenishment(unit: Unit) -> tuple[str, Decimal]:
    """补充申请: its number and the yuan that fill the reserve up again."""
    unit.require("pay")
    lacking = size(unit) - balance(unit)
    if lacking <= 0:
        raise Refused(
            f"备用金余额 {shown(balance(unit))} 元，没有低于规定的 {shown(size(unit))} 元，不用补充。"
        )
    unit.about(unit.actor.operator_id)
    return unit.number("reserve"), lacking


def replenish(unit: Unit, request: str, amount: Decimal) -> None:
    """The money of a request arrived."""
    unit.require("pay")
    number = written(request, "补充申请编号", "request")
    if amount <= 0:
        raise InvalidInput([Problem("amount", "补充金额要大于零。")])
    if queries.request_of(unit.session, number) is not None:
        raise Refused(f"补充申请 {number} 已经到账登记过。没有改动任何内容。")
    unit.about(_enter(unit, "in", "replenish", amount, note="补充到账", request=number).id)


def correct(unit: Unit, entry_id: str, reason: str) -> None:
    """更正: a line that was wrong is reversed by a line of its own; the first stays as it was written."""
    unit.require("pay")
    wrong = unit.get(ReserveEntry, entry_id)
    said = written(reason, "更正原因", "reason")
    if wrong.kind == "correction" or any(
        row.note.startswith(f"冲正 {wrong.voucher}：") for row in entries(unit)
    ):
        raise Refused(f"{wrong.voucher} 已经冲正过。没有改动任何内容。")
    direction = "out" if wrong.direction == "in" else "in"
    unit.about(_enter(unit, direction, "correction", wrong.amount, note=f"冲正 {wrong.voucher}：{said}").id)


def close_month(
    unit: Unit, month: str, counted: Decimal, second_signer: str, explanation: str = ""
) -> ReserveClosing:
    """月结: book and cash counted by two different people; a difference needs its explanation."""
    unit.require("pay")
    require_month(month)
    if second_signer == unit.actor.operator_id:
        raise Refused("月结要两人签字，不能都是您。没有改动任何内容；请另一位同事复核。")
    if queries.closing_of(unit.session, month) is not None:
        raise Refused(f"{month} 已经月结。没有改动任何内容。")
    last = months_later(date(int(month[:4]), int(month[5:]), 1), 1)
    if last > unit.today:
        raise Refused(f"{month} 还没有结束，不能月结。没有改动任何内容。")
    book = queries.balance_on(unit.session, date.fromordinal(last.toordinal() - 1))
    if book is None:
        raise Refused(f"{month} 以前还没有建立备用金台账。没有改动任何内容。")
    if counted != book and len(explanation.strip()) < 4:
        raise InvalidInput(
            [
                Problem(
                    "explanation",
                    f"账面 {shown(book)} 元，盘点 {shown(counted)} 元，请写明差额原因（至少 4 个字）。",
                )
            ]
        )
    made = unit.add(
        ReserveClosing(
            month=month,
            book=book,
            counted=counted,
            explanation=explanation.strip(),
            first_signer_id=unit.actor.operator_id,
            second_signer_id=second_signer,
            closed_on=unit.today,
        )
    )
    unit.about(made.id)
    return made
