"""The peer of the start figure: a bare PySide6 window with the bundled fonts given as arguments.

Prints the moment (nanoseconds of the system clock) when it was first painted, then ends.
"""

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class FirstPaint(QObject):
    """Tells the time after the first painting of the watched window, then ends the program."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook: sees every event of the window."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._tell)  # after the children of the window were painted too
        return False

    def _tell(self) -> None:
        print(time.time_ns(), flush=True)
        QApplication.quit()


if __name__ == "__main__":
    application = QApplication([])
    application.setStyle("Fusion")
    families = []
    for path in sys.argv[1:]:
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(path))
    font = QFont()
    font.setFamilies(list(dict.fromkeys(families)))
    font.setPointSize(10)
    application.setFont(font)
    window = QMainWindow()
    window.setCentralWidget(QLabel("社会救助服务窗口"))
    window.resize(480, 360)
    watcher = FirstPaint()
    window.installEventFilter(watcher)
    window.show()
    application.exec()
