"""另行发放: a 补发 that was handed over outside a roster is told with its receipt by who pays, and confirmed by another person.

From the moment it is told no roster pays it, so it is never paid twice; what is not confirmed waits for its decision again.
"""

from datetime import date
from decimal import Decimal

from jiuzhu.domain.granting import BackPayment
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.approval import levels
from jiuzhu.services.approval.recusing import require_unrelated
from jiuzhu.services.granting.back_paying import by_hand
from jiuzhu.storage.queries import arriving, sealed_rosters
from jiuzhu.storage.unit import Unit


def record_handed_over(unit: Unit, back_payment_id: str, amount: Decimal, on: date, receipt: str) -> None:
    """登记另行发放: yuan of a 补发 no roster has paid were given to the family, wholly or a part; the rest stays as it is."""
    unit.require("pay")
    row = unit.get(BackPayment, back_payment_id)
    if row.kind != "makeup" or row.state not in {"proposed", "approved"}:
        raise Refused("只有还没有随花名册办理的补发才登记另行发放。没有改动任何内容。")
    require_unrelated(unit, row.household_id, row.person_id)
    early = f"{on:%Y-%m}" < row.for_month
    given = by_hand(
        unit,
        row,
        amount,
        on,
        receipt,
        word="发放",
        too_early=f"发放日期不能早于所属月份 {row.for_month}。" if early else "",
    )
    given.state, given.pay_month = "told", ""
    given.decided_by, given.decided_on = unit.actor.operator_id, unit.today


def confirm_handed_over(unit: Unit, back_payment_id: str, *, checked: bool, seen: int | None = None) -> None:
    """确认另行发放, by another person than who told it or proposed the 补发: the month is repaired.

    `checked`: it was held against the receipt.
    """
    row = _told(unit, back_payment_id)
    unit.unchanged(row, seen)
    if not checked:
        raise InvalidInput([Problem("checked", "请先与领款凭据核对，再勾选。")])
    row.state = "paid"
    row.decided_by, row.decided_on = unit.actor.operator_id, unit.today


def deny_handed_over(unit: Unit, back_payment_id: str, note: str, *, seen: int | None = None) -> None:
    """不确认另行发放: the 补发 waits for its decision again, where its grant is paid now."""
    row = _told(unit, back_payment_id)
    unit.unchanged(row, seen)
    said = written(note, "不确认的理由", "note")
    row.reason = f"{row.reason}；登记的另行发放（凭据 {row.receipt}）没有确认：{said}"
    row.state, row.returned_on, row.receipt = "proposed", None, ""
    row.decided_by = row.decided_on = None
    home: str | None = arriving.merged_into(unit.session, row.household_id)
    if row.person_id is not None:
        home = sealed_rosters.paid_by_now(unit.session, row.programme, row.person_id)
    row.household_id = home or row.household_id


def _told(unit: Unit, back_payment_id: str) -> BackPayment:
    unit.require("decide")
    row = unit.get(BackPayment, back_payment_id)
    if row.state != "told":
        raise Refused("这笔补发没有等待确认的另行发放。没有改动任何内容。")
    levels.require(unit, levels.of_programme(unit, row.programme))
    if unit.actor.operator_id in {row.decided_by, row.proposed_by}:
        raise Refused(
            "这笔另行发放是您登记的，或者补发来自您，不能由您确认。没有改动任何内容；请另一位同事确认。"
        )
    require_unrelated(unit, row.household_id, row.person_id)
    unit.about(row.household_id)
    return row
