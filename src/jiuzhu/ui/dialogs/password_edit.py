"""A password field: covered, with an eye to look, and a word when capitals are locked."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from jiuzhu.ui import icons


class PasswordEdit(QLineEdit):
    """Qt does not know the state of Caps Lock; a capital typed without Shift gives it away."""

    capitals_locked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(128)
        self._eye = self.addAction(icons.icon("eye", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setObjectName("eye")
        self._eye.setText("显示密码")
        self._eye.setToolTip("显示或遮住密码")
        self._eye.triggered.connect(self._on_eye)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Watch the letters for locked capitals."""
        from PySide6.QtCore import Qt  # noqa: PLC0415  # its enums cost 15 ms of the start

        letter = event.text()
        if letter.isascii() and letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.capitals_locked.emit(letter.isupper() != shift)
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the eye again with the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_eye"):
            self._draw_eye()

    def _on_eye(self) -> None:
        covered = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if covered else QLineEdit.EchoMode.Password)
        self._draw_eye()

    def _draw_eye(self) -> None:
        covered = self.echoMode() == QLineEdit.EchoMode.Password
        self._eye.setIcon(icons.icon("eye" if covered else "eye-off", "muted"))
        self._eye.setText("显示密码" if covered else "遮住密码")
