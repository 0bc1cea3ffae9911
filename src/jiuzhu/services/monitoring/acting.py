"""What an alert leads to: an event, an adjustment or an application is tied to it, and one that was confirmed ends with that."""

from jiuzhu.domain.assessment.changing import Change
from jiuzhu.domain.monitoring import Alert
from jiuzhu.domain.office import Operator
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.granting import adjusting
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.household import events
from jiuzhu.services.household.events import Happened
from jiuzhu.storage.queries import alerts as queries
from jiuzhu.storage.unit import Unit


def not_closed(unit: Unit, alert_id: str) -> Alert:
    """An alert that still may be worked, by whoever it is given to."""
    unit.require("supervise")
    found = unit.get(Alert, alert_id)
    if found.state == "closed":
        raise Refused(f"预警 {found.number} 已办结，不能再改。没有改动任何内容。")
    unit.about(found.household_id)
    return found


def own(unit: Unit, alert_id: str) -> Alert:
    """An alert of the operator, of nobody, or worked by who decides for the office."""
    found = not_closed(unit, alert_id)
    _require_own(unit, found)
    return found


def _require_own(unit: Unit, alert: Alert) -> None:
    if not may_work(unit, alert.owner_id):
        name = unit.get(Operator, alert.owner_id or "").name
        raise Refused(f"预警 {alert.number} 由{name}核实。没有改动任何内容；要您来办的，请先接过来。")


def may_work(unit: Unit, owner_id: str | None) -> bool:
    """Whether an alert of this owner is the operator's to work."""
    actor = unit.actor
    return actor.may("supervise") and (owner_id in {None, actor.operator_id} or actor.may("decide"))


def tie(unit: Unit, alert: Alert, number: str) -> None:
    """Name what was done: an event, an adjustment or an application of the household that is open or came after the alert.

    `InvalidInput` for any other number.
    """
    if number not in queries.done_about(unit.session, alert.household_id, alert.raised_on):
        raise InvalidInput(
            [
                Problem(
                    "followed",
                    "没有找到这户的这个编号，或者它在预警以前已经办结。请填写户情变动、调整或申请的编号。",
                )
            ]
        )
    alert.followed = number


def _done(unit: Unit, alert: Alert, number: str) -> None:
    """What was done first is tied; what was confirmed and waited for it is over."""
    alert.followed = alert.followed or number
    if alert.state == "confirmed":
        end(unit, alert)
    unit.about(alert.household_id)


def end(unit: Unit, alert: Alert) -> None:
    """The alert is closed today."""
    alert.state, alert.closed_by, alert.closed_on = "closed", unit.actor.operator_id, unit.today


def record_for_alert(unit: Unit, alert_id: str, happened: Happened) -> str:
    """登记变动 of the household an alert speaks of; returns its number."""
    alert = own(unit, alert_id)
    number = events.record_event(unit, alert.household_id, happened)
    _done(unit, alert, number)
    return number


def propose_for_alert(unit: Unit, entitlement_id: str, change: Change, ground: Ground, why: list[str]) -> str:
    """提出调整 from the alert its ground names, over already or not; returns its number."""
    alert = unit.get(Alert, ground.alert_id)
    _require_own(unit, alert)
    number = adjusting.propose_adjustment(unit, entitlement_id, change, ground, why)
    _done(unit, alert, number)
    return number
