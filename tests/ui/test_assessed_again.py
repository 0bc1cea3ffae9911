"""自理能力变化 worked in 监测: reported, assessed in a dialog of its own, and what follows shown with the new level."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.ui.monitoring.consequences_dialog import ConsequencesDialog
from jiuzhu.ui.pages.monitoring import MonitoringPage
from part_hands import Hands
from receiving import granted, happens, tekun
from town import Town, open_town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office", date(2025, 8, 4))
    yield made
    made.close()


def test_the_assessment_is_recorded_from_the_report(qtbot: QtBot, town: Town) -> None:
    home = granted(town, tekun(town))
    town.on(date(2025, 11, 3))
    happens(town, home, "other", date(2025, 11, 1), details="搬到同村另一处居住")
    happens(town, home, "self_care", date(2025, 11, 1), "己示例")
    desk = Hands(qtbot, MonitoringPage, town.checker, "events")
    ready = {}
    for position, one in enumerate(desk.rows):
        desk.part.table.choose(position)
        desk.calm()
        button = desk.page.findChild(QPushButton, "events_assess")
        assert button is not None
        ready[one.kind_label] = button.isEnabled()
    assert ready == {"其他": False, "自理能力变化": True}
    desk.part.table.choose(next(i for i, one in enumerate(desk.rows) if one.kind_label == "自理能力变化"))
    desk.calm()
    desk.click("events_assess")
    for box in desk.dialog().findChildren(QCheckBox)[:4]:
        box.click()
    desk.fill(on="2025-11-03", assessors="李核查", second="张经办")
    assert "评估已登记：全护理" in desk.said
    desk.click("events_follows")
    (shown,) = desk.page.findChildren(ConsequencesDialog)
    words = "".join(label.text() for label in shown.findChildren(QLabel))
    assert "六项自理指标有 4 项达不到，照料护理每月 300.00 元" in words
    desk.close()
