"""清单 worked with clicks and keys: an entry is written down, verified, taken for a need, and its outcome told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.domain.serving.served import Need, NeedsAssessment
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.pages.serving import ServingPage
from jiuzhu.ui.serving.match_dialog import MatchDialog, open_match
from part_hands import Hands
from serving_town import MONDAY, ServingTown, opened


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def desk(qtbot: QtBot, at: ServingTown) -> Iterator[Hands]:
    made = Hands(qtbot, ServingPage, at.coordinator, "lists")
    yield made
    made.close()


def need_of(unit: Unit, file_id: str) -> str:
    assessment = unit.add(
        NeedsAssessment(
            service_file_id=file_id,
            assessed_on=unit.today,
            first_assessor="甲示例员",
            second_assessor="乙示例员",
            recorded_by=unit.actor.operator_id,
        )
    )
    told = Need(
        service_file_id=file_id,
        needs_assessment_id=assessment.id,
        heading="economy",
        score=3,
        priority=1,
        content="缺粮",
    )
    return unit.add(told).id


def tick(desk: Hands, code: str) -> None:
    found = [box for box in desk.dialog().findChildren(QCheckBox) if box.objectName().endswith(code)]
    assert len(found) == 1, found
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton, pos=QPoint(8, found[0].height() // 2))


def take(dialog: MatchDialog) -> QPushButton:
    found = dialog.findChild(QPushButton, "match_take")
    assert isinstance(found, QPushButton)
    return found


def test_a_gift_goes_from_the_list_to_a_home(desk: Hands, at: ServingTown) -> None:
    desk.queue("resource")
    assert not desk.rows
    desk.click("lists_new")
    desk.fill(title="爱心大米", owner="示例商会", quantity="3", unit="袋")
    assert desk.dialog().isVisible()  # which need it is for was not told
    tick(desk, "economy")
    desk.fill(title="爱心大米")
    (row,) = desk.rows
    assert (row.left, row.verified_on) == (3, MONDAY)
    desk.click("lists_verify")
    assert desk.said == "已核实“爱心大米”。"
    desk.click("lists_change")
    desk.fill(terms="每户一袋")
    assert desk.rows[0].terms == "每户一袋"

    need = at.coordinator.write(need_of, at.file)
    open_match(desk.page, desk.part, need)
    desk.calm()
    (dialog,) = desk.page.findChildren(MatchDialog)
    assert "✓ 对应需求（40/40 分）" in desk.label("match_card")
    QTest.mouseClick(take(dialog), Qt.MouseButton.LeftButton)
    desk.fill(reason="家里粮食不多", quantity="4")
    assert desk.dialog().isVisible()  # only three are left
    desk.fill(quantity="2")
    desk.queue("doing")
    (answer,) = desk.rows
    assert (answer.name, answer.quantity) == ("戊示例", "2 袋")
    desk.click("lists_effect")
    desk.fill(grade="5", effect="已领到大米")
    assert desk.said == "已登记成效，需求已落实。"
    desk.queue("happy")
    assert [one.effect for one in desk.rows] == ["已领到大米"]


def test_a_service_says_who_gives_it_and_keeps_it(desk: Hands, at: ServingTown) -> None:
    desk.queue("service")
    desk.click("lists_new")
    desk.fill(title="上门助洁", owner="示例街道", provider_id=at.provider)
    tick(desk, "economy")
    desk.fill(title="上门助洁")
    assert [row.provider for row in desk.rows] == ["示例社工服务中心"]
    desk.click("lists_change")
    desk.fill(terms="每周一次")
    assert [(row.terms, row.provider) for row in desk.rows] == [("每周一次", "示例社工服务中心")]


def test_the_examples_are_loaded_on_request_and_one_ends(desk: Hands, at: ServingTown) -> None:
    assert not desk.rows
    desk.click("lists_examples")
    assert "请逐条向责任单位核实" in desk.said
    many = len(desk.rows)
    assert many > 10
    desk.click("lists_end")
    assert [row.ended_on for row in desk.rows if row.ended_on] == [MONDAY]
    assert len(desk.rows) == many
    need = at.coordinator.write(need_of, at.file)
    open_match(desk.page, desk.part, need)
    desk.calm()
    (dialog,) = desk.page.findChildren(MatchDialog)
    assert dialog.found.rejected
    dialog.out.choose(1)
    dialog.out.choose(0)
    assert "✗" in desk.label("match_card")
    assert not take(dialog).isEnabled()
    dialog.reject()


def test_who_may_not_keep_the_lists_only_reads(qtbot: QtBot, at: ServingTown) -> None:
    desk = Hands(qtbot, ServingPage, at.town.head, "lists")
    button = desk.page.findChild(QPushButton, "lists_new")
    assert isinstance(button, QPushButton)
    assert not button.isEnabled()
    desk.close()
