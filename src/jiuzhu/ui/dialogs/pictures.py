"""入户照片: the pictures of a file's visits, one at a time, as large as the dialog."""

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
from jiuzhu.services.survey.visiting import KeptPhoto
from jiuzhu.ui import pieces, tokens
from jiuzhu.ui.page import Page

_LIST = 220


class PicturesDialog(QDialog):
    """Titles at the left, arrow keys go through them; nothing is written to the disk."""

    def __init__(self, page: Page, application_id: str) -> None:
        super().__init__(page)
        pieces.named(self, "pictures_dialog", "入户照片")
        self.setWindowTitle("入户照片")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page = page
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
        page.tasks.read(visiting.photos, application_id, then=self._list, failed=self._tell, owner=self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture is as large as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _list(self, photos: list[KeptPhoto]) -> None:
        for photo in photos:
            entry = QListWidgetItem(f"{photo.taken_on}\n{photo.title}", self.titles)
            entry.setData(Qt.ItemDataRole.UserRole, photo.id)
        self.titles.setCurrentRow(0)
        self.titles.setFocus()

    def _on_chosen(self, entry: QListWidgetItem | None) -> None:
        if entry is not None:
            chosen = entry.data(Qt.ItemDataRole.UserRole)
            self._page.tasks.read(
                visiting.picture_to_show,
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
