"""备用金: a ledger without gaps whose balance never falls below zero; every outflow has a case [民发〔2018〕23号]."""

from decimal import Decimal
from typing import Any

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.money import shown
from jiuzhu.domain.numbering import same_paper
from jiuzhu.domain.policy import Figure
from jiuzhu.domain.relief import Payout, ReserveEntry, ReserveRequest
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.storage.queries import reserve as queries
from jiuzhu.storage.unit import Unit


def balance(unit: Unit) -> Decimal:
    """Yuan in the reserve now."""
    newest = queries.newest(unit.session)
    return newest.balance if newest else Decimal("0.00")


def size(unit: Unit) -> Figure:
    """What the reserve is kept filled up to, with the document it stands on."""
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today)["reserve.size"]


def _size(unit: Unit) -> Decimal:
    return unit.desk.policy.in_force(unit.desk.office.district, unit.today).amount("reserve.size")


def entries(unit: Unit) -> list[ReserveEntry]:
    """The whole ledger in its order."""
    return queries.entries(unit.session)


def _enter(unit: Unit, direction: str, kind: str, amount: Decimal, *, note: str, **more: Any) -> ReserveEntry:
    """One more line; refused when it would overdraw, go back in time, or fall into a month that was counted."""
    newest = queries.newest(unit.session)
    if newest is not None and newest.entered_on > unit.today:
        raise Refused(
            f"最后一笔记于 {newest.entered_on}，晚于今天 {unit.today}，不能倒着记账。没有改动任何内容；请核对本机日期。"
        )
    if queries.closing_of(unit.session, month_of(unit.today)) is not None:
        raise Refused(f"{month_of(unit.today)} 已经月结，不能再记账。没有改动任何内容；请核对本机日期。")
    before = newest.balance if newest else Decimal("0.00")
    after = before + amount if direction == "in" else before - amount
    if after < 0:
        raise Refused(
            f"备用金余额 {shown(before)} 元，不够支付 {shown(amount)} 元。没有改动任何内容；请先申请补充备用金。"
        )
    made = unit.add(
        ReserveEntry(
            position=newest.position + 1 if newest else 1,
            voucher=unit.number("reserve"),
            entered_on=unit.today,
            direction=direction,
            kind=kind,
            amount=amount,
            balance=after,
            entered_by=unit.actor.operator_id,
            note=note,
            **more,
        )
    )
    unit.session.flush()  # the next line of the same unit stands on this one
    return made


def _positive(amount: Decimal, what: str) -> None:
    if amount <= 0:
        raise InvalidInput([Problem("amount", f"{what}要大于零。")])


def open_reserve(unit: Unit, amount: Decimal) -> None:
    """期初: the money the township received to begin with, once."""
    unit.require("pay")
    if queries.newest(unit.session) is not None:
        raise Refused("备用金台账已经建立。没有改动任何内容。")
    _positive(amount, "期初金额")
    unit.about(_enter(unit, "in", "opening", amount, note="期初").id)


def pay_from(unit: Unit, payout: Payout, approver_id: str) -> None:
    """The outflow of a payout; called by the payout itself, which knows who signed."""
    if queries.newest(unit.session) is None:
        raise Refused("还没有建立备用金台账，不能从备用金支付。没有改动任何内容；请先登记期初金额。")
    _enter(
        unit, "out", "payout", payout.amount, note=payout.note,
        application_id=payout.application_id, payout_id=payout.id, approver_id=approver_id,
    )  # fmt: skip


def take_back(unit: Unit, payout: Payout, reason: str) -> None:
    """The money of a payout came back: a line of its own beside the outflow, which stays as it was written."""
    paid = queries.of_payout(unit.session, payout.id)
    if paid is None:
        msg = "a payout from the reserve has no line in its ledger"
        raise RuntimeError(msg)
    _enter(
        unit, "in", "returned", paid.amount, note=f"退回 {paid.voucher}：{reason}",
        application_id=paid.application_id, payout_id=payout.id, reverses_id=paid.id,
    )  # fmt: skip


