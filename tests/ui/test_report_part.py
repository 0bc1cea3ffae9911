"""汇总 under the hand: a quarter, a year, months of one's own; what is read is what leaves."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.settling import settling
from jiuzhu.ui.pages.serving import ServingPage
from part_hands import Desks, Hands
from serving_town import ServingTown, opened
from visited import settled

At = Callable[[Workspace], Hands]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path / "office", date(2025, 10, 9)) as made:
        yield made


@pytest.fixture
def at(desks: Desks) -> At:
    return lambda workspace: desks(ServingPage, workspace, "report")


def pick(desk: Hands, name: str, words: str) -> None:
    box = desk.page.findChild(QComboBox, f"report_{name}")
    assert isinstance(box, QComboBox)
    assert words in [box.itemText(place) for place in range(box.count())]
    box.setCurrentText(words)
    desk.calm()


def test_the_last_quarter_stands_there_and_leaves(
    office: ServingTown, at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, made = settled(office)
    office.town.head.write(settling.sign_settlement, made.id, 1)
    desk = at(office.payer)
    assert desk.label("report_sums") == "2025 年第三季度：1 人，2 次，2 小时 50 分，结算 113.33 元"
    shown = {row.label.strip(): row.now for row in desk.rows}
    assert shown["已审核结算（元）"] == "113.33"
    assert shown["不予认可（条）"] == "1"
    desk.queue("item")
    assert [(row.label, row.amount) for row in desk.rows] == [
        ("助浴", Decimal("80.00")),
        ("助洁", Decimal("33.33")),
    ]
    assert "结算（元）　80.00" in desk.label("report_told")
    for key in ("class", "provider", "village", "month", "funds", "oversight", "needs", "tallies", "hours"):
        desk.queue(key)
        assert desk.rows
    path = tmp_path / "汇总"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    for button in ("export", "paper"):
        desk.click(f"report_{button}")
        take = next(one for one in desk.page.findChildren(QPushButton, "leaving_take") if one.isVisible())
        take.click()
        desk.calm()
    assert str(load_workbook(tmp_path / "汇总.xlsx").worksheets[0]["A1"].value).endswith("2025 年第三季度")
    assert len(list(tmp_path.glob("S-*.pdf"))) == 1


def test_a_year_that_goes_on_and_months_of_ones_own(office: ServingTown, at: At) -> None:
    _, made = settled(office)
    office.town.head.write(settling.sign_settlement, made.id, 1)
    desk = at(office.payer)
    pick(desk, "kind", "年度")
    assert desk.label("report_sums").startswith("2025 年（还没有过完，截至 2025-10-09）：1 人")
    pick(desk, "kind", "自定起止")
    pick(desk, "first", "2025-02")
    pick(desk, "last", "2025-09")
    assert desk.label("report_sums").startswith("2025-02 至 2025-09：1 人，2 次")
    pick(desk, "first", "2025-10")
    assert "截止月份早于起始月份" in desk.said
    assert not desk.page.findChild(QComboBox, "report_last").isHidden()
