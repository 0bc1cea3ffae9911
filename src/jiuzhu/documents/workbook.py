"""A ledger leaves as .xlsx: every cell typed, no formula anywhere, the file whole or not there at all."""

import errno
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiuzhu.documents.locked import lock_workbook
from jiuzhu.documents.saving import ILLEGAL, saving, visible
from jiuzhu.documents.stamp import marking, write_stamp
from jiuzhu.domain.exporting import Watermark
from jiuzhu.domain.ledger import TOTAL_KINDS, Column, Ledger
from jiuzhu.errors import UserError

LONGEST_TEXT = 32_767  # UTF-16 units, the format's own limit
MOST_ROWS = 1_048_576
FONT = "宋体"  # on every Windows and in WPS
_OFFICE_TIME = timezone(timedelta(hours=8))
_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)  # earlier days fall on the format's invented 1900-02-29
_LARGEST = 10**13  # beyond it a cell cannot hold cents exactly
_LINE_HEIGHT = 13  # points
_MOST_LINES = 12
_A4_DIGITS, _A3_DIGITS = (
    240,
    350,
)  # columns wider than this go on a larger sheet, then on more sheets side by side
_NUMBER_FORMATS = {
    "id": "@", "account": "@", "text": "@", "month": "@", "date": "yyyy-mm-dd",
    "money": "#,##0.00", "integer": "#,##0", "decimal": "#,##0.00####",
}  # fmt: skip
_ALIGN = {"id": "center", "date": "center", "month": "center"} | dict.fromkeys(TOTAL_KINDS, "right")

