"""名单 worked with clicks: a service is computed, its people read, what changed told, and the list leaves by the door."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from jiuzhu.ui import door
from jiuzhu.ui.pages.serving import ServingPage
from part_hands import Hands
from serving_people import change_person, low_income
from serving_town import MONDAY, VILLAGE, ServingTown, opened
from stated import SAID


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServingTown]:
    with opened(tmp_path) as made:
        made.town.clerk.write(low_income, ("己示例", "庚示例"))
        made.town.clerk.write(change_person, "庚示例", birth=date(1960, 10, 13))
        yield made


def choose(desk: Hands, title: str) -> None:
    desk.queue("services")
    place = next(at for at, row in enumerate(desk.rows) if row.title == title)
    desk.part.table.choose(place)
    desk.calm()


def test_a_roster_is_made_read_and_compared(qtbot: QtBot, at: ServingTown) -> None:
    desk = Hands(qtbot, ServingPage, at.coordinator, "rosters")
    assert len({row.number for row in desk.rows}) == 9
    choose(desk, "老年人意外保险")
    assert "依据户里的：服务对象类别、出生日期" in desk.label("rosters_told")
    desk.click("rosters_make")
    assert desk.said == "已生成 1 份名单：在名单 1 人次，待核实 0 人次。"
    desk.click("rosters_show")
    assert [(row.name, row.reason) for row in desk.rows] == [("庚示例", "第 2 类；65 周岁")]
    assert desk.label("rosters_sums") == "老年人意外保险　2025-10-13 名单　1 人"
    desk.queue("changes")
    assert desk.rows == []

    at.on(MONDAY + timedelta(days=30))
    at.town.clerk.write(change_person, "庚示例", disability_kind="4", disability_grade="1")
    desk.queue("services")
    desk.click("rosters_every")
    choose(desk, "老年人意外保险")
    desk.queue("changes")
    assert [(row.name, row.way) for row in desk.rows] == [("庚示例", "退出")]
    choose(desk, "老年人走访慰问关爱")
    desk.queue("unsure")
    assert desk.rows == []
    desk.close()


def test_nobody_is_shown_before_a_roster_is_made(qtbot: QtBot, at: ServingTown) -> None:
    desk = Hands(qtbot, ServingPage, at.coordinator, "rosters")
    desk.queue("listed")
    assert desk.rows == []
    desk.close()


def test_a_list_leaves_by_the_door(
    qtbot: QtBot, at: ServingTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = Hands(qtbot, ServingPage, at.coordinator, "rosters")
    maker.click("rosters_every")
    maker.close()
    desk = Hands(qtbot, ServingPage, at.payer, "rosters")
    choose(desk, "老年人意外保险")
    path = tmp_path / "名单"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(door, "pass_through", lambda _page, _owner, _what, then: then(SAID))
    desk.click("rosters_export")
    assert desk.said.startswith("已导出 1 行")
    assert path.with_name("名单.xlsx").is_file()
    desk.close()


def test_who_is_served_is_posted_printed_and_taken_down(
    qtbot: QtBot, at: ServingTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Hands(qtbot, ServingPage, at.coordinator, "rosters")
    desk.queue("posted")
    desk.click("rosters_post")
    desk.fill(village=VILLAGE, place="村务公开栏")
    (row,) = desk.rows
    assert (row.village, row.people, row.behind) == (VILLAGE, 1, False)
    assert "戊示例　助洁" in desk.label("rosters_told")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    desk.click("rosters_print")
    assert list(tmp_path.glob("F13S-*.pdf"))
    desk.click("rosters_down")
    assert desk.rows[0].removed_on == MONDAY
    desk.close()
