"""Dialogs about a worker: what is written down, hours, an absence with the visits it leaves, the end."""

from typing import Any

from PySide6.QtWidgets import QWidget

from jiuzhu.domain.form import FormField
from jiuzhu.services.scheduling import absences
from jiuzhu.services.scheduling.calendar_view import Slot
from jiuzhu.services.serving import workers
from jiuzhu.services.serving.workers import WEEKDAYS, WorkerTold, WorkWeek
from jiuzhu.ui.page import Page
from jiuzhu.ui.serving.replan_dialog import ReplanDialog
from jiuzhu.ui.serving.section import HALF_HOURS, table

FIELDS = (
    FormField("name", "姓名", required=True),
    FormField("sex", "性别", type="select_one", codes="sex", required=True),
    FormField("phone", "电话", type="phone"),
    FormField("trained_on", "最近培训日期", type="date"),
    FormField("skills", "会做的服务", type="select_multiple", codes="service_item", required=True, span=2),
    FormField("languages", "语言", type="select_multiple", codes="language", span=2),
    FormField("villages", "负责的村（居）", span=2, max_length=200, hint="几个之间空一格；不填就是全部"),
)
_DAYS = {str(place): f"星期{name}" for place, name in enumerate(WEEKDAYS)}


def told(part: Any) -> WorkerTold:
    """What was typed."""
    return WorkerTold(**{**vars(part), "skills": tuple(part.skills), "languages": tuple(part.languages)})


def known(row: Any) -> dict[str, Any]:
    """What the dialog shows of a worker."""
    return {
        "name": row.name, "sex": row.sex, "phone": row.phone, "trained_on": row.trained_on, "skills": list(row.skills),
        "languages": list(row.languages), "villages": row.villages,
    }  # fmt: skip


def ask_hours(page: Page, owner: QWidget, row: Any) -> None:
    """排班: weekdays and hours from a day on; what cannot be kept then is shown to be given to others."""
    fields = (
        FormField(
            "weekdays", "星期几上班", type="select_multiple", codes="worker_days", required=True, span=2
        ),
        FormField("starts", "上班", type="select_one", codes="worker_times", required=True),
        FormField("ends", "下班", type="select_one", codes="worker_times", required=True),
        FormField("since", "从哪天起", type="date", required=True, hint="以前的班次到前一天为止"),
    )
    codes = {
        "worker_days": table("worker_days", "星期", _DAYS),
        "worker_times": table("worker_times", "时刻", HALF_HOURS),
    }
    now = row.shifts[0] if row.shifts else None
    before = {
        "weekdays": [str(one.weekday) for one in row.shifts],
        "starts": str(now.starts) if now else "480",
        "ends": str(now.ends) if now else "1080",
    }

    def store(part: Any) -> tuple[Any, ...]:
        week = WorkWeek([int(day) for day in part.weekdays], int(part.starts), int(part.ends))
        return (workers.set_shifts, row.id, week, part.since)

    page.ask(
        "worker_hours", f"排班：{row.name}", fields, store, _left, owner=owner, known=before, codes=codes, button="排班",
        then=lambda left: show_left(page, owner, row.id, row.name, left),
    )  # fmt: skip


def ask_absence(page: Page, owner: QWidget, worker_id: str, name: str) -> None:
    """登记请假: then the visits that somebody else has to make are shown, with who could go."""
    fields = (
        FormField("first_day", "首日", type="date", required=True),
        FormField("last_day", "末日", type="date", required=True),
        FormField("reason", "原因", required=True, span=2),
    )
    page.ask(
        "absence", f"登记请假：{name}", fields,
        lambda part: (absences.record_absence, worker_id, part.first_day, part.last_day, part.reason), _left, owner=owner,
        then=lambda left: show_left(page, owner, worker_id, name, left),
    )  # fmt: skip


def ask_back(page: Page, owner: QWidget, row: Any) -> None:
    """销假: can be sent again before the absence is over."""
    fields = (
        FormField("absence", "哪一次请假", type="select_one", codes="worker_absences", required=True, span=2),
        FormField("day", "从哪天起上班", type="date", required=True),
    )
    offered = {identity: f"{first} 至 {last}" for identity, first, last in row.absences}
    page.ask(
        "absence_end", f"销假：{row.name}", fields, lambda part: (absences.end_absence, part.absence, part.day), "已销假。",
        owner=owner, known={"absence": next(iter(offered))}, button="销假",
        codes={"worker_absences": table("worker_absences", "请假", offered)},
    )  # fmt: skip


def ask_end(page: Page, owner: QWidget, row: Any) -> None:
    """离职 from a day on."""
    fields = (FormField("day", "从哪天起离职", type="date", required=True),)
    page.ask(
        "worker_end", f"离职：{row.name}", fields, lambda part: (workers.end_worker, row.id, part.day), _left, owner=owner,
        told="以前的服务和记录都留着；以后的服务要改派给别人。", button="登记离职",
        then=lambda left: show_left(page, owner, row.id, row.name, left),
    )  # fmt: skip


def show_unkept(page: Page, owner: QWidget, worker_id: str, name: str) -> None:
    """The visits of a worker that somebody else has to make, whenever they came to be."""

    def found(left: list[Slot]) -> None:
        if left:
            show_left(page, owner, worker_id, name, left)
        else:
            page.say("ok", f"{name}没有要改派的服务。")

    page.tasks.read(workers.unkept, worker_id, then=found, failed=page.tell, owner=owner, key="unkept")


def show_left(page: Page, owner: QWidget, worker_id: str, name: str, left: list[Slot]) -> None:
    """The dialog in which they are given to others, where there are any."""
    if left:
        ReplanDialog(owner, page, worker_id, name, left).open()


def _left(left: list[Slot]) -> str:
    return f"已登记。有 {len(left)} 次服务要改派。" if left else "已登记，没有要改派的服务。"
