"""督办: what ran past its day goes up to a named person and stays until answered; what is late long after goes up again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.clock_rules import CLOCK_RULES
from jiuzhu.domain.merging import Shown
from jiuzhu.domain.office import Escalation, Office, Operator
from jiuzhu.domain.rights import RIGHTS
from jiuzhu.domain.workflow import STATE_LABELS
from jiuzhu.domain.written import written
from jiuzhu.errors import Refused
from jiuzhu.services.casework import queue
from jiuzhu.services.casework.queue import QueueRow, due_title
from jiuzhu.services.monitoring import rechecking
from jiuzhu.services.office import merging
from jiuzhu.storage.queries import escalations as queries
from jiuzhu.storage.queries import offices
from jiuzhu.storage.queries import transfers as meeting_rows
from jiuzhu.storage.queries.files import operator_names
from jiuzhu.storage.queries.queues import Wanted
from jiuzhu.storage.unit import Unit

SUBJECTS = {
    "application": "申请", "transfer": "转办", "alert": "预警", "event": "户情变动", "lead": "线索", "recheck": "定期复核",
    "outcome": "复核后待调整", "decision": "会议议定",
}  # fmt: skip
_PAGES = {
    "transfer": "转办", "alert": "监测", "event": "监测", "lead": "转办", "recheck": "监测", "outcome": "监测",
    "decision": "转办",
}  # fmt: skip
"""Subject → the page it is handled on."""

_WAITS = tuple({rule.code for rules in CLOCK_RULES.values() for rule in rules if rule.waits})
"""Periods that must run out: their next step may be late, no limit is missed."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """One matter past its day, and the last time it went up; `again`: so long after the answer that it goes up anew."""

    subject: str
    subject_id: str
    subject_label: str
    number: str
    name: str
    code: str
    what: str
    due_on: date
    days: int
    escalation_id: str  # "" while it has not gone up
    to: str
    to_id: str
    answer: str
    application_id: str  # whose file it is, "" for what has none
    raised_on: date | None = None
    answered_on: date | None = None
    again: bool = False

    @property
    def goes_up(self) -> bool:
        """Whether the next round sends it up, for the first time or again."""
        return not self.escalation_id or self.again


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalatedRow(QueueRow):
    """One row of the queue 督办; only matters of an application can be opened from it."""

    escalation_id: str


@dataclass(frozen=True, slots=True)
class Supervisor:
    """Who may be named, and who is."""

    operator_id: str
    name: str
    chosen: bool


def name_person(unit: Unit, operator_id: str, *, before: Shown | None = None) -> None:
    """指定督办负责人: overdue matters go up to this colleague from now on; "" names nobody. `before`: see `merging`."""
    unit.require("configure")
    if operator_id:
        person = unit.get(Operator, operator_id)
        if person.ended_on is not None:
            raise Refused(f"{person.name}的账号已停用，不能指定为督办负责人。没有改动任何内容。")
        if not _can_act(person):
            raise Refused(
                f"{person.name}没有处置超期事项的岗位（审批、镇街审批、窗口经办或核查），不能指定为督办负责人。"
                "没有改动任何内容；请另选一位，或先给这个账号加上岗位。"
            )
    office = unit.get(Office, unit.desk.office.id)
    made = merging.merged(
        unit, office, {"person": operator_id}, before, about=[office.id], columns={"person": "escalation_id"},
        labels={"person": "督办负责人"},
    )  # fmt: skip
    office.escalation_id = made["person"] or None
    unit.about(office.id)


def _can_act(person: Operator) -> bool:
    """Whether somebody's roles let them act on what goes up to them."""
    return bool(RIGHTS["supervise"] & set(person.roles.split()))


def _named(unit: Unit) -> Operator | None:
    office = unit.get(Office, unit.desk.office.id)
    operator = unit.get(Operator, office.escalation_id) if office.escalation_id else None
    return operator if operator is not None and operator.ended_on is None else None


def person_named(unit: Unit) -> str:
    """The name of that person, "" while nobody at work is named."""
    named = _named(unit)
    return named.name if named else ""


def supervisors(unit: Unit) -> list[Supervisor]:
    """Everybody at work who can act on what goes up, with who is named."""
    named = _named(unit)
    return [
        Supervisor(row.id, f"{row.name}　{row.post}".strip(), named is not None and row.id == named.id)
        for row in offices.operators(unit.session)
        if row.ended_on is None and _can_act(row)
    ]


def overdue(unit: Unit) -> list[Overdue]:
    """Everything past its day, the longest first, with what became of it above."""
    unit.require("read")
    raised = queries.raised(unit.session)
    names = operator_names(unit.session)
    found = []
    for subject, row in _late(unit):
        above = raised.get((subject, row.id, row.code, row.due_on))
        found.append(
            Overdue(
                subject, row.id, SUBJECTS[subject], row.number, row.name, row.code,
                due_title(row.code) if row.code else SUBJECTS[subject], row.due_on, (unit.today - row.due_on).days,
                above.id if above else "", names[above.to_operator_id] if above else "",
                above.to_operator_id if above else "", above.answer if above else "", row.application_id or "",
                above.raised_on if above else None, above.answered_on if above else None,
                above is not None and _ran_out(unit, above),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.due_on, one.number))


