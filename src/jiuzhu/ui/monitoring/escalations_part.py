"""督办: what is past its day, who heard of it, and what that person answered."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField
from jiuzhu.services.office import escalating
from jiuzhu.services.office.escalating import Supervisor
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column


class EscalationsPart(ListPart):
    """Everything overdue in one list, whatever it is."""

    name: ClassVar[str] = "escalations"
    watches: ClassVar[frozenset[str]] = frozenset(
        {
            "escalation",
            "application",
            "transfer",
            "alert",
            "lead",
            "recheck",
            "entitlement",
            "adjustment",
            "meeting_item",
        }
    )
    next_step: ClassVar[str] = "超期的事项上报给指定的负责人，由负责人写明处理意见；事项办结后自动从这里消失"
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "overdue",
            "超期事项",
            (
                Column("期限", lambda row: ("bad", f"{row.due_on:%Y-%m-%d}"), kind="due", width=8),
                Column("超期（天）", "days", kind="number", width=5),
                Column("种类", "subject_label", width=5),
                Column("对象", "name", kind="strong", width=5),
                Column("应办", "what", width=10, stretch=True),
                Column("已上报", lambda row: f"{row.to}，可再报" if row.again else row.to, width=7),
                Column("处理意见", "answer", width=8),
                Column("编号", "number", width=15),
            ),
            "没有超期的事项。",
        ),
    )

    def offers(self) -> Sequence[Action]:
        """Up, an answer, the person."""
        return (
            Action("send", "全部上报", self._send, on_row=False, primary=True),
            Action("answer", "处理意见…", self._answer),
            Action("person", "指定负责人…", self._person, "configure", on_row=False),
        )

    def load(self, key: str, text: str) -> None:
        """Everything overdue; the search looks into what is shown."""
        del key

        def show(rows: list[Any]) -> None:
            self.show_rows([row for row in rows if text.strip() in f"{row.name}{row.number}{row.what}"])

        self.page.tasks.read(escalating.overdue, then=show, owner=self, key="escalations")

    def id_of(self, row: Any) -> str:
        """The matter that is late."""
        return str(row.subject_id)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """What is late and what was said to it."""
        del key
        lines = [row.number, f"{row.due_on} 到期，已超 {row.days} 天"]
        lines += [f"{row.raised_on} 已上报 {row.to}"] if row.to else ["还没有上报"]
        lines += [f"{row.answered_on} 答复：{row.answer}"] if row.answer else []
        lines += ["答复以后仍没有办结，可以再次上报。"] if row.again else []
        return f"{row.name}：{row.what}", "\n".join(lines)

    def _send(self) -> None:
        self.do(lambda count: f"已上报 {count} 件。" if count else "超期的都已上报过。", escalating.escalate)

    def _answer(self, row: Any) -> None:
        if not row.escalation_id:
            self.page.say("info", "这件还没有上报，先点“全部上报”。")
            return
        if row.again:
            self.page.say("info", "上次答复以后仍没有办结，先点“全部上报”再次上报，再写处理意见。")
            return
        fields = (FormField("answer", "处理意见", type="long_text", required=True, max_length=300, span=2),)
        self.ask(
            "escalation", f"处理意见：{row.number}", fields,
            lambda part: (escalating.answer_escalation, row.escalation_id, part.answer), "已登记处理意见。",
        )  # fmt: skip

    def _person(self) -> None:
        fields = (FormField("person", "督办负责人", type="person", required=True, span=2),)

        def known(found: list[Supervisor]) -> None:
            before = {"person": next((one.operator_id for one in found if one.chosen), "")}
            self.ask(
                "escalation_person", "指定督办负责人", fields, lambda part: (escalating.name_person, part.person, {"before": before}),
                "已指定督办负责人。", people=[(one.operator_id, one.name) for one in found], button="指定",
            )  # fmt: skip

        self.page.tasks.read(escalating.supervisors, then=known, failed=self.page.tell, owner=self)
