"""需求 as lists: who waits to be assessed, what waits to be arranged, what was raised, what is over."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from jiuzhu.domain.household import age_on
from jiuzhu.domain.serving import basis
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.services.household.household_facts import facts_on
from jiuzhu.services.serving.needs import STATES, Found
from jiuzhu.services.serving.raising import LEVELS
from jiuzhu.storage.queries import household_facts
from jiuzhu.storage.queries import needs as queries
from jiuzhu.storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody with a file whose needs were never assessed. `id` is the file's."""

    id: str
    file_number: str
    name: str
    age: int | None
    village: str
    service_class: int
    opened_on: date

    @property
    def service_file_id(self) -> str:
        """The file."""
        return self.id


class Asked(NamedTuple):
    """One time a need was raised: to whom, what was asked, what came back."""

    id: str
    level: str
    question: str
    raised_on: date
    answer: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need in the list, with what was asked of others about it."""

    id: str
    version: int
    service_file_id: str
    file_number: str
    name: str
    age: int | None
    village: str
    service_class: int
    heading: str  # code
    heading_told: str
    score: int
    priority: int
    content: str
    state: str  # code
    state_told: str
    assessed_on: date
    ended_on: date | None
    end_reason: str
    asked: tuple[Asked, ...]

    @property
    def open_question(self) -> Asked | None:
        """What was asked and not answered yet."""
        return next((one for one in self.asked if one.answered_on is None), None)

    @property
    def waits_for(self) -> str:
        """Who was asked last, "" where nobody was."""
        return self.asked[-1].level if self.asked else ""


def unassessed(unit: Unit, text: str = "") -> list[Waiting]:
    """待评估."""
    unit.require("read")
    return [
        Waiting(
            row.id, row.file_number, row.name, age_on(row.birth, unit.today), row.village, row.service_class,
            row.opened_on,
        )
        for row in queries.unassessed(unit.session, text)
    ]  # fmt: skip


def needs(unit: Unit, states: tuple[str, ...], text: str = "") -> list[NeedRow]:
    """Needs in these states, the urgent ones first; what is not over only of people whose file goes on."""
    unit.require("read")
    over = bool({"met", "ended"} & set(states))
    rows = queries.in_states(unit.session, states, text, going_on=not over)
    asked: dict[str, list[Asked]] = defaultdict(list)
    for one in queries.raised_of_needs(unit.session, [row.id for row in rows]):
        told = Asked(one.id, LEVELS[one.level], one.question, one.raised_on, one.answer, one.answered_on)
        asked[one.need_id].append(told)
    return [_row(unit, row, tuple(asked[row.id])) for row in rows]


def _row(unit: Unit, row: Any, asked: tuple[Asked, ...]) -> NeedRow:
    return NeedRow(
        row.id, row.version, row.service_file_id, row.file_number, row.name, age_on(row.birth, unit.today),
        row.village, row.service_class, row.heading, unit.desk.label("need_heading", row.heading), row.score,
        row.priority, row.content, row.state, STATES[row.state], row.assessed_on, row.ended_on, row.end_reason, asked,
    )  # fmt: skip


class Draft(NamedTuple):
    """What an assessment begins with: what the file knows under each heading, and what was found the last time."""

    basis: dict[str, tuple[str, ...]]
    checked: bool  # there is a file of the household's economic check
    before: dict[str, Found]
    assessed_on: date | None
    assessors: tuple[str, str]


def draft(unit: Unit, service_file_id: str) -> Draft:
    """The beginning of an assessment of one person."""
    unit.require("assess_needs")
    file = unit.get(ServiceFile, service_file_id)
    facts = facts_on(unit, file.household_id, unit.today)
    member = next((one for one in facts.members if one.id == file.person_id), None)
    known = basis.basis(facts, member, unit.desk.label) if member is not None else {}
    checked = household_facts.basis_of(unit.session, file.household_id) is not None
    newest = queries.newest_assessment(unit.session, file.id)
    if newest is None:
        return Draft(known, checked, {}, None, ("", ""))
    before = {
        one.heading: Found(one.heading, one.score, one.content)
        for one in queries.of_assessment(unit.session, newest.id)
    }
    assessors = (newest.first_assessor, newest.second_assessor)
    return Draft(known, checked, before, newest.assessed_on, assessors)
