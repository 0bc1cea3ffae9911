"""Whether who signs reaches far enough: a township signs what is entrusted to it, the county all."""

from jiuzhu.domain.authority import LABELS, Level, level_of, may_sign
from jiuzhu.errors import Refused
from jiuzhu.storage.unit import Unit


def why_not(unit: Unit, level: Level | None) -> str:
    """Why this operator may not sign at that level, "" when they may."""
    if level is None or may_sign(unit.actor.roles, level):
        return ""
    return f"{level.why}，您是镇街审批岗位，不能签署"


def barred(unit: Unit, level: Level | None, proposed_by: str | None) -> str:
    """Why this operator may not sign what a colleague proposed, "" when they may: another person signs, who reaches that far."""
    if proposed_by == unit.actor.operator_id:
        return "是您提出的，请另一位同事签署"
    return why_not(unit, level)


def require(unit: Unit, level: Level | None) -> None:
    """Refuse, with who signs, when this approver does not reach that far."""
    told = why_not(unit, level)
    if told and level is not None:
        raise Refused(f"{told}。没有改动任何内容；请由{LABELS[level.authority]}审批岗位的同事签署。")


def of_programme(unit: Unit, programme: str) -> Level:
    """Who signs a change of a monthly grant today: whoever confirms the programme."""
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    bound = standards.with_settings({"authority.dibao": unit.desk.office.authority})
    return level_of(bound, programme)
