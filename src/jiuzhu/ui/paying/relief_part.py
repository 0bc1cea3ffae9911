"""临时救助和备用金: what is to be handed over, what is to be made up, and the reserve's ledger to its month's end."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.form import FormField, Relevant
from jiuzhu.services import paying_out, quick_relief, reserve
from jiuzhu.services.matter_papers import issue_matter
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_KINDS = {
    "opening": "期初",
    "replenish": "补充到账",
    "payout": "给付",
    "returned": "退回",
    "correction": "冲正",
}


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
                Column("领款人", "payee_name", kind="strong", width=5),
                Column("金额（元）", "amount", kind="money", width=7),
                Column("凭证", "number", width=15),
                Column("说明", "note", width=7, stretch=True),
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
                Column("摘要", lambda row: _KINDS[row.kind], width=5),
                Column("收入", lambda row: row.amount if row.direction == "in" else None, kind="money", width=6),
                Column("支出", lambda row: row.amount if row.direction == "out" else None, kind="money", width=6),
                Column("余额", "balance", kind="money", width=7),
                Column("说明", "note", width=7, stretch=True),
            ),
            "备用金台账还没有建立。点“登记期初”，写明收到的备用金。",
        ),
    )  # fmt: skip

    def offers(self) -> Sequence[Action]:
        """Handing over, making up, the ledger's entries."""
        ledger = ("reserve",)
        return (
            Action("pay", "给付…", self._pay, "pay", queues=("due",), primary=True),
            Action("make_up", "手续补齐…", self._make_up, "check", queues=("make_up",), primary=True),
            Action("receipt", "打印审批表和领款单…", self._receipt, "print", queues=("paid",), primary=True),
            Action("book", "打印台账…", self._book, "print", on_row=False, queues=ledger),
            Action("correct", "冲正…", self._correct, "pay", queues=ledger),
            Action("open", "登记期初…", self._open, "pay", on_row=False, queues=ledger),
            Action("request", "补充申请", self._request, "pay", on_row=False, queues=ledger),
            Action("replenish", "登记到账…", self._replenish, "pay", on_row=False, queues=ledger),
            Action("close", "月结…", self._close, "pay", on_row=False, queues=ledger, primary=True),
        )

    def load(self, key: str, text: str) -> None:
        """Rows of a queue; the search looks into what is shown."""
        services = {
            "due": paying_out.due,
            "make_up": paying_out.to_make_up,
            "paid": paying_out.paid,
            "reserve": reserve.entries,
        }

        def show(rows: list[Any]) -> None:
            wanted = text.strip()
            kept = [
                row
                for row in rows
                if wanted in "".join(str(getattr(row, name, "")) for name in ("name", "payee_name", "number", "village", "voucher", "note"))
            ]  # fmt: skip
            self.show_rows(kept, f"余额 {rows[-1].balance:,.2f} 元" if key == "reserve" and rows else "")

        self.page.tasks.read(services[key], then=show, owner=self, key="relief")

    def id_of(self, row: Any) -> str:
        """An application or a line of the ledger."""
        return str(row.id if self.key in {"reserve", "paid"} else row.application_id)

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Who gets what, or one entry."""
        if key == "reserve":
            return (
                row.voucher,
                f"{row.entered_on}　{_KINDS[row.kind]}\n{row.amount:,.2f} 元，余额 {row.balance:,.2f} 元\n{row.note}",
            )
        if key == "paid":
            return row.payee_name, f"{row.number}　{row.paid_on}\n{row.amount:,.2f} 元\n{row.note}"
        if key == "make_up":
            return row.name, f"{row.number}　{row.village}\n{row.due_on} 前补齐手续"
        first = "\n先行救助：给付后还要补齐手续" if row.to_make_up else ""
        return row.name, f"{row.number}　{row.village}\n待给付 {row.left:,.2f} 元{first}"

    def _pay(self, row: Any) -> None:
        fields = (
            FormField("form", "给付方式", type="select_one", codes="payout_form", required=True),
            FormField("source", "资金来源", type="select_one", codes="payout_source", required=True),
            FormField("receipt", "领款单编号", relevant=Relevant("form", ("cash", "goods"))),
            FormField("note", "说明", max_length=200, span=2),
        )
        self.ask(
            "pay", f"给付：{row.name} {row.left:,.2f} 元", fields,
            lambda part: (
                paying_out.pay, row.application_id,
                {"form": part.form, "source": part.source, "receipt": part.receipt, "note": part.note},
            ),
            lambda made: f"已给付 {made.amount:,.2f} 元，凭证 {made.number}。", button="给付",
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
            "correct", f"冲正：{row.voucher} {row.amount:,.2f} 元", fields, lambda part: (reserve.correct, row.id, part.reason),
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
            lambda made: f"补充申请 {made[0]}：申请补充 {made[1]:,.2f} 元。到账后凭此编号登记。",
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

    def _close(self) -> None:
        last = month_of(self.page.workspace.today().replace(day=1) - timedelta(days=1))
        fields = (
            FormField("month", "月份", type="month", required=True),
            FormField("counted", "盘点金额（元）", type="money", required=True),
            FormField("second", "复核人", type="person", required=True),
            FormField("explanation", "差额原因", max_length=200, span=2, hint="盘点与账面一致的不填"),
        )

        def ask(people: list[tuple[str, str]]) -> None:
            self.ask(
                "close_month", "备用金月结", fields,
                lambda part: (reserve.close_month, part.month, part.counted, part.second, part.explanation),
                lambda made: f"{made.month} 已月结，账面 {made.book:,.2f} 元，盘点 {made.counted:,.2f} 元。",
                button="月结", known={"month": last}, people=people,
            )  # fmt: skip

        self.people_then(ask)

    def _receipt(self, row: Any) -> None:
        self.print_matter("F25", row.id)

    def _book(self) -> None:
        fields = (FormField("month", "月份", type="month", required=True),)

        def store(part: Any) -> tuple[Any, ...]:
            folder = QFileDialog.getExistingDirectory(self, "把台账存到")
            return (issue_matter, "F26", part.month, Path(folder)) if folder else ()

        self.ask(
            "book", "打印备用金台账", fields, store, lambda made: f"{made.number} 共 {made.pages} 页，已存到 {made.path}",
            button="打印", known={"month": month_of(self.page.workspace.today())},
        )  # fmt: skip
