"""Settings, on the real services."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTimeEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jiuzhu import settings
from jiuzhu.services.office import admin, backups, escalating, opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui import theme, tokens
from jiuzhu.ui.pages.settings import SettingsPage
from jiuzhu.ui.settings.care_part import CarePart
from jiuzhu.ui.settings.health_part import HealthPart
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


def _says(part: QWidget, name: str, words: str) -> bool:
    return any(words in label.text() for label in part.findChildren(QLabel, name))


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


def test_the_backup_disk_is_chosen_once_and_the_first_backup_made(
    qtbot: QtBot, town: Town, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _page(qtbot, town.clerk, tasks, "care")
    part = page.part("care")
    assert isinstance(part, CarePart)
    (tmp_path / "usb").mkdir()
    part.choose_folder(tmp_path / "usb")
    assert "同一块磁盘" in page.bar.text
    monkeypatch.setattr(backups, "same_disk", lambda *_: False)
    part.choose_folder(tmp_path / "usb")
    qtbot.waitUntil(lambda: "已读回检查" in page.bar.text, timeout=WAIT)
    assert len(backups.lying_in(tmp_path / "usb")) == 1
    assert settings.load(town.home).backup_folder == str(tmp_path / "usb")
    assert part.findChild(QLabel, "last_backup").text().startswith("上次备份 2025-10-13 10:00")  # type: ignore[union-attr]  # it is there
    _press(page, "trial_now")
    qtbot.waitUntil(lambda: "都与备份时相同" in page.bar.text, timeout=WAIT)


def test_one_more_backup_goes_anywhere_and_says_what_it_is_worth(
    qtbot: QtBot, town: Town, tasks: Tasks, tmp_path: Path
) -> None:
    page = _page(qtbot, town.clerk, tasks, "care")
    page.part("care").back_up(tmp_path / "beside")  # type: ignore[attr-defined]  # the part of backups
    qtbot.waitUntil(lambda: "同一块磁盘" in page.bar.text, timeout=WAIT)
    assert list((tmp_path / "beside").glob("*.db"))
    _press(page, "backup_now")
    qtbot.waitUntil(lambda: "还没有选定备份盘" in page.bar.text, timeout=WAIT)


def test_when_backups_are_made_is_kept(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.clerk, tasks, "care")
    later, closing, at = (
        page.findChild(QAbstractButton, "backup_from"),
        page.findChild(QAbstractButton, "backup_closing"),
        page.findChild(QTimeEdit, "backup_time"),
    )
    assert later is not None
    assert closing is not None
    assert at is not None
    assert not at.isEnabled()
    later.click()
    closing.click()
    at.setTime(QTime(17, 30))
    kept = settings.load(town.home)
    assert (kept.backup_at, kept.backup_closing) == ("17:30", True)
    page.findChild(QAbstractButton, "backup_first").click()  # type: ignore[union-attr]  # it is there
    assert settings.load(town.home).backup_at == ""


def test_the_state_of_the_desk_is_told_acted_on_and_printed(
    qtbot: QtBot, town: Town, tasks: Tasks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    page = _page(qtbot, town.clerk, tasks, "health")
    part = page.part("health")
    assert isinstance(part, HealthPart)
    qtbot.waitUntil(lambda: part.findChild(QLabel, "health_backup_state") is not None, timeout=WAIT)
    assert part.findChild(QLabel, "health_verdict").text().startswith("有 ")  # type: ignore[union-attr]  # it is there
    for key, told in (("seals", "每一页的加密校验都对"), ("journal", "没有发现改动")):
        _press(page, f"health_{key}_button")
        qtbot.waitUntil(partial(_says, part, f"health_{key}_text", told), timeout=WAIT)
        assert told in page.bar.text
    _press(page, "health_room_button")
    assert opened == [str(town.home)]
    part.print_into(tmp_path)
    qtbot.waitUntil(lambda: len(opened) == 2, timeout=3 * WAIT)
    assert Path(opened[1]).read_bytes().startswith(b"%PDF")
    _press(page, "health_backup_button")
    assert page.current_key == "care"


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
