"""Settings, on the real services."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from jiuzhu import settings
from jiuzhu.services import admin, escalating, opening
from jiuzhu.services.workspace import Workspace
from jiuzhu.ui import theme, tokens
from jiuzhu.ui.pages.settings import SettingsPage
from jiuzhu.ui.tasks import Tasks
from part_hands import fill_dialog, open_dialog
from town import PASSWORD, Town, open_town

WAIT = 20_000
OTHER = "两个黄鹂鸣翠柳2026"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def tasks(town: Town) -> Iterator[Tasks]:
    bugs: list[BaseException] = []
    made = Tasks(town.clerk, bugs.append)
    yield made
    made.shutdown()
    assert not bugs


def _page(qtbot: QtBot, workspace: Workspace, tasks: Tasks) -> SettingsPage:
    page = SettingsPage(tasks, workspace)
    qtbot.addWidget(page)
    page.resize(1190, 700)
    page.show()
    qtbot.waitUntil(lambda: bool(page.parameters.rows), timeout=WAIT)
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
    page = _page(qtbot, town.clerk, tasks)
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
    page = _page(qtbot, town.clerk, tasks)
    (town.home / "settings.json.new").mkdir()
    dark = page.findChild(QRadioButton, "scheme_dark")
    assert isinstance(dark, QRadioButton)
    dark.click()
    assert tokens.now().scheme == "dark"
    assert "没有存下来" in page.bar.text
    theme.apply(qapp)  # type: ignore[arg-type]  # the fixture is the application


def test_the_password_is_changed_after_both_typings_agree(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.clerk, tasks)
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
    page = _page(qtbot, town.clerk, tasks)
    page.back_up(tmp_path / "usb")
    qtbot.waitUntil(lambda: "已备份并读回检查" in page.bar.text, timeout=WAIT)
    assert list((tmp_path / "usb").glob("*.db"))
    assert town.clerk.settings.last_backup


def test_the_journal_is_verified_from_the_page(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.clerk, tasks)
    _press(page, "verify_journal")
    qtbot.waitUntil(lambda: "没有发现改动" in page.bar.text, timeout=WAIT)


def test_an_administrator_adds_a_colleague(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.clerk, tasks)
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
    page = _page(qtbot, town.head, tasks)
    assert page.findChild(QPushButton, "add_colleague") is None


def test_figures_to_be_confirmed_stand_first(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.clerk, tasks)
    states = [row.confirmed for row in page.parameters.rows]
    assert states == sorted(states)
    assert not states[0]
    assert all(row.document for row in page.parameters.rows)


def test_a_new_standard_and_a_year_of_days_off_are_set_in_the_window(
    qtbot: QtBot, town: Town, tasks: Tasks
) -> None:
    page = _page(qtbot, town.clerk, tasks)
    rows = page.parameters.rows
    page.figures.choose(next(place for place, row in enumerate(rows) if row.key == "std.dibao.urban"))
    _press(page, "set_figure")
    fill_dialog(page, value="abc", starts="2026-01-01", document="示例规〔2025〕99号", confirmed=True)
    qtbot.waitUntil(lambda: "不小于零的数字" in problem(page), timeout=WAIT)
    fill_dialog(page, value="800")
    qtbot.waitUntil(lambda: "新数值已保存" in page.bar.text, timeout=WAIT)
    standards = town.clerk.rules.policy.in_force(town.clerk.office.district, date(2026, 1, 1))
    assert standards.number("std.dibao.urban") == 800
    _press(page, "set_calendar")
    fill_dialog(page, document="示例办〔2025〕7号", off="2026-01-01 至 2026-01-03", worked="2026-01-04")
    qtbot.waitUntil(lambda: "放假安排已保存" in page.bar.text, timeout=WAIT)
    assert town.clerk.rules.calendar.document(2026) == "示例办〔2025〕7号"


def problem(page: SettingsPage) -> str:
    box = open_dialog(page).findChild(QLabel, "figure.value.problem")
    return box.text() if box is not None else ""


def test_an_administrator_names_whom_overdue_matters_go_up_to(qtbot: QtBot, town: Town, tasks: Tasks) -> None:
    page = _page(qtbot, town.clerk, tasks)
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
