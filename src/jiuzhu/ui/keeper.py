"""What the desk does for itself while people work: a lane of its own beside theirs, so that nobody waits for a backup."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from jiuzhu.errors import UserError
from jiuzhu.ui.tasks import Tasks

FIRST = 20_000
AGAIN = 600_000
"""Milliseconds from the opening of the window to the first look at what is due, and between two looks."""


class Keeper(QObject):
    """Looks every ten minutes at what is due and does it; `rest` ends it, also in the middle of a backup."""

    doing = Signal(str)  # what is being done, "" when nothing is
    noted = Signal()  # something went well or did not: the desk's record has changed

    def __init__(
        self, workspace: Any, on_bug: Callable[[BaseException], Any], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._resting = threading.Event()
        self._lane = Tasks(workspace, on_bug, self)
        self._lane.idle.connect(self._on_idle)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look soon, not while the first page loads."""
        self._timer.start(FIRST)

    def look(self) -> None:
        """Do what is due."""
        from jiuzhu.services.office import duties  # noqa: PLC0415  # the start figure: loaded behind the window

        def done(did: bool) -> None:
            if did:
                self.noted.emit()

        if not self._resting.is_set():
            self._lane.call(duties.do_due, self._workspace, self._told, owner=self, then=done)

    def run(
        self,
        work: Callable[[Callable[[str], None]], Any],
        owner: QObject | None = None,
        then: Callable[[Any], Any] | None = None,
        failed: Callable[[UserError], Any] | None = None,
    ) -> None:
        """Do something that takes its time; it is given who hears its progress. Answers die with their owner."""
        if self._resting.is_set():
            return

        def done(result: Any) -> None:
            self.noted.emit()
            if then is not None and (owner is None or isValid(owner)):
                then(result)

        def refused(error: UserError) -> None:
            self.noted.emit()
            if failed is not None and (owner is None or isValid(owner)):
                failed(error)

        self._lane.call(lambda: work(self._told), owner=self, then=done, failed=refused)

    def _on_idle(self) -> None:
        """Also behind a bug: the next look comes all the same."""
        self.doing.emit("")
        if not self._resting.is_set():
            self._timer.start(AGAIN)

    def _told(self, words: str) -> None:
        """Called on the lane: Qt carries the words over. Raises when the desk is left, which stops a backup."""
        if self._resting.is_set():
            from jiuzhu.services.office.duties import Stopped  # noqa: PLC0415  # as above

            raise Stopped("窗口关上了，这一步停在半路，没有留下任何文件；下次打开时再做。")
        self.doing.emit(words)

    def stop(self) -> None:
        """On the window's thread: nothing new begins and what runs ends soon."""
        self._resting.set()
        self._timer.stop()

    def rest(self) -> None:
        """On any thread, after `stop`: wait until what runs has ended."""
        self._lane.shutdown()
