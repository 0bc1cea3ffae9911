"""The child process that opens a stranger's .xlsx: nothing else of the program lives in it.

It is started as a script with `foreign_workbook.extract`, reads one JSON request from stdin, puts limits on itself,
and answers one JSON object on stdout: `{"sheet", "header_row", "rows", "merges", "sheets", "names"}` or `{"error", ...}`.
A row is `[number, [cell, ...]]`; a cell is null, text, or `{"n": digits}`, `{"d": ISO day}`, `{"e": error text}`.
"""

import itertools
import json
import re
import sys
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

MEGABYTE = 1_000_000
HEADER_ROWS = 20  # a header is looked for this far down
MOST_PARTS = 2_000
MOST_SHEETS = 50
MOST_MERGES = 5_000
LARGEST_SIDE_PART = 15 * MEGABYTE  # styles, strings: these are held in memory whole
LARGEST_RATIO = 300
STAMP = "_jz."  # names of ours in a workbook begin so
MARKS = "_jz"  # the hidden sheet with the checksums of what left
LIBRARY_MISSING = 3  # exit code
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_CELL = re.compile(r"=?(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_MERGE = re.compile(rb"mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})")


class Refuse(Exception):
    """The file is not taken; `why` is a word the parent turns into a sentence."""

    def __init__(self, why: str, **facts: Any) -> None:
        super().__init__(why)
        self.answer = {"error": why, **facts}


def plain_title(value: Any) -> str:
    """A header as it is compared: no spaces or line breaks, full-width made half-width, no required-star."""
    text = unicodedata.normalize("NFKC", str(value if value is not None else ""))
    return re.sub(r"[\s*]+", "", text)


def limit_process(memory: int, seconds: int) -> None:
    """Cap memory (bytes) and processor time where the system can; elsewhere the parent's clock must do."""
    try:
        import resource  # noqa: PLC0415  # does not exist on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def guard(path: str, total: int) -> dict[str, list[str]]:
    """Look at every byte of the container before any XML is parsed.

    Returns the merged ranges by part name. Raises `Refuse` for what is not a whole .xlsx, for bombs, and for XML that
    brings a DTD or entities, which no spreadsheet program writes.
    """
    merges: dict[str, list[str]] = {}
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if "xl/workbook.xml" not in names and not any(name.endswith("workbook.xml") for name in names):
            raise Refuse("not_xlsx")
        if len(parts) > MOST_PARTS or len(names) != len(parts):
            raise Refuse("bomb")
        if sum(part.file_size for part in parts) > total:
            raise Refuse("bomb")
        for part in parts:
            if part.flag_bits & 0x1:
                raise Refuse("encrypted")
            if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise Refuse("broken")
            in_sheet = "worksheets/" in part.filename
            if part.file_size > MEGABYTE and part.file_size > LARGEST_RATIO * max(part.compress_size, 1):
                raise Refuse("bomb")
            if not in_sheet and part.file_size > LARGEST_SIDE_PART:
                raise Refuse("bomb")
            found = _scan(archive, part)
            if in_sheet and found:
                merges[part.filename] = found
    return merges


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[str]:
    """Read a part to its end (which checks its CRC), refuse a DTD in any encoding, collect merged ranges."""
    found: list[str] = []
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 18):
            window = tail + chunk.replace(b"\0", b"")  # UTF-16 hides letters behind zeros
            upper = window.upper()
            if b"<!DOCTYPE" in upper or b"<!ENTITY" in upper:
                raise Refuse("dtd")
            if len(found) < MOST_MERGES:
                found += [match.decode() for match in _MERGE.findall(window)]
            tail = window[-200:]
    return list(dict.fromkeys(found))[:MOST_MERGES]


def cell_of(value: Any) -> Any:
    """One cell for JSON: text stays text, numbers keep fifteen digits, days lose the clock."""
    match value:
        case None:
            made: Any = None
        case bool():
            made = str(value).upper()
        case str():
            made = {"e": value} if value in _ERRORS else value if value.strip() else None
        case datetime():
            made = {"d": value.date().isoformat()}
        case date():
            made = {"d": value.isoformat()}
        case int():
            made = {"n": str(value)}
        case float():
            made = {"n": format(value, ".15g")}
        case _:
            made = str(value)  # a time of day, a duration
    return made


