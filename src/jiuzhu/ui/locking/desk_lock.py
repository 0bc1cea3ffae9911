"""The lock of the desk: covers every window within the moment, keeps everything in them, and opens for the same operator.

Another operator may take over: what was half-typed is handed on to be kept as drafts of the first, and the office closes.
After `CLOSE_AFTER` minutes it closes the same way, and the database key leaves the memory.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from jiuzhu.errors import UserError
from jiuzhu.ui.locking.cover import Covers
from jiuzhu.ui.locking.half_typed import half_typed
from jiuzhu.ui.locking.screen import LockScreen
from jiuzhu.ui.locking.watch import IdleWatch, SessionWatch
from jiuzhu.ui.tasks import Tasks

CLOSE_AFTER = 60
"""Minutes a desk stays locked before the office closes."""


class DeskLock(QObject):
    """Made once; `begin` when somebody logged in, `end` when the office closes."""

    locked = Signal()
    handed_over = Signal(object)  # list[Typed]: what was half-typed, to be kept; then `close_dialogs`

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._workspace: Any = None
        self._prove: Callable[[Any, str], Any] | None = None
        self._screen: LockScreen | None = None
        self._covers = Covers(self)
        self._idle = IdleWatch(self)
        self._idle.idle.connect(self.lock)
        self._session: SessionWatch | None = None
        self._shut = ""  # why the server does not let who works here in any more
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(CLOSE_AFTER * 60_000)
        self._long.timeout.connect(self.hand_over)

    @property
    def screen(self) -> LockScreen | None:
        """The lock screen while the desk is locked."""
        return self._screen

    def begin(self, workspace: Any, prove: Callable[[Any, str], Any]) -> None:
        """Watch over an opened office; `prove(workspace, password)` checks the operator's own password."""
        self._workspace, self._prove = workspace, prove
        self._shut = ""
        if self._session is None:
            self._session = SessionWatch(self)
            self._session.left.connect(self.lock)
        self._idle.begin(lambda: int(workspace.settings.lock_minutes))

    def end(self) -> None:
        """The office closes: nothing to watch over."""
        self._workspace = None
        self._idle.end()
        self._uncover()

    def lock(self) -> None:
        """Hide everything at once; nothing typed is lost."""
        if self._workspace is None or self._screen is not None:
            return
        screen = LockScreen(None, self._workspace.office.name, self._workspace.actor.name)
        self._screen = screen
        self._covers.hide_all(but=screen)
        self._idle.end()
        screen.password_typed.connect(self._on_password)
        screen.switch_wanted.connect(self.hand_over)
        screen.show()
        screen.activateWindow()
        self._long.start()
        self.locked.emit()

    def shut_out(self, why: str) -> None:
        """The server lets who works here in no more: the desk stays locked until it does ("") or another takes over."""
        self._shut = why
        if why:
            self.lock()
            self._tell_shut()

    def _tell_shut(self) -> None:
        if self._screen is not None:
            self._screen.tell(UserError(f"{self._shut}没填完的内容都还在，点“换人”会另存为草稿。"))

    def _on_password(self, password: str) -> None:
        screen, prove, workspace = self._screen, self._prove, self._workspace
        if screen is None or prove is None:
            return
        if self._shut:
            self._tell_shut()
            return
        self._tasks.call(
            prove,
            workspace,
            password,
            then=self._on_right,
            failed=screen.tell,
            owner=screen,
            title="正在解锁…",
        )

    def _on_right(self, _result: Any) -> None:
        self._uncover()
        if self._workspace is not None and self._prove is not None:
            self.begin(self._workspace, self._prove)

    def _uncover(self) -> None:
        self._long.stop()
        screen, self._screen = self._screen, None
        if screen is not None:
            self._covers.show_all()
            screen.leave()

    def hand_over(self) -> None:
        """Another operator takes over, or nobody came back: what is half-typed is told; the desk stays locked."""
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        unsaved: list[QWidget] = []
        for window in windows:
            pages = getattr(window, "unsaved_pages", None)
            unsaved += pages() if pages is not None else []
        self.handed_over.emit([one for one in half_typed(unsaved) if one[1]])

    def close_dialogs(self, then: Callable[[], Any]) -> None:
        """What was half-typed is kept: turn every dialog back, then close the office."""
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible() and window is not self._screen:
                window.reject()  # one that waits for its answer goes on as if turned back
        QTimer.singleShot(0, self, then)

    def stay(self, error: UserError) -> None:
        """What was half-typed could be kept nowhere: the desk stays locked with everything in its windows, and says so."""
        if self._screen is not None:
            self._screen.tell(UserError(f"没填完的内容没有存成草稿，都还在窗口里，没有换人：{error.message}"))
