"""Where an intake begins: search first, then a person who is known, or a new one; unfinished forms on top."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jiuzhu.services.counter.intake import DraftRow
from jiuzhu.services.office.searching import PersonHit
from jiuzhu.ui import pieces, tokens

COLUMNS = ("姓名", "身份证号", "出生日期", "住址", "办理情况")
_BEGIN = "输入一两个字就开始查找。同一个人不登记两次：查到的人直接带出已有信息。"
SEARCH_DELAY = 120  # milliseconds without a key


class StartPanel(QWidget):
    """Search field, hits, drafts. It asks by signals and is filled by the page."""

    search_wanted = Signal(str)
    person_chosen = Signal(str)
    new_wanted = Signal(str)  # what was searched for: it becomes the name or the number
    draft_chosen = Signal(str)
    draft_dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        pieces.named(self, "intake_start")
        self._hits: list[PersonHit] = []
        self._away = False  # as far as it was told
        self._drafts = QVBoxLayout()
        self._draft_cards: list[QFrame] = []
        self.field = pieces.named(QLineEdit(), "intake_search", "查找申请人")
        self.field.setPlaceholderText("先查找：姓名、拼音首字母、身份证号或后四位、电话、住址")
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_DELAY)
        self._timer.timeout.connect(self._ask)
        self.field.textEdited.connect(self._on_typed)
        self.note = pieces.label("", "muted", "intake_search_note", wraps=True)
        self.new_button = pieces.button("没有找到 → 新登记", "intake_new", self._on_new, icon="add")
        self.table = self._make_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.BETWEEN)
        column.addLayout(self._drafts)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.new_button)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.table, 10)
        column.addStretch(1)
        self._say(_BEGIN)

    def begin(self) -> None:
        """An empty search with the focus in it."""
        self._timer.stop()
        self.field.clear()
        self.show_hits([])
        self._say(_BEGIN)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_hits(self, hits: Sequence[PersonHit]) -> None:
        """The people found; Enter on one begins with that person."""
        self._hits = list(hits)
        self.table.setRowCount(len(self._hits))
        for row, hit in enumerate(self._hits):
            words = (
                hit.name,
                hit.id_masked,
                str(hit.birth or ""),
                hit.address,
                hit.standing or "没有在办、在享",
            )
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        self.table.setVisible(bool(self._hits))
        if self._hits:
            self.table.selectRow(0)
            self._say(
                f"找到 {len(self._hits)} 人。↓ 选人，Enter 用此人开始申请；都不是，按 Ctrl+Enter 新登记。"
            )
        elif self.field.text().strip():
            self._say("没有找到。按 Enter 新登记，已输入的姓名或证件号会带过去。")

    def show_away(self, *, new: bool = True) -> None:
        """The server cannot be asked who is known; `new`: whether a new form may be begun all the same."""
        self.show_hits([])
        self.new_button.setEnabled(new)
        self._away = True
        self._say(
            "连不上服务器，查不了已登记的人。点“没有找到 → 新登记”先填（已输入的姓名或证件号会带过去），受理时再查重。"
            if new
            else "连不上服务器太久，不能填新申请；没交的申请可以继续填完。"
        )

    def arrive(self) -> None:
        """The server can be asked again; what is typed is looked for."""
        if not self._away:
            return
        self._away = False
        self.new_button.setEnabled(True)
        self._say(_BEGIN)
        if self.field.text().strip():
            self._ask()

    def show_drafts(self, drafts: Sequence[DraftRow]) -> None:
        """Unfinished forms, newest first."""
        for card in self._draft_cards:
            card.setParent(None)
            card.deleteLater()
        self._draft_cards = [self._draft_card(draft) for draft in drafts]
        for card in self._draft_cards:
            self._drafts.addWidget(card)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field: Down and Up walk the hits, Enter takes one, Ctrl+Enter makes a new one."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self._hits:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                at = max(0, min(len(self._hits) - 1, self.table.currentRow() + step))
                self.table.selectRow(at)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._on_enter(new=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
                return True
        return super().eventFilter(watched, event)

    def _on_enter(self, *, new: bool) -> None:
        if self._timer.isActive():  # typed and Enter at once: look first, a person is never typed twice
            self._timer.stop()
            self._ask()
            return
        if new or not self._hits:
            self._on_new()
        else:
            self._choose(self.table.currentRow())

    def _on_typed(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self.show_hits([])

    def _ask(self) -> None:
        self.search_wanted.emit(self.field.text().strip())

    def _on_new(self) -> None:
        self._timer.stop()
        self.new_wanted.emit(self.field.text().strip())

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._hits):
            self.person_chosen.emit(self._hits[row].person_id)

    def _say(self, text: str) -> None:
        self.note.setText(text)

    def _make_table(self) -> QTableWidget:
        table = pieces.named(QTableWidget(0, len(COLUMNS)), "intake_hits", "查到的人")
        table.setHorizontalHeaderLabels(list(COLUMNS))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(tokens.scaled(96))
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        table.cellActivated.connect(lambda row, _column: self._choose(row))
        table.hide()
        return table

    def _draft_card(self, draft: DraftRow) -> QFrame:
        card = pieces.card(f"draft.{draft.id}")
        row = QHBoxLayout(card)
        row.setContentsMargins(tokens.BETWEEN, tokens.SPACE, tokens.INSIDE, tokens.SPACE)
        owner = "" if draft.mine else f"（{draft.owner_name}）"
        row.addWidget(pieces.sign("history", "muted"))
        row.addWidget(pieces.label(f"上次没填完的：{draft.title}{owner}", "heading"))
        row.addWidget(pieces.label(f"{draft.updated_at} 保存", "caption"), 1)
        resume = pieces.button("继续", f"draft.{draft.id}.open", lambda: self.draft_chosen.emit(draft.id))
        resume.setAccessibleName(f"继续 {draft.title}")
        drop = pieces.button(
            "放弃", f"draft.{draft.id}.drop", lambda: self.draft_dropped.emit(draft.id), kind="quiet"
        )
        drop.setAccessibleName(f"放弃 {draft.title}")
        row.addWidget(resume)
        row.addWidget(drop)
        return card
