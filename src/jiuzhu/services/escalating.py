"""督办: what ran past its day goes up to a named person, once for each clock, and stays until that person has answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.office import Escalation, Office, Operator
from jiuzhu.errors import Refused
from jiuzhu.services.proposing import written
from jiuzhu.services.queue import due_title
from jiuzhu.storage.queries import escalations as queries
from jiuzhu.storage.unit import Unit

SUBJECTS = {"application": "申请", "transfer": "转办", "alert": "预警", "lead": "线索"}


@dataclass(frozen=True, slots=True)
class Overdue:
    """One matter past its day."""

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
    answer: str


def name_person(unit: Unit, operator_id: str) -> None:
    """Who hears of what is overdue: a colleague at work."""
    unit.require("configure")
    person = unit.get(Operator, operator_id)
    if person.ended_on is not None:
        raise Refused(f"{person.name}的账号已停用，不能指定为督办负责人。没有改动任何内容。")
    office = unit.get(Office, unit.desk.office.id)
    office.escalation_id = person.id
    unit.about(office.id)


def person_named(unit: Unit) -> str:
    """The name of that person, "" while nobody is named."""
    office = unit.get(Office, unit.desk.office.id)
    return unit.get(Operator, office.escalation_id).name if office.escalation_id else ""


def overdue(unit: Unit) -> list[Overdue]:
    """Everything past its day, the longest first, with what became of it above."""
    unit.require("read")
    raised = queries.raised(unit.session)
    names = queries.operator_names(unit.session)
    found = []
    for subject, row in _late(unit):
        above = raised.get((subject, row.id, row.code, row.due_on))
        found.append(
            Overdue(
                subject, row.id, SUBJECTS[subject], row.number, row.name, row.code,
                due_title(row.code) if row.code else SUBJECTS[subject], row.due_on, (unit.today - row.due_on).days,
                above.id if above else "", names.get(above.to_operator_id, "") if above else "",
                above.answer if above else "",
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.due_on, one.number))


def _late(unit: Unit) -> Iterator[tuple[str, queries.Late]]:
    for subject in SUBJECTS:
        for row in queries.late(unit.session, subject, unit.today):
            yield subject, row


def escalate(unit: Unit) -> int:
    """Send up everything overdue that has not gone up yet; returns how many. The same clock goes up once."""
    unit.require("read")
    office = unit.get(Office, unit.desk.office.id)
    if office.escalation_id is None:
        raise Refused("还没有指定督办负责人，没有上报任何事项。请系统管理员先指定。")
    waiting = [one for one in overdue(unit) if not one.escalation_id]
    for one in waiting:
        unit.add(
            Escalation(
                subject=one.subject, subject_id=one.subject_id, code=one.code, due_on=one.due_on,
                to_operator_id=office.escalation_id, raised_on=unit.today,
            )
        )  # fmt: skip
    unit.about(office.id)
    return len(waiting)


def answer_escalation(unit: Unit, escalation_id: str, text: str) -> None:
    """What the named person decided to do about it; nobody else answers."""
    unit.require("read")
    row = unit.get(Escalation, escalation_id)
    if row.to_operator_id != unit.actor.operator_id:
        raise Refused("这件督办不是上报给您的，不能由您答复。没有改动任何内容。")
    row.answer, row.answered_on = written(text, "处理意见", "answer"), unit.today
    unit.about(row.subject_id)
