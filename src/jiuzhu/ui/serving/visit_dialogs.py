"""The dialogs of the calendar: a visit or a series is booked, changed or cancelled."""

from collections.abc import Mapping
from typing import Any

from jiuzhu.domain.codes import CodeTable
from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.recurrence import HOLIDAYS, weekly
from jiuzhu.services.scheduling import booking, series
from jiuzhu.services.scheduling.board import Wanted, clock
from jiuzhu.services.scheduling.booking import WHO, Booked
from jiuzhu.services.scheduling.calendar_view import Choices, Slot
from jiuzhu.services.scheduling.series import Repeated, Rhythm
from jiuzhu.ui.calendar.layouts import Place
from jiuzhu.ui.page import Page

QUARTER, FIRST, LAST, NINE = 15, 6 * 60, 22 * 60, 9 * 60
ONCE, WEEKLY, FORTNIGHTLY, MONTHLY = "once", "weekly", "fortnightly", "monthly"
_REPEATS = {ONCE: "只这一次", WEEKLY: "每周", FORTNIGHTLY: "每两周", MONTHLY: "每月同一日"}
_AGAIN = {key: word for key, word in _REPEATS.items() if key != ONCE}
_DAYS = {str(day): f"星期{name}" for day, name in enumerate("一二三四五六日")}
_TIMES = {str(minutes): clock(minutes) for minutes in range(FIRST, LAST + 1, QUARTER)}
_MISSED = {"no_show": "上门未遇到本人", "excused": "请假，这次不要", "cancelled": "取消"}


def _table(name: str, title: str, labels: Mapping[str, str]) -> CodeTable:
    return CodeTable(name, title, "", dict(labels))


def _codes(page: Page, choices: Choices, starts: int) -> dict[str, CodeTable]:
    items = page.workspace.rules.codes["service_item"]
    times = _TIMES if str(starts) in _TIMES else {str(starts): clock(starts), **_TIMES}
    return {
        "visit_items": _table(
            "visit_items", "服务项目", {one: items.labels.get(one, one) for one in choices.items}
        ),
        "visit_times": _table("visit_times", "时刻", times),
        "visit_workers": _table("visit_workers", "服务人员", dict(choices.workers)),
        "visit_vehicles": _table("visit_vehicles", "车辆", dict(choices.vehicles)),
        "visit_repeats": _table("visit_repeats", "重复", _REPEATS),
        "visit_days": _table("visit_days", "星期", _DAYS),
        "visit_holidays": _table("visit_holidays", "遇节假日", HOLIDAYS),
    }


def _fields(choices: Choices) -> tuple[FormField, ...]:
    return (
        FormField("item", "服务项目", type="select_one", codes="visit_items", required=True),
        FormField("day", "日期", type="date", required=True),
        FormField("starts", "开始时刻", type="select_one", codes="visit_times", required=True),
        FormField("minutes", "时长（分钟）", type="integer", required=True, minimum="10", maximum="720"),
        FormField("worker_id", "服务人员", type="select_one", codes="visit_workers", required=True),
        FormField(
            "second_worker_id",
            "第二服务人员",
            type="select_one",
            codes="visit_workers",
            required=choices.two,
        ),
        *(
            (FormField("vehicle_id", "车辆", type="select_one", codes="visit_vehicles"),)
            if choices.vehicles
            else ()
        ),
    )


_REPEATING = (
    FormField("repeat", "重复", type="select_one", codes="visit_repeats", required=True),
    FormField(
        "last_day",
        "重复到哪一天",
        type="date",
        required=True,
        relevant=Relevant("repeat", tuple(_AGAIN)),
        hint="含这一天，最多一年",
    ),
    FormField(
        "days",
        "星期几",
        type="select_multiple",
        codes="visit_days",
        relevant=Relevant("repeat", (WEEKLY, FORTNIGHTLY)),
        span=2,
        hint="不选就是上面日期的星期几",
    ),
    FormField(
        "holidays",
        "遇节假日",
        type="select_one",
        codes="visit_holidays",
        relevant=Relevant("repeat", tuple(_AGAIN)),
    ),
    FormField(
        "leave_out",
        "不能安排的日子跳过，其余照排",
        type="yes_no",
        relevant=Relevant("repeat", tuple(_AGAIN)),
    ),
)


def _wanted(part: Any) -> Wanted:
    starts = int(part.starts)
    return Wanted(
        part.item,
        part.day,
        starts,
        starts + int(part.minutes or 0),
        part.worker_id,
        part.second_worker_id or None,
        getattr(part, "vehicle_id", "") or None,
    )


def _rhythm(part: Any) -> Rhythm:
    days = [int(day) for day in part.days] or [part.day.weekday()]
    rule = {
        WEEKLY: weekly(days),
        FORTNIGHTLY: weekly(days, every=2),
        MONTHLY: f"FREQ=MONTHLY;BYMONTHDAY={part.day.day}",
    }[part.repeat]
    return Rhythm(rule, part.day, part.last_day, part.holidays or "move")


def repeated(made: Repeated) -> str:
    """What became of a series, as one sentence."""
    left = f"；{len(made.left_out)} 次没有安排：{made.left_out[0]}" if made.left_out else ""
    notes = f"；{'；'.join(made.notes)}" if made.notes else ""
    return f"已安排 {made.booked} 次{notes}{left}"


