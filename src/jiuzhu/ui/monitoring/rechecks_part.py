"""复核: whose recheck falls due, its result, and the class that sets the next day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField
from jiuzhu.services.granting.adjusting import Ground
from jiuzhu.services.monitoring import rechecking
from jiuzhu.services.monitoring.rechecking import DueRow
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.ui.dialogs.part_dialog import PartDialog
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.monitoring.proposing import show_consequences
from jiuzhu.ui.rows_model import Column

_CHECKED = (
    FormField("done_on", "复核日期", type="date", required=True),
    FormField("first", "复核人一", required=True),
    FormField("second", "复核人二", required=True),
    FormField("found", "复核情况", type="long_text", required=True, max_length=500, span=2),
)


def _waits(row: Any) -> bool:
    """Whether it is a change that was found and nobody proposed yet."""
    return isinstance(row, DueRow) and bool(row.recheck_id)


def _ends(row: DueRow, day: date) -> str:
    """What becomes of a 渐退 that was looked at in its last month or later, "" for what goes on."""
    if not row.taper_until or f"{day:%Y-%m}" < row.taper_until:
        return ""
    return f"渐退到 {row.taper_until} 期满，按原决定停发，没有下次复核；仍有困难的，请协助重新申请"


def _who(row: Any) -> str:
    """A family by its head and its number: two heads may share a name."""
    return f"{row.name}（{row.household_number}）"


class RechecksPart(ListPart):
    """Space marks several families: what has not changed for all of them is recorded in one step."""

    name: ClassVar[str] = "rechecks"
    many: ClassVar[bool] = True
    watches: ClassVar[frozenset[str]] = frozenset({"entitlement", "recheck", "adjustment"})
    next_step: ClassVar[str] = (
        "两人复核：没有变化的直接登记；有变化的提出调整，提出以前一直列在这里（变化先在“户情变动”里写明）"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "due",
            "到期复核",
            (
                Column("期限", lambda row: (row.colour, f"{row.due_on:%Y-%m-%d}"), kind="due", width=8),
                Column("户主", "name", kind="strong", width=5),
                Column("救助事项", "programme", width=7, stretch=True),
                Column("办理", "standing", width=6),
                Column("月金额", "monthly", kind="money", width=6),
                Column("类别", "recheck_class", width=3),
                Column("村（居）", "village", width=5),
                Column("户编号", "household_number", width=15),
            ),
            "三十日内没有到期的复核。",
        ),
        Queue(
            "done",
            "已复核",
            (
                Column("复核", "done_on", kind="date", width=7),
                Column("户主", "name", kind="strong", width=5),
                Column("救助事项", "programme", width=8),
                Column("结果", "outcome", width=6),
                Column("情况", "found", width=12, stretch=True),
                Column("下次", "next_due_on", kind="date", width=7),
                Column("户编号", "household_number", width=15),
            ),
            "还没有登记过复核。登记后列在这里，可以打印审批表和动态管理记录。",
        ),
    )

    def offers(self) -> Sequence[Action]:
        """One result, the same for many, what follows from it, another class."""
        return (
            Action(
                "record",
                "登记复核…",
                self._record,
                "monitor",
                queues=("due",),
                primary=True,
                fits=lambda row: not _waits(row),
            ),
            Action(
                "propose",
                "提出调整…",
                self._propose,
                "monitor",
                queues=("due",),
                fits=_waits,
            ),
            Action(
                "correct",
                "更正复核结果…",
                self._correct,
                "monitor",
                queues=("due",),
                fits=_waits,
            ),
            Action("unchanged", "选中的都无变化…", self._unchanged, "monitor", queues=("due",)),
            Action(
                "class",
                "改复核类别…",
                self._class,
                "monitor",
                queues=("due",),
                fits=lambda row: not _waits(row),
            ),
            Action(
                "paper",
                "打印复核审批表…",
                lambda row: self.print_to(issue_matter, "F20", row.id),
                "print",
                queues=("done",),
            ),
            Action(
                "history",
                "打印动态管理记录…",
                lambda row: self.print_to(issue_matter, "F20R", row.household_id),
                "print",
            ),
        )

    def load(self, key: str, text: str) -> None:
        """What falls due in thirty days and what was missed, or what was done."""
        wanted = rechecking.due if key == "due" else rechecking.done
        self.page.tasks.read(wanted, text, then=self.show_rows, owner=self, key="rechecks")

    def id_of(self, row: Any) -> str:
        """The entitlement that is rechecked, or the recheck."""
        return str(row.entitlement_id if self.key == "due" else row.id)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Who it is and when, or what was found."""
        if key == "done":
            following = f"\n下次 {row.next_due_on}" if row.next_due_on else ""
            return (
                f"{row.name}：{row.outcome}",
                f"{row.number}\n{row.household_number}　{row.village}\n{row.done_on} {row.checkers}\n{row.found}{following}",
            )
        late = "，已经超期" if row.colour == "bad" else ""
        if _waits(row):
            return (
                f"{row.name}：{row.programme}",
                f"{row.household_number}　{row.village}\n每月 {row.monthly:,.2f} 元\n{row.told}\n{row.due_on} 前提出{late}",
            )
        told = f"\n{row.told}" if row.told else ""
        return (
            f"{row.name}：{row.programme}",
            f"{row.household_number}　{row.village}\n每月 {row.monthly:,.2f} 元\n{row.recheck_class} 类，{row.due_on} 前复核{late}{told}",
        )

    def _record(self, row: Any) -> None:
        fields = (
            FormField("outcome", "复核结果", type="select_one", codes="recheck_outcome", required=True),
            *_CHECKED,
        )
        asked: PartDialog = self.ask(
            "recheck", f"复核：{row.name} {row.programme}", fields,
            lambda part: (
                rechecking.record_recheck, row.entitlement_id,
                {
                    "outcome": part.outcome, "found": part.found, "checkers": (part.first, part.second),
                    "done_on": part.done_on,
                },
            ),
            lambda _made: f"已登记复核。{_ends(row, asked.part.done_on) if asked.part.outcome != 'change' else ''}",
            known={"first": self.page.workspace.actor.name},
            then=lambda _recheck: self._follow(row, asked.part.outcome),
        )  # fmt: skip

    def _follow(self, row: Any, outcome: str) -> None:
        """What was found to have changed is proposed at once, or waits in the list."""
        if outcome != "no_change":
            self._propose(row)

    def _propose(self, row: Any) -> None:
        ground = Ground(cause="recheck", evidence=row.told or f"{row.programme}复核")
        show_consequences(self, row.household_id, f"{row.name}　{row.household_number}", ground)

    def _correct(self, row: Any) -> None:
        fields = (
            FormField("outcome", "更正后的结果", type="select_one", codes="recheck_outcome", required=True),
            FormField("reason", "更正的理由", type="long_text", required=True, max_length=300, span=2),
        )
        before = {"outcome": row.outcome}
        self.ask(
            "correct_recheck", f"更正复核结果：{row.name}", fields,
            lambda part: (rechecking.correct_recheck, row.recheck_id, part.outcome, part.reason, {"before": before}),
            "已更正复核结果，原来的结果留在记录里。", told=row.told, button="更正",
        )  # fmt: skip

    def _unchanged(self, _row: Any) -> None:
        rows = self.table.chosen_rows()

        def said(result: tuple[int, list[tuple[str, str]]]) -> str:
            done, left = result
            names = {row.entitlement_id: _who(row) for row in rows}
            over = [
                f"{_who(row)}{told}"
                for row in rows
                if row.entitlement_id not in dict(left) and (told := _ends(row, asked.part.done_on))
            ]
            rest = "；".join(f"{names.get(key, key)}：{why.rstrip('。')}" for key, why in left[:3])
            more = "等" if len(left) > 3 else ""
            said = f"已登记 {done} 户无变化。" + (f"{len(left)} 户没有登记：{rest}{more}。" if left else "")
            return said + "".join(f"{one}。" for one in over)

        asked: PartDialog = self.ask(
            "unchanged", f"{len(rows)} 户复核无变化", _CHECKED,
            lambda part: (
                rechecking.no_change, [row.entitlement_id for row in rows], part.found, (part.first, part.second),
                part.done_on,
            ),
            said, known={"first": self.page.workspace.actor.name}, told="、".join(map(_who, rows[:20])),
        )  # fmt: skip

    def _class(self, row: Any) -> None:
        fields = (
            FormField("to", "复核类别", type="select_one", codes="recheck_class", required=True),
            FormField("reason", "调整类别的原因", type="long_text", required=True, max_length=300, span=2),
        )
        before = {"to": row.recheck_class}
        self.ask(
            "recheck_class", f"复核类别：{row.name}", fields,
            lambda part: (rechecking.change_class, row.entitlement_id, part.to, part.reason, {"before": before}),
            "已调整复核类别，下次复核日期从上次复核（没有复核过的从审核确认）起算；已超期的仍要先复核。", known={"to": row.recheck_class},
        )  # fmt: skip
