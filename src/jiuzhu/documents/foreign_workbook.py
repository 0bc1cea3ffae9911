"""A stranger's .xlsx is read in a limited process of its own and comes back as typed rows and named problems."""

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from jiuzhu.documents import foreign_reader, limited
from jiuzhu.documents.foreign_cells import Unfit, Value, read_cell
from jiuzhu.documents.foreign_reader import plain_title
from jiuzhu.documents.stamp import Stamp, plain, read_stamp
from jiuzhu.domain.ledger import Column, Ledger
from jiuzhu.errors import UserError

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_MESSAGE_CELLS = 12  # titles named in one sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """What a foreign file may cost; bytes, seconds, rows of data."""

    file: int = 50_000_000
    total: int = 200_000_000  # unpacked
    memory: int = 512_000_000  # address space: 20,000 rows need a seventh of it
    seconds: int = 30  # processor time, and a little more of the clock
    rows: int = 20_000
    columns: int = 200
    characters: int = 15_000_000
    text: int = 1_000  # one text cell
    answer: int = 150_000_000  # what the child may say


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """One row under the header: its number in the file, a value per found column (None: empty or a problem)."""

    row_number: int
    values: dict[str, Value]
    told: dict[str, str] = field(default_factory=dict)  # each cell as plain text, whatever its column wants


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that cannot be taken, in words for the person who must correct it."""

    row: int
    column_title: str
    message: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class ForeignSheet:
    """The table that was found."""

    sheet_name: str
    header_row: int
    rows: list[ForeignRow] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    columns: frozenset[str] = frozenset()  # those that were found
    letters: dict[str, str] = field(default_factory=dict)  # column → its letter in their file
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """What the child saw: filled rows by number, merged ranges, names of all sheets."""

    sheet: str
    header_row: int
    rows: list[tuple[int, list[Any]]]
    merges: list[str]
    sheets: list[str]
    stamp: Stamp | None = None  # what the workbook knows about itself, None for a stranger's

    @property
    def header(self) -> list[Any]:
        """The heading cells."""
        return next((cells for number, cells in self.rows if number == self.header_row), [])


def _sentence(name: str, answer: dict[str, Any]) -> str:
    sheets = "、".join(f"“{sheet[:31]}”" for sheet in answer.get("sheets", [])[:_MESSAGE_CELLS]) or "（没有）"
    sentences = {
        "not_xlsx": f"“{name}”不是 Excel 工作簿（.xlsx）。请在 Excel 或 WPS 中打开后另存为 .xlsx 再导入。",
        "old": f"“{name}”是旧版 Excel 格式（.xls）。请在 Excel 或 WPS 中另存为 .xlsx 再导入。",
        "encrypted": f"“{name}”设有打开密码，系统读不了。请在 Excel 中取消密码后另存，再导入。",
        "bomb": f"“{name}”解压后异常庞大，为安全起见没有读取。请新建工作簿，只粘贴数值后再导入。",
        "dtd": f"“{name}”里含有表格软件不会写的内容，为安全起见没有读取。请让对方重新导出。",
        "broken": f"“{name}”已损坏，读不出来。请让对方重新发送，或在 Excel 中修复并另存后再导入。",
        "too_large": f"“{name}”内容太多，超过了可读取的上限。请分成几个文件，或只保留需要的列后再导入。",
        "too_many_rows": f"“{name}”超过 {answer.get('rows')} 行。请分成几个文件再导入。",
        "no_header": f"“{name}”里没有找到表头，已看过的工作表：{sheets}。请使用系统导出的表样，表头放在前 {foreign_reader.HEADER_ROWS} 行内。",
    }
    return sentences[answer["error"]] + "没有导入任何数据。"


def _look(path: Path, limits: Limits) -> str:
    """The reason not to open the file at all, from its size and first bytes, or ""."""
    if path.stat().st_size > limits.file:
        return "too_large"
    with path.open("rb") as stream:
        head = stream.read(8)
        if head == _OLE:
            rest = stream.read()
            return "encrypted" if "EncryptedPackage".encode("utf-16-le") in rest else "old"
    return "" if head.startswith(b"PK") else "not_xlsx"


def _ask_child(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Run the reader with the request; a child that dies, hangs or talks too much counts as a file too large."""
    said = limited.run(
        Path(foreign_reader.__file__),
        json.dumps(request).encode(),
        memory=limits.memory,
        seconds=limits.seconds,
        answer=limits.answer,
    )
    if said.code == foreign_reader.LIBRARY_MISSING:
        raise RuntimeError("openpyxl or defusedxml is missing from this installation")
    if not said.whole:  # a limit ended it, perhaps in mid-sentence
        return {"error": "too_large"}
    answer: dict[str, Any] = json.loads(said.words)
    return answer


