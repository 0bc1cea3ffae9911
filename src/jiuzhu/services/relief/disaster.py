"""受灾救助: the damaged rooms of a family, what they come to, and the village's review [渝应急发〔2022〕76号]."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Deliberation
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.policy import Standards
from jiuzhu.domain.relief import DamagedHouse
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.casework import files, moving
from jiuzhu.services.casework.files import standards_of
from jiuzhu.services.office import merging
from jiuzhu.services.survey.relief_facts import OPEN
from jiuzhu.storage.queries import relief as queries
from jiuzhu.storage.unit import Unit

_MOST_ROOMS = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What fell or was damaged, in rooms; kitchens, sheds and temporary buildings are no rooms."""

    disaster: str
    happened_on: date
    structure: str = ""
    collapsed: int = 0
    severe: int = 0
    slight: int = 0
    only_home: bool = True
    rebuild: str = ""
    slight_amount: Decimal = Decimal(0)  # by loss, set by hand


def _problems(unit: Unit, damage: Damage) -> list[Problem]:
    problems = []
    if damage.disaster not in unit.desk.codes["disaster_kind"].offered:
        problems.append(Problem("disaster", "请选择灾害种类。"))
    if damage.happened_on > unit.today:
        problems.append(Problem("happened_on", "受灾日期还没有到，请核对。"))
    wrong = [
        Problem(name, "间数要在 0 到 99 之间，请核对。")
        for name in ("collapsed", "severe", "slight")
        if not 0 <= getattr(damage, name) <= _MOST_ROOMS
    ]
    problems += wrong
    if not wrong and damage.collapsed + damage.severe + damage.slight < 1:
        problems.append(Problem("collapsed", "请填写倒塌或损坏的间数（不含厨房、圈舍和临时用房）。"))
    if damage.rebuild and damage.rebuild not in unit.desk.codes["rebuild_way"].offered:
        problems.append(Problem("rebuild", "请选择重建方式。"))
    if damage.slight_amount < 0:
        problems.append(Problem("slight_amount", "一般损坏的救助金额不能是负数。"))
    elif damage.slight_amount and not damage.slight:
        problems.append(Problem("slight_amount", "没有一般损坏的房间，不能填写一般损坏的救助金额。"))
    return problems


def amount_of(standards: Standards, damage: Damage) -> Decimal:
    """Yuan: 5,000 a room that fell or is badly damaged, at most four, of the only home; slight damage by hand (pure)."""
    rooms = min(damage.collapsed + damage.severe, standards.number("disaster.rooms"))
    full = standards.amount("disaster.room") * rooms if damage.only_home else Decimal(0)
    return full + damage.slight_amount


def damage_of(unit: Unit, application_id: str) -> Damage | None:
    """What is registered of an application, None for nothing yet."""
    rows = files.load_rows(unit, application_id)
    if not rows.damaged:
        return None
    return Damage(**{name: getattr(rows.damaged[-1], name) for name in Damage.__dataclass_fields__})


def register_damage(
    unit: Unit, application_id: str, damage: Damage, *, before: Shown | None = None
) -> Decimal:
    """A line of 倒损住房台账 (F28), one for each application: written again it is corrected. Returns its yuan.

    `before`: see `merging`.
    """
    unit.require("check")
    application = unit.get(Application, application_id)
    if application.way != "disaster":
        raise Refused("这份申请不是受灾救助，不能登记倒损住房。没有改动任何内容。")
    if application.state not in OPEN:
        raise Refused("这份申请已提出意见，倒损住房不能再改。没有改动任何内容；要改的请先退回。")
    problems = _problems(unit, damage)
    if problems:
        raise InvalidInput(problems)
    rows = files.load_rows(unit, application_id)
    standards = standards_of(unit, rows)
    days = standards.number("tmp.duplicate.days")
    persons = [row.person_id for row in rows.members]
    elsewhere = queries.same_damage(
        unit.session, persons, damage.disaster, damage.happened_on, days, but=application.id
    )
    if elsewhere:
        raise Refused(
            f"这户同一灾害已在另一份申请登记过倒损住房（受理编号 {elsewhere}），不能重复救助。没有改动任何内容。"
        )
    typed: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in asdict(damage).items()
    }
    if rows.damaged:
        row = rows.damaged[-1]
        typed = merging.merged(unit, row, typed, before, about=[application.id])
    else:
        row = unit.add(
            DamagedHouse(
                household_id=application.household_id,
                application_id=application.id,
                disaster=damage.disaster,
                happened_on=damage.happened_on,
            )
        )
    for name, value in typed.items():
        setattr(row, name, value)
    amount = row.amount = amount_of(standards, Damage(**typed))
    moving.settle_due(unit, application)
    unit.about(application.id)
    return amount


def record_deliberation(unit: Unit, application_id: str, held: Deliberation) -> None:
    """民主评议 (F12): at least two thirds of those present are village representatives, every vote accounted for."""
    unit.require("check")
    application = unit.get(Application, application_id)
    problems = []
    if held.held_on > unit.today:
        problems.append(Problem("held_on", "评议日期还没有到，请核对。"))
    if held.participants < 1 or held.representatives * 3 < held.participants * 2:
        problems.append(Problem("representatives", "村（居）民代表不能少于参加人数的三分之二，请核对人数。"))
    if held.agree + held.disagree + held.abstain != held.participants:
        problems.append(Problem("agree", "同意、不同意、弃权的票数之和应等于参加人数，请核对。"))
    if held.conclusion not in {"agreed", "disagreed", "resurvey"}:
        problems.append(Problem("conclusion", "请选择评议结论。"))
    if problems:
        raise InvalidInput(problems)
    written(held.statements, "评议发言要点", "statements")
    held.application_id = application.id
    unit.add(held)
    moving.step(unit, application, "deliberate", application.state, held.statements)
    moving.settle_due(unit, application)
