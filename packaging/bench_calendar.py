"""The calendar of visits: 2,000 of them on screen, one dragged about. A frame ends when it is painted.

The peer is a bare QGraphicsScene with as many rectangles and words, one of them moved: what Qt offers for the purpose.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from measure import RUNS, Figure, at_least, percentile
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from jiuzhu.ui import theme
from jiuzhu.ui.calendar import worker_rows
from jiuzhu.ui.calendar.calendar_view import CalendarView
from jiuzhu.ui.calendar.worker_rows import Row

VISITS, WORKERS, FRAMES, FRAMES_A_SECOND = 2_000, 40, 300, 50
MONDAY = date(2025, 10, 13)


@dataclass(frozen=True)
class Slot:
    """A visit with what is painted of it."""

    id: str
    day: date
    starts: int
    ends: int
    worker_id: str
    second_worker_id: str | None = None
    state: str = "booked"
    clashes: tuple[str, ...] = ()


def run(scale: float) -> list[Figure]:
    """Frames a second while one visit is dragged: of the slowest twentieth, median of runs."""
    visits = max(200, int(VISITS * scale))
    ours = [_alone("ours", visits) for _ in range(RUNS)]
    peer = [_alone("peer", visits) for _ in range(RUNS)]
    return [
        at_least(
            f"frames a second of a drag among {visits:,} visits, the slowest twentieth",
            statistics.median(ours),
            "/s",
            FRAMES_A_SECOND,
            statistics.median(peer),
        )
    ]


def _alone(which: str, visits: int) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(  # this very file
        [sys.executable, __file__, which, str(visits)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    told: float = json.loads(done.stdout)
    return told


def slots(count: int) -> list[Slot]:
    """Visits spread over a week and its workers, some of them hatched."""
    chance = random.Random(7)  # noqa: S311  # the same in every run
    made = []
    for number in range(count):
        starts = 480 + 15 * chance.randrange(36)
        against = ("人员有别的安排",) if chance.random() < 0.05 else ()
        made.append(
            Slot(
                str(number),
                MONDAY + timedelta(days=chance.randrange(7)),
                starts,
                starts + 60,
                str(chance.randrange(WORKERS)),
                clashes=against,
            )
        )
    return made


def _ours(count: int) -> float:
    view = CalendarView("bench", lambda slot: (f"示例{slot.id}", "9:00 助洁"))
    told = slots(count)
    rows = [Row(str(one), f"示例{one}工") for one in range(WORKERS)]
    view.resize(1200, 900)
    view.show()
    days = [MONDAY + timedelta(days=step) for step in range(7)]
    # As high as the window: every visit is on screen.
    view.show_layout(lambda size: worker_rows.rows(told, days, rows, size, row_height=size[1] / WORKERS))
    QApplication.processEvents()
    area = view.area_of(told[0].id)
    if area is None:
        raise RuntimeError("the visit is not on screen")
    hand = partial(_hand, view.viewport())
    hand(QMouseEvent.Type.MouseButtonPress, area.center())
    times = []
    for frame in range(FRAMES):
        begin = time.perf_counter()
        hand(QMouseEvent.Type.MouseMove, QPointF(200 + 3 * frame % 900, 100 + 2 * frame % 700))
        QApplication.processEvents()
        times.append(time.perf_counter() - begin)
    return 1 / percentile(times, 0.95)


def _hand(target: Any, kind: QMouseEvent.Type, at: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, at, target.mapToGlobal(at), left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(target, event)


def _peer(count: int) -> float:
    scene = QGraphicsScene(0, 0, 1200, 900)
    rows = [Row(str(one), "") for one in range(WORKERS)]
    days = [MONDAY + timedelta(days=step) for step in range(7)]
    layout = worker_rows.rows(slots(count), days, rows, (1080, 860), row_height=860 / WORKERS)
    items = []
    for box in layout.boxes:
        item = scene.addRect(box.x, box.y, box.width, box.height)
        words = scene.addSimpleText("示例")
        words.setParentItem(item)
        words.setPos(box.x, box.y)
        items.append(item)
    view = QGraphicsView(scene)
    view.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    view.resize(1200, 900)
    view.show()
    QApplication.processEvents()
    times = []
    for frame in range(FRAMES):
        begin = time.perf_counter()
        items[0].setPos(3 * frame % 900, 2 * frame % 700)
        QApplication.processEvents()
        times.append(time.perf_counter() - begin)
    return 1 / percentile(times, 0.95)


def main() -> None:
    """One run in a process of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("which", choices=("ours", "peer"))
    parser.add_argument("visits", type=int)
    told = parser.parse_args()
    application = QApplication([])
    theme.load_fonts()
    theme.apply(application)
    print(json.dumps({"ours": _ours, "peer": _peer}[told.which](told.visits)))


if __name__ == "__main__":
    main()
