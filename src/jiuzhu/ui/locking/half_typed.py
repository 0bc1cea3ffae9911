"""What stands half-typed in the windows, as label and words: kept when another takes over the desk."""

from collections.abc import Iterable

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from jiuzhu.ui.locking.cover import TITLE_BEFORE
from jiuzhu.ui.locking.screen import LockScreen

Typed = tuple[str, list[tuple[str, str]]]
"""Title of a window, and what is typed into it: label, words."""


def half_typed(unsaved: Iterable[QWidget] = ()) -> list[Typed]:
    """Every open dialog with words in it, the pages that say they are not saved, and what a hand typed on other pages.

    Passwords never; searches and the intake, which keeps its own draft, neither.
    """
    found: list[Typed] = []
    pages = list(unsaved)
    for window in QApplication.topLevelWidgets():
        if not window.isVisible() or isinstance(window, LockScreen):
            continue
        whole = (
            [window] if isinstance(window, QDialog) else [page for page in pages if page.window() is window]
        )
        inputs = [widget for widget in _inputs(window) if _inside(widget, whole) or _touched(widget)]
        lines = [line for line in map(_line, inputs) if line[1]]
        if any(isinstance(widget, QLineEdit | QPlainTextEdit) and _line(widget)[1] for widget in inputs):
            found.append((window.property(TITLE_BEFORE) or window.windowTitle(), lines))
    return found


def _inputs(window: QWidget) -> Iterable[QWidget]:
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QCheckBox, QAbstractSpinBox)
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, kinds) or not widget.isVisibleTo(window) or not widget.isEnabled():
            continue
        if isinstance(widget.parent(), QComboBox | QAbstractSpinBox):
            continue  # the line inside it is told with it
        if isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal:
            continue
        if "search" not in widget.objectName() and not _in_intake(widget):
            yield widget


def _inside(widget: QWidget, roots: Iterable[QWidget]) -> bool:
    return any(root is widget or root.isAncestorOf(widget) for root in roots)


def _in_intake(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above.objectName() != "intake":
        above = above.parentWidget()
    return above is not None


def _touched(widget: QWidget) -> bool:
    """Whether a hand typed here."""
    if isinstance(widget, QLineEdit):
        return widget.isModified() and bool(widget.text())
    if isinstance(widget, QPlainTextEdit):
        return widget.document().isModified() and bool(widget.toPlainText())
    return False


def _line(widget: QWidget) -> tuple[str, str]:
    label = widget.accessibleName() or widget.objectName()
    if isinstance(widget, QLineEdit):
        return label, widget.text().strip()
    if isinstance(widget, QPlainTextEdit):
        return label, widget.toPlainText().strip()
    if isinstance(widget, QComboBox):
        return label, widget.currentText().strip()
    if isinstance(widget, QCheckBox):
        return label, "是" if widget.isChecked() else ""
    if isinstance(widget, QAbstractSpinBox):
        return label, widget.text().strip()
    return label, ""
