"""Hands on a form: fields found by path, keys and words typed as a person does."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu import paths
from jiuzhu.domain.codes import CodeTable, load_codes
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.form import Form, load_forms
from jiuzhu.ui.form_view import FormView

TODAY = date(2025, 10, 20)
CODES: dict[str, CodeTable] = load_codes(paths.resources() / "codes")
FORMS: dict[str, Form] = load_forms(paths.forms(), frozenset(CODES))

Show = Callable[..., FormView]


def showing(qtbot: QtBot) -> Show:
    """Shows sections of a form, by name, over a dossier."""

    def made(form: str, *names: str, dossier: Dossier | None = None) -> FormView:
        view = FormView([item for item in FORMS[form].sections if item.name in names], CODES, TODAY)
        qtbot.addWidget(view)
        view.resize(760, 700)
        view.set_dossier(dossier or Dossier())
        view.show()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        return view

    return made


def line(view: FormView, path: str) -> QLineEdit:
    found = view.findChild(QLineEdit, path)
    assert isinstance(found, QLineEdit), path
    return found


def say(text: str) -> None:
    """Type with the keyboard; Chinese comes from the input method, as at the desk."""
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def type_in(view: FormView, path: str, text: str) -> None:
    field = line(view, path)
    field.setFocus()
    field.selectAll()
    say(text)


def sentence(view: FormView, path: str) -> str:
    found = view.findChild(QLabel, f"{path}.problem")
    assert isinstance(found, QLabel)
    return found.text() if found.isVisibleTo(view) else ""


def key(code: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    QTest.keyClick(widget, code, held)


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""