def _ran_out(unit: Unit, above: Escalation) -> bool:
    """Whether a matter is still late so long after its answer that the answer did not help."""
    if above.answered_on is None:
        return False
    days = unit.desk.policy.in_force(unit.desk.office.district, unit.today).number("escalation.again.wd")
    return unit.today > unit.desk.calendar.add_working_days(above.answered_on, days).day


def _late(unit: Unit) -> Iterator[tuple[str, queries.Late]]:
    for subject in SUBJECTS:
        if subject == "outcome":
            found = _outcomes(unit)
        elif subject == "decision":
            found = _decisions(unit)
        else:
            found = iter(queries.late(unit.session, subject, unit.today, _WAITS))
        for row in found:
            yield subject, row


def _outcomes(unit: Unit) -> Iterator[queries.Late]:
    """What a recheck found to have changed, proposed by nobody within its days."""
    for row in rechecking.to_follow(unit):
        if row.due_on < unit.today:
            yield queries.Late(row.recheck_id, row.household_number, row.name, "", row.due_on, None)


def _decisions(unit: Unit) -> Iterator[queries.Late]:
    """What 联席会议 decided and nobody has carried out by its day."""
    for row in meeting_rows.open_decisions(unit.session):
        if row.due_on is not None and row.due_on < unit.today:
            yield queries.Late(row.id, row.number, row.title, "", row.due_on, row.application_id)


def raise_overdue(unit: Unit) -> int:
    """Send up everything overdue that has not gone up yet; returns how many. Run at every log-in, by whoever it is.

    The same clock and day goes up once, and again when it is late still `escalation.again.wd` after its answer; while
    nobody is named nothing goes up.
    """
    unit.require("read")
    named = _named(unit)
    if named is None:
        return 0
    waiting = [one for one in overdue(unit) if one.goes_up]
    for one in waiting:
        unit.add(
            Escalation(
                subject=one.subject, subject_id=one.subject_id, code=one.code, due_on=one.due_on,
                to_operator_id=named.id, raised_on=unit.today,
            )
        )  # fmt: skip
    unit.about(unit.desk.office.id)
    return len(waiting)


def escalate(unit: Unit) -> int:
    """The same at somebody's wish: refused while nobody is named."""
    if _named(unit) is None:
        raise Refused("还没有指定督办负责人，没有上报任何事项。请系统管理员先指定。")
    return raise_overdue(unit)


def answer_escalation(unit: Unit, escalation_id: str, text: str) -> None:
    """What the named person decided to do about it; nobody else answers."""
    unit.require("read")
    row = unit.get(Escalation, escalation_id)
    if row.to_operator_id != unit.actor.operator_id:
        raise Refused("这件督办不是上报给您的，不能由您答复。没有改动任何内容。")
    if _ran_out(unit, row):
        raise Refused("这次答复以后已过了期限，答复留作记录。没有改动任何内容；还没有办结的，请先再次上报。")
    row.answer, row.answered_on = written(text, "处理意见", "answer"), unit.today
    unit.about(row.subject_id)


def rows(unit: Unit) -> list[EscalatedRow]:
    """What is still late and waits for this operator's answer, the longest overdue first."""
    me = unit.actor.operator_id
    if not queries.any_unanswered(unit.session, me):
        return []
    mine = [one for one in overdue(unit) if one.to_id == me and not one.answer]
    wanted = Wanted(
        states=tuple(STATE_LABELS), ids=sorted({one.application_id for one in mine if one.application_id})
    )
    files = {row.application_id: row for row in queue.chosen(unit, wanted, limit=len(mine))}
    return [_row(one, files.get(one.application_id)) for one in mine]


def _row(one: Overdue, file: QueueRow | None) -> EscalatedRow:
    """The file's row with the clock that went up instead of the one that runs now; what has no file says its page."""
    return EscalatedRow(
        escalation_id=one.escalation_id,
        application_id=one.application_id,
        number=one.number,
        applicant=one.name,
        id_masked=file.id_masked if file else "",
        programmes=file.programmes if file else f"{one.subject_label}，在“{_PAGES[one.subject]}”里办理",
        village=file.village if file else "",
        state=file.state if file else "",
        state_label=file.state_label if file else one.subject_label,
        members=file.members if file else 0,
        due_on=one.due_on,
        due_title=one.what,
        runs_out=False,
        colour="bad",
        days_left=-one.days,
        open_differences=file.open_differences if file else 0,
        clerk_name=file.clerk_name if file else "",
        accepted_on=file.accepted_on if file else None,
        monthly=file.monthly if file else None,
        special=file.special if file else "",
        version=file.version if file else 0,
    )


def told(unit: Unit, subject_id: str) -> list[str]:
    """Every time a matter went up, in one line each."""
    names = operator_names(unit.session)
    lines = []
    for row in queries.of_subject(unit.session, subject_id):
        said = f"，{row.answered_on} 答复：{row.answer}" if row.answered_on else "，等待答复"
        lines.append(
            f"{row.raised_on} 上报{names[row.to_operator_id]}：{due_title(row.code)}，应在 {row.due_on} 前办理{said}"
        )
    return lines
