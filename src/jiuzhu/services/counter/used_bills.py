"""One bill, one use: what was counted before is refused, what looks like it is told to whoever takes, proposes and signs."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from jiuzhu.domain.bills import NUMBER, SUM, USED, BillSeen, likeness
from jiuzhu.domain.calendar import months_later
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.facts_of import self_paid_of
from jiuzhu.domain.money import shown
from jiuzhu.domain.ways import split
from jiuzhu.errors import Refused
from jiuzhu.services.casework.files import standards_of
from jiuzhu.storage.queries import claims as queries
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

_ALIKE = {NUMBER: ("号码", "各家医院的号码可能相同，"), SUM: ("日期和总额", "")}
"""Likeness → what is the same, and what may explain it."""


def _seen(rows: FileRows) -> list[BillSeen]:
    """The bills of a file that count."""
    return [
        BillSeen(row.number, row.issuer, row.issued_on, row.total) for row in rows.bills if not row.left_out
    ]


def _typed(dossier: Dossier) -> list[BillSeen]:
    """The bills of a form that are typed as far as they can be compared."""
    return [
        BillSeen(bill.number, bill.issuer, bill.issued_on, total)
        for bill in dossier.bills
        if bill.number.strip()
        and bill.issued_on is not None
        and (total := self_paid_of(bill) if bill.total is None else bill.total) is not None
    ]


def _since(unit: Unit, rows: FileRows) -> tuple[int, date]:
    months = standards_of(unit, rows).number("tmp.bill.months")
    return months, months_later(rows.application.accepted_on or rows.application.submitted_on, -months)


def _others(unit: Unit, rows: FileRows, bills: Sequence[BillSeen], since: date) -> list[tuple[BillSeen, str]]:
    """Bills of other applications that may be one of these, each with its application."""
    return _alike(unit, bills, since, [rows.application.way], rows.application.id)


def _alike(
    unit: Unit, bills: Sequence[BillSeen], since: date, ways: Sequence[str], but: str
) -> list[tuple[BillSeen, str]]:
    found = queries.bills_alike(unit.session, bills, since, ways=ways, but=but) if bills else []
    return [
        (BillSeen(row.number, row.issuer, row.issued_on, row.total), row.application_number) for row in found
    ]


def require_fresh_bills(unit: Unit, rows: FileRows) -> None:
    """The same bill serves once in the months of the setting, whoever brings it, and counts only that long."""
    bills = _seen(rows)
    months, since = _since(unit, rows)
    _require_different(bills)
    for bill in bills:
        if not since <= bill.issued_on <= unit.today:
            raise Refused(
                f"票据 {bill.number} 的日期 {bill.issued_on} 不在申请前 {months} 个月内（{since} 以后），不能计入。"
                "没有改动任何内容；请去掉这张票据，或核对日期。"
            )
    others = _others(unit, rows, bills, since)
    for bill in bills:
        number = next((number for other, number in others if likeness(bill, other) == USED), "")
        if number:
            raise Refused(
                f"票据 {bill.number} 已用于另一份申请（受理编号 {number}），{months} 个月内不能重复使用。"
                "没有改动任何内容；请去掉这张票据。"
            )


def _require_different(bills: Sequence[BillSeen]) -> None:
    for first, second in combinations(bills, 2):
        if likeness(first, second) == USED:
            raise Refused(
                f"票据 {second.number}（{second.issuer}）填写了两次。没有改动任何内容；请去掉重复的一张。"
            )


def alike_told(unit: Unit, rows: FileRows) -> list[str]:
    """Bills of a file that look like another one's, in its own application or in another: sentences for who proposes and signs."""
    bills = _seen(rows)
    return list(_told(bills, _others(unit, rows, bills, _since(unit, rows)[1])))


def alike_at_counter(unit: Unit, dossier: Dossier) -> list[str]:
    """The same for a form being typed."""
    bills = _typed(dossier)
    months = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("tmp.bill.months")
    ways = list(split(dossier.application.programmes))
    others = _alike(unit, bills, months_later(unit.today, -months), ways, dossier.application.id)
    return list(_told(bills, others))


def _told(bills: Sequence[BillSeen], others: Sequence[tuple[BillSeen, str]]) -> Iterator[str]:
    own = [(second, first, "同一份申请") for first, second in combinations(bills, 2)]
    foreign = [(bill, other, f"受理编号 {number} ") for bill in bills for other, number in others]
    for bill, other, whose in own + foreign:
        same, why = _ALIKE.get(likeness(bill, other), ("", ""))
        if same:
            yield f"票据 {_named(bill)}{same}与{whose}的票据 {_named(other)}相同，{why}请核对原件是不是同一张"


def _named(bill: BillSeen) -> str:
    return f"{bill.number}（{bill.issuer}，{bill.issued_on}，{shown(bill.total)} 元）"
