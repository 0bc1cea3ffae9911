import json
from datetime import datetime
from pathlib import Path

import pytest

from jiuzhu import settings
from jiuzhu.commands import doctor, doctor_data
from town import open_town


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "office"
    monkeypatch.setenv("JIUZHU_HOME", str(folder))
    return folder


def test_an_empty_machine_is_in_order(home: Path) -> None:
    assert not home.exists()
    results = [doctor_data.database_library(), doctor_data.data_files()]
    assert [result.state for result in results] == [doctor.OK] * 2


def test_a_missing_key_file_is_told(home: Path) -> None:
    open_town(home).close()
    assert doctor_data.data_files().state == doctor.OK
    (home / "jiuzhu.key").rename(home / "elsewhere.key")
    result = doctor_data.data_files()
    assert (result.state, "jiuzhu.key" in result.text) == (doctor.BAD, True)


def test_a_damaged_key_file_is_told(home: Path) -> None:
    open_town(home).close()
    (home / "jiuzhu.key").write_text("{", "utf-8")
    assert doctor_data.data_files().state == doctor.BAD


def test_a_missing_database_is_told(home: Path) -> None:
    open_town(home).close()
    (home / "jiuzhu.db").rename(home / "elsewhere.db")
    assert doctor_data.data_files().state == doctor.BAD


@pytest.mark.parametrize(
    ("record", "state", "told"),
    [
        ({}, doctor.WARN, "还没有备份到"),
        ({"done": "2025-01-01 10:00"}, doctor.WARN, "好几天"),
        ({"done": "2025-01-01 10:00", "trouble": "备份盘没有接上。"}, doctor.WARN, "没有接上"),
        (
            {"done": f"{datetime.now(doctor_data.CHINA):%Y-%m-%d %H:%M}", "said": "在 U 盘"},
            doctor.OK,
            "在 U 盘",
        ),
    ],
)
def test_what_is_known_of_the_last_backup_is_told(
    home: Path, record: dict[str, str], state: str, told: str
) -> None:
    open_town(home).close()
    kept = settings.load(home)
    kept.backup_folder = "U 盘"
    settings.save(home, kept)
    (home / "care.json").write_text(json.dumps({"backup": record}), "utf-8")
    result = doctor_data.desk("backup")()
    assert (result.state, told in result.text) == (state, True)


def test_every_line_of_the_desk_that_needs_no_password_is_told(home: Path) -> None:
    assert doctor_data.desk_checks() == []
    open_town(home).close()
    found = [check() for check in doctor_data.desk_checks()]
    assert [one.subject for one in found] == ["备份", "试恢复", "数据库检查", "日志核验", "钥匙文件"]
    assert {one.state for one in found} == {doctor.WARN}


def test_without_a_keyring_the_password_way_is_told() -> None:
    assert "密码" in doctor_data.keyring().text
