"""放假安排: the years that are held and their notice; a year typed in, or read from a pasted notice and checked first."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from jiuzhu.domain.form import FormField
from jiuzhu.domain.holiday_notice import Notice
from jiuzhu.services.office_rules import calendars, rule_admin
from jiuzhu.services.office_rules.calendars import YearRow
from jiuzhu.ui.list_part import Action, ListPart, Queue
from jiuzhu.ui.rows_model import Column

_CHANGED = frozenset({"office_rule"})
_COLUMNS = (
    Column("年份", "id", kind="strong", width=4),
    Column(
        "通知",
        lambda row: ("ok", row.document) if row.document else ("bad", "没有通知"),
        kind="due",
        width=16,
        stretch=True,
    ),
    Column("放假（天）", lambda row: row.days or "", kind="number", width=6),
    Column("补班（天）", lambda row: len(row.worked) or "", kind="number", width=6),
    Column("来历", "origin", width=13),
)
_WEEKDAYS = "一二三四五六日"


def _stretch(first: date, last: date) -> str:
    return str(first) if first == last else f"{first} 至 {last}"


class CalendarPart(ListPart):
    """Running limits are counted by a year as soon as it is stored."""

    watches: ClassVar[frozenset[str]] = _CHANGED
    next_step: ClassVar[str] = (
        "国务院办公厅一般在十一月公布下一年的放假安排；没有录入以前，期限按周末推算并写明。"
    )
    name: ClassVar[str] = "calendar"
    search_hint: ClassVar[str] = "年份、文号"
    queues: ClassVar[Sequence[Queue]] = (Queue("all", "放假安排", _COLUMNS, "没有找到这一年。"),)

    def offers(self) -> Sequence[Action]:
        """A year typed in, or a notice pasted."""
        return (
            Action("paste", "粘贴放假通知…", self._on_paste, "configure", on_row=False, icon="document"),
            Action("type", "逐段录入…", self._on_type, "configure", on_row=False, icon="calendar"),
        )

    def load(self, key: str, text: str) -> None:
        """The few years are narrowed here."""
        del key
        wanted = text.strip()
        self.page.tasks.read(
            calendars.years,
            then=lambda found: self.show_rows(
                [row for row in found if wanted in f"{row.year}{row.document}"]
            ),
            owner=self,
            key="years",
        )

    def tell_row(self, key: str, row: YearRow) -> tuple[str, str]:
        """Every stretch of the year."""
        del key
        if not row.document:
            return f"{row.year} 年", "还没有放假通知。期限先按周末推算，并写明这一年没有通知。"
        off = [_stretch(first, last) for first, last in row.off]
        worked = [f"{day}（周{_WEEKDAYS[day.weekday()]}）" for day in row.worked]
        said = [row.document, row.origin, "", "放假", *off, "", "补班", *(worked or ["没有"])]
        return f"{row.year} 年", "\n".join(said)

    def _on_paste(self) -> None:
        fields = (
            FormField("notice", "通知全文", type="long_text", required=True, max_length=5000, span=2,
                      hint="从中国政府网复制《国务院办公厅关于…年部分节假日安排的通知》全文，粘贴在这里"),
        )  # fmt: skip
        self.ask(
            "notice", "粘贴放假通知", fields, lambda part: (calendars.look_at_notice, part.notice),
            "已读出，请核对后保存。", told="先读出来给您核对，这一步不保存。星期、天数对不上的会说明是哪一句。",
            button="读出来", how="read", then=self._check,
        )  # fmt: skip

    def _check(self, read: Notice) -> None:
        known = {
            "year": read.year,
            "document": read.document,
            "off": "\n".join(_stretch(first, last) for first, last in read.off),
            "worked": "\n".join(map(str, read.worked)),
        }
        told = (
            f"读出 {len(read.off)} 段放假、共 {read.days} 天，补班 {len(read.worked)} 天。请逐段核对后保存。"
        )
        self._ask(known, told)

    def _on_type(self) -> None:
        self._ask({"year": self.page.workspace.today().year + 1}, "")

    def _ask(self, known: dict[str, Any], told: str) -> None:
        year = known["year"]
        fields = (
            FormField("year", "年份", type="integer", required=True),
            FormField("document", "放假通知的文号", required=True, max_length=100),
            FormField("off", "放假的日期", type="long_text", required=True, max_length=1000, span=2,
                      hint=f"每行一段，如 {year}-10-01 至 {year}-10-07"),
            FormField("worked", "补班的日期", type="long_text", max_length=500, span=2, hint="只写周末上班的日期"),
            FormField("fewer", "放假天数比原来少，仍是全年的安排", type="yes_no", span=2),
        )  # fmt: skip
        self.ask(
            "days_off", "录入放假安排", fields,
            lambda part: (
                rule_admin.set_calendar, self.page.workspace, part.year, part.document, part.off, part.worked, part.fewer,
            ),
            "放假安排已保存，期限按它计算。", known=known, told=told, button="保存", how="call", changes=_CHANGED,
        )  # fmt: skip
