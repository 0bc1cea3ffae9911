"""结算 under the hand: made at one desk, signed at another, printed, exported, corrected, counted again."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton
from sqlalchemy import select

from jiuzhu.domain.serving.settling import Settlement
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.services.settling import settling
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.pages.serving import ServingPage
from part_hands import Desks, Hands
from serving_town import ServingTown, opened
from visited import found, visited

At = Callable[[Workspace], Hands]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path / "office", date(2025, 10, 9)) as made:
        yield made


@pytest.fixture
def at(desks: Desks) -> At:
    return lambda workspace: desks(ServingPage, workspace, "settlement")


def september(office: ServingTown) -> str:
    worker = office.workers["示例甲工"]
    first = office.coordinator.write(visited, office.plan, worker, date(2025, 9, 2), 120)
    office.coordinator.write(visited, office.plan, worker, date(2025, 9, 9), 120)
    office.coordinator.write(
        visited, office.plan, worker, date(2025, 9, 16), 90, result="refused", reason="人不在家"
    )
    office.coordinator.write(visited, office.plan, worker, date(2025, 9, 23), 60, result="")
    return first


def enabled(desk: Hands, name: str) -> bool:
    button = desk.page.findChild(QPushButton, name)
    assert button is not None, name
    return bool(button.isEnabled())


def test_a_month_goes_from_the_making_to_the_paper(
    office: ServingTown, at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = september(office)
    payer = at(office.payer)
    assert [(row.month, row.amount, row.waiting) for row in payer.rows] == [("2025-09", Decimal("160.00"), 1)]
    words = payer.label("settlement_told")
    assert "4.0 小时" in words
    assert "1.5 小时" in words
    assert "还有 1 条记录待核实" in words
    payer.click("settlement_make")
    payer.fill(note="九月")
    assert "160.00 元，等待另一人审核" in payer.said
    payer.queue("made")
    assert not enabled(payer, "settlement_sign")

    head = at(office.town.head)
    head.queue("made")
    head.click("settlement_sign")
    head.fill(checked=True)
    assert "已审核" in head.said

    payer.queue("signed")
    payer.click("settlement_recount")
    assert "2 次，4.0 小时，160.00 元。结算单、服务记录、小时账户和资金一致" in payer.said
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    payer.click("settlement_paper")
    payer.click("leaving_take")
    assert len(list(folder.glob("F34-*.pdf"))) == 1
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / "明细"), ""))
    payer.click("settlement_detail")
    payer.click("leaving_take")
    assert "已导出 3 行" in payer.said
    assert (folder / "明细.xlsx").exists()

    office.coordinator.write(found, first, "refused", "电话回访没有去")
    payer.click("settlement_recount")
    assert "结算金额" in payer.said
    assert "应为 0.00，现为 80.00" in payer.said
    payer.click("settlement_correct")
    payer.fill(reason="回访发现没有去")
    assert "第 1 次更正" in payer.said


def test_the_second_person_sends_it_back(office: ServingTown, at: At) -> None:
    september(office)
    payer = at(office.payer)
    payer.click("settlement_make")
    payer.fill()
    head = at(office.town.head)
    head.queue("made")
    head.click("settlement_withdraw")
    head.fill(reason="有一条记录待核实")
    assert "已撤回" in head.said
    head.queue("withdrawn")
    assert "撤回：有一条记录待核实" in head.label("settlement_told")
    payer.queue("open")
    assert len(payer.rows) == 1


def test_nothing_to_correct_is_told(office: ServingTown, at: At) -> None:
    september(office)
    payer = at(office.payer)
    payer.click("settlement_make")
    payer.fill()

    def made(unit: Unit) -> Settlement:
        return unit.session.scalars(select(Settlement)).one()

    office.town.head.write(settling.sign_settlement, office.payer.read(made).id, 1)
    payer.queue("signed")
    payer.click("settlement_correct")
    assert "不用更正" in payer.said
