"""Photos of a visit: chosen or dropped, made small in the limited process at once, shown small, taken out again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from jiuzhu.errors import UserError
from jiuzhu.services.delivering import recording
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.checking import choosing
from jiuzhu.ui.tasks import Tasks

_SIDE = 72
_CONTENT = Qt.ItemDataRole.UserRole


class _Shown(QListWidget):
    """Small pictures in a row; Delete takes the chosen one out."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes a photo out."""
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.takeItem(self.currentRow())
        else:
            super().keyPressEvent(event)


class PhotoField(QWidget):
    """`failed`: a file that cannot be taken, with its sentence."""

    failed = Signal(object)

    def __init__(self, name: str, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self.setAcceptDrops(True)
        self.shown = pieces.named(_Shown(), name, "照片；Delete 去掉选中的一张")
        self.shown.setFlow(QListWidget.Flow.LeftToRight)
        self.shown.setIconSize(QSize(tokens.scaled(_SIDE), tokens.scaled(_SIDE)))
        self.shown.setFixedHeight(tokens.scaled(_SIDE + 22))
        self.shown.setTabKeyNavigation(False)
        self._add = pieces.button("选择照片…", f"{name}_add", self._on_add, icon="camera")
        beside = QVBoxLayout()
        beside.setSpacing(tokens.SPACE)
        beside.addWidget(self._add)
        beside.addWidget(pieces.label("或把文件拖到这里", "caption"))
        beside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.INSIDE)
        row.addWidget(self.shown, 1)
        row.addLayout(beside)

    def photos(self) -> tuple[bytes, ...]:
        """The photos as they are kept."""
        entries = (self.shown.item(place) for place in range(self.shown.count()))
        return tuple(entry.data(_CONTENT) for entry in entries if entry is not None)

    def add(self, path: Path) -> None:
        """One more file; it stands here as soon as it is read."""
        self._tasks.call(
            recording.photo_of, path, then=self._put(path.name), failed=self.failed.emit, owner=self, title="正在读取照片…"
        )  # fmt: skip

    def _put(self, name: str) -> Callable[[bytes], Any]:
        def put(content: bytes) -> None:
            if content in self.photos():
                self.failed.emit(UserError(f"照片“{name}”已经选过。", field="photos"))
                return
            entry = QListWidgetItem(QIcon(QPixmap.fromImage(QImage.fromData(content))), "", self.shown)
            entry.setData(_CONTENT, content)
            entry.setToolTip(name)
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, name)

        return put

    def _on_add(self) -> None:
        for path in choosing.pictures(self):
            self.add(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Each file that lies on this machine."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.add(Path(url.toLocalFile()))
        event.acceptProposedAction()
