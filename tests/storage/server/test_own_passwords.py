"""A desk on a shared server: what it keeps itself checks the own password too, and half-typed words go to the server."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from temporary_server import SUPERUSER

from jiuzhu.commands import doctor, doctor_data, journal
from jiuzhu.errors import LineDown, ProofNeeded, Refused, TooSoon, UserError
from jiuzhu.services.counter import spooling
from jiuzhu.services.office import (
    admin,
    interrupted,
    log_ins,
    opening,
    own_password,
    proving,
    recovery,
    sharing,
)
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file, signing
from jiuzhu.storage.queries import drafts
from jiuzhu.storage.server.address import Seat, save_seat
from jiuzhu.storage.server.server_database import ServerDatabase, connect
from townships import PASSWORD, Shared, plan


@pytest.fixture
def home(shared: Shared, tmp_path: Path) -> Path:
    sharing.join(tmp_path, shared.address, "A")
    return tmp_path


def enter(home: Path, login: str, password: str = PASSWORD) -> Workspace:
    made = opening.log_in(home, login, password)
    made.asks_again = True
    return made


@pytest.fixture
def clerk(home: Path) -> Iterator[Workspace]:
    made = enter(home, "jingban")
    yield made
    made.close()


def test_the_own_password_is_checked_at_the_desk(clerk: Workspace, home: Path) -> None:
    clerk.write(lambda unit: unit.require("reveal"))
    clerk._proved_at -= 600  # noqa: SLF001  # the clock of the machine cannot be turned
    clerk._proof_unspent = False  # noqa: SLF001  # as above
    with pytest.raises(ProofNeeded):
        clerk.write(lambda unit: unit.require("reveal"))
    with pytest.raises(UserError, match="还可以再试 4 次"):
        own_password.prove(clerk, "不是这一句密码")
    own_password.prove(clerk, PASSWORD)
    clerk.write(lambda unit: unit.require("reveal"))
    assert key_file.load(home).untold == []  # the wrong one stands in the server's journal


def test_the_key_that_signs_opens_to_everybody_who_logs_in_at_the_desk_and_not_to_who_has_its_disk(
    clerk: Workspace, home: Path
) -> None:
    key = proving.make_checkpoint(clerk, "asked").public_key
    other = enter(home, "hecha")
    assert other.desk_key is not None
    assert proving.make_checkpoint(other, "asked").public_key == key
    other.close()
    for opened in (None, b"o" * 32):
        with pytest.raises(UserError, match="不属于这份数据"):
            signing.signer(home, opened)


def test_wrong_passwords_make_the_desk_wait_and_an_administrator_ends_it(
    clerk: Workspace, home: Path
) -> None:
    for _ in range(attempts.FREE_TRIES):
        with pytest.raises(UserError):
            own_password.prove(clerk, "不是这一句密码")
    with pytest.raises(TooSoon):
        enter(home, "jingban")
    boss = enter(home, "anquan")
    [row] = [row for row in boss.read(admin.colleagues, home) if row.login == "jingban"]
    assert row.waits
    log_ins.unlock(boss, row.id)
    boss.close()
    enter(home, "jingban").close()


def test_half_typed_words_wait_on_the_server_for_their_owner(clerk: Workspace, home: Path) -> None:
    spooling.keep_interrupted(clerk, [("登记回访", [("经过", "家中老人生病")])])
    [waiting] = clerk.read(interrupted.interrupted)
    assert waiting.lines == (("经过", "家中老人生病"),)
    auditor = enter(home, "shenji")
    spooling.keep_interrupted(auditor, [("核验", [("说明", "半截")])])
    assert [one.title for one in auditor.read(interrupted.interrupted)] == ["核验"]
    auditor.keep(lambda unit: drafts.close(unit.session, waiting.id, unit.now))  # not theirs
    auditor.close()
    assert [one.title for one in clerk.read(interrupted.interrupted)] == ["登记回访"]
    clerk.write(interrupted.put_aside, waiting.id)
    assert clerk.read(interrupted.interrupted) == []


@pytest.mark.parametrize("arrived", [True, False])
def test_a_new_password_is_good_at_the_desk_and_on_the_server_or_at_neither(
    clerk: Workspace, shared: Shared, monkeypatch: pytest.MonkeyPatch, *, arrived: bool
) -> None:
    new = "举头望明月低头思故乡"
    real = ServerDatabase._run  # noqa: SLF001  # what a lost answer looks like to the desk

    def lost(self: ServerDatabase, *told: Any) -> None:
        if arrived:
            real(self, *told)
        raise LineDown("线路断了。")

    try:
        with monkeypatch.context() as patch:
            patch.setattr(ServerDatabase, "_run", lost)
            if arrived:
                own_password.choose(clerk, new)
            else:
                with pytest.raises(UserError, match="没有改成"):
                    own_password.choose(clerk, new)
        good = new if arrived else PASSWORD
        own_password.prove(clerk, good)
        connect(shared.address, "jingban", good).close()
        clerk.database.close()  # new connections come with it too
        clerk.read(lambda unit: unit.today)
    finally:
        above = shared.database(SUPERUSER)
        above.admit("jingban", "", PASSWORD)
        above.close()


def test_there_is_no_recovery_key_for_what_lies_elsewhere(clerk: Workspace, home: Path) -> None:
    assert not recovery.missing(home)
    boss = enter(home, "xitong")
    key = recovery.fresh()
    with pytest.raises(Refused, match="共用的服务器"):
        recovery.keep(boss, key, {place: key.words[place - 1] for place in key.asked})
    assert not recovery.exists(home)
    boss.close()
    assert clerk


def test_a_first_password_told_by_the_server_is_changed_at_the_first_log_in(
    shared: Shared, tmp_path: Path
) -> None:
    district = replace(plan("500112003", "3"), windows="A")
    lines = list(sharing.set_up(shared.address, SUPERUSER, "", district))
    (line,) = [line for line in lines if line.startswith("账号 jingban3")]
    first = line.rpartition("：")[2].removesuffix("（登录时要换成自己的）")
    try:
        sharing.join(tmp_path, shared.address, "A")
        made = enter(tmp_path, "jingban3", first)
        assert made.must_choose
        own_password.choose(made, "一行白鹭上青天2026")
        made.close()
        again = enter(tmp_path, "jingban3", "一行白鹭上青天2026")
        assert not again.must_choose
        again.close()
    finally:
        for person in district.people:
            shared.server.administer(f"DROP ROLE IF EXISTS {person.login}")


def test_an_account_an_administrator_of_the_server_makes_begins_with_an_own_password(
    shared: Shared, home: Path
) -> None:
    boss = enter(home, "xitong")
    admin.add_operator(boss, login="xinren", name="癸示例", post="", roles=[], password=PASSWORD)
    boss.close()
    security = enter(home, "anquan")
    (row,) = [row for row in security.read(admin.colleagues) if row.login == "xinren"]
    security.write(admin.assign_roles, row.id, ["clerk"])
    security.close()
    try:
        made = enter(home, "xinren")
        assert made.must_choose
        own_password.choose(made, "一行白鹭上青天2026")
        made.close()
        again = enter(home, "xinren", "一行白鹭上青天2026")
        assert not again.must_choose
        again.close()
    finally:
        shared.server.administer("DROP ROLE IF EXISTS xinren")


def test_a_joined_desk_is_not_taken_for_one_that_keeps_its_data(
    home: Path, shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIUZHU_HOME", str(home))
    with pytest.raises(UserError, match="还没有人登录过"):
        journal.run(["verify"])
    assert doctor_data.desk_checks() == []
    there = doctor_data.data_files()
    assert (there.state, shared.address.host in there.text) == (doctor.OK, True)
    save_seat(home, Seat(replace(shared.address, host=str(home)), "A"))
    away = doctor_data.data_files()
    assert (away.state, "连不上共用的服务器" in away.text) == (doctor.BAD, True)


def test_a_desk_of_a_server_offers_neither_backups_nor_a_keyring(clerk: Workspace, home: Path) -> None:
    assert not clerk.kept_here
    with pytest.raises(UserError, match="请输入密码"):
        opening.log_in_remembered(home, "jingban")
