"""`jiuzhu`: log-in or first start, then the main window, until it is closed."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from jiuzhu import paths, settings
from jiuzhu.errors import UserError
from jiuzhu.ui import theme
from jiuzhu.ui.dialogs.login import LoginWindow
from jiuzhu.ui.keeper import Keeper
from jiuzhu.ui.neighbours import Neighbours
from jiuzhu.ui.tasks import Tasks


def load_opening() -> Any:
    """`jiuzhu.services.office.opening`; it brings SQLAlchemy, so it is loaded behind the first window."""
    from jiuzhu.services.office import opening  # noqa: PLC0415  # the start figure: see above

    return opening


class Desk(QObject):
    """The windows of one start: log-in or wizard, then the main window; changing hands leads back to the log-in."""

    def __init__(self, application: QApplication, home: Path, load: Callable[[], Any] = load_opening) -> None:
        super().__init__()
        self._application = application
        self._home = home
        self._load = load
        self.tasks = Tasks(None, self.on_bug)
        self.window: QWidget | None = None
        self._workspace: Any = None
        self._keeper: Keeper | None = None
        self._neighbours: Neighbours | None = None
        self._backed_up = False  # before the window closes, where the office wants that
        self._chinese = False
        self.lock: Any = None  # the DeskLock, from the first log-in on
        self._asker: Any = None
        self._clipboard: Any = None

    def start(self) -> None:
        """Show the first window: the wizard when the data folder is empty, else the log-in, which finds out more."""
        if self._home.is_dir() and any(self._home.iterdir()):
            self.log_in()
        else:
            self.first_start()

    def log_in(self) -> None:
        """The log-in window."""
        window = LoginWindow(self.tasks, self._home, self._load, settings.load(self._home).last_login)
        window.logged_in.connect(self.enter)
        window.first_start_wanted.connect(self.first_start)
        window.restore_wanted.connect(self.restore)
        window.painted.connect(self._speak_chinese)
        self._replace(window)

    def first_start(self) -> None:
        """The wizard of the first start."""
        from jiuzhu.ui.dialogs.wizard import Wizard  # noqa: PLC0415  # seen once in a program's life

        window = Wizard(self.tasks, self._home, self._load)
        window.opened.connect(self.open)
        window.joined.connect(self.log_in)
        window.restore_wanted.connect(self.restore)
        window.painted.connect(self._speak_chinese)
        self._replace(window)

    def restore(self) -> None:
        """The window that makes an office of a backup; it leads back to where one came from."""
        from jiuzhu.ui.dialogs.restore import RestoreWindow  # noqa: PLC0415  # seen on a bad day

        window = RestoreWindow(self.tasks, self._home)
        window.opened.connect(self.open)
        window.left.connect(self.start)
        self._replace(window)

    def enter(self, workspace: Any) -> None:
        """Who came in by a password somebody else made chooses their own; then the main window."""
        if not workspace.must_choose:
            self.open(workspace)
            return
        from jiuzhu.services.office import own_password  # noqa: PLC0415  # the start figure: not needed to log in
        from jiuzhu.ui.dialogs.first_password import FirstPasswordDialog  # noqa: PLC0415  # as above

        dialog = FirstPasswordDialog(self.window, workspace.actor.name)
        self._workspace = workspace  # closed with the program, should it end here

        def take(password: str) -> None:
            self.tasks.call(
                own_password.choose, workspace, password,
                then=lambda _: dialog.accept(), failed=dialog.tell, owner=dialog, title="正在换密码…",
            )  # fmt: skip

        dialog.typed.connect(take)
        dialog.accepted.connect(lambda: self.open(workspace))
        dialog.rejected.connect(self.switch)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def open(self, workspace: Any) -> None:
        """The main window, for who logged in."""
        from jiuzhu.services.counter import spooling  # noqa: PLC0415  # the start figure: not needed to log in
        from jiuzhu.services.office import offline  # noqa: PLC0415  # as above
        from jiuzhu.ui.main_window import MainWindow  # noqa: PLC0415  # as above
        from jiuzhu.ui.pages import entries, typing_entries  # noqa: PLC0415  # as above

        self._workspace = self.tasks.workspace = workspace
        workspace.settings.last_login = workspace.actor.login
        told = ""
        try:
            workspace.keep_settings()
        except UserError as error:  # the office opens all the same
            told = error.message
        theme.apply(self._application, workspace.settings.scheme, workspace.settings.text_percent)
        pages = entries if workspace.offline is None else typing_entries
        window = MainWindow(
            self.tasks, workspace, pages(workspace.actor.may, families=workspace.sees_families)
        )
        window.switch_wanted.connect(self.switch)
        self._neighbours = Neighbours(self.tasks, workspace, spooling, offline.arrive, self)
        self._neighbours.arrived.connect(lambda: self._arrive(window, workspace))
        window.hear(self._neighbours)
        self._replace(window)
        told += workspace.greeting + _unread(workspace.rules.warnings)
        if told:
            window.bar.say("warn", told)
        self._watch_over(window, workspace)
        self._neighbours.shut_out.connect(self.lock.shut_out)
        if workspace.offline is None:
            self._begin_keeping(window, workspace)
        self._neighbours.start()

    def _arrive(self, window: Any, workspace: Any) -> None:
        """The server is back and who typed without it is logged in for real: the window becomes a whole one."""
        from jiuzhu.ui.pages import entries  # noqa: PLC0415  # the start figure: as above

        window.arrive(entries(workspace.actor.may, families=workspace.sees_families))
        self._begin_keeping(window, workspace)
        if workspace.greeting:
            window.bar.say("warn", workspace.greeting)

    def _begin_keeping(self, window: Any, workspace: Any) -> None:
        """What the desk does for itself, and what was half-typed when it last changed hands."""
        from jiuzhu.services.office import interrupted  # noqa: PLC0415  # the start figure: as above
        from jiuzhu.ui.dialogs.interrupted import offer  # noqa: PLC0415  # as above

        self._keeper = self.tasks.keeper = Keeper(workspace, self.on_bug, self)
        window.keep(self._keeper)
        window.before_close = self._back_up_first
        self._keeper.start()
        offer(window, self.tasks, interrupted)

    def _watch_over(self, window: Any, workspace: Any) -> None:
        """Lock by key, by itself and with the desktop."""
        from jiuzhu.services.office import own_password  # noqa: PLC0415  # the start figure: as above
        from jiuzhu.ui.clipboard import ClipboardGuard  # noqa: PLC0415  # as above
        from jiuzhu.ui.dialogs.own_password import PasswordAsker  # noqa: PLC0415  # as above
        from jiuzhu.ui.locking.desk_lock import DeskLock  # noqa: PLC0415  # as above

        if self.lock is None:
            self.lock = DeskLock(self.tasks, self)
            self.lock.handed_over.connect(self._on_handed_over)
            self._clipboard = ClipboardGuard(self)
            self.lock.locked.connect(self._clipboard.clear)
            self._asker = PasswordAsker(self.tasks, own_password.prove, self)
        workspace.asks_again = True
        window.lock_wanted.connect(self.lock.lock)
        self.lock.begin(workspace, own_password.prove)

    def _on_handed_over(self, typed: list[Any]) -> None:
        from jiuzhu.services.counter import spooling  # noqa: PLC0415  # as above

        if not typed:
            self.lock.close_dialogs(self.switch)
            return
        self.tasks.call(
            spooling.keep_interrupted, self._workspace, typed, owner=self, title="正在保存没填完的内容…",
            then=lambda _: self.lock.close_dialogs(self.switch), failed=self.lock.stay,
        )  # fmt: skip

    def switch(self) -> None:
        """Close the office and show the log-in; drafts were saved as typed."""
        if self.lock is not None:
            self.lock.end()
            self._clipboard.clear()
        self._forget()
        self.log_in()

    def end(self) -> None:
        """Finish what is being saved, watch over nobody any more, close the database."""
        if self.window is not None:
            self.window.hide()
        if self.lock is not None:
            self.lock.end()
        if self._clipboard is not None:
            self._clipboard.clear()
        for error in self.tasks.shutdown():
            self._tell_lost(error)
        if self._keeper is not None:
            self._keeper.stop()
            self._keeper.rest()
        if self._neighbours is not None:
            self._neighbours.stop()
            self._neighbours.rest()
        if self._workspace is not None:
            self._workspace.close()

    def _back_up_first(self) -> bool:
        """Whether the window may close now; when not, it closes by itself behind the backup."""
        settings = self._workspace.settings
        if self._backed_up or not (settings.backup_closing and settings.backup_folder):
            return True
        from jiuzhu.ui.dialogs.closing import ClosingDialog  # noqa: PLC0415  # seen at the end of a day

        dialog = ClosingDialog(self.window, self._keeper, self._workspace)
        dialog.finished.connect(self._on_backed_up)
        dialog.open()
        return False

    def _on_backed_up(self, _result: int) -> None:
        self._backed_up = True
        if self.window is not None:
            self.window.close()

    @staticmethod
    def _tell_lost(error: BaseException) -> None:
        from jiuzhu.commands import crash  # noqa: PLC0415  # the start figure: only needed here

        told = error.message if isinstance(error, UserError) else crash.report(error)
        QMessageBox.warning(None, "关闭前的最后一步没有保存", told)

    def on_bug(self, error: BaseException) -> None:
        """Log it without personal data and tell it; the window stays open."""
        from jiuzhu.commands import crash  # noqa: PLC0415  # the start figure: only needed here
        from jiuzhu.ui.dialogs import bug  # noqa: PLC0415  # as above

        bug.tell(self.window, crash.report(error))

    def _speak_chinese(self) -> None:
        if not self._chinese:
            self._chinese = True
            theme.speak_chinese(self._application)

    def _forget(self) -> None:
        workspace, self._workspace, self.tasks.workspace = self._workspace, None, None
        keeper, self._keeper, self.tasks.keeper = self._keeper, None, None
        if workspace is None:
            return
        beside = [one for one in (keeper, self._neighbours) if one is not None]
        self._neighbours = None
        for one in beside:
            one.stop()

        def close() -> None:
            for one in beside:
                one.rest()  # a backup that runs stops within seconds, so does who listens
            workspace.close()

        def closed(_: Any) -> None:
            for one in beside:
                one.deleteLater()

        self.tasks.call(close, owner=self, then=closed)

    def _replace(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.hide()
            before.deleteLater()


def _unread(warnings: Sequence[str]) -> str:
    """What the office set and this version cannot follow: the shipped list holds in its place."""
    more = f"（另有 {len(warnings) - 1} 处）" if len(warnings) > 1 else ""
    return f"{warnings[0]}{more}请系统管理员在“设置”里核对。" if warnings else ""


def _has_screen() -> bool:
    """Whether Qt can open a window; it would end the whole process with its own words."""
    told = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in told)


def run(arguments: list[str]) -> int:
    """Open the window and stay until it is closed; 0 unless something failed.

    Raises:
        UserError: There is no screen, or words after `window` that mean nothing here.
    """
    if not _has_screen():
        raise UserError("这台机器没有显示器，打不开窗口。可以用 jiuzhu demo --out 文件夹 离屏演示。")
    if arguments:
        raise UserError(f"“{' '.join(arguments)}”不认识：打开窗口不需要别的参数。用 jiuzhu --help 看说明。")
    application = QApplication([sys.argv[0]])
    application.setApplicationName("jiuzhu")
    application.setApplicationDisplayName("")
    home = paths.user_data()
    kept = settings.load(home)
    theme.load_fonts()
    theme.apply(application, kept.scheme, kept.text_percent)
    desk = Desk(application, home)

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            application.quit()
        else:
            desk.on_bug(error.with_traceback(trace))

    before, sys.excepthook = sys.excepthook, on_exception
    try:
        desk.start()
        return application.exec()
    finally:
        sys.excepthook = before
        desk.end()
