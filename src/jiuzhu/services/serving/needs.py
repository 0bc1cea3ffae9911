"""需求评估 (F30): two assessors, seven headings from 0 to 3, what is most urgent first; and the end of a need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.serving.served import Need, NeedsAssessment, ServiceFile
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.storage.queries import household_facts
from jiuzhu.storage.queries import needs as queries
from jiuzhu.storage.unit import Unit

SCORES = {"0": "0 没有需求", "1": "1 一般", "2": "2 较急", "3": "3 紧急"}
"""How urgent a need is → its words."""
OPEN = frozenset({"open", "arranged", "raised"})
STATES = {
    "open": "待落实",
    "arranged": "正在落实",
    "raised": "已提请",
    "met": "已落实",
    "ended": "已终止",
}
"""State of a need → its word."""
_NONE = "评估为没有需求"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found under one heading (code of need_heading); `content` may be empty where nothing is needed."""

    heading: str
    score: int
    content: str = ""


def assess_needs(
    unit: Unit,
    service_file_id: str,
    found: Sequence[Found],
    *,
    assessed_on: date,
    assessors: tuple[str, str],
    first: str = "",
    note: str = "",
) -> str:
    """登记需求评估, the first one or a new one; returns its id.

    The most urgent needs come first, of all the heading `first` when it is named. What was open from the assessment
    before goes on under the new one with everything that was arranged or asked for it; where nothing is needed any
    more it ends, unless something is still being arranged. Raises `InvalidInput` with every problem.
    """
    unit.require("assess_needs")
    file = unit.get(ServiceFile, service_file_id)
    if file.ended_on is not None:
        raise Refused(f"服务档案 {file.number} 已停止服务，不再评估。没有改动任何内容。")
    before = queries.newest_assessment(unit.session, file.id)
    earlier = {one.heading: one for one in queries.open_needs(unit.session, file.id)}
    told = {one.heading: one for one in found}
    problems = _problems(unit, found, assessed_on, assessors, first)
    if before is not None and assessed_on < before.assessed_on:
        problems.append(Problem("assessed_on", f"{before.assessed_on} 已有一次评估，新的不能早于它。"))
    for heading, need in earlier.items():
        if told.get(heading, Found(heading, 0)).score == 0 and queries.answers_under_way(
            unit.session, need.id
        ):
            label = unit.desk.label("need_heading", heading)
            problems.append(
                Problem(f"{heading}_score", f"“{label}”的需求正在落实，请先登记结果，再评为没有需求。")
            )
    if problems:
        raise InvalidInput(problems)
    made = unit.add(
        NeedsAssessment(
            service_file_id=file.id,
            application_id=household_facts.basis_of(unit.session, file.household_id),
            assessed_on=assessed_on,
            first_assessor=assessors[0].strip(),
            second_assessor=assessors[1].strip(),
            recorded_by=unit.actor.operator_id,
            note=note.strip(),
        )
    )
    unit.session.flush()
    ranked = sorted(found, key=lambda one: (one.heading != first, -one.score))
    for priority, one in enumerate(ranked, start=1):
        _store(unit, made, one, priority, earlier.get(one.heading))
    unit.about(file.id)
    return made.id


def _store(unit: Unit, made: NeedsAssessment, one: Found, priority: int, before: Need | None) -> None:
    need = Need(
        service_file_id=made.service_file_id,
        needs_assessment_id=made.id,
        heading=one.heading,
        score=one.score,
        priority=priority,
        content=one.content.strip(),
    )
    unit.add(need)
    if not one.score:
        need.state, need.ended_on, need.end_reason = "ended", made.assessed_on, _NONE
    if before is None:
        return
    if one.score:
        need.state = before.state
        unit.session.flush()
        for answer in queries.answers_under_way(unit.session, before.id):
            answer.need_id = need.id
        for raised in queries.raised_of(unit.session, before.id):
            raised.need_id = need.id
    before.state, before.ended_on = "ended", made.assessed_on
    before.end_reason = "重新评估，转入新的需求" if one.score else f"重新{_NONE}"


def _problems(
    unit: Unit, found: Sequence[Found], assessed_on: date, assessors: tuple[str, str], first: str
) -> list[Problem]:
    problems = []
    one, other = (name.strip() for name in assessors)
    if not one:
        problems.append(Problem("first_assessor", "请填写评估人一。"))
    if not other or other == one:
        problems.append(Problem("second_assessor", "评估要两个人一起做，请填写另一名评估人。"))
    if assessed_on > unit.today:
        problems.append(Problem("assessed_on", "评估日期还没有到，请核对。"))
    headings = unit.desk.codes["need_heading"].labels
    told = {entry.heading: entry for entry in found}
    for heading, label in headings.items():
        entry = told.get(heading)
        if entry is None or not 0 <= entry.score <= 3:
            problems.append(Problem(f"{heading}_score", f"请选择“{label}”的程度，0 至 3。"))
        elif entry.score and len(entry.content.strip()) < 2:
            problems.append(Problem(f"{heading}_content", f"请写明“{label}”方面需要什么。"))
    if len(found) != len(told) or told.keys() - headings.keys():
        problems.append(Problem("", "七个类别各评一次，请核对。"))
    if first and (first not in told or not told[first].score):
        problems.append(Problem("first", "最先落实的要是有需求的类别。"))
    return problems


def set_priority(unit: Unit, need_id: str, seen_version: int, priority: int) -> None:
    """调整先后: 1 is arranged first."""
    unit.require("assess_needs")
    need = open_need(unit, need_id, seen_version)
    if not 1 <= priority <= 7:
        raise InvalidInput([Problem("priority", "先后填 1 至 7，1 最先。")])
    need.priority = priority
    unit.about(need.service_file_id)


def end_need(unit: Unit, need_id: str, seen_version: int, reason: str) -> None:
    """终止需求 that nothing will meet, with the reason. Raises `Refused` while something is being arranged for it."""
    unit.require("assess_needs")
    need = open_need(unit, need_id, seen_version)
    reason = written(reason, "终止原因", "reason")
    if queries.answers_under_way(unit.session, need.id):
        raise Refused("这项需求正在落实。没有改动任何内容；请先登记落实结果，或取消所选的政策、资源、服务。")
    need.state, need.ended_on, need.end_reason = "ended", unit.today, reason
    unit.about(need.service_file_id)


def open_need(unit: Unit, need_id: str, seen_version: int) -> Need:
    """A need that goes on, as it was seen. Raises `Refused` for one that is over."""
    need = unit.get(Need, need_id)
    unit.unchanged(need, seen_version)
    if need.state not in OPEN:
        raise Refused(f"这项需求{STATES[need.state]}，不能再改动。没有改动任何内容。")
    return need
