"""A table of a million rows over the encrypted file: first paint, random jumps and the wheel, beside a bare QTableView.

The data set is one SQLCipher file of 12 columns; both sides read the same pages of 200 rows by key. Ours is the
program's view, model and worker thread; the peer is a minimal model that reads on the window's own thread. Every
run is a fresh process; a time ends when the rows asked for are painted, not when their placeholder is.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3
from measure import RUNS, Figure, at_most, percentile
from PySide6.QtCore import QAbstractTableModel, QEvent, QEventLoop, QObject, Qt
from PySide6.QtWidgets import QApplication, QTableView

from jiuzhu.ui import theme
from jiuzhu.ui.rows_model import PLACEHOLDER, Column, PagedRowsModel
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.tasks import Tasks

ROWS = 1_000_000
PAGE = 200
JUMPS = 120
STEPS = 150
KEY = "5a" * 32
HEADERS = (
    "编号",
    "姓名",
    "证件号码",
    "性别",
    "村（社区）",
    "事项",
    "状态",
    "人数",
    "月保障金",
    "受理日期",
    "期限",
    "经办",
)
Row = tuple[Any, ...]


def run(scale: float) -> list[Figure]:
    """Three figures: first paint (median of runs), jump and wheel (p99, median of runs)."""
    rows = max(20_000, int(ROWS * scale))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.db"
        _build(file, rows)
        runs: dict[str, list[dict[str, float]]] = {"ours": [], "peer": []}
        for _ in range(RUNS):
            for side, results in runs.items():
                results.append(_fresh(side, file, rows))
    middle = {
        (side, key): statistics.median(result[key] for result in results)
        for side, results in runs.items()
        for key in ("first", "jump", "wheel")
    }
    return [
        at_most(f"{title}, {rows} rows", middle["ours", key], "ms", limit, middle["peer", key])
        for key, title, limit in (
            ("first", "first paint", 60.0),
            ("jump", "random jump p99", 25.0),
            ("wheel", "wheel of 3 rows p99", 16.0),
        )
    ]


def _connect(file: Path) -> Any:
    connection = sqlcipher3.connect(str(file), check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{KEY}'\"")
    return connection


def _build(file: Path, rows: int) -> None:
    chosen = random.Random(7)  # noqa: S311  # invented rows, not secrets
    surnames, given = "张王李赵陈刘杨黄周吴", "示例虚构试验甲乙丙丁戊己"
    states = ("已受理", "核对中", "公示中", "待审核确认", "已批准")

    def row(number: int) -> Row:
        name = chosen.choice(surnames) + chosen.choice(given) + chosen.choice(given)
        day = f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        return (
            number, f"A-2026-{number:07d}", name, f"500000********{number % 10000:04d}", "男女"[number % 2],
            f"示例村{number % 40}组", "最低生活保障", states[number % 5], number % 6 + 1, number % 900 + 100.5, day, day,
            "张示例",
        )  # fmt: skip

    connection = _connect(file)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute(
        "CREATE TABLE rows (position INTEGER PRIMARY KEY, " + ", ".join(f"c{n}" for n in range(12)) + ")"
    )
    connection.executemany(f"INSERT INTO rows VALUES ({', '.join('?' * 13)})", map(row, range(rows)))  # noqa: S608  # thirteen marks
    connection.commit()
    connection.close()


def _page(connection: Any, offset: int) -> list[Row]:
    found: list[Row] = connection.execute(
        "SELECT * FROM rows WHERE position >= ? AND position < ? ORDER BY position", (offset, offset + PAGE)
    ).fetchall()
    return found


def _fresh(side: str, file: Path, rows: int) -> dict[str, float]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, __file__, side, str(file), str(rows)],
        stdout=subprocess.PIPE, env=environment, text=True, check=True,
    )  # fmt: skip
    result: dict[str, float] = json.loads(done.stdout)
    return result


class _BareModel(QAbstractTableModel):
    """The peer: pages read where they are asked for, one role answered."""

    def __init__(self, file: Path, rows: int) -> None:
        super().__init__()
        self._connection = _connect(file)
        self._count = rows
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()

    def rowCount(self, parent: Any = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Any = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADERS)

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        number, place = divmod(index.row(), PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = _page(self._connection, number * PAGE)
            if len(self._pages) > 64:
                self._pages.popitem(last=False)
        return str(page[place][index.column() + 1])

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return HEADERS[section]
        return None


class _Watch(QObject):
    """Knows whether a view was painted while every row on screen was loaded."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.painted = False
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  # Qt's signature
        if event.type() == QEvent.Type.Paint and self._loaded():
            self.painted = True
        return False

    def _loaded(self) -> bool:
        first, last = self._view.rowAt(0), self._view.rowAt(self._view.viewport().height() - 1)
        if first < 0 or last < 0:
            return False
        model = self._view.model()
        return PLACEHOLDER not in {model.index(row, 0).data() for row in (first, last)}


def _painted(application: QApplication, watch: _Watch, start: Callable[[], object]) -> float:
    """Milliseconds from an action until the rows it shows are painted."""
    watch.painted = False
    begin = time.perf_counter()
    start()
    while not watch.painted:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return (time.perf_counter() - begin) * 1000


def _one(side: str, file: Path, rows: int) -> dict[str, float]:
    application = QApplication([])
    theme.load_fonts()
    theme.apply(application)
    tasks: Tasks | None = None
    begin = time.perf_counter()
    if side == "ours":
        tasks = Tasks(None, _raise)
        view: QTableView = _ours(tasks, file, rows)
    else:
        view = QTableView()
        view.setModel(_BareModel(file, rows))
        view.model().setParent(view)
        view.verticalHeader().hide()
    view.resize(1400, 860)
    watch = _Watch(view)
    _painted(application, watch, view.show)
    result = {"first": (time.perf_counter() - begin) * 1000}
    bar = view.verticalScrollBar()
    chosen = random.Random(11)  # noqa: S311  # places to jump to, not secrets

    def timed(values: Sequence[int]) -> float:
        return percentile(
            [_painted(application, watch, partial(bar.setValue, value)) for value in values], 0.99
        )

    result["jump"] = timed([chosen.randrange(bar.maximum()) for _ in range(JUMPS)])
    start = bar.maximum() // 2
    timed([start])
    result["wheel"] = timed([start + 3 * step for step in range(1, STEPS + 1)])
    view.close()
    if tasks is not None:
        tasks.shutdown()
    return result


def _ours(tasks: Tasks, file: Path, rows: int) -> RowsView:
    connection = _connect(file)
    view = RowsView("bench", "表格")
    columns = [
        Column(header, position + 1, kind="number" if header in {"人数", "月保障金"} else "text")
        for position, header in enumerate(HEADERS)
    ]

    def fetch(offset: int, limit: int, sort: str, then: Callable[[Sequence[Any], int], None]) -> None:
        del limit, sort  # the source has one order and one page size
        tasks.call(_page, connection, offset, then=lambda found: then(found, rows), owner=view)

    model = PagedRowsModel(columns, fetch, view)
    view.setModel(model)
    model.reload()
    return view


def _raise(error: BaseException) -> None:
    raise error


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("side", choices=("ours", "peer"))
    parser.add_argument("file", type=Path)
    parser.add_argument("rows", type=int)
    asked = parser.parse_args()
    print(json.dumps(_one(asked.side, asked.file, asked.rows)))
