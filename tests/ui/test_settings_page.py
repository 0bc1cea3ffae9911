"""Settings, on the real services."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QRadioButton, QSpinBox
from pytestqt.qtbot import QtBot

from jiuzhu import settings
from jiuzhu.services.office import admin, escalating, opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui import theme, tokens
from jiuzhu.ui.pages.settings import SettingsPage
from jiuzhu.ui.tasks import Tasks
from town import PASSWORD, Town

WAIT = 20_000
OTHER = "两个黄鹂鸣翠柳2026"


@pytest.fixture
def tasks(town: Town) -> Iterator[Tasks]:
    bugs: list[BaseException] = []
    made = Tasks(town.clerk, bugs.append)
    yield made
    made.shutdown()
    assert not bugs


def _page(qtbot: QtBot, workspace: Workspace, tasks: Tasks, part: str) -> SettingsPage:
    page = SettingsPage(tasks, workspace)
    qtbot.addWidget(page)
    page.resize(1190, 700)
    page.show()
    page.choose(part)
    return page


def _write(page: SettingsPage, name: str, text: str) -> None:
    edit = page.findChild(QLineEdit, name)
    assert isinstance(edit, QLineEdit)
    edit.setText(text)


def _press(page: SettingsPage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_text_size_and_colours_are_worn_and_remembered(
    qtbot: QtBot, qapp: object, town: Town, tasks: Tasks
) -> None:
    page = _page(qtbot, town.clerk, tasks, "look")
    for name in ("text_125", "scheme_dark"):
        choice = page.findChild(QRadioButton, name)
        assert isinstance(choice, QRadioButton)
        choice.click()
    assert (tokens.now().scheme, tokens.percent()) == ("dark", 125)
    kept = settings.load(town.home)
    assert (kept.scheme, kept.text_percent) == ("dark", 125)
    theme.apply(qapp)  # type: ignore[arg-type]  # the fixture is the application


def test_colours_change_even_when_they_cannot_be_remembered(
    qtbot: QtBot, qapp: object, town: Town, tasks: Tasks
) -> None:
    page = _page(qtbot, town.clerk, tasks, "look")
    (town.home / "settings.json.new").mkdir()
    dark = page.findChild(QRadioButton, "scheme_dark")
    assert isinstance(dark, QRadioButton)
    dark.click()
    assert tokens.now().scheme == "dark"
    assert "没有存下来" in page.bar.text
    theme.apply(qapp)  # type: ignore[arg-type]  # the fixture is the application


def test_the_password_is_changed_after_both_typings_agree(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.clerk, tasks, "look")
    _write(page, "old_password", PASSWORD)
    _write(page, "new_password", OTHER)
    _write(page, "again_password", "另一个不同的密码呀")
    _press(page, "change_password")
    assert "不一样" in page.bar.text
    _write(page, "again_password", OTHER)
    _press(page, "change_password")
    qtbot.waitUntil(lambda: "密码已修改" in page.bar.text, timeout=WAIT)
    opening.log_in(town.home, "jingban", OTHER).close()


def test_a_backup_from_the_page_is_told_and_dated(
    qtbot: QtBot, town: Town, tasks: Tasks, tmp_path: Path
) -> None:
    page = _page(qtbot, town.clerk, tasks, "care")
    page.part("care").back_up(tmp_path / "usb")  # type: ignore[attr-defined]  # the part of backups
    qtbot.waitUntil(lambda: "已备份并读回检查" in page.bar.text, timeout=WAIT)
    assert list((tmp_path / "usb").glob("*.db"))
    assert town.clerk.settings.last_backup


def test_an_administrator_adds_a_colleague(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.clerk, tasks, "colleagues")
    _write(page, "colleague_name", "孙负责")
    _write(page, "colleague_login", "fuze")
    _write(page, "colleague_password", "short")
    _press(page, "add_colleague")
    qtbot.waitUntil(lambda: "岗位" in page.bar.text, timeout=WAIT)
    role = page.findChild(QCheckBox, "role_approver")
    assert isinstance(role, QCheckBox)
    role.setChecked(True)
    _press(page, "add_colleague")
    qtbot.waitUntil(lambda: "至少 10 个字符" in page.bar.text, timeout=WAIT)
    _write(page, "colleague_password", OTHER)
    _press(page, "add_colleague")
    qtbot.waitUntil(lambda: "已添加 孙负责" in page.bar.text, timeout=WAIT)
    assert "fuze" in {row.login for row in town.clerk.read(admin.colleagues)}


def test_who_is_no_administrator_sees_no_accounts(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.head, tasks, "look")
    for hidden in ("colleagues", "supervisor", "codes", "forms", "columns"):
        assert page.findChild(QPushButton, f"part_{hidden}") is None
    assert page.findChild(QPushButton, "part_figures") is not None  # to read


def test_an_administrator_names_whom_overdue_matters_go_up_to(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.clerk, tasks, "supervisor")
    choice = page.findChild(QComboBox, "supervisor")
    assert isinstance(choice, QComboBox)
    qtbot.waitUntil(lambda: choice.count() > 1, timeout=WAIT)
    choice.setCurrentIndex(choice.findData(town.head.actor.operator_id))
    _press(page, "save_supervisor")
    qtbot.waitUntil(lambda: "督办人：王主任" in page.bar.text, timeout=WAIT)
    assert town.clerk.read(escalating.person_named)
    choice.setCurrentIndex(0)
    _press(page, "save_supervisor")
    qtbot.waitUntil(lambda: "已取消督办人" in page.bar.text, timeout=WAIT)
    assert not town.clerk.read(escalating.person_named)


def test_without_a_keyring_it_is_said_and_not_offered(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.clerk, tasks, "look")
    remember = page.findChild(QPushButton, "remember_desk")
    told = page.findChild(QLabel, "no_keyring")
    assert remember is not None
    assert told is not None
    qtbot.waitUntil(lambda: not remember.isEnabled(), timeout=WAIT)
    assert told.isVisible()
    assert "这台电脑没有系统钥匙串" in told.text()


def test_the_minutes_until_the_lock_are_kept_within_their_bounds(
    qtbot: QtBot, town: Town, tasks: Tasks
) -> None:
    page = _page(qtbot, town.clerk, tasks, "safety")
    box = page.findChild(QSpinBox, "lock_minutes")
    assert box is not None
    assert box.value() == 10
    box.setValue(99)
    assert settings.load(town.home).lock_minutes == 15
    box.setValue(1)
    assert settings.load(town.home).lock_minutes == 3
    told = page.findChild(QLabel, "recovery_state")
    assert told is not None
    qtbot.waitUntil(lambda: "还没有恢复密钥" in told.text(), timeout=WAIT)
