"""The figure `ledger`: 100,000 rows × 30 columns with borders and formats, beside XlsxWriter and openpyxl.

Every writer runs in a fresh process of its own (this file with `--child`), turn by turn, on the same generated rows.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from measure import RUNS, Figure, at_most, ratio_at_least, ratio_at_most

from jiuzhu.documents.workbook import write
from jiuzhu.domain.ledger import Column, Ledger

ROWS = 100_000
KINDS = ["text"] * 11 + ["id"] * 2 + ["account"] * 2 + ["date"] * 5 + ["money"] * 8 + ["integer"] * 2
SURNAMES, GIVEN = "李王张刘陈杨赵黄周吴", "明芳伟秀英娜敏静丽强磊军洋勇艳杰娟涛超"
FORMATS = {
    "text": "@",
    "id": "@",
    "account": "@",
    "date": "yyyy-mm-dd",
    "money": "#,##0.00",
    "integer": "#,##0",
}
TITLES = {
    "text": "文字",
    "id": "证件号码",
    "account": "账号",
    "date": "日期",
    "money": "金额",
    "integer": "人数",
}


def rows(count: int) -> Iterator[list[Any]]:
    """`count` rows of invented values, always the same ones."""
    dice = random.Random(7)  # noqa: S311  # the same rows for every writer
    texts = ["".join(dice.choices(SURNAMES + GIVEN, k=dice.randint(2, 6))) for _ in range(997)]
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(1013)]
    money = [Decimal(dice.randint(0, 999_999)) / 100 for _ in range(1009)]
    for number in range(count):
        yield (
            [texts[(number * 7 + column * 31) % 997] for column in range(11)]
            + [f"50011219900101{(number + column) % 10_000:04}" for column in range(2)]
            + [f"62170000{number:011}", f"6228{number:015}"]
            + [days[(number + column * 17) % 1013] for column in range(5)]
            + [money[(number * 3 + column * 101) % 1009] for column in range(8)]
            + [number % 9, number % 12]
        )


def write_ours(path: Path, count: int) -> None:
    """The program's own export."""
    columns = tuple(
        Column(name=f"c{n}", title=f"{TITLES[kind]}{n}", kind=kind, width=16, total=kind == "money")
        for n, kind in enumerate(KINDS)
    )
    ledger = Ledger(id="bench", title="台账", columns=columns)
    write(
        path, ledger, rows(count), title="台账", subtitle="", filters_text="", made_by="", made_at=datetime.now(UTC)
    )  # fmt: skip


def write_xlsxwriter(path: Path, count: int) -> None:
    """The same cells with the same borders and formats through typed XlsxWriter calls, constant memory."""
    from xlsxwriter import Workbook  # noqa: PLC0415  # the other children must not pay for it

    book = Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    looks = {
        kind: book.add_format({"font_name": "宋体", "font_size": 10, "border": 1, "num_format": form})
        for kind, form in FORMATS.items()
    }
    calls = {"date": sheet.write_datetime, "money": sheet.write_number, "integer": sheet.write_number}
    cells = [(calls.get(kind, sheet.write_string), column, looks[kind]) for column, kind in enumerate(KINDS)]
    for column, kind in enumerate(KINDS):
        sheet.write_string(0, column, f"{TITLES[kind]}{column}", looks[kind])
    for row, values in enumerate(rows(count), start=1):
        for (call, column, look), value in zip(cells, values, strict=True):
            call(row, column, value, look)
    book.close()


def write_openpyxl(path: Path, count: int) -> None:
    """The same cells with the same borders and formats through openpyxl's write-only mode."""
    from openpyxl import Workbook  # noqa: PLC0415  # the other children must not pay for it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # as above
    from openpyxl.styles import Border, Font, Side  # noqa: PLC0415  # as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    font, side = Font(name="宋体", size=10), Side(style="thin")
    border = Border(left=side, right=side, top=side, bottom=side)
    sheet.append([f"{TITLES[kind]}{column}" for column, kind in enumerate(KINDS)])
    forms = [FORMATS[kind] for kind in KINDS]
    for values in rows(count):
        line = []
        for value, form in zip(values, forms, strict=True):
            cell = WriteOnlyCell(sheet, value=value)
            cell.font, cell.border, cell.number_format = font, border, form
            line.append(cell)
        sheet.append(line)
    book.save(path)


WRITERS = {"ours": write_ours, "xlsxwriter": write_xlsxwriter, "openpyxl": write_openpyxl}


def child(writer: str, count: int) -> None:
    """Write once and print seconds, peak memory in MB and file size in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        start = time.perf_counter()
        WRITERS[writer](path, count)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "peak": peak, "size": path.stat().st_size / 1e6}))


def _measure(writer: str, count: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", writer, "--rows", str(count)]
    ran = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"LC_ALL": "C.UTF-8"})
    measured: dict[str, float] = json.loads(ran.stdout)
    return measured


def run(scale: float = 1.0) -> list[Figure]:
    """Medians of 5 alternating runs (openpyxl: 3 at full size, because one takes a minute)."""
    count = max(100, int(ROWS * scale))
    measured: dict[str, list[dict[str, float]]] = {writer: [] for writer in WRITERS}
    for turn in range(RUNS):
        for writer, results in measured.items():
            if writer != "openpyxl" or turn < 3 or scale < 0.5:
                results.append(_measure(writer, count))
    took, peak = (
        {writer: statistics.median(result[key] for result in results) for writer, results in measured.items()}
        for key in ("seconds", "peak")
    )
    size = f"ledger {count:,} × {len(KINDS)}"
    speed = {writer: count / seconds for writer, seconds in took.items()}
    return [
        ratio_at_most(
            f"{size} beside XlsxWriter, constant memory", took["ours"], took["xlsxwriter"], "s", 1.15
        ),
        ratio_at_least(
            f"{size} beside openpyxl, write-only styled", speed["ours"], speed["openpyxl"], "rows/s", 3
        ),
        at_most(f"{size} peak memory", peak["ours"], "MB", 120, peak["xlsxwriter"]),
    ]


def main() -> None:
    """Print one JSON line per figure, or run one writer as a child."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--child", choices=sorted(WRITERS))
    parser.add_argument("--rows", type=int, default=ROWS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.rows)
        return
    for figure in run(options.scale):
        print(json.dumps(figure, ensure_ascii=False))


if __name__ == "__main__":
    main()
