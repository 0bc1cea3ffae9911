"""临时救助和备用金: what is to be handed over, what is to be made up, and the reserve's ledger to its month's end."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.services import paying_out, quick_relief, relief_papers, reserve, reserve_months, reserve_view
from jiuzhu.services.reserve_view import View
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column


def _found(rows: Sequence[Any], text: str) -> list[Any]:
    """The rows that say the text somewhere a person would look."""
    names = ("name", "payee", "number", "village", "voucher", "note", "month")
    wanted = text.strip()
    return [row for row in rows if wanted in "".join(str(getattr(row, name, "")) for name in names)]


class ReliefPart(ListPart):
    """Money leaves the reserve and its ledger in one step, never by the hand that signed it."""

    name: ClassVar[str] = "relief"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"payout", "reserve_entry", "application", "reserve_closing"}
    )
    next_step: ClassVar[str] = "给付后备用金台账同时记账；先行救助的在期限内补齐手续；每月两人盘点月结"
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "due",
            "待给付",
            (
                Column("申请人", "name", kind="strong", width=5),
                Column("待给付（元）", "left", kind="money", width=7),
                Column("种类", "kind", width=6),
                Column("先行救助", "to_make_up", kind="tick", width=5),
                Column("村（居）", "village", width=7, stretch=True),
                Column("受理编号", "number", width=14),
            ),
            "没有等待给付的临时救助。决定签署以后会列在这里。",
        ),
        Queue(
            "make_up",
            "待补手续",
            (
                Column("期限", lambda row: (row.colour, f"{row.due_on:%m-%d}" if row.due_on else ""), kind="due", width=5),
                Column("申请人", "name", kind="strong", width=5),
                Column("村（居）", "village", width=7, stretch=True),
                Column("受理编号", "number", width=14),
            ),
            "没有等待补手续的先行救助。",
        ),
        Queue(
            "paid",
            "已给付",
            (
                Column("日期", "paid_on", kind="date", width=7),
                Column("领款人", "payee", kind="strong", width=5),
                Column("金额（元）", "amount", kind="money", width=7),
                Column("凭证", "number", width=15),
                Column("方式", "form", width=4),
                Column("来源", "source", width=5),
                Column("退回", "returned", width=7, stretch=True),
            ),
            "还没有给付。",
        ),
        Queue(
            "reserve",
            "备用金台账",
            (
                Column("序号", "position", kind="number", width=3),
                Column("日期", "entered_on", kind="date", width=7),
                Column("凭证", "voucher", kind="strong", width=15),
                Column("摘要", "kind", width=5),
                Column("收入", "money_in", kind="money", width=6),
                Column("支出", "money_out", kind="money", width=6),
                Column("余额", "balance", kind="money", width=7),
                Column("说明", "note", width=7, stretch=True),
            ),
            "备用金台账近三个月没有收支。还没有建立的，点“登记期初”，写明收到的备用金。",
        ),
        Queue(
            "closings",
            "月末盘点",
            (
                Column("月份", "month", kind="strong", width=6),
                Column("账面（元）", "book", kind="money", width=8),
                Column("盘点（元）", "counted", kind="money", width=8),
                Column("差额（元）", "difference", kind="money", width=7),
                Column("盘点人", "first", width=5),
                Column("复核人", "second", width=5),
                Column("差额原因", "explanation", width=10, stretch=True),
            ),
            "还没有月末盘点。每月结束后两人盘点签字。",
        ),
    )  # fmt: skip

    def offers(self) -> Sequence[Action]:
        """Handing over, making up, the ledger's entries."""
        ledger = ("reserve",)
        return (
            Action("pay", "给付…", self._pay, "pay", queues=("due",), primary=True),
            Action("make_up", "手续补齐…", self._make_up, "check", queues=("make_up",), primary=True),
            Action("receipt", "打印领款单…", self._receipt, "print", queues=("paid",), primary=True),
            Action("book", "打印台账…", self._book, "print", on_row=False, queues=ledger),
            Action("returned", "登记退回…", self._returned, "pay", queues=("paid",)),
            Action("correct", "冲正…", self._correct, "pay", queues=ledger),
            Action("open", "登记期初…", self._open, "pay", on_row=False, queues=ledger),
            Action("request", "补充申请", self._request, "pay", on_row=False, queues=ledger),
            Action("replenish", "登记到账…", self._replenish, "pay", on_row=False, queues=ledger),
            Action("count", "盘点…", self._count, "pay", on_row=False, queues=("closings",), primary=True),
            Action("sign", "复核签字", self._sign, "pay", queues=("closings",)),
            Action("closing", "打印月结…", self._closing, "print", queues=("closings",)),
        )

    def load(self, key: str, text: str) -> None:
        """Rows of a queue; the search looks into what is shown."""
        services = {"due": paying_out.due, "make_up": paying_out.to_make_up, "paid": paying_out.paid}
        if key in services:
            self.page.tasks.read(
                services[key],
                then=lambda rows: self.show_rows(_found(rows, text)),
                owner=self,
                key="relief",
            )
            return

        def show(view: View) -> None:
            told = (
                f"余额 {view.balance:,.2f} 元，规定 {view.size.value:,} 元"
                if view.opened
                else "台账还没有建立"
            )
            if view.requests:
                told += "　待到账：" + "、".join(row.number for row in view.requests)
            if view.month_to_count:
                told += f"　待盘点：{view.month_to_count}"
            self._month_to_count = view.month_to_count
            self.show_rows(_found(view.lines if key == "reserve" else view.closings, text), told)

        self.page.tasks.read(reserve_view.view, then=show, owner=self, key="relief")

    _month_to_count = ""

    def id_of(self, row: Any) -> str:
        """An application or a line of the ledger."""
        return str(row.id if self.key in {"reserve", "paid", "closings"} else row.application_id)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Who gets what, or one entry."""
        if key == "reserve":
            case = f"\n{row.number}　{row.payee}\n{row.cause}　批准人 {row.approver}" if row.number else ""
            return row.voucher, f"{row.entered_on}　{row.kind}\n余额 {row.balance:,.2f} 元{case}\n{row.note}"
        if key == "closings":
            signed = f"复核 {row.second}" if row.second else "等待另一位同事复核签字"
            return (
                f"{row.month} 盘点",
                f"账面 {row.book:,.2f} 元，盘点 {row.counted:,.2f} 元\n盘点 {row.first}　{signed}\n{row.explanation}",
            )
        if key == "paid":
            back = f"\n{row.returned}" if row.returned else ""
            return (
                row.payee,
                f"{row.number}　{row.paid_on}\n{row.case_number}\n{row.amount:,.2f} 元　{row.form}　{row.source}\n经手 {row.handler}{back}",
            )
        if key == "make_up":
            return row.name, f"{row.number}　{row.village}\n{row.due_on} 前补齐手续\n{row.told}"
        first = "\n先行救助：给付后还要补齐手续" if row.to_make_up else ""
        return row.name, f"{row.number}　{row.village}\n待给付 {row.left:,.2f} 元{first}"

    def _pay(self, row: Any) -> None:
        fields = (
            FormField("form", "给付方式", type="select_one", codes="payout_form", required=True),
            FormField("source", "资金来源", type="select_one", codes="payout_source", required=True),
            FormField("amount", "金额（元）", type="money", required=True, hint="一次审批可以分次给付"),
            FormField("receipt", "领款单编号", relevant=Relevant("form", ("cash", "goods"))),
            FormField("note", "说明", max_length=200, span=2),
        )
        self.ask(
            "pay", f"给付：{row.name} {row.left:,.2f} 元", fields,
            lambda part: (
                paying_out.pay_out, row.application_id,
                {
                    "form": part.form, "source": part.source, "receipt": part.receipt, "note": part.note,
                    "amount": part.amount,
                },
            ),
            lambda made: f"已给付 {made.amount:,.2f} 元，凭证 {made.number}。", button="给付",
            known={"amount": row.left},
        )  # fmt: skip

    def _make_up(self, row: Any) -> None:
        fields = (
            FormField("note", "补齐了哪些手续", type="long_text", required=True, max_length=300, span=2),
        )
        self.ask(
            "make_up", f"手续补齐：{row.name}", fields, lambda part: (quick_relief.make_up, row.application_id, part.note),
            "手续已补齐。",
        )  # fmt: skip

    def _correct(self, row: Any) -> None:
        fields = (FormField("reason", "冲正原因", type="long_text", required=True, max_length=200, span=2),)
        self.ask(
            "correct", f"冲正：{row.voucher}", fields, lambda part: (reserve.correct_entry, row.id, part.reason),
            "已冲正，原来的一笔保留。", button="冲正", told="原来的一笔不改动，另记一笔方向相反的。",
        )  # fmt: skip

    def _open(self) -> None:
        fields = (FormField("amount", "期初金额（元）", type="money", required=True),)
        self.ask(
            "open_reserve", "登记备用金期初", fields, lambda part: (reserve.open_reserve, part.amount or Decimal(0)),
            "备用金台账已建立。",
        )  # fmt: skip

    def _request(self) -> None:
        self.do(
            lambda made: f"补充申请 {made.number}：申请补充 {made.amount:,.2f} 元。到账后凭此编号登记。",
            reserve.request_replenishment,
        )

    def _replenish(self) -> None:
        fields = (
            FormField("request", "补充申请编号", required=True),
            FormField("amount", "到账金额（元）", type="money", required=True),
        )
        self.ask(
            "replenish", "登记补充到账", fields, lambda part: (reserve.replenish, part.request, part.amount or Decimal(0)),
            "已登记到账。",
        )  # fmt: skip

    def _returned(self, row: Any) -> None:
        fields = (FormField("reason", "退回的原因", type="long_text", required=True, max_length=200, span=2),)
        self.ask(
            "returned", f"给付退回：{row.payee} {row.amount:,.2f} 元", fields,
            lambda part: (paying_out.return_payout, row.id, part.reason), "已登记退回，这笔救助回到“待给付”。",
        )  # fmt: skip

    def _count(self) -> None:
        fields = (
            FormField("month", "月份", type="month", required=True),
            FormField("counted", "盘点金额（元）", type="money", required=True),
            FormField("explanation", "差额原因", max_length=200, span=2, hint="盘点与账面一致的不填"),
        )
        self.ask(
            "count", "备用金月末盘点", fields,
            lambda part: (reserve_months.count_month, part.month, part.counted, part.explanation),
            lambda made: f"{made.month} 已盘点，账面 {made.book:,.2f} 元，盘点 {made.counted:,.2f} 元，等待另一位同事复核签字。",
            button="登记盘点", known={"month": self._month_to_count},
        )  # fmt: skip

    def _sign(self, row: Any) -> None:
        self.do(f"{row.month} 已复核签字。", reserve_months.sign_month, row.id)

    def _receipt(self, row: Any) -> None:
        self.print_to(relief_papers.issue_receipt, row.id)

    def _closing(self, row: Any) -> None:
        self.print_to(relief_papers.issue_closing, row.id)

    def _book(self) -> None:
        fields = (FormField("month", "月份", type="month", required=True),)

        def store(part: Any) -> tuple[Any, ...]:
            folder = QFileDialog.getExistingDirectory(self, "把台账存到")
            return (relief_papers.issue_reserve_month, part.month, Path(folder)) if folder else ()

        self.ask(
            "book", "打印备用金台账", fields, store, lambda made: f"{made.number} 共 {made.pages} 页，已存到 {made.path}",
            button="打印", known={"month": month_of(self.page.workspace.today())},
        )  # fmt: skip
