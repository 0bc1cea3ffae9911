"""工作台: five numbers that are queues, what the desk should know today, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from jiuzhu.domain.rights import Actor
from jiuzhu.domain.workflow import OPEN_STATES
from jiuzhu.services.casework import queue as queues_service
from jiuzhu.services.casework.queue import QueueRow
from jiuzhu.services.granting import due_standards, reassessing
from jiuzhu.services.ledger import export_register
from jiuzhu.services.office import at_the_server, escalating, handing_on, recovery
from jiuzhu.services.office_rules import own_figures
from jiuzhu.services.survey import checking
from jiuzhu.storage.queries import accounts, caring, compositions, imports, looks, queues, visits
from jiuzhu.storage.queries.queues import Wanted
from jiuzhu.storage.unit import Unit

ESCALATED = "escalated"
"""Key of the queue 督办, there while something waits for the operator's answer."""

HANDED = "handed"
"""Key of the queue 接手, there while something a colleague handed over is open."""

MOST_REVEALS = 30
"""Whole numbers shown to one person in a day, beyond which the head is told."""

_AHEAD = 30
"""Days of holidays and make-up workdays shown ahead."""

_YEAR_NOTICE_MONTH = 11
"""From November on, next year's holiday notice is usually out and should be loaded."""


@dataclass(frozen=True, slots=True)
class QueueNumber:
    """One number of the desk and the queue behind it."""

    key: str
    label: str
    count: int
    colour: str  # ok | warn | bad


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything the first page shows."""

    numbers: list[QueueNumber]
    warnings: list[str]
    holidays: list[str]
    last_backup: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of a queue and how many rows the whole has."""

    rows: list[QueueRow]
    total: int


def _queues(today: date, actor: Actor) -> dict[str, tuple[str, Wanted, str]]:
    """Key → label, which applications, and the colour of a number above zero."""
    open_states = (*OPEN_STATES, "refused", "not_accepted", "approved")
    chosen = {
        "due_today": ("今日到期", Wanted(states=open_states, due_from=today, due_to=today), "warn"),
        "overdue": ("已超期", Wanted(states=open_states, due_to=today - timedelta(days=1)), "bad"),
        "to_complete": ("待补正", Wanted(states=("to_complete",)), "ok"),
        "to_check": ("待核查", checking.waiting(), "ok"),
        "to_sign": ("待签署", Wanted(states=("submitted",)), "ok"),
    }
    if actor.may("decide"):
        first = {"to_sign": chosen.pop("to_sign")}
        return first | chosen
    return chosen


def today(
    unit: Unit, last_backup: str = "", home: Path | None = None, troubles: Sequence[str] = ()
) -> Workbench:
    """The five numbers (a sixth for the person overdue matters go up to), the warnings and the days off ahead."""
    numbers = [
        QueueNumber(key, label, count, colour if count else "ok")
        for key, (label, wanted, colour) in _queues(unit.today, unit.actor).items()
        for count in (queues.count(unit.session, wanted),)
    ]
    up = len(escalating.rows(unit))
    if up:
        numbers.append(QueueNumber(ESCALATED, "督办", up, "bad"))
    handed = len(handing_on.handed_to_me(unit))
    if handed:
        numbers.append(QueueNumber(HANDED, "接手", handed, "warn"))
    return Workbench(numbers, [*troubles, *_warnings(unit, home)], _holidays(unit), last_backup)


def queue(unit: Unit, key: str, text: str = "", offset: int = 0, limit: int = 200) -> QueuePage:
    """The applications behind a number, the first due first; 超期 includes what waits for its next step."""
    if key == ESCALATED:
        found = escalating.rows(unit)
        return QueuePage([*found[offset : offset + limit]], len(found))
    if key == HANDED:
        given = handing_on.rows(unit)
        return QueuePage(given[offset : offset + limit], len(given))
    _, wanted, _ = _queues(unit.today, unit.actor)[key]
    narrowed = replace(wanted, text=text)
    order = "differences" if key == "to_sign" else "due"
    return QueuePage(
        queues_service.chosen(unit, narrowed, offset=offset, limit=limit, order=order),
        queues.count(unit.session, narrowed),
    )


