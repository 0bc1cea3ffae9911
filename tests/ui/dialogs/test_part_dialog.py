"""The dialog of a few fields: what is told beside a field can be read to its end."""

from datetime import date

from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.domain.form import FormField
from jiuzhu.errors import InvalidInput, Problem
from jiuzhu.ui import theme, tokens
from jiuzhu.ui.dialogs.part_dialog import PartDialog, blank

TODAY = date(2025, 12, 3)
FIELDS = tuple(FormField(name, name, span=1) for name in ("one", "two", "three", "four", "five"))


def test_a_sentence_of_three_lines_is_not_cut(qtbot: QtBot) -> None:
    home = QWidget()
    home.resize(1366, 768)
    qtbot.addWidget(home)
    dialog = PartDialog(
        home, "few", "几项", blank(FIELDS, TODAY), FIELDS, codes={}, today=TODAY, told="现在是" * 30
    )
    dialog.open()
    qtbot.wait(20)
    dialog.note("这里写着会影响到谁。" * 8)
    dialog.tell(InvalidInput([Problem("two", "这一天已经设置过这个参数，请核对日期再保存。" * 3)]))
    qtbot.wait(20)
    told = dialog.findChild(QLabel, "few.two.problem")
    assert told is not None
    assert told.height() >= told.heightForWidth(told.width())
    dialog.close()


def test_fields_that_scroll_take_all_the_room_there_is(qtbot: QtBot, qapp: QApplication) -> None:
    many = tuple(FormField(f"f{place}", f"第 {place} 项", type="text", span=2) for place in range(20))
    home = QWidget()
    home.resize(1366, 768)
    qtbot.addWidget(home)
    try:
        theme.apply(qapp, "light", 150)
        dialog = PartDialog(home, "many", "许多项", blank(many, TODAY), many, codes={}, today=TODAY)
        dialog.open()
        qtbot.wait(20)
        area = dialog.findChild(QScrollArea)
        take = dialog.findChild(QPushButton, "many_take")
        assert area is not None
        assert take is not None
        assert area.verticalScrollBar().maximum() > 0
        assert take.y() - area.geometry().bottom() <= 2 * tokens.BETWEEN
        assert dialog.height() <= 768
        dialog.close()
    finally:
        theme.apply(qapp)