def extract(
    path: Path, *, titles: list[str], sheet: str = "", guess: bool = False, limits: Limits | None = None
) -> RawTable:
    """The raw table that holds `titles`, or the sheet of that name when no titles are given.

    With `guess` a file without any of the titles is opened at its likeliest header.
    The file is opened in the limited child only. Raises `UserError` with one sentence for anything wrong.
    """
    limits = limits or Limits()
    try:
        reason = _look(path, limits)
    except OSError as error:
        raise UserError(
            f"打不开“{path.name}”。请确认文件还在原处、没有被其他程序独占，然后重试。没有导入任何数据。"
        ) from error
    request = {"path": str(path), "titles": titles, "sheet": sheet, "guess": guess, "limits": asdict(limits)}
    answer: dict[str, Any] = {"error": reason} if reason else _ask_child(request, limits)
    if "error" in answer:
        raise UserError(_sentence(path.name, answer))
    return RawTable(
        answer["sheet"],
        answer["header_row"],
        [(number, cells) for number, cells in answer["rows"]],
        answer["merges"],
        answer["sheets"],
        read_stamp(answer["names"], answer["marks"], answer["sheet"], answer["header_row"]),
    )


def _titles(table: RawTable, expected: Ledger) -> list[str]:
    """The headings as they are compared; under a shared heading of ours they carry it in front."""
    titles = [plain_title(cell) if isinstance(cell, str) else "" for cell in table.header]
    groups = {plain_title(column.group) for column in expected.columns if column.group}
    above = next((cells for number, cells in table.rows if number == table.header_row - 1), [])
    shared = ""
    for place, title in enumerate(titles):
        cell = above[place] if place < len(above) else None
        shared = plain_title(cell) if isinstance(cell, str) else shared
        if shared in groups:
            titles[place] = shared + title
    return titles


def place_columns(name: str, table: RawTable, expected: Ledger) -> dict[int, Column]:
    """Which cell of a row belongs to which column; raises `UserError` for missing, doubled or merged headers.

    Columns our own marks point at need no title; one whose title became another column's is not guessed.
    """
    titles = _titles(table, expected)
    wanted = {plain_title(column.group + column.title): column for column in expected.columns}
    stamp = table.stamp
    marked = stamp.columns if stamp is not None and stamp.ledger == expected.id else {}
    placed = {marked[column.name]: column for column in expected.columns if column.name in marked}
    for place, column in placed.items():
        other = wanted.get(titles[place] if place < len(titles) else "")
        if other is not None and other.name != column.name:
            raise UserError(
                f"“{name}”工作表“{table.sheet}”第 {table.header_row} 行的标题“{other.title}”在导出时是“{column.title}”列。"
                "请不要改动表头，把标题改回来再导入。没有导入任何数据。"
            )
    merged = [text for text in table.merges if _covers(text, table.header_row)]
    if merged:
        raise UserError(
            f"“{name}”工作表“{table.sheet}”第 {table.header_row} 行的表头有合并单元格（{'、'.join(merged[:5])}）。"
            "请取消合并，让每一列单独有标题，再导入。没有导入任何数据。"
        )
    known = {column.name for column in placed.values()}
    titles = ["" if place in placed else title for place, title in enumerate(titles)]
    wanted = {title: column for title, column in wanted.items() if column.name not in known}
    doubled = [column.title for title, column in wanted.items() if titles.count(title) > 1]
    if doubled:
        raise UserError(
            f"“{name}”工作表“{table.sheet}”里“{'”“'.join(doubled)}”列出现了不止一次。请只留一列再导入。没有导入任何数据。"
        )
    missing = [column for title, column in wanted.items() if column.required and title not in titles]
    if missing:
        named = "、".join(f"“{column.title}”" for column in missing[:_MESSAGE_CELLS])
        sheets = "、".join(f"“{sheet[:31]}”" for sheet in table.sheets[:_MESSAGE_CELLS])
        raise UserError(
            f"“{name}”缺少 {named} 列（最像的是工作表“{table.sheet}”第 {table.header_row} 行；全部工作表：{sheets}）。"
            "请使用系统导出的表样，补齐后再导入。没有导入任何数据。"
        )
    return placed | {index: wanted[title] for index, title in enumerate(titles) if title in wanted}


