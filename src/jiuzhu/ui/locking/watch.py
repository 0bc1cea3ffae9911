"""When the desk locks by itself: nobody touched it for a while, the desktop locked, or the machine goes to sleep."""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import SLOT, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK_EVERY = 2000  # milliseconds

_TOUCHES = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
})  # fmt: skip


class IdleWatch(QObject):
    """Tells once when nobody touched keyboard or mouse for so many minutes.

    It listens to the windows as the desktop knows them: a filter on the application would see every event of every
    widget, and cost more than all of them.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._minutes: Callable[[], int] | None = None
        self._touched = 0.0
        self._windows: set[QWindow] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._listen)

    def begin(self, minutes: Callable[[], int]) -> None:
        """Count from now; `minutes` is asked again at every look, so that a new setting holds at once."""
        self._minutes = minutes
        self.touch()
        for window in QGuiApplication.topLevelWindows():
            self._listen(window)
        self._timer.start()

    def end(self) -> None:
        """Count no more."""
        self._minutes = None
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = time.monotonic()

    def look(self) -> None:
        """Tell when it has been long enough; time asleep counts once the machine wakes."""
        if self._minutes is not None and time.monotonic() - self._touched >= 60 * self._minutes():
            self.end()
            self.idle.emit()

    def _listen(self, window: QWindow | None) -> None:
        if window is None:
            return
        self.touch()
        if window not in self._windows:
            self._windows.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(lambda _gone=None, window=window: self._windows.discard(window))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody touched a window of ours."""
        if event.type() in _TOUCHES:
            self._touched = time.monotonic()
        return super().eventFilter(watched, event)


_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver",
)  # fmt: skip


class SessionWatch(QObject):
    """Tells when the desktop locks its screen or the machine is about to sleep.

    Linux: the screen savers' and logind's own signals. Windows: session and power messages (`windows_session`).
    """

    left = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        session: QDBusConnection | None = None,
        system: QDBusConnection | None = None,
    ) -> None:
        super().__init__(parent)
        self._messages: QObject | None = None
        if sys.platform == "win32":
            from jiuzhu.ui.locking.windows_session import SessionMessages  # noqa: PLC0415  # exists there only

            self._messages = SessionMessages(self)
            self._messages.left.connect(self.left)
            return
        session = session or QDBusConnection.sessionBus()
        system = system or QDBusConnection.systemBus()
        changed, locked = SLOT("on_changed(bool)"), SLOT("on_locked()")
        login = "org.freedesktop.login1"
        for interface in _SCREEN_SAVERS:
            self._hear(session, "", interface, "ActiveChanged", changed)
        self._hear(session, "", "org.ukui.ScreenSaver", "lock", locked)
        self._hear(system, login, f"{login}.Manager", "PrepareForSleep", changed)
        self._hear(system, login, f"{login}.Session", "Lock", locked)

    def _hear(self, bus: QDBusConnection, service: str, interface: str, name: str, slot: str) -> None:
        """From whichever object says it; a bus that is not there says nothing."""
        bus.connect(service, "", interface, name, self, slot)  # type: ignore[call-overload]  # the hints ask for bytes, the library for text

    @Slot(bool)
    def on_changed(self, begins: bool) -> None:
        """A screen saver or sleep begins, or ends."""
        if begins:
            self.left.emit()

    @Slot()
    def on_locked(self) -> None:
        """The desktop locked its screen."""
        self.left.emit()
