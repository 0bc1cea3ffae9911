"""调整审批: proposed changes of amounts, heard, posted, signed by another person, and delivered."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField
from jiuzhu.services.granting import adjusting
from jiuzhu.services.paper.care_papers import issue_care
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.second_person import reason_of, why_barred

_COLUMNS = (
    Column("户主", "name", kind="strong", width=5),
    Column("对象", "person", width=7),
    Column("救助事项", "programme", width=10),
    Column("调整", "kind_label", width=5),
    Column("原每月", "old", kind="money", width=6),
    Column("现每月", "new", kind="money", width=6),
    Column("增减", "difference", kind="number", width=7),
    Column("从", "from_month", width=5),
    Column("理由", "reason", width=14, stretch=True),
)


class AdjustmentsPart(ListPart):
    """The one who proposed never signs; the window says so before and the service in any case."""

    name: ClassVar[str] = "adjustments"
    many: ClassVar[bool] = True
    watches: ClassVar[frozenset[str]] = frozenset({"adjustment"})
    next_step: ClassVar[str] = "减发、停发先听取陈述；由另一位同事签署，签署后按起始月份执行"
    queues: ClassVar[Sequence[Queue]] = (
        Queue("proposed", "待签署", _COLUMNS, "没有等待签署的调整。在“户情变动”里提出调整后，会列在这里。"),
        Queue("approved", "已签署", _COLUMNS, "还没有签署过的调整。"),
        Queue("refused", "不同意", _COLUMNS, "没有不同意的调整。"),
    )

    def offers(self) -> Sequence[Action]:
        """What a proposed change may become."""
        return (
            Action(
                "sign",
                "签署同意",
                self._sign,
                "decide",
                queues=("proposed",),
                primary=True,
                barred=why_barred,
            ),
            Action(
                "refuse",
                "不同意…",
                self._refuse,
                "decide",
                queues=("proposed",),
                barred=why_barred,
            ),
            Action("hear", "陈述申辩…", self._hear, "monitor", queues=("proposed",)),
            Action("post", "张榜公示…", self._post, "opine", queues=("proposed",)),
            Action("deliver", "登记送达…", self._deliver, "deliver", queues=("approved",), primary=True),
            Action("paper", "打印审批表…", self._paper, "print"),
            Action(
                "notice",
                "打印调整通知书…",
                lambda row: self.print_to(issue_matter, "F18N", row.id),
                "print",
                queues=("approved",),
            ),
            Action(
                "taper",
                "打印渐退期审批表…",
                lambda row: self.print_to(issue_matter, "F19", row.id),
                "print",
                fits=lambda row: row.kind == "taper",
            ),
            Action(
                "end_notice",
                "打印终止供养公示…",
                lambda row: self.print_to(issue_care, "F23F", row.id),
                "print",
                fits=lambda row: bool(row.posted),  # only the end of 特困 is posted
            ),
            Action(
                "end_decision",
                "打印终止供养决定书…",
                lambda row: self.print_to(issue_care, "F23G", row.id),
                "print",
                queues=("approved",),
                fits=lambda row: bool(row.posted),
            ),
        )

    def load(self, key: str, text: str) -> None:
        """Adjustments of a state."""
        self.page.tasks.read(
            adjusting.adjustments, (key,), text, then=self.show_rows, owner=self, key="adjustments"
        )

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """The change and why."""
        del key
        words = [
            f"{row.number}\n{row.household_number}　{row.village}",
            f"每月 {row.old:,.2f} 元 → {row.new:,.2f} 元（{row.difference}），{row.from_month} 起",
            row.reason,
            row.why,
        ]
        if row.statement:
            words.append(f"陈述申辩：{row.statement}")
        if row.posted:
            words.append(f"公示：{row.posted}")
        return f"{row.name}：{row.person}{row.programme}{row.kind_label}", "\n".join(
            word for word in words if word
        )

    def _sign(self, _row: Any) -> None:
        rows = self.table.chosen_rows()
        if len(rows) == 1:
            self.do(
                lambda month: f"已签署 {rows[0].number}，{month} 起执行。",
                adjusting.decide_adjustment,
                rows[0].id,
                approved=True,
                seen=rows[0].version,
            )
            return

        def said(result: tuple[list[str], list[tuple[str, str]]]) -> str:
            signed, left = result
            rest = "；".join(f"{number}：{why}" for number, why in left[:3])
            return f"已签署 {len(signed)} 件。" + (f"{len(left)} 件没有签署：{rest}" if left else "")

        seen = {row.id: row.version for row in rows}
        self.do(said, adjusting.decide_many, list(seen), seen)

    def _refuse(self, row: Any) -> None:
        self.ask(
            "refuse_adjustment", f"不同意：{row.number}", reason_of("不同意"),
            lambda part: (adjusting.decide_adjustment, row.id, {"approved": False, "note": part.note, "seen": row.version}),
            "已登记不同意，待遇不变。", button="不同意",
        )  # fmt: skip

    def _hear(self, row: Any) -> None:
        fields = (
            FormField("statement", "这户怎么说", type="long_text", required=True, max_length=500, span=2),
        )
        before = {"statement": row.statement}
        self.ask(
            "hear", f"陈述申辩：{row.name}", fields, lambda part: (adjusting.hear, row.id, part.statement, {"before": before}),
            "已登记陈述申辩。", known=before,
        )  # fmt: skip

    def _post(self, row: Any) -> None:
        fields = (FormField("place", "公示地点", required=True, max_length=60, span=2),)
        self.ask(
            "post_end", f"张榜公示：{row.person}终止特困供养", fields,
            lambda part: (adjusting.post_end, row.id, part.place), lambda day: f"已张榜公示，{day} 期满。",
            button="张榜公示", known={"place": f"{row.village}公示栏" if row.village else "村（社区）公示栏"},
        )  # fmt: skip

    def _deliver(self, row: Any) -> None:
        fields = (
            FormField("way", "送达方式", type="select_one", codes="delivery", required=True),
            FormField("on", "送达日期", type="date", required=True),
        )
        self.ask(
            "deliver_adjustment", f"登记送达：{row.number}", fields,
            lambda part: (adjusting.deliver_adjustment, row.id, part.way, part.on), "已登记送达。",
        )  # fmt: skip

    def _paper(self, row: Any) -> None:
        self.print_to(issue_matter, "F18", row.id)
