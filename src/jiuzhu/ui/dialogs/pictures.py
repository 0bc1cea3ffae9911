"""Pictures kept as proof, of a file's home visits or of a record of service, one at a time, as large as the dialog."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
)

from jiuzhu.errors import UserError
from jiuzhu.services.survey import visiting
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.page import Page

_LIST = 220


class PicturesDialog(QDialog):
    """Titles at the left, arrow keys go through them; nothing is written to the disk."""

    def __init__(
        self,
        page: Page,
        about: str,
        title: str = "入户照片",
        *,
        listed: Callable[..., Any] = visiting.photos,
        shown: Callable[..., bytes] = visiting.picture_to_show,
    ) -> None:
        """`listed(unit, about)` names the pictures (id, title, taken_on), `shown(unit, id)` gives one for the screen."""
        super().__init__(page)
        pieces.named(self, "pictures_dialog", title)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page = page
        self._content_of = shown
        self._image = QImage()
        self.titles = pieces.named(QListWidget(), "pictures_titles", "照片")
        self.titles.setFixedWidth(tokens.scaled(_LIST))
        self.titles.setWordWrap(True)
        self.titles.currentItemChanged.connect(self._on_chosen)
        self.shown = pieces.named(QLabel(), "pictures_shown", "照片内容")
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setWordWrap(True)
        self.shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        row = QHBoxLayout()
        row.setSpacing(tokens.BETWEEN)
        row.addWidget(self.titles)
        row.addWidget(self.shown, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(pieces.button("关闭", "pictures_close", self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.AROUND, tokens.AROUND, tokens.AROUND, tokens.AROUND)
        column.setSpacing(tokens.BETWEEN)
        column.addLayout(row, 1)
        column.addLayout(foot)
        pieces.resize_within(self, 900, 600)
        page.tasks.read(listed, about, then=self._list, failed=self._tell, owner=self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture is as large as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _list(self, photos: list[Any]) -> None:
        for photo in photos:
            entry = QListWidgetItem(f"{photo.taken_on}\n{photo.title}", self.titles)
            entry.setData(Qt.ItemDataRole.UserRole, photo.id)
        self.titles.setCurrentRow(0)
        self.titles.setFocus()

    def _on_chosen(self, entry: QListWidgetItem | None) -> None:
        if entry is not None:
            chosen = entry.data(Qt.ItemDataRole.UserRole)
            self._page.tasks.read(
                self._content_of,
                chosen,
                then=self._show,
                failed=self._tell,
                owner=self,
                key="picture",
            )

    def _show(self, content: bytes) -> None:
        self._image = QImage.fromData(content)
        if self._image.isNull():
            self.shown.setText("这张照片打不开。")
            return
        self._fit()

    def _tell(self, error: UserError) -> None:
        self._image = QImage()
        self.shown.setText(error.message)

    def _fit(self) -> None:
        if not self._image.isNull():
            self.shown.setPixmap(
                QPixmap.fromImage(self._image).scaled(
                    self.shown.size(),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
