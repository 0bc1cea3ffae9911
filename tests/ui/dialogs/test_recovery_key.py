"""Making the recovery key: shown, saved, asked back, and only then in force."""

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.services.office import recovery
from jiuzhu.ui.dialogs.recovery_key import RecoveryKeyDialog
from jiuzhu.ui.tasks import Tasks
from town import Town


@pytest.mark.parametrize("delete", [True, False])
def test_a_key_is_printed_asked_back_and_then_in_force(
    qtbot: QtBot, qapp: object, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, delete: bool
) -> None:
    assert qapp
    tasks = Tasks(town.clerk, lambda bug: pytest.fail(repr(bug)))
    target = tmp_path / "纸.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    with qtbot.waitSignal(tasks.idle):
        dialog = RecoveryKeyDialog(None, tasks, recovery, town.clerk)
        qtbot.addWidget(dialog)
        dialog.show()

    def button(name: str) -> QPushButton:
        found = dialog.findChild(QPushButton, name)
        assert found is not None
        return found

    words = [
        label.text()
        for place in range(1, 13)
        if (label := dialog.findChild(QLabel, f"recovery_word_{place}")) is not None
    ]
    assert len(words) == 12
    assert not button("recovery_next").isEnabled()
    with qtbot.waitSignal(tasks.idle):
        button("recovery_save").click()
    assert target.read_bytes().startswith(b"%PDF")
    button("recovery_next").click()
    edits = [edit for edit in dialog.findChildren(QLineEdit) if edit.objectName().startswith("word_")]
    assert len(edits) == 2
    edits[0].setText("囧")
    with qtbot.waitSignal(tasks.idle):
        button("recovery_done").click()
    assert not recovery.exists(town.home)
    problem = dialog.findChild(QLabel, f"{edits[0].objectName()}_problem")
    assert problem is not None
    assert "请看打印出来的纸" in problem.text()
    for edit in edits:
        edit.setText(words[int(edit.objectName().removeprefix("word_")) - 1])
    box = dialog._delete  # noqa: SLF001  # the tick under the two fields
    box.setChecked(delete)
    with qtbot.waitSignals([dialog.kept, tasks.idle]):
        button("recovery_done").click()
    assert recovery.exists(town.home)
    assert target.exists() != delete
    tasks.shutdown()
