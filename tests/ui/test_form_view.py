from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from form_hands import CODES, Show, focus_name, key, line, sentence, showing, type_in
from jiuzhu.domain.dossier import Dossier


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    return showing(qtbot)


def test_typing_is_in_the_dossier_at_once_and_is_told(show: Show, qtbot: QtBot) -> None:
    dossier = Dossier()
    view = show("F01", "applicant", dossier=dossier)
    with qtbot.waitSignal(view.edited) as told:
        type_in(view, "applicant.name", "张")
    assert told.args == ["applicant.name"]
    assert dossier.members[0].name == "张"
    assert line(view, "applicant.name").accessibleName() == "姓名"


def test_an_identity_number_fills_birth_and_sex_and_stands_in_groups(show: Show) -> None:
    dossier = Dossier()
    view = show("F01", "applicant", dossier=dossier)
    type_in(view, "applicant.id_number", "11010519491231002x")
    assert dossier.applicant.id_number == "11010519491231002X"
    assert dossier.applicant.birth == date(1949, 12, 31)
    assert line(view, "applicant.sex").text() == "女"
    key(Qt.Key.Key_Return)
    assert line(view, "applicant.id_number").text() == "110105 19491231 002X"
    assert focus_name() == "applicant.sex"


def test_a_wrong_identity_number_is_told_beside_the_field_and_stays(show: Show) -> None:
    dossier = Dossier()
    view = show("F01", "applicant", dossier=dossier)
    type_in(view, "applicant.id_number", "110105194912310021")
    assert "校验位" in sentence(view, "applicant.id_number")
    assert dossier.applicant.id_number == "110105194912310021"
    assert dossier.applicant.birth is None
    type_in(view, "applicant.id_number", "1101051949")
    assert sentence(view, "applicant.id_number") == ""  # half typed is not wrong yet
    key(Qt.Key.Key_Return)
    assert "18 位" in sentence(view, "applicant.id_number")
    assert line(view, "applicant.id_number").text() == "1101051949"


@pytest.mark.parametrize("name", ["长" * 200])
def test_a_name_of_200_characters_is_told_and_kept(show: Show, name: str) -> None:
    dossier = Dossier()
    view = show("F01", "applicant", dossier=dossier)
    field = line(view, "applicant.name")
    field.setFocus()
    QApplication.clipboard().setText(name)
    field.paste()
    key(Qt.Key.Key_Return)
    assert "200 个字" in sentence(view, "applicant.name")
    assert field.text() == name
    assert dossier.applicant.name == name
    assert [problem.field for problem in view.problems()] == ["applicant.name"]


def test_pasted_tabs_and_wide_digits_become_plain(show: Show) -> None:
    dossier = Dossier()
    view = show("F01", "applicant", dossier=dossier)
    field = line(view, "household.address")
    field.setFocus()
    QApplication.clipboard().setText("示例路\t１２号")
    field.paste()
    assert dossier.household.address == "示例路 12号"
    key(Qt.Key.Key_Return)
    assert field.text() == "示例路 12号"


def test_a_date_that_cannot_be_read_stays_on_screen_and_out_of_the_dossier(show: Show) -> None:
    dossier = Dossier()
    view = show("F01", "applicant", dossier=dossier)
    type_in(view, "applicant.birth", "19800302")
    assert dossier.applicant.birth == date(1980, 3, 2)
    type_in(view, "applicant.birth", "19800231")
    key(Qt.Key.Key_Return)
    assert dossier.applicant.birth is None
    assert "不存在" in sentence(view, "applicant.birth")
    view.refresh()
    assert line(view, "applicant.birth").text() == "19800231"
    assert "不存在" in sentence(view, "applicant.birth")
    type_in(view, "applicant.birth", "3-2")
    key(Qt.Key.Key_Return)
    assert line(view, "applicant.birth").text() == "2025-03-02"
    assert view.problems() == []


def test_enter_goes_on_shift_enter_goes_back_and_f2_wants_the_next_step(show: Show, qtbot: QtBot) -> None:
    view = show("F01", "applicant")
    view.focus_first()
    assert focus_name() == "applicant.name"
    key(Qt.Key.Key_Return)
    assert focus_name() == "applicant.id_number"
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert focus_name() == "applicant.name"
    with qtbot.waitSignal(view.next_wanted):
        key(Qt.Key.Key_F2)
    view.focus_path("applicant.registered_address")
    with qtbot.waitSignal(view.next_wanted):
        key(Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "code"), [("20", "20"), ("qz", ""), ("妻", "12"), ("q", "12"), ("po", "10")]
)
def test_a_choice_is_found_by_code_words_or_first_letters(show: Show, typed: str, code: str) -> None:
    dossier = Dossier()
    view = show("F02", "members", dossier=dossier)
    type_in(view, "members.0.relation", typed)
    key(Qt.Key.Key_Return)
    if code:
        assert dossier.members[0].relation == code
        assert line(view, "members.0.relation").text() == CODES["relation"].label(code)
    else:
        assert "没有“qz”" in sentence(view, "members.0.relation")
        assert line(view, "members.0.relation").text() == "qz"


def test_the_list_of_a_choice_opens_walks_and_closes(show: Show) -> None:
    dossier = Dossier()
    view = show("F01", "items", dossier=dossier)
    line(view, "application.cause").setFocus()
    for _ in range(3):
        key(Qt.Key.Key_Down)
    options = view.window().findChild(QWidget, "suggestions")
    assert isinstance(options, QWidget)
    assert options.isVisible()
    key(Qt.Key.Key_Escape)
    assert not options.isVisible()
    for _ in range(3):
        key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Return)
    assert dossier.application.cause == "disaster"
    assert line(view, "application.cause").text() == "灾害"
    assert focus_name() == "application.reason"


def test_free_words_may_be_a_suggested_code(show: Show) -> None:
    dossier = Dossier()
    view = show("F02", "incomes", dossier=dossier)
    view.findChild(QPushButton, "incomes.add").click()  # type: ignore[union-attr]  # it is there
    type_in(view, "incomes.0.item", "门卫工资")
    assert dossier.incomes[0].item == "门卫工资"
    type_in(view, "incomes.0.item", "奖学金")
    assert dossier.incomes[0].item == "scholarship"
    key(Qt.Key.Key_Return)
    assert line(view, "incomes.0.item").text() == "奖学金"


def test_long_text_takes_new_lines_with_alt_enter_and_goes_on_with_enter(show: Show) -> None:
    dossier = Dossier()
    view = show("F01", "items", dossier=dossier)
    text = view.findChild(QPlainTextEdit, "application.reason")
    assert isinstance(text, QPlainTextEdit)
    text.setFocus()
    QTest.keyClicks(text, "a")
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(text, "b")
    assert dossier.application.reason == "a\nb"


def test_items_asked_for_are_ticked_with_space(show: Show) -> None:
    dossier = Dossier()
    view = show("F01", "items", dossier=dossier)
    edge = view.findChild(QCheckBox, "application.programmes.edge")
    assert isinstance(edge, QCheckBox)
    QTest.keyClick(edge, Qt.Key.Key_Space)
    assert dossier.application.programmes == ["dibao", "edge"]