def _warnings(unit: Unit, home: Path | None) -> list[str]:
    told = _bound(unit) + (_to_confirm(unit) if unit.actor.may("decide") else [])
    told += export_register.told(unit)
    told += _visits(unit) if unit.actor.may("serve") or unit.actor.may("record_visit") else []
    told += _many_reveals(unit) if unit.actor.may("decide") else []
    figures = own_figures.waiting_for(unit) if unit.actor.may("confirm") else 0
    if figures:
        told.append(f"有 {figures} 个标准或参数等待另一人核对，在“设置—标准与参数—本单位设置”里。")
    kept = caring.kept_of_the_dead(unit.session) if unit.actor.may("monitor") else 0
    if kept:
        told.append(f"有 {kept} 张代管卡折的持卡人已经去世，请交还卡折并注销备案，在“监测—卡折代管”里。")
    years = [unit.today.year]
    if unit.today.month >= _YEAR_NOTICE_MONTH:
        years.append(unit.today.year + 1)
    missing = [str(year) for year in years if year not in unit.desk.calendar.years]
    if missing:
        told.append(f"{'、'.join(missing)} 年的放假安排还没有导入，涉及的期限暂按周末估算，可能差几天。")
    standards = unit.desk.policy.in_force(unit.desk.office.district, unit.today)
    for key, label in (("std.dibao.urban", "城市低保标准"), ("std.dibao.rural", "农村低保标准")):
        figure = standards[key]
        if not figure.confirmed:
            told.append(f"{label} {figure.value} 元待本地确认，请向区县民政局核实后使用。")
    if unit.actor.may("pay") or unit.actor.may("decide"):
        told += due_standards.due(unit)
    if unit.actor.may("administer") and not escalating.person_named(unit):
        told.append("还没有指定督办人，超期的事项不会上报。请在“设置—督办”里指定一位负责人。")
    told += at_the_server.late(unit) if unit.actor.may("administer") else []
    told += _without_recovery(unit, home)
    return told


def _bound(unit: Unit) -> list[str]:
    """Who finds nobody should know where they looked."""
    villages = "、".join(sorted(unit.actor.villages))
    return [f"您的账号只管{villages}：别的村（社区）的家庭和申请，查找和台账里都没有。"] if villages else []


def _visits(unit: Unit) -> list[str]:
    """Visits of today, and what of the days before nobody wrote down."""
    today, behind = visits.due(unit.session, unit.today)
    return [
        *([f"今天有 {today} 次上门服务，在“服务—日历”里。"] if today else []),
        *([f"有 {behind} 次服务过了日子还没有录入记录，在“服务—服务记录”里。"] if behind else []),
    ]


def _many_reveals(unit: Unit) -> list[str]:
    """Who had more whole numbers shown today than a day's work needs: the head should ask."""
    found = looks.reveals_of(unit.session, unit.today, MOST_REVEALS)
    return [
        f"{name}今天查看了 {count} 次完整证件号码，超过 {MOST_REVEALS} 次，请了解原因。"
        for name, count in found
    ]


def _without_recovery(unit: Unit, home: Path | None) -> list[str]:
    """For who can make one; a practice office needs none."""
    if home and unit.actor.may("administer") and not unit.desk.office.demo and recovery.missing(home):
        return [
            "还没有恢复密钥：大家都忘记密码时数据就打不开了。请在“设置—锁定与恢复密钥”里制作一份，打印封存。"
        ]
    return []


def _to_confirm(unit: Unit) -> list[str]:
    """What colleagues proposed that has no queue of its own here, and where it is confirmed."""
    me = unit.actor.operator_id
    counts = (
        (imports.waiting_for(unit.session, me), "份旧台账等待确认，在“台账—转入旧台账”里。"),
        (accounts.waiting_for(unit.session, me), "户账户变更等待确认，在“发放—变更账户”里。"),
        (compositions.waiting_for(unit.session, me), "户金额构成等待确认，在“发放—金额构成”里。"),
        (reassessing.waiting_for(unit), "份标准调整清单等待签署，在“发放—标准调整”里。"),
    )
    return [f"有 {count} {told}" for count, told in counts if count]


def _holidays(unit: Unit) -> list[str]:
    """Days off on weekdays and make-up workdays in the coming weeks, one line each."""
    calendar = unit.desk.calendar
    lines = []
    for ahead in range(_AHEAD + 1):
        day = unit.today + timedelta(days=ahead)
        if day.year not in calendar.years:
            continue
        weekend = day.isoweekday() > 5
        working = calendar.is_working(day)
        if working == weekend:
            word = "补班" if working else "放假"
            lines.append(f"{day.month} 月 {day.day} 日（周{'一二三四五六日'[day.weekday()]}）{word}")
    return lines
