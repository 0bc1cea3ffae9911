"""The office's own settings worked with clicks and keys: figures, conflicts, days off, codes, forms, columns."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jiuzhu.services.office_rules import arranging
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.pages.intake import IntakePage
from jiuzhu.ui.pages.ledgers import LedgersPage
from jiuzhu.ui.pages.settings import SettingsPage
from part_hands import Desks, Hands
from settings_hands import Open, label
from town import Town, open_town, urban_three


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", date(2025, 12, 3))
    yield made
    made.close()


@pytest.fixture
def hands(desks: Desks) -> Open:
    return lambda workspace, part: desks(SettingsPage, workspace, part)


def stand(desk: Hands, key: str) -> None:
    """Choose an entry of the list being arranged."""
    places = [row.key for row in desk.rows]
    desk.part.table.choose(places.index(key))


def open_list(desk: Hands, name: str) -> None:
    """Choose a form, table or ledger at the left."""
    names = [row.name for row in desk.part.lists.rows]
    desk.part.lists.table.choose(names.index(name))
    desk.calm()
    assert desk.part.shown.name == name


def save(desk: Hands, starts: str = "2025-12-03") -> None:
    desk.click(f"{desk.part.kind}_save")
    desk.fill(starts=starts)


def test_a_code_is_added_renamed_and_moved_by_keys(town: Town, hands: Open) -> None:
    desk = hands(town.clerk, "codes")
    open_list(desk, "hardship_cause")
    desk.click("codes_add")
    desk.fill(label="残疾")
    assert "有两项都叫“残疾”" in label(desk, "codes_new.label.problem")
    desk.fill(label="家庭突遭变故")
    assert desk.rows[-1].label == "家庭突遭变故"
    assert "还没有保存：新增“家庭突遭变故”" in label(desk, "codes_pending")
    desk.page.activateWindow()
    desk.part.table.setFocus()
    desk.bot.waitUntil(desk.part.table.hasFocus)
    QTest.keyClick(desk.part.table, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert [row.key for row in desk.rows][-2] == "own1"
    stand(desk, "illness")
    QTest.keyClick(desk.part.table, Qt.Key.Key_Return)
    desk.fill(label="患病")
    save(desk)
    assert desk.said.startswith("已保存")
    table = town.clerk.rules.codes["hardship_cause"]
    assert table.label("illness") == "患病"
    assert list(table.offered)[-2] == "own1"


def test_unsaved_changes_are_kept_until_they_are_saved_or_given_up(town: Town, hands: Open) -> None:
    desk = hands(town.clerk, "codes")
    open_list(desk, "delivery")
    stand(desk, "mail")
    desk.click("codes_switch")
    assert not desk.page.can_leave()
    names = [row.name for row in desk.part.lists.rows]
    desk.part.lists.table.choose(names.index("hardship_cause"))
    desk.calm()
    assert "改了还没有保存" in desk.said
    assert desk.part.shown.name == "delivery"
    desk.choose("figures")
    desk.choose("codes")
    assert next(row for row in desk.rows if row.key == "mail").off  # another part was looked at meanwhile
    desk.click("codes_drop")
    assert not next(row for row in desk.rows if row.key == "mail").off
    assert desk.page.can_leave()


def test_a_national_table_is_only_read_and_a_closed_one_only_renamed(town: Town, hands: Open) -> None:
    desk = hands(town.clerk, "codes")
    open_list(desk, "sex")
    assert "国家标准 GB/T 2261.1-2003" in label(desk, "codes_about")
    for name in ("edit", "up", "down", "switch", "add", "save"):
        button = desk.page.findChild(QPushButton, f"codes_{name}")
        assert button is not None
        assert not button.isEnabled(), name
    QTest.keyClick(desk.part.table, Qt.Key.Key_Return)
    open_list(desk, "income_kind")
    stand(desk, "wage")
    assert "第十三条" in label(desk, "codes_why")
    states = {
        name: button.isEnabled()
        for name in ("edit", "down", "switch", "add")
        if (button := desk.page.findChild(QPushButton, f"codes_{name}")) is not None
    }
    assert states == {"edit": True, "down": True, "switch": False, "add": False}


def test_a_form_is_changed_beside_its_preview_and_the_intake_follows_at_once(
    town: Town, hands: Open, qtbot: QtBot
) -> None:
    desk = hands(town.clerk, "forms")
    intake = IntakePage(desk.tasks, town.clerk)
    qtbot.addWidget(intake)
    intake.resize(1190, 700)
    intake.show()
    intake.search.new_wanted.emit("己示例")
    desk.calm()
    assert intake.findChild(QWidget, "applicant.registered_address") is not None
    intake.hide()
    stand(desk, "applicant/applicant.phone")
    desk.click("form_edit")
    desk.fill(label="手机号码", hint="十一位")
    stand(desk, "applicant/applicant.registered_address")
    desk.click("form_switch")
    shown = [box.field.label for box in desk.part.preview.boxes]
    assert "手机号码" in shown
    assert "户籍地址" not in shown
    stand(desk, "items/application.cause")
    desk.click("form_edit")
    demanded = desk.dialog().findChild(QCheckBox, "form_entry.required")
    assert demanded is not None
    assert demanded.isChecked()
    desk.fill(required=False)
    assert "“致困原因”改为选填" in label(desk, "form_pending")
    save(desk)
    assert desk.said.startswith("已保存")
    assert town.clerk.rules.forms["F01"].fields["applicant.phone"].label == "手机号码"
    intake.show()
    desk.calm()
    dossier = intake.work.dossier
    assert dossier is not None
    assert dossier.applicant.name == "己示例"  # what was typed is still there
    labels = [box.field.label for box in intake.work.views["applicant"].boxes if box.matters]
    assert "手机号码" in labels
    assert "户籍地址（已停用）" not in labels
    dossier.applicant.registered_address = "示例镇示例村"
    intake.work.show_dossier(dossier)
    labels = [box.field.label for box in intake.work.views["applicant"].boxes if box.matters]
    assert "户籍地址（已停用）" in labels  # something is stored there: it stays readable


def test_a_later_day_is_told_and_can_be_taken_back(town: Town, hands: Open) -> None:
    desk = hands(town.clerk, "forms")
    open_list(desk, "F09")
    stand(desk, "dwelling/visit.utilities")
    desk.click("form_switch")
    save(desk, "2026-01-01")
    assert not town.clerk.rules.forms["F09"].fields["visit.utilities"].off
    assert "已设好 2026-01-01 起执行的内容" in label(desk, "form_about")
    desk.click("form_reset")
    save(desk, "2026-01-01")
    town.on(date(2026, 1, 1))
    assert not town.clerk.rules.forms["F09"].fields["visit.utilities"].off
    assert len(town.clerk.read(arranging.arrangement, "form", "F09").history) == 2


def test_the_paper_is_tried_and_the_survey_follows(
    town: Town, hands: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = hands(town.clerk, "forms")
    checking = CheckingPage(desk.tasks, town.clerk)
    qtbot.addWidget(checking)
    taken = town.accept(urban_three(town)).application_id
    checking.show()
    checking.open_application(taken)
    desk.calm()
    debts = next(box for box in checking.visit.form.grid.boxes if box.field.name == "debts")
    present = next(box for box in checking.visit.form.grid.boxes if box.field.name == "present")
    present.editor.show_raw("甲示例")
    present.editor.edited.emit()
    open_list(desk, "F09")
    stand(desk, "dwelling/visit.debts")
    desk.click("form_switch")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    desk.click("form_print")
    assert (tmp_path / "F09-试印.pdf").is_file()
    assert "没有编号，也不登记" in desk.said
    save(desk)
    names = [box.field.name for box in checking.visit.form.grid.boxes]
    assert debts.field.name not in names
    again = next(box for box in checking.visit.form.grid.boxes if box.field.name == "present")
    assert again.answer == "甲示例"  # what was typed is still there


def test_every_form_has_a_preview(town: Town, hands: Open) -> None:
    desk = hands(town.clerk, "forms")
    for name in [row.name for row in desk.part.lists.rows]:
        if name != desk.part.shown.name:
            open_list(desk, name)
        assert desk.part.preview is not None
    assert "只打印" in label(desk, "form_preview_told")


def test_columns_are_chosen_and_the_ledgers_page_follows(town: Town, hands: Open, qtbot: QtBot) -> None:
    desk = hands(town.clerk, "columns")
    page = LedgersPage(desk.tasks, town.clerk)
    qtbot.addWidget(page)
    page.show()
    desk.calm()
    assert page.model is not None
    before = [column.header for column in page.model.columns]
    assert "证件号码" in before
    open_list(desk, "applications")
    stand(desk, "id_number")
    desk.click("ledger_switch")
    stand(desk, "applicant")
    desk.click("ledger_edit")
    desk.fill(label="申请人姓名")
    save(desk)
    desk.calm()
    after = [column.header for column in page.model.columns]
    assert "证件号码" not in after
    assert "申请人姓名" in after
    stand(desk, "number")
    button = desk.page.findChild(QPushButton, "ledger_edit")
    assert button is not None
    assert not button.isEnabled()  # rows that come back are known by it


def test_with_large_text_the_lists_become_one_line(town: Town, hands: Open) -> None:
    desk = hands(town.clerk, "codes")
    desk.page.resize(760, 700)
    chooser = desk.page.findChild(QComboBox, "codes_chooser")
    assert chooser is not None
    assert chooser.isVisibleTo(desk.page)
    assert not desk.part.lists.table.isVisibleTo(desk.page)
    chooser.setFocus()
    QTest.keyClick(chooser, Qt.Key.Key_Down)
    desk.calm()
    assert desk.part.shown.title == chooser.currentText() == desk.part.lists.rows[1].title
