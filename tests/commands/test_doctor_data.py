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
    results = [doctor_data.database_library(), doctor_data.data_files(), doctor_data.last_backup()]
    assert [result.state for result in results] == [doctor.OK] * 3


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


@pytest.mark.parametrize(("told", "state"), [("", doctor.WARN), ("2025-01-01 10:00", doctor.WARN)])
def test_no_or_an_old_backup_is_worth_a_word(home: Path, told: str, state: str) -> None:
    open_town(home).close()
    kept = settings.load(home)
    kept.last_backup = told
    settings.save(home, kept)
    assert doctor_data.last_backup().state == state


def test_without_a_keyring_the_password_way_is_told() -> None:
    assert "密码" in doctor_data.keyring().text
