"""汇总: the figures of a quarter, a year or any months beside the span before, on screen, on paper and as a workbook."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from jiuzhu.domain.calendar import month_after, month_of
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.money import shown
from jiuzhu.domain.serving.hours import hours
from jiuzhu.domain.serving.report_facts import GROUPS
from jiuzhu.domain.serving.report_whole import Report
from jiuzhu.domain.serving.span import Span, quarters
from jiuzhu.services.settling import report_papers, reporting
from jiuzhu.services.settling.report_papers import Exported
from jiuzhu.ui import door, pieces
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_KINDS = {"quarter": "季度", "year": "年度", "months": "自定起止"}
_QUARTERS, _YEARS, _MONTHS = 8, 3, 36  # offered, the newest first

_MEASURES = (
    Column("指标", "label", kind="strong", width=14, stretch=True),
    Column("本期", "now", align="right", width=8),
    Column("上期", "before", align="right", width=8),
    Column("增减", "change", align="right", width=8),
)
_NOW = (
    Column("人数", "people", kind="number", width=5),
    Column("次数", "visits", kind="number", width=5),
    Column("时长", "hours", align="right", width=8),
    Column("结算（元）", "amount", kind="money", width=9),
)
_BEFORE = (
    Column("上期人数", "before_people", kind="number", width=6),
    Column("上期次数", "before_visits", kind="number", width=6),
    Column("上期时长", "before_hours", align="right", width=8),
    Column("上期结算", "before_amount", kind="money", width=9),
)
_GRANTS = (
    Column("救助事项", "label", kind="strong", width=14, stretch=True),
    Column("户次", "times", kind="number", width=6),
    Column("金额（元）", "amount", kind="money", width=10),
    Column("上期户次", "before_times", kind="number", width=6),
    Column("上期金额", "before_amount", kind="money", width=10),
)
_FUNDS = (
    Column("资金来源", "label", kind="strong", width=14, stretch=True),
    Column("本期结算", "settled", kind="money", width=9),
    Column("上期结算", "before_settled", kind="money", width=9),
    Column("邻里补贴", "subsidies", kind="money", width=8),
    Column("年度额度", "limit", kind="money", width=9),
    Column("现在剩余", "left", kind="money", width=9),
)
_OVERSIGHT = (
    Column("服务机构", "label", kind="strong", width=12, stretch=True),
    Column("记录", "records", kind="number", width=5),
    Column("抽查", "checked", kind="number", width=5),
    Column("抽查比例", "checked_percent", align="right", width=6),
    Column("回访", "calls", kind="number", width=5),
    Column("满意率", "percent", align="right", width=6),
    Column("投诉", "complaints", kind="number", width=5),
)
_NEEDS = (
    Column("需求类别", "label", kind="strong", width=8, stretch=True),
    Column("新评估", "found", kind="number", width=6),
    Column("已满足", "met", kind="number", width=6),
    Column("其他结束", "ended", kind="number", width=6),
    Column("期末未满足", "unmet", kind="number", width=7),
    Column("提请未答复", "asked", kind="number", width=7),
)
_TALLIES = (
    Column("项目", "group", width=10),
    Column("分项", "label", kind="strong", width=12, stretch=True),
    Column("本期", "now", kind="number", width=7),
    Column("上期", "before", kind="number", width=7),
)
_HOURS = (
    Column("年度", "label", kind="strong", width=7, stretch=True),
    Column("人数", "people", kind="number", width=5),
    Column("给予", lambda row: hours(row.granted), align="right", width=10),
    Column("已服务", lambda row: hours(row.delivered), align="right", width=10),
    Column("已预约", lambda row: hours(row.booked), align="right", width=10),
    Column("已过期", lambda row: hours(row.expired), align="right", width=10),
    Column("剩余", lambda row: hours(row.left), align="right", width=10),
)
_EMPTY = "这段时间没有可以汇总的。请换一段时间。"


def _group(key: str, word: str) -> Queue:
    name = Column(word, "label", kind="strong", width=10, stretch=True)
    return Queue(key, word.removeprefix("服务"), (name, *_NOW, *(() if key == "month" else _BEFORE)), _EMPTY)


class ReportPart(ListPart):
    """One report at a time; its tables are the queues, and what leaves is the report that is shown."""

    name: ClassVar[str] = "report"
    search_hint: ClassVar[str] = "名称"
    watches: ClassVar[frozenset[str]] = frozenset(
        {"visit_record", "verification", "settlement", "call_back", "complaint", "spot_check_line", "need", "service_file", "month_roster"}
    )  # fmt: skip
    next_step: ClassVar[str] = "核对总表和结算一致后，打印汇总报送，或导出 Excel；汇总里没有姓名和证件号码"
    queues: ClassVar[Sequence[Queue]] = (
        Queue("measures", "总表", _MEASURES, _EMPTY),
        *(_group(key, word) for key, word in GROUPS.items()),
        Queue("grants", "物质救助", _GRANTS, "这段时间没有封存过发放花名册。"),
        Queue("funds", "资金", _FUNDS, "还没有登记服务资金。"),
        Queue("oversight", "监督", _OVERSIGHT, _EMPTY),
        Queue("needs", "需求", _NEEDS, _EMPTY),
        Queue("tallies", "登记情况", _TALLIES, _EMPTY),
        Queue("hours", "小时账户", _HOURS, _EMPTY),
    )

    def __init__(self, page: Any) -> None:
        self._kind, self._first, self._last = QComboBox(), QComboBox(), QComboBox()
        pieces.named(self._kind, "report_kind", "汇总哪一种时间")
        pieces.named(self._first, "report_first", "从哪一段时间开始")
        pieces.named(self._last, "report_last", "到哪个月份为止")
        for key, word in _KINDS.items():
            self._kind.addItem(word, key)
        self._told: Report | None = None
        super().__init__(page)
        self._offer()
        self._kind.currentIndexChanged.connect(lambda _: self._on_kind())
        self._first.currentIndexChanged.connect(lambda _: self.reload())
        self._last.currentIndexChanged.connect(lambda _: self.reload())

    def leading(self) -> Sequence[QWidget]:
        """The months."""
        return self._kind, self._first, self._last

    def offers(self) -> Sequence[Action]:
        """The report on paper and as a workbook."""
        return (
            Action("paper", "打印汇总…", self._paper, "print", on_row=False, icon="print"),
            Action("export", "导出 Excel…", self._export, "export", on_row=False, icon="excel"),
        )

    @property
    def span(self) -> Span:
        """The months that are chosen."""
        first: Span = self._first.currentData()
        return Span(first.first, self._last.currentData().last) if self._last.isVisibleTo(self) else first

    def _offer(self) -> None:
        """What there is to choose for the kind of time: the newest one that is over stands first."""
        today, kind = self.page.workspace.today(), self._kind.currentData()
        spans = quarters(today, _QUARTERS + 1)
        if kind == "year":
            spans = [Span(f"{today.year - back}-01", f"{today.year - back}-12") for back in range(_YEARS)]
        elif kind == "months":
            months = [month_after(month_of(today), -back) for back in range(_MONTHS)]
            spans = [Span(month, month) for month in months]
        for box in (self._first, self._last):
            box.blockSignals(True)  # Qt's own word
            box.clear()
            for one in spans:
                box.addItem(one.words, one)
            box.blockSignals(False)  # as above
        self._first.setCurrentIndex(1 if kind == "quarter" else 0)
        self._last.setVisible(kind == "months")

    def _on_kind(self) -> None:
        self._offer()
        self.reload()

    def choose_queue(self, key: str) -> None:
        """Another table of the report that is there already."""
        super().choose_queue(key)
        if self._told is not None and self._told.span == self.span:
            self._show(self._told)  # at once; the answer to what was asked anew comes behind it

    def load(self, key: str, text: str) -> None:
        """Ask for the report; the search looks into the table that is shown."""
        del key, text
        self.page.tasks.read(
            reporting.report, self.span, then=self._show, failed=self.page.tell, owner=self, key="report"
        )

    def _show(self, told: Report) -> None:
        self._told = told
        rows = told.groups[self.key] if self.key in GROUPS else getattr(told, self.key)
        found = [row for row in rows if self.search.text().strip() in row.label]
        goes_on = "" if told.until == told.span.last_day else f"（还没有过完，截至 {told.until}）"
        total = told.total
        served = f"{total.people:,} 人，{total.visits:,} 次，{total.hours}，结算 {shown(total.amount)} 元"
        self.show_rows(found, f"{told.span.words}{goes_on}：{served}")

    def id_of(self, row: Any) -> str:
        """A row is known by its words."""
        return f"{getattr(row, 'group', '')}{row.label}"

    def tell_row(self, key: str, row: Any) -> tuple[str, str]:
        """Every figure of a row in words, where its table has no room for them."""
        queue = next(one for one in self.queues if one.key == key)
        told = [
            f"{column.header}　{_said(column, row)}" for column in queue.columns if column.value != "label"
        ]
        return row.label.strip(), "\n".join(told)

    def _paper(self) -> None:
        span = self.span
        self.print_list(
            partial(report_papers.report_of, span=span, kind="pdf"), report_papers.issue_report, span
        )

    def _export(self) -> None:
        span = self.span

        def stated(said: Said) -> None:
            name = f"服务汇总-{span.first}-{span.last}.xlsx"
            chosen, _ = QFileDialog.getSaveFileName(self, "导出汇总", name, "Excel 工作簿 (*.xlsx)")
            if chosen:
                path = Path(chosen)
                write(path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx"), said)

        def write(path: Path, said: Said) -> None:
            def done(made: Exported) -> None:
                self.page.say("ok", f"已导出 {made.rows:,} 行（{made.number}）：{made.path}")
                door.show_password(self, said, made.path)

            self.page.tasks.write(
                report_papers.export_report, span, path, said,
                then=done, failed=self.page.tell, owner=self, title="正在导出汇总…",
            )  # fmt: skip

        door.pass_through(self.page, self, partial(report_papers.report_of, span=span, kind="xlsx"), stated)


def _said(column: Column, row: Any) -> str:
    value = column.reader()(row)
    return shown(value) if column.kind == "money" else f"{value:,}" if isinstance(value, int) else str(value)
