"""The office's own settings worked with clicks and keys: figures, conflicts, days off, codes, forms, columns."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.office_rules import arranging, conflicts, rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure, Seen
from jiuzhu.ui.pages.checking import CheckingPage
from jiuzhu.ui.pages.intake import IntakePage
from jiuzhu.ui.pages.ledgers import LedgersPage
from jiuzhu.ui.pages.settings import SettingsPage
from on_the_way import approve, submitted
from part_hands import Desks, Hands, fill_dialog
from town import Town, open_town, urban_three

Open = Callable[[Workspace, str], Hands]

NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
经国务院批准，现将2026年元旦、春节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
"""


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


def label(desk: Hands, name: str) -> str:
    found = desk.page.findChild(QLabel, name)
    assert found is not None
    return str(found.text())


def test_figures_to_be_confirmed_stand_first_and_are_found(town: Town, hands: Open) -> None:
    desk = hands(town.clerk, "figures")
    states = [row.confirmed for row in desk.rows]
    assert states == sorted(states)
    assert not states[0]
    assert all(row.document for row in desk.rows)
    desk.queue("waiting")
    assert not any(row.confirmed for row in desk.rows)
    desk.queue("all")
    desk.part.search.setText("城市低保标准")
    desk.part.reload()
    desk.calm()
    assert [row.key for row in desk.rows] == ["std.dibao.urban"]


def test_who_is_touched_follows_the_day_and_a_new_standard_is_set(town: Town, hands: Open) -> None:
    town.on(date(2025, 10, 13))
    taken = submitted(town, urban_three(town), date(2025, 10, 24), date(2025, 11, 3))
    town.on(date(2025, 11, 12))
    approve(town, taken)
    town.on(date(2025, 12, 3))
    desk = hands(town.clerk, "figures")
    desk.part.search.setText("std.dibao.urban")
    desk.part.reload()
    desk.calm()
    desk.click("figures_set")
    assert "2025-12-03 以来已作决定 0 件，现在享受待遇的家庭 1 户" in label(desk, "figure_noted")
    line = desk.dialog().findChild(QLineEdit, "figure.starts")
    assert line is not None
    line.setText("20251101")
    line.textEdited.emit("20251101")
    desk.calm()
    assert "2025-11-01 以来已作决定" in label(desk, "figure_noted")
    assert "决定 0 件" not in label(desk, "figure_noted")
    assert "发放—标准调整" in label(desk, "figure_noted")
    fill_dialog(desk.page, value="abc", starts="2026-01-01", document="示例规〔2025〕99号")
    desk.calm()
    assert "不小于零的数字" in label(desk, "figure.value.problem")
    assert "会替换：2026-01 至 2026-06的 770" in label(desk, "figure_noted")
    desk.fill(value="800")
    assert "请勾选" in label(desk, "figure.replaces.problem")
    shown = [one.text() for one in desk.dialog().findChildren(QLabel) if one.isVisible()]
    assert "".join(shown).count("2026-01 至 2026-06的 770") == 1
    assert "2026-01-01 以来已作决定" in label(desk, "figure_noted")
    desk.fill(replaces=True)
    assert desk.said.startswith("新数值已保存")
    standards = town.clerk.rules.policy.in_force(town.clerk.office.district, date(2026, 1, 1))
    assert standards.number("std.dibao.urban") == 800
    desk.queue("coming")
    assert [row.coming for row in desk.rows] == [
        "2026-01-01 起 800 元/人·月（示例规〔2025〕99号，待另一人核对）"
    ]
    desk.queue("own")
    assert [(row.value, row.withdrawn) for row in desk.rows] == [("800", False)]
    desk.click("figures_withdraw")
    desk.fill(reason="标准文件还没有印发")
    assert desk.said.startswith("已撤销")
    assert [(row.value, row.withdrawn) for row in desk.rows] == [("800", True)]
    desk.click("figures_withdraw")
    assert "已经撤销过" in desk.said
    standards = town.clerk.rules.policy.in_force(town.clerk.office.district, date(2026, 1, 1))
    assert standards.number("std.dibao.urban") == 770


def test_a_confirmed_figure_is_asked_back_by_one_and_withdrawn_by_another(town: Town, hands: Open) -> None:
    figure = NewFigure("std.dibao.urban", "800", date(2026, 1, 1), "示例规〔2025〕99号", replaces=True)
    rule_admin.set_figure(town.clerk, figure)
    rule_admin.confirm_figure(town.head, Seen(figure.key, "800", date(2026, 1, 1)), figure.document)
    desk = hands(town.clerk, "figures")
    desk.queue("own")
    desk.click("figures_withdraw")
    desk.fill(reason="标准文件后来撤回")
    assert desk.said.startswith("已提请撤销，数值照旧有效")
    assert "提请撤销：标准文件后来撤回" in desk.part.tell_row("own", desk.rows[0])[1]
    other = hands(town.head, "figures")
    other.queue("own")
    other.click("figures_withdraw")
    other.fill(reason="看过撤回的通知")
    assert other.said.startswith("已撤销")
    assert [(row.value, row.withdrawn) for row in other.rows] == [("800", True)]


