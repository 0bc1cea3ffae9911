"""自理能力变化 of somebody who is cared for: assessed again after the event that told of it, the money follows by a proposal."""

from datetime import date

from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.household import HouseholdEvent
from jiuzhu.domain.household_event import ABILITY, REPORTED
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.survey import caring
from jiuzhu.storage.queries import caring as caring_rows
from jiuzhu.storage.unit import Unit


def assess_again(
    unit: Unit,
    event_id: str,
    unmet: list[str],
    assessors: tuple[str, str],
    on: date,
    *,
    third_party: str = "",
) -> str:
    """重新评估 within ten working days of the report [43 Art 23]; returns the level (none, half, full).

    It stands in the file the person is supported by, whose signed form keeps the assessment it was signed on. No amount
    changes here: the other level is proposed from the event and signed by another person. What was only reported holds
    from the month after the assessment.
    """
    unit.require("check")
    event = unit.get(HouseholdEvent, event_id)
    if event.settled_on is not None:
        raise Refused(
            f"变动 {event.number} 已经办结，不能再登记评估。没有改动任何内容；请另外登记自理能力变化。"
        )
    if event.kind not in ABILITY or event.person_id is None:
        raise Refused("这种变动不用重新评估自理能力。没有改动任何内容；有变化的，请另外登记自理能力变化。")
    if on < event.effective_on:
        told = f"评估要在变动发生以后（{event.effective_on} 起），请核对日期。"
        raise InvalidInput([Problem("on", told)])
    level = caring.record_again(unit, event.person_id, unmet, assessors, on, third_party=third_party)
    if event.kind == REPORTED:
        event.from_month = month_after(month_of(on))
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    event.due_on = unit.desk.calendar.add_working_days(unit.today, standards.number("event.wd")).day
    unit.about(event.household_id)
    return level


def require_assessed(unit: Unit, event: HouseholdEvent) -> None:
    """Refuse to end a report of another ability before anybody has assessed it."""
    if event.kind != REPORTED or event.person_id is None:
        return
    if not caring_rows.assessed_since(unit.session, event.person_id, event.effective_on):
        raise Refused(
            f"变动 {event.number} 报告的自理能力变化还没有重新评估。没有办结这件变动；请先登记自理能力评估。"
        )
