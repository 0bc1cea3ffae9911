"""Figures, conflicts and days off worked with clicks and keys."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)

from jiuzhu.services.office_rules import conflicts, rule_admin
from jiuzhu.services.office_rules.rule_admin import NewFigure, Seen
from jiuzhu.ui.pages.settings import SettingsPage
from on_the_way import approve, submitted
from part_hands import Desks, fill_dialog
from settings_hands import Open, label
from town import Town, open_town, urban_three

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


def test_touched_needs_the_right(town: Town) -> None:
    with pytest.raises(Exception, match="没有"):
        town.head.read(rule_admin.touched, "std.dibao.urban", date(2025, 12, 1))
