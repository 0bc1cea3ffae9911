"""What whoever runs a server did there is seen at the desks, and what was not done is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporary_server import SUPERUSER

from jiuzhu.services.office import health, opening, server_backups, workbench
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage.server import upkeep
from townships import Shared

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
PASSPHRASE = "明月几时有把酒问青天"
KEYS = ("server_backup", "server_trial", "server_journal")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(shared: Shared, clock: Clock, tmp_path: Path) -> Iterator[Workspace]:
    opened = opening.enter(tmp_path / "desk", shared.database("xitong"), "xitong", clock, "A")
    (tmp_path / "desk").mkdir()
    opened.database.settle(tmp_path / "desk", opened.rules.station.id)  # type: ignore[attr-defined]  # on a server
    yield opened
    opened.close()


def states(desk: Workspace) -> list[str]:
    found = {line.key: line.state for line in health.look(desk)}
    return [found[key] for key in KEYS]


def test_what_was_done_at_the_server_is_seen_and_what_is_late_is_told(
    shared: Shared, desk: Workspace, clock: Clock, tmp_path: Path
) -> None:
    assert states(desk) == ["warn", "warn", "warn"]
    told = desk.read(workbench.today).warnings
    assert "备份：服务器上还没有做过。请马上告诉服务器管理员，做法见 docs/server.zh-CN.md 第 3 节。" in told
    there = (shared.address, SUPERUSER, "")
    server_backups.back_up(*there, tmp_path / "stick", PASSPHRASE, clock=clock)
    (file,) = (tmp_path / "stick").iterdir()
    server_backups.trial(*there, file, PASSPHRASE, clock=clock)
    assert not server_backups.verify(*there, clock=clock).problems
    assert states(desk) == ["ok", "ok", "ok"]
    assert not [line for line in desk.read(workbench.today).warnings if "服务器上" in line]
    clock.now += timedelta(days=4)
    assert states(desk) == ["warn", "ok", "ok"]
    clock.now += timedelta(days=42)
    assert states(desk) == ["bad", "warn", "warn"]
    assert "服务器上最近一次是 2026-03-03 10:00。" in next(
        line.text for line in health.look(desk) if line.key == "server_backup"
    )


def test_a_comment_somebody_else_wrote_is_none_of_ours(shared: Shared, desk: Workspace) -> None:
    name = shared.address.database
    for comment in ("社会救助，请勿删除", "[1]", '{"backup": 7}'):
        shared.server.administer(f"COMMENT ON DATABASE {name} IS '{comment}'")
        assert desk.read(lambda unit: upkeep.noted(unit.session)) == {}
    upkeep.note(shared.address, SUPERUSER, "", upkeep.TRIED, NOW)
    assert desk.read(lambda unit: upkeep.noted(unit.session)) == {upkeep.TRIED: NOW}
