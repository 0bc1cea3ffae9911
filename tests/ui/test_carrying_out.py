"""执行标准调整 at the window: a bar with a button that stops it, and the same button carries it on."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressDialog, QPushButton

from jiuzhu.services.granting import carrying_out, reassessing
from jiuzhu.services.granting.reassessing import Wanted
from jiuzhu.ui.pages.paying import PayingPage
from part_hands import Desks
from receiving import four, granted, grants, with_standard
from town import Town, payer_of

WANTED = Wanted(
    title="2025 年低保标准调整",
    standards_on=date(2025, 11, 20),
    from_month="2025-12",
    document="示例规〔2025〕99号",
)


def waiting_after_each(hand: Event) -> Callable[..., Any]:
    """`carry_on` that goes on only when the hand at the button has done what it wanted."""
    real = carrying_out.carry_on

    def carry_on(*given: Any) -> Any:
        found = real(*given)
        assert hand.wait(20)
        return found

    return carry_on


def test_a_run_is_stopped_in_its_middle_and_carried_on(
    town: Town, desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying_out, "PORTION", 1)
    payer, hand = payer_of(town), Event()
    homes = []
    for order in (541, 561):
        town.on(date(2025, 8, 4))
        homes.append(granted(town, four(town, order)))
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2025, 10, 1))
    town.on(date(2025, 11, 20))
    run = reassessing.draft(payer, WANTED)
    town.head.write(reassessing.sign, run)
    desk = desks(PayingPage, payer, "reassessments")
    with monkeypatch.context() as slow:
        slow.setattr(carrying_out, "carry_on", waiting_after_each(hand))
        button = desk.page.findChild(QPushButton, "reassessments_apply")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        bar = desk.page.findChild(QProgressDialog, "reassessment_bar")
        assert bar is not None
        stop = bar.findChild(QPushButton)
        assert stop is not None
        assert stop.text() == "暂停"
        QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
        hand.set()
        desk.calm()
    assert "执行到清单的第 3 行（共 6 行）" in desk.said
    (row,) = desk.rows
    assert row.state == "applying"
    assert "执行中，已到清单的第 3 行；点“执行”继续" in desk.label("reassessments_told")
    desk.click("reassessments_apply")
    assert "已执行，从 2025-12 起：2 项待遇按新金额发放；补发往月 4 笔" in desk.said
    assert [row.state for row in desk.rows] == ["applied"]
    for home in homes:
        assert grants(town, home)[-1] == ("dibao", "2025-12", "", Decimal("1560.00"))


def test_a_new_list_takes_the_standards_of_its_first_month(town: Town, desks: Desks) -> None:
    payer = payer_of(town)
    town.on(date(2025, 8, 4))
    granted(town, four(town))
    with_standard(town.clerk, town.checker, town.head, payer, starts=date(2025, 12, 1))
    town.on(date(2025, 11, 20))
    desk = desks(PayingPage, payer, "reassessments")
    desk.click("reassessments_new")
    desk.fill(title="2025 年低保标准调整", document="示例规〔2025〕99号")
    (row,) = desk.rows
    assert (row.standards_on, row.from_month) == (date(2025, 12, 1), "2025-12")
    assert row.changed
    desk.part.table.choose(0)
    desk.click("reassessments_look")
    assert desk.label("reassessments_sums").endswith(f"：{len(desk.rows)} 行")
