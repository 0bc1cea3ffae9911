"""One row of the difference table: figures in columns, words that shorten themselves, a ring when it has the focus."""

from decimal import Decimal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from jiuzhu.services.survey.checking import CheckLine
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking.scrolling import bring_into_view

WEIGHTS = (7, 6, 6, 5, 6, 5, 6, 6)
HEADS = ("项目", "申报", "信息核对", "入户", "差异", "说明", "认定", "认定数")
_RIGHT = frozenset({1, 2, 3, 4, 7})
_SMALLEST = 6.5  # points


def money(value: Decimal | None) -> str:
    """A figure as tables show it."""
    return "" if value is None else f"{value:,.2f}"


class Words(QLabel):
    """A label that shortens its text to the room it has; the whole stands in the tooltip.

    A figure, on the right, is written smaller before it is shortened: half an amount is another amount.
    """

    def __init__(self, text: str, role: str = "", *, right: bool = False) -> None:
        super().__init__()
        self._whole, self._figure = text, right
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if not right:
            self.setContentsMargins(tokens.SPACE, 0, 0, 0)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shortened with …, in the label's own colour."""
        room = self.contentsRect().width()
        if self._figure:
            self._write_smaller(room)
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setToolTip(self._whole if shown != self._whole else "")
            self.setText(shown)
        super().paintEvent(event)

    def _write_smaller(self, room: int) -> None:
        font = QFont(self.font())
        while QFontMetrics(font).horizontalAdvance(self._whole) > room and font.pointSizeF() > _SMALLEST:
            font.setPointSizeF(font.pointSizeF() - 0.25)
        if font.pointSizeF() < self.font().pointSizeF():
            self.setFont(font)

    def minimumSizeHint(self) -> QSize:
        """As narrow as its column."""
        return QSize(0, super().minimumSizeHint().height())


def columns(parent: QWidget) -> QGridLayout:
    """The shared columns of head and rows."""
    grid = QGridLayout(parent)
    grid.setContentsMargins(tokens.INSIDE, tokens.SPACE, tokens.INSIDE, tokens.SPACE)
    grid.setHorizontalSpacing(tokens.INSIDE)
    grid.setVerticalSpacing(0)
    for place, weight in enumerate(WEIGHTS):
        grid.setColumnStretch(place, weight)
        grid.setColumnMinimumWidth(place, tokens.scaled(weight * 10))
    return grid


def head() -> QFrame:
    """The row of titles."""
    made = pieces.named(QFrame(), "difference_head")
    grid = columns(made)
    for place, title in enumerate(HEADS):
        grid.addWidget(Words(title, "muted", right=place in _RIGHT), 0, place)
    return made


class LineRow(QFrame):
    """A line as a row. Enter or a click opens it; the arrow keys go to its neighbours."""

    opened = Signal(str)
    stepped = Signal(str, int)

    def __init__(self, line: CheckLine) -> None:
        super().__init__()
        self.line = line
        pieces.named(self, f"line_{line.line_id}", _spoken(line))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        grid = columns(self)
        grid.addWidget(self._item(), 0, 0)
        found = money(line.checked) or line.replies
        for place, (text, role) in enumerate(
            (
                (money(line.declared), ""),
                (found, "" if line.checked is not None else "muted"),
                (money(line.visited), ""),
                _difference(line),
                (line.explanation or line.evidence, ""),
                _judged(line),
                (money(line.accepted), "heading" if line.accepted is not None else ""),
            ),
            start=1,
        ):
            grid.addWidget(Words(text, role, right=place in _RIGHT and text[:1] not in {"", "无"}), 0, place)

    def _item(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Words(self.line.kind_label))
        line = self.line
        below = " ".join(part for part in (line.person, line.item, line.unit, _cost(line)) if part)
        column.addWidget(Words(below, "caption"))
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, arrows move."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit(self.line.line_id)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(self.line.line_id, -1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.opened.emit(self.line.line_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring, in view."""
        super().focusInEvent(event)
        bring_into_view(self)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A hairline under the row; amber ground for an open difference; the focus ring."""
        look = tokens.now()
        painter = QPainter(self)
        if self.line.is_open:
            painter.fillRect(self.rect(), QColor(look.warn_soft))
        painter.setPen(QColor(look.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
        super().paintEvent(event)


def _cost(line: CheckLine) -> str:
    if line.cost is not None and line.cost != line.cost_declared:
        return f"成本 {money(line.cost_declared)} → {money(line.cost)}"
    return f"成本 {money(line.cost_declared)}" if line.cost_declared else ""


def _difference(line: CheckLine) -> tuple[str, str]:
    if line.difference is None:
        return "", ""
    if line.difference == 0:
        return "一致", "ok"
    return f"{line.difference:+,.2f}", "warn" if line.is_open else "muted"


def _judged(line: CheckLine) -> tuple[str, str]:
    if line.accepted is not None:
        return f"✓ {line.judgement_label}", "ok"
    if line.judgement_label:
        return line.judgement_label, "warn"
    return ("▲ 待认定", "warn") if line.is_open else ("待认定", "muted")


def _spoken(line: CheckLine) -> str:
    parts = [f"{line.person}{line.kind_label}", f"申报 {money(line.declared) or '无'}"]
    if line.checked is not None:
        parts.append(f"核对 {money(line.checked)}")
    if line.visited is not None:
        parts.append(f"入户 {money(line.visited)}")
    if line.difference:
        parts.append(f"差异 {money(line.difference)}")
    parts.append(f"已认定 {money(line.accepted)}" if line.accepted is not None else "待认定")
    return "，".join(parts)
