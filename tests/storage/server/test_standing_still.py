"""A server that stands still and keeps its lines open: told like a broken one, and nobody at a window waits for it."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import temporary_server
from temporary_server import Server

import townships
from jiuzhu.domain.dossier import Dossier
from jiuzhu.domain.ids import new_id
from jiuzhu.errors import LineDown
from jiuzhu.services.counter import intake, spooling
from jiuzhu.services.office import opening, sharing
from jiuzhu.services.office.workspace import Workspace

pytestmark = pytest.mark.long

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
TOLD_SECONDS = 6.0


@pytest.fixture
def server() -> Iterator[Server]:
    made = temporary_server.start(believing=False)
    yield made
    stand_still(made, signal.SIGCONT)
    made.stop()


@pytest.fixture
def desk(server: Server, tmp_path: Path) -> Iterator[Workspace]:
    sharing.join(tmp_path, townships.found(server), "A")
    made = opening.log_in(tmp_path, "jingban", townships.PASSWORD, lambda: NOW)
    yield made
    made.close()


def stand_still(server: Server, how: signal.Signals = signal.SIGSTOP) -> None:
    """Every process of it: the kernel goes on answering for their lines, as for a machine whose disk hangs."""
    assert server.process is not None
    main = server.process.pid
    for process in (main, *children(main)):
        os.kill(process, how)


def children(parent: int) -> list[int]:
    """The processes one has begun; one that ends meanwhile is none."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            _, state = place.read_text().rsplit(")", 1)  # a name may hold blanks
            if int(state.split()[1]) == parent:
                found.append(int(place.parent.name))
    return found


def test_a_server_that_stands_still_is_told_and_what_waits_for_it_comes_back(
    server: Server, desk: Workspace
) -> None:
    states: list[bool] = []
    told, answered = threading.Event(), threading.Event()
    answers: list[type[BaseException]] = []

    def line(up: bool) -> None:
        states.append(up)
        told.set()

    def look() -> None:
        try:
            desk.read(intake.drafts)
        except LineDown as error:
            answers.append(type(error))
        answered.set()

    dossier: Dossier = desk.read(intake.new_dossier)
    end = desk.listen(lambda _: None, line)
    assert end is not None
    looking = threading.Thread(target=look)
    try:
        time.sleep(0.5)  # it listens
        stand_still(server)
        begin = time.monotonic()
        looking.start()
        assert told.wait(TOLD_SECONDS)
        assert answered.wait(max(0.0, begin + TOLD_SECONDS - time.monotonic()))
        assert (states, answers) == ([False], [LineDown])
        assert spooling.keep_draft(desk, new_id(), dossier) is True  # here, encrypted, at once
        assert time.monotonic() - begin < TOLD_SECONDS + 1
        told.clear()
        stand_still(server, signal.SIGCONT)
        assert told.wait(10)
        assert states == [False, True]
        assert spooling.hand_over(desk).count == 1
        assert len(desk.read(intake.drafts)) == 1
    finally:
        stand_still(server, signal.SIGCONT)
        looking.join()
        end()


def test_a_desk_is_left_while_its_server_stands_still(server: Server, desk: Workspace) -> None:
    told = threading.Event()
    end = desk.listen(lambda _: None, lambda _: told.set())
    assert end is not None
    time.sleep(0.5)  # it listens
    stand_still(server)
    left = threading.Thread(target=end)
    try:
        assert told.wait(TOLD_SECONDS)
        left.start()
        left.join(TOLD_SECONDS)
        assert not left.is_alive()
    finally:
        stand_still(server, signal.SIGCONT)
        left.join()
