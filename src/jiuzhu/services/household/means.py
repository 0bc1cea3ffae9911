"""What a household earns and owns as its newest approved file says: which lines hold, which end and begin by an event."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from jiuzhu.domain.application import EconomicLine
from jiuzhu.domain.household import Household, HouseholdEvent, Person, is_minor
from jiuzhu.domain.money import shown
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.storage.queries import files as file_rows
from jiuzhu.storage.queries.household_facts import basis_of
from jiuzhu.storage.unit import Unit

PROPERTY = frozenset({"asset", "housing", "vehicle"})
"""Categories that belong to the household, whoever's name they are in."""

_ASKED = {
    "income": ("income_kind", "income", "收入"),
    "asset": ("asset_kind", "asset", "存款等"),
    "housing": ("home_kind", "area", "不动产"),
    "vehicle": ("vehicle_kind", "vehicle", "车辆等"),
}
"""Category → where its kind and its figure are asked, and its word."""

_KINDS = {
    "income": "income_kind", "asset": "asset_kind", "housing": "property_kind", "vehicle": "vehicle_kind", "expense": "expense_kind",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class NewLine:
    """An income, asset, dwelling or vehicle that is true from the event on; the figure counts as accepted."""

    category: str
    kind: str
    figure: Decimal | None
    item: str = ""
    period: str = "month"
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An economic line that holds today, and in words what and how much it is."""

    id: str
    category: str
    kind: str
    person_id: str
    told: str


@dataclass(frozen=True, slots=True)
class Home:
    """A household as its event form needs it: members by id and name, the lines that hold, the head and the minors."""

    people: list[tuple[str, str]]
    lines: list[OpenLine]
    head_id: str = ""
    minors: tuple[str, ...] = ()


def home_of(unit: Unit, household_id: str) -> Home:
    """Members and open lines of a household."""
    unit.require("read")
    here = [unit.get(Person, row.person_id) for row in file_rows.members_of(unit.session, household_id)]
    people = [(one.id, one.name) for one in here]
    minors = tuple(one.id for one in here if is_minor(one.birth, unit.today))
    lines = [
        OpenLine(row.id, row.category, row.kind, row.person_id or "", _told(unit, row))
        for row in _holding(unit, household_id)
    ]
    return Home(people, lines, unit.get(Household, household_id).head_id, minors)


def _holding(unit: Unit, household_id: str) -> Iterator[EconomicLine]:
    basis = basis_of(unit.session, household_id)
    if basis is None:
        return
    for row in file_rows.of_application(unit.session, EconomicLine, basis, "position"):
        begun = row.starts_on is None or row.starts_on <= unit.today
        if row.judgement != "withdrawn" and begun and (row.ends_on is None or row.ends_on >= unit.today):
            yield row


def _told(unit: Unit, row: EconomicLine) -> str:
    figures = (row.accepted, row.visited, row.checked, row.declared)
    figure = next((one for one in figures if one is not None), None)
    return worded(unit, row, figure, row.address)


def worded(unit: Unit, row: Any, figure: Decimal | None, address: str = "") -> str:
    """A line in words: its kind, how much it is, what from; `row` has category, kind, period and item."""
    kind = unit.desk.codes[_KINDS[row.category]].labels.get(row.kind, row.kind)
    of = {"income": "元/年" if row.period == "year" else "元/月", "housing": "平方米"}.get(row.category, "元")
    if figure is None:
        much = "数额未定"
    else:
        much = f"{figure.normalize():f} {of}" if row.category == "housing" else f"{shown(figure)} {of}"
    item = unit.desk.codes["income_item"].labels.get(row.item, row.item) or address
    return f"{kind} {much}" + (f"（{item}）" if item else "")


def lacking(begins: list[NewLine]) -> list[Problem]:
    """What is not told of lines that begin: a kind, a figure that is not negative."""
    problems = []
    for new in begins:
        kind, figure, word = _ASKED[new.category]
        if not new.kind:
            problems.append(Problem(kind, f"请选择{word}的种类。"))
        if new.figure is None or new.figure < 0:
            told = f"请填写{word}的数额。" if new.figure is None else "数额不能是负数。"
            problems.append(Problem(figure, told))
    return problems


def change_lines(
    unit: Unit, home: Household, event: HouseholdEvent, ends: list[str], begins: list[NewLine]
) -> None:
    """The named lines end the day before, others begin on the day.

    Income is of the person the event is about, or of nobody in particular; `Refused` without a file of the
    household's means, `InvalidInput` for a line of somebody else.
    """
    if not ends and not begins:
        return
    basis = basis_of(unit.session, home.id)
    if basis is None:
        raise Refused(
            "这户还没有经审核确认的经济状况，不能登记收入或财产变化。没有改动任何内容；请先办理申请。"
        )
    for line_id in ends:
        line = unit.get(EconomicLine, line_id)
        if line.application_id != basis or line.ends_on is not None:
            raise Refused("要停止的收入（财产）不是本户现在的记录。没有改动任何内容；请刷新后重新选择。")
        _require_own(unit, line, event.person_id or "")
        line.ends_on = event.effective_on - timedelta(days=1)
    for new in begins:
        unit.add(
            EconomicLine(
                application_id=basis,
                category=new.category,
                kind=new.kind,
                person_id=new.person_id or event.person_id,
                item=new.item,
                period=new.period,
                declared=new.figure,
                accepted=new.figure,
                accepted_by=unit.actor.operator_id,
                accepted_on=unit.today,
                judgement="true",
                starts_on=event.effective_on,
            )
        )


def _require_own(unit: Unit, line: EconomicLine, person_id: str) -> None:
    """Somebody's income does not end by what happens to somebody else."""
    if line.category == "income" and person_id and line.person_id not in {None, person_id}:
        whose = unit.get(Person, line.person_id or "").name
        raise InvalidInput([Problem("ends", f"勾选的有{whose}的收入，不是这位成员的；请只勾这位成员的。")])