def test_a_figure_is_confirmed_by_its_document_once(town: Town, hands: Open) -> None:
    desk = hands(town.clerk, "figures")
    first = desk.rows[0]
    desk.click("figures_confirm")
    desk.fill(document="区民政局会议纪要〔2025〕12号")
    row = next(one for one in desk.rows if one.key == first.key)
    assert (row.confirmed, row.value) == (True, first.value)
    desk.part.table.choose(desk.rows.index(row))
    desk.click("figures_confirm")
    assert "已经核实过" in desk.said


def test_the_head_confirms_what_a_colleague_set(town: Town, hands: Open) -> None:
    figure = NewFigure("std.dibao.urban", "800", date(2026, 1, 1), "示例规〔2025〕99号", replaces=True)
    rule_admin.set_figure(town.clerk, figure)
    desk = hands(town.head, "figures")
    desk.queue("own")
    assert [row.state for row in desk.rows] == ["待另一人核对"]
    assert "设置：张经办，2025-12-03" in label(desk, "figures_told")
    assert "标准调整的清单不能签署" in label(desk, "figures_told")
    desk.click("figures_confirm")
    assert "800 元/人·月（2026-01-01 起，张经办，2025-12-03 设置" in label(desk, "confirmation_told")
    desk.fill()
    assert [row.state for row in desk.rows] == ["有效"]
    assert "核对：王主任，2025-12-03" in label(desk, "figures_told")
    desk.click("figures_confirm")
    assert "已经核实过" in desk.said


def test_who_may_not_configure_only_reads(town: Town, hands: Open) -> None:
    desk = hands(town.checker, "figures")
    for name in ("figures_set", "figures_confirm"):
        button = desk.page.findChild(QPushButton, name)
        assert button is not None
        assert not button.isEnabled()
    desk.choose("conflicts")
    assert len(desk.rows) == 8


def test_a_conflict_is_decided_by_a_document(town: Town, hands: Open) -> None:
    desk = hands(town.clerk, "conflicts")
    assert [row.conflict.id for row in desk.rows] == [f"C-0{n}" for n in (1, 2, 2, 3, 4, 5, 6, 7)]
    assert all(row.safe for row in desk.rows)
    told = label(desk, "conflicts_told")
    assert "民发〔2021〕57号" in told
    assert "重庆市城乡居民最低生活保障条例第二十二条" in told
    desk.click("conflicts_set")
    assert "发放—标准调整" in label(desk, "figure_noted")  # it moves money
    desk.fill(value="批准当月起发放", starts="2026-01-01")
    assert desk.dialog().isVisible()  # a document is asked for
    desk.fill(document="渝北民〔2025〕8号")
    assert "已设好：2026-01-01 起 批准当月（渝北民〔2025〕8号，待另一人核对）" in label(
        desk, "conflicts_told"
    )
    town.on(date(2026, 1, 1))
    row = town.clerk.read(conflicts.conflicts)[0]
    assert (row.reading, row.safe) == ("批准当月起发放", False)
    desk.part.table.choose(7)
    desk.click("conflicts_set")
    assert "从执行日起受理的申请按新的办" in label(desk, "figure_noted")  # a clock
    desk.fill(value="无此口径", starts="2026-02-01", document="示例")
    assert "请从列表中选择" in label(desk, "figure.value.problem")


def test_days_off_are_read_from_a_pasted_notice_and_checked_before_they_are_stored(
    town: Town, hands: Open
) -> None:
    desk = hands(town.clerk, "calendar")
    assert [(row.year, row.days) for row in desk.rows] == [(2026, 33), (2025, 28)]
    desk.click("calendar_paste")
    desk.fill(notice=NOTICE.replace("共9天", "共8天"))
    assert "起止日期和天数对不上" in label(desk, "notice.notice.problem")
    desk.fill(notice=NOTICE)
    assert "读出 2 段放假、共 12 天，补班 3 天" in label(desk, "days_off_told")
    off = desk.dialog().findChild(QPlainTextEdit, "days_off.off")
    assert off is not None
    assert off.toPlainText() == "2026-01-01 至 2026-01-03\n2026-02-15 至 2026-02-23"
    assert town.clerk.rules.calendar.document(2026) != "国办发明电〔2025〕7号"  # a dry reading
    desk.fill(document="国办发明电〔2025〕7号")
    assert "2026 年原有 33 天放假" in label(desk, "days_off.fewer.problem")
    assert "现在只有 12 天" in label(desk, "days_off.fewer.problem")
    assert town.clerk.rules.calendar.document(2026) != "国办发明电〔2025〕7号"
    desk.fill(fewer=True)
    assert desk.said.startswith("放假安排已保存")
    assert (desk.rows[0].days, desk.rows[0].document) == (12, "国办发明电〔2025〕7号")
    assert "本单位 2025-12-03 录入" in label(desk, "calendar_told")


def test_a_year_is_typed_in_stretch_by_stretch(town: Town, hands: Open) -> None:
    town.on(date(2026, 12, 1))
    desk = hands(town.clerk, "calendar")
    assert (desk.rows[0].year, desk.rows[0].document) == (2027, "")
    desk.click("calendar_type")
    desk.fill(document="示例办〔2026〕7号", off="2027-01-01 至 2027-01-03", worked="2027-01-09")
    assert town.clerk.rules.calendar.document(2027) == "示例办〔2026〕7号"


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


def test_touched_needs_the_right(town: Town) -> None:
    with pytest.raises(Exception, match="没有"):
        town.head.read(rule_admin.touched, "std.dibao.urban", date(2025, 12, 1))