def rows_of(sheet: Any, limits: dict[str, int]) -> Iterator[tuple[int, list[Any]]]:
    """The filled rows with their numbers; trailing empty cells are cut, far cells beyond the columns' cap unseen."""
    blank: Any = None
    for number, values in enumerate(_raw_rows(sheet, limits["columns"]), start=1):
        if (
            values is blank
        ):  # a far cell makes a million missing rows: the library gives one tuple for all of them
            continue
        cells = [cell_of(value) for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield number, cells
        else:
            blank = values


def _raw_rows(sheet: Any, columns: int) -> Iterable[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what the file claims about its size is a stranger's word
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(max_col=columns, values_only=True)
    return rows


def find_header(sheets: list[Any], request: dict[str, Any]) -> tuple[Any, int, int]:
    """The sheet and row that hold most of the wanted titles, and how many; (None, 0, 0) when no row holds any."""
    wanted = {plain_title(title) for title in request["titles"]}
    best, best_sheet, best_row = 0, None, 0
    for sheet in sheets:
        for number, cells in rows_of(sheet, request["limits"]):
            if number > HEADER_ROWS:
                break
            hits = len(wanted & {plain_title(cell) for cell in cells if isinstance(cell, str)})
            if hits > best:
                best, best_sheet, best_row = hits, sheet, number
    return best_sheet, best_row, best


def columns_named(names: Mapping[str, str]) -> dict[str, tuple[str, int, int]]:
    """Column of ours → sheet, row (from 1) and place (from 0) of the heading cell its name points at."""
    found = {}
    for name, value in names.items():
        cell = _CELL.fullmatch(value) if name.startswith(f"{STAMP}column.") else None
        if cell:
            place = 0
            for letter in cell[3]:
                place = place * 26 + ord(letter) - 64
            sheet = (cell[1] or cell[2]).replace("''", "'")
            found[name.removeprefix(f"{STAMP}column.")] = (sheet, int(cell[4]), place - 1)
    return found


def stamped_header(sheets: list[Any], names: Mapping[str, str], limits: dict[str, int]) -> tuple[Any, int]:
    """The sheet and row our own names point at, if something is written there still; (None, 0) otherwise."""
    places = Counter((sheet, row) for sheet, row, _ in columns_named(names).values())
    if not places:
        return None, 0
    (title, wanted), marks = places.most_common(1)[0]
    sheet = next((sheet for sheet in sheets if sheet.title == title), None)
    if sheet is None or wanted > HEADER_ROWS:
        return None, 0
    for number, cells in rows_of(sheet, limits):
        if number == wanted:
            return (sheet, wanted) if 2 * sum(isinstance(cell, str) for cell in cells) >= marks else (None, 0)
        if number > wanted:
            break
    return None, 0


def widest_header(sheets: list[Any], limits: dict[str, int]) -> tuple[Any, int]:
    """The first row with most texts among the first ones: what a stranger's header most likely is."""
    best, best_sheet, best_row = 1, None, 0
    for sheet in sheets:
        for number, cells in rows_of(sheet, limits):
            if number > HEADER_ROWS:
                break
            texts = len({cell for cell in cells if isinstance(cell, str)})
            if texts > best and texts == sum(cell is not None for cell in cells):
                best, best_sheet, best_row = texts, sheet, number
    return best_sheet, best_row


def read(request: dict[str, Any]) -> dict[str, Any]:
    """Open the file of the request and take out the one table it is about."""
    limits = request["limits"]
    merges = guard(request["path"], limits["total"])
    from openpyxl import load_workbook  # noqa: PLC0415  # the parent imports this module and must stay without it

    with open(request["path"], "rb") as stream:  # noqa: PTH123  # pathlib is one more import for the child
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        marks = {
            name: str(one.attr_text)[:500]
            for name, one in list(book.defined_names.items())[:MOST_MERGES]
            if name.startswith(STAMP)
        }
        sheets = book.worksheets[:MOST_SHEETS]
        found = _table([sheet for sheet in sheets if sheet.title != MARKS], request, merges, marks)
        hidden = next((sheet for sheet in sheets if sheet.title == MARKS), None)
        return {**found, "marks": _marks_of(hidden, request["limits"]) if marks and hidden else []}


def _marks_of(sheet: Any, limits: dict[str, int]) -> list[list[str]]:
    """The rows of two texts on our hidden sheet, as many as a table may have."""
    rows = itertools.islice(rows_of(sheet, limits), limits["rows"] + 1)
    return [
        cells for _, cells in rows if len(cells) == 2 and all(isinstance(cell, str) for cell in cells)
    ]  # key and checksums


def _header(sheets: list[Any], request: dict[str, Any], marks: Mapping[str, str]) -> tuple[Any, int]:
    """Where the table begins: at our own marks, at the titles that are wanted, else at the likeliest row.

    Some tools move rows without moving the marks: a row that carries most of the titles is believed before a mark.
    """
    marked, at = stamped_header(sheets, marks, request["limits"])
    sheet, row, hits = find_header(sheets, request)
    if marked is not None and 2 * hits < len(request["titles"]):
        return marked, at
    if sheet is None and request.get("guess"):
        sheet, row = widest_header(sheets, request["limits"])
    return sheet, row


def _table(
    sheets: list[Any], request: dict[str, Any], merges: dict[str, list[str]], marks: Mapping[str, str]
) -> dict[str, Any]:
    limits = request["limits"]
    names = [sheet.title for sheet in sheets]
    if request["titles"]:
        sheet, header_row = _header(sheets, request, marks)
    else:
        sheet = next((sheet for sheet in sheets if sheet.title == request["sheet"]), None)
        header_row = 0
    if sheet is None:
        raise Refuse("no_header", sheets=names)
    rows: list[tuple[int, list[Any]]] = []
    characters = above = 0
    for number, cells in rows_of(sheet, limits):
        above += number <= max(header_row, 0 if request["titles"] else HEADER_ROWS)
        if len(rows) - above >= limits["rows"]:
            raise Refuse("too_many_rows", rows=limits["rows"])
        rows.append((number, cells))
        characters += sum(len(cell) if isinstance(cell, str) else 8 for cell in cells)
        if characters > limits["characters"]:
            raise Refuse("too_large")
    part = str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001  # the library has no public name for the part
    return {
        "sheet": sheet.title,
        "header_row": header_row,
        "rows": rows,
        "merges": merges.get(part, []),
        "sheets": names,
        "names": dict(marks),
    }


def answer(
    request: dict[str, Any], reading: Callable[[dict[str, Any]], dict[str, Any]] = read
) -> dict[str, Any]:
    """The answer to one request; whatever a hostile file makes the library raise, it is one word here."""
    try:
        return reading(request)
    except Refuse as refused:
        return refused.answer
    except MemoryError:
        return {"error": "too_large"}
    except Exception as error:  # noqa: BLE001  # a damaged file raises anything at all, and all of it means: damaged
        starved = "memory" in str(error) or "Error -4" in str(
            error
        )  # how the XML and zip libraries in C say it
        return {"error": "too_large" if starved else "broken", "kind": type(error).__name__}


def main() -> None:
    """Answer the one request on stdin; `LIBRARY_MISSING` means this installation lacks a library, not a bad file."""
    request = json.load(sys.stdin)
    try:
        from openpyxl import DEFUSEDXML  # noqa: PLC0415  # as in `read`
    except ImportError:
        sys.exit(LIBRARY_MISSING)
    if not DEFUSEDXML:
        sys.exit(LIBRARY_MISSING)
    limit_process(request["limits"]["memory"], request["limits"]["seconds"])
    warnings.simplefilter("ignore")
    try:
        said = json.dumps(answer(request), ensure_ascii=False).encode("utf-8", "surrogatepass")
    except MemoryError:
        said = b'{"error": "too_large"}'
    sys.stdout.buffer.write(said)


if __name__ == "__main__":
    main()
