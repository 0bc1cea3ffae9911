"""Working a reply file out against what is stored: row by row what fits, where it goes, or why it does not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiuzhu.domain.checking import Check
from jiuzhu.domain.household import Obligor, Person
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.services.casework import files
from jiuzhu.services.counter.permits import obligor_permits, permits
from jiuzhu.services.survey.check_matching import Answer, Matched, Target, match, targets
from jiuzhu.services.survey.checking_lines import lines_of
from jiuzhu.storage.queries import checking as queries
from jiuzhu.storage.queries.files import FileRows
from jiuzhu.storage.unit import Unit

LONGEST = 200  # characters a stored answer may have
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RawReply:
    """One row of the file as typed, before anything is known about it."""

    row: int
    request_number: str
    name: str
    id_number: str
    department: str
    item: str
    status: str
    value: Decimal | None
    as_of: date | None
    note: str
    unreadable: str = ""  # cells that could not be taken, in words


@dataclass(slots=True)
class Request:
    """One request the file answers."""

    check: Check
    rows: FileRows
    answers: list[Answer] = field(default_factory=list)
    matched: Matched = field(default_factory=Matched)


@dataclass(slots=True)
class Plan:
    """What taking the file would do, by request; problems and targets by row number."""

    requests: dict[str, Request]
    problems: dict[int, str] = field(default_factory=dict)
    goes_to: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def plan_of(unit: Unit, raw: Iterable[RawReply]) -> Plan:
    """Everything the file would change, worked out against what is stored now."""
    rows = list(raw)
    checks = queries.checks_numbered(unit.session, list({row.request_number for row in rows}))
    plan = Plan(
        {
            number: Request(check, files.load_rows(unit, check.application_id))
            for number, check in checks.items()
        }
    )
    known = targets(unit.desk.codes["check_item"].labels)
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        key = (row.request_number, row.id_number, row.department, row.item, row.value, row.as_of, row.note)
        request = plan.requests.get(row.request_number)
        problem = _problem_of(unit, row, request, known)
        if not problem and key in seen:
            problem = f"与第 {seen[key]} 行完全相同，请删去一行，或在“说明”列写明区别"
        seen.setdefault(key, row.row)
        if problem or request is None:
            plan.problems[row.row] = problem
        else:
            request.answers.append(_answer(unit, row, request, known))
    uncounted = frozenset(unit.desk.codes["income_item"].codes)
    for request in plan.requests.values():
        own = [item for item in request.answers if item.obligor_id is None]
        request.matched = match(own, lines_of(request.rows), uncounted)
        plan.problems.update({item.row: item.problem for item in request.answers if item.problem})
        plan.goes_to.update({item.row: _goes_to(item) for item in request.answers})
        silent = _silent(unit, request)
        if silent:
            plan.notes.append(f"委托 {request.check.number}：{'、'.join(silent)}没有任何答复")
    return plan


def _silent(unit: Unit, request: Request) -> list[str]:
    """Whom nobody answered about."""
    told = {item.obligor_id or item.person_id for item in request.answers}
    signed, _ = permits(request.rows, unit.today)
    asked = obligor_permits(request.rows, unit.today)
    return [request.rows.people[one].name for one in signed if one not in told] + [
        row.name for row in request.rows.obligors if row.id in asked and row.id not in told
    ]


def _people(unit: Unit, request: Request, number: str) -> list[Person | Obligor]:
    """Who of a request has that ID number: a member, or an obligor who signed."""
    asked = obligor_permits(request.rows, unit.today)
    everybody: list[Person | Obligor] = [
        *request.rows.people.values(),
        *(row for row in request.rows.obligors if row.id in asked),
    ]
    return [one for one in everybody if one.id_number == number]


def _problem_of(unit: Unit, row: RawReply, request: Request | None, known: dict[str, Target]) -> str:
    """Why a row cannot be taken, in words; "" when it can."""
    if row.unreadable:
        return row.unreadable
    if request is None:
        return "没有这个委托编号，请对照委托名单填写完整编号"
    if request.check.replied_on is not None:
        return f"这份委托已在 {request.check.replied_on} 登记过答复，不能再登记"
    if request.check is not request.rows.checks[-1]:
        return "这份委托已被后来的委托取代"
    state = request.rows.application.state
    if state != "investigating":
        return f"这份申请现在是“{STATE_LABELS[state]}”，不能登记核对答复"
    return _problem_of_person(unit, row, request) or _problem_of_figure(unit, row, known)


def _problem_of_person(unit: Unit, row: RawReply, request: Request) -> str:
    people = _people(unit, request, row.id_number)
    if len(people) != 1:
        return "证件号码不在这份委托的人员里，请逐位核对"
    if people[0].name != row.name:
        return f"姓名与证件号码对不上：这个号码登记的是{people[0].name}"
    return ""


def _problem_of_figure(unit: Unit, row: RawReply, known: dict[str, Target]) -> str:
    target = known.get(row.item)
    if target is None:
        return f"不认识“{row.item}”这个项目，可填：{'、'.join(known)}"
    if row.as_of is not None and row.as_of > unit.today:
        return f"截止日期 {row.as_of} 还没有到"
    if any(len(text) > LONGEST for text in (row.department, value_of(row))):
        return f"来源部门或说明超过 {LONGEST} 个字，请缩短"
    return _problem_of_value(row, target)


def _problem_of_value(row: RawReply, target: Target) -> str:
    if row.status != "hit":
        return "状态不是“有”，不能填数值" if row.value else ""
    if target.category == "fact":
        return ""
    if row.value is None:
        return "状态填了“有”，请填写数值"
    return "" if row.value == row.value.quantize(_CENT) else "数值最多两位小数"


def _answer(unit: Unit, row: RawReply, request: Request, known: dict[str, Target]) -> Answer:
    (person,) = _people(unit, request, row.id_number)
    value = row.value.quantize(_CENT) if row.value is not None else None
    return Answer(
        row=row.row,
        person_id=person.of_person_id if isinstance(person, Obligor) else person.id,
        obligor_id=person.id if isinstance(person, Obligor) else None,
        department=row.department,
        target=known[row.item],
        status=row.status,
        value=value,
        as_of=row.as_of,
        note=row.note,
    )


def _goes_to(answer: Answer) -> str:
    if answer.problem:
        return ""
    if answer.obligor_id is not None:
        return "义务人的情况，只登记答复"
    if answer.target.category == "fact" or answer.status != "hit":
        return "只登记答复"
    if answer.line is None:
        return "未申报，新增一项"
    declared = "" if answer.line.declared is None else f"{answer.line.declared:,.2f}"
    return f"对应申报的 {declared} {answer.line.item}".rstrip()


def value_of(row: RawReply | Answer) -> str:
    """The answer as it is stored: figure and words."""
    return " ".join(part for part in ("" if row.value is None else f"{row.value:f}", row.note) if part)
