"""The first start: at most five short pages, then the encrypted office is made behind the window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.errors import InvalidInput, UserError
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.dialogs.wizard_pages import (
    DeskPage,
    OfficePage,
    OperatorPage,
    SummaryPage,
    UsePage,
    WizardPage,
)
from jiuzhu.ui.message_bar import MessageBar
from jiuzhu.ui.tasks import Tasks

_FIELD_OF = {"township": "township_end"}  # the service's word → the field that asks it


class Wizard(QWidget):
    """Asks, then calls `first_start`; closes only after the office was made, everything typed is kept until then.

    `opening` loads `jiuzhu.services.office.opening` and runs on the worker: importing it brings SQLAlchemy.
    """

    opened = Signal(object)  # the workspace
    restore_wanted = Signal()
    joined = Signal()  # this desk is a window of a shared server from now on
    painted = Signal()  # once, after the first painting
    closed = Signal()

    def __init__(
        self, tasks: Tasks, home: Path, opening: Callable[[], Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        pieces.named(self, "wizard", "第一次使用")
        self.setWindowTitle("救助窗 · 第一次使用")
        self._tasks = tasks
        self._home = home
        self._opening = opening
        self._asked = False
        self._use, self._office, self._desk = UsePage(), OfficePage(), DeskPage()
        self._operator, self._summary = OperatorPage(), SummaryPage(home)
        self._pages: list[WizardPage] = [self._use, self._office, self._desk, self._operator, self._summary]
        self._stack = QStackedWidget()
        for page in self._pages:
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            page.setObjectName("page_body")
            area.setWidget(page)
            self._stack.addWidget(area)
        self._step = pieces.label("", "caption", "wizard_step")
        self._title = pieces.label("", "title", "wizard_title")
        self._bar = MessageBar()
        self._back = pieces.button("上一步", "back", lambda: self._go(-1))
        self._next = pieces.button("下一步", "next", self._on_next, kind="primary")
        self._server = pieces.button(
            "数据在共用的服务器上：连接…", "join", self._on_server, kind="link", icon="service"
        )
        self._restore = pieces.button(
            "已有备份：从备份恢复…", "restore", self.restore_wanted.emit, kind="link", icon="history"
        )
        self._lay_out()
        self._show_page(0)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(tokens.INSIDE)
        foot.addWidget(self._restore)
        foot.addWidget(self._server)
        foot.addStretch(1)
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.SECTION, tokens.AROUND, tokens.SECTION, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addWidget(self._step)
        column.addWidget(self._title)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)
        self.resize(tokens.scaled(620), min(tokens.scaled(520), 720))

    @property
    def values(self) -> dict[str, Any]:
        """The answers so far, as the fields of `FirstStart`."""
        found: dict[str, Any] = {"demo": self._use.demo.isChecked()}
        for page in self._pages:
            found |= page.values()
        found.pop("password_again")
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """After the first painting the services are loaded behind the window."""
        super().paintEvent(event)
        if not self._asked:
            self._asked = True
            QTimer.singleShot(0, self._look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from a field; Esc goes one page back and loses nothing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(
            self.focusWidget(), QLineEdit | QComboBox | QRadioButton | QCheckBox
        ):
            self._on_enter()
        elif event.key() == Qt.Key.Key_Escape:
            self._go(-1)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing was made before the last page: closing leaves nothing behind."""
        super().closeEvent(event)
        self.closed.emit()

    def _look(self) -> None:
        if not self.isVisible():  # closed again at once
            return
        self.painted.emit()
        load = self._opening

        def look() -> tuple[
            list[tuple[str, str]], list[tuple[str, str, str]], Callable[[str, str], str | None]
        ]:
            opening = load()
            return opening.districts(), opening.policy_packs(), opening.password_problem

        self._tasks.call(look, then=self._on_look, failed=self._on_refused, owner=self)

    def _on_look(self, found: tuple[Any, Any, Any]) -> None:
        self._office.offer(found[0])
        self._desk.offer(found[1])
        self._operator.judge(found[2])

    def _show_page(self, place: int) -> None:
        page = self._pages[place]
        if page is self._office:
            self._office.rehearse(on=self._use.demo.isChecked())
        if page is self._summary:
            self._summary.show_summary(self.values)
        self._stack.setCurrentIndex(place)
        self._step.setText(f"第 {place + 1} 步，共 {len(self._pages)} 步")
        self._title.setText(page.title)
        self._back.setEnabled(place > 0)
        self._restore.setVisible(place == 0)
        self._server.setVisible(place == 0)
        last = place == len(self._pages) - 1
        self._next.setText("建立并打开" if last else "下一步")
        self._next.setAccessibleName(self._next.text())
        first = next(iter(page.fields.values()), None)
        (first.edit if first else self._use.real).setFocus()

    def _go(self, by: int) -> None:
        place = self._stack.currentIndex() + by
        if self._next.isEnabled() and 0 <= place < len(self._pages):
            self._show_page(place)

    def _on_enter(self) -> None:
        """To the next field; from the last one to the next page."""
        fields = [field.edit for field in self._pages[self._stack.currentIndex()].fields.values()]
        here = self.focusWidget()
        if here in fields[:-1]:
            fields[fields.index(here) + 1].setFocus()
        else:
            self._on_next()

    def _on_next(self) -> None:
        place = self._stack.currentIndex()
        if not self._pages[place].check():
            return
        if place < len(self._pages) - 1:
            self._show_page(place + 1)
            return
        self._busy(on=True)
        home, load, values = self._home, self._opening, self.values

        def make() -> Any:
            opening = load()
            return opening.first_start(home, opening.FirstStart(**values))

        self._tasks.call(make, then=self._on_made, failed=self._on_refused, owner=self)

    def _on_server(self) -> None:
        from jiuzhu.ui.dialogs.join_server import ask_server  # noqa: PLC0415  # once in a program's life

        ask_server(self, self._tasks, self._home, self._opening, self.joined.emit)

    def _busy(self, *, on: bool) -> None:
        for widget in (self._next, self._back, self._stack):
            widget.setEnabled(not on)
        if on:
            self._bar.say("info", "正在建立加密的数据库，需要几秒…")
        else:
            self._bar.clear()

    def _on_made(self, workspace: Any) -> None:
        """A real office gets its recovery key before anything is put into it; a practice one needs none."""
        self._busy(on=False)
        if self._use.demo.isChecked():
            self.opened.emit(workspace)
            return
        from jiuzhu.ui.dialogs.recovery_key import RecoveryKeyDialog  # noqa: PLC0415  # needs the services

        dialog = RecoveryKeyDialog(self, self._tasks, self._opening().recovery, workspace)
        dialog.finished.connect(lambda _result: self.opened.emit(workspace))
        dialog.open()

    def _on_refused(self, error: UserError) -> None:
        """Go to the page of the first field that was refused; sentences without a field go to the bar."""
        self._busy(on=False)
        problems = (
            {problem.field: problem.message for problem in error.problems}
            if isinstance(error, InvalidInput)
            else {}
        )
        if error.field:
            problems.setdefault(error.field, error.message)
        shown = False
        for place, page in enumerate(self._pages):
            for word, message in problems.items():
                field = page.fields.get(_FIELD_OF.get(word, word))
                if field is not None:
                    if not shown:
                        self._show_page(place)
                    field.show_problem(message)
                    shown = True
        if not shown:
            self._bar.say("warn", error.message)
