"""What was half-typed when another took over the desk: read it where it belongs, then put it aside."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.tasks import Tasks


def offer(window: Any, tasks: Tasks, service: Any) -> None:
    """Tell in the window's bar when something waits; `service` is `jiuzhu.services.office.interrupted`."""

    def told(found: list[Any] | None) -> None:
        if found:
            window.bar.say(
                "info", f"换人时有 {len(found)} 个窗口没填完，内容还在。", "查看", lambda: show(found)
            )

    def show(found: list[Any]) -> None:
        dialog = InterruptedDialog(window, found)

        def put_aside(draft_id: str) -> None:
            tasks.write(service.put_aside, draft_id, owner=window)

        dialog.put_aside.connect(put_aside)
        dialog.open()

    tasks.read(service.interrupted, then=told, owner=window)


class InterruptedDialog(QDialog):
    """Each window's words under its title, to be read and copied; nothing is filled in by itself.

    The record they belonged to may have changed since, and the wrong one must not get them.
    """

    put_aside = Signal(str)

    def __init__(self, parent: QWidget, found: list[Any]) -> None:
        super().__init__(parent)
        pieces.named(self, "interrupted_dialog", "没填完的内容")
        self.setWindowTitle("没填完的内容")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inner = QWidget()
        self._cards = pieces.column(inner)
        for one in found:
            self._cards.addWidget(self._card(one))
        self._cards.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        told = "请打开原来的窗口重新填写，文字可以从这里选中复制。填好后点“已处理”，这里的内容就清空。"
        column.addWidget(pieces.label(told, "muted", "interrupted_told", wraps=True))
        column.addWidget(area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(pieces.button("关闭", "interrupted_close", self.accept))
        column.addLayout(row)
        pieces.resize_within(self, 560, 480)

    def _card(self, one: Any) -> QWidget:
        card = pieces.card(f"interrupted_{one.id}")
        column = QVBoxLayout(card)
        head = QHBoxLayout()
        head.addWidget(pieces.label(one.title, "heading", wraps=True), 1)
        head.addWidget(pieces.label(one.at, "caption"))
        done = pieces.button("已处理", f"put_aside_{one.id}")
        head.addWidget(done)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for row, (label, words) in enumerate(one.lines):
            grid.addWidget(pieces.label(label, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            text = pieces.label(words, "", f"interrupted_words_{row}", wraps=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(text, row, 1)
        column.addLayout(grid)

        def on_done() -> None:
            self.put_aside.emit(one.id)
            card.hide()

        done.clicked.connect(on_done)
        return card
