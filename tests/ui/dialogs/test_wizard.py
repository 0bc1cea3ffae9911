from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.errors import InvalidInput, Problem, UserError
from jiuzhu.ui.dialogs.recovery_key import RecoveryKeyDialog
from jiuzhu.ui.dialogs.wizard import Wizard
from jiuzhu.ui.tasks import Tasks

W = TypeVar("W", bound=QWidget)
PASSWORD = "河 弯弯 向东流 去 2026"


def find(root: QWidget, kind: type[W], name: str) -> W:
    found = root.findChild(kind, name)
    assert found is not None, name
    return found


@pytest.fixture
def tasks(request: pytest.FixtureRequest) -> Iterator[Tasks]:
    request.getfixturevalue("qapp")
    made = Tasks(None, lambda bug: pytest.fail(repr(bug)))
    yield made
    made.shutdown()


class Opening:
    def __init__(self) -> None:
        self.made: list[Any] = []
        self.refusal: UserError | None = None
        self.FirstStart = SimpleNamespace
        self.recovery = SimpleNamespace(
            fresh=lambda: SimpleNamespace(words="天地玄黄宇宙洪荒日月盈昃", asked=(2, 5))
        )

    def districts(self) -> list[tuple[str, str]]:
        return [("500101", "万州区"), ("500112", "渝北区")]

    def policy_packs(self) -> list[tuple[str, str, str]]:
        return [("500000", "重庆市", "其中 3 项参数待本地确认。")]

    def password_problem(self, password: str, login: str) -> str | None:
        return "密码至少 10 个字符。" if len(password) < 10 or password == login else None

    def first_start(self, home: Path, start: Any) -> Any:
        self.made.append((home, start))
        if self.refusal is not None:
            raise self.refusal
        return "workspace"


@pytest.fixture
def service() -> Opening:
    return Opening()


@pytest.fixture
def wizard(qtbot: QtBot, tasks: Tasks, service: Opening) -> Wizard:
    made = Wizard(tasks, Path("数据"), lambda: service)
    qtbot.addWidget(made)
    with qtbot.waitSignal(tasks.idle):
        made.show()
    return made


def step(wizard: Wizard) -> str:
    return find(wizard, QLabel, "wizard_title").text()


def go(wizard: Wizard) -> None:
    find(wizard, QPushButton, "next").click()


def fill(wizard: Wizard, **words: str) -> None:
    for name, word in words.items():
        find(wizard, QLineEdit, name).setText(word)


def to_summary(wizard: Wizard) -> None:
    find(wizard, QRadioButton, "use_demo").click()
    for _ in range(3):
        go(wizard)
    fill(wizard, operator_name="张示例", login="zhang", password=PASSWORD, password_again=PASSWORD)
    go(wizard)
    assert step(wizard) == "核对并建立"


def test_five_pages_lead_to_a_first_start(wizard: Wizard, service: Opening, qtbot: QtBot) -> None:
    go(wizard)
    find(wizard, QComboBox, "district").setCurrentIndex(1)
    fill(
        wizard,
        office_name="虚构镇社会救助服务窗口",
        township_name="虚构镇",
        township_end="101",
        phone="023-1",
    )
    go(wizard)
    find(wizard, QComboBox, "window").setCurrentText("B")
    assert any("待本地确认" in label.text() for label in wizard.findChildren(QLabel))
    go(wizard)
    fill(wizard, operator_name=" 张示例 ", login="zhang", password=PASSWORD, password_again=PASSWORD)
    go(wizard)
    assert find(wizard, QLabel, "wizard_step").text() == "第 5 步，共 5 步"
    assert "数据放在：数据" in find(wizard, QLabel, "summary").text()
    go(wizard)
    assert service.made == []  # the tick is still missing
    find(wizard, QCheckBox, "sure").setChecked(True)
    go(wizard)
    qtbot.waitUntil(lambda: wizard.findChild(RecoveryKeyDialog) is not None)
    with qtbot.waitSignal(wizard.opened) as opened:  # made or put off, the office opens
        find(wizard, RecoveryKeyDialog, "recovery_key_dialog").reject()
    assert opened.args == ["workspace"]
    home, start = service.made[0]
    assert home == Path("数据")
    assert vars(start) == {
        "office_name": "虚构镇社会救助服务窗口", "district": "500112", "district_name": "渝北区",
        "township": "500112101", "township_name": "虚构镇", "address": "", "phone": "023-1",
        "supervision_phone": "", "window": "B", "policy_pack": "500000", "operator_name": "张示例", "login": "zhang",
        "post": "窗口经办", "password": PASSWORD, "demo": False,
    }  # fmt: skip


