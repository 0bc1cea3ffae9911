"""What other desks change is heard; what is typed and saved while the line breaks is neither lost nor done twice."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
import temporary_server
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import family
import townships
from jiuzhu.domain import dossier_json
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ids import new_id
from jiuzhu.domain.proof import Head
from jiuzhu.errors import Busy, KeptOut, LineDown, OutcomeUnknown, Refused, UserError
from jiuzhu.services.counter import intake, spooling
from jiuzhu.services.counter.spooling import Handed
from jiuzhu.services.office import health, interrupted, opening, own_password, sharing
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import journal, spool
from jiuzhu.storage.server import refusals, server_database
from jiuzhu.storage.server.ear import EVERYTHING
from jiuzhu.storage.server.server_database import ServerDatabase
from jiuzhu.storage.spool import Spooled
from jiuzhu.storage.unit import Unit
from townships import Shared

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)


def open_desk(shared: Shared, home: Path, login: str, window: str = "A") -> Workspace:
    home.mkdir(parents=True, exist_ok=True)
    database = shared.database(login)
    desk = opening.enter(home, database, login, lambda: NOW, window)
    database.settle(home, desk.rules.station.id)
    return desk


@pytest.fixture
def desks(shared: Shared, tmp_path: Path) -> Iterator[list[Workspace]]:
    """Two windows of one township and one of the other."""
    made = [
        open_desk(shared, tmp_path / "1", "jingban"),
        open_desk(shared, tmp_path / "2", "hecha", "B"),
        open_desk(shared, tmp_path / "3", "jingban2"),
    ]
    yield made
    for desk in made:
        desk.close()


def wait_for(held: Callable[[], Any], seconds: float = 6.0) -> float:
    begin = time.monotonic()
    while not held():
        assert time.monotonic() - begin < seconds, "it did not come"
        time.sleep(0.01)
    return time.monotonic() - begin


def test_a_change_is_heard_at_the_other_windows_of_the_township_and_nowhere_else(
    desks: list[Workspace],
) -> None:
    heard: list[list[frozenset[str]]] = [[] for _ in desks]
    ends = [desk.listen(heard[place].append, lambda _: None) for place, desk in enumerate(desks)]
    try:
        time.sleep(0.5)  # everybody listens
        desks[0].write(family.household)
        wait_for(lambda: heard[1])
        assert heard[1] == [frozenset({"household", "person", "member"})]
        desks[1].write(_nothing)
        time.sleep(0.3)
        assert (
            heard[0] == heard[2] == []
        )  # not one's own, not another township's, not a unit that changed nothing
    finally:
        for end in ends:
            assert end is not None
            end()


def _nothing(unit: Unit) -> None:
    unit.session.execute(text("SELECT 1"))


def test_a_step_whose_commit_was_stored_before_the_line_broke_is_known_to_be_stored(
    desks: list[Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Session.commit

    def cut(self: Session) -> None:
        real(self)
        monkeypatch.undo()
        raise DBAPIError.instance("COMMIT", None, _gone(), Exception, connection_invalidated=True)

    monkeypatch.setattr(Session, "commit", cut)
    made = desks[0].write(family.household)
    assert desks[0].read(lambda unit: unit.session.scalar(text("SELECT count(*) FROM household"))) == 1
    assert made == desks[0].read(lambda unit: str(unit.session.scalar(text("SELECT id FROM household"))))


def test_a_commit_that_comes_through_after_its_line_broke_is_waited_for(
    desks: list[Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[threading.Timer] = []

    def cut(self: Session) -> None:
        monkeypatch.undo()
        driver: Any = self.connection().connection.driver_connection
        late.append(threading.Timer(0.4, driver.execute, ["COMMIT"]))
        late[0].start()
        raise DBAPIError.instance("COMMIT", None, _gone(), Exception, connection_invalidated=True)

    monkeypatch.setattr(Session, "commit", cut)
    made = desks[0].write(family.household)
    late[0].join()
    assert made == desks[0].read(lambda unit: str(unit.session.scalar(text("SELECT id FROM household"))))


def test_while_the_transaction_of_a_broken_line_may_still_end_either_way_nobody_is_told_it_did_not(
    desks: list[Workspace], shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Session.commit
    with shared.as_login("jingban") as old:

        def cut(self: Session) -> None:
            real(self)
            monkeypatch.undo()
            old.execute("BEGIN; SELECT take_turn()")  # as the transaction of the broken line does
            raise DBAPIError.instance("COMMIT", None, _gone(), Exception, connection_invalidated=True)

        monkeypatch.setattr(Session, "commit", cut)
        with pytest.raises(OutcomeUnknown):
            desks[0].write(family.household)
        with pytest.raises(UserError):
            desks[0].find_outcome()
        old.execute("ROLLBACK")
    assert "已经存上" in desks[0].find_outcome()


def test_one_wrong_password_without_the_server_does_not_keep_a_locked_desk_closed(tmp_path: Path) -> None:
    server = temporary_server.start(believing=False)
    try:
        address = townships.found(server)
        sharing.join(tmp_path, address, "A")
        desk = opening.log_in(tmp_path, "jingban", townships.PASSWORD)
        server.halt()
        with pytest.raises(UserError, match="第 1 次"):
            own_password.prove(desk, "不是这个密码啊啊啊")
        own_password.prove(desk, townships.PASSWORD)
        server.run()
        own_password.prove(desk, townships.PASSWORD)  # the key file kept it: now it is journaled
        kinds = desk.read(lambda unit: list(unit.session.scalars(text("SELECT kind FROM log_in"))))
        assert "wrong" in kinds
        desk.close()
    finally:
        server.stop()


def test_while_another_window_saves_at_length_typing_is_kept_and_a_save_is_told_why_it_must_wait(
    shared: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_database, "WAIT_FOR_TURN", "200ms")
    desk = open_desk(shared, tmp_path, "jingban")
    dossier: Dossier = desk.read(intake.new_dossier)
    with shared.as_login("hecha") as long_run:
        long_run.execute("BEGIN; SELECT take_turn()")
        assert spooling.keep_draft(desk, new_id(), dossier) is False
        with pytest.raises(Busy, match="整批保存"):
            desk.write(family.household)
        long_run.execute("ROLLBACK")
    desk.write(family.household)
    with pytest.raises(RuntimeError, match="turn"):
        desk.keep(family.household)
    assert len(desk.read(intake.drafts)) == 1
    desk.close()


def test_a_unit_that_stood_still_too_long_is_a_line_that_broke(desks: list[Workspace]) -> None:
    def sleeps(unit: Unit) -> None:
        unit.session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '50ms'"))
        time.sleep(0.3)
        unit.session.execute(text("SELECT 1"))

    with pytest.raises(LineDown):
        desks[0].write(sleeps)
    desks[0].write(family.household)


@pytest.mark.parametrize("login", ["jingban", "shenji", "shenguan", "fuwu"])
def test_what_was_half_typed_when_the_desk_changed_hands_is_kept_without_the_server_too(
    shared: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    desk = open_desk(shared, tmp_path, login)

    def away(*_: Any) -> Any:
        raise LineDown("连不上")

    with monkeypatch.context() as patch:
        patch.setattr(ServerDatabase, "_connect", away)
        desk.database.close()  # the connections of before are gone
        spooling.keep_interrupted(desk, [("登记回访", [("经过", "家中老人生病")])])
    assert desk.read(interrupted.interrupted) == []
    assert spooling.hand_over(desk) == Handed(0)
    (found,) = desk.read(interrupted.interrupted)
    assert (found.title, found.lines) == ("登记回访", (("经过", "家中老人生病"),))
    desk.keep(interrupted.put_aside, found.id)
    assert desk.read(interrupted.interrupted) == []
    desk.close()


def spooled(desk: Workspace, name: str, base: str | None = None) -> Spooled:
    dossier: Dossier = desk.read(intake.new_dossier)
    dossier.members[0].name = name
    one = Spooled(new_id(), desk.actor.operator_id, dossier_json.dump(dossier), base, NOW)
    spool.keep(desk.home, desk.database.key(), one)
    return one


def test_a_form_that_is_refused_keeps_no_other_back_and_stays(
    desks: list[Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = desks[0]
    for name in ("甲示例", "乙示例", "丙示例"):
        spooled(clerk, name)
    real = intake.keep_draft

    def refuses(unit: Unit, draft_id: str, dossier: Dossier, seen: Any = None) -> None:
        if dossier.applicant.name == "甲示例":
            raise Refused("您的账号没有这个岗位。")
        real(unit, draft_id, dossier, seen)

    monkeypatch.setattr(intake, "keep_draft", refuses)
    assert spooling.hand_over(clerk) == Handed(2, ("您的账号没有这个岗位。",))
    waits = next(one for one in health.look(clerk) if one.key == "waiting")
    assert f"{clerk.actor.name} 1 份" in waits.text


def test_a_second_draft_that_was_handed_over_and_not_noted_is_not_made_again(
    desks: list[Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = desks[0]
    one = spooled(clerk, "甲示例", base="")
    other: Dossier = clerk.read(intake.new_dossier)
    clerk.keep(intake.keep_draft, one.id, other)

    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(spool, "drop", stopped)
        with pytest.raises(KeyboardInterrupt):
            spooling.hand_over(clerk)
    assert spooling.hand_over(clerk) == Handed(1)
    assert sorted(row.title for row in clerk.read(intake.drafts)) == ["未填姓名", "甲示例"]


def test_why_nobody_is_let_in_is_told_and_only_silence_is_a_broken_line(
    desks: list[Workspace], shared: Shared
) -> None:
    dossier: Dossier = desks[0].read(intake.new_dossier)
    with pytest.raises(KeptOut, match="没有登记的这个数据库"):
        replace(shared, address=replace(shared.address, database="elsewhere")).as_login("jingban")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'jingban'"
    try:
        shared.server.administer("ALTER ROLE jingban CONNECTION LIMIT 0", cut)
        with pytest.raises(Busy, match="用满"):
            shared.as_login("jingban")
        shared.server.administer("ALTER ROLE jingban NOLOGIN CONNECTION LIMIT 16")
        with pytest.raises(KeptOut, match="已停用"):
            shared.as_login("jingban")
        assert spooling.keep_draft(desks[0], new_id(), dossier) is True
    finally:
        shared.server.administer("ALTER ROLE jingban LOGIN")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ('FATAL:  no pg_hba.conf entry for host "192.168.1.20", user "jingban", no encryption', KeptOut),
        ("SSL error: certificate verify failed", KeptOut),
        ("server does not support SSL, but SSL was required", KeptOut),
        ("FATAL:  sorry, too many clients already", Busy),
        ("FATAL:  the database system is shutting down", LineDown),
        ("SSL SYSCALL error: EOF detected", LineDown),
        ("connection timeout expired", LineDown),
    ],
)
def test_the_words_of_a_server_that_lets_nobody_in(said: str, kind: type[UserError]) -> None:
    assert type(refusals.refused(psycopg.OperationalError(said))) is kind


def _gone() -> Exception:
    return psycopg.OperationalError("server closed the connection unexpectedly")


def test_a_step_the_line_broke_in_is_found_out_later_and_never_done_twice(
    desks: list[Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Session.commit
    away = [True]

    def cut(self: Session) -> None:
        real(self)
        raise DBAPIError.instance("COMMIT", None, _gone(), Exception, connection_invalidated=True)

    def silent(self: ServerDatabase, entry: Head) -> bool:
        if away[0]:
            raise LineDown("连不上")
        with self.reading.connect() as connection:
            return journal.is_written(connection, entry)

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", cut)
        patch.setattr(ServerDatabase, "settle_outcome", silent)
        with pytest.raises(OutcomeUnknown, match="不知道"):
            desks[0].write(family.household)
    monkeypatch.setattr(ServerDatabase, "settle_outcome", silent)
    with pytest.raises(LineDown):
        desks[0].write(family.household)
    away[0] = False
    again = desks[0].write(family.household)  # the same step: it came out that it is stored
    assert [again] == desks[0].read(
        lambda unit: [str(one) for one in unit.session.scalars(text("SELECT id FROM household"))]
    )
    assert desks[0].find_outcome() == ""


def test_a_form_typed_without_the_server_is_encrypted_here_and_handed_over(tmp_path: Path) -> None:
    server = temporary_server.start(believing=False)
    try:
        shared = Shared(server, townships.found(server))
        desk = open_desk(shared, tmp_path, "jingban")
        dossier: Dossier = desk.read(intake.new_dossier)
        dossier.members[0].name = "甲示例长名"
        lines: list[bool] = []
        told: list[frozenset[str]] = []
        end = desk.listen(told.append, lines.append)
        assert spooling.keep_draft(desk, draft := new_id(), dossier) is False
        server.halt()
        took = wait_for(lambda: lines == [False])
        assert took < 6
        begin = time.monotonic()
        dossier.members[0].phone = "13800000009"
        assert spooling.keep_draft(desk, draft, dossier) is True
        assert spooling.keep_draft(desk, new_id(), dossier) is True
        assert time.monotonic() - begin < 12
        begin = time.monotonic()
        assert desk.read(intake.new_dossier).office.name == desk.office.name  # a new form needs no server
        with pytest.raises(LineDown):
            desk.read(intake.drafts)
        assert time.monotonic() - begin < 0.5  # known to be away: nobody waits for it again
        for path in tmp_path.rglob("*"):
            assert path.is_dir() or "甲示例长名".encode() not in path.read_bytes(), path
        with pytest.raises(LineDown):
            spooling.hand_over(desk)
        server.run()
        wait_for(lambda: lines == [False, True], 10)
        assert told[-1] == EVERYTHING
        assert spooling.hand_over(desk).count == 2
        assert spooling.hand_over(desk).count == 0
        assert len(desk.read(intake.drafts)) == 2
        assert {
            desk.read(intake.open_draft, row.id).members[0].phone for row in desk.read(intake.drafts)
        } == {"13800000009"}
        assert spool.waiting(tmp_path, desk.database.key(), desk.actor.operator_id) == []
        assert end is not None
        end()
        desk.close()
    finally:
        server.stop()


def test_a_server_that_comes_back_is_found_again_without_a_word(tmp_path: Path) -> None:
    server = temporary_server.start(believing=False)
    try:
        shared = Shared(server, townships.found(server))
        desk = open_desk(shared, tmp_path, "jingban")
        desk.write(family.household)
        server.halt()
        server.run()
        desk.write(family.household)
        assert desk.read(lambda unit: unit.session.scalar(text("SELECT count(*) FROM household"))) == 2
        desk.close()
    finally:
        server.stop()
