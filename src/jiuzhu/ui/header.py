"""The line on top: search, who works at which window, and how the data is kept."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from jiuzhu.ui import icons, pieces, tokens
from jiuzhu.ui.search_box import SearchBox
from jiuzhu.ui.tasks import Tasks


class Header(QFrame):
    """Search box, what is being done, backup state, and the operator's menu."""

    lock_wanted = Signal()
    switch_wanted = Signal()
    keys_wanted = Signal()
    about_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, tasks: Tasks, window: str, operator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        pieces.named(self, "header", "搜索与经办人员")
        self.search = SearchBox(tasks)
        self._doing = pieces.label("", "caption", "doing")
        self._kept = pieces.label("", "caption", "keeping")
        self._kept.hide()
        self._line = pieces.label("", "bad", "line_state")
        self._line.hide()
        self._backup = pieces.label("", "caption", "backup_state")
        self.who = pieces.button(
            f"{window} 窗口  {operator}", "who", icon="person", spoken=f"{window} 窗口，{operator}，菜单"
        )
        self.who.setProperty("menu", "true")
        self.who.setMenu(self._menu())
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.AROUND, tokens.INSIDE, tokens.AROUND, tokens.INSIDE)
        row.setSpacing(tokens.BETWEEN)
        row.addWidget(self.search, 3)
        row.addWidget(self._doing, 1)
        row.addWidget(self._kept)
        row.addWidget(self._line)
        row.addWidget(self._backup)
        row.addWidget(self.who)
        tasks.busy.connect(self._doing.setText)
        tasks.idle.connect(self._doing.clear)

        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "search"):
            self._measure()

    def _measure(self) -> None:
        self.setMinimumHeight(tokens.scaled(tokens.HEADER))
        self.search.setMinimumWidth(tokens.scaled(280))
        self.search.setMaximumWidth(tokens.scaled(460))

    def set_backup(self, text: str, level: str) -> None:
        """How the backups are: the sentence, and its level ("" when they are well)."""
        self._backup.setText(text)
        self._backup.setProperty("level", level)
        pieces.restyle(self._backup)

    def set_line(self, up: bool) -> None:
        """Whether the shared server answers."""
        self._line.setText("" if up else "⚠ 服务器连不上")
        self._line.setVisible(not up)

    def set_away(self, *, away: bool) -> None:
        """Whether the desk was opened without its server: there is nobody to search."""
        self.search.setEnabled(not away)
        self.search.setPlaceholderText("离线，不能搜索" if away else "搜索任何人、编号（Ctrl+K）")
        self.set_line(up=not away)

    def keep_doing(self, words: str) -> None:
        """What the desk does for itself meanwhile, "" for nothing."""
        self._kept.setText(words)
        self._kept.setVisible(bool(words))

    def _menu(self) -> QMenu:
        menu = pieces.named(QMenu(self), "who_menu", "经办人员菜单")
        entries = (
            ("锁定", "lock", "Ctrl+L", self.lock_wanted),
            ("换人", "person", "", self.switch_wanted),
            ("键盘说明", "help", "F1", self.keys_wanted),
            ("关于", "info", "", self.about_wanted),
            ("退出", "close", "Ctrl+Q", self.leave_wanted),
        )
        for text, icon, keys, signal in entries:
            action = menu.addAction(text)
            action.setObjectName(f"menu_{icon}")
            icons.give(action, icon)
            if keys:
                action.setShortcut(keys)
            action.triggered.connect(lambda _checked=False, signal=signal: signal.emit())
        return menu
