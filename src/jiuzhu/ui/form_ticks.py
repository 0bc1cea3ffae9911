"""Ticks for several codes of a table; a long table stands in its groups, which the arrow keys walk through."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens

_COLUMNS = 2  # of a table without groups
_ARROWS = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}


class _Cells(QWidget):
    """The ticks of one group in columns of equal width, as many as there is room for, but no more than `most`."""

    def __init__(self, boxes: Sequence[QCheckBox], most: int = 0) -> None:
        super().__init__()
        self._boxes = list(boxes)
        self._most = most or len(self._boxes)
        self._across = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(tokens.INSIDE)
        self._grid.setVerticalSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._arrange(self._most)

    def minimumSizeHint(self) -> QSize:
        """One column is enough; the height is that of the columns now."""
        wide = max(box.sizeHint().width() for box in self._boxes)
        return QSize(wide, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold another number of columns."""
        super().resizeEvent(event)
        wide = max(box.sizeHint().width() for box in self._boxes) + tokens.INSIDE
        self._arrange(max(1, min(self._most, (self.width() + tokens.INSIDE) // wide)))

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        for column in range(self._across):
            self._grid.setColumnStretch(column, 0)
        self._across = across
        for place, box in enumerate(self._boxes):
            self._grid.addWidget(box, place // across, place % across)
        for column in range(across):
            self._grid.setColumnStretch(column, 1)
        self.updateGeometry()


class Ticks(QWidget):
    """One tick a code. `groups` names each code's group: each group is one stop of the keyboard, arrows walk inside."""

    clicked = Signal()

    def __init__(
        self,
        name: str,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        groups: Mapping[str, str] | None = None,
        shorts: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        shorts = shorts or {}
        for code, words in options:
            box = QCheckBox(shorts.get(code, words))
            pieces.named(box, f"{name}.{code}", f"{label} {words}")
            if code in shorts:
                box.setToolTip(words)
            box.clicked.connect(self.clicked)
            self.boxes[code] = box
        self._groups: list[list[QCheckBox]] = []
        if groups:
            self._lay_out_groups(groups)
        else:
            pieces.column(self).addWidget(_Cells(list(self.boxes.values()), _COLUMNS))

    def _lay_out_groups(self, groups: Mapping[str, str]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        titles = dict.fromkeys(groups.get(code, "") for code in self.boxes)
        wide = max(self.fontMetrics().horizontalAdvance(title) for title in titles) + tokens.INSIDE
        for title in titles:
            mine = [box for code, box in self.boxes.items() if groups.get(code, "") == title]
            row = QHBoxLayout()
            row.setSpacing(tokens.INSIDE)
            head = QLabel(title)
            head.setProperty("role", "muted")
            head.setFixedWidth(wide)
            head.setContentsMargins(0, tokens.SPACE, 0, 0)  # on the line of the first ticks
            row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(_Cells(mine), 1)
            column.addLayout(row)
            self._groups.append(mine)
            for box in mine:
                box.installEventFilter(self)
            self._stand_on(mine[0])

    def _stand_on(self, chosen: QCheckBox) -> None:
        """Of its group this tick is the one Tab and Enter come to."""
        for group in self._groups:
            if chosen in group:
                for box in group:
                    box.setFocusPolicy(
                        Qt.FocusPolicy.StrongFocus if box is chosen else Qt.FocusPolicy.ClickFocus
                    )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go to the tick beside, above or below; where one stands the next visit begins."""
        if not isinstance(watched, QCheckBox):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusIn:
            self._stand_on(watched)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ARROWS:
            beside = self._beside(watched, Qt.Key(event.key()))
            if beside is not None:
                beside.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _beside(self, box: QCheckBox, key: Qt.Key) -> QCheckBox | None:
        order = list(self.boxes.values())
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            place = order.index(box) + (1 if key == Qt.Key.Key_Right else -1)
            return order[place] if 0 <= place < len(order) else None
        here = box.mapTo(self, QPoint(0, 0))
        way = 1 if key == Qt.Key.Key_Down else -1
        found = [(one.mapTo(self, QPoint(0, 0)), one) for one in order]
        beyond = [(at, one) for at, one in found if (at.y() - here.y()) * way > 0]
        if not beyond:
            return None
        return min(beyond, key=lambda pair: (abs(pair[0].y() - here.y()), abs(pair[0].x() - here.x())))[1]
