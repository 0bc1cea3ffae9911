"""What the window says of a file is what happened to it: an opinion, a look after an objection, what is still to be set."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from jiuzhu.services.approval import approving, reviewing
from jiuzhu.ui.approving.panels import panel_for
from on_the_way import accept, single, surveyed
from town import Town, urban_couple


def told(town: Town, view: reviewing.FileView, qtbot: QtBot) -> str:
    panel = panel_for(view, town.checker.rules.codes["delivery"], QDate(2025, 11, 21), delivers=False)
    qtbot.addWidget(panel)
    return "".join(label.text() for label in panel.findChildren(QLabel, "action_told"))


def test_who_fits_dibao_is_told_so_when_only_edge_was_asked_for(town: Town) -> None:
    made = urban_couple(town)
    made.application.programmes = ["edge"]
    text = town.checker.read(approving.opinion_draft, surveyed(town, made))
    assert "已符合最低生活保障" in text
    assert "低保在先" in text
    assert "均不符合条件" not in text


def test_what_the_look_after_an_objection_ended_with_is_said(town: Town, qtbot: QtBot) -> None:
    taken = surveyed(town, urban_couple(town))
    town.checker.write(approving.give_opinion, taken, "grant", "拟同意给予低保。")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 11, 3))
    town.checker.write(approving.object_to_notice, taken, "", "家里有车跑运输")
    town.checker.write(approving.settle_objection, taken, "再次入户核实", "已答复。", "dismissed")
    town.checker.write(approving.post_notice, taken, "示例村公示栏")
    town.on(date(2025, 11, 21))
    town.checker.write(approving.close_notice, taken)
    view = town.checker.read(reviewing.view, taken)
    assert "异议经复查不成立，再次公示期满" in told(town, view, qtbot)
    view.dossier.objections[-1].outcome = "upheld"
    assert "异议经复查成立，重新核查后公示期满" in told(town, view, qtbot)
    view.dossier.objections.clear()
    assert "公示期满无异议" in told(town, view, qtbot)


def test_a_standard_that_is_not_set_says_where_it_is_set(town: Town) -> None:
    taken = accept(town, single(town, "elder_allowance", birth=date(1940, 1, 1))).application_id
    text = town.checker.read(approving.opinion_draft, taken)
    assert "设置—标准与参数" in text
