"""A desk on a shared server: what it keeps itself checks the own password too, and half-typed words go to the server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiuzhu.errors import ProofNeeded, Refused, TooSoon, UserError
from jiuzhu.services.office import admin, interrupted, log_ins, opening, own_password, recovery, sharing
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file
from townships import PASSWORD, Shared


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
    assert clerk.write(interrupted.keep_interrupted, [("登记回访", [("经过", "家中老人生病")])]) == 1
    [waiting] = clerk.read(interrupted.interrupted)
    assert waiting.lines == (("经过", "家中老人生病"),)
    clerk.write(interrupted.put_aside, waiting.id)
    assert clerk.read(interrupted.interrupted) == []
    auditor = enter(home, "shenji")
    assert (
        auditor.write(interrupted.keep_interrupted, [("核验", [("说明", "半截")])]) == 0
    )  # who audits writes nothing
    auditor.close()


def test_there_is_no_recovery_key_for_what_lies_elsewhere(clerk: Workspace, home: Path) -> None:
    assert not recovery.missing(home)
    boss = enter(home, "xitong")
    key = recovery.fresh()
    with pytest.raises(Refused, match="共用的服务器"):
        recovery.keep(boss, key, {place: key.words[place - 1] for place in key.asked})
    assert not recovery.exists(home)
    boss.close()
    assert clerk
