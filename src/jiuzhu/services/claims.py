"""One event, one claim; one bill, one use: what must not be asked for twice, at whichever window."""

from datetime import timedelta

from jiuzhu.domain.relief import Incident
from jiuzhu.errors import Refused
from jiuzhu.services.files import standards_of
from jiuzhu.storage.queries import relief as queries
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit


def incident_of(rows: FileRows) -> Incident:
    """What struck the family; `Refused` when nobody wrote it down."""
    if not rows.incidents:
        raise Refused("还没有登记急难情形。没有改动任何内容；请在申请里填写情形、时间和地点。")
    return rows.incidents[-1]


def require_first_claim(unit: Unit, rows: FileRows, incident: Incident) -> None:
    """Refuse a second claim of the same event: the same people, kind and time, at whichever window [渝中、黔江 rules]."""
    days = standards_of(unit, rows).number("tmp.duplicate.days")
    persons = [row.person_id for row in rows.members]
    found = queries.same_claims(
        unit.session, persons, incident.kind, incident.happened_on, days, but=rows.application.id
    )
    if found:
        raise Refused(
            f"同一事由已在 {found[0].window} 窗口申请过（受理编号 {found[0].number}，发生日期 {found[0].happened_on}），"
            "同一事由不能重复救助。没有改动任何内容；请核对，确属不同事由的改正发生日期。"
        )


def require_fresh_bills(unit: Unit, rows: FileRows) -> None:
    """The same bill serves once in the months of the setting, whoever brings it."""
    months = standards_of(unit, rows).number("tmp.bill.months")
    since = unit.today - timedelta(days=months * 31)
    for bill in rows.bills:
        number = queries.used_bill(unit.session, bill.issuer, bill.number, since, but=rows.application.id)
        if number:
            raise Refused(
                f"票据 {bill.number} 已用于另一份申请（受理编号 {number}），不能重复使用。没有改动任何内容；请去掉这张票据。"
            )
