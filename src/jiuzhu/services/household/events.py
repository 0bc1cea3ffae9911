"""户情变动: what happened to a household from a day is written once; members, marks and lines follow, nothing is deleted."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jiuzhu.domain.assessment import changing
from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.deadlines import death_limit
from jiuzhu.domain.dossier import MemberPart, ParentPart
from jiuzhu.domain.household import Household, HouseholdEvent, Person, is_minor
from jiuzhu.domain.household_event import ABILITY, CLEARS, EFFECTS, MARKED, NOTHING, TELLS, Effect
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused
from jiuzhu.services.granting.consequences import consequences
from jiuzhu.services.household import abilities, leaving, means, membership, newcomers, supporting, whose
from jiuzhu.services.household.marks_then import require_latest
from jiuzhu.services.household.means import NewLine
from jiuzhu.services.household.membership import NewHead
from jiuzhu.services.household.newcomers import Comes
from jiuzhu.services.household.supporting import ObligorChange
from jiuzhu.storage.queries import adjustments as adjustment_rows
from jiuzhu.storage.queries import entitlements as entitlement_rows
from jiuzhu.storage.queries import events as event_rows
from jiuzhu.storage.queries import people as people_rows
from jiuzhu.storage.unit import Unit


@dataclass(slots=True, kw_only=True)
class Happened:
    """What the clerk writes down. `joins` is the person who comes; `ends` names economic lines that are true no more."""

    kind: str
    effective_on: date | None
    details: str = ""
    evidence: str = ""
    person_id: str = ""
    joins: MemberPart | None = None
    day_checked: bool = False  # a day of death the records speak against was held against its paper
    no_means: bool = False  # told that who comes earns and owns nothing
    new_head: str = ""  # after the head has left, where more than one stay
    relations: dict[str, str] = field(default_factory=dict)  # of everybody else to a new head, by person
    guardian: str = ""  # of a child who becomes the head
    head_phone: str = ""  # by which the new head is reached
    other_household_id: str = ""
    other_number: str = ""  # 户编号 of the other household, when its id is not known
    marks: dict[str, Any] = field(
        default_factory=dict
    )  # fields of the person that change: student, illness, disability…
    ends: list[str] = field(default_factory=list)
    begins: list[NewLine] = field(default_factory=list)
    parent: ParentPart | None = None  # of the child `person_id`
    obligor: ObligorChange | None = None  # of `person_id`


def record_event(unit: Unit, household_id: str, happened: Happened) -> str:
    """登记变动; returns its number. Entitlements stay as they are until an adjustment is proposed and signed.

    Effective days may lie in the past, never in the future or before somebody joined: the records say what is.
    """
    unit.require("monitor")
    home = unit.get(Household, household_id)
    if happened.other_number.strip() and not happened.other_household_id:
        happened.other_household_id = _numbered(unit, happened.other_number.strip())
    effect, on = _checked(unit, home, happened)
    event = unit.add(
        HouseholdEvent(
            number=unit.number("event"),
            household_id=home.id,
            kind=happened.kind,
            person_id=happened.person_id or None,
            other_household_id=happened.other_household_id or None,
            effective_on=on,
            from_month=month_after(month_of(on)),
            details=happened.details.strip(),
            evidence=happened.evidence.strip(),
            due_on=_due(unit, home, happened.kind, on),
            recorded_by=unit.actor.operator_id,
            recorded_on=unit.today,
        )
    )
    unit.about(home.id)
    _apply(unit, home, event, effect, happened)
    return event.number


def _due(unit: Unit, home: Household, kind: str, on: date) -> date:
    """The last day to finish what follows: a death by its months, 特困 by its reassessment, all others by `event.wd`."""
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    if kind == "death":
        return death_limit(on, standards, unit.desk.calendar).day
    cared = kind in ABILITY and entitlement_rows.receives(unit.session, home.id, "tekun")
    days = standards.number("tekun.reassess.wd" if cared else "event.wd")
    return unit.desk.calendar.add_working_days(unit.today, days).day


def _numbered(unit: Unit, number: str) -> str:
    found = people_rows.household_numbered(unit.session, number)
    if found is None:
        raise InvalidInput([Problem("other_number", f"没有编号为 {number} 的户，请核对。")])
    return found


def _checked(unit: Unit, home: Household, happened: Happened) -> tuple[Effect, date]:
    effect = EFFECTS.get(happened.kind)
    if effect is None:
        raise InvalidInput([Problem("kind", "请选择变动的种类。")])
    problems = _lacking(happened, effect)
    if effect.joins and happened.joins is not None and happened.effective_on is not None:
        comes = Comes(
            happened.kind, happened.effective_on, happened.joins, happened.begins, happened.no_means
        )
        problems += newcomers.lacking(unit, home, comes)
    if happened.effective_on is None or happened.effective_on > unit.today:
        told = "这一天还没有到，变动还没有发生；请在发生以后登记。"
        problems.insert(0, Problem("effective_on", told if happened.effective_on else "请填写发生的日期。"))
    if happened.kind == "other":
        written(happened.details, "变动的情况", "details")
    if home.ended_on is not None:
        raise Refused("这户已经注销或并入其他户，不能再登记变动。没有改动任何内容。")
    if problems or happened.effective_on is None:
        raise InvalidInput(problems)
    return effect, happened.effective_on


_FIRST_OF = {False: "income_kind", True: "asset_kind"}
"""Whether it is about property → the first question about what begins."""


_WHO = {"change_head": "new_head"}
"""Kind → where the person is asked, when it is not 哪位成员."""


_DECLARED = (
    "请写明法院宣告失踪的文书。只是失联的，仍是共同生活的家庭成员，不登记这一项（民发〔2021〕57号第七条）；"
    "孩子的父（母）失联的，登记“父母情况变化”。"
)


def _lacking(happened: Happened, effect: Effect) -> list[Problem]:
    """What a kind of event must say and this one does not."""
    obligor = happened.obligor.name.strip() if happened.obligor else ""
    wanted = (
        (effect.person and not effect.joins and not happened.person_id, _WHO.get(happened.kind, "person_id"), "请选择是哪一位成员。"),
        (effect.joins and happened.joins is None, "name", "请填写新成员的姓名。"),
        (happened.kind == "missing" and not happened.evidence.strip(), "evidence", _DECLARED),
        (happened.kind == "merge" and not happened.other_household_id, "other_number", "请填写并入本户的户编号。"),
        (effect.lines and not happened.ends and not happened.begins, _FIRST_OF[happened.kind == "property"], "请写明收入（财产）由什么变为什么。"),
        (happened.kind == "parent" and happened.parent is None, "parent_state", "请选择这位父（母）现在的情形。"),
        (happened.kind == "support" and not obligor, "relative", "请填写义务人的姓名。"),
    )  # fmt: skip
    return [
        *(Problem(field, told) for lacks, field, told in wanted if lacks),
        *_unmarked(happened),
        *means.lacking(happened.begins),
    ]


_ASKED = {
    "disability_kind": "请选择残疾类别。", "disability_grade": "请选择残疾等级。", "illness": "请选择现在的患病情况。",
    "student": "请选择现在的在学情况。", "ruled_as": "请选择区县认定的类别。",
    "ruled_by": "请填写区县认定的文书（单位、文号或日期）。",
}  # fmt: skip
_SAYS_NOT = {
    "illness": "选“无”就不是患病，请选择患的是哪一类病。",
    "student": "选“不在学”就不是入学，请选择在学情况。",
}


def _unmarked(happened: Happened) -> list[Problem]:
    """What an event about a person must tell anew of them: the consequences follow from it and from nothing else."""
    if happened.kind == "recovered" and not happened.marks:
        return [Problem("illness", "请选择现在的患病情况，或者勾选残疾证已经注销。")]
    problems = []
    for name in TELLS.get(happened.kind, ()):
        value = happened.marks.get(name)
        if not value:
            problems.append(Problem(name, _ASKED[name]))
        elif value == NOTHING.get(name):
            problems.append(Problem(name, _SAYS_NOT[name]))
    return problems


def _apply(unit: Unit, home: Household, event: HouseholdEvent, effect: Effect, happened: Happened) -> None:
    on = event.effective_on
    if effect.leaves:
        member = membership.require_member(unit, home, happened.person_id)
        if happened.kind == "death":
            leaving.require_day(unit, member, on, checked=happened.day_checked)
        leaving.require_reason(unit, home, event, member)
        membership.leave(unit, home, event, _new_head(happened, happened.new_head))
    if effect.joins and happened.joins is not None:
        newcomers.join(unit, home, happened.joins, event)
    marked = {*CLEARS.get(happened.kind, {}), *happened.marks, *([effect.marks] if effect.marks else [])}
    if marked:
        require_latest(unit, happened.person_id, marked, on)
    if effect.marks:
        membership.require_member(unit, home, happened.person_id)
        person = unit.get(Person, happened.person_id)
        if not effect.value:
            leaving.require_away(person, effect.marks)
        setattr(person, effect.marks, effect.value)
    if happened.kind == "change_head":
        membership.change_head(unit, home, event, _new_head(happened, happened.person_id))
    if happened.kind == "merge":
        membership.merge(unit, home, event)
    _change_supporters(unit, home, happened, on)
    if happened.kind == "ruled":
        _require_child(unit, home, happened.person_id, on)
    _mark(unit, home, happened)
    means.change_lines(unit, home, event, happened.ends, happened.begins)


def _new_head(happened: Happened, person_id: str) -> NewHead:
    return NewHead(person_id, happened.relations, happened.guardian, happened.head_phone)


def _require_child(unit: Unit, home: Household, person_id: str, on: date) -> None:
    """Refuse a ruling on somebody who was no child on its day, or of whom nobody can tell: nothing would follow from it."""
    person = unit.get(Person, membership.require_member(unit, home, person_id).person_id)
    if is_minor(person.birth, on):
        return
    lacks = f"{person.name}没有出生日期，看不出是不是儿童，没有登记。请先在这户的申请里补填身份证号。"
    grown = f"{person.name}在 {on} 已满 18 周岁，不是儿童，登记了也不起作用。请核对是哪一位成员。"
    raise InvalidInput([Problem("person_id", lacks if person.birth is None else grown)])


def _mark(unit: Unit, home: Household, happened: Happened) -> None:
    """What is new of the person from now on; an illness or a certificate that is over takes its words with it."""
    marks = CLEARS.get(happened.kind, {}) | happened.marks
    if not marks:
        return
    membership.require_member(unit, home, happened.person_id)
    person = unit.get(Person, happened.person_id)
    for name, value in marks.items():
        if name not in MARKED:
            msg = f"an event cannot set {name}"
            raise ValueError(msg)
        setattr(person, name, value)


def _change_supporters(unit: Unit, home: Household, happened: Happened, on: date) -> None:
    if happened.parent is None and happened.obligor is None:
        return
    owed = membership.require_member(unit, home, happened.person_id).person_id
    if happened.parent is not None:
        supporting.change_parent(unit, home, owed, happened.parent, on)
    if happened.obligor is not None:
        supporting.change_obligor(unit, home, owed, happened.obligor, on)


def events(unit: Unit, household_id: str = "") -> list[HouseholdEvent]:
    """Events of a household, or those not settled yet of all, the newest first."""
    return event_rows.events(unit.session, household_id)


def settle_event(unit: Unit, event_id: str, note: str) -> None:
    """Nothing more follows from an event: every consequence was decided, or there was none. Refused while one is open."""
    unit.require("supervise")
    event = unit.get(HouseholdEvent, event_id)
    if event.settled_on is not None:
        raise Refused(f"变动 {event.number} 已经办结。没有改动任何内容。")
    abilities.require_assessed(unit, event)
    _require_decided(unit, event)
    event.details = "；".join(part for part in (event.details, written(note, "办结说明", "note")) if part)
    event.settled_on = unit.today
    unit.about(event.household_id)


def _require_decided(unit: Unit, event: HouseholdEvent) -> None:
    """Every change that follows is decided, for or against; what only a person can judge is told in the note."""
    homes = [event.household_id, *([event.other_household_id] if event.other_household_id else [])]
    found = [one for home in homes for one in consequences(unit, home)]
    decided = adjustment_rows.decided_for(unit.session, event.id)
    for one in found:
        if one.waiting:
            raise Refused(f"{one.label}还有等待审批的调整。没有办结变动 {event.number}；请等审批以后再办结。")
        if one.change.kind not in {changing.KEEP, changing.BY_HAND} and one.entitlement_id not in decided:
            raise Refused(
                f"按变动后的情况，{one.label}还没有调整：{one.change.reason}。没有办结变动 {event.number}；请先提出调整。"
            )


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event without its end."""

    id: str
    number: str
    kind_label: str
    effective_on: date
    from_month: str
    due_on: date | None
    details: str
    household_id: str
    household_number: str
    village: str
    name: str  # of the head
    who: str  # whose event it is, and what they are to the head
    assessable: bool = False  # whether their self-care is assessed again


def waiting(unit: Unit, text: str = "", limit: int = 500) -> list[EventRow]:
    """Events whose consequences are not all decided, the oldest first."""
    unit.require("read")
    return [
        EventRow(
            row.id, row.number, unit.desk.label("household_event", row.kind), row.effective_on, row.from_month, row.due_on,
            row.details, row.household_id, row.household_number, row.village, row.name, whose.of_row(unit, row),
            row.kind in ABILITY and row.person_id is not None,
        )
        for row in event_rows.listed(unit.session, text, limit)
    ]  # fmt: skip
