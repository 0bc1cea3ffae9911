"""The journals of all townships of a server, verified by its administrator and in every trial of a backup."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from temporary_server import SUPERUSER

from jiuzhu.commands import server as command
from jiuzhu.errors import UserError
from jiuzhu.services.office import opening, proving, server_backups, sharing, windows
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.server import dumping, setting_up
from townships import PASSWORD, Shared

PASSPHRASE = "明月几时有把酒问青天"
Capture = pytest.CaptureFixture[str]


def desk(shared: Shared, home: Path, login: str) -> Workspace:
    sharing.join(home, shared.address, "A")
    return opening.log_in(home, login, PASSWORD, lambda: datetime(2026, 3, 3, 2, tzinfo=UTC))


@pytest.fixture
def other_desk(shared: Shared, tmp_path: Path) -> Iterator[Workspace]:
    made = desk(shared, tmp_path / "other", "lingdao2")
    yield made
    made.close()


def past_the_program(shared: Shared, statement: str) -> None:
    """What only the server's own administrator can do: no trigger looks."""
    shared.server.administer(
        "SET session_replication_role = replica", statement, database=shared.address.database
    )


def problems(shared: Shared, *kept: Path) -> tuple[str, ...]:
    return server_backups.verify(shared.address, SUPERUSER, "", kept).problems


def test_the_journals_of_all_townships_are_verified_with_what_was_kept_outside(
    shared: Shared, other_desk: Workspace, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    with_day = proving.make_checkpoint(other_desk, "asked")
    proving.save_checkpoint(other_desk, with_day.id, kept)
    proof = server_backups.verify(shared.address, SUPERUSER, "", [kept])
    assert (proof.problems, proof.checkpoints, proof.files) == ((), 1, 1)
    assert proof.chains == 2
    assert proof.entries >= 4
    # What goes with the newest entries is missed only by what lies outside.
    past_the_program(
        shared,
        "DELETE FROM journal_entry WHERE (station_id, seq) IN "
        "(SELECT station_id, max(seq) FROM journal_entry WHERE office_township = '500112002' GROUP BY 1)",
    )
    past_the_program(shared, "DELETE FROM checkpoint")
    assert problems(shared) == ()
    (first, *_) = problems(shared, kept)
    assert "文件 检查点-20260303.jzcheck" in first


def test_a_row_changed_past_the_journal_fails_the_verification_and_the_trial(
    shared: Shared, tmp_path: Path
) -> None:
    office = desk(shared, tmp_path / "other", "xitong2")
    office.write(windows.add_window, "C", "三号窗口")
    office.close()
    past_the_program(shared, "UPDATE station SET name = '别的' WHERE \"window\" = 'C'")
    (one,) = problems(shared)
    assert one.startswith("表 station 的 name 与日志不符")
    file, _ = dumping.back_up(shared.address, SUPERUSER, "", tmp_path, PASSPHRASE)
    with pytest.raises(UserError, match="里面的日志有 1 处不符：表 station 的 name"):
        server_backups.trial(shared.address, SUPERUSER, "", file, PASSPHRASE)


def test_a_trial_says_how_much_of_the_journal_it_verified(shared: Shared, tmp_path: Path) -> None:
    proof = server_backups.verify(shared.address, SUPERUSER, "")
    file, _ = dumping.back_up(shared.address, SUPERUSER, "", tmp_path, PASSPHRASE)
    said = server_backups.trial(shared.address, SUPERUSER, "", file, PASSPHRASE)
    assert f"日志 {proof.entries} 条、{proof.chains} 条链全部相接" in said


def test_the_command_ends_with_what_it_found(
    shared: Shared, monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
) -> None:
    monkeypatch.setenv("JIUZHU_PASSWORD", "")
    words = ["verify", "--host", shared.address.host, "--admin", SUPERUSER, "--database"]
    assert command.run([*words, shared.address.database, "--checkpoint", str(tmp_path)]) == 0
    assert capsys.readouterr().out.endswith("没有发现改动\n")
    past_the_program(shared, "UPDATE journal_entry SET service = 'other' WHERE seq = 1")
    assert command.run([*words, shared.address.database]) == 1
    assert "内容与校验值不符" in capsys.readouterr().out
    empty = shared.server.address(shared.server.new_name("empty"))
    assert list(setting_up.set_up(empty, SUPERUSER, ""))
    with pytest.raises(UserError, match="还没有建立单位"):
        command.run([*words, empty.database])
