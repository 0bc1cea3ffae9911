"""服务对象 and 需求 under the hand: files, plans, hours, assessments and questions by real clicks and keys."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.domain.household import Person
from jiuzhu.ui.pages.serving import ServingPage
from jiuzhu.ui.serving.match_dialog import MatchDialog
from listing import listed
from part_hands import Hands
from serving_people import change_person, low_income, person_of
from serving_town import ServingTown, opened

ZEROS = {
    f"{one}_score": "0 没有需求"
    for one in ("economy", "education", "employment", "guardianship", "inclusion")
}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        made.town.clerk.write(low_income, ("己示例", "庚示例"))
        made.town.clerk.write(change_person, "己示例", illness="major")
        yield made


@pytest.fixture
def desk(qtbot: QtBot, at: ServingTown) -> Iterator[Hands]:
    made = Hands(qtbot, ServingPage, at.coordinator, "people")
    yield made
    made.close()


def names(desk: Hands) -> list[str]:
    return [row.name for row in desk.rows]


def choose(desk: Hands, name: str) -> None:
    desk.part.table.choose(names(desk).index(name))


def test_newcomers_become_files_with_hours_and_a_plan(desk: Hands) -> None:
    assert names(desk) == ["己示例", "庚示例"]
    assert "重特大疾病" in desk.label("people_told")
    desk.part.table.setFocus()
    QTest.keyClick(desk.part.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.click("people_open")
    assert desk.said.startswith("已建档 2 人，服务号 服2025-500112001-A00002-0 至 ")
    assert "残联居家托养名单" in desk.said  # what it told of them before they had a file was not kept
    assert names(desk) == []
    desk.queue("going")
    assert names(desk) == ["戊示例", "己示例", "庚示例"]
    desk.click("people_grant")
    desk.fill(year="2025")
    assert desk.said == "2025 年已发放 1 人，每人 24.0 小时；1 人已发放过。"
    choose(desk, "己示例")
    assert "发放 24.0 小时" in desk.label("people_told")
    desk.click("people_plan")
    (tick,) = [one for one in desk.dialog().findChildren(QCheckBox) if one.text() == "助洁"]
    tick.click()
    desk.fill(visits_a_month="4", minutes="90", worker_sex="女")
    assert desk.said == "已订立己示例的服务计划。"
    assert desk.rows[1].plan.signed_on is None
    desk.click("people_sign")
    desk.fill(signed_on="2025-10-13")
    assert desk.said.endswith("已签字，可以在日历上安排。")
    told = desk.label("people_told")
    assert "示例社工服务中心，助洁，每月 4 次，每次 90 分钟" in told
    assert "希望女" in told
    desk.click("people_plan")
    desk.fill(starts_on="2025-10-14", minutes="60")
    assert desk.said.startswith("已变更为计划")
    desk.click("people_end_plan")
    desk.fill(on="2025-10-14", reason="本人不再需要")
    assert desk.said.endswith("已终止。")


def test_who_changed_is_changed_and_who_has_no_class_is_ended(desk: Hands, at: ServingTown) -> None:
    QTest.keyClick(desk.part.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.click("people_open")
    at.town.clerk.write(change_person, "己示例", illness="none")
    at.town.clerk.write(change_person, "庚示例", in_institution=True)
    desk.queue("changed")
    assert {row.name: row.proposal.kind for row in desk.rows} == {
        "戊示例": "end",
        "己示例": "change",
        "庚示例": "end",
    }
    choose(desk, "己示例")
    desk.click("people_change")
    assert desk.said.startswith("己示例：第 1 类 → 第 3 类")
    choose(desk, "庚示例")
    desk.click("people_end")
    desk.fill(on="2025-10-13")
    assert desk.said.startswith("庚示例已停止服务")
    choose(desk, "戊示例")
    desk.click("people_end")
    desk.fill(on="2025-10-13")
    refused = desk.page.findChild(QLabel, "end_file_problem")
    assert refused is not None
    assert "还有没了结的事项：服务计划" in refused.text()
    desk.dialog().reject()
    desk.queue("ended")
    assert names(desk) == ["庚示例"]
    assert "已入住机构" in desk.label("people_told")


def test_home_care_is_entered_and_its_end_may_stay_open(desk: Hands) -> None:
    desk.queue("going")
    desk.click("people_care")
    desk.fill(since="2025-10-01", until="")
    assert desk.said == "已登记戊示例的残联居家托养。"
    assert "残联居家托养：2025-10-01 起" in desk.label("people_told")


def test_a_list_of_home_care_is_looked_at_and_taken(
    desk: Hands, at: ServingTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = at.coordinator.read(lambda unit: unit.get(Person, person_of(unit, "戊示例")).id_number)
    path = listed(tmp_path, "home_care", ("戊示例", number, date(2025, 10, 1), None))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    desk.queue("going")
    desk.click("people_care_list")
    assert desk.label("home_care_told").startswith("home_care.xlsx：将登记 1 人")
    desk.click("home_care_take")
    assert desk.said == "已登记 1 人的居家托养。"
    assert "残联居家托养：2025-10-01 起" in desk.label("people_told")


def test_needs_are_assessed_raised_answered_and_put_in_order(desk: Hands, at: ServingTown) -> None:
    at.town.clerk.write(change_person, "戊示例", disability_kind="4", disability_grade="1")
    desk.choose("needs")
    assert names(desk) == ["戊示例"]
    desk.click("needs_assess")
    labels = [one.text() for one in desk.dialog().findChildren(QLabel)]
    assert any(one.startswith("已知：肢体残疾一级") for one in labels)
    assert desk.dialog().part.health_score == ""
    desk.fill(
        second_assessor="李评估",
        health_score="2 较急",
        health_content="需要轮椅",
        housing_score="3 紧急",
        housing_content="屋顶漏雨",
        **ZEROS,
    )
    assert desk.said == "已登记戊示例的需求评估。"
    desk.queue("open")
    assert [(row.heading, row.priority) for row in desk.rows] == [("housing", 1), ("health", 2)]
    QTest.keyClick(desk.part.table, Qt.Key.Key_Return)
    desk.calm()
    (cards,) = desk.page.findChildren(MatchDialog)
    assert "居住" in cards.windowTitle()
    cards.reject()
    desk.click("needs_raise")
    desk.fill(level="村（社区）", question="村里能否修缮")
    assert [row.heading for row in desk.rows] == ["health"]
    desk.queue("raised")
    assert "提请村（社区）：村里能否修缮" in desk.label("needs_told")
    QTest.keyClick(desk.part.table, Qt.Key.Key_Return)
    desk.calm()
    desk.fill(answer="列入本月修缮")
    desk.queue("open")
    desk.part.table.choose(0)
    assert "村（社区）答复：列入本月修缮" in desk.label("needs_told")
    desk.click("needs_order")
    desk.fill(priority="7")
    assert [row.heading for row in desk.rows] == ["health", "housing"]
    desk.part.table.choose(0)
    desk.click("needs_end")
    desk.fill(reason="残联已配发轮椅")
    desk.part.table.choose(0)
    desk.click("needs_assess")
    again = desk.dialog().part
    assert (again.housing_score, again.housing_content, again.health_score) == ("3", "屋顶漏雨", "2")
    desk.dialog().reject()
    desk.queue("over")
    assert [(row.heading, row.end_reason) for row in desk.rows] == [("health", "残联已配发轮椅")]


def test_both_papers_are_printed(desk: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    desk.queue("going")
    desk.click("people_print")
    assert list(folder.glob("F31-*.pdf"))
    desk.choose("needs")
    desk.click("needs_assess")
    desk.fill(
        second_assessor="李评估", health_score="2 较急", health_content="需要轮椅", housing_score="0 没有需求", **ZEROS
    )  # fmt: skip
    desk.queue("open")
    desk.click("needs_print")
    assert list(folder.glob("F30-*.pdf"))


def test_who_only_looks_presses_nothing(qtbot: QtBot, at: ServingTown) -> None:
    made = Hands(qtbot, ServingPage, at.town.auditor, "people")
    assert [row.name for row in made.rows] == ["己示例", "庚示例"]
    open_ = made.page.findChild(QPushButton, "people_open")
    assert open_ is not None
    assert not open_.isEnabled()
    made.close()