def booked(made: Booked) -> str:
    """A booked visit and what is left of the year's hours."""
    return f"已安排。{made.account.year} 年小时账户还剩 {hours(made.account.left)}。"


def about(choices: Choices) -> str:
    """What is to be known before a visit is chosen."""
    two = "；要两个人一起上门" if choices.two else ""
    return f"小时账户还剩 {hours(choices.left)}；{choices.wishes}{two}。"


def ask_new(page: Page, choices: Choices, place: Place) -> None:
    """A new visit, once or again and again; a calendar without minutes means nine o'clock."""
    starts = place.minute if place.minute >= 0 else NINE
    known = {
        "item": choices.items[0],
        "day": place.day,
        "starts": str(starts),
        "minutes": choices.minutes,
        "worker_id": place.worker_id,
        "repeat": ONCE,
        "last_day": None,  # not today: a visit that comes back comes more than once
        "holidays": "move",
    }

    def store(part: Any) -> tuple[Any, ...]:
        if part.repeat == ONCE:
            return (booking.book, choices.service_plan_id, _wanted(part))
        leave_out = {"leave_out": bool(part.leave_out)}
        return (series.repeat, choices.service_plan_id, _wanted(part), _rhythm(part), leave_out)

    def said(made: Booked | Repeated) -> str:
        return booked(made) if isinstance(made, Booked) else repeated(made)

    page.ask(
        "visit", f"安排服务：{choices.person}", (*_fields(choices), *_REPEATING), store, said, known=known,
        told=about(choices), button="安排", codes=_codes(page, choices, starts),
    )  # fmt: skip


def ask_change(page: Page, slot: Slot, choices: Choices) -> None:
    """This one visit otherwise."""
    known = {
        "item": slot.item,
        "day": slot.day,
        "starts": str(slot.starts),
        "minutes": slot.ends - slot.starts,
        "worker_id": slot.worker_id,
        "second_worker_id": slot.second_worker_id or "",
        "vehicle_id": slot.vehicle_id or "",
    }
    page.ask(
        "visit_change", f"调整服务：{slot.person}", _fields(choices),
        lambda part: (booking.move, slot.id, slot.version, _wanted(part)), booked, known=known, told=about(choices),
        button="调整", codes=_codes(page, choices, slot.starts),
    )  # fmt: skip


def ask_series(page: Page, slot: Slot, choices: Choices) -> None:
    """This visit and all that follow by another rule."""
    known = {
        "item": slot.item,
        "day": slot.day,
        "starts": str(slot.starts),
        "minutes": slot.ends - slot.starts,
        "worker_id": slot.worker_id,
        "second_worker_id": slot.second_worker_id or "",
        "vehicle_id": slot.vehicle_id or "",
        "repeat": WEEKLY,
        "last_day": None,
        "holidays": "move",
    }

    def store(part: Any) -> tuple[Any, ...]:
        named = {"leave_out": bool(part.leave_out)}
        return (series.change_from, slot.visit_series_id, slot.day, _wanted(part), _rhythm(part), named)

    page.ask(
        "visit_series", f"从 {slot.day} 起改变：{slot.person}", (*_fields(choices), *_REPEATING), store, repeated, known=known,
        told=f"{slot.day} 以前的不变。{about(choices)}", button="改变",
        codes=_codes(page, choices, slot.starts) | {"visit_repeats": _table("visit_repeats", "重复", _AGAIN)},
    )  # fmt: skip


def ask_end_series(page: Page, slot: Slot) -> None:
    """No more visits of this series from here on."""
    fields = (
        FormField("by", "由谁提出", type="select_one", codes="visit_who", required=True),
        FormField("reason", "原因", type="long_text", required=True, max_length=200, span=2),
    )
    page.ask(
        "visit_series_end", f"结束重复服务：{slot.person}", fields,
        lambda part: (series.end_from, slot.visit_series_id, slot.day, part.by, part.reason),
        lambda gone: f"已取消 {slot.day} 起的 {gone} 次，之前的不变。",
        told=f"从 {slot.day} 起还没有上门的全部取消。", button="结束",
        codes={"visit_who": _table("visit_who", "由谁提出", WHO)},
    )  # fmt: skip


def ask_missed(page: Page, slot: Slot) -> None:
    """A visit that is not made."""
    fields = (
        FormField("state", "怎样", type="select_one", codes="visit_missed", required=True),
        FormField("by", "由谁提出", type="select_one", codes="visit_who", required=True),
        FormField("reason", "原因", type="long_text", required=True, max_length=200, span=2),
    )
    codes = {
        "visit_missed": _table("visit_missed", "怎样", _MISSED),
        "visit_who": _table("visit_who", "由谁提出", WHO),
    }
    page.ask(
        "visit_missed", f"这次不服务：{slot.person}", fields,
        lambda part: (booking.cancel, slot.id, slot.version, part.state, {"by": part.by, "reason": part.reason}),
        lambda account: f"已登记，时长退回账户，还剩 {hours(account.left)}。",
        told=f"{slot.day} {clock(slot.starts)}–{clock(slot.ends)}　{slot.worker}", button="登记", codes=codes,
    )  # fmt: skip
