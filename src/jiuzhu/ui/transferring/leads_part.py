"""主动发现: leads by due day, visited and brought to their end: a case, a referral or a reason."""

from collections.abc import Sequence
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.services.referral import leading
from jiuzhu.services.referral.leading import Recorded, Told
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_COLUMNS = (
    Column("期限", lambda row: (row.colour, f"{row.due_on:%m-%d}"), kind="due", width=5),
    Column("姓名", "name", kind="strong", width=5),
    Column("来源", "source", width=9),
    Column("情况", "content", width=18, stretch=True),
    Column("村（居）", "village", width=6),
    Column("核实人", "owner", width=5),
)


_SAME = "可能是同一人的线索："


def _known(made: Recorded) -> str:
    """What else is known of the person, to be looked at before anybody goes."""
    paid = f"这户或本人正在享受{'、'.join(made.receives)}。" if made.receives else ""
    return paid + (f"{_SAME}{'、'.join(made.same)}，请核对。" if made.same else "")


class LeadsPart(ListPart):
    """Nobody is matched by name: people of the same name are only shown."""

    name: ClassVar[str] = "leads"
    watches: ClassVar[frozenset[str]] = frozenset({"lead"})
    next_step: ClassVar[str] = (
        "核实人在期限内上门核实并登记，符合的受理立案，属部门的转介，其余核实后写明理由"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "open",
            "待核实",
            _COLUMNS,
            "没有待核实的线索。村（社区）、12345、信访、部门反映的困难群众，点“登记线索”记在这里。",
        ),
        Queue("closed", "已办结", (*_COLUMNS[1:], Column("结果", "outcome", width=6)), "还没有办结的线索。"),
    )

    def offers(self) -> Sequence[Action]:
        """New lead, visit, intake, another hand, end."""
        return (
            Action("new", "登记线索…", self._new, "transfer", on_row=False, icon="add", primary=True),
            Action("visit", "登记核实…", self._visit, "supervise", queues=("open",)),
            Action("correct", "更正…", self._correct, "supervise", queues=("open",)),
            Action("intake", "受理申请", self._intake, "take", queues=("open",)),
            Action("give", "交给同事…", self._give, "supervise", queues=("open",)),
            Action("end", "办结…", self._end, "supervise", queues=("open",)),
        )

    def load(self, key: str, text: str) -> None:
        """Leads of a state."""
        self.page.tasks.read(leading.leads, (key,), text, then=self.show_rows, owner=self, key="leads")

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """What was told and found."""
        del key
        number = f"　{row.id_masked}" if row.id_masked else ""
        lines = [
            row.number, f"{row.source}　{row.found_on} 发现", f"反映人：{row.reporter}" if row.reporter else "", row.content,
            "　".join(filter(None, (row.village, row.address, row.phone))),
            f"核实：{row.visited_on} {row.visit_found}" if row.visit_found else "",
            f"{row.closed_on} {row.outcome}：{row.reason}" if row.closed_on else "",
            f"受理编号：{row.application_number}" if row.application_number else "",
            f"转介单位：{row.transfer_to}" if row.transfer_to else "",
            f"{_SAME}{'、'.join(row.same)}" if row.same else "",
        ]  # fmt: skip
        return f"{row.name}{number}", "\n".join(filter(None, lines))

    def _new(self) -> None:
        today = self.page.workspace.today()
        fields = (
            FormField("source", "线索来源", type="select_one", codes="lead_source", required=True),
            FormField("found_on", "发现日期", type="date", required=True),
            FormField("name", "困难对象姓名", required=True, hint="不知道姓名的填“不详”"),
            FormField("id_number", "身份证号（知道的话）", type="id_number"),
            FormField("phone", "联系电话", type="phone"),
            FormField("village", "村（居）"),
            FormField("address", "住址", span=2),
            FormField("content", "反映的情况", type="long_text", required=True, max_length=500, span=2),
            FormField("reporter", "反映人"),
        )

        def store(part: Any) -> tuple[Any, ...]:
            return (leading.record_lead, Told(**{**vars(part), "found_on": part.found_on or today}))

        def said(made: Recorded) -> str:
            return f"已登记线索 {made.number}。{_known(made)}"

        self.ask("lead", "登记线索", fields, store, said)

    def _visit(self, row: Any) -> None:
        fields = (
            FormField("on", "核实日期", type="date", required=True),
            FormField(
                "found",
                "核实情况",
                type="long_text",
                required=True,
                max_length=500,
                span=2,
                hint="上门或电话，见到了谁，情况怎样",
            ),
        )
        before = {"on": row.visited_on, "found": row.visit_found}
        self.ask("lead_visit", f"核实：{row.name}", fields,
            lambda part: (leading.record_lead_visit, row.id, part.on, part.found, {"before": before}), "已登记核实。",
        )  # fmt: skip

    def _correct(self, row: Any) -> None:
        """An ID number is typed anew: the list shows it masked."""
        fields = (
            FormField("name", "核实后的姓名", required=True, hint="仍不知道的填“不详”"),
            FormField("id_number", "身份证号（知道的话）", type="id_number"),
            FormField("village", "村（居）"),
        )

        def said(made: Recorded) -> str:
            return f"已更正线索 {made.number}，原来登记的姓名留在核实情况里。{_known(made)}"

        before = {"name": row.name, "id_number": row.id_masked, "village": row.village}
        self.ask("lead_correct", f"更正：{row.name}", fields,
            lambda part: (
                leading.correct_lead, row.id,
                {"name": part.name, "id_number": part.id_number, "village": part.village, "before": before},
            ),
            said, known={"name": row.name, "village": row.village}, button="更正",
        )  # fmt: skip

    def _give(self, row: Any) -> None:
        fields = (FormField("to", "交给", type="person", required=True, span=2),)
        before = {"to": row.owner_id}
        self.people_then(
            lambda people: self.ask(
                "lead_give", f"交给同事：{row.name}", fields, lambda part: (leading.give_lead, row.id, part.to, {"before": before}),
                "已交给同事核实。", people=people, button="交给",
            )
        )  # fmt: skip

    def _intake(self, row: Any) -> None:
        self.page.lead_taken.emit(row.id)

    def _end(self, row: Any) -> None:
        fields = (
            FormField("outcome", "办结方式", type="select_one", codes="lead_outcome", required=True),
            FormField(
                "application_number",
                "受理编号",
                relevant=Relevant("outcome", ("case",)),
                hint="立案受理后的编号",
            ),
            FormField("to", "转介单位", relevant=Relevant("outcome", ("referral",))),
            FormField("reason", "办结说明", type="long_text", required=True, max_length=500, span=2),
        )
        self.ask("lead_end", f"办结：{row.name}", fields,
            lambda part: (
                leading.close_lead, row.id, part.outcome,
                {"reason": part.reason, "application_number": part.application_number, "to": part.to},
            ),
            "线索已办结。", button="办结",
        )  # fmt: skip
