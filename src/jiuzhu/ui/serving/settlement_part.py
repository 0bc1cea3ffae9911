"""结算: months to settle, settlements that wait for their second signature, signed ones with paper and workbook."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog

from jiuzhu.domain.exporting import Said
from jiuzhu.domain.form import FormField
from jiuzhu.domain.money import shown
from jiuzhu.domain.serving.hours import hours
from jiuzhu.services.settling import recounting, settlement_papers, settlement_view, settling
from jiuzhu.services.settling.recounting import Recount
from jiuzhu.services.settling.settlement_papers import Detailed
from jiuzhu.ui import door
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column
from jiuzhu.ui.second_person import why_barred

_NAMED = 5
"""Differences named at once."""

_SETTLED = (
    Column("月份", "title", kind="strong", width=9),
    Column("服务机构", "provider", width=14, stretch=True),
    Column("时长", lambda row: hours(row.minutes), width=7),
    Column("金额（元）", "amount", kind="money", width=8),
    Column("制单人", "made_by", width=6),
)


class SettlementPart(ListPart):
    """What is signed stays as it was signed; what changes later is a correction under a number."""

    name: ClassVar[str] = "settlement"
    search_hint: ClassVar[str] = "月份、服务机构、编号"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"settlement", "settlement_line", "verification", "visit_record", "tariff", "fund"}
    )
    next_step: ClassVar[str] = (
        "记录都核实以后按月制单，另一人审核，打印结算单盖章付款；付款后有变化的，随下月结算更正，或重开一张更正单"
    )
    queues: ClassVar[Sequence[Queue]] = (
        Queue(
            "open",
            "待制单",
            (
                Column("月份", "month", kind="strong", width=7),
                Column("服务机构", "provider", width=14, stretch=True),
                Column("次数", "visits", kind="number", width=5),
                Column("时长", lambda row: hours(row.minutes), width=7),
                Column("金额（元）", "amount", kind="money", width=8),
                Column("待核实", "waiting", kind="number", width=6),
            ),
            "没有待结算的月份。服务记录核实以后，过完的月份会列在这里。",
        ),
        Queue("made", "待审核", _SETTLED, "没有等待审核的结算单。"),
        Queue(
            "signed",
            "已审核",
            (*_SETTLED, Column("审核人", "second_by", width=6)),
            "还没有已审核的结算单。",
        ),
        Queue("withdrawn", "已撤回", _SETTLED, "没有撤回的结算单。"),
    )

    def offers(self) -> Sequence[Action]:
        """Make, sign, withdraw, print, export, correct, recount."""
        return (
            Action("make", "制单…", self._make, "settle", queues=("open",), primary=True, barred=_no_settling),
            Action("sign", "审核…", self._sign, "sign_settlement", queues=("made",), primary=True, barred=why_barred),
            Action("withdraw", "撤回…", self._withdraw, queues=("made",), barred=self._no_withdrawing),
            Action("paper", "打印结算单…", self._paper, "print", queues=("signed",)),
            Action("detail", "导出明细…", self._detail, "export", queues=("signed",)),
            Action("correct", "更正…", self._correct, "settle", queues=("signed",)),
            Action("recount", "核对这个月", self._recount, icon="check"),
        )  # fmt: skip

    def load(self, key: str, text: str) -> None:
        """The rows of a queue; the search looks into what is shown."""
        wanted = text.strip()

        def show(rows: list[Any]) -> None:
            found = [
                row for row in rows if wanted in f"{row.month}{row.provider}{row.agreement}{_number(row)}"
            ]
            total = sum(row.amount for row in found)
            self.show_rows(found, f"{len(found)} 张，合计 {shown(total)} 元" if found else "")

        tasks = self.page.tasks
        if key == "open":
            tasks.read(settlement_view.open_months, then=show, owner=self, key="settlement")
        else:
            tasks.read(settlement_view.settlements, key, then=show, owner=self, key="settlement")

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """What a month comes to, or how a settlement came about."""
        if key == "open":
            return f"{row.provider} {row.month}", _told_open(row)
        told = [
            row.number,
            f"协议 {row.agreement}",
            f"资金：{row.source}",
            f"结算 {hours(row.minutes)}，{shown(row.amount)} 元；不予认可 {hours(row.refused_minutes)}",
            f"{row.made_on} 由{row.made_by}制单",
        ]
        if row.second_on:
            told.append(f"{row.second_on} 由{row.second_by}审核")
        if row.note:
            told.append(f"说明：{row.note}")
        return f"{row.provider} {row.title}", "\n".join(told)

    def _no_withdrawing(self, _row: Any) -> str:
        may = self.page.workspace.actor.may
        return "" if may("settle") or may("sign_settlement") else "您的账号没有这个岗位"

    def _make(self, row: Any) -> None:
        fields = (FormField("note", "说明", type="long_text", max_length=200, span=2),)
        self.ask(
            "make_settlement", f"制单：{row.provider} {row.month}", fields,
            lambda typed: (settling.make_settlement, row.agreement_id, row.month, {"note": typed.note or "", "seen": row.seen}),
            lambda made: f"{made.number} 已制单：{shown(made.amount)} 元，等待另一人审核。", button="制单", told=_told_open(row),
        )  # fmt: skip

    def _sign(self, row: Any) -> None:
        fields = (
            FormField(
                "checked", "已与服务记录、收费标准和抽查结果核对", type="yes_no", required=True, span=2
            ),
            FormField("note", "审核说明", type="long_text", max_length=200, span=2),
        )
        self.ask(
            "sign_settlement", f"审核：{row.provider} {row.title}", fields,
            lambda typed: (settling.sign_settlement, row.id, row.version, typed.note or ""),
            lambda made: f"{made.number} 已审核，可以打印结算单。", button="审核", told=self.tell_row("made", row)[1],
        )  # fmt: skip

    def _withdraw(self, row: Any) -> None:
        fields = (FormField("reason", "撤回的原因", type="long_text", required=True, max_length=200, span=2),)
        self.ask(
            "withdraw_settlement", f"撤回：{row.provider} {row.title}", fields,
            lambda typed: (settling.withdraw_settlement, row.id, row.version, typed.reason),
            lambda made: f"{made.number} 已撤回，这个月可以重新制单。", button="撤回",
        )  # fmt: skip

    def _correct(self, row: Any) -> None:
        def asked(draft: Any) -> None:
            fields = (
                FormField("reason", "更正的原因", type="long_text", required=True, max_length=200, span=2),
            )
            found = draft.priced
            if not found.lines:
                self.page.say("info", "没有记录与已结算的不同，不用更正。")
                return
            told = (
                f"{len(found.lines)} 条记录与已结算的不同，差额 {shown(found.amount)} 元（{hours(found.minutes)}）。"
                f"已审核的结算单不改动，另出第 {draft.correction} 次更正。"
            )
            self.ask(
                "correct_settlement", f"更正：{row.provider} {row.month}", fields,
                lambda typed: (settling.correct_settlement, row.id, typed.reason, {"seen": draft.seen}),
                lambda made: f"{made.number}（第 {made.correction} 次更正）已制单，等待另一人审核。", button="制更正单", told=told,
            )  # fmt: skip

        self.page.tasks.read(settling.draft_correction, row.id, then=asked, failed=self.page.tell, owner=self)

    def _paper(self, row: Any) -> None:
        self.print_list(
            partial(settlement_papers.settlement_of, settlement_id=row.id, kind="pdf"),
            settlement_papers.issue_settlement,
            row.id,
        )

    def _detail(self, row: Any) -> None:
        def stated(said: Said) -> None:
            name = f"服务结算明细-{row.month}-{row.correction}.xlsx"
            chosen, _ = QFileDialog.getSaveFileName(self, "导出明细", name, "Excel 工作簿 (*.xlsx)")
            if chosen:
                path = Path(chosen)
                self._export(
                    row, path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx"), said
                )

        told = partial(settlement_papers.settlement_of, settlement_id=row.id, kind="xlsx")
        door.pass_through(self.page, self, told, stated)

    def _export(self, row: Any, path: Path, said: Said) -> None:
        def done(made: Detailed) -> None:
            self.page.say("ok", f"已导出 {made.rows:,} 行（{made.number}）：{made.path}")
            door.show_password(self, said, made.path)

        self.page.tasks.write(
            settlement_papers.export_settlement, row.id, path, said,
            then=done, failed=self.page.tell, owner=self, title="正在导出明细…",
        )  # fmt: skip

    def _recount(self, row: Any) -> None:
        def told(recount: Recount) -> None:
            words = f"{recount.month} 全部协议：{recount.records} 次，{hours(recount.minutes)}，{shown(recount.amount)} 元"
            if not recount.differences:
                self.page.say("ok", f"{words}。结算单、服务记录、小时账户和资金一致。")
                return
            named = "；".join(
                f"{one.what} {one.about} 应为 {one.expected}，现为 {one.found}"
                for one in recount.differences[:_NAMED]
            )
            more = f"等 {len(recount.differences)} 处" if len(recount.differences) > _NAMED else ""
            self.page.say("warn", f"{words}。不一致：{named}{more}。")

        self.page.tasks.read(
            recounting.reconciled, row.month, then=told, failed=self.page.tell, owner=self, key="recount"
        )


def _number(row: Any) -> str:
    return getattr(row, "number", "")


def _no_settling(row: Any) -> str:
    if row.unpriced:
        return f"{row.unpriced} 条记录没有收费标准，请先在协议里补登"
    return "" if row.seen[0] else "还没有核实的记录"


def _told_open(row: Any) -> str:
    told = [
        f"协议 {row.agreement}",
        f"资金：{row.source}，还可支付 {shown(row.left)} 元",
        f"应付 {row.visits} 次，{hours(row.minutes)}；不予认可或有争议 {hours(row.refused_minutes)}",
    ]
    if row.corrections:
        told.append(f"其中以前月份更正 {shown(row.corrections)} 元")
    told.append(f"合计 {shown(row.amount)} 元")
    if row.waiting:
        told.append(f"还有 {row.waiting} 条记录待核实，这次不结算；以后核实的随下月补结")
    return "\n".join(told)
