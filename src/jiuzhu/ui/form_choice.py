"""A type-ahead choice: the code, the words, their beginning or their pinyin initials find the option."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from jiuzhu.ui.form_values import initials, tidy

Option = tuple[str, str]  # code, words
_ROWS_SHOWN = 8
_MOST = 200  # options shown at once; any other is found by typing on
_CODE = Qt.ItemDataRole.UserRole


class LineInput(QLineEdit):
    """A line of text that says when it is entered and when it is left."""

    entered = Signal()
    left = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that typing begins here."""
        self.entered.emit()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that typing has ended here."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def matches(options: Sequence[Option], typed: str) -> list[Option]:
    """The options that fit what was typed, the nearest first; everything while nothing was typed."""
    text = tidy(typed).lower()
    if not text:
        return list(options)
    ranked: list[tuple[int, int, Option]] = []
    for place, (code, words) in enumerate(options):
        lower, letters = words.lower(), initials(words)
        tests = (
            code.lower() == text or lower == text,
            letters == text,
            lower.startswith(text) or code.lower().startswith(text),
            letters.startswith(text),
            text in lower,
        )
        for rank, fits in enumerate(tests):
            if fits:
                ranked.append((rank, place, (code, words)))
                break
    return [option for _, _, option in sorted(ranked)]


class _Suggestions(QListWidget):
    """The options under the field; it never takes the focus, so typing goes on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("suggestions")
        self.setAccessibleName("可选项")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.offered = 0  # options that can be taken
        self.hide()

    def offer(self, options: Sequence[Option], under: QWidget) -> None:
        """Show the options below the field, or above it where there is no room."""
        self.clear()
        for code, words in options[:_MOST]:
            item = QListWidgetItem(words)
            item.setData(_CODE, code)
            self.addItem(item)
        self.offered = self.count()
        if len(options) > _MOST:
            more = QListWidgetItem(f"还有 {len(options) - _MOST:,} 项，请再输入姓名或编号的几个字")
            more.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(more)
        self.setCurrentRow(0)
        row = self.sizeHintForRow(0) if options else 0
        height = row * min(len(options), _ROWS_SHOWN) + 2 * self.frameWidth()
        width = max(under.width(), min(self.sizeHintForColumn(0) + 32, 320))
        window = under.window()
        place = under.mapTo(window, QPoint(0, under.height()))
        if place.y() + height > window.height():
            place = under.mapTo(window, QPoint(0, -height))
        place.setX(max(0, min(place.x(), window.width() - width)))
        self.resize(QSize(width, height))
        self.move(place)
        self.raise_()
        self.show()


class ChoiceInput(LineInput):
    """One option of a table, found while typing; with `free` other words are kept as they are.

    `past` are options no longer offered: a stored one is read in its words and stays until it is changed.
    """

    chosen = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, free: bool = False, past: Sequence[Option] = ()
    ) -> None:
        super().__init__(parent)
        self._options: list[Option] = []
        self._past = list(past)
        self._free = free
        self._list: _Suggestions | None = None
        self.textEdited.connect(self._on_edited)
        self.left.connect(self.close_options)

    def set_options(self, options: Sequence[Option]) -> None:
        """The codes and words to choose from, in order."""
        self._options = list(options)

    def label_of(self, code: str) -> str:
        """The words for a code; the code itself when the table does not know it."""
        return dict([*self._past, *self._options]).get(code, code)

    def found(self) -> Option | None:
        """The option that the typed text names, None when it names none."""
        text = self.text()
        for option in (*self._options, *self._past):
            if text == option[1]:
                return option
        if not text.strip() or self._free:
            return next((option for option in self._options if text and text == option[0]), None)
        near = matches(self._options, text)
        return near[0] if near else None

    @property
    def options_open(self) -> bool:
        """Whether the list is on screen."""
        return self._list is not None and self._list.isVisible()

    def open_options(self, *, everything: bool = False) -> None:
        """Show the list: what fits the text, or everything."""
        options = self._options if everything else matches(self._options, self.text())
        if not options:
            self.close_options()
            return
        if self._list is None or self._list.parent() is not self.window():
            self._list = _Suggestions(self.window())
            self._list.itemClicked.connect(self._on_clicked)
            self.destroyed.connect(self._list.deleteLater)
        self._list.offer(options, self)

    def close_options(self) -> None:
        """Hide the list; the text stays."""
        if self._list is not None:
            self._list.hide()

    def settle(self) -> None:
        """Take the marked option of an open list, else the one the text names, and show its words."""
        marked = self._list.currentItem() if self._list is not None and self._list.isVisible() else None
        self.close_options()
        if marked is not None and not (self._free and marked.text() != self.text()):
            self.setText(marked.text())
        elif (option := self.found()) is not None:
            self.setText(option[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens and walks the list, Escape closes it, the rest is typing."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._walk(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        if event.key() == Qt.Key.Key_Escape and self.options_open:
            self.close_options()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep Escape for the open list: shortcuts of the page come second."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.options_open
        ):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click shows everything there is to choose."""
        super().mousePressEvent(event)
        self.selectAll()
        self.open_options(everything=True)

    def _walk(self, step: int) -> None:
        if not self.options_open or self._list is None:
            self.open_options(everything=True)
            return
        row = max(0, min(self._list.offered - 1, self._list.currentRow() + step))
        self._list.setCurrentRow(row)
        if self._free:
            self._take(self._list.item(row))

    def _take(self, item: QListWidgetItem) -> None:
        self.setText(item.text())
        self.chosen.emit()

    def _on_edited(self, text: str) -> None:
        if text.strip():
            self.open_options()
        else:
            self.close_options()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self.close_options()
        self._take(item)
