"""Icons: one set of SVG lines, tinted with the theme's colours and kept as pixmaps per size and screen."""

from functools import lru_cache
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from jiuzhu import paths
from jiuzhu.ui import tokens

_NAME = "jiuzhu_icon"
_ROLE = "jiuzhu_icon_role"


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")


def pixmap(name: str, role: str = "text", size: int = tokens.ICON) -> QPixmap:
    """One icon of `resources/icons`, `size` device-independent pixels, in the colour of `role`.

    Raises FileNotFoundError for a name that is not in the set.
    """
    colour = tokens.now().colour(role)
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio() if screen else 1.0
    key = f"jiuzhu/{name}/{colour}/{size}/{ratio}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(QColor(0, 0, 0, 0))
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, made)
    return made


def icon(name: str, role: str = "text", size: int = tokens.ICON) -> QIcon:
    """The icon for buttons and menus; its disabled look is the muted colour."""
    made = QIcon(pixmap(name, role, size))
    made.addPixmap(pixmap(name, "muted", size), QIcon.Mode.Disabled)
    return made


def give(target: QAbstractButton | QLabel | QAction, name: str, role: str = "text") -> None:
    """Put an icon on a button, label or action, to be tinted again when the theme changes."""
    target.setProperty(_NAME, name)
    target.setProperty(_ROLE, role)
    _draw(target)


def _draw(target: Any) -> None:
    name, role = str(target.property(_NAME)), str(target.property(_ROLE))
    size = tokens.scaled(tokens.ICON)
    if isinstance(target, QLabel):
        target.setPixmap(pixmap(name, role, size))
        return
    target.setIcon(icon(name, role, size))
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(size, size))


def retint(application: QApplication) -> None:
    """Draw every given icon again in the colours and the size now in force."""
    targets: list[QObject] = list(application.allWidgets())
    targets.extend(
        action for window in application.topLevelWidgets() for action in window.findChildren(QAction)
    )
    for target in targets:
        if target.property(_NAME):
            _draw(target)
