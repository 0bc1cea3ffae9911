"""备用金: its ledger with the balance below it, requests for more, months counted by two."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from jiuzhu.domain.calendar import month_of
from jiuzhu.domain.form import FormField
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import Outlook
from jiuzhu.services.paper import relief_papers
from jiuzhu.services.relief import reserve, reserve_months, reserve_view
from jiuzhu.services.relief.reserve_view import View
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.paying.relief_part import found
from jiuzhu.ui.rows_model import Column

_NAMES = ("payee", "number", "voucher", "note", "month", "request_number", "cause")


class ReservePart(ListPart):
    """Every line stands; what was wrong is taken back by another line."""

    name: ClassVar[str] = "reserve"
    search_hint: ClassVar[str] = "领款人、编号、事由"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"reserve_entry", "reserve_request", "reserve_closing", "payout", "application"}
    )
    next_step: ClassVar[str] = "余额不足规定的，提出补充申请，到账后登记；每月结束后一人盘点、一人复核"
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "ledger",
            "台账",
            (
                Column("序号", "position", kind="number", width=3),
                Column("日期", "entered_on", kind="date", width=7),
                Column("摘要", "kind", width=5),
                Column("收入", "money_in", kind="money", width=6),
                Column("支出", "money_out", kind="money", width=6),
                Column("余额", "balance", kind="money", width=7),
                Column("领款人", "payee", kind="strong", width=5),
                Column("事由", "cause", width=9, stretch=True),
                Column("补手续", "makeup", width=6),
            ),
            "近三个月没有收支，更早的在“台账”页。还没有建立的，点“登记期初”，写明收到的备用金。",
        ),
        Queue(
            "requests",
            "补充申请",
            (
                Column("申请编号", "number", kind="strong", width=15),
                Column("申请日期", "requested_on", kind="date", width=7),
                Column("当时余额（元）", "balance", kind="money", width=8),
                Column("申请补充（元）", "amount", kind="money", width=8, stretch=True),
            ),
            "没有等待到账的补充申请。",
        ),
        Queue(
            "closings",
            "月结",
            (
                Column("月份", "month", kind="strong", width=6),
                Column("账面（元）", "book", kind="money", width=8),
                Column("盘点（元）", "counted", kind="money", width=8),
                Column("差额（元）", "difference", kind="money", width=7),
                Column("盘点人", "first", width=5),
                Column("复核人", "second", width=5),
                Column("差额原因", "explanation", width=8, stretch=True),
            ),
            "还没有月末盘点。每月结束后，一人盘点、另一人复核签字。",
        ),
    )

    def offers(self) -> Sequence[Action]:
        """The ledger's entries, requests and counts; the count is signed by who keeps the money or signs for the office."""
        signs = "decide" if self.page.workspace.actor.may("decide") else "pay"
        ledger, requests, closings = ("ledger",), ("requests",), ("closings",)
        return (
            Action(
                "open",
                "登记期初…",
                self._open,
                "pay",
                on_row=False,
                queues=ledger,
                offered=lambda: self._view is not None and not self._view.opened,
            ),
            Action(
                "request", "提出补充申请", self._request, "pay", on_row=False, queues=(*ledger, *requests)
            ),
            Action("arrived", "登记到账…", self._arrived, "pay", on_row=False, queues=(*ledger, *requests)),
            Action("book", "打印台账…", self._book, "print", on_row=False, queues=ledger),
            Action("correct", "冲正…", self._correct, "pay", queues=ledger),
            Action("file", "打开卷宗", self._file, queues=ledger),
            Action("paper", "打印申请…", self._paper, "print", queues=requests, primary=True),
            Action("count", "盘点…", self._count, "pay", on_row=False, queues=closings, primary=True),
            Action("sign", "复核签字", self._sign, signs, queues=closings),
            Action("closing", "打印月结…", self._closing, "print", queues=closings),
        )

    _view: View | None = None

    def load(self, key: str, text: str) -> None:
        """One look at the whole; each queue shows its part of it."""

        def show(view: View) -> None:
            self._view = view
            rows: dict[str, Sequence[Any]] = {
                "ledger": view.lines,
                "requests": view.requests,
                "closings": view.closings,
            }
            self.show_rows(found(rows[key], text, _NAMES), _told(view))

        self.page.tasks.read(reserve_view.view, then=show, owner=self, key="reserve")

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """One entry, request or count."""
        if key == "requests":
            return (
                f"申请补充 {row.amount:,.2f} 元",
                f"{row.number}\n{row.requested_on}，当时余额 {row.balance:,.2f} 元\n到账后点“登记到账”",
            )
        if key == "closings":
            signed = f"复核 {row.second}" if row.second else "等待另一位同事复核签字"
            return (
                f"{row.month} 月结",
                (
                    f"账面 {row.book:,.2f} 元\n盘点 {row.counted:,.2f} 元\n差额 {row.difference:,.2f} 元\n"
                    f"盘点 {row.first}，{signed}\n{row.explanation}"
                ),
            )
        case = (
            f"\n{row.number}\n{row.payee}　{row.cause}\n审批 {row.approver}　{row.receipt}"
            if row.number
            else ""
        )
        request = f"\n{row.request_number}" if row.request_number else ""
        note = f"\n{row.note}" if row.note != row.kind else ""
        return (
            f"{row.position}　{row.kind}",
            f"{row.voucher}\n{row.entered_on}　记账 {row.writer}\n记账后余额 {row.balance:,.2f} 元{case}{request}{note}",
        )

    def _file(self, row: Any) -> None:
        if row.application_id:
            self.page.application_chosen.emit(row.application_id)
        else:
            self.page.say("info", "这一笔不是救助给付，没有卷宗。")

    def _open(self) -> None:
        size = self._view.size.value if self._view is not None else None
        fields = (FormField("amount", "期初金额（元）", type="money", required=True),)
        self.ask(
            "open_reserve", "登记备用金期初", fields, lambda part: (reserve.open_reserve, part.amount or Decimal(0)),
            "备用金台账已建立。", known={"amount": size if isinstance(size, Decimal) else None},
            told="只登记一次：建账那天账户里实有的备用金。",
        )  # fmt: skip

    def _request(self) -> None:
        self.do(
            lambda made: f"补充申请 {made.number}：{made.amount:,.2f} 元。在“补充申请”里打印，到账后登记。",
            reserve.request_replenishment,
        )

    def _arrived(self) -> None:
        row = self.table.chosen_row() if self.key == "requests" else None
        waiting = self._view.requests if self._view is not None else []
        row = row or (waiting[0] if waiting else None)
        known = {"request": row.number, "amount": row.amount - row.arrived} if row is not None else {}
        fields = (
            FormField("request", "补充申请编号或拨款文号", required=True, span=2),
            FormField("amount", "到账金额（元）", type="money", required=True),
            FormField("looked", "已核对银行回单，到账确实多于所缺的", type="yes_no", span=2),
        )

        def store(part: Any) -> tuple[Any, ...]:
            looked = {"looked": bool(part.looked)}
            return (reserve.replenish, part.request, part.amount or Decimal(0), looked)

        self.ask(
            "arrived", "登记到账", fields, store,
            "已登记到账。", known=known, told="按银行到账的金额登记；补充申请分次到账的，收齐为止，拨款文号只登记一次。",
        )  # fmt: skip

    def _correct(self, row: Any) -> None:
        fields = (FormField("reason", "冲正原因", type="long_text", required=True, max_length=200, span=2),)
        self.ask(
            "correct", f"冲正：第 {row.position} 笔 {row.kind}", fields,
            lambda part: (reserve.correct_entry, row.id, part.reason), "已冲正，原来的一笔保留。", button="冲正",
            told="原来的一笔不改动，另记一笔方向相反的。救助给付退回的，在“临时救助给付”里登记。",
        )  # fmt: skip

    def _count(self) -> None:
        month = self._view.month_to_count if self._view is not None else ""
        book = f"账面 {self._view.book:,.2f} 元。" if self._view is not None and month else ""
        fields = (
            FormField("month", "月份", type="month", required=True),
            FormField("counted", "盘点金额（元）", type="money", required=True, hint="账户和现金实有数"),
            FormField("explanation", "差额原因", max_length=200, span=2, hint="盘点与账面一致的不填"),
        )
        self.ask(
            "count", "备用金月末盘点", fields,
            lambda part: (reserve_months.count_month, part.month, part.counted, part.explanation),
            lambda made: f"{made.month} 已盘点，账面 {made.book:,.2f} 元，盘点 {made.counted:,.2f} 元，等待另一位同事复核签字。",
            button="登记盘点", known={"month": month}, told=f"{book}盘点后由另一位同事登录复核签字。",
        )  # fmt: skip

    def _sign(self, row: Any) -> None:
        self.do(f"{row.month} 已复核签字。", reserve_months.sign_month, row.id, seen=row.version)

    def _closing(self, row: Any) -> None:
        self.print_to(relief_papers.issue_closing, row.id)

    def _paper(self, row: Any) -> None:
        self.print_to(relief_papers.issue_request, row.id)

    def _book(self) -> None:
        fields = (FormField("month", "月份", type="month", required=True),)

        def look(part: Any) -> tuple[Any, ...]:
            return (exporting.outlook, exporting.rows_of("pdf", "reserve", {"month": part.month}))

        def seen(outlook: Outlook) -> None:
            month = outlook.what.about["month"]
            self.print_list(
                exporting.rows_of("pdf", "reserve", {"month": month}),
                relief_papers.issue_reserve_month,
                month,
            )

        self.ask(
            "book", "打印备用金台账", fields, look, lambda outlook: f"这个月共 {outlook.what.rows} 笔。", how="read", then=seen,
            button="打印", known={"month": month_of(self.page.workspace.today())},
        )  # fmt: skip


def _told(view: View) -> str:
    """The pinned line: the balance beside what should be there, and what waits."""
    if not view.opened:
        return "备用金台账还没有建立"
    size = view.size.value
    full = f"{size:,.2f}" if isinstance(size, Decimal) else str(size)
    unsure = "" if view.size.confirmed else "（待本地确认）"
    parts = [f"余额 {view.balance:,.2f} 元", f"规定 {full} 元{unsure}"]
    waiting = sum((row.amount for row in view.requests), Decimal(0))
    if waiting:
        parts.append(f"已申请未到账 {waiting:,.2f} 元")
    if view.month_to_count:
        parts.append(f"待盘点 {view.month_to_count}")
    unsigned = [row.month for row in view.closings if not row.second]
    if unsigned:
        parts.append(f"待复核 {'、'.join(unsigned)}")
    return "　　".join(parts)
