"""Two quiet windows: the keyboard map (F1) and what this program is."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jiuzhu import __version__, paths
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.shortcuts import KEYS

LEFT = 3  # groups of the keyboard map in the left column


def show_keys(parent: QWidget | None) -> None:
    """Show the keyboard map until it is closed."""
    dialog, column = _dialog(parent, "keys_dialog", "键盘说明")
    row = QHBoxLayout()
    row.setSpacing(tokens.SECTION)
    for groups in (KEYS[:LEFT], KEYS[LEFT:]):
        row.addLayout(_groups(groups))
    inner = QWidget()
    inner.setLayout(row)
    area = pieces.named(QScrollArea(), "keys_area", "键盘说明")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    column.insertWidget(0, area)
    dialog.resize((inner.sizeHint() + QSize(80, 110)).boundedTo(pieces.most_of(dialog)))
    dialog.open()


def _groups(groups: Sequence[tuple[str, tuple[tuple[str, str], ...]]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(tokens.AROUND)
    grid.setVerticalSpacing(tokens.SPACE)
    row = 0
    for title, keys in groups:
        grid.addWidget(pieces.label(title, "heading"), row, 0, 1, 2)
        row += 1
        for key, meaning in keys:
            grid.addWidget(pieces.label(key), row, 0)
            grid.addWidget(pieces.label(meaning, "muted"), row, 1)
            row += 1
        grid.setRowMinimumHeight(row, tokens.INSIDE)
        row += 1
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(row, 1)
    return grid


def show_about(parent: QWidget | None) -> None:
    """Show version, where the data lies, and whose work the parts are."""
    dialog, column = _dialog(parent, "about_dialog", "关于救助窗")
    lines = (
        ("title", f"救助窗 {__version__}"),
        (
            "",
            "乡镇（街道）社会救助服务窗口的一张桌面。数据加密保存在这台电脑上，或在单位自己的服务器上；程序不连互联网。",
        ),
        ("muted", f"数据文件夹：{paths.user_data()}"),
        (
            "caption",
            "程序：Apache-2.0。字体：Noto Sans SC、HanaMinB（OFL）。图标：Lucide（ISC）。界面库：Qt / PySide6（LGPL）。",
        ),
    )
    for place, (role, text) in enumerate(lines):
        line = pieces.label(text, role, f"about_{place}", wraps=True)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.insertWidget(place, line)
    column.insertStretch(len(lines), 1)  # lines stand together, whatever height is left
    dialog.resize(tokens.scaled(480), 0)
    dialog.open()


def _dialog(parent: QWidget | None, name: str, title: str) -> tuple[QDialog, QVBoxLayout]:
    dialog = pieces.named(QDialog(parent), name, title)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    box.rejected.connect(dialog.reject)
    close = box.button(QDialogButtonBox.StandardButton.Close)
    pieces.named(close, "close", "关闭").setText("关闭")
    column = QVBoxLayout(dialog)
    column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
    column.setSpacing(tokens.BETWEEN)
    column.addWidget(box)
    return dialog, column
