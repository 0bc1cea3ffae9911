"""Painting of list cells: words, tabular figures, due colours with a sign. Delegates only paint."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QStaticText
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from jiuzhu.ui import tokens
from jiuzhu.ui.rows_model import TableModel

_PAD = tokens.INSIDE
_KEPT_TEXTS = 4096


class RowDelegate(QStyledItemDelegate):
    """Paints a cell from the model's own `cell` and `raw`, without asking Qt role by role.

    The shape of every text is kept (`QStaticText`), because the same names, states and days come again and again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all_selected = False
        self.selected: Sequence[
            tuple[int, int]
        ] = ()  # first and last row of every selected block, set by the view
        self._look: tokens.Tokens | None = None
        self._texts: dict[tuple[str, int, bool], tuple[QStaticText, int]] = {}
        self._font = QFont()
        self.refresh(QFont())

    def refresh(self, font: QFont) -> None:
        """Take the font and the colours now in force."""
        self._look = look = tokens.now()
        self._texts.clear()
        self._widths: dict[str, float] = {}
        self._strong_widths: dict[str, float] = {}
        self._font = font
        self._strong = QFont(font)
        self._strong.setBold(True)
        self._metrics = QFontMetrics(font)
        self._strong_metrics = QFontMetrics(self._strong)
        self._height = self._metrics.height()
        self._text = QColor(look.text)
        self._muted = QColor(look.muted)
        self._soft = QColor(look.accent_soft)
        self._accent = QColor(look.accent)
        self._due = {
            "ok": QColor(look.ok),
            "warn": QColor(look.warn),
            "bad": QColor(look.bad),
            "": self._muted,
        }

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, then words; the chosen row also has a bar at its left edge."""
        model: Any = index.model()
        position, column = index.row(), index.column()
        rect: QRect = option.rect
        if self.all_selected or any(first <= position <= last for first, last in self.selected):
            painter.fillRect(rect, self._soft)
            if column == 0:
                painter.fillRect(rect.x(), rect.y(), 3, rect.height(), self._accent)
        text = model.cell(position, column)
        if not text:
            return
        kind = model.kinds[column]
        strong = kind == "strong"
        colour = self._text
        if kind == "due":
            raw = model.raw(position, column)
            colour = self._due[raw[0]] if raw else self._muted
            strong = raw is not None and raw[0] == "bad"
        self._draw(painter, rect, text, model.alignments[column], strong=strong, colour=colour)

    def _draw(
        self, painter: QPainter, rect: QRect, text: str, alignment: int, *, strong: bool, colour: QColor
    ) -> None:
        room = rect.width() - 2 * _PAD
        key = (text, room, strong)
        kept = self._texts.get(key)
        if kept is None:
            kept = self._shape(text, room, strong=strong)
        shape, width = kept
        if alignment & int(Qt.AlignmentFlag.AlignRight):
            x = rect.x() + rect.width() - _PAD - width
        elif alignment & int(Qt.AlignmentFlag.AlignHCenter):
            x = rect.x() + (rect.width() - width) // 2
        else:
            x = rect.x() + _PAD
        painter.setFont(self._strong if strong else self._font)
        painter.setPen(colour)
        painter.drawStaticText(x, rect.y() + (rect.height() - self._height) // 2, shape)

    def _shape(self, text: str, room: int, *, strong: bool) -> tuple[QStaticText, int]:
        line = " ".join(text.split()) if "\n" in text else text
        width = self._width(line, strong=strong)
        if width > room:
            metrics = self._strong_metrics if strong else self._metrics
            line = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
            width = room
        shape = QStaticText(line)
        shape.setTextFormat(Qt.TextFormat.PlainText)
        if len(self._texts) >= _KEPT_TEXTS:
            self._texts.clear()
        made = (shape, width)
        self._texts[text, room, strong] = made
        return made

    def _width(self, text: str, *, strong: bool) -> int:
        """The sum of the letters' widths: exact for Chinese and for figures, and far cheaper than shaping."""
        known = self._strong_widths if strong else self._widths
        total = 0.0
        for letter in text:
            width = known.get(letter)
            if width is None:
                metrics = self._strong_metrics if strong else self._metrics
                width = known[letter] = QFontMetricsF(metrics).horizontalAdvance(letter)
            total += width
        return ceil(total)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Room for the words, for columns fitted to their contents."""
        model = index.model()
        if not isinstance(model, TableModel):
            return super().sizeHint(option, index)
        text = model.cell(index.row(), index.column())
        return QSize(self._width(text, strong=False) + 2 * _PAD, self._height + _PAD)
