"""The first window: who works here today. It is painted before SQLAlchemy is loaded; services come behind it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from jiuzhu.errors import TooSoon, UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.field import Field
from jiuzhu.ui.dialogs.password_edit import PasswordEdit
from jiuzhu.ui.tasks import Tasks

STANDING = {
    "key_missing": (
        "缺少钥匙文件，打不开数据",
        "数据文件夹里有数据库，但没有打开它的钥匙文件（jiuzhu.key）。数据库没有改动，一条记录也没有少。",
        "请从备份文件夹里取回同一天的钥匙文件放进数据文件夹，再打开本程序；没有备份时请联系管理员，不要重新建立数据。",
    ),
    "database_missing": (
        "缺少数据库文件",
        "数据文件夹里有钥匙文件，但没有数据库（jiuzhu.db），它可能被移走或改名了。钥匙文件完好，没有改动。",
        "请把数据库文件移回数据文件夹，或从备份恢复后再打开本程序；不要重新建立数据。",
    ),
}


class LoginWindow(QWidget):
    """Choose a login name, type the password. A wrong password is told in the service's words, with the wait counted down.

    `opening` loads `jiuzhu.services.office.opening` and runs on the worker: importing it brings SQLAlchemy.
    """

    logged_in = Signal(object)  # the workspace
    first_start_wanted = Signal()
    restore_wanted = Signal()
    painted = Signal()  # once, after the first painting
    closed = Signal()

    def __init__(
        self,
        tasks: Tasks,
        home: Path,
        opening: Callable[[], Any],
        last_login: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        pieces.named(self, "login_window", "登录")
        self.setWindowTitle("救助窗 · 登录")
        self._tasks = tasks
        self._home = home
        self._opening = opening
        self._last_login = last_login
        self._asked = False
        self._ready = False
        self._until: dict[str, float] = {}  # login → when it may try again, by the clock nobody sets
        self._remembered: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._on_second)
        self._names = QComboBox()
        self._login = Field("登录名", self._names, "login")
        self._edit = PasswordEdit()
        self._password = Field("密码", self._edit, "password")
        self._note = pieces.label("", "caption", "login_note", wraps=True)
        self._button = pieces.button("登录", "enter", self._on_enter, kind="primary")
        self._quick = pieces.button("用本机钥匙串登录", "enter_remembered", self._on_quick, icon="unlock")
        self._quick.hide()
        self._paper = pieces.button("用恢复密钥打开", "recover_by_paper", self._on_paper, kind="quiet")
        self._paper.hide()
        self._server = pieces.button(
            "服务器换了地址：更改…", "correct_server", self._on_server, kind="link", icon="service"
        )
        self._server.hide()
        self._offered: list[Any] = []
        self._stack = QStackedWidget()
        self._stack.addWidget(self._form())
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SECTION, tokens.SECTION, tokens.SECTION, tokens.SECTION)
        column.addWidget(self._stack)
        self.resize(tokens.scaled(420), tokens.scaled(390))
        self._edit.setFocus()

    @property
    def ready(self) -> bool:
        """Whether the services are loaded and the names are offered."""
        return self._ready

    def _form(self) -> QWidget:
        if self._last_login:
            self._names.addItem(self._last_login, self._last_login)
        self._edit.returnPressed.connect(self._on_enter)
        self._edit.capitals_locked.connect(self._on_capitals)
        self._edit.textEdited.connect(lambda: self._password.show_problem(""))
        self._button.setDefault(True)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(pieces.label("救助窗", "title", "login_title"))
        column.addWidget(pieces.label("乡镇（街道）社会救助服务窗口", "muted"))
        column.addSpacing(tokens.INSIDE)
        column.addWidget(self._login)
        column.addWidget(self._password)
        column.addWidget(self._button)
        column.addWidget(self._quick)
        column.addWidget(self._note)
        column.addWidget(self._paper)
        column.addStretch(1)
        column.addWidget(self._server)
        column.addWidget(
            pieces.button(
                "数据坏了或换了电脑：从备份恢复…",
                "restore",
                self.restore_wanted.emit,
                kind="link",
                icon="history",
            )
        )
        return form

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first painting the services are loaded behind the window."""
        super().paintEvent(event)
        if not self._asked:
            self._asked = True
            QTimer.singleShot(0, self._look)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The countdown ends with the window."""
        self._timer.stop()
        super().closeEvent(event)
        self.closed.emit()

    def _look(self) -> None:
        if not self.isVisible():  # closed again at once
            return
        self.painted.emit()
        home, load = self._home, self._opening

        def look() -> tuple[str, list[Any], bool, bool]:
            opening = load()
            state = opening.state(home)
            if state != "locked":
                return state, [], False, False
            shared = opening.on_server(home)
            return state, opening.logins(home), not shared and opening.recovery.exists(home), shared

        self._tasks.call(look, then=self._on_state, failed=self._on_unreadable, owner=self)

    def _on_state(self, found: tuple[str, list[Any], bool, bool]) -> None:
        self._ready = True
        state, logins, on_paper, shared = found
        if state == "new":
            self.first_start_wanted.emit()
        elif state in STANDING:
            self.stand(*STANDING[state])
        else:
            self._paper.setVisible(on_paper)
            self._offer(logins)
            self._server.setVisible(shared)
            if shared:
                self._names.setEditable(True)  # who never sat here may come with their own login
                self._names.setCurrentIndex(self._names.currentIndex() if logins else -1)
                if not logins and not self._edit.text():
                    self._names.setFocus()  # the login comes first; who types a password already is left alone

    def _offer(self, logins: list[Any]) -> None:
        chosen = self._names.currentData()
        self._offered = logins
        self._names.clear()
        for one in logins:
            self._names.addItem(f"{one.name}（{one.login}）", one.login)
        place = self._names.findData(chosen)
        self._names.setCurrentIndex(max(place, 0))
        self._remembered = {one.login for one in logins if one.remembered}
        self._names.currentIndexChanged.connect(self._show_quick)
        self._show_quick()

    def _show_quick(self) -> None:
        self._quick.setVisible(self._names.currentData() in self._remembered)
        self._password.show_problem("")
        self._on_second()

    def _on_quick(self) -> None:
        login = self._names.currentData()
        self._wait(busy=True)
        home, load = self._home, self._opening
        self._tasks.call(
            lambda: load().log_in_remembered(home, login),
            then=self.logged_in.emit,
            failed=self._on_refused,
            owner=self,
        )

    def _on_server(self) -> None:
        from jiuzhu.ui.dialogs.join_server import ask_server  # noqa: PLC0415  # once in a program's life

        ask_server(self, self._tasks, self._home, self._opening, self._look)

    def _on_paper(self) -> None:
        from jiuzhu.ui.dialogs.recovering import RecoveringDialog  # noqa: PLC0415  # once in a program's life

        dialog = RecoveringDialog(self, self._offered, self._names.currentData())
        home, load = self._home, self._opening

        def opened(workspace: Any) -> None:
            dialog.accept()
            self.logged_in.emit(workspace)

        def open_by(login: str, typed: str, password: str, witness: str) -> None:
            self._tasks.call(
                lambda: load().log_in_recovered(home, login, typed, password, witness=witness),
                then=opened,
                failed=dialog.tell,
                owner=dialog,
            )

        dialog.taken.connect(open_by)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _on_unreadable(self, error: UserError) -> None:
        self.stand("打不开数据", error.message, "请把数据文件夹和最近的备份交给管理员，不要自行删除文件。")

    def stand(self, title: str, what: str, now: str) -> None:
        """Tell why nobody can log in: what happened, what is kept, what to do now."""
        from PySide6.QtCore import Qt  # noqa: PLC0415  # its enums cost 15 ms of the start

        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.BETWEEN)
        head = QHBoxLayout()
        head.addWidget(pieces.sign("error", "bad"))
        head.addWidget(pieces.label(title, "title", "standing_title", wraps=True), 1)
        column.addLayout(head)
        column.addWidget(pieces.label(what, "", "standing_what", wraps=True))
        column.addWidget(pieces.label("现在怎么办", "heading"))
        column.addWidget(pieces.label(now, "", "standing_now", wraps=True))
        folder = pieces.label(f"数据文件夹：{self._home}", "caption", "standing_folder", wraps=True)
        folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(folder)
        row = QHBoxLayout()
        row.addWidget(
            pieces.button("打开数据文件夹", "open_folder", self._on_folder, kind="primary", icon="folder")
        )
        row.addWidget(
            pieces.button("从备份恢复…", "standing_restore", self.restore_wanted.emit, icon="history")
        )
        row.addWidget(pieces.button("退出", "leave", self.close))
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _on_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._home)))

    def _on_capitals(self, locked: bool) -> None:
        self._password.show_hint("大写锁定已打开（Caps Lock）。" if locked else "")

    def _on_enter(self) -> None:
        login = self._chosen()
        password = self._edit.text()
        if not login:
            self._login.show_problem("请先选择登录名。")
            return
        if not password:
            self._password.show_problem("请输入密码。")
            self._edit.setFocus()
            return
        if not self._button.isEnabled():
            return
        self._wait(busy=True)
        home, load = self._home, self._opening
        self._tasks.call(
            lambda: load().log_in(home, login, password),
            then=self.logged_in.emit,
            failed=self._on_refused,
            owner=self,
        )

    def _chosen(self) -> str:
        """The login chosen from the list, or typed where one may be."""
        typed = self._names.currentText().strip()
        return self._names.currentData() if self._names.findText(typed) >= 0 else typed

    def _wait(self, *, busy: bool) -> None:
        self._button.setEnabled(not busy)
        self._quick.setEnabled(not busy)
        self._edit.setEnabled(not busy)
        self._note.setText("正在打开数据…" if busy else "")

    def _on_refused(self, error: UserError) -> None:
        self._wait(busy=False)
        field = self._login if error.field == "login" else self._password
        field.show_problem(error.message)
        self._edit.clear()
        self._edit.setFocus()
        if isinstance(error, TooSoon):
            self._until[self._chosen()] = time.monotonic() + error.seconds
            self._on_second()
            self._timer.start()

    def _on_second(self) -> None:
        """Count down for the chosen name; colleagues are not kept waiting."""
        until = self._until.get(self._chosen())
        if until is None:
            self._button.setEnabled(self._edit.isEnabled())
            self._note.clear()
            return
        left = int(until - time.monotonic() + 0.999)
        if left > 0:
            minutes, seconds = divmod(left, 60)
            self._button.setEnabled(False)
            self._note.setText(f"还要等 {minutes} 分 {seconds:02} 秒" if minutes else f"还要等 {seconds} 秒")
            return
        del self._until[self._chosen()]
        if not self._until:
            self._timer.stop()
        self._button.setEnabled(True)
        self._note.setText("现在可以再试。")
