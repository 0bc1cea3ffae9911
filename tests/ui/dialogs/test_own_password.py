"""The own password once more: asked in one place, checked in one place, and only when it was not given lately."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from other_desk import desk_of
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from jiuzhu.domain import rights
from jiuzhu.domain.approving import Reveal
from jiuzhu.errors import ProofNeeded, UserError
from jiuzhu.services.office import admin, opening, own_password
from jiuzhu.services.office.workspace import Workspace
from jiuzhu.storage import attempts, key_file
from jiuzhu.storage.unit import Unit
from jiuzhu.ui.dialogs.own_password import OwnPasswordDialog, PasswordAsker
from jiuzhu.ui.tasks import Tasks
from town import LOGIN, PASSWORD, Town, urban_three


@pytest.fixture
def desk(town: Town) -> Iterator[Workspace]:
    """A desk whose operator logged in and then went to lunch; the office lies open."""
    town.accept(urban_three(town))
    made = opening.log_in(town.home, LOGIN, PASSWORD, lambda: town.moment[0])
    made.asks_again = True
    yield made
    made.close()


def person_of(desk: Workspace) -> str:
    from sqlalchemy import select  # noqa: PLC0415  # the tests of windows load no SQL

    from jiuzhu.domain.household import Person  # noqa: PLC0415  # as above

    def look(unit: Unit) -> str:
        found = unit.session.scalars(select(Person)).first()
        assert found is not None
        return found.id

    return desk.read(look)


def stale(desk: Workspace, seconds: float) -> None:
    """So many seconds after the password was given."""
    desk._proved_at -= seconds  # noqa: SLF001  # the clock of the machine cannot be turned


def test_a_log_in_is_good_for_a_while_and_then_it_is_asked_again(desk: Workspace) -> None:
    person = person_of(desk)
    assert desk.write(admin.reveal, person, "核对身份用")
    stale(desk, 119)
    assert desk.write(admin.reveal, person, "核对身份用")
    stale(desk, 2)
    with pytest.raises(ProofNeeded):
        desk.write(admin.reveal, person, "核对身份用")
    own_password.prove(desk, PASSWORD)
    assert desk.write(admin.reveal, person, "核对身份用")


def test_with_no_minutes_every_act_is_asked_for(desk: Workspace) -> None:
    desk.settings.ask_again_minutes = 0
    person = person_of(desk)
    stale(desk, 61)
    with pytest.raises(ProofNeeded):
        desk.write(admin.reveal, person, "核对身份用")
    own_password.prove(desk, PASSWORD)
    assert desk.write(admin.reveal, person, "核对身份用")
    with pytest.raises(ProofNeeded):
        desk.write(admin.reveal, person, "核对身份用")
    own_password.prove(desk, PASSWORD)
    stale(desk, 61)  # nobody acted on it in time
    with pytest.raises(ProofNeeded):
        desk.write(admin.reveal, person, "核对身份用")


@pytest.mark.parametrize("right", sorted(rights.AGAIN))
def test_every_right_marked_so_asks_and_looking_does_not(desk: Workspace, right: str) -> None:
    desk.actor = rights.Actor(
        operator_id=desk.actor.operator_id,
        login=LOGIN,
        name="张经办",
        roles=rights.RIGHTS[right],
        station_id=desk.actor.station_id,
        window="A",
    )
    stale(desk, 600)
    with pytest.raises(ProofNeeded):
        desk.write(lambda unit: unit.require(right))
    desk.read(lambda unit: unit.require(right))


def test_signing_taking_out_and_uncovering_are_marked() -> None:
    assert {"decide", "agree_export", "export", "reveal"} <= rights.AGAIN


def test_commands_are_not_asked(town: Town) -> None:
    town.accept(urban_three(town))
    assert town.clerk.write(admin.reveal, person_of(town.clerk), "核对身份用")


def test_a_password_of_the_keyring_is_no_proof(town: Town) -> None:
    made = desk_of(town.clerk, town.clerk.actor)
    made.asks_again = True
    with pytest.raises(ProofNeeded):
        made.write(lambda unit: unit.require("reveal"))


class Asked:
    """A window with the one place that asks."""

    def __init__(self, qtbot: QtBot, desk: Workspace) -> None:
        self.qtbot = qtbot
        self.tasks = Tasks(desk, lambda bug: pytest.fail(repr(bug)))
        self.owner = QObject()
        self.asker = PasswordAsker(self.tasks, own_password.prove)
        self.answers: list[Any] = []

    def ask(self, person: str) -> None:
        with self.qtbot.waitSignal(self.tasks.idle):
            self.tasks.write(
                admin.reveal,
                person,
                "核对身份用",
                owner=self.owner,
                then=self.answers.append,
                failed=self.answers.append,
            )

    @property
    def dialog(self) -> OwnPasswordDialog | None:
        return self.asker._dialog  # noqa: SLF001  # it has no parent to be found by

    def type(self, password: str) -> None:
        assert self.dialog is not None
        edit = self.dialog.findChild(QLineEdit, "own_password")
        take = self.dialog.findChild(QPushButton, "own_password_take")
        assert edit is not None
        assert take is not None
        edit.setText(password)
        with self.qtbot.waitSignal(self.tasks.idle):
            take.click()

    def said(self) -> str:
        assert self.dialog is not None
        problem = self.dialog.findChild(QLabel, "own_password_problem")
        assert problem is not None
        return problem.text()


@pytest.fixture
def asked(qtbot: QtBot, qapp: object, desk: Workspace) -> Iterator[Asked]:
    assert qapp
    stale(desk, 600)
    made = Asked(qtbot, desk)
    yield made
    made.tasks.shutdown()


def reveals(desk: Workspace) -> int:
    from sqlalchemy import func, select  # noqa: PLC0415  # as above

    return desk.read(lambda unit: unit.session.scalar(select(func.count()).select_from(Reveal)) or 0)


def test_the_window_asks_once_and_goes_on_where_it_was(asked: Asked, desk: Workspace, town: Town) -> None:
    person = person_of(desk)
    asked.ask(person)
    assert asked.answers == []
    assert reveals(desk) == 0
    assert asked.dialog is not None
    what = asked.dialog.findChild(QLabel, "own_password_what")
    assert what is not None
    assert "查看完整证件号码" in what.text()
    asked.type("不是这一句密码")
    assert "还可以再试 4 次" in asked.said()
    assert attempts.failures_of(key_file.load(town.home), LOGIN) == 1
    asked.type(PASSWORD)
    asked.qtbot.waitUntil(lambda: bool(asked.answers))
    assert isinstance(asked.answers[0], str)
    assert asked.dialog is None
    asked.ask(person)  # within two minutes nobody is asked
    assert len(asked.answers) == 2
    assert reveals(desk) == 2


def test_two_acts_that_wait_are_asked_for_once(asked: Asked, desk: Workspace) -> None:
    person = person_of(desk)
    asked.ask(person)
    first = asked.dialog
    asked.ask(person)
    assert asked.dialog is first
    asked.type(PASSWORD)
    asked.qtbot.waitUntil(lambda: len(asked.answers) == 2)


def test_turning_back_does_nothing_and_says_so(asked: Asked, desk: Workspace) -> None:
    asked.ask(person_of(desk))
    assert asked.dialog is not None
    asked.dialog.reject()
    [error] = asked.answers
    assert isinstance(error, UserError)
    assert "没有输入密码" in error.message
    assert reveals(desk) == 0


def test_after_five_wrong_ones_nothing_more_can_be_typed(
    asked: Asked, desk: Workspace, tmp_path: Path
) -> None:
    assert tmp_path
    asked.ask(person_of(desk))
    for _ in range(5):
        asked.type("不是这一句密码")
    assert "请等 10 分钟" in asked.said()
    assert asked.dialog is not None
    take = asked.dialog.findChild(QPushButton, "own_password_take")
    assert take is not None
    assert not take.isEnabled()
    asked.dialog.reject()
