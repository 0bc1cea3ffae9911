"""A desk that joined a server and is opened while the server is away: typing goes on, and everything is handed over."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import temporary_server
from sqlalchemy import select
from temporary_server import SUPERUSER

import townships
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.office import LogIn
from jiuzhu.errors import LineDown, Refused, TooSoon, UserError
from jiuzhu.services.counter import intake, spooling
from jiuzhu.services.counter.intake import Typing
from jiuzhu.services.office import admin, offline, opening, own_password, sharing
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file, keys, office_copy, spool
from jiuzhu.storage.server.server_database import connect
from jiuzhu.storage.unit import Unit
from townships import PASSWORD, Shared

WRONG = "不是这一句密码"
BEGIN = datetime(2026, 3, 3, 2, tzinfo=UTC)


def wait_for(held: Callable[[], Any], seconds: float = 10) -> None:
    begin = time.monotonic()
    while not held():
        assert time.monotonic() - begin < seconds, "it did not come"
        time.sleep(0.01)


class Desk:
    """A desk at a server of its own, with a clock the test sets."""

    def __init__(self, shared: Shared, home: Path) -> None:
        self.shared, self.home, self.now = shared, home, BEGIN
        sharing.join(home, shared.address, "A")

    def enter(self, login: str = "jingban", password: str = PASSWORD) -> Workspace:
        return opening.log_in(self.home, login, password, lambda: self.now)

    def left(self, login: str = "jingban") -> None:
        """Somebody was here for real, and the server goes away."""
        self.enter(login).close()
        self.shared.server.halt()


@pytest.fixture(scope="module")
def halting() -> Iterator[Shared]:
    """A server of these tests alone: they halt it."""
    server = temporary_server.start(believing=False)
    try:
        yield Shared(server, townships.found(server))
    finally:
        server.stop()


@pytest.fixture
def desk(halting: Shared, tmp_path: Path) -> Iterator[Desk]:
    with townships.copied(halting.server, halting.address) as shared:
        yield Desk(shared, tmp_path)
        halting.server.halt()  # whoever is still connected is not any more
        halting.server.run()
        halting.server.administer("DROP ROLE IF EXISTS xinren", "ALTER ROLE jingban LOGIN")


def type_form(workspace: Workspace, name: str) -> str:
    dossier = workspace.read(intake.new_dossier)
    dossier.members[0].name = name
    draft = new_id()
    assert spooling.keep_draft(workspace, draft, dossier, Typing()) is True
    return draft


def names(workspace: Workspace) -> list[str]:
    return sorted(row.title for row in workspace.read(intake.drafts))


def back(desk: Desk, workspace: Workspace) -> None:
    """The line comes back to an open window."""
    lines: list[bool] = []
    end = workspace.listen(lambda _: None, lines.append)
    assert end is not None
    try:
        desk.shared.server.run()
        wait_for(lambda: lines == [True])
        offline.arrive(workspace)
    finally:
        end()


def test_who_was_here_before_types_without_the_server_and_hands_over_when_it_is_back(desk: Desk) -> None:
    desk.left()
    away = desk.enter()
    assert away.offline is not None
    assert away.offline.days_left(desk.now) == 14
    assert away.actor.name == "丁示例"
    draft = type_form(away, "甲示例长名")
    away.close()

    desk.now += timedelta(hours=3)
    again = desk.enter()  # the day after, still without the line
    assert [(row.id, row.title, row.mine) for row in spooling.waiting(again)] == [(draft, "甲示例长名", True)]
    dossier, seen = spooling.resume(again, draft)
    dossier.members[0].phone = "13800000009"
    assert spooling.keep_draft(again, draft, dossier, seen) is True
    with pytest.raises(LineDown):
        spooling.resume(again, new_id())
    with pytest.raises(LineDown):
        again.read(intake.drafts)
    for path in desk.home.rglob("*"):
        assert path.is_dir() or "甲示例长名".encode() not in path.read_bytes(), path

    back(desk, again)
    assert again.offline is None
    assert spooling.hand_over(again).count == 1
    assert spooling.waiting(again) == []
    assert again.read(intake.open_draft, draft).members[0].phone == "13800000009"
    dossier.members[0].phone = "13800000008"  # the form is still on screen and typed on
    assert spooling.keep_draft(again, draft, dossier, seen) is False
    assert names(again) == ["甲示例长名"]
    [note] = again.read(_notes)
    assert note == "2026-03-03 13:00 起离线填写"
    again.close()


def _notes(unit: Unit) -> list[str]:
    return [row.note for row in unit.session.scalars(select(LogIn)) if row.note]


def test_typing_goes_on_in_one_draft_when_the_line_is_back_before_it_was_handed_over(desk: Desk) -> None:
    here = desk.enter()
    dossier = here.read(intake.new_dossier)
    dossier.members[0].name = "甲示例"
    seen, draft = Typing(), new_id()
    assert spooling.keep_draft(here, draft, dossier, seen) is False
    desk.shared.server.halt()
    for digit in "123":
        dossier.members[0].phone = f"1380000000{digit}"
        assert spooling.keep_draft(here, draft, dossier, seen) is True
    desk.shared.server.run()
    dossier.members[0].phone = "13800000004"
    assert spooling.keep_draft(here, draft, dossier, seen) is False
    assert spooling.hand_over(here).count == 0
    assert names(here) == ["甲示例"]
    assert here.read(intake.open_draft, draft).members[0].phone == "13800000004"
    here.close()


def test_the_desk_opens_to_nobody_it_does_not_know(desk: Desk) -> None:
    desk.shared.server.halt()
    with pytest.raises(LineDown, match="还没有人连着服务器登录过"):
        desk.enter()
    desk.shared.server.run()
    desk.left("hecha")
    with pytest.raises(UserError, match="没有这个登录名"):
        desk.enter("jingban")
    with pytest.raises(Refused, match="没有受理的岗位"):
        desk.enter("hecha")


def test_wrong_passwords_wait_and_are_journaled_when_the_line_is_back(desk: Desk) -> None:
    desk.left()
    for _ in range(attempts.FREE_TRIES - 1):
        with pytest.raises(UserError, match="还可以再试"):
            desk.enter(password=WRONG)
    with pytest.raises(TooSoon):
        desk.enter(password=WRONG)
    with pytest.raises(TooSoon):
        desk.enter()
    attempts.pardon(desk.home, _key(desk), "jingban")  # ten minutes later
    away = desk.enter()
    with pytest.raises(UserError, match="还可以再试"):
        own_password.prove(away, WRONG)
    own_password.prove(away, PASSWORD)  # a locked desk opens without the server too
    assert len(key_file.load(desk.home).untold) == attempts.FREE_TRIES + 1
    back(desk, away)
    assert key_file.load(desk.home).untold == []
    kinds = away.read(lambda unit: [row.kind for row in unit.session.scalars(select(LogIn))])
    assert kinds.count("wrong") == attempts.FREE_TRIES + 1
    away.close()


def _key(desk: Desk) -> bytes:
    file = key_file.load(desk.home)
    slot = file.slot("jingban")
    assert slot is not None
    key = keys.open_slot(file, slot, PASSWORD)
    assert key is not None
    return key


def test_after_a_fortnight_nothing_new_is_taken_and_what_waits_is_still_handed_over(desk: Desk) -> None:
    desk.left()
    away = desk.enter()
    type_form(away, "甲示例")
    away.close()
    desk.now += timedelta(days=14)
    away = desk.enter()
    assert away.offline is not None
    assert away.offline.days_left(desk.now) == 0
    assert [row.title for row in spooling.waiting(away)] == ["甲示例"]
    away.close()
    desk.now -= timedelta(days=10)  # a clock set back wins nothing
    away = desk.enter()
    assert away.offline is not None
    assert away.offline.days_left(desk.now) == 0
    back(desk, away)
    assert spooling.hand_over(away).count == 1
    away.close()
    desk.shared.server.halt()
    fresh = desk.enter()
    assert fresh.offline is not None
    assert fresh.offline.days_left(desk.now) == 14
    fresh.close()


def test_what_a_dismissed_colleague_typed_is_taken_over_by_the_next_who_works_here(desk: Desk) -> None:
    boss = desk.enter("xitong")
    admin.add_operator(boss, login="xinren", name="癸示例", post="", roles=[], password=PASSWORD)
    boss.close()
    security = desk.enter("anquan")
    [row] = [row for row in security.read(admin.colleagues) if row.login == "xinren"]
    security.write(admin.assign_roles, row.id, ["clerk"])
    security.close()
    mine = "一行白鹭上青天2026"
    first = desk.enter("xinren")
    own_password.choose(first, mine)
    first.close()
    desk.shared.server.halt()
    away = desk.enter("xinren", mine)
    type_form(away, "甲示例")
    away.close()
    desk.shared.server.run()
    boss = desk.enter("xitong")
    assert spooling.take_over(boss).count == 0  # who takes no applications leaves it where it is
    admin.end_operator(boss, row.id)
    boss.close()

    colleague = desk.enter()
    assert spooling.hand_over(colleague).count == 0
    assert spooling.take_over(colleague).count == 1
    assert spooling.take_over(colleague).count == 0
    [draft] = colleague.read(intake.drafts)
    assert (draft.title, draft.mine) == ("甲示例", True)
    colleague.close()
    assert key_file.load(desk.home).slot("xinren") is None
    desk.shared.server.halt()
    with pytest.raises(UserError, match="没有这个登录名"):
        desk.enter("xinren", mine)


def test_who_was_dismissed_while_the_desk_was_away_is_told_and_loses_nothing(desk: Desk) -> None:
    desk.left()
    away = desk.enter()
    type_form(away, "甲示例")
    told: list[str] = []
    lines: list[bool] = []
    end = away.listen(lambda _: None, lines.append, lambda why: told.append(why.message))
    assert end is not None
    try:
        desk.shared.server.run()
        with connect(desk.shared.address, SUPERUSER, "") as server:
            server.execute("ALTER ROLE jingban NOLOGIN")
        wait_for(lambda: told or lines)
        if lines:  # it was in for a moment before
            with connect(desk.shared.address, SUPERUSER, "") as server:
                server.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'jingban'"
                )
        wait_for(lambda: told)
        assert "服务器没有让您进入" in told[0]
        assert [row.title for row in spooling.waiting(away)] == ["甲示例"]
        with pytest.raises(UserError, match="服务器没有让您进入"):  # no way round by the desk's own copy
            desk.enter()
    finally:
        end()
    away.close()


def test_a_first_password_somebody_else_made_opens_nothing_without_the_server(desk: Desk) -> None:
    boss = desk.enter("xitong")
    admin.add_operator(boss, login="xinren", name="癸示例", post="", roles=[], password=PASSWORD)
    boss.close()
    security = desk.enter("anquan")
    [row] = [row for row in security.read(admin.colleagues) if row.login == "xinren"]
    security.write(admin.assign_roles, row.id, ["clerk"])
    security.close()
    first = desk.enter("xinren")
    assert first.must_choose
    first.close()
    desk.shared.server.halt()
    with pytest.raises(UserError, match="要您先在这台电脑上连着服务器登录过一次"):
        desk.enter("xinren")


def test_what_waits_goes_with_the_desk_to_a_new_key(desk: Desk) -> None:
    desk.left()
    away = desk.enter()
    type_form(away, "甲示例")
    before = away.database.key()
    away.close()
    desk.shared.server.run()
    with connect(desk.shared.address, SUPERUSER, "") as server:
        server.execute("DELETE FROM jiuzhu.station_key")
    again = desk.enter()
    assert again.database.key() != before
    assert spooling.hand_over(again).count == 1
    again.close()
    desk.shared.server.halt()
    desk.enter().close()


def test_a_copy_of_another_version_or_a_damaged_one_is_not_read(desk: Desk) -> None:
    desk.left()
    file = desk.home / office_copy.FILE
    file.write_bytes(b"\x00" * 4096)
    with pytest.raises(UserError, match="打不开数据库文件"):
        desk.enter()
    file.unlink()
    with pytest.raises(UserError, match="要您先在这台电脑上连着服务器登录过一次"):
        desk.enter()
    desk.shared.server.run()
    file.write_bytes(b"\x00" * 4096)
    desk.enter().close()  # made anew by the next real log-in
    desk.shared.server.halt()
    desk.enter().close()


def test_no_person_is_kept_at_the_desk(desk: Desk) -> None:
    desk.left()
    with (
        office_copy.opened(desk.home, _key(desk), "jingban", desk.now) as (copy, _),
        copy.reading.connect() as connection,
    ):
        kept = copy.tables(connection)
    assert kept == {"office", "station", "operator", "office_rule", "policy_row", "entered", "kept"}
    assert not (desk.home / spool.FILE).exists()
