"""汇总 as a paper with charts and as a workbook: the same figures, out by the one door."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jiuzhu.documents import workbook
from jiuzhu.domain.exporting import Said
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.domain.serving.report_facts import GROUPS
from jiuzhu.domain.serving.report_whole import Report
from jiuzhu.domain.serving.span import Span
from jiuzhu.services.casework import file_parts
from jiuzhu.services.ledger import exporting
from jiuzhu.services.ledger.exporting import What
from jiuzhu.services.paper.papers import Issued, leave, leave_list
from jiuzhu.services.settling.report_form import FORM, NOTE, REPORT, TITLE, ReportDossier, ReportPart
from jiuzhu.services.settling.reporting import report
from jiuzhu.storage.queries import papers as paper_rows
from jiuzhu.storage.unit import Unit

_BEFORE_LINES = (
    Column(name="before_people", title="人数", kind="integer", width=9, group="上期"),
    Column(name="before_visits", title="次数", kind="integer", width=9, group="上期"),
    Column(name="before_minutes", title="时长（分钟）", kind="integer", width=12, group="上期"),
    Column(name="before_amount", title="结算（元）", kind="money", width=14, group="上期"),
)
_LINES = Ledger(
    id="service_report",
    title="服务和结算",
    columns=(
        Column(name="group", title="部分", width=14),
        Column(name="label", title="名称", width=26),
        Column(name="people", title="人数", kind="integer", width=9, group="本期"),
        Column(name="visits", title="次数", kind="integer", width=9, group="本期"),
        Column(name="minutes", title="时长（分钟）", kind="integer", width=12, group="本期"),
        Column(name="amount", title="结算（元）", kind="money", width=14, group="本期"),
        *_BEFORE_LINES,
    ),
    note=NOTE,
    frozen=2,
)


def _sheet(name: str, title: str, *columns: tuple[str, str, str, int]) -> Ledger:
    made = tuple(
        Column(name=path, title=label, kind=kind, width=width) for path, label, kind, width in columns
    )
    return Ledger(id=f"service_report_{name}", title=title, columns=made, frozen=1)


_MORE = {
    "grants": _sheet(
        "grants", "物质救助", ("label", "救助事项", "text", 26), ("times", "户次", "integer", 10), ("amount", "金额（元）", "money", 14),
        ("before_times", "上期户次", "integer", 10), ("before_amount", "上期金额（元）", "money", 14),
    ),
    "funds": _sheet(
        "funds", "资金来源", ("label", "来源", "text", 26), ("settled", "本期结算", "money", 14),
        ("before_settled", "上期结算", "money", 14), ("subsidies", "本期邻里补贴", "money", 14),
        ("before_subsidies", "上期邻里补贴", "money", 14), ("limit", "年度额度", "money", 14), ("spent", "年内支出", "money", 14),
        ("committed", "已安排", "money", 14), ("left", "现在剩余", "money", 14),
    ),
    "oversight": _sheet(
        "oversight", "监督和满意度", ("label", "服务机构", "text", 26), ("records", "服务记录", "integer", 11),
        ("checked", "抽查", "integer", 9), ("checked_percent", "抽查比例", "text", 11), ("wrong", "不属实", "integer", 9),
        ("calls", "回访", "integer", 9), ("satisfied", "满意", "integer", 9), ("percent", "满意率", "text", 11),
        ("before_percent", "上期满意率", "text", 12), ("complaints", "投诉", "integer", 9),
    ),
    "needs": _sheet(
        "needs", "需求", ("label", "需求类别", "text", 18), ("found", "新评估", "integer", 10), ("met", "已满足", "integer", 10),
        ("ended", "其他结束", "integer", 10), ("unmet", "期末未满足", "integer", 12), ("asked", "提请未答复", "integer", 12),
        ("before_found", "上期新评估", "integer", 12), ("before_met", "上期已满足", "integer", 12),
        ("before_unmet", "上期未满足", "integer", 12),
    ),
    "tallies": _sheet(
        "tallies", "登记情况", ("group", "项目", "text", 20), ("label", "分项", "text", 26), ("now", "本期", "integer", 10),
        ("before", "上期", "integer", 10),
    ),
    "hours": _sheet(
        "hours", "小时账户（分钟）", ("label", "年度", "text", 12), ("people", "人数", "integer", 10), ("granted", "给予", "integer", 12),
        ("delivered", "已服务", "integer", 12), ("booked", "已预约", "integer", 12), ("disputed", "有争议", "integer", 12),
        ("expired", "已过期", "integer", 12), ("left", "剩余", "integer", 12),
    ),
}  # fmt: skip
"""The other sheets: list of the report → its columns."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A workbook that left."""

    path: Path
    rows: int
    number: str  # in the register of exports


