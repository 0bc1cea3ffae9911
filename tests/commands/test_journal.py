"""`jiuzhu journal verify` as somebody at a terminal meets it."""

import getpass
from pathlib import Path

import pytest

from jiuzhu.commands import journal
from jiuzhu.errors import UserError
from jiuzhu.services.office import proving
from tampering import attack
from town import LOGIN, PASSWORD, open_town

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JIUZHU_HOME", str(tmp_path / "office"))
    monkeypatch.delenv("JIUZHU_PASSWORD", raising=False)
    return tmp_path / "office"


def _nobody(_prompt: str) -> str:
    raise EOFError


def test_without_an_office_there_is_nothing_to_verify(home: Path) -> None:
    with pytest.raises(UserError, match="还没有数据，没有日志可以核对"):
        journal.run(["verify"])
    assert not home.exists()


@pytest.mark.parametrize("words", [["verify"], ["verify", LOGIN]])
def test_a_sound_journal(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, words: list[str]
) -> None:
    open_town(home).close()
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return PASSWORD

    monkeypatch.setattr(getpass, "getpass", answer)
    assert journal.run(words) == 0
    assert "没有发现改动" in capsys.readouterr().out
    assert asked == [f"{LOGIN} 的密码："]


def test_a_script_gives_the_password(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    open_town(home).close()
    monkeypatch.setattr(getpass, "getpass", _nobody)
    monkeypatch.setenv("JIUZHU_PASSWORD", PASSWORD)
    assert journal.run(["verify"]) == 0
    assert "没有发现改动" in capsys.readouterr().out


def test_a_wrong_password_and_nobody_to_ask_are_sentences(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_town(home).close()
    monkeypatch.setattr(getpass, "getpass", _nobody)
    with pytest.raises(UserError, match="没有读到密码"):
        journal.run(["verify"])
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "not the password")
    with pytest.raises(UserError, match="密码"):
        journal.run(["verify"])


def test_checkpoints_kept_outside_are_held_against_the_journal(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    town = open_town(home)
    made = proving.make_checkpoint(town.clerk, "asked")
    kept = proving.save_checkpoint(town.clerk, made.id, tmp_path)
    monkeypatch.setenv("JIUZHU_PASSWORD", PASSWORD)
    assert journal.run(["verify", LOGIN, "--checkpoint", str(kept), str(tmp_path)]) == 0
    assert "库内检查点 1 个，另存的检查点 1 个" in capsys.readouterr().out
    attack(town, "cut_tail", 2)
    town.close()
    assert journal.run(["verify", LOGIN, "--checkpoint", str(kept)]) == 1
    told = capsys.readouterr().out
    assert f"不符：文件 {kept.name}：A 窗口链" in told
    assert "当时有 4 条，现在只到第 3 条，末尾的记录被删去" in told


@pytest.mark.parametrize("words", [[], ["check"], ["verify", "a", "b"], ["verify", "--checkpoint"]])
def test_wrong_words_show_the_usage(words: list[str], capsys: Capture) -> None:
    assert journal.run(words) == 2
    assert "用法：jiuzhu journal verify" in capsys.readouterr().err
