"""`jiuzhu server backup`, `trial` and `restore` as the server's administrator and cron meet them."""

import getpass
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporary_server import SUPERUSER

from jiuzhu.commands import server
from jiuzhu.errors import UserError
from jiuzhu.storage.server import setting_up
from townships import Shared

Capture = pytest.CaptureFixture[str]
PASSPHRASE = "明月几时有把酒问青天"


@pytest.fixture
def where(shared: Shared, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("JIUZHU_PASSWORD", "")
    monkeypatch.setenv("JIUZHU_BACKUP_PASSPHRASE", PASSPHRASE)
    return ["--host", shared.address.host, "--admin", SUPERUSER]


def test_backup_trial_and_restore(shared: Shared, where: list[str], tmp_path: Path, capsys: Capture) -> None:
    assert server.run(["backup", *where, "--database", shared.address.database, "--to", str(tmp_path)]) == 0
    (file,) = tmp_path.iterdir()
    assert capsys.readouterr().out.startswith(f"已备份到 {file}：")
    assert server.run(["trial", *where, "--from", str(file)]) == 0
    assert capsys.readouterr().out.count("\n") == 1
    new = shared.server.new_name("restored")
    restore = ["restore", *where, "--from", str(file), "--database", new]
    with pytest.raises(UserError, match="--replaces"):
        server.run(restore)
    there = ",".join(setting_up.offices_on(shared.address, SUPERUSER, ""))
    assert server.run([*restore, "--replaces", there]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("备份读回检查通过")
    assert told[-1].startswith(f"恢复完成：数据库 {new}")
    with pytest.raises(UserError, match="恢复从不覆盖"):
        server.run([*restore, "--replaces", there])


def test_a_passphrase_typed_at_a_terminal_is_typed_twice(
    where: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JIUZHU_BACKUP_PASSPHRASE")
    typed: Iterator[str] = iter([PASSPHRASE, PASSPHRASE + "。"])
    monkeypatch.setattr(getpass, "getpass", lambda _: next(typed))
    with pytest.raises(UserError, match="两次输入的备份口令不一样"):
        server.run(["backup", *where, "--to", str(tmp_path)])


@pytest.mark.parametrize("words", [["backup"], ["trial"], ["restore", "--to", "somewhere"]])
def test_words_that_lack_their_file_do_nothing(where: list[str], words: list[str], capsys: Capture) -> None:
    assert server.run([words[0], *where, *words[1:]]) == 2
    assert "用法" in capsys.readouterr().err


def test_a_name_no_database_should_have(where: list[str], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="数据库名只用小写字母"):
        server.run(["restore", *where, "--from", str(tmp_path / "x"), "--database", "host=elsewhere"])


def test_a_file_that_is_not_there(where: list[str], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="读不出备份"):
        server.run(["trial", *where, "--from", str(tmp_path / "x")])
