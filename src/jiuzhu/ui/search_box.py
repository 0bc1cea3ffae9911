"""The search of the header: anybody, any number, while typing; the results hang below the box."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.ui import icons, pieces, tokens
from jiuzhu.ui.rows_model import Column, RowsModel
from jiuzhu.ui.rows_view import RowsView
from jiuzhu.ui.tasks import Tasks

LIMIT = 50
VISIBLE_ROWS = 9
NUMBER_LENGTH = 6  # shorter words are not looked up as numbers
CODE = "JZ|"  # how the QR code of every paper of ours begins; a scanner types it

COLUMNS = (
    Column("姓名", "name", kind="strong", width=6),
    Column("证件号码", "id_masked", width=12),
    Column("电话", "phone", width=8),
    Column("地址", "address", width=16),
    Column("情况", "standing", width=16, stretch=True),
)


class SearchBox(QLineEdit):
    """Type to search; ↓ moves into the results, Enter takes the first or the chosen one, Esc closes."""

    person_chosen = Signal(str)  # person id
    application_chosen = Signal(str)  # application id
    told = Signal(str, str)  # level, sentence

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, "search", "搜索姓名、拼音首字母、证件号码、电话、地址或编号")
        self.setPlaceholderText("搜索任何人、编号（Ctrl+K）")
        self.setToolTip("姓名、拼音首字母、证件号码或后四位、电话、地址、受理编号")
        self.setClearButtonEnabled(True)
        self.setMaxLength(60)
        self._action = self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._tasks = tasks
        self._model = RowsModel(COLUMNS, parent=self)
        self._results: QFrame | None = None
        self._view: RowsView
        self._note: QLabel
        self.textEdited.connect(self._on_edited)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the sign again with the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_action"):
            self._action.setIcon(icons.icon("search", "muted"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down into the results, Enter takes, Esc closes; the words stay until cleared."""
        key = event.key()
        if key == Qt.Key.Key_Down and self._shows():
            self._view.setFocus()
            self._view.choose(0)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
        elif key == Qt.Key.Key_Escape and self._shows():
            self.close_results()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc or ↑ on the first result come back to the box; the list closes when the focus goes elsewhere."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            first = self._view.currentIndex().row() <= 0
            if event.key() == Qt.Key.Key_Escape or (event.key() == Qt.Key.Key_Up and first):
                self.setFocus()
                if event.key() == Qt.Key.Key_Escape:
                    self.close_results()
                return True
        elif event.type() == QEvent.Type.FocusOut and not self.hasFocus():
            self.close_results()
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever goes on elsewhere finds no list over their page; another program in front closes nothing."""
        super().focusOutEvent(event)
        stays = event.reason() in {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
        if self._results is not None and not stays and not self._view.hasFocus():
            self.close_results()

    def close_results(self) -> None:
        """Hide the list; nothing is lost."""
        if self._results is not None:
            self._results.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list stays below the box."""
        super().resizeEvent(event)
        if self._shows():
            self._place()

    def _shows(self) -> bool:
        return self._results is not None and self._results.isVisible() and bool(self._model.rows)

    def _on_edited(self, text: str) -> None:
        words = text.strip()
        if not words:
            self.close_results()
            return
        from jiuzhu.services.office import searching  # noqa: PLC0415  # SQLAlchemy comes with it: never before the first paint

        def then(found: list[Any]) -> None:
            if self.text().strip() == words:
                self._show(found)

        self._tasks.read(
            searching.search, words, limit=LIMIT, then=then, owner=self, key="search", title="正在搜索…",
            failed=self._on_failed,
        )  # fmt: skip

    def _on_failed(self, error: UserError) -> None:
        self.close_results()
        self.told.emit("warn", error.message)

    def _enter(self) -> None:
        """A whole number opens its file; otherwise the only or the first person found is taken."""
        words = self.text().strip()
        if words.startswith(CODE):
            from jiuzhu.services.paper import papers  # noqa: PLC0415  # as above

            self._tasks.read(
                papers.check_code,
                words,
                then=self._on_code,
                owner=self,
                title="正在核对文书…",
                failed=self._on_failed,
            )
        elif len(words) >= NUMBER_LENGTH and "-" in words:
            from jiuzhu.services.office import searching  # noqa: PLC0415  # as above

            self._tasks.read(
                searching.find_number, words, then=self._on_number, owner=self, title="正在查找编号…",
                failed=self._on_failed,
            )  # fmt: skip
        elif self._shows():
            self._take(self._model.rows[0])

    def _on_code(self, found: Any) -> None:
        self.close_results()
        self.clear()
        paper = f"{found.title}（{found.number}，{found.issued_on} 出具，打印 {found.prints} 次）"
        if found.same:
            self.told.emit("ok", f"{paper}：与登记簿一致，是本窗口出具的。")
        else:
            self.told.emit(
                "bad", f"{paper}：内容校验值与登记簿不同，这张纸可能被改过或是旧的一版，请调阅原件。"
            )

    def _on_number(self, found: str | None) -> None:
        if found is None:
            self.told.emit("info", "没有这个编号。请核对后再输，或改用姓名、证件号码查找。")
        else:
            self.close_results()
            self.application_chosen.emit(found)

    def _take(self, hit: Any) -> None:
        self.close_results()
        self.person_chosen.emit(hit.person_id)

    def _show(self, found: list[Any]) -> None:
        if self._results is None:
            self._build()
        assert self._results is not None  # noqa: S101  # just built
        self._model.set_rows(found)
        self._view.setVisible(bool(found))
        more = f"只列出前 {LIMIT} 人，请再输入一些。" if len(found) >= LIMIT else f"共 {len(found)} 人。"
        self._note.setText(
            f"{more}回车为此人办理，↓ 进入列表，Esc 关闭。"
            if found
            else "没有找到。可以直接到“受理”登记新的人员。"
        )
        self._place()
        self._results.show()
        self._results.raise_()

    def _build(self) -> None:
        window = self.window()
        self._results = pieces.named(QFrame(window), "search_results", "搜索结果")
        self._view = RowsView("search_list", "搜索结果", dense=True)
        self._view.setModel(self._model)
        self._view.opened.connect(self._take)
        self._view.clicked.connect(lambda index: self._take(self._model.row(index.row())))
        self._view.installEventFilter(self)
        self._note = pieces.label("", "caption", "search_note")
        column = QVBoxLayout(self._results)
        column.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        column.addWidget(self._view)
        column.addWidget(self._note)

    def _place(self) -> None:
        if self._results is None:
            return
        window = self.window()
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        rows = min(max(len(self._model.rows), 1), VISIBLE_ROWS)
        height = self._view.verticalHeader().defaultSectionSize()
        wanted = (
            height * (rows + 1) + self._note.sizeHint().height() + 6 * tokens.SPACE
            if self._model.rows
            else height * 2
        )
        width = min(max(self.width(), tokens.scaled(860)), window.width() - corner.x() - tokens.AROUND)
        self._results.setGeometry(
            corner.x(), corner.y(), width, min(wanted, window.height() - corner.y() - tokens.AROUND)
        )
