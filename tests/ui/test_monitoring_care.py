"""走访 and 卡折代管 at the desk: found by a name, written down, watched by their days, printed, given back."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.pages.monitoring import MonitoringPage
from on_the_way import approve, single, submitted
from part_hands import Desks, Hands
from town import Town, open_town

At = Callable[[Workspace, str], Hands]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = open_town(tmp_path / "office")
    taken = submitted(made, single(made, "dibao"), date(2025, 10, 24), date(2025, 11, 3))
    made.on(date(2025, 11, 12))
    approve(made, taken)
    made.on(date(2025, 12, 3))
    yield made
    made.close()


@pytest.fixture
def at(desks: Desks) -> At:
    return lambda workspace, part: desks(MonitoringPage, workspace, part)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    return tmp_path


def found(desk: Hands, name: str) -> None:
    """The household of somebody, by their name."""
    desk.queue("home")
    desk.part.search.setText(name)
    desk.part.reload()
    desk.calm()
    assert [row.name for row in desk.rows] == [name]


def test_a_card_is_kept_filed_checked_and_given_back(town: Town, at: At, folder: Path) -> None:
    desk = at(town.checker, "custody")
    assert desk.rows == []
    found(desk, "己示例")
    desk.click("custody_record")
    desk.fill(
        keeper="村管示例", keeper_unit="示例村村民委员会", keeper_post="民政专干", starts_on="2025-12-03",
        reason="独居，卧床不能出门取款",
    )  # fmt: skip
    assert desk.said.startswith("已登记 管2025-")
    desk.part.search.clear()
    desk.queue("due")
    (row,) = desk.rows
    assert (row.card_tail, row.bank, row.colour) == ("0071", "示例农商银行", "warn")
    assert "还没有报区县备案" in desk.label("custody_told")
    desk.click("custody_filed")
    desk.fill(on="2025-12-03")
    assert desk.rows == []
    desk.queue("open")
    desk.click("custody_agreement")
    desk.click("custody_paper")
    assert [path.name.partition("-")[0] for path in sorted(folder.glob("F22*.pdf"))] == ["F22", "F22A"]
    desk.click("custody_check")
    desk.fill(on="2025-12-03", found="取款记录齐全")
    assert "2025-12-03　取款记录齐全" in desk.label("custody_told")
    desk.click("custody_revoke")
    desk.fill(on="2025-12-03", reason="本人收回自管")
    assert desk.rows == []
    desk.queue("ended")
    assert [one.revoked_reason for one in desk.rows] == ["本人收回自管"]


def test_a_visit_is_written_down_printed_and_comes_up_again(town: Town, at: At, folder: Path) -> None:
    desk = at(town.checker, "visits")
    found(desk, "己示例")
    desk.click("visits_record")
    desk.fill(on="2025-12-03", visitor="村管示例", next_on="2025-12-20", living="独自做饭", need="请医生看看")
    assert desk.said == "走访已登记。"
    desk.part.search.clear()
    desk.queue("due")
    assert desk.rows == []
    desk.queue("all")
    (row,) = desk.rows
    assert (row.visitor, row.need, row.next_on) == ("村管示例", "请医生看看", date(2025, 12, 20))
    assert "生活状况：独自做饭" in desk.label("visits_told")
    desk.click("visits_paper")
    (paper,) = folder.glob("F29-*.pdf")
    assert paper.read_bytes().startswith(b"%PDF")
    town.on(date(2025, 12, 21))
    desk.queue("due")
    assert [one.colour for one in desk.rows] == ["bad"]
    desk.click("visits_record")
    desk.fill(on="2025-12-21", visitor="村管示例")
    assert desk.rows == []