def _lines_of(told: Report) -> list[tuple[Any, ...]]:
    names = [column.name for column in _LINES.columns[1:]]
    found = [("全部", told.total), *((word, one) for by, word in GROUPS.items() for one in told.groups[by])]
    hidden = {column.name for column in _BEFORE_LINES}  # a month stands beside no other
    return [
        (
            group,
            *(None if group == GROUPS["month"] and name in hidden else getattr(one, name) for name in names),
        )
        for group, one in found
    ]


def _values(sheet: Ledger, rows: Iterable[Any]) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, column.name) for column in sheet.columns) for row in rows]


def report_of(unit: Unit, span: Span, kind: str) -> What:
    """What the paper (`pdf`) or the workbook (`xlsx`) of a report would hold: sums of money, and nobody's name."""
    return _what(report(unit, span), kind)


def _what(told: Report, kind: str) -> What:
    return What(
        kind=kind,
        subject="service_report",
        title=TITLE,
        about={"first": told.span.first, "last": told.span.last},
        details=told.span.words,
        rows=len(_lines_of(told)) + sum(len(getattr(told, name)) for name in _MORE),
        classes=("money",),
    )


def issue_report(unit: Unit, span: Span, folder: Path, said: Said) -> Issued:
    """打印汇总: tables and charts; unchanged it is the same paper again."""
    unit.require("print")
    told = report(unit, span)
    part = ReportPart(
        span=span.words,
        before=span.before.words,
        until=f"{told.until}",
        made_by=unit.actor.name,
        told=told,
        groups=SimpleNamespace(**told.groups),
    )
    dossier = ReportDossier(office=file_parts.office_part(unit.desk), report=part)
    title = f"{TITLE} {span.words}"
    return leave_list(
        unit,
        _what(told, "pdf"),
        said,
        lambda leaving: leave(
            unit, REPORT, dossier, folder, title=title, found=paper_rows.newest_titled(unit.session, FORM, title),
            own_number="", kind="paper", application_id=None, leaving=leaving,
        ),
        (),
    )  # fmt: skip


def export_report(unit: Unit, span: Span, path: Path, said: Said) -> Exported:
    """导出汇总: every table of the paper as a sheet, with plain numbers."""
    told = report(unit, span)
    leaving = exporting.begin(unit, _what(told, "xlsx"), said)
    with suppress(OSError):  # what cannot be made is told by the writing, with the way out
        path.parent.mkdir(exist_ok=True)
    written = workbook.write(
        path,
        _LINES,
        _lines_of(told),
        title=f"{TITLE} {span.words}",
        subtitle=f"{unit.desk.office.name}　上期 {span.before.words}　统计截至 {told.until}　导出编号 {leaving.row.number}",
        filters_text=span.words,
        made_by=unit.actor.name,
        made_at=unit.now,
        mark=leaving.mark,
        password=leaving.password,
        more=[(sheet, _values(sheet, getattr(told, name))) for name, sheet in _MORE.items()],
    )
    unit.undo_with(lambda: path.unlink(missing_ok=True))
    exporting.left(unit, leaving, path, sha256=written.sha256, rows=written.rows, subjects=())
    return Exported(path, written.rows, leaving.row.number)
