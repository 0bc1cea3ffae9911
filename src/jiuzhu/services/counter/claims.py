"""One event, one claim; one bill, one use: what must not be asked for twice, at whichever window."""

from collections.abc import Sequence

from jiuzhu.domain.calendar import months_later
from jiuzhu.domain.relief import Bill, Incident
from jiuzhu.errors import Refused
from jiuzhu.services.casework.files import standards_of
from jiuzhu.storage.queries import relief as queries
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

CLAIMED = frozenset({"quick", "temporary"})
"""Ways whose help answers one event."""


def incident_of(rows: FileRows) -> Incident:
    """What struck the family; `Refused` when nobody wrote it down."""
    if not rows.incidents:
        raise Refused("还没有登记急难情形。没有改动任何内容；请先在“救助情形”里填写情形、时间和地点。")
    return rows.incidents[-1]


def bills_of(rows: FileRows) -> list[Bill]:
    """The bills that count."""
    return [row for row in rows.bills if not row.left_out]


def require_single_use(unit: Unit, rows: FileRows) -> None:
    """Refuse an application whose event or bills were asked help for before; done when it is taken and before it is proposed."""
    if rows.application.way in CLAIMED and rows.incidents:
        require_first_claim(unit, rows, rows.incidents[-1])
    require_fresh_bills(unit, rows)


def require_first_claim(unit: Unit, rows: FileRows, incident: Incident) -> None:
    """Refuse a second claim of the same event: the same people, kind and time, at whichever window [渝中、黔江 rules]."""
    days = standards_of(unit, rows).number("tmp.duplicate.days")
    persons = [row.person_id for row in rows.members]
    found = queries.same_claims(
        unit.session, persons, incident.kind, incident.happened_on, days, rows.application
    )
    if found:
        raise Refused(
            f"同一事由已在 {found[0].window} 窗口申请过（受理编号 {found[0].number}，发生日期 {found[0].happened_on}），"
            f"前后 {days} 天内同一事由不能重复救助。没有改动任何内容；请核对，确属不同事由的请更正情形。"
        )


def require_fresh_bills(unit: Unit, rows: FileRows) -> None:
    """The same bill serves once in the months of the setting, whoever brings it, and counts only that long."""
    bills = bills_of(rows)
    if not bills:
        return
    months = standards_of(unit, rows).number("tmp.bill.months")
    on = rows.application.accepted_on or rows.application.submitted_on
    since = months_later(on, -months)
    _require_different(bills)
    for bill in bills:
        if not since <= bill.issued_on <= unit.today:
            raise Refused(
                f"票据 {bill.number} 的日期 {bill.issued_on} 不在申请前 {months} 个月内（{since} 以后），不能计入。"
                "没有改动任何内容；请去掉这张票据，或核对日期。"
            )
        number = queries.used_bill(
            unit.session, bill.issuer, bill.number, since, way=rows.application.way, but=rows.application.id
        )
        if number:
            raise Refused(
                f"票据 {bill.number} 已用于另一份申请（受理编号 {number}），{months} 个月内不能重复使用。"
                "没有改动任何内容；请去掉这张票据。"
            )


def _require_different(bills: Sequence[Bill]) -> None:
    seen: set[tuple[str, str]] = set()
    for bill in bills:
        if (bill.issuer, bill.number) in seen:
            raise Refused(
                f"票据 {bill.number}（{bill.issuer}）填写了两次。没有改动任何内容；请去掉重复的一张。"
            )
        seen.add((bill.issuer, bill.number))
