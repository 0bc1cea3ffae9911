"""What every test stands on: no network, nothing left running, and for windows an application with fonts."""

import gc
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from temporary_server import Server

    from jiuzhu.services.office.workspace import Workspace
    from jiuzhu.storage.server.address import Address
    from town import Town
    from townships import Shared

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine", choices=("file", "server"), default="file", help="where the offices of the tests lie"
    )


@pytest.fixture(scope="session", autouse=True)
def chosen_server(request: pytest.FixtureRequest) -> Iterator[None]:
    """With `--engine server` every office lies on a real PostgreSQL, and everybody logs in there by themselves."""
    if request.config.getoption("--engine") == "file":
        yield
        return
    import temporary_server  # noqa: PLC0415  # as above

    import server  # noqa: PLC0415  # only where it is used
    import town  # noqa: PLC0415  # as above

    running = temporary_server.start()
    rooms = server.Rooms(running)
    town.elsewhere = rooms.open_town
    yield
    rooms.close()
    running.stop()


def pytest_configure(config: pytest.Config) -> None:
    # The tests keep many small things alive; looking through them again and again took a tenth of the time.
    gc.set_threshold(100_000, 50, 100)
    config.addinivalue_line(
        "markers", "file_only(why): is about offices that lie in a file; not for `--engine server`"
    )
    config.addinivalue_line("markers", "long: takes minutes or looks whether a long run sees; `test.sh long`")
    # The offscreen platform says this for every window and means nothing by it.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support propagateSizeHints")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--engine") == "file":
        return
    away = [item for item in items if item.get_closest_marker("file_only")]
    config.hook.pytest_deselected(items=away)
    items[:] = [item for item in items if item not in set(away)]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != getattr(socket, "AF_UNIX", None):
            pytest.fail(f"a test asked the network: {address}")
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + 2
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    while left and time.monotonic() < end:
        left[0].join(0.05)
        left = [thread for thread in left if thread.is_alive()]
    assert not left, f"threads left running: {[thread.name for thread in left]}"


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords that stretch in a millisecond; what the real cost is, tests/storage/test_keys.py says."""
    from jiuzhu.storage import key_file, keys  # noqa: PLC0415  # the static checks of packaging load no key ciphers

    real = keys.COST
    keys.COST = key_file.Cost(8, 1, 1)
    yield
    keys.COST = real


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """Every test opens a database of its own, and compiling its statements took a fifth of the time."""
    from compiled_once import compiled_once  # noqa: PLC0415  # the static checks of packaging load no database

    with compiled_once():
        yield


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    from jiuzhu.ui import theme  # noqa: PLC0415  # tests of the domain do not load Qt

    theme.load_fonts()
    theme.apply(qapp)
    return qapp


@pytest.fixture(autouse=True)
def no_timer_and_no_modal_window_left(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "qapp" not in request.fixturenames:
        return
    from PySide6.QtCore import QEvent, QTimer  # noqa: PLC0415  # as above
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415  # as above

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # windows of a page that was closed
    if (modal := QApplication.activeModalWidget()) is not None:
        modal.hide()
        pytest.fail(f"left standing before the windows of the next test: {modal.windowTitle()}")
    roots = [application, *(window for window in application.topLevelWidgets() if window.isVisible())]
    left = [timer.parent() for root in roots for timer in root.findChildren(QTimer) if timer.isActive()]
    assert not left, f"timers left running in: {left}"


@pytest.fixture
def town(tmp_path: Path) -> Iterator["Town"]:
    """An office of several desks on one database; a module that needs another day or its families says so itself."""
    from town import open_town  # noqa: PLC0415  # as above

    made = open_town(tmp_path / "office")
    yield made
    made.close()


@pytest.fixture
def payer(town: "Town") -> "Workspace":
    """The desk of who pays: somebody else than who took, checked and signed."""
    from town import payer_of  # noqa: PLC0415  # as above

    return payer_of(town)


@pytest.fixture(scope="session")
def townships_server() -> Iterator[tuple["Server", "Address"]]:
    """A real server that asks for passwords, and on it a database with the offices of two townships."""
    import temporary_server  # noqa: PLC0415  # only where it is used

    import townships  # noqa: PLC0415  # as above

    running = temporary_server.start(believing=False)
    yield running, townships.found(running)
    running.stop()


@pytest.fixture
def shared(townships_server: tuple["Server", "Address"]) -> Iterator["Shared"]:
    """A copy of that database for one test."""
    from townships import copied  # noqa: PLC0415  # as above

    with copied(*townships_server) as made:
        yield made