def test_enter_alone_leads_through_choices_ticks_and_buttons(wizard: Wizard, service: Opening) -> None:
    QTest.keyClick(find(wizard, QRadioButton, "use_real"), Qt.Key.Key_Return)
    assert step(wizard) == "单位与区县"
    back = find(wizard, QPushButton, "back")
    back.setFocus()
    QTest.keyClick(back, Qt.Key.Key_Return)
    assert step(wizard) == "怎样使用"
    to_summary(wizard)
    tick = find(wizard, QCheckBox, "sure")
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Return)
    assert "请勾选" in find(wizard, QLabel, "sure_problem").text()
    assert service.made == []


def test_no_i_and_no_o(wizard: Wizard) -> None:
    letters = find(wizard, QComboBox, "window")
    assert "".join(letters.itemText(place) for place in range(letters.count())) == "ABCDEFGHJKLMNPQRSTUVWXYZ"


def test_what_is_missing_is_told_beside_the_field(wizard: Wizard) -> None:
    go(wizard)
    fill(wizard, township_end="1")
    go(wizard)
    assert step(wizard) == "单位与区县"
    assert "请填写" in find(wizard, QLabel, "office_name_problem").text()
    assert "三位数字" in find(wizard, QLabel, "township_end_problem").text()
    QTest.keyClicks(find(wizard, QLineEdit, "office_name"), "a")
    assert find(wizard, QLabel, "office_name_problem").text() == ""


def test_passwords_must_be_good_and_alike(wizard: Wizard) -> None:
    find(wizard, QRadioButton, "use_demo").click()
    for _ in range(3):
        go(wizard)
    fill(wizard, operator_name="张示例", login="zhang", password="short", password_again="short")
    go(wizard)
    assert "至少 10 个字符" in find(wizard, QLabel, "password_problem").text()
    fill(wizard, password=PASSWORD, password_again="河")
    assert any("强度" in label.text() for label in wizard.findChildren(QLabel))
    go(wizard)
    assert "不一样" in find(wizard, QLabel, "password_again_problem").text()
    assert step(wizard) == "第一位经办人员"


def test_practice_fills_in_invented_words_and_real_use_takes_them_away(wizard: Wizard) -> None:
    find(wizard, QRadioButton, "use_demo").click()
    go(wizard)
    assert "演练" in find(wizard, QLineEdit, "office_name").text()
    find(wizard, QPushButton, "back").click()
    find(wizard, QRadioButton, "use_real").click()
    go(wizard)
    assert find(wizard, QLineEdit, "office_name").text() == ""


def test_enter_goes_field_by_field_and_esc_back(wizard: Wizard) -> None:
    find(wizard, QRadioButton, "use_demo").click()
    go(wizard)
    wizard.activateWindow()
    fields = [
        "office_name",
        "district",
        "township_name",
        "township_end",
        "address",
        "phone",
        "supervision_phone",
    ]
    for name in fields:
        widget = find(wizard, QWidget, name)
        assert wizard.focusWidget() is widget, name
        QTest.keyClick(widget, Qt.Key.Key_Return)
    assert step(wizard) == "窗口与政策"
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert step(wizard) == "单位与区县"


def test_a_refusal_leads_back_to_its_field_and_keeps_everything(
    wizard: Wizard, service: Opening, tasks: Tasks, qtbot: QtBot
) -> None:
    service.refusal = InvalidInput([Problem("township", "镇街代码不对。"), Problem("window", "窗口号不对。")])
    to_summary(wizard)
    find(wizard, QCheckBox, "sure").setChecked(True)
    with qtbot.waitSignal(tasks.idle):
        go(wizard)
    assert step(wizard) == "单位与区县"
    assert "镇街代码不对" in find(wizard, QLabel, "township_end_problem").text()
    assert "窗口号不对" in find(wizard, QLabel, "window_problem").text()
    assert find(wizard, QLineEdit, "password").text() == PASSWORD


def test_other_refusals_go_to_the_bar(wizard: Wizard, service: Opening, tasks: Tasks, qtbot: QtBot) -> None:
    service.refusal = UserError("磁盘已满，没有建立。请腾出空间再试。")
    to_summary(wizard)
    find(wizard, QCheckBox, "sure").setChecked(True)
    with qtbot.waitSignal(tasks.idle):
        go(wizard)
    assert find(wizard, QLabel, "message_text").text() == "磁盘已满，没有建立。请腾出空间再试。"
    assert find(wizard, QPushButton, "next").isEnabled()
