"""The form view with rows that come and go, groups of fields, long tables and large text."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from form_hands import CODES, FORMS, Show, focus_name, key, line, say, sentence, showing, type_in
from jiuzhu.domain.dossier import Dossier, LinePart
from jiuzhu.errors import Problem
from jiuzhu.ui import theme


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    return showing(qtbot)


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
