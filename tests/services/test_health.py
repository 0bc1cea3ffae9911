"""本机状况: every line green when all is well, and words for each that is not."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from jiuzhu.services.office import admin, backups, duties, health
from jiuzhu.services.office.health import Finding
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, keys
from town import Town, urban_three

pytestmark = pytest.mark.file_only("the health of the file and its backups")


def found(town: Town) -> dict[str, Finding]:
    return {one.key: one for one in health.look(town.clerk)}


def _known(town: Town, **records: dict[str, str]) -> None:
    (town.home / "care.json").write_text(json.dumps(records), "utf-8")


@pytest.fixture
def well(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(backups, "same_disk", lambda *_: False)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=50 * 1024**3))
    (tmp_path / "usb").mkdir()
    backups.choose_folder(town.clerk, tmp_path / "usb")
    admin.add_operator(
        town.clerk,
        login="sun",
        name="孙接手",
        post="",
        roles=["administrator"],
        password="两个黄鹂鸣翠柳2026",
    )
    duties.do_due(town.clerk)
    with attempts.vouched(town.home, town.clerk.file.key()) as file:
        keys.set_recovery(file, b"0123456789abcdef", town.clerk.file.key())
    return town


def test_all_is_well_after_the_desk_did_what_is_due(well: Town) -> None:
    assert {one.state for one in health.look(well.clerk)} == {"ok"}
    lines = found(well)
    assert "usb" in lines["backup"].text
    assert "MB" in lines["backup"].text
    assert "都与备份时相同" in lines["trial"].text
    assert "张经办、孙接手" in lines["keys"].text
    assert "印在纸上" in lines["keys"].text
    assert "数据结构 0002，SQLite 3." in lines["version"].text
    assert [one.key for one in lines.values() if not one.action] == ["version", "clock"]


def test_what_was_long_ago_is_worth_a_word_and_then_bad(well: Town) -> None:
    states = []
    for days in (2, 5, 20, 60, 100):
        well.on(date(2025, 10, 13) + timedelta(days=days))
        states.append([found(well)[key].state for key in ("backup", "seals", "trial", "journal")])
    assert states == [
        ["ok", "ok", "ok", "ok"],
        ["warn", "ok", "ok", "ok"],
        ["bad", "warn", "ok", "ok"],
        ["bad", "bad", "warn", "warn"],
        ["bad", "bad", "bad", "bad"],
    ]
    assert "现在备份一次" in found(well)["backup"].text


def test_trouble_is_told_with_what_was_well_before(well: Town) -> None:
    _known(
        well,
        backup={"done": "2025-10-13 10:00", "said": "在 U 盘", "tried": "2025-10-14 09:00", "trouble": "备份盘没有接上。"},
        journal={"tried": "2025-10-14 09:00", "trouble": "日志有 1 处不符。"},
    )  # fmt: skip
    lines = found(well)
    assert lines["backup"].state == lines["journal"].state == "bad"
    assert (
        lines["backup"].text
        == "2025-10-14 09:00 没有备份成：备份盘没有接上。上次备份 2025-10-13 10:00：在 U 盘。"
    )
    assert lines["journal"].text.startswith("2025-10-14 09:00：日志有 1 处不符。")
    assert lines["trial"].state == "warn"


def test_no_disk_one_key_no_room_and_a_wrong_clock(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.accept(urban_three(town))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**8))
    town.on(date(2025, 10, 11))
    lines = found(town)
    assert {key: one.state for key, one in lines.items() if one.state == "bad"} == {
        "backup": "bad", "room": "bad", "clock": "bad",
    }  # fmt: skip
    assert (lines["backup"].action, lines["keys"].action) == ("choose", "safety")
    assert "2025-10-13 10:00，比现在还晚" in lines["clock"].text
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10**9))
    assert found(town)["room"].state == "warn"
    (town.home / "jiuzhu.key").write_text("{", "utf-8")
    assert found(town)["keys"].state == "bad"


def test_the_page_is_printed_on_as_many_sheets_as_it_needs(town: Town, tmp_path: Path) -> None:
    _known(town, backup={"trouble": "备份盘没有接上，" * 400, "tried": "2025-10-14 09:00"})
    town.clerk.settings.backup_folder = "somewhere"
    body = health.print_page(town.clerk, tmp_path).read_bytes()
    assert body.startswith(b"%PDF")
    assert body.count(b"/Type /Page\n") >= 2


def test_a_desk_on_a_server_leaves_backups_to_the_server(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workspace, "kept_here", False)
    lines = found(town)
    assert list(lines) == ["server", "room", "version", "clock"]
    assert "服务器管理员" in lines["server"].text
    assert duties.headline(town.clerk) == ("数据在共用的服务器上", "")
    assert duties.troubles(town.clerk) == []
    assert not duties.do_due(town.clerk)