Put = Callable[[int, Any], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: file, number of data rows, the sums in the total row, the file's content hash."""

    path: Path
    rows: int
    sums: dict[str, Decimal]  # column name → exact sum
    sha256: str


def _lines(text: str, room: int) -> int:
    """Lines `text` takes in a column `room` digits wide; a Chinese character is two digits wide."""
    return sum(max(1, -(-len(line.encode("gb18030")) // max(room - 1, 1))) for line in text.split("\n"))


def write_angled(sheet: Any, row: int, column: int, text: str, *, plain: Any, style: Any) -> None:
    """Write a text that begins with `<r>`, in two runs of the same look.

    The library takes `<r>…</r>` for rich text it made itself and copies it raw into the file: a name could bring its
    own XML, formulas included. Two runs never look like that, and read back as the same text.
    """
    sheet.write_rich_string(row, column, plain, "<", plain, text[1:], style)


class _Sheet:
    """The one worksheet of a ledger while it is being filled, top to bottom."""

    def __init__(self, workbook: Any, ledger: Ledger) -> None:
        self.workbook = workbook
        self.ledger = ledger
        self.sheet = workbook.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", ledger.title)[:31])
        self.exact = {column.name: Decimal(0) for column in ledger.columns if column.total}
        self.header_row = 0
        self.next_row = 0
        self.lines = 1  # the row being filled needs this many lines of text

    def style(self, **properties: Any) -> Any:
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        return self.workbook.add_format(base | properties)

    def cell_style(self, column: Column, **properties: Any) -> Any:
        base: dict[str, Any] = {
            "border": 1,
            "border_color": "#7F7F7F",
            "num_format": _NUMBER_FORMATS[column.kind],
        }
        if column.kind in _ALIGN:
            base["align"] = _ALIGN[column.kind]
        elif column.kind == "text":
            base["text_wrap"] = True
        return self.style(**base | properties)

    def put_of(self, column: Column, position: int, style: Any) -> Put:
        """How one column's values are written."""
        if column.kind in TOTAL_KINDS:
            return self.number_put(column, position, style)
        if column.kind == "date":
            return self.date_put(position, style)
        return self.text_put(column, position, style)

    def text_put(self, column: Column, position: int, style: Any) -> Put:
        string, blank = self.sheet.write_string, self.sheet.write_blank
        plain, room = self.style(), column.width
        roomy = room // 2 if column.kind == "text" else LONGEST_TEXT

        def put(row: int, value: str | None) -> None:
            if not value:
                blank(row, position, None, style)
                return
            if ILLEGAL.search(value):
                value = visible(value)
            if len(value) > LONGEST_TEXT // 2 and len(value.encode("utf-16-le")) // 2 > LONGEST_TEXT:
                raise UserError(
                    f"第 {row + 1} 行“{column.title}”超过 {LONGEST_TEXT} 个字，表格放不下，没有导出。请先缩短这一项。"
                )
            if len(value) > roomy or "\n" in value:
                self.lines = max(self.lines, _lines(value, room))
            if value.startswith("<r>"):
                write_angled(self.sheet, row, position, value, plain=plain, style=style)
            else:
                string(row, position, value, style)

        return put

    def date_put(self, position: int, style: Any) -> Put:
        string, number, blank = self.sheet.write_string, self.sheet.write_number, self.sheet.write_blank

        def put(row: int, value: date | None) -> None:
            if value is None:
                blank(row, position, None, style)
            elif value < _FIRST_DAY:
                string(row, position, value.isoformat(), style)
            else:
                number(row, position, (value - _DAY_ZERO).days, style)

        return put

    def number_put(self, column: Column, position: int, style: Any) -> Put:
        """Numbers are summed on the way, exactly."""
        number, blank = self.sheet.write_number, self.sheet.write_blank
        exact, name = self.exact, column.name

        def put(row: int, value: Decimal | int | None) -> None:
            if value is None:
                blank(row, position, None, style)
                return
            if not -_LARGEST < value < _LARGEST:
                raise UserError(f"第 {row + 1} 行“{column.title}”的数太大，没有导出。请核对这一项。")
            number(row, position, float(value), style)
            if name in exact:
                exact[name] += value

        return put

    def head(self, title: str, lines: Sequence[str]) -> None:
        """Title, the lines under it, the group headings if there are any, and the header row."""
        columns = self.ledger.columns
        last = len(columns) - 1
        centred = not self.ledger.frozen and last > 0
        title_style = self.style(font_size=16, bold=True, align="center" if centred else "left")
        self.sheet.set_row(0, 30)
        self.put_free(0, title, title_style)
        if centred:
            for position in range(1, last + 1):
                self.sheet.write_blank(0, position, None, title_style)
            self.sheet.merge_range(0, 0, 0, last, visible(title), title_style)
        small = self.style(font_color="#404040")
        row = 1
        for line in lines:
            self.put_free(row, line, small)
            row += 1
        look = {"bold": True, "align": "center", "text_wrap": True, "border": 1, "border_color": "#7F7F7F"}
        heading = self.style(**look, bg_color="#D9E5F3")
        if any(column.group for column in columns):
            self.groups(row, heading)
            row += 1
        self.sheet.set_row(row, 32)
        for position, column in enumerate(columns):
            self.sheet.set_column(position, position, column.width)
            self.sheet.write_string(row, position, column.title, heading)
        self.header_row = row
        self.next_row = row + 1

    def put_free(self, row: int, text: str, style: Any) -> None:
        """Text from outside in the first column of a row above the table."""
        self.text_put(Column(name="", title="表头说明"), 0, style)(row, text)
        self.lines = 1

    def groups(self, row: int, heading: Any) -> None:
        columns = self.ledger.columns
        start = 0
        for position in range(1, len(columns) + 1):
            if position < len(columns) and columns[position].group == columns[start].group:
                continue
            group = columns[start].group
            if group and position - start > 1:
                self.sheet.merge_range(row, start, row, position - 1, group, heading)
            elif group:
                self.sheet.write_string(row, start, group, heading)
            start = position

    def fill(self, rows: Iterable[Sequence[Any]]) -> int:
        """Write the data rows; returns how many."""
        puts = [
            self.put_of(column, position, self.cell_style(column))
            for position, column in enumerate(self.ledger.columns)
        ]
        row = first = self.next_row
        for values in rows:
            if row >= MOST_ROWS - 1:
                raise UserError(f"超过 {MOST_ROWS - first - 1} 行，一张表放不下，没有导出。请缩小筛选范围。")
            for put, value in zip(puts, values, strict=True):
                put(row, value)
            if self.lines > 1:
                self.sheet.set_row(row, _LINE_HEIGHT * min(self.lines, _MOST_LINES) + 2)
                self.lines = 1
            row += 1
        self.next_row = row
        return row - first

    def total(self, count: int) -> None:
        """The last row: plain values, exactly the sums of the columns above."""
        if not self.exact:
            return
        for position, column in enumerate(self.ledger.columns):
            style = self.cell_style(column, bold=True, top=2, bg_color="#F2F2F2", text_wrap=False)
            if column.total:
                value = self.exact[column.name]
                if abs(value) >= _LARGEST:
                    raise UserError(f"“{column.title}”的合计太大，没有导出。请缩小筛选范围。")
                self.sheet.write_number(self.next_row, position, float(value), style)
            elif position == 0:
                left = self.cell_style(
                    column,
                    bold=True,
                    top=2,
                    bg_color="#F2F2F2",
                    align="left",
                    text_wrap=False,
                    num_format="@",
                )
                self.sheet.write_string(self.next_row, 0, f"合计（{count} 行）", left)
            else:
                self.sheet.write_blank(self.next_row, position, None, style)
        self.next_row += 1

    def lay_out(self, count: int, mark: Watermark | None) -> None:
        """What the reader meets on screen and on paper; the mark stands above and below every printed page."""
        sheet, last = self.sheet, len(self.ledger.columns) - 1
        sheet.freeze_panes(self.header_row + 1, self.ledger.frozen)
        sheet.autofilter(self.header_row, 0, self.header_row + count, last)
        sheet.print_area(0, 0, max(self.next_row - 1, self.header_row), last)
        grouped = any(column.group for column in self.ledger.columns)
        sheet.repeat_rows(self.header_row - 1 if grouped else self.header_row, self.header_row)
        if self.ledger.landscape:
            sheet.set_landscape()
        digits = sum(column.width for column in self.ledger.columns)
        sheet.set_paper(8 if digits > _A4_DIGITS else 9)  # A3 or A4
        across = max(1, round(digits / _A3_DIGITS))
        sheet.fit_to_pages(across, 0)
        if across > 1 and self.ledger.frozen:
            sheet.repeat_columns(0, self.ledger.frozen - 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.center_horizontally()
        told = f'&L&"{FONT}"&9{_in_margin(mark.text)}' if mark else ""
        sheet.set_header(told)
        sheet.set_footer(f'{told}&R&"{FONT}"&9第 &P 页 / 共 &N 页')


_MARGIN = 120
"""Characters of a header: with its codes it holds 255."""


def _in_margin(text: str) -> str:
    """Text for a header or footer, where `&` begins a code."""
    return visible(text)[:_MARGIN].replace("&", "&&").replace("\n", " ")


def _checked_sums(ledger: Ledger, exact: dict[str, Decimal]) -> dict[str, Decimal]:
    cent = Decimal("0.01")
    for column in ledger.columns:
        if column.kind == "money" and column.total:
            total = exact[column.name]
            if total != total.quantize(cent):
                raise UserError(f"“{column.title}”里有不足一分的金额，没有导出。请核对这一列。")
            exact[column.name] = total.quantize(cent)
    return exact


def _beside(
    workbook: Any, ledger: Ledger, rows: Iterable[Sequence[Any]], lines: Sequence[str], mark: Watermark | None
) -> int:
    """One more sheet of the same file under the same lines; returns its rows."""
    sheet = _Sheet(workbook, ledger)
    sheet.head(ledger.title, [*lines, *filter(None, (ledger.note,))])
    count = sheet.fill(rows)
    _checked_sums(ledger, sheet.exact)
    sheet.total(count)
    sheet.lay_out(count, mark)
    return count


def write(
    path: Path,
    ledger: Ledger,
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    subtitle: str,
    filters_text: str,
    made_by: str,
    made_at: datetime,
    narrowed: str = "",
    proved: str = "",
    mark: Watermark | None = None,
    password: str = "",
    more: Sequence[tuple[Ledger, Iterable[Sequence[Any]]]] = (),
) -> Written:
    """Write `rows` (one value per column, in the ledger's order) to `path`, replacing it only when done.

    Values: text, id, account, month (YYYY-MM) as `str`; date as `date`; money and decimal as `Decimal`; integer as
    `int`; None or "" is an empty cell. `made_at` is UTC. `narrowed` is told by the file's own marks, `proved` in a line of its
    own. `mark` stands
    in the margins of every page, in the properties and in the marks; `password` locks the file. `more` ledgers follow on
    sheets of their own; their rows are counted in. Rows are
    streamed: memory does not grow with them, unless the file is locked. Raises `UserError` when the disk is full, the file is open elsewhere or
    a value does not fit a cell.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415  # start-up figure
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415  # start-up figure

    held = io.BytesIO()  # a file that will be locked waits here: no plain byte of it touches the disk
    with saving(path) as draft:
        options = {
            "constant_memory": not password,
            "in_memory": bool(password),
            "tmpdir": str(draft.parent),  # rows wait beside the target, never in the system's temp folder
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        workbook = Workbook(held if password else str(draft), options)
        try:
            about = {"title": title, "author": made_by, "created": made_at.astimezone(UTC)}
            workbook.set_properties(
                about | ({"comments": mark.text, "keywords": mark.number} if mark else {})
            )
            sheet = _Sheet(workbook, ledger)
            made = f"制表：{made_by}　{made_at.astimezone(_OFFICE_TIME):%Y-%m-%d %H:%M}"
            lines = [
                line
                for line in (subtitle, f"筛选：{filters_text or '全部'}　　{made}", proved, ledger.note)
                if line
            ]
            sheet.head(title, lines)
            told = {"made_at": made_at.astimezone(UTC).isoformat(), "filters": narrowed}
            told |= {"export": mark.number} if mark else {}
            write_stamp(workbook, sheet.sheet.get_name(), ledger, sheet.header_row, told)
            count = sheet.fill(marking(workbook, ledger, rows) if ledger.correctable else rows)
            sums = _checked_sums(ledger, sheet.exact)
            sheet.total(count)
            sheet.lay_out(count, mark)
            for other, values in more:
                count += _beside(workbook, other, values, lines[:-1] if ledger.note else lines, mark)
            workbook.close()
        except FileCreateError as error:
            cause = error.args[0]
            raise (cause if isinstance(cause, OSError) else OSError(errno.EIO, str(cause))) from error
        finally:
            for worksheet in [] if password else workbook.worksheets():
                with suppress(OSError):
                    worksheet._opt_close()  # noqa: SLF001  # no public way to let go of the row file after a failure
        if password:
            lock_workbook(held, draft, password)
        with draft.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Written(path, count, sums, digest)
