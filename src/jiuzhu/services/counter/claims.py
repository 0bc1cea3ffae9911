"""One event, one claim: what must not be asked for twice, at whichever window."""

from typing import Any

from jiuzhu.domain.money import shown
from jiuzhu.domain.relief import Incident
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.casework.files import standards_of
from jiuzhu.services.counter.used_bills import alike_told, require_fresh_bills
from jiuzhu.storage.queries import claims as queries
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.queries.relief import yuan
from jiuzhu.storage.unit import Unit

SHORTEST_AGAIN = 4
"""Characters of a reason that says something."""

CLAIMED = frozenset({"quick", "temporary"})
"""Ways whose help answers one event."""


def incident_of(rows: FileRows) -> Incident:
    """What struck the family; `Refused` when nobody wrote it down."""
    if not rows.incidents:
        raise Refused("还没有登记急难情形。没有改动任何内容；请先在“救助情形”里填写情形、时间和地点。")
    return rows.incidents[-1]


def require_single_use(unit: Unit, rows: FileRows, field: str = "") -> None:
    """Refuse an application whose event or bills were asked help for before; done when it is taken and before it is proposed.

    `field` is where the window asks for the reason of a claim beside another one, "" when it asks for none.
    """
    if rows.application.way in CLAIMED and rows.incidents:
        require_first_claim(unit, rows, rows.incidents[-1], field)
    require_fresh_bills(unit, rows)


def _near(unit: Unit, rows: FileRows, incident: Incident) -> tuple[int, list[Any]]:
    """Days within which claims may be the same, and the other claims of these people inside them."""
    days = standards_of(unit, rows).number("tmp.duplicate.days")
    persons = [row.person_id for row in rows.members]
    found, form = rows.application, rows.application.bundle_id or rows.application.id
    return days, queries.claims_near(
        unit.session, persons, incident.happened_on, days, but=found.id, form=form
    )


def claim_told(unit: Unit, claim: Any) -> str:
    """`2026-03-09 因火灾申请过临时救助（受理编号 …，已付 770.00 元）`."""
    granted, paid = yuan(claim.granted), yuan(claim.paid)
    if paid:
        end = f"已付 {shown(paid)} 元"
    else:
        end = f"已批准 {shown(granted)} 元，还没有付" if granted else "还没有决定"
    kind = unit.desk.label("incident_kind", claim.kind)
    return f"{claim.happened_on} 因{kind}申请过临时救助（受理编号 {claim.number}，{end}）"


def beside(unit: Unit, rows: FileRows) -> list[str]:
    """What whoever proposes or signs has to look at: other claims of about the same time, bills that look like another's."""
    return claims_beside(unit, rows) + alike_told(unit, rows)


def claims_beside(unit: Unit, rows: FileRows) -> list[str]:
    """What whoever proposes or signs has to know of other claims of these people of about the same time, and why once more."""
    if rows.application.way not in CLAIMED or not rows.incidents:
        return []
    incident = rows.incidents[-1]
    _, near = _near(unit, rows, incident)
    lines = [f"这家人 {claim_told(unit, claim)}" for claim in near]
    if lines and incident.again_reason:
        lines.append(f"再次救助的理由：{incident.again_reason}")
    return lines


def require_first_claim(unit: Unit, rows: FileRows, incident: Incident, field: str = "") -> None:
    """Refuse a second claim of the same event: the same people, kind and time, at whichever window [渝中、黔江 rules].

    The same event can be told as another kind: a claim of these people near it goes on only with a reason, which is kept
    and shown to whoever signs.
    """
    days, near = _near(unit, rows, incident)
    same = [claim for claim in near if claim.kind == incident.kind]
    if same:
        raise Refused(
            f"同一事由已在 {same[0].window} 窗口申请过（受理编号 {same[0].number}，发生日期 {same[0].happened_on}），"
            f"前后 {days} 天内同一事由不能重复救助。没有改动任何内容；请核对，确属不同事由的请更正情形。"
        )
    if near and len(incident.again_reason.strip()) < SHORTEST_AGAIN:
        told = (
            f"这家人 {claim_told(unit, near[-1])}，前后 {days} 天内同一事由不能重复救助。"
            f"没有改动任何内容；确属另一件事的，请在“急难情形”里写明再次救助的理由（至少 {SHORTEST_AGAIN} 个字）。"
        )
        raise InvalidInput([Problem(field, told)]) if field else Refused(told)
