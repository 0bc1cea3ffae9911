"""同事账号 and 窗口 at the desks of those who administer and those who give the work."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QLineEdit, QPushButton

import family
from jiuzhu.domain.household import Household
from jiuzhu.domain.rights import RIGHT_LABELS, RIGHTS
from jiuzhu.services.office import admin, opening
from jiuzhu.storage.encrypted_file import EncryptedFile
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.pages.settings import SettingsPage
from jiuzhu.ui.settings.reset_dialog import ResetDialog
from jiuzhu.ui.settings.roles_dialog import RolesDialog
from part_hands import Desks, Hands
from relief_case import colleague
from town import Town

FIRST = "两个黄鹂鸣翠柳2026"


def _type(desk: Hands, **words: str) -> None:
    for name, text in words.items():
        edit = desk.page.findChild(QLineEdit, name)
        assert isinstance(edit, QLineEdit), name
        edit.setText(text)
        edit.textEdited.emit(text)


def _roles(desk: Hands, login: str) -> RolesDialog:
    desk.part.table.choose([row.login for row in desk.rows].index(login))
    desk.click("assign_roles")
    found: RolesDialog
    [found] = [one for one in desk.page.findChildren(RolesDialog) if one.isVisible()]
    return found


def _take(desk: Hands, dialog: RolesDialog, *roles: str) -> None:
    for tick in dialog.findChildren(QCheckBox):
        tick.setChecked(tick.objectName().removeprefix("give_") in roles)
    button = dialog.findChild(QPushButton, "roles_take")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.calm()


def test_a_system_administrator_adds_accounts_without_work(desks: Desks, town: Town) -> None:
    desk = desks(SettingsPage, colleague(town, "xitong", "辛示例", "administrator"), "colleagues")
    assert desk.page.findChild(QPushButton, "assign_roles") is None
    assert desk.page.findChild(QCheckBox, "role_clerk") is None
    assert "由安全管理员授予岗位" in desk.label("roles_later")
    _type(desk, colleague_name="癸示例", colleague_login="xinren", colleague_password=FIRST)
    desk.click("add_colleague")
    assert "岗位由安全管理员授予" in desk.said
    assert {row.login: row.roles for row in desk.rows}["xinren"] == "待授予岗位"


def test_a_security_administrator_gives_the_work_and_adds_nobody(desks: Desks, town: Town) -> None:
    colleague(town, "xinren", "癸示例")
    desk = desks(SettingsPage, colleague(town, "anquan", "壬示例", "security_administrator"), "colleagues")
    assert desk.page.findChild(QPushButton, "add_colleague") is None
    assert desk.page.findChild(QPushButton, "end_colleague") is None
    assert not desk.page.has("windows")
    desk.click("assign_roles")
    assert "请先在列表里选中" in desk.said
    dialog = _roles(desk, "xinren")
    _take(desk, dialog, "clerk", "auditor")
    told = dialog.findChild(QLabel, "roles_problem")
    assert told is not None
    assert "窗口经办和审计不能由同一个人担任" in told.text()
    _take(desk, dialog, "clerk", "checker")
    assert desk.said == "癸示例的岗位：窗口经办、核查。"
    assert {row.login: row.roles for row in desk.rows}["xinren"] == "窗口经办、核查"
    _take(desk, _roles(desk, "xinren"))
    assert desk.said == "癸示例现在没有岗位。"


def test_a_login_the_store_cannot_take_is_told_beside_the_field(
    desks: Desks, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EncryptedFile, "login_problem", lambda _self, _login: "登录名用小写字母开头。")
    desk = desks(SettingsPage, town.clerk, "colleagues")
    _type(desk, colleague_name="癸示例", colleague_login="新人", colleague_password=FIRST)
    desk.click("add_colleague")
    assert desk.label("colleague_login_problem") == "✗ 登录名用小写字母开头。"
    _type(desk, colleague_login="xinren")
    assert desk.label("colleague_login_problem") == ""
    assert "xinren" not in {row.login for row in town.clerk.read(admin.colleagues)}


def test_a_window_is_added(desks: Desks, town: Town) -> None:
    desk = desks(SettingsPage, town.clerk, "windows")
    assert [row.letter for row in desk.rows] == ["A"]
    _type(desk, window_letter="o")
    desk.click("add_window")
    assert "不用 I 和 O" in desk.label("window_letter_problem")
    _type(desk, window_letter="b", window_name="便民中心")
    desk.click("add_window")
    assert "已添加 B 窗口" in desk.said
    assert [(row.letter, row.name, row.here) for row in desk.rows] == [
        ("A", "A 窗口", True),
        ("B", "便民中心", False),
    ]
    assert desk.label("window_letter_problem") == ""


def test_villages_are_ticked_beside_the_work(desks: Desks, town: Town) -> None:
    colleague(town, "xinren", "癸示例")
    for village in ("甲示例村", "乙示例村"):
        town.clerk.write(_settle, village)
    desk = desks(SettingsPage, colleague(town, "anquan", "壬示例", "security_administrator"), "colleagues")
    dialog = _roles(desk, "xinren")
    told = dialog.findChild(QLabel, "roles_bound")
    assert told is not None
    assert told.isVisible()
    for name in ("village_甲示例村", "give_clerk"):
        tick = dialog.findChild(QCheckBox, name)
        assert tick is not None
        tick.setChecked(True)
    take = dialog.findChild(QPushButton, "roles_take")
    assert take is not None
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    desk.calm()
    problem = dialog.findChild(QLabel, "roles_problem")
    assert problem is not None
    assert "只有岗位单是核查的账号" in problem.text()
    _take(desk, dialog, "checker", "village_甲示例村")
    assert desk.said == "癸示例的岗位：核查，只管甲示例村。"
    assert {row.login: row.roles for row in desk.rows}["xinren"] == "核查（只管甲示例村）"


def _settle(unit: Unit, village: str) -> None:
    home = family.household(unit, names=(f"{village[0]}示例",))
    unit.session.flush()
    unit.get(Household, home).village = village


def test_the_rights_are_printed_to_be_signed(
    desks: Desks, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague(town, "shenguan", "庚示例", "audit_administrator")
    keeper = colleague(town, "anquan", "壬示例", "security_administrator")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    desk = desks(SettingsPage, keeper, "colleagues")
    desk.click("print_rights")
    assert "岗位权限表" in desk.said
    [made] = tmp_path.glob("岗位权限表-*.pdf")
    pages = PdfReader(made).pages
    said = "".join("".join(page.extract_text() for page in pages).split())
    assert len(pages) <= 2
    assert said.count("●") == 1 + sum(len(holders) for holders in RIGHTS.values())  # and what it means
    for word in (*RIGHT_LABELS.values(), "庚示例", "壬示例", "张经办"):
        assert word in said


def test_a_forgotten_password_is_set_again_by_the_security_administrator(desks: Desks, town: Town) -> None:
    admin.add_operator(town.clerk, login="xinren", name="癸示例", post="", roles=["checker"], password=FIRST)
    desk = desks(SettingsPage, colleague(town, "anquan", "壬示例", "security_administrator"), "colleagues")
    desk.part.table.choose([row.login for row in desk.rows].index("xinren"))
    desk.click("reset_password")
    [dialog] = [one for one in desk.page.findChildren(ResetDialog) if one.isVisible()]
    edit, button = dialog.findChild(QLineEdit, "reset_password"), dialog.findChild(QPushButton, "reset_take")
    assert isinstance(edit, QLineEdit)
    assert isinstance(button, QPushButton)
    edit.setText("短")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.calm()
    assert "至少 10" in dialog.findChild(QLabel, "reset_password_problem").text()
    edit.setText(FIRST + "二")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    desk.calm()
    assert desk.said == "癸示例的密码已重设，请当面告诉本人；登录时要换成自己的。"
    again = opening.log_in(town.home, "xinren", FIRST + "二", lambda: town.moment[0])
    assert again.must_choose
    again.close()


def test_who_only_administers_sets_no_password(desks: Desks, town: Town) -> None:
    desk = desks(SettingsPage, colleague(town, "xitong", "辛示例", "administrator"), "colleagues")
    assert desk.page.findChild(QPushButton, "reset_password") is None


def test_unlocking_is_closed_to_who_administers_where_another_has_the_security(
    desks: Desks, town: Town
) -> None:
    colleague(town, "anquan", "壬示例", "security_administrator")
    desk = desks(SettingsPage, colleague(town, "xitong", "辛示例", "administrator"), "colleagues")
    button = desk.page.findChild(QPushButton, "unlock_colleague")
    assert button is not None
    logins = [row.login for row in desk.rows]
    desk.part.table.choose(logins.index("jingban"))
    assert not button.isEnabled()
    assert button.toolTip() == desk.label("unlock_barred") == "解锁：由安全管理员办理。"
