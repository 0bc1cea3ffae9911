"""显示: a whole number for a reason, alone, for a moment; the head is told of who asks too often."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.services.casework import files
from jiuzhu.services.office import admin, workbench
from jiuzhu.ui.approving.revealing import NumberDialog
from jiuzhu.ui.dialogs import reason
from jiuzhu.ui.pages.approving import ApprovingPage
from jiuzhu.ui.tasks import Tasks
from on_the_way import rows
from town import Town, urban_three


@pytest.fixture
def application(town: Town) -> str:
    return town.accept(urban_three(town)).application_id


@pytest.fixture
def page(qtbot: QtBot, qapp: object, town: Town) -> Iterator[ApprovingPage]:
    assert qapp
    tasks = Tasks(town.clerk, lambda bug: pytest.fail(repr(bug)))
    made = ApprovingPage(tasks, town.clerk)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitSignal(tasks.idle)
    yield made
    tasks.shutdown()


def test_a_number_is_shown_for_a_reason_and_alone(
    qtbot: QtBot, town: Town, page: ApprovingPage, application: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = town.clerk.read(files.dossier, application).members[0]
    page.open_application(application)
    qtbot.waitUntil(lambda: f"reveal:{member.id}" in page.file.toHtml(), timeout=20_000)
    assert member.id_number not in page.file.toPlainText()
    monkeypatch.setattr(reason, "ask", lambda *_: None)
    page.file.anchorClicked.emit(QUrl(f"reveal:{member.id}"))
    assert page.findChild(NumberDialog) is None
    monkeypatch.setattr(reason, "ask", lambda *_: "与户口簿核对")
    page.file.anchorClicked.emit(QUrl("https://example.invalid"))
    page.file.anchorClicked.emit(QUrl(f"reveal:{member.id}"))
    qtbot.waitUntil(lambda: page.findChild(NumberDialog) is not None, timeout=20_000)
    dialog = page.findChild(NumberDialog)
    assert dialog is not None
    shown = dialog.findChild(QLabel, "revealed_number")
    copy = dialog.findChild(QPushButton, "copy_number")
    assert shown is not None
    assert copy is not None
    assert shown.text().replace(" ", "") == member.id_number
    copy.click()
    assert QGuiApplication.clipboard().text() == member.id_number
    QGuiApplication.clipboard().clear()
    dialog._timer.start(1)  # noqa: SLF001  # a minute is too long for a test
    qtbot.waitUntil(lambda: page.findChild(NumberDialog) is None or not dialog.isVisible(), timeout=2000)
    assert member.id_number not in page.file.toPlainText()


def test_the_head_is_told_of_who_has_too_many_shown(town: Town, application: str) -> None:
    person = next(iter(rows(town, application).people))

    def told() -> list[str]:
        return [line for line in town.head.read(workbench.today).warnings if "完整证件号码" in line]

    for _ in range(workbench.MOST_REVEALS):
        town.clerk.write(admin.reveal, person, "与户口簿核对")
    assert told() == []
    town.clerk.write(admin.reveal, person, "与户口簿核对")
    assert told() == ["张经办今天查看了 31 次完整证件号码，超过 30 次，请了解原因。"]
    assert not [line for line in town.clerk.read(workbench.today).warnings if "完整证件号码" in line]
