"""Their file again, as plain values, with what is wrong written beside each row."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jiuzhu.documents.foreign_reader import plain_title
from jiuzhu.documents.foreign_workbook import Limits, extract
from jiuzhu.documents.saving import saving, visible
from jiuzhu.documents.workbook import FONT, LONGEST_TEXT, write_angled

COLUMN = "错误说明"

_KEPT = 2
"""Columns at the left that stay in sight beside what is wrong."""


class _Copy:
    """The worksheet of the copy; rows keep the numbers they have in the original."""

    def __init__(self, workbook: Any) -> None:
        self.sheet = workbook.add_worksheet("核对错误")
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        red = {"bg_color": "#FCE4E4"}
        self.styles = {
            (kind, wrong): workbook.add_format(base | look | (red if wrong else {}))
            for kind, look in {
                "text": {"num_format": "@"},
                "number": {"num_format": "0.######"},
                "whole": {"num_format": "0"},
                "day": {"num_format": "yyyy-mm-dd"},
            }.items()
            for wrong in (False, True)
        }
        self.head = workbook.add_format(base | {"bold": True, "bg_color": "#D9E5F3", "text_wrap": True})
        self.said = workbook.add_format(
            base | red | {"font_color": "#B00020", "text_wrap": True, "num_format": "@"}
        )

    def put(self, row: int, column: int, raw: Any, wrong: bool) -> None:
        if isinstance(raw, dict) and "n" in raw:
            whole = raw["n"].lstrip("-").isdigit() or "e" in raw["n"]
            self.sheet.write_number(
                row, column, float(raw["n"]), self.styles["whole" if whole else "number", wrong]
            )
        elif isinstance(raw, dict) and "d" in raw and raw["d"] >= "1900-03-01":
            self.sheet.write_datetime(row, column, date.fromisoformat(raw["d"]), self.styles["day", wrong])
        else:
            text = raw.get("d") or raw.get("e", "") if isinstance(raw, dict) else raw or ""
            self.text(row, column, text, self.styles["text", wrong])

    def text(self, row: int, column: int, text: str, style: Any) -> None:
        shown = visible(text)[: LONGEST_TEXT // 2]
        if shown.startswith("<r>"):
            write_angled(self.sheet, row, column, shown, plain=self.styles["text", False], style=style)
        elif shown:
            self.sheet.write_string(row, column, shown, style)
        else:
            self.sheet.write_blank(row, column, None, style)


def _first(problems: Mapping[int, Sequence[str]], header_row: int) -> int:
    """The first row below the headings where something is wrong; the first row at all where nothing is."""
    return min((row for row in problems if row > header_row), default=header_row + 1)


def write_error_copy(
    source: Path,
    target: Path,
    problems: Mapping[int, Sequence[str]],
    header_row: int,
    *,
    sheet_name: str,
    limits: Limits | None = None,
) -> Path:
    """Write `target`: the values of the sheet with a column 错误说明, wrong rows coloured; returns `target`.

    `problems` maps a row number of the source to its sentences; numbers stay those of the source, so a sentence that
    says 第 7 行 is beside row 7. It opens at the first of them, headings and names kept in sight. The source is read in
    the limited process again, never opened here; formulas, pictures and links of the source are left behind. Raises
    `UserError`.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415  # start-up figure
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415  # start-up figure

    table = extract(source, titles=[], sheet=sheet_name, limits=limits)
    rows = dict(table.rows)
    header = rows.get(header_row, [])
    titles = [plain_title(cell) if isinstance(cell, str) else "" for cell in header]
    position = titles.index(COLUMN) if COLUMN in titles else max(map(len, rows.values()), default=0)
    with saving(target) as draft:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        workbook = Workbook(str(draft), options)
        copy = _Copy(workbook)
        copy.sheet.set_column(0, max(position - 1, 0), 16)
        copy.sheet.set_column(position, position, 60)
        for number in sorted(rows.keys() | problems.keys()):
            said = problems.get(number, ())
            for column, raw in enumerate(rows.get(number, [])):
                if column == position:
                    continue
                if number == header_row:
                    copy.text(number - 1, column, raw if isinstance(raw, str) else "", copy.head)
                else:
                    copy.put(number - 1, column, raw, bool(said))
            if number == header_row:
                copy.text(number - 1, position, COLUMN, copy.head)
            elif said:
                copy.text(number - 1, position, "\n".join(said), copy.said)
                copy.sheet.set_row(number - 1, 15 * min(len(said), 12))
        # The column stays last: sentences name cells by their letters. So the sheet opens scrolled to it, beside the names.
        beside, first = min(_KEPT, position), _first(problems, header_row) - 1
        copy.sheet.freeze_panes(header_row, beside, first, max(position, beside))
        copy.sheet.set_selection(first, position, first, position)
        copy.sheet.set_landscape()
        copy.sheet.fit_to_pages(1, 0)
        try:
            workbook.close()
        except FileCreateError as error:
            cause = error.args[0]
            raise (cause if isinstance(cause, OSError) else error) from error
    return target
