"""联席会议: minutes, and the decisions that wait to be carried out."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField
from jiuzhu.services.referral import meeting
from jiuzhu.services.referral.meeting import LEVELS, Minutes, Resolved
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column


def _told(row: Resolved) -> list[str]:
    """What was decided, by whom and until when, what it is about, and what came of it."""
    until = f"，{row.due_on} 前" if row.due_on else "，没有期限"
    lines = [f"议定：{row.decision}", f"负责：{row.responsible or '未定'}{until}"]
    lines += [f"关于：{row.about}"] if row.about else []
    return [*lines, f"{row.done_on} 落实：{row.result}" if row.done_on else "还没有落实"]


def _searched(key: str, row: Any) -> str:
    return "".join(f"{one.title}{one.about}" for one in (row.matters if key == "held" else [row]))


class MeetingsPart(ListPart):
    """Open decisions first, then the minutes."""

    name: ClassVar[str] = "meetings"
    watches: ClassVar[frozenset[str]] = frozenset({"meeting", "meeting_item"})
    next_step: ClassVar[str] = "镇街联席会议每月召开一次，议定事项落实后逐项登记"
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "open", "待落实事项",
            (
                Column("期限", lambda row: (row.colour, f"{row.due_on:%m-%d}" if row.due_on else ""), kind="due", width=5),
                Column("议题", "title", kind="strong", width=10),
                Column("议定意见", "decision", width=16, stretch=True), Column("负责", "responsible", width=6),
                Column("会议", "held_on", kind="date", width=6),
            ),
            "没有等待落实的议定事项。登记会议纪要以后，议定事项会列在这里。",
        ),
        Queue(
            "carried", "已落实",
            (
                Column("落实日期", "done_on", kind="date", width=6), Column("议题", "title", kind="strong", width=10),
                Column("落实情况", "result", width=16, stretch=True), Column("负责", "responsible", width=6),
                Column("会议", "held_on", kind="date", width=6),
            ),
            "还没有落实的议定事项。",
        ),
        Queue(
            "held", "会议纪要",
            (
                Column("日期", "held_on", kind="date", width=6), Column("编号", "number", kind="strong", width=17),
                Column("主持", "chair", width=6), Column("地点", "place", width=10, stretch=True),
            ),
            "还没有会议纪要。",
        ),
    )  # fmt: skip

    def offers(self) -> Sequence[Action]:
        """New minutes, a decision carried out."""
        return (
            Action("new", "登记会议…", self._new, "transfer", on_row=False, icon="add", primary=True),
            Action("done", "登记落实…", self._done, "transfer", queues=("open",)),
        )

    def load(self, key: str, text: str) -> None:
        """Open decisions or minutes; the search looks into what is shown."""
        services = {"open": meeting.open_matters, "carried": meeting.done_matters, "held": meeting.meetings}

        def show(rows: list[Any]) -> None:
            self.show_rows([row for row in rows if text.strip() in f"{row.number}{_searched(key, row)}"])

        self.page.tasks.read(services[key], then=show, owner=self, key="meetings")

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """A decision or a meeting with all it decided."""
        if key != "held":
            lines = [f"{row.number}　{row.held_on}", *_told(row)]
            return row.title, "\n".join(lines)
        lines = [
            f"{LEVELS[row.level]}　{row.held_on}",
            f"{row.place}　主持：{row.chair}",
            f"参加：{row.attendees}",
        ]
        for place, matter in enumerate(row.matters, start=1):
            lines += ["", f"{place}. {matter.title}", *_told(matter)]
        return row.number, "\n".join([*lines, "", row.minutes]).rstrip()

    def _new(self) -> None:
        today = self.page.workspace.today()
        fields = (
            FormField("level", "级别", type="select_one", codes="meeting_level", required=True),
            FormField("held_on", "会议日期", type="date", required=True),
            FormField("place", "地点", required=True),
            FormField("chair", "主持人", required=True),
            FormField("attendees", "参加单位和人员", type="long_text", required=True, max_length=1000, span=2),
            FormField("matters", "议题和议定意见", type="long_text", required=True, max_length=2000, span=2,
                      hint="每行一项：议题｜议定意见｜负责人｜期限（如 2025-10-20）｜受理或转办编号"),
            FormField("minutes", "纪要", type="long_text", max_length=2000, span=2),
        )  # fmt: skip

        def store(part: Any) -> tuple[Any, ...]:
            held = Minutes(
                level=part.level, held_on=part.held_on or today, place=part.place, chair=part.chair, attendees=part.attendees,
                minutes=part.minutes, lines=part.matters,
            )  # fmt: skip
            return (meeting.record_meeting, held)

        self.ask("meeting", "登记联席会议", fields, store,
            lambda number: f"已登记会议纪要 {number}。",
        )  # fmt: skip

    def _done(self, row: Any) -> None:
        fields = (FormField("result", "落实情况", type="long_text", required=True, max_length=500, span=2),)
        self.ask("matter", f"落实：{row.title}", fields,
            lambda part: (meeting.carry_out, row.id, part.result), "已登记落实。",
        )  # fmt: skip
