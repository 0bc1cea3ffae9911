"""What a desk of a shared server offers: no page of families to who sees none, nothing of a file that lies elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from other_desk import desk_of
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.services.office import opening
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.unit import system_clock
from jiuzhu.ui.pages import entries
from jiuzhu.ui.pages.monitoring import MonitoringPage
from jiuzhu.ui.pages.settings import SettingsPage
from jiuzhu.ui.pages.workbench import WorkbenchPage
from jiuzhu.ui.tasks import Tasks
from town import Town
from townships import Shared

ALL = ["workbench", "checking", "approving", "transferring", "serving", "paying", "ledgers", "monitoring", "settings"]  # fmt: skip


@contextmanager
def desk(shared: Shared, home: Path, login: str) -> Iterator[Workspace]:
    made = opening.enter(home, shared.database(login), login, system_clock)
    try:
        yield made
    finally:  # a line left open would keep the test's database from being dropped
        made.close()


def offered(workspace: Workspace) -> list[str]:
    return [entry.key for entry in entries(workspace.actor.may, families=workspace.sees_families)]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("login", "pages"),
    [
        ("hecha", ALL),
        ("lingdao", ALL),
        ("tongji", ALL),
        ("fuwu", ALL),
        ("shenji", ALL),
        ("xitong", ["workbench", "settings"]),
        ("anquan", ["workbench", "settings"]),
        ("shenguan", ["workbench", "monitoring", "settings"]),
    ],
)
def test_who_sees_no_family_is_offered_no_page_of_families(
    shared: Shared, tmp_path: Path, login: str, pages: list[str]
) -> None:
    with desk(shared, tmp_path, login) as workspace:
        assert offered(workspace) == pages


@pytest.mark.usefixtures("qapp")
def test_a_file_shows_its_families_to_who_looks_after_it(town: Town) -> None:
    keeper = desk_of(town.clerk, replace(town.clerk.actor, roles=frozenset({"administrator"})))
    assert offered(keeper) == ALL


def test_what_is_left_to_them_says_why_nothing_stands_there(
    shared: Shared, tmp_path: Path, qtbot: QtBot
) -> None:
    with desk(shared, tmp_path, "shenguan") as workspace:
        bugs: list[BaseException] = []
        tasks = Tasks(workspace, bugs.append)
        first, watching = WorkbenchPage(tasks, workspace), MonitoringPage(tasks, workspace)
        for page in (first, watching):
            qtbot.addWidget(page)
        assert first.table._empty == "您的岗位不看家庭资料，这里没有要办的申请。"  # noqa: SLF001  # painted, not a widget
        assert [key for key in ("alerts", "events", "escalations", "looks") if watching.has(key)] == ["looks"]
        tasks.shutdown()
        assert not bugs


def test_a_desk_of_a_server_names_no_recovery_key(shared: Shared, tmp_path: Path, qtbot: QtBot) -> None:
    with desk(shared, tmp_path, "xitong") as workspace:
        tasks = Tasks(workspace, lambda _bug: None)
        page = SettingsPage(tasks, workspace)
        qtbot.addWidget(page)
        page.choose("safety")
        said = [one.text() for one in page.findChildren(QLabel)]
        said += [one.text() for one in page.findChildren(QPushButton)]
        assert "锁定" in said
        assert not [text for text in said if "恢复密钥" in text]
        tasks.shutdown()
