"""一人一档: a file with a 服务号 for everybody who has a class, its change and its end, and the hours of the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiuzhu.domain.clauses import spelled
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.served import ServiceFile
from jiuzhu.domain.serving.visits import HourGrant, Visit
from jiuzhu.domain.written import written
from jiuzhu.errors import InvalidInput, Problem, Refused, UserError
from jiuzhu.services.scheduling.board import clock
from jiuzhu.services.serving.classes import Classes, classes_of, proposal_of
from jiuzhu.services.serving.hours import account_of
from jiuzhu.storage.queries import plans as plan_rows
from jiuzhu.storage.queries import served as queries
from jiuzhu.storage.unit import Unit

HOURS = "service.hours.year"
"""Hours of visits at home a year for class 1 [渝北实施方案 2025-02-28 二(五)2]."""
_FIRST_CLASS = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """Files that were opened, and who was left out with the reason."""

    numbers: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def open_file(unit: Unit, person_id: str, household_id: str) -> str:
    """建档 for one person; returns the id. Raises `Refused` for somebody who has no class or a file already."""
    unit.require("assess_needs")
    return _opened(unit, person_id, classes_of(unit, [household_id])).id


def open_many(unit: Unit, people: Sequence[tuple[str, str]]) -> Opened:
    """建档 for many at once, each a person and the household; who cannot have one is left out and said why."""
    unit.require("assess_needs")
    classes = classes_of(unit, sorted({household_id for _, household_id in people}))
    numbers, left_out = [], []
    for person_id, _ in people:
        try:
            with unit.attempt():
                numbers.append(_opened(unit, person_id, classes).number)
                unit.session.flush()
        except Refused as refused:
            left_out.append(refused.happened)
        else:
            unit.seal()  # an entry for each: it is found in the history of that person
    if not numbers:
        raise Refused(f"一个档案也没有建：{left_out[0] if left_out else '没有选中的人。'}没有改动任何内容。")
    return Opened(tuple(numbers), tuple(left_out))


def _opened(unit: Unit, person_id: str, classes: Classes) -> ServiceFile:
    found = classes.of.get(person_id)
    if found is None:
        name = queries.names(unit.session, [person_id]).get(person_id, "这个人")
        raise Refused(f"{name}现在不属于任何一类服务对象，不能建档。没有改动任何内容。")
    before = queries.file_of(unit.session, person_id)
    if before is not None:
        raise Refused(f"{found.member.name}已有服务档案 {before.number}。没有改动任何内容。")
    made = unit.add(
        ServiceFile(
            number=unit.number("service_file"),
            person_id=person_id,
            household_id=found.household_id,
            service_class=found.number,
            class_reason=found.reason,
            class_on=unit.today,
            opened_on=unit.today,
            opened_by=unit.actor.operator_id,
        )
    )
    unit.about(made.id)
    return made


def change_service_class(unit: Unit, service_file_id: str, seen_version: int) -> str:
    """类别变更: the class, its reason and the household become what they are today; returns what changed in words."""
    unit.require("assess_needs")
    file = _open(unit, service_file_id, seen_version)
    homes = queries.homes_of(unit.session, file.person_id, file.household_id, unit.today)
    found = proposal_of(file, classes_of(unit, homes), homes)
    if found is None or found.now is None:
        raise Refused(
            f"{found.told if found else '类别没有变化'}。没有改动任何内容；不再服务的请停止服务并写明原因。"
        )
    now = found.now
    file.household_id, file.service_class = now.household_id, now.number
    file.class_reason, file.class_on = now.reason, unit.today
    unit.about(file.id)
    year = unit.today.year
    left = account_of(unit, file.id, year).left
    if now.number == _FIRST_CLASS or left <= 0:
        return found.told
    return f"{found.told}。{year} 年小时账户还剩 {hours(left)}，已不是第 1 类，请核对是否收回"


def end_file(unit: Unit, service_file_id: str, seen_version: int, on: date, reason: str) -> None:
    """停止服务 from a day on. Raises `Refused` with everything that has to end before it."""
    unit.require("serve")
    file = _open(unit, service_file_id, seen_version)
    reason = written(reason, "停止原因", "reason")
    if not file.opened_on <= on <= unit.today:
        raise InvalidInput([Problem("on", f"停止日期要在 {file.opened_on} 至今天之间。")])
    waiting = [
        *(f"服务计划 {one.number}（到 {one.ends_on}）" for one in plan_rows.open_plans(unit.session, file.id, on)),
        *(f"已安排的服务 {told}" for told in visits_told(unit, queries.booked_from(unit.session, on, file_id=file.id))),
        *(f"设备 {one.number} 还没有拆除" for one in queries.devices_at(unit.session, file.id)),
        *(f"{one.helper}的邻里互助还没有结束" for one in queries.helped_by(unit.session, file.id)),
    ]  # fmt: skip
    if waiting:
        raise Refused(
            f"还有没了结的事项：{'；'.join(waiting)}。没有改动任何内容；请先终止计划、在日历上取消服务、拆除设备、结束互助，再停止。"
        )
    file.ended_on, file.end_reason = on, reason
    unit.about(file.id)


def visits_told(unit: Unit, visits: Sequence[Visit]) -> list[str]:
    """Visits as a person looks for them on the calendar: day, time and item."""
    label = unit.desk.label
    return [f"{one.day} {clock(one.starts)} {label('service_item', one.item)}" for one in visits]


def set_home_care(
    unit: Unit, service_file_id: str, seen_version: int, since: date | None, until: date | None
) -> tuple[str, ...]:
    """残联居家托养 as its list tells it, None for never and for no end known.

    Returns the visits booked, recorded or settled within it: they are not received together [渝北实施方案 二(五)2] and have
    to be cancelled, or looked at by whoever verifies and settles.
    """
    unit.require("serve")
    file = _open(unit, service_file_id, seen_version)
    if since is None and until is not None:
        raise InvalidInput([Problem("since", "请填写居家托养从哪一天开始。")])
    if since is not None and until is not None and until < since:
        raise InvalidInput([Problem("until", "居家托养的截止日早于开始日，请核对。")])
    file.home_care_from, file.home_care_until = since, until
    unit.about(file.id)
    if since is None:
        return ()
    booked = queries.booked_from(unit.session, since, file_id=file.id)
    made = queries.made_from(unit.session, since, file.id)
    words = [(one, "已安排") for one in booked]
    words += [(one, "已结算" if settled else "已录入") for one, settled in made]
    within = [(one, word) for one, word in words if file.home_care_on(one.day)]
    told = visits_told(unit, [one for one, _ in within])
    return tuple(f"{one}（{word}）" for one, (_, word) in zip(told, within, strict=True))


def _open(unit: Unit, service_file_id: str, seen_version: int) -> ServiceFile:
    file = unit.get(ServiceFile, service_file_id)
    unit.unchanged(file, seen_version)
    if file.ended_on is not None:
        raise Refused(f"服务档案 {file.number} 已停止服务。没有改动任何内容。")
    return file


@dataclass(frozen=True, slots=True)
class Granted:
    """The hours of a year: to how many they were given, minutes each, and who was left out with the reason."""

    year: int
    people: int
    minutes: int
    already: int
    left_out: tuple[str, ...]


def grant_year(unit: Unit, year: int) -> Granted:
    """发放年度小时: to everybody of class 1 who was given none of that year yet, in this file or an earlier one.

    Who is in 残联居家托养 today is left out: both are not received together.
    """
    unit.require("serve")
    if year not in {unit.today.year, unit.today.year + 1}:
        raise UserError("只能发放今年或明年的小时。", field="year")
    on = max(unit.today, date(year, 1, 1))
    standards = unit.desk.policy.in_force(unit.desk.office.district, on)
    figure, minutes = standards[HOURS], standards.number(HOURS) * 60
    given = queries.granted(unit.session, year)
    already, people, left_out = 0, 0, []
    for row in queries.of_class(unit.session, _FIRST_CLASS):
        if given.get(row.person_id, 0) > 0:
            already += 1
        elif unit.get(ServiceFile, row.id).home_care_on(on):
            left_out.append(f"{row.name}（残联居家托养）")
        else:
            unit.add(
                HourGrant(
                    service_file_id=row.id,
                    year=year,
                    minutes=minutes,
                    reason=f"{year} 年度 {hours(minutes)}：{spelled(figure.document)}",
                    granted_by=unit.actor.operator_id,
                    granted_on=unit.today,
                )
            )
            people += 1
            unit.about(row.id)
            unit.seal()
    return Granted(year, people, minutes, already, tuple(left_out))
