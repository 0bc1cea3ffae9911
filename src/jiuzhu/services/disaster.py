"""受灾救助: the damaged rooms of a family, what they come to, and the village's review [渝应急发〔2022〕76号]."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiuzhu.domain.application import Application
from jiuzhu.domain.approving import Deliberation
from jiuzhu.domain.relief import DamagedHouse
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.services import files, moving
from jiuzhu.services.files import standards_of
from jiuzhu.services.proposing import written
from jiuzhu.storage.unit import Unit


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


def register_damage(unit: Unit, application_id: str, damage: Damage) -> Decimal:
    """A line of 倒损住房台账 (F28); returns the yuan: 5,000 a room that fell or is badly damaged, at most four, only homes."""
    unit.require("check")
    application = unit.get(Application, application_id)
    problems = []
    if damage.disaster not in unit.desk.codes["disaster_kind"].codes:
        problems.append(Problem("disaster", "请选择灾害种类。"))
    if damage.happened_on > unit.today:
        problems.append(Problem("happened_on", "受灾日期还没有到，请核对。"))
    if damage.collapsed + damage.severe + damage.slight < 1:
        problems.append(Problem("collapsed", "请填写倒塌或损坏的间数。"))
    if problems:
        raise InvalidInput(problems)
    standards = standards_of(unit, files.load_rows(unit, application_id))
    rooms = min(damage.collapsed + damage.severe, standards.number("disaster.rooms"))
    full = standards.amount("disaster.room") * rooms if damage.only_home else Decimal(0)
    amount = full + damage.slight_amount
    unit.add(
        DamagedHouse(
            household_id=application.household_id,
            application_id=application.id,
            disaster=damage.disaster,
            happened_on=damage.happened_on,
            structure=damage.structure.strip(),
            collapsed=damage.collapsed,
            severe=damage.severe,
            slight=damage.slight,
            only_home=damage.only_home,
            rebuild=damage.rebuild,
            amount=amount,
        )
    )
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
