"""补发 and 追回: money that repairs a past month is flagged, decided by another person, and paid or kept with a month.

It is never taken back by itself, and never set off against a loan. What is kept back leaves a family most of each month
(`clawback.percent`); what no grant is left to keep it from has no month: the family gives it back itself.
"""

from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from jiuzhu.domain.approving import Entitlement
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.money import shown
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval import levels
from jiuzhu.services.approval.recusing import require_unrelated
from jiuzhu.services.granting.rosters import REPAIRS, require_month
from jiuzhu.services.household import whose
from jiuzhu.storage.queries import arriving, month_rosters
from jiuzhu.storage.queries import back_payments as repair_rows
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.unit import Unit

SHOWN = 500
"""Rows a list shows at once."""
_LONGEST = 60
"""Months a 追回 is spread over at most."""
_ZERO, _CENT = Decimal("0.00"), Decimal("0.01")

STATES = {
    "proposed": "待决定",
    "approved": "已同意",
    "refused": "不追回、不补发",
    "settled": "已随花名册办理",
    "returned": "已自行退回",
    "told": "登记了另行发放，待确认",
    "paid": "已另行发放",
    "offset": "没有发过，已相抵",
}


def decide_back_payment(
    unit: Unit, back_payment_id: str, *, approved: bool, pay_month: str = "", seen: int | None = None
) -> None:
    """Whether a past month is made up or taken back, and from which month on; never by who proposed the change.

    Nor by who recorded the merger that sends it to another account.
    What is taken back is kept in parts over as many months as it needs.
    """
    unit.require("decide")
    row = unit.get(BackPayment, back_payment_id)
    if row.state != "proposed":
        raise Refused("这笔补发（追回）已经决定。没有改动任何内容。")
    unit.unchanged(row, seen)
    levels.require(unit, levels.of_programme(unit, row.programme))
    if row.proposed_by == unit.actor.operator_id:
        raise Refused("这笔补发（追回）来自您提出的调整，不能由您决定。没有改动任何内容；请另一位同事签署。")
    if _sent_by_own_merger(unit, row):
        raise Refused(
            "这笔补发（追回）随您登记的并户改由另一户领，不能由您决定。没有改动任何内容；请另一位同事签署。"
        )
    require_unrelated(unit, row.household_id, row.person_id)
    if approved:
        _require_open(unit, pay_month, row.programme)
        row.state = "approved"
    else:
        row.state = "refused"
    row.decided_by, row.decided_on = unit.actor.operator_id, unit.today
    if approved:
        parts = (
            [(pay_month, row.amount)] if row.kind == "makeup" else _parts(unit, row, pay_month, row.amount)
        )
        (row.pay_month, row.amount), *later = parts
        for month, amount in later:
            split(unit, row, month, amount)
    unit.about(row.household_id)


def _sent_by_own_merger(unit: Unit, row: Any) -> bool:
    """Whether what a household was to get goes to another one by a merger this operator recorded."""
    if row.person_id is not None:
        return False
    old = unit.get(Entitlement, row.entitlement_id).household_id
    return old != row.household_id and arriving.merged_by(
        unit.session, old, row.household_id, unit.actor.operator_id
    )


def _barred(unit: Unit, row: Any) -> str:
    told = levels.barred(unit, levels.of_programme(unit, row.programme), row.proposed_by)
    if row.state == "told" and row.decided_by == unit.actor.operator_id:
        told = told or "是您登记的，请另一位同事确认"
    return told or ("随您登记的并户转来，请另一位同事签署" if _sent_by_own_merger(unit, row) else "")


def _parts(unit: Unit, row: BackPayment, month: str, left: Decimal) -> list[tuple[str, Decimal]]:
    """Yuan of a 追回 in the months they are kept with, from a month on; what no grant can carry stands under no month."""
    parts = []
    for later in range(_LONGEST):
        kept = min(left, _room(unit, row, month_after(month, later)))
        if kept:
            parts.append((month_after(month, later), kept))
            left -= kept
        if not left:
            return parts
    return [*parts, ("", left)]


def _room(unit: Unit, row: BackPayment, month: str) -> Decimal:
    """Yuan of a month's grant that may still be kept back from the household."""
    grant = sum(
        (
            one.monthly
            for one in entitlement_rows.not_ended(unit.session, row.household_id, month)
            if one.programme == row.programme and one.covers(month)
        ),
        _ZERO,
    )
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    most = (grant * standards.amount("clawback.percent") / 100).quantize(_CENT, ROUND_DOWN)
    before = repair_rows.kept_back(unit.session, row.household_id, row.programme, month, but=row.id)
    return max(most - before, _ZERO)


def spread_anew(unit: Unit, household_id: str, programme: str, month: str) -> None:
    """What a grant that became less or ended from a month on can no longer carry of a 追回 goes to later months, or to none.

    Without it a family would lose more of a month than may be kept back, or a roster below nothing could not be sealed.
    """
    unit.session.flush()
    for row in repair_rows.to_keep_back(unit.session, household_id, programme, month):
        kept = min(row.amount, _room(unit, row, row.pay_month))
        if kept == row.amount:
            continue
        parts = _parts(unit, row, month_after(row.pay_month), row.amount - kept)
        if kept:
            row.amount = kept
        else:
            (row.pay_month, row.amount), *parts = parts
        for later, amount in parts:
            split(unit, row, later, amount)
        unit.session.flush()


def split(unit: Unit, row: BackPayment, month: str, amount: Decimal) -> BackPayment:
    """A part of a repaired month that is paid or kept with another month."""
    kept = {
        item.name: getattr(row, item.name)
        for item in fields(BackPayment)
        if item.name not in {"id", "version"}
    }
    return unit.add(BackPayment(**kept | {"amount": amount, "pay_month": month}))


