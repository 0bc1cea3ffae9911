"""Long reading and writing of a workbook: a bar that tells how far it is, and a way to stop that keeps nothing."""

import threading

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from jiuzhu.services.office.watching import Watch


class Running(QObject):
    """One piece of work at a time; `begin` gives what the service reports to."""

    told = Signal(int, int)  # done, everything: from the worker's thread

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._stop = threading.Event()
        self._bar: QProgressDialog | None = None
        self.told.connect(self._on_told)

    def begin(self, title: str) -> Watch:
        """Show the bar; Esc and 停止 ask the service to stop at its next step."""
        self._stop.clear()
        bar = self._bar = QProgressDialog(title, "停止", 0, 0, self._parent)
        bar.setObjectName("import_bar")
        bar.setAccessibleName(title)
        bar.setWindowTitle("台账")
        bar.setWindowModality(Qt.WindowModality.WindowModal)
        bar.setMinimumDuration(300)
        bar.setAutoClose(False)
        bar.setAutoReset(False)
        bar.canceled.connect(self._stop.set)
        return Watch(self.told.emit, self._stop.is_set)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            bar, self._bar = self._bar, None
            bar.canceled.disconnect()
            bar.close()
            bar.deleteLater()

    def _on_told(self, done: int, everything: int) -> None:
        if self._bar is not None and not self._bar.wasCanceled():
            self._bar.setMaximum(everything)
            self._bar.setValue(done)
