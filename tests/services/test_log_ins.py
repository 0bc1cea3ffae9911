"""登录记录: every log-in, every wrong password, every unlocking stands in the journal; the operator is told."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from jiuzhu.domain.office import LogIn
from jiuzhu.errors import Refused, TooSoon, UserError
from jiuzhu.services.office import admin, log_ins, opening, own_password
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, journal, key_file
from jiuzhu.storage.key_file import Instant
from jiuzhu.storage.unit import Unit
from town import LOGIN, PASSWORD, Town

pytestmark = pytest.mark.file_only("a log-in opens the key file")

OTHER = "两个黄鹂鸣翠柳2026"
MINE = "一行白鹭上青天2026"


def rows(workspace: Workspace) -> list[tuple[str, str]]:
    def look(unit: Unit) -> list[tuple[str, str]]:
        return [(row.kind, row.login) for row in unit.session.scalars(select(LogIn).order_by(LogIn.id))]

    return workspace.read(look)


def enter(town: Town, login: str = LOGIN, password: str = PASSWORD) -> Workspace:
    return opening.log_in(town.home, login, password, lambda: town.moment[0])


def fail(town: Town, times: int, login: str = LOGIN) -> None:
    for _ in range(times):
        with pytest.raises(UserError):
            enter(town, login, "不是这一句密码")


@pytest.fixture
def boss(town: Town) -> Any:
    """A second administrator with an account of her own."""
    admin.add_operator(
        town.clerk, login="guanli", name="孙管理", post="", roles=["administrator"], password=OTHER
    )
    made = enter(town, "guanli", OTHER)
    yield made
    made.close()


def test_a_log_in_and_what_failed_before_it_are_journaled_and_told(town: Town) -> None:
    enter(town).close()
    town.moment[0] = datetime(2025, 10, 13, 9, 30, tzinfo=UTC)
    fail(town, 2)
    town.moment[0] = datetime(2025, 10, 14, 1, 0, tzinfo=UTC)

    again = enter(town)

    assert again.greeting == (
        "上次登录 2025-10-13 10:00，其间有 2 次密码错误。不是您自己输错的，请修改密码并告诉系统管理员。"
    )
    assert rows(again) == [("in", LOGIN), ("wrong", LOGIN), ("wrong", LOGIN), ("in", LOGIN)]
    assert key_file.load(town.home).untold == []
    with again.file.writing.connect() as connection:
        assert not journal.verify(connection).problems
        assert not journal.unexplained(connection)
    again.close()


def test_wrong_passwords_of_another_are_journaled_by_who_gets_in_and_told_to_whom_they_concern(
    town: Town, boss: Workspace
) -> None:
    fail(town, 2)
    second = enter(town, "guanli", OTHER)
    assert second.greeting == ""
    assert rows(second)[-3:] == [("wrong", LOGIN), ("wrong", LOGIN), ("in", "guanli")]
    second.close()

    mine = enter(town)

    assert mine.greeting.startswith("登录前有 2 次密码错误。")
    assert rows(boss)[-1] == ("in", LOGIN)
    mine.close()


def test_an_administrator_unlocks_and_the_journal_knows_who(town: Town, boss: Workspace) -> None:
    fail(town, 5)
    with pytest.raises(TooSoon):
        enter(town)
    [row] = [row for row in boss.read(admin.colleagues, town.home) if row.login == LOGIN]
    assert row.waits == "密码错 5 次，还要等 10 分钟"

    log_ins.unlock(boss, row.id)

    assert [row.waits for row in boss.read(admin.colleagues, town.home)] == [""] * 5
    enter(town).close()
    found = rows(boss)
    assert found.count(("wrong", LOGIN)) == 5
    assert ("unlocked", LOGIN) in found
    with pytest.raises(UserError, match="没有锁定"):
        log_ins.unlock(boss, row.id)


def test_where_somebody_has_the_security_of_the_office_the_administrator_does_not_unlock(
    town: Town, boss: Workspace
) -> None:
    fail(town, 5, "guanli")
    [row] = [row for row in town.clerk.read(admin.colleagues, town.home) if row.login == "guanli"]
    with pytest.raises(Refused, match="安全管理"):
        log_ins.unlock(boss, row.id)  # the first operator has it
    log_ins.unlock(town.clerk, row.id)


def test_nobody_else_unlocks(town: Town, boss: Workspace) -> None:
    fail(town, 5)
    [row] = [row for row in boss.read(admin.colleagues) if row.login == LOGIN]
    with pytest.raises(Refused, match="系统管理"):
        log_ins.unlock(town.head, row.id)
    with pytest.raises(TooSoon):
        enter(town)


def test_an_edited_key_file_is_journaled_and_told(town: Town) -> None:
    fail(town, 3)
    file = key_file.load(town.home)
    file.attempts.clear()
    file.mark = ""
    key_file.save(town.home, file)
    with pytest.raises(TooSoon, match="钥匙文件被改动过，请等 10 分钟后再试"):
        enter(town)
    attempts.pardon(town.home, town.clerk.file.key(), LOGIN)
    again = enter(town)
    assert "在程序之外被改动过" in again.greeting
    assert ("altered", "") in rows(again)
    again.close()


def test_a_full_disk_keeps_nobody_out_and_forgets_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(town, 1)

    def full(*_: object) -> None:
        raise UserError("磁盘已满。")

    with monkeypatch.context() as patch:
        patch.setattr(Workspace, "write", full)
        again = enter(town)
        assert again.greeting == "这次登录没有记进日志：磁盘已满。"
        again.close()
    assert [attempt.kind for attempt in key_file.load(town.home).untold] == ["wrong"]
    last = enter(town)
    assert rows(last) == [("wrong", LOGIN), ("in", LOGIN)]
    last.close()


def test_what_was_journaled_before_a_kill_is_not_journaled_twice(town: Town) -> None:
    fail(town, 1)
    key = town.clerk.file.key()
    attempts.pardon(town.home, key, LOGIN)
    kept = key_file.load(town.home).untold
    enter(town).close()
    with attempts.vouched(town.home, key) as file:
        file.untold = kept  # as if stopped between the commit and the key file
    last = enter(town)
    assert rows(last) == [("wrong", LOGIN), ("in", LOGIN), ("in", LOGIN)]
    last.close()


def test_a_moment_of_a_mad_clock_is_kept_as_none(town: Town) -> None:
    with pytest.raises(UserError, match="密码不对"):
        attempts.unwrap(town.home, LOGIN, "不是这一句密码", lambda: Instant(1e300, "x", 1.0))
    again = enter(town)
    assert rows(again) == [("wrong", LOGIN), ("in", LOGIN)]
    again.close()


def test_a_password_given_by_another_hand_is_changed_at_the_first_log_in(town: Town, boss: Workspace) -> None:
    assert boss.must_choose
    with pytest.raises(UserError, match="和现在的密码一样"):
        own_password.choose(boss, OTHER)
    with pytest.raises(UserError, match="至少 10 个字符"):
        own_password.choose(boss, "太短")
    again = enter(town, "guanli", OTHER)
    assert again.must_choose
    again.close()

    own_password.choose(boss, MINE)

    assert not boss.must_choose
    again = enter(town, "guanli", MINE)
    assert not again.must_choose
    assert ("chosen", "guanli") in rows(again)
    again.close()


def test_who_comes_back_to_an_ended_account_chooses_again(town: Town, boss: Workspace) -> None:
    own_password.choose(boss, MINE)
    admin.end_operator(town.clerk, boss.actor.operator_id)
    admin.add_operator(
        town.clerk, login="guanli", name="孙管理", post="", roles=["administrator"], password=OTHER
    )
    again = enter(town, "guanli", OTHER)
    assert again.must_choose
    again.close()


def test_the_first_operator_has_chosen_already(town: Town) -> None:
    made = enter(town)
    assert not made.must_choose
    made.close()


def test_a_forgotten_password_is_set_once_by_the_security_of_the_office(town: Town) -> None:
    admin.add_operator(town.clerk, login="xinren", name="癸示例", post="", roles=["checker"], password=OTHER)
    new = enter(town, "xinren", OTHER)
    own_password.choose(new, MINE)
    fail(town, 2, "xinren")
    identity = new.actor.operator_id
    new.close()
    log_ins.reset_password(town.clerk, identity, OTHER + "二")
    assert rows(town.clerk)[-1] == ("given", "xinren")
    with pytest.raises(UserError):
        enter(town, "xinren", MINE)
    again = enter(town, "xinren", OTHER + "二")
    assert again.must_choose
    with pytest.raises(Refused, match="安全管理"):
        log_ins.reset_password(again, town.clerk.actor.operator_id, MINE)
    again.close()
    with pytest.raises(UserError, match="至少 10"):
        log_ins.reset_password(town.clerk, identity, "短")
    with pytest.raises(Refused, match="修改密码"):
        log_ins.reset_password(town.clerk, town.clerk.actor.operator_id, MINE)


def test_nobody_sets_the_password_of_an_administrator_or_of_who_left(town: Town, boss: Workspace) -> None:
    with pytest.raises(Refused, match="孙管理是管理员"):
        log_ins.reset_password(town.clerk, boss.actor.operator_id, MINE)
    admin.end_operator(town.clerk, boss.actor.operator_id)
    with pytest.raises(UserError, match="已停用"):
        log_ins.reset_password(town.clerk, boss.actor.operator_id, MINE)
    assert rows(town.clerk).count(("given", "guanli")) == 1  # from the beginning