def _rows_of(merge: str) -> tuple[int, int]:
    first, last = (int(re.sub(r"\D", "", corner)) for corner in merge.split(":"))
    return min(first, last), max(first, last)


def _covers(merge: str, row: int) -> bool:
    first, last = _rows_of(merge)
    return first <= row <= last


def read(path: Path, *, expected: Ledger, limits: Limits | None = None) -> ForeignSheet:
    """Read the sheet whose header carries the titles of `expected`, in any order, from a file nobody vouches for.

    Every cell is typed by its column; what cannot be taken becomes a `CellProblem` and None, and nothing is guessed.
    Required columns must exist and be filled. Raises `UserError`, one sentence, when the file as a whole is refused.
    """
    limits = limits or Limits()
    titles = [column.group + column.title for column in expected.columns]
    table = extract(path, titles=titles, limits=limits)
    return typed(path.name, table, place_columns(path.name, table, expected), limits=limits)


def typed(
    name: str, table: RawTable, columns: dict[int, Column], *, limits: Limits | None = None
) -> ForeignSheet:
    """The rows under the header with every cell typed by its column; see `read`."""
    limits = limits or Limits()
    sheet = ForeignSheet(
        table.sheet,
        table.header_row,
        columns=frozenset(column.name for column in columns.values()),
        letters={column.name: letters_of(index) for index, column in columns.items()},
        stamp=table.stamp,
    )
    merged = [spans for merge in table.merges if (spans := _rows_of(merge))[1] > table.header_row]
    for number, cells in table.rows:
        if number <= table.header_row or not any(cell is not None for cell in cells):
            continue
        values: dict[str, Value] = {}
        told: dict[str, str] = {}
        for index, column in columns.items():
            raw = cells[index] if index < len(cells) else None
            told[column.name] = plain(raw)
            place = f"第 {number} 行“{column.title}”"
            values[column.name] = None
            try:
                value = None if raw is None else read_cell(raw, column, longest=limits.text)
            except Unfit as unfit:
                sheet.problems.append(CellProblem(number, column.title, f"{place}{unfit}", column.name))
                continue
            values[column.name] = value
            if value in {None, ""} and column.required:
                inside = any(first <= number <= last for first, last in merged)
                why = "在合并的单元格里，请取消合并并逐行填写" if inside else "没有填写"
                sheet.problems.append(CellProblem(number, column.title, f"{place}{why}", column.name))
        sheet.rows.append(ForeignRow(number, values, told))
    if not sheet.rows:
        raise UserError(
            f"“{name}”工作表“{table.sheet}”的表头下面没有内容。请填写后再导入。没有导入任何数据。"
        )
    return sheet


def letters_of(place: int) -> str:
    """The letters a spreadsheet calls the column at a place (from 0) by."""
    text, rest = "", place + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        text = chr(65 + last) + text
    return text