def request_replenishment(unit: Unit) -> ReserveRequest:
    """补充申请: the yuan that fill the reserve up again, less what was asked for and has not arrived."""
    unit.require("pay")
    left, full = balance(unit), _size(unit)
    waiting = sum((_open_amount(row) for row in queries.open_requests(unit.session)), Decimal("0.00"))
    lacking = full - left - waiting
    if lacking <= 0:
        asked = f"，已申请未到账 {shown(waiting)} 元" if waiting else ""
        raise Refused(
            f"备用金余额 {shown(left)} 元{asked}，没有低于规定的 {shown(full)} 元，不用补充。没有改动任何内容。"
        )
    made = unit.add(
        ReserveRequest(
            number=unit.number("reserve"),
            requested_on=unit.today,
            balance=left,
            amount=lacking,
            requested_by=unit.actor.operator_id,
        )
    )
    unit.about(made.id)
    return made


def _open_amount(row: ReserveRequest) -> Decimal:
    """Yuan of a request that have not arrived."""
    return max(row.amount - row.arrived, Decimal("0.00"))


def replenish(unit: Unit, request: str, amount: Decimal, *, looked: bool = False) -> None:
    """到账: money of a request, which stays open until all of it is there, or of the county's own document, entered once.

    More than the request still waits for, or than the reserve lacks, needs a second look at the bank's paper.
    """
    unit.require("pay")
    number = written(request, "补充申请编号或拨款文号", "request")
    _positive(amount, "到账金额")
    asked = queries.request_numbered(unit.session, number)
    met = asked is None or asked.arrived_on is not None
    if met and any(same_paper(one, number) for one in queries.arrived(unit.session)):
        raise Refused(f"{number} 已经到账登记过。没有改动任何内容；登记有误的请先冲正。")
    lacking = max(_size(unit) - balance(unit), Decimal("0.00"))
    if asked is not None:
        lacking = min(lacking, _open_amount(asked))
    if amount > lacking and not looked:
        told = f"到账 {shown(amount)} 元，多于还缺的 {shown(lacking)} 元。请再核对银行回单，无误的勾选“已核对”。没有登记。"
        raise InvalidInput([Problem("looked", told)])
    if asked is not None:
        asked.arrived += amount
        asked.arrived_on = unit.today if asked.arrived >= asked.amount else None
    made = _enter(unit, "in", "replenish", amount, note="补充到账", request_number=number)
    unit.about(made.id)


def correct_entry(unit: Unit, entry_id: str, reason: str) -> None:
    """冲正: a line that was wrong is reversed once by a line of its own; the first stays as it was written.

    What a payout took out comes back only with the payout itself.
    """
    unit.require("pay")
    wrong = unit.get(ReserveEntry, entry_id)
    said = written(reason, "冲正原因", "reason")
    if wrong.payout_id is not None:
        raise Refused(
            f"{wrong.voucher} 是救助给付，不能直接冲正。没有改动任何内容；请登记“给付退回”，台账会随之更正。"
        )
    if wrong.kind == "correction":
        raise Refused(f"{wrong.voucher} 本身是冲正，不能再冲。没有改动任何内容；请按实际重新登记。")
    voucher = queries.reversal_of(unit.session, wrong.id)
    if voucher is not None:
        raise Refused(f"{wrong.voucher} 已由 {voucher} 冲正过。没有改动任何内容。")
    asked = queries.request_numbered(unit.session, wrong.request_number) if wrong.request_number else None
    if asked is not None:
        asked.arrived -= wrong.amount
        asked.arrived_on = asked.arrived_on if asked.arrived >= asked.amount else None
    made = _enter(
        unit, "out" if wrong.direction == "in" else "in", "correction", wrong.amount,
        note=f"冲正 {wrong.voucher}：{said}", request_number=wrong.request_number, reverses_id=wrong.id,
    )  # fmt: skip
    unit.about(made.id)
