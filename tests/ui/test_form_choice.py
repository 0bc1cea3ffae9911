"""A long choice shows a part and says so; anybody is found by typing any part of a name or number."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.ui.form_choice import ChoiceInput


def test_who_is_not_among_the_first_is_found_by_the_end_of_a_number(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    choice = ChoiceInput(window)
    choice.set_options([(f"id{one}", f"示例{one}　示例村　服2025-{one:06d}") for one in range(1000)])
    window.resize(600, 400)
    window.show()
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    shown = window.findChild(QListWidget, "suggestions")
    assert shown is not None
    assert shown.item(shown.count() - 1).text() == "还有 800 项，请再输入姓名或编号的几个字"
    for _ in range(300):
        QTest.keyClick(choice, Qt.Key.Key_Down)
    choice.settle()
    assert choice.found() == ("id199", "示例199　示例村　服2025-000199")  # the note is no option
    choice.clear()
    QTest.keyClicks(choice, "000987")
    assert [shown.item(row).text() for row in range(shown.count())] == ["示例987　示例村　服2025-000987"]
    choice.settle()
    assert choice.found() == ("id987", "示例987　示例村　服2025-000987")
