"""确认转入: what differs from the standard is in sight beside the name and told in full for the row one stands on."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from jiuzhu.domain.old_ledger import Terms
from jiuzhu.services.ledger import first_load, load_proposals
from jiuzhu.ui import theme
from jiuzhu.ui.ledgers.load_dialogs import ReviewDialog
from old_table import COLUMNS, household, proposed, write
from town import Town


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, town: Town, tmp_path: Path) -> Iterator[ReviewDialog]:
    """A table with one sum of no tier, looked at in large letters."""
    town.on(date(2025, 12, 3))
    lines = [
        line
        for number, sum_ in ((1, 80), (2, 70))
        for line in household(number, 1, programme="残疾人生活补贴", monthly=sum_)
    ]
    path = write(tmp_path / "旧.xlsx", lines)
    source, said = ("示例社区", COLUMNS), Terms("", False, "2026-01")
    proposal = proposed(town, town.checker.read(first_load.look_at_load, path, source, said, None))
    (row,) = [one for one in town.head.read(load_proposals.proposals) if one.id == proposal]
    page = QWidget()
    qtbot.addWidget(page)
    theme.apply(qapp, "dark", 150)
    made = ReviewDialog(page, row, town.head.read(load_proposals.review, proposal), town.head.actor)
    made.show()
    yield made
    theme.apply(qapp)


def test_what_differs_from_the_standard_is_in_sight_and_told_in_full(dialog: ReviewDialog) -> None:
    headers = [column.header for column in dialog.model.columns]
    place = headers.index("与标准不同")
    assert headers[:place] == ["行", "户主"]
    head = dialog.table.horizontalHeader()
    assert head.sectionPosition(place) + head.sectionSize(place) <= dialog.table.viewport().width()
    sentence = "旧户20：与标准不同，困难残疾人生活补贴 70.00 元，2026-01 的标准是 80.00 元。"
    assert "请对照原来的审批材料" in dialog.told.text()
    assert sentence not in dialog.told.text()
    dialog.table.choose(1)
    assert sentence in dialog.told.text()
    assert "请对照原来的审批材料" in dialog.told.text()
    dialog.table.choose(0)
    assert sentence not in dialog.told.text()
