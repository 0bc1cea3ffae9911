from pathlib import Path

import pytest

from jiuzhu import paths
from jiuzhu.commands import doctor
from jiuzhu.errors import UserError

# One application for all tests of the process: the widgets' one, not the smaller one doctor would make for itself.
pytestmark = pytest.mark.usefixtures("qapp")


def test_a_sound_checkout_is_told_sound(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JIUZHU_HOME", str(tmp_path / "not" / "yet"))
    assert doctor.run([]) == 0
    text = capsys.readouterr().out
    assert text.count("[正常]") >= len(doctor.CHECKS) - 2  # a display and free room are not ours to demand
    assert "[不行]" not in text
    assert not (tmp_path / "not").exists()


def test_arguments_are_refused() -> None:
    with pytest.raises(UserError):
        doctor.run(["--fix"])


def test_bad_results_give_exit_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = doctor.Result("字体", doctor.BAD, "缺字。")
    monkeypatch.setattr(doctor, "examine", lambda _checks: [broken])
    assert doctor.run([]) == 1
    assert "[不行] 字体：缺字。" in capsys.readouterr().out


@pytest.fixture
def other_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("forms", "resources/fonts", "migrations"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setattr(paths, "data_root", lambda: tmp_path)
    return tmp_path


def test_a_damaged_file_is_named(other_data: Path) -> None:
    (other_data / "forms" / "F01.toml").write_text("title = ", encoding="utf-8")
    result = doctor.data_files()
    assert result.state == doctor.BAD
    assert "F01.toml" in result.text


def test_a_missing_folder_is_named(other_data: Path) -> None:
    (other_data / "migrations").rmdir()
    result = doctor.data_files()
    assert result.state == doctor.BAD
    assert "migrations" in result.text


def test_missing_faces_are_named(other_data: Path) -> None:
    (other_data / "resources" / "fonts" / doctor.FACES[0]).write_bytes(b"")
    result = doctor.fonts()
    assert result.state == doctor.BAD
    assert doctor.FACES[1] in result.text
    assert doctor.FACES[0] not in result.text


def test_a_face_without_glyphs_is_seen(other_data: Path) -> None:
    folder = other_data / "resources" / "fonts"
    real = Path(__file__).parents[2] / "resources" / "fonts"
    for name in doctor.FACES:
        (folder / name).symlink_to(real / "NotoSansSC-Regular.ttf")
    result = doctor.fonts()
    assert result.state == doctor.BAD
    assert "𬎆" in result.text


def test_a_data_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("JIUZHU_HOME", str(blocked))
    assert doctor.data_folder().state == doctor.BAD


def test_little_room_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIUZHU_HOME", str(tmp_path))
    monkeypatch.setattr(doctor, "ROOM", 2**70)
    assert doctor.data_folder().state == doctor.WARN
