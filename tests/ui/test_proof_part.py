"""日志证明 on the settings page: made, kept outside, held against the journal, by clicks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from jiuzhu.services.office.workspace import Workspace
from jiuzhu.ui.pages.settings import SettingsPage
from jiuzhu.ui.pages.workbench import WorkbenchPage
from jiuzhu.ui.tasks import Tasks
from part_hands import Desks, Hands
from tampering import attack
from town import Town

Open = Callable[[Workspace], Hands]


@pytest.fixture
def hands(desks: Desks) -> Open:
    return lambda workspace: desks(SettingsPage, workspace, "proof")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "U盘"
    made.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(made))
    return made


def test_a_checkpoint_is_made_kept_and_verified(town: Town, hands: Open, folder: Path) -> None:
    desk = hands(town.clerk)
    assert desk.rows == []
    desk.click("proof_make")
    (row,) = desk.rows
    assert desk.said == f"检查点已做：{row.code}"
    assert " ".join(row.code.split()[:4]) in desk.label("proof_told")
    assert row.public_key in desk.label("proof_told").replace("\n", "")
    desk.click("proof_save")
    assert [one.name for one in folder.iterdir()] == ["检查点-20251013.jzcheck"]
    assert "已存到" in desk.said
    desk.click("proof_verify")
    assert desk.said == "日志 5 条、库内 1 个检查点全部核验，没有发现改动。"
    desk.click("proof_compare")
    assert desk.said == "日志 5 条、库内 1 个检查点和另存的 1 个检查点全部核验，没有发现改动。"


def test_what_was_cut_off_is_told_at_the_right(town: Town, hands: Open, folder: Path) -> None:
    desk = hands(town.clerk)
    desk.click("proof_make")
    desk.click("proof_save")
    attack(town, "cut_tail", 2)
    auditor = hands(town.auditor)
    auditor.click("proof_compare")
    assert "处不符，请立即联系管理员" in auditor.said
    assert auditor.label("proof_head") == "核验发现不符"
    assert "当时有 4 条，现在只到第 2 条，末尾的记录被删去" in auditor.label("proof_told")
    assert len(list(folder.iterdir())) == 1


def test_an_empty_folder_proves_nothing_and_says_so(town: Town, hands: Open, folder: Path) -> None:
    assert not list(folder.iterdir())
    desk = hands(town.auditor)
    desk.click("proof_compare")
    assert desk.said.startswith("这个文件夹里没有另存的检查点。")


@pytest.mark.parametrize(("who", "makes", "verifies"), [("head", True, False), ("auditor", False, True)])
def test_who_audits_verifies_and_makes_none(
    town: Town, hands: Open, who: str, makes: bool, verifies: bool
) -> None:
    desk = hands(getattr(town, who))
    for name, may in (("make", makes), ("verify", verifies), ("compare", verifies)):
        button = desk.page.findChild(QPushButton, f"proof_{name}")
        assert isinstance(button, QPushButton)
        assert button.isEnabled() is may


def test_the_first_look_of_a_day_makes_one(town: Town, hands: Open, qtbot: object) -> None:
    bugs: list[BaseException] = []
    tasks = Tasks(town.clerk, bugs.append)
    page = WorkbenchPage(tasks, town.clerk)
    qtbot.addWidget(page)  # type: ignore[attr-defined]  # the fixture of pytest-qt
    with qtbot.waitSignal(tasks.idle, timeout=20_000):  # type: ignore[attr-defined]  # as above
        page.show()
    tasks.shutdown()
    assert not bugs
    (row,) = hands(town.clerk).rows
    assert (row.why, row.day) == ("每日", town.clerk.today())
