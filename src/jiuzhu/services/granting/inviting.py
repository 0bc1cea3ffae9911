"""Who newly fits under a new standard is told and helped to apply: a lead for each family, never money.

民发〔2021〕57号 Art 6: the office tells a family that looks eligible. A 边缘 family that now fits 低保 is in the list by what
it receives; here are those who receive neither because they were refused above the old line.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from jiuzhu.domain.assessment.assess import Assessment, assess
from jiuzhu.domain.assessment.explain import explain
from jiuzhu.domain.assessment.finding import NOT_ENTITLED, Finding
from jiuzhu.domain.facts_of import facts_of
from jiuzhu.domain.granting import Reassessment
from jiuzhu.domain.money import ZERO, shown
from jiuzhu.domain.transferring import Lead
from jiuzhu.services.casework import files
from jiuzhu.storage.queries import inviting as queries
from jiuzhu.storage.queries.carrying_out import keepers, leave_out_lines
from jiuzhu.storage.queries.inviting import Refusal
from jiuzhu.storage.queries.reassessing import home_of, lines, receiving
from jiuzhu.storage.search import initials
from jiuzhu.storage.unit import Unit

REFUSED = ("dibao", "edge", "tekun")
"""Refused for one of these, a family may fit by the line of `_LINES`."""
_HELPED = "制作清单以后已重新申请、已在享或已告知，没有再邀请"
_LINES = {"dibao": ("低保标准", "standard"), "edge": ("低保边缘标准", "limit")}
"""Programme → its line per head in words, and the figure of its finding; the better help first."""


def refused_lately(unit: Unit, received: Mapping[str, list[Any]], on: date) -> dict[str, Refusal]:
    """Household → its last refusal, of those a list made `on` a day may invite: nothing received, asked for again or told since."""
    standards = unit.desk.policy.in_force(unit.desk.office.district, on)
    since = on - relativedelta(months=standards.number("standard.invite.months"))
    found = queries.refused_since(unit.session, since, unit.today, REFUSED)
    helped = {
        household_id
        for household_id, rows in received.items()
        if any(row.programme in REFUSED and not row.ended_reason for row in rows)
    }
    return {household_id: row for household_id, row in found.items() if household_id not in helped}


def invitations(
    unit: Unit, refused: Mapping[str, Refusal], starts: date, standards_on: date, go: Callable[[], None]
) -> Iterator[dict[str, Any]]:
    """A line for each family whose recorded income was not below the line before `starts` and is below the new one.

    What is recorded is the file as it was refused. Who was refused for something that still stands against them is not
    called in for nothing. `go` is told of each.
    """
    policy, calendar = unit.desk.policy, unit.desk.calendar
    for household_id, refusal in refused.items():
        go()
        rows = files.load_rows(unit, refusal.application_id)
        on = rows.application.accepted_on or rows.application.submitted_on
        facts = facts_of(files.build(unit.desk, rows, unit.today), on)
        now = assess(facts, policy, calendar, standards_on)
        before = assess(facts, policy, calendar, starts - timedelta(days=1))
        programme = next((one for one in _LINES if _newly_below(one, before, now)), "")
        if programme:
            yield _line(household_id, refusal.decided_on, now.findings[programme])


def _newly_below(programme: str, before: Assessment, now: Assessment) -> bool:
    found = now.findings[programme]
    return (
        found.result != NOT_ENTITLED
        and _stands(f"{programme}.income.below", found)
        and _stands(f"{programme}.income.not_below", before.findings[programme])
    )


def _stands(step: str, finding: Finding) -> bool:
    return any(line.step == step for line in finding.why)


def _line(household_id: str, day: date, finding: Finding) -> dict[str, Any]:
    label, name = _LINES[finding.programme]
    income, limit = (shown(Decimal(f"{finding.figures[one]}")) for one in ("per_head", name))
    told = f"登记的人均月收入 {income} 元，低于新的{label} {limit.removesuffix('.00')} 元"
    return {
        "household_id": household_id, "entitlement_id": None, "person_id": None, "programme": finding.programme,
        "outcome": "gained", "for_month": "", "before": ZERO, "after": ZERO, "base": ZERO, "addons": ZERO,
        "reason": f"{day} 不予确认；{told}，请告知并协助重新申请", "why": "\n".join(explain(finding)), "excluded": "",
    }  # fmt: skip


def _leave_out_helped(unit: Unit, row: Reassessment) -> None:
    """Whom the list would invite from a refusal, and who has asked again, receives or was told since it was made."""
    still = refused_lately(unit, receiving(unit.session, row.from_month, REFUSED, unit.today), row.made_on)
    positions = [
        line.position
        for line in lines(unit.session, row.id, ("gained",))
        if not line.after and line.household_id not in still
    ]
    leave_out_lines(unit.session, row.id, positions, _HELPED)


def invite(unit: Unit, row: Reassessment) -> int:
    """A lead with an owner and a day for every family a signed list says newly fits; how many."""
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("lead.wd")
    due = unit.desk.calendar.add_working_days(unit.today, days).day
    _leave_out_helped(unit, row)
    gained = list(lines(unit.session, row.id, ("gained",)))
    owners = keepers(unit.session, [line.household_id for line in gained])
    for line in gained:
        home = home_of(unit.session, line.household_id)
        told = line.reason
        if line.after:
            label = unit.desk.label("item", line.programme)
            told = f"标准调整后可能符合{label}，每月约 {shown(line.after)} 元，请告知并协助申请"
        unit.add(
            Lead(
                number=unit.number("lead"),
                source="comparison",
                found_on=unit.today,
                name=home.name,
                initials=initials(home.name),
                village=home.village,
                phone=home.phone,
                content=f"{told}（{row.number}）",
                person_id=home.head_id,
                household_id=line.household_id,
                owner_id=owners.get(line.household_id, row.made_by),
                due_on=due,
            )
        )
    return len(gained)
