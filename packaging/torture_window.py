"""The window at a line that goes silent in the middle of the work: how long it stands still, when it tells, what stays typed.

A clerk types into a form, searches and turns pages of the real window (offscreen) while every packet to the server vanishes, and
types on after the line is back. A heart in the window's own thread beats every few milliseconds; the longest pause between two
beats is how long the window stood still. Needs root and iproute2.
"""

import itertools
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

import crowd
import shared_office
import torturing
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from torture_cut import SERVER, TOLD_WITHIN, away, cut

from jiuzhu.commands.window import Desk
from jiuzhu.services.counter import intake
from jiuzhu.storage.unit import Unit
from jiuzhu.ui import theme
from jiuzhu.ui.main_window import MainWindow
from jiuzhu.ui.pages.intake import IntakePage

STILL = 0.2  # seconds a window may stand still
_BEAT = 5  # milliseconds
_LONGEST = 60  # letters before the field is written anew
_BROKEN = "线路断了"
_TURNED = ("workbench", "monitoring", "intake")


@dataclass(slots=True)
class Result:
    """What all rounds showed, times in seconds and the longest of each; `lost` and `bugs` must stay 0."""

    rounds: int = 0
    keys: int = 0
    still_with_a_line: float = 0.0
    still_without: float = 0.0
    told_after: float = 0.0
    lost: int = 0  # typed and not on the screen, or a draft that did not arrive
    bugs: int = 0
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether the window never stood still, told in time and kept what was typed."""
        in_time = self.still_without <= STILL and self.told_after <= TOLD_WITHIN
        return in_time and not (self.lost or self.bugs) and self.rounds > 0


class Heart(QObject):
    """Beats in the thread of the windows; `longest` seconds between two beats since it was begun anew."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.begin()
        self._timer.start(_BEAT)

    def begin(self) -> None:
        """Forget what was."""
        self.longest, self._last = 0.0, time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


class Hands:
    """Somebody at the window, in a hurry."""

    def __init__(self, window: MainWindow, chance: random.Random) -> None:
        self.window = window
        self.typed = ""
        self.keys = 0
        self._chance = chance
        page = cast("IntakePage", window.page("intake"))
        page.search.field.setText("甲示例")
        page.search.new_button.click()
        until(lambda: window.findChild(QLineEdit, "members.0.registered_address") is not None)
        self.field: QLineEdit = window.findChild(QLineEdit, "members.0.registered_address")  # type: ignore[assignment]  # it is there

    def work(self, seconds: float) -> None:
        """Type, search and turn pages for so long."""
        end = time.perf_counter() + seconds
        for number in itertools.count():
            if time.perf_counter() > end:
                break
            self._type()
            if number % 10 == 9:
                self.window.header.search.setText(self._chance.choice(crowd.SURNAMES))
            if number % 15 == 14:
                for key in _TURNED:
                    self.window.show_page(key)
                    QTest.qWait(60)

    def _type(self) -> None:
        if len(self.typed) > _LONGEST:
            self.field.selectAll()
            self.typed = ""
        letter = self._chance.choice("abcdefghij")
        self.field.setFocus()
        QTest.keyClicks(self.field, letter)
        self.typed, self.keys = self.typed + letter, self.keys + 1
        QTest.qWait(self._chance.randrange(20, 120))


def torture(rounds: int, seed: int, folder: Path) -> Result:
    """Cut the line that many times under the same window."""
    if os.geteuid() != 0:
        raise SystemExit("cutting a line needs root: a network namespace and virtual cards are made for it")
    chance = random.Random(seed)  # noqa: S311  # a seed repeats the keys
    application = QApplication([])
    theme.load_fonts()
    result, begin = Result(), time.perf_counter()
    bugs: list[BaseException] = []
    with away() as server:
        (place,) = shared_office.found(server, "clerk checker")
        shared_office.fill(place.address, 2_000, place.actor.operator_id, date.today())
        workspace = replace(place, address=replace(place.address, host=SERVER)).open(folder / "desk")
        desk = Desk(application, folder / "desk")
        desk.tasks._on_bug = bugs.append  # noqa: SLF001  # no dialog in a long run
        desk.open(workspace)
        window = cast("MainWindow", desk.window)
        window.resize(1366, 768)
        for key in _TURNED:  # each page is built when it is first shown
            window.show_page(key)
            QTest.qWait(1500)
        hands, heart = Hands(window, chance), Heart()
        try:
            for _ in range(rounds):
                _one_cut(window, hands, heart, result)
            result.keys = hands.keys
            until(lambda: desk.tasks._open == 0)  # noqa: SLF001  # whether anything is left
            result.lost += hands.field.text() != hands.typed
            QTest.qWait(1500)  # a draft is kept after a pause
            until(lambda: desk.tasks._open == 0)  # noqa: SLF001  # as above
            result.lost += hands.typed not in workspace.read(_addresses)
        finally:
            desk.end()
    result.bugs, result.seconds = len(bugs), round(time.perf_counter() - begin, 1)
    return result


def _one_cut(window: MainWindow, hands: Hands, heart: Heart, result: Result) -> None:
    heart.begin()
    hands.work(4)
    result.still_with_a_line = round(max(result.still_with_a_line, heart.longest), 3)
    heart.begin()
    cut(on=True)
    began = time.perf_counter()
    told: list[float] = []
    while time.perf_counter() - began < TOLD_WITHIN + 4:
        hands.work(0.3)
        if not told and _BROKEN in window.bar.text:
            told.append(time.perf_counter() - began)
    result.told_after = round(max(result.told_after, told[0] if told else 60.0), 2)
    result.still_without = round(max(result.still_without, heart.longest), 3)
    cut(on=False)
    until(lambda: _BROKEN not in window.bar.text)
    hands.work(1)
    result.rounds += 1


def until(held: Callable[[], bool], seconds: float = 30.0) -> None:
    """Let the window live until something holds."""
    begin = time.perf_counter()
    while not held():
        if time.perf_counter() - begin > seconds:
            raise RuntimeError("it did not come")
        QTest.qWait(20)


def _addresses(unit: Unit) -> list[str]:
    forms = [intake.open_draft(unit, one.id) for one in intake.drafts(unit)]
    return [form.members[0].registered_address for form in forms]


if __name__ == "__main__":
    sys.exit(torturing.main("window", torture, sys.argv[1:], about=__doc__, rounds=5))
