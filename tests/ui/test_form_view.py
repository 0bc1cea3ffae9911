from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu import paths
from jiuzhu.domain.codes import CodeTable, load_codes
from jiuzhu.domain.dossier import Dossier, LinePart
from jiuzhu.domain.form import Form, load_forms
from jiuzhu.errors import Problem
from jiuzhu.ui import theme
from jiuzhu.ui.form_view import FormView

TODAY = date(2025, 10, 20)
CODES: dict[str, CodeTable] = load_codes(paths.resources() / "codes")
FORMS: dict[str, Form] = load_forms(paths.forms(), frozenset(CODES))

Show = Callable[..., FormView]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def made(form: str, *names: str, dossier: Dossier | None = None) -> FormView:
        view = FormView([item for item in FORMS[form].sections if item.name in names], CODES, TODAY)
        qtbot.addWidget(view)
        view.resize(760, 700)
        view.set_dossier(dossier or Dossier())
        view.show()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        return view

    return made


def line(view: FormView, path: str) -> QLineEdit:
    found = view.findChild(QLineEdit, path)
    assert isinstance(found, QLineEdit), path
    return found


def say(text: str) -> None:
    """Type with the keyboard; Chinese comes from the input method, as at the desk."""
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    if text.isascii():
        QTest.keyClicks(widget, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def type_in(view: FormView, path: str, text: str) -> None:
    field = line(view, path)
    field.setFocus()
    field.selectAll()
    say(text)


def sentence(view: FormView, path: str) -> str:
    found = view.findChild(QLabel, f"{path}.problem")
    assert isinstance(found, QLabel)
    return found.text() if found.isVisibleTo(view) else ""


def key(code: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QWidget)
    QTest.keyClick(widget, code, held)


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


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


def test_rows_are_added_ended_and_taken_back_by_keyboard(show: Show) -> None:
    dossier = Dossier()
    dossier.members[0].name = "张示例"
    view = show("F02", "incomes", dossier=dossier)
    view.focus_first()
    assert focus_name() == "incomes.add"
    key(Qt.Key.Key_Return)
    assert focus_name() == "incomes.0.person"
    say("zsl")
    key(Qt.Key.Key_Return)
    say("gz")
    key(Qt.Key.Key_Return)
    assert focus_name() == "incomes.0.item"
    assert (dossier.incomes[0].person, dossier.incomes[0].person_name) == (dossier.members[0].id, "张示例")
    assert dossier.incomes[0].kind == "wage"
    type_in(view, "incomes.0.declared", "-5")
    key(Qt.Key.Key_Return)
    assert "负数" in sentence(view, "incomes.0.declared")
    assert dossier.incomes[0].declared is None
    key(Qt.Key.Key_Insert)
    assert focus_name() == "incomes.1.person"
    assert line(view, "incomes.0.declared").text() == "-5"  # a rebuilt table keeps what could not be read
    type_in(view, "incomes.1.declared", "1560")
    assert dossier.incomes[1].declared == Decimal("1560.00")
    line(view, "incomes.0.declared").setFocus()
    key(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [row.declared for row in dossier.incomes] == [Decimal("1560.00")]
    assert line(view, "incomes.0.declared").text() == "1,560.00"
    view.findChild(QPushButton, "incomes.undo").click()  # type: ignore[union-attr]  # it is there
    assert len(dossier.incomes) == 2
    assert line(view, "incomes.0.declared").text() == "-5"


def test_members_are_edited_one_at_a_time_and_the_applicant_stays(show: Show, qtbot: QtBot) -> None:
    dossier = Dossier()
    view = show("F02", "members", dossier=dossier)
    type_in(view, "members.0.name", "张示例")
    key(Qt.Key.Key_Insert)
    assert focus_name() == "members.1.name"
    say("李示例")
    assert [member.name for member in dossier.members] == ["张示例", "李示例"]
    assert dossier.members[1].relation == ""
    key(Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert focus_name() == "members.0.name"
    assert line(view, "members.0.name").text() == "张示例"
    with qtbot.waitSignal(view.told):
        key(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert len(dossier.members) == 2
    key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    key(Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [member.name for member in dossier.members] == ["张示例"]


def test_fields_that_do_not_matter_stay_away(show: Show) -> None:
    dossier = Dossier()
    view = show("F02", "members", dossier=dossier)
    assert not line(view, "members.0.illness_name").isVisibleTo(view)
    type_in(view, "members.0.illness", "重")
    assert line(view, "members.0.illness_name").isVisibleTo(view)
    counted = view.findChild(QCheckBox, "members.0.counted")
    assert isinstance(counted, QCheckBox)
    assert counted.isChecked()
    QTest.keyClick(counted, Qt.Key.Key_Space)
    assert dossier.members[0].counted is False
    assert line(view, "members.0.not_counted_reason").isVisibleTo(view)


def test_problems_stand_beside_their_fields_even_of_another_member(show: Show) -> None:
    dossier = Dossier()
    view = show("F02", "members", "obligors", dossier=dossier)
    dossier.members.append(type(dossier.members[0])(name="李示例"))
    view.refresh()
    view.show_problems(
        [Problem("members.1.relation", "请选择关系。"), Problem("members.1.phone", "请填电话。")]
    )
    assert sentence(view, "members.1.relation") == "请选择关系。"
    assert sentence(view, "members.1.phone") == "请填电话。"
    assert focus_name() == "members.1.relation"


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


def test_every_field_of_the_three_forms_has_a_name_and_can_be_reached(show: Show) -> None:
    for form in ("F01", "F02", "F03"):
        view = show(form, *(item.name for item in FORMS[form].sections))
        for box in view.boxes:
            assert box.editor.widget.objectName() == box.path
            assert box.editor.widget.accessibleName()
            assert all(widget.focusPolicy() & Qt.FocusPolicy.ClickFocus for widget in box.editor.focus)
            assert any(widget.focusPolicy() & Qt.FocusPolicy.TabFocus for widget in box.editor.focus)


def test_a_long_table_is_walked_with_arrows_and_each_group_is_one_stop(show: Show) -> None:
    dossier = Dossier()
    view = show("F01", "items", dossier=dossier)
    first = view.findChild(QCheckBox, "application.programmes.dibao")
    assert isinstance(first, QCheckBox)
    first.setFocus()
    key(Qt.Key.Key_Right)
    assert focus_name() == "application.programmes.edge"
    key(Qt.Key.Key_Left)
    key(Qt.Key.Key_Left)  # nothing before the first
    assert focus_name() == "application.programmes.dibao"
    key(Qt.Key.Key_Up)
    assert focus_name() == "application.programmes.dibao"
    names = []
    for _ in range(12):
        key(Qt.Key.Key_Down)
        names.append(focus_name())
    assert names[-1] == names[-2]  # the last row
    group = {code for code, title in CODES["item"].groups.items() if title == "部门转办"}
    assert names[-1].removeprefix("application.programmes.") in group
    key(Qt.Key.Key_Space)
    assert names[-1].removeprefix("application.programmes.") in dossier.application.programmes
    key(Qt.Key.Key_Return)
    assert focus_name() == "household.kind"
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert focus_name() == names[-1]  # where one stood in the group
    for title in ("儿童老人", "残疾补贴", "基本生活"):
        key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        code = focus_name().removeprefix("application.programmes.")
        assert CODES["item"].groups[code] == title


def test_every_kind_stands_in_a_group_under_short_words(show: Show) -> None:
    view = show("F01", "items")
    assert set(CODES["item"].groups) == set(CODES["item"].labels)
    box = view.findChild(QCheckBox, "application.programmes.elder_care")
    assert isinstance(box, QCheckBox)
    assert box.text() == "失能养老服务补贴"
    assert box.toolTip() == "经济困难高龄失能老年人养老服务补贴"
    assert "经济困难高龄失能老年人养老服务补贴" in box.accessibleName()


def test_a_section_shows_while_a_kind_that_needs_it_is_asked_for(show: Show) -> None:
    dossier = Dossier()
    view = show("F25", "incident", "bills", dossier=dossier)
    heading = next(label for label in view.findChildren(QLabel) if label.text() == "急难情形（临时救助）")
    assert not heading.isVisible()
    assert not view.has_field("incident.cause")
    assert view.boxes == []
    dossier.application.programmes = ["quick"]
    view.refresh()
    assert heading.isVisible()
    assert view.has_field("incident.cause")
    add = view.findChild(QPushButton, "bills.add")
    assert add is not None
    assert not add.isVisible()
    type_in(view, "incident.happened_on", "2025-13-01")
    assert [problem.field for problem in view.problems()] == ["incident.happened_on"]
    dossier.application.programmes = ["rigid"]
    view.refresh()
    assert view.problems() == []  # what is not asked stands in nobody's way
    assert add.isVisible()
    add.click()
    assert view.has_field("bills.0.number")
    assert view.focus_path("bills.0.number")
    dossier.application.programmes = []
    view.refresh()
    assert not view.focus_path("bills.0.number")


@pytest.mark.parametrize(("percent", "room"), [(150, 550), (175, 481)])  # what steps and radar leave of 1366
@pytest.mark.parametrize("form", ["F01", "F02", "F03", "F25"])
def test_no_step_is_wider_than_its_place_with_large_text(
    show: Show, qapp: QApplication, form: str, percent: int, room: int
) -> None:
    dossier = Dossier()
    dossier.assets = [LinePart(kind="deposit", declared=Decimal("8000.00"))]
    try:
        theme.apply(qapp, "light", percent)
        for section in FORMS[form].sections:
            view = show(form, section.name, dossier=dossier)
            view.resize(room, 700)
            QApplication.processEvents()
            body = view.widget()
            assert body is not None
            assert body.width() <= view.viewport().width(), section.name
            view.close()
    finally:
        theme.apply(qapp)
