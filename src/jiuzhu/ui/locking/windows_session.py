"""Windows' word that the session was locked or the machine is about to sleep. Imported on Windows only."""

import ctypes
from ctypes import wintypes

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

_WM_POWERBROADCAST = 0x0218
_PBT_APMSUSPEND = 4
_WM_WTSSESSION_CHANGE = 0x02B1
_WTS_SESSION_LOCK = 7
_WTS_CONSOLE_DISCONNECT = 2
_WTS_REMOTE_DISCONNECT = 4
_THIS_SESSION = 0

_LEAVES = frozenset({
    (_WM_POWERBROADCAST, _PBT_APMSUSPEND), (_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK),
    (_WM_WTSSESSION_CHANGE, _WTS_CONSOLE_DISCONNECT), (_WM_WTSSESSION_CHANGE, _WTS_REMOTE_DISCONNECT),
})  # fmt: skip


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, owner: "SessionMessages") -> None:
        super().__init__()
        self._owner = owner

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Every message Windows sends to a window of ours; none is kept back."""
        if kind == b"windows_generic_MSG":
            told = wintypes.MSG.from_address(int(message))
            if (told.message, told.wParam) in _LEAVES:
                self._owner.left.emit()
        return False, 0


class SessionMessages(QObject):
    """Asks Windows to tell, through a window nobody sees."""

    left = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = QWidget()
        self._handle = int(self._window.winId())
        self._register = ctypes.WinDLL("wtsapi32")  # type: ignore[attr-defined,unused-ignore]  # not on this platform
        self._register.WTSRegisterSessionNotification(wintypes.HWND(self._handle), _THIS_SESSION)
        self._filter = _Filter(self)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)
