"""The peer of the start figure: a bare PySide6 window with the bundled fonts, timed to its first painting.

`start_bare.py FONT…` prints the moment (nanoseconds of the system clock) when the window was painted, then ends.
"""

import sys

from first_paint import FirstPaint
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

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
    watcher = FirstPaint(window, QApplication.quit)
    window.show()
    application.exec()
