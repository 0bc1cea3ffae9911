"""转办: what waits to go out, what departments have, disputes, answers to tell; slips by scan, lists out and in."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.exporting import Said
from jiuzhu.domain.form import FormField
from jiuzhu.domain.money import shown
from jiuzhu.domain.transferring import OUT, SLIP_STEPS
from jiuzhu.services.ledger.exporting import What
from jiuzhu.services.paper.matter_papers import issue_matter
from jiuzhu.services.referral import disputing, transfer_lists, transferring
from jiuzhu.services.referral.transfer_lists import AnswerPreview
from jiuzhu.services.referral.transferring import Found
from jiuzhu.ui import door
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.page import Page
from jiuzhu.ui.rows_model import Column

_SLIPS = (
    Column("期限", lambda row: (row.colour, f"{row.due_on:%m-%d}"), kind="due", width=5),
    Column("申请人", "name", kind="strong", width=5),
    Column("事项", "programme", width=8),
    Column("部门", "department", width=8),
    Column("状态", "state_label", width=7),
    Column("转办单", "number", width=14, stretch=True),
)
_TO_SEND = (
    Column(
        "期限", lambda row: (row.colour, f"{row.due_on:%m-%d}" if row.due_on else ""), kind="due", width=5
    ),
    Column("申请人", "name", kind="strong", width=5),
    Column("事项", "programme", width=8),
    Column("部门", "department", width=8),
    Column("村（居）", "village", width=6),
    Column("受理编号", "number", width=14, stretch=True),
)
_STATES = {
    "out": (*OUT, "recalled"),
    "disputed": ("disputed",),
    "answered": ("answered",),
    "closed": ("closed", "ruled", "rejected", "stopped"),
}
"""Queue → the states of the slips in it."""


def _step(name: str, label: str, run: Callable[..., Any], *, primary: bool = False) -> Action:
    """A step with a slip, offered wherever the table of its steps allows it and nowhere else."""
    states = SLIP_STEPS[name]
    queues = tuple(key for key, held in _STATES.items() if set(held) & set(states))
    return Action(
        name, label, run, "transfer", queues=queues, primary=primary, fits=lambda row: row.state in states
    )


_DIED = {
    "waiting": "先核实还要不要办，不办的请撤回申请",
    "sent": "先核实还要不要办，不办的请撤回申请、通知停办",
    "accepted": "先核实还要不要办，不办的请撤回申请、通知停办",
    "disputed": "先核实还要不要办，不办的请撤回申请、通知停办",
    "answered": "请告知家属",
}
"""Where a matter stands → what is to be done once its applicant has died."""


def _died(row: Any, state: str) -> str:
    return f"▲ 申请人 {row.died_on} 去世：{_DIED[state]}" if row.died_on and state in _DIED else ""


class TransfersPart(ListPart):
    """Enter does the next step with a slip."""

    name: ClassVar[str] = "transfers"
    watches: ClassVar[frozenset[str]] = frozenset({"transfer", "application"})
    next_step: ClassVar[str] = "转出的事项在期限内登记回执和答复，再告知申请人；临近期限的标黄，逾期的标红"
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "to_send",
            "待转出",
            _TO_SEND,
            "没有等待转出的事项。受理了部门决定的事项（医疗、教育、住房等）以后，会列在这里。",
        ),
        Queue("out", "部门办理中", _SLIPS, "没有部门正在办理的转办单。"),
        Queue("disputed", "争议待裁定", _SLIPS, "没有等待裁定的争议。"),
        Queue("answered", "待告知", _SLIPS, "没有等待告知申请人的答复。"),
        Queue("closed", "已办结", _SLIPS, "还没有办结的转办。"),
    )

    def __init__(self, page: Page) -> None:
        self._scanned = ""  # the slip that was found by its code
        super().__init__(page)

    def offers(self) -> Sequence[Action]:
        """The steps of a slip, and the lists."""
        return (
            Action("refer", "转出…", self._refer, "transfer", queues=("to_send",), primary=True),
            Action("dispute_unsent", "提请裁定…", self._dispute_unsent, "transfer", queues=("to_send",)),
            _step("answer", "登记答复…", self._answer, primary=True),
            _step("receipt", "登记回执…", self._receipt),
            _step("reject", "登记退回…", self._reject),
            _step("dispute", "提请裁定…", self._dispute),
            _step("rule", "登记裁定…", self._rule, primary=True),
            _step("stop", "通知停办…", self._stop),
            _step("tell", "告知申请人…", self._tell, primary=True),
            Action(
                "paper", "打印转办单…", self._paper, "print", queues=("out", "disputed", "answered", "closed")
            ),
            Action("scan", "扫码找单…", self._scan, "transfer", on_row=False, icon="search"),
            Action("list_out", "导出名单…", self._export, "transfer", on_row=False, icon="excel"),
            Action("list_in", "导入答复…", self._import, "transfer", on_row=False, icon="excel"),
        )

    def load(self, key: str, text: str) -> None:
        """The rows of a queue."""
        tasks = self.page.tasks
        if key == "to_send":
            tasks.read(
                transferring.to_send, text, then=self.show_rows, owner=self,
                key="transfers",
            )  # fmt: skip
        else:
            tasks.read(
                transferring.transfers,
                _STATES[key],
                "",
                text,
                then=self.show_rows,
                owner=self,
                key="transfers",
            )

    def id_of(self, row: Any) -> str:
        """What waits is known by its matter, a slip by itself."""
        return str(row.item_id if self.key == "to_send" else row.id)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """What a matter or slip says."""
        if key == "to_send":
            lines = [
                row.number,
                _died(row, "waiting"),
                f"承办部门：{row.department}",
                f"村（居）：{row.village}",
                row.ruling,
            ]
            return f"{row.name}：{row.programme}", "\n".join(line for line in lines if line)
        due = f"{row.due_on} 前{'裁定' if row.state == 'disputed' else '答复'}"
        lines = [
            row.number,
            f"{row.department}　{row.state_label}",
            f"{row.sent_on} 转出，{due}",
            f"需求：{row.need}",
        ]
        died = _died(row, row.state)
        lines += [died] if died else []
        lines += [f"争议：{row.dispute}"] if row.dispute else []
        lines += [row.ruling] if row.ruling else []
        lines += [f"退回：{row.rejection}"] if row.rejection else []
        given = f" {shown(row.amount)} 元" if row.amount else ""
        lines += (
            [f"{row.answered_on} 答复：{row.result}{given}　{row.result_text}"] if row.answered_on else []
        )
        lines += [f"{row.told_on} 告知申请人：{row.told_way}"] if row.told_on else []
        return f"{row.name}：{row.programme}", "\n".join(lines)

    def _refer(self, row: Any) -> None:
        fields = (
            FormField("need", "需要部门解决什么", type="long_text", required=True, max_length=500, span=2),
            FormField("attachments", "随附材料", type="long_text", max_length=500, span=2, hint="每行一份"),
            FormField(
                "department",
                "改送其他部门",
                type="select_one",
                codes="department",
                hint=f"不填送{row.department}" if row.department else "目录里没有承办部门，请选择",
            ),
        )
        self.ask(
            "refer", f"转出：{row.name} {row.programme}", fields,
            lambda part: (
                transferring.refer, row.application_id, part.need, part.attachments, part.department, {"item_id": row.item_id},
            ),
            lambda numbers: f"已转出 {'、'.join(numbers)}。", button="转出",
        )  # fmt: skip

    def _receipt(self, row: Any) -> None:
        fields = (
            FormField("by", "部门接收人", required=True),
            FormField("on", "接收日期", type="date", required=True),
        )
        self.ask(
            "receipt", f"回执：{row.number}", fields,
            lambda part: (transferring.record_receipt, row.id, part.by, part.on), "已登记回执。",
        )  # fmt: skip

    def _reject(self, row: Any) -> None:
        fields = (
            FormField("reason", "部门退回的理由", type="long_text", required=True, max_length=500, span=2),
        )
        self.ask(
            "reject", f"部门退回：{row.number}", fields,
            lambda part: (transferring.reject, row.id, part.reason), "已登记退回，事项回到“待转出”。",
        )  # fmt: skip

    def _dispute(self, row: Any) -> None:
        fields = (FormField("reason", "争议的理由", type="long_text", required=True, max_length=500, span=2),)
        self.ask(
            "dispute", f"提请裁定：{row.number}", fields,
            lambda part: (disputing.dispute, row.id, part.reason), "已提请裁定。",
        )  # fmt: skip

    def _dispute_unsent(self, row: Any) -> None:
        fields = (FormField("reason", "争议的理由", type="long_text", required=True, max_length=500, span=2),)
        self.ask(
            "dispute", f"转出前提请裁定：{row.name} {row.programme}", fields,
            lambda part: (disputing.dispute_unsent, row.application_id, row.item_id, part.reason),
            "已提请裁定，裁定后按裁定的部门转出。",
        )  # fmt: skip

    def _rule(self, row: Any) -> None:
        fields = (
            FormField("body", "裁定单位", required=True, hint="如：区民政局"),
            FormField("department", "裁定由谁承办", type="select_one", codes="department", required=True),
            FormField("basis", "裁定理由", type="long_text", required=True, max_length=500, span=2),
            FormField("document", "裁定文号"),
        )
        self.ask(
            "rule", f"登记裁定：{row.number}", fields,
            lambda part: (
                disputing.rule, row.id,
                {"body": part.body, "department": part.department, "basis": part.basis, "document": part.document},
            ),
            "已登记裁定，事项回到“待转出”，按裁定的部门转出。",
        )  # fmt: skip

    def _answer(self, row: Any) -> None:
        fields = (
            FormField("result", "办理结果", type="select_one", codes="transfer_result", required=True),
            FormField("on", "答复日期", type="date", required=True),
            FormField("text", "办理情况", type="long_text", required=True, max_length=500, span=2),
            FormField("amount", "救助金额（元）", type="money"),
        )
        self.ask(
            "answer", f"登记答复：{row.number}", fields,
            lambda part: (
                transferring.answer, row.id,
                {
                    "result": part.result, "text": part.text, "on": part.on, "amount": part.amount or Decimal(0),
                    "source": "scanned" if row.id == self._scanned else "keyed",
                },
            ),
            "已登记答复，请告知申请人。",
        )  # fmt: skip

    def _tell(self, row: Any) -> None:
        fields = (
            FormField("way", "告知方式", required=True, hint="如：当面告知、电话告知"),
            FormField("on", "告知日期", type="date", required=True),
        )
        self.ask(
            "tell", f"告知申请人：{row.name}", fields,
            lambda part: (transferring.tell, row.id, part.way, part.on), "已登记告知。",
        )  # fmt: skip

    def _stop(self, row: Any) -> None:
        fields = (
            FormField("way", "通知方式", required=True, hint="如：送达撤回的转办单、电话通知经办人"),
            FormField("on", "通知日期", type="date", required=True),
        )
        self.ask(
            "stop", f"通知停办：{row.number}", fields,
            lambda part: (transferring.stop, row.id, part.way, part.on), "已登记，部门停止办理。",
        )  # fmt: skip

    def _paper(self, row: Any) -> None:
        self.print_to(issue_matter, "F27", row.id)

    def _scan(self) -> None:
        fields = (
            FormField("code", "扫描转办单右下角的二维码，或输入编号", required=True, max_length=200, span=2),
        )

        def found(slip: Found) -> None:
            """Its number in the search finds it however long its list is."""
            self._scanned = slip.id
            self.search.setText(slip.number)
            self.choose_queue(next(key for key, states in _STATES.items() if slip.state in states))

        self.ask("scan", "找转办单", fields, lambda typed: (transferring.scanned, typed.code),
            "已找到转办单。", button="查找", then=found,
        )  # fmt: skip

    def _export(self) -> None:
        fields = (
            FormField(
                "department",
                "导出哪个部门的名单",
                type="select_one",
                codes="department",
                required=True,
                span=2,
            ),
        )

        def look(typed: Any) -> tuple[Any, ...]:
            return (transfer_lists.list_of, typed.department)

        self.ask("list_out", "导出转办名单", fields, look, lambda what: f"{what.title}共 {what.rows} 件。",
            how="read", then=self._export_list, button="导出",
        )  # fmt: skip

    def _export_list(self, what: What) -> None:
        department = what.about["department"]

        def stated(_said: Said) -> None:
            name = f"转办名单-{what.details}-{self.page.workspace.today()}.xlsx"
            chosen, _ = QFileDialog.getSaveFileName(self, "导出到", name, "Excel 工作簿 (*.xlsx)")
            if chosen:
                self.do(lambda count: f"已导出 {count} 件，请部门填好后退回。",
                    transfer_lists.export_list, department, Path(chosen).with_suffix(".xlsx"),
                )  # fmt: skip

        door.pass_through(self.page, self, partial(transfer_lists.list_of, department=department), stated)

    def _import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选择部门退回的名单", "", "Excel 工作簿 (*.xlsx)")
        if chosen:
            self.read_list(Path(chosen))

    def read_list(self, path: Path) -> None:
        """Look at a returned list; with a bad row nothing is taken and the copy with the errors is named."""

        def seen(preview: AnswerPreview) -> None:
            if preview.bad:
                first = next(row for row in preview.rows if row.problem)
                self.page.say(
                    "warn",
                    f"{preview.bad} 行有问题（第 {first.row} 行：{first.problem}），没有登记任何答复。错误已写在：{preview.error_copy}",
                )
            elif not preview.rows:
                self.page.say("info", "名单里还没有填写办理结果。")
            else:
                self.do(
                    lambda count: f"已登记 {count} 件答复，请告知申请人。",
                    transfer_lists.apply_answers,
                    preview,
                )

        self.page.tasks.read(
            transfer_lists.read_answers,
            path,
            then=seen,
            failed=self.page.tell,
            owner=self,
            title="正在试读名单…",
        )
