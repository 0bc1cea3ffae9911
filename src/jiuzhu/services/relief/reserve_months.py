"""月结 of 备用金: what is really there beside the book, counted by one person and signed by another."""

from decimal import Decimal

from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.money import shown
from jiuzhu.domain.relief import ReserveClosing
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.granting.rosters import require_month
from jiuzhu.storage.queries import reserve as queries
from jiuzhu.storage.unit import Unit


def month_to_count(unit: Unit) -> str:
    """The earliest month that is over and not counted, "" when there is none."""
    first = queries.first_month(unit.session)
    if first is None:
        return ""
    counted = {row.month for row in queries.closings(unit.session)}
    month = month_of(first)
    while month in counted:
        month = month_after(month)
    return month if month < month_of(unit.today) else ""


def book_of(unit: Unit, month: str) -> Decimal:
    """The balance of the ledger at the end of a month (YYYY-MM)."""
    _, last = queries.days_of(month)
    return queries.balance_on(unit.session, last) or Decimal("0.00")


def count_month(unit: Unit, month: str, counted: Decimal, explanation: str = "") -> ReserveClosing:
    """月末盘点: what is really there beside the book; a difference needs its explanation. Months are counted in order."""
    unit.require("pay")
    require_month(month)
    due = month_to_count(unit)
    if month != due:
        told = f"现在要盘点的是 {due}。" if due else "没有等待盘点的月份。"
        raise Refused(f"{month} 现在不能盘点：要等这个月结束，并按月份先后。没有改动任何内容；{told}")
    book = book_of(unit, month)
    problems = []
    if counted < 0:
        problems.append(Problem("counted", "盘点金额不能是负数。"))
    if counted != book and len(explanation.strip()) < 4:
        problems.append(
            Problem(
                "explanation",
                f"账面 {shown(book)} 元，盘点 {shown(counted)} 元，请写明差额原因（至少 4 个字）。",
            )
        )
    if problems:
        raise InvalidInput(problems)
    made = unit.add(
        ReserveClosing(
            month=month,
            book=book,
            counted=counted,
            explanation=explanation.strip(),
            first_signer_id=unit.actor.operator_id,
            closed_on=unit.today,
        )
    )
    unit.about(made.id)
    return made


def sign_month(unit: Unit, closing_id: str, *, seen: int | None = None) -> None:
    """复核签字 under a count: by somebody who keeps the money or signs for the office, never by who counted."""
    if not unit.actor.may("decide"):
        unit.require("pay")
    row = unit.get(ReserveClosing, closing_id)
    if row.second_signer_id is not None:
        raise Refused(f"{row.month} 已经两人签字。没有改动任何内容。")
    if row.first_signer_id == unit.actor.operator_id:
        raise Refused("月结要两人签字，盘点和复核不能都是您。没有改动任何内容；请另一位同事复核。")
    unit.unchanged(row, seen)
    row.second_signer_id, row.signed_on = unit.actor.operator_id, unit.today
    unit.about(row.id)