def record_return(unit: Unit, back_payment_id: str, amount: Decimal, on: date, receipt: str) -> None:
    """登记退回: the family gave back yuan no grant is left to keep from, wholly or a part; the rest stays open."""
    unit.require("pay")
    row = unit.get(BackPayment, back_payment_id)
    if not (row.kind == "clawback" and row.state == "approved" and not row.pay_month):
        raise Refused("只有已同意追回、由家庭自行退回的才登记退回。没有改动任何内容。")
    require_unrelated(unit, row.household_id, row.person_id)
    early = row.decided_on is not None and on < row.decided_on
    given = by_hand(
        unit,
        row,
        amount,
        on,
        receipt,
        word="退回",
        too_early=f"退回日期不能早于同意追回的 {row.decided_on}。" if early else "",
    )
    given.state = "returned"


def by_hand(
    unit: Unit, row: BackPayment, amount: Decimal, on: date, receipt: str, *, word: str, too_early: str
) -> BackPayment:
    """The part of a repaired month that went from hand to hand (`word`: 退回 or 发放) with a receipt, the rest split off.

    `too_early` tells why the day cannot be, "" when it can. Raises `InvalidInput`, each problem beside its field.
    """
    slip = {"退回": "缴款", "发放": "领款"}[word]
    problems = []
    if not 0 < amount <= row.amount:
        problems.append(Problem("amount", f"请填写不超过 {shown(row.amount)} 元的金额。"))
    if on > unit.today:
        problems.append(Problem("on", f"{word}日期不能晚于今天。"))
    if too_early:
        problems.append(Problem("on", too_early))
    if not receipt.strip():
        problems.append(Problem("receipt", f"请填写{slip}凭据的编号。"))
    if problems:
        raise InvalidInput(problems)
    if amount < row.amount:
        row.amount -= amount
        row = split(unit, row, "", amount)
    row.returned_on, row.receipt = on, receipt.strip()
    unit.about(row.household_id)
    return row


def _require_open(unit: Unit, pay_month: str, programme: str) -> None:
    """A month to come or the present one, whose roster is not sealed: what was sealed takes no more lines."""
    require_month(pay_month)
    if pay_month < month_of(unit.today):
        raise InvalidInput([Problem("pay_month", "随哪个月办理？不能早于本月。")])
    seal = month_rosters.sealed(unit.session, pay_month, programme)
    if seal is not None:
        raise InvalidInput(
            [Problem("pay_month", f"{pay_month} 的花名册 {seal.number} 已经封存，请选以后的月份。")]
        )


@dataclass(frozen=True, slots=True)
class BackPaymentRow:
    """One flagged month."""

    id: str
    household_id: str
    household_number: str
    name: str
    village: str
    person: str  # whose month, with what they are to the head; 全户 of a household's
    programme: str
    kind: str  # label
    makes_up: bool  # 补发, not 追回
    for_month: str
    amount: Decimal
    pay_month: str
    state: str
    state_label: str
    reason: str
    returned: str  # day and receipt of what the family gave back itself, or was given outside a roster
    barred: str  # why this operator may not decide about it
    version: int


def _given(row: Any) -> str:
    """Day and receipt of what went from hand to hand, "" where nothing did."""
    how = "另行发放" if row.kind == "makeup" else "退回"
    return f"{row.returned_on} {how}，凭据 {row.receipt}" if row.returned_on else ""


def back_payments(
    unit: Unit, states: tuple[str, ...] = ("proposed",), text: str = "", limit: int = SHOWN
) -> list[BackPaymentRow]:
    """Flagged months in these states whose household, head or person a text names, the oldest first."""
    return [
        BackPaymentRow(
            id=row.id,
            household_id=row.household_id,
            household_number=row.household_number,
            name=row.name,
            village=row.village,
            person=whose.of_row(unit, row),
            programme=unit.desk.label("item", row.programme),
            kind=REPAIRS[row.kind],
            makes_up=row.kind == "makeup",
            for_month=row.for_month,
            amount=row.amount,
            pay_month=row.pay_month,
            state=row.state,
            state_label=STATES[row.state],
            reason=row.reason,
            returned=_given(row),
            barred=_barred(unit, row),
            version=row.version,
        )
        for row in repair_rows.listed(unit.session, states, text, limit)
    ]


def move_back_payment(
    unit: Unit, back_payment_id: str, pay_month: str, amount: Decimal, *, seen: int | None = None
) -> None:
    """改定月份 of an approved 补发 or 追回 no sealed roster has paid yet, or of a part: nobody need give back a whole month."""
    unit.require("decide")
    row = unit.get(BackPayment, back_payment_id)
    if row.state != "approved":
        raise Refused("只有已同意、还没有随花名册办理的补发（追回）可以改月份。没有改动任何内容。")
    unit.unchanged(row, seen)
    require_unrelated(unit, row.household_id, row.person_id)
    _require_open(unit, pay_month, row.programme)
    most = row.amount if row.kind == "makeup" else min(row.amount, _room(unit, row, pay_month))
    if not 0 < amount <= most:
        limited = "（每月从待遇中扣回的不能超过规定的比例）" if most < row.amount else ""
        raise InvalidInput([Problem("amount", f"请填写不超过 {shown(most)} 元的金额{limited}。")])
    if amount == row.amount:
        row.pay_month = pay_month
    else:
        row.amount -= amount
        split(unit, row, pay_month, amount)
    unit.about(row.household_id)
